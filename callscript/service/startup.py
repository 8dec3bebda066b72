"""What the program starts with (command line, profile), and how it opens the operator's desk (pack, store, seat).

What the command line asks for holds until the operator chooses otherwise in the profile.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from callscript import packs
from callscript.core.script.model import Script
from callscript.packs import PackError, centres
from callscript.packs.published import Publications, begun_on
from callscript.packs.versions import Versions
from callscript.runtime import i18n
from callscript.runtime.clock import Clock
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.settings import Profile, write_profile
from callscript.service.arranged import arranged
from callscript.service.delivery.office import way_of
from callscript.service.desk import Desk
from callscript.service.forms.profile import Choice
from callscript.service.lookup import off_loop
from callscript.service.owed import OpenWork, with_owed
from callscript.service.saving import Left
from callscript.store.errors import StoreError
from callscript.store.files import FileStore
from callscript.store.journal.stamp import Stamping, of_this_machine
from callscript.store.others import OtherHosts, other_hosts
from callscript.store.ports import Lookup, Seat


@dataclass
class Startup:
    """What is settled before the first screen, and by whom: the command line, the profile, the locale."""

    folders: Folders
    clock: Clock
    profile: Profile | None = None
    """None: there is none yet, the operator is asked."""
    pack: str = ""
    """The id or path on the command line, in place of the profile's."""
    language: str = ""
    """Of the interface, on the command line."""
    notice: str = ""
    """What the operator should be told at the next occasion."""
    ascii_only: bool = False
    """Frames, arrows, quotes and dashes are shown in ASCII."""
    kind_of_desk: type[Desk] = Desk
    """What is sat down at: calls can be practised at one of its own."""
    last_words: list[str] = field(default_factory=list[str], init=False)
    """What is to be told when the program has ended: what could not be saved."""
    _ahead: tuple[Profile, Desk] | None = field(default=None, init=False)
    _begun_on: tuple[Path, tuple[int, int, int] | None] | None = field(default=None, init=False)
    """The folder of the script, and what told when it was looked for whether one was published since."""

    def interface_language(self, profile: Profile | None) -> str:
        """Return the interface's language: the command line's, else the profile's, else the locale's, else English."""
        if profile is None:
            return self.language or i18n.of_locale()
        chosen_since = self.profile is None or self.profile.language != profile.language
        return profile.language if chosen_since else self.language or profile.language

    def centres(self) -> dict[str, Choice]:
        """Return the centres that a profile can name, by id or path of the pack; the likeliest first."""
        spoken = self.interface_language(self.profile)
        shipped = sorted(centres.shipped(), key=lambda centre: centre.languages[0] != spoken)
        known = {centre.id: Choice(centre.name, centre.alphabets) for centre in shipped}
        own = dict.fromkeys(filter(None, (self.pack, self.profile and self.profile.pack)))
        found = {name: known.get(name) or self._described(name) for name in own if name}
        return found | {id: centre for id, centre in known.items() if id not in found}

    async def take_over(self, chosen: Profile | None, before: Profile | None) -> None:
        """Save a profile that was chosen, and speak its language; if none was, speak that of the one before."""
        i18n.use(self.interface_language(chosen or before))
        if chosen is not None:
            try:
                await off_loop(lambda: write_profile(self.folders.profile, chosen))
            except OSError as error:
                self.notice = _("The profile could not be saved: {reason}").format(reason=error.strerror or error)

    def take_notice(self) -> str:
        """Return what the operator should be told, and count it as told."""
        notice, self.notice = self.notice, ""
        return notice

    def note_left(self, left: Left) -> None:
        """Have what was not saved when a desk was left told: on the next screen, or when there is none any more."""
        kept = _("Not everything could be saved. It is kept in {file}, and taken in at the next start.")
        lost = _("NOT SAVED, and could be put nowhere else: {call}")
        self.last_words += [kept.format(file=file) for file in left.kept]
        self.last_words += [lost.format(call=call) for call in left.lost]

    def open_ahead(self, profile: Profile) -> None:
        """Open the desk before there is a screen: the first `sit_down` hands it over."""
        self._ahead = profile, self.open_desk(profile)

    async def sit_down(self, profile: Profile) -> Desk:
        """Have an operator sit down: at the desk that was opened ahead, or at one that is opened now, off the loop."""
        if self._ahead and self._ahead[0] == profile:
            desk, self._ahead = self._ahead[1], None
            return desk
        return await off_loop(lambda: self.open_desk(profile))

    def open_desk(self, profile: Profile) -> Desk:
        """Open an operator's desk: check the pack, take the seat. Raise what stands in the way.

        That is a `PackError`, a `FolderUnavailable` or a `StoreError`. With a pack that cannot be used, calls that were
        left open are gone on with, each by the version of the script that it began with.
        """
        wanting = self.folders.make()
        unfinished, wrong = self._finish_erasing(), ()
        try:
            folder, now = packs.locate(self._pack_for(profile)), self.clock.now()
            self._begun_on = folder, Publications(self.folders).stamp(now)
            script = begun_on(folder, self.folders, now)
        except PackError as broken:
            desk = self._desk_for_open_calls(profile, broken)
        else:
            script, wrong = arranged(script, self.folders.centre, self.folders.cache)
            store, others = self._store()
            desk = self._desk(profile, script, store, others, store.seats.sit_down(profile.number), folder)
            try:
                if aside := packs.keep(folder, self.folders.packs, script, own=self.folders.directories):
                    told = _(
                        "What was kept of the script was damaged and has been kept anew; "
                        "the damaged copy is in {folder}."
                    )
                    desk.notices.add(told.format(folder=aside))
            except (OSError, PackError) as error:  # calls can be taken all the same; they show once there is room
                desk.notices.add(error)
        desk.notices.add(*wanting, *unfinished, *wrong)
        return desk

    async def turn_to_latest(self, desk: Desk) -> None:
        """Have the next call begin on what was published since; what is under way keeps its version.

        If that cannot be used, calls begin on what they began on before, and that is told.
        """
        now = self.clock.now()
        stamp = await off_loop(lambda: Publications(self.folders).stamp(now))
        if self._begun_on is None or self._begun_on[1] == stamp:
            return
        folder = self._begun_on[0]
        self._begun_on = folder, stamp
        try:
            folders = self.folders
            script, wrong = await off_loop(
                lambda: arranged(begun_on(folder, folders, now), folders.centre, folders.cache)
            )
        except PackError as error:
            told = _("what was published cannot be used, calls go on with the version before: {reason}")
            desk.notices.add(told.format(reason=str(error).splitlines()[0]))
            return
        desk.notices.add(*wrong)
        desk.script = script
        desk.articles.turn_to(script)

    def _finish_erasing(self) -> list[str]:
        """Finish what `callscript erase` has begun and a program that died has not; return what is left, and why."""
        if not any(folder.is_dir() for folder in (self.folders.erasing, *self.folders.spare)):
            return []
        from callscript.service.erasing import Eraser  # seldom needed

        return Eraser(self.folders, Versions(self.folders), self.clock).finish(own=True)

    def _desk_for_open_calls(self, profile: Profile, broken: PackError) -> Desk:
        """Open a desk at which no call can be begun, with the script of one that was left open; else raise `broken`."""
        store, others = self._store()
        seat = store.seats.sit_down(profile.number)
        try:
            versions = Versions(self.folders)
            scripts = (versions.of(store.journal.read_call(call).events) for call in seat.marked())
            script = next(filter(None, scripts), None)
        except StoreError:
            script = None
        if script is None:
            seat.leave()
            raise broken
        desk = self._desk(profile, script, store, others, seat)
        desk.barred = broken
        reason = str(broken).splitlines()[0]
        kept = _("The call goes on with the script as it was; no other call can be taken: {reason}")
        desk.notices.add(kept.format(reason=reason))
        return desk

    def _store(self) -> tuple[FileStore, OtherHosts]:
        others = other_hosts(self.folders)
        return FileStore(self.folders, _stamping(self.clock, others), others.recorded), others

    def _desk(
        self,
        profile: Profile,
        script: Script,
        store: FileStore,
        others: OtherHosts,
        seat: Seat,
        pack: Path | None = None,
    ) -> Desk:
        versions = Versions(self.folders, script)
        owed = OpenWork(self.folders, versions, store.journal, self.clock.now)
        of_all = with_owed(store, owed, others, self.lookup(store))
        return self.kind_of_desk(
            *(profile, script, versions, seat, self.clock),
            journal=store.journal,
            registers=store.registers,
            tasks=of_all.tasks,
            lookup=of_all.lookup,
            pack=pack,
            folders=self.folders,
            outbox=store.outbox,
            way=lambda: way_of(self.folders),
            others=others,
        )

    def lookup(self, store: FileStore) -> Lookup:
        """Return where filed calls are looked up: in the store itself."""
        return store.lookup

    def _pack_for(self, profile: Profile) -> str:
        chosen_since = self.profile is None or self.profile.pack != profile.pack
        return profile.pack if chosen_since else self.pack or profile.pack

    def _described(self, id_or_path: str) -> Choice:
        try:
            centre = centres.describe(packs.locate(id_or_path))
        except PackError:
            centre = None
        return Choice(centre.name, centre.alphabets) if centre else Choice(id_or_path)


def _stamping(clock: Clock, others: OtherHosts) -> Stamping:
    return of_this_machine(clock, lambda: others.seat.epoch if others.seat else 0)
