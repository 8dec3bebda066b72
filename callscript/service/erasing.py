"""Erases what a caller gave, call by call, from everything that a home keeps; the events stay, and all that counts.

What is to be erased is written down first, and finished by the next start should the program die: see
`store/erasing/intents.py`. While a call is erased nobody writes the journals that it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from callscript.contacts.phones import numbers
from callscript.core.call.events import CallStarted, Closed, Discarded, Erased, Event, TaskTaken
from callscript.core.call.fold import fold_all
from callscript.core.records import CallSummary
from callscript.core.script.model import Script
from callscript.packs.versions import Versions
from callscript.runtime.clock import Clock
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.service.delivery.erased import Words, erase_letters, erase_mail, words_of
from callscript.service.delivery.filing import Filing
from callscript.service.notices import Notices
from callscript.service.summary import summarise
from callscript.store.erasing import leftovers, letters
from callscript.store.erasing.intents import Intent, Intents
from callscript.store.erasing.journals import Journals
from callscript.store.erasing.records import Records
from callscript.store.erasing.writers import hindered, kept_away, same_owner
from callscript.store.errors import Locked, StoreError, StoreUnavailable
from callscript.store.files import FileStore
from callscript.store.in_words import known_as
from callscript.store.journal import erasure
from callscript.store.journal.stamp import of_this_machine
from callscript.store.logs import CallLog
from callscript.store.names import parse_call_id
from callscript.store.registers.search import has_any
from callscript.store.seats import all_markers, call_of

_TELLING = 4
"""Letters of the shortest text that a ground may not have in it."""


class FoundBy(NamedTuple):
    """The calls that a telephone number leads to."""

    sure: Sequence[CallSummary]
    maybe: Sequence[CallSummary]
    open: Sequence[str]
    """Those that are led just now, or were left open."""


class Eraser:
    """Erases calls of a home. Not on the event loop."""

    def __init__(self, folders: Folders, versions: Versions, clock: Clock, by: str = "") -> None:
        self._folders = folders
        self._versions = versions
        self._clock = clock
        self._by = by
        """Who erases: an operator's number, or the name of an account."""
        self._store = FileStore(folders, of_this_machine(clock))
        self._journals = Journals(folders)
        self._intents = Intents(folders.erasing)
        self._records = Records(folders)
        self.notices = Notices()
        """What is to be told besides."""

    def found_by(self, number: str, region: str) -> FoundBy:
        """Return the calls that a number leads to; raise `StoreError` if not all of them can be found."""
        store = self._store
        if not store.registers.standing(store.journal).complete:
            raise StoreUnavailable("registers", _("not complete: run callscript rebuild"))
        wanted = numbers(number, region)
        found = {each.summary.id: each for one in wanted for each in store.lookup.history(one)}
        earlier = sorted(found.values(), key=lambda each: (each.summary.started, each.summary.id))
        sure, maybe = ([each.summary for each in earlier if each.sure is is_sure] for is_sure in (True, False))
        return FoundBy(sure, maybe, [call for call in self._open() if call not in found and self._has(call, wanted)])

    def script_of(self, call: str) -> Script | None:
        """Return the script that a call was led by; None: it is not here any more."""
        return self._versions.of(self._log(call))

    def goes_with(self, call: str) -> list[str]:
        """Return the calls that go with one, and are not erased: what the caller gave is in them, too."""
        found = dict.fromkeys(_tied((*self._log(call), *self._store.tasks.of_call(call))))
        return [each for each in found if not any(isinstance(event, Erased) for event in self._log(each))]

    def erase(self, call: str, ground: str) -> str:
        """Erase a call; return why it was left alone, or is not finished yet; empty: it is erased."""
        ref = parse_call_id(call)
        if ref is None:
            return _("there is no call {call}").format(call=call)
        own = ref.journal(self._folders.journal)
        try:
            if why := _closed([own]):
                return why
            with kept_away(self._folders.locks, [own]):
                files = self._journals.of(call)
                if refused := self._refused(call, ground, files):
                    return refused
                if why := _closed([*files, *self._beside(call)]):
                    return why
                with kept_away(self._folders.locks, [file for file in files if file.stem != own.stem]):
                    at = max((self._clock.now(), *(event.at for event in self._log(call)[-1:])))
                    self._intents.put(intent := Intent(call=call, ground=ground, by=self._by, at=at))
                    return self._carried_out(intent, files)
        except Locked as locked:
            return _busy(locked)
        except StoreError as error:
            return str(error)

    def finish(self, *, own: bool = False) -> list[str]:
        """Finish what was begun by a program that died; return what is left, with the reason.

        `own`: what this account cannot finish is left to others, without a word.
        """
        left: list[str] = []
        try:
            intents = self._intents.all()
            self._tidy_elsewhere()
        except StoreError as error:
            return [str(error)]
        for intent in intents:
            try:
                files = self._journals.of(intent.call)
                if why := _closed(files):
                    why = "" if own else why
                else:
                    with kept_away(self._folders.locks, files):
                        why = self._carried_out(intent, files)
            except Locked as locked:
                why = _busy(locked)
            except StoreError as error:
                why = str(error)
            left += [f"{intent.call}: {why}"] if why else []
        return left

    def _tidy_elsewhere(self) -> None:
        """Take what was erased meanwhile out of the second place of this account, before the journal takes it in."""
        for file, calls in self._journals.named_elsewhere():
            for call in calls:
                if any(isinstance(event, Erased) for event in self._store.journal.read_call(call).events):
                    self._journals.erase(call, file)

    def _refused(self, call: str, ground: str, files: Sequence[Path]) -> str:
        """Say why a call cannot be erased; nothing if it can."""
        found = self._store.journal.read_call(call)
        if found.newer:
            return _("call {call} was recorded by a newer release of callscript: erase it there").format(call=call)
        if not (found.events or files):
            return _("there is no call {call}").format(call=call)
        if before := next((event for event in found.events if isinstance(event, Erased)), None):
            return _("erased already, by {by}, {day}").format(by=before.by, day=f"{before.at:%d.%m.%Y}")
        if found.events and not self._is_closed(call, found):
            return _("still open: its operator goes on with it, and closes it")
        if any(text.casefold() in ground.casefold() for text in self._telling(call, files)):
            return _("the ground has words of the caller in it, and it stays: say it without them")
        return ""

    def _is_closed(self, call: str, found: CallLog) -> bool:
        """Tell whether a call was closed: of one that is damaged in the middle, its last lines say so."""
        if any(isinstance(event, Closed | Discarded) for event in found.events):
            return True
        ref = parse_call_id(call)
        if ref is None or not found.cut_short or found.boot is None:  # format 1 tells nothing at a glance
            return False
        return call not in self._store.journal.not_closed(ref.day)

    def _carried_out(self, intent: Intent, files: Sequence[Path]) -> str:
        try:
            self._carry_out(intent, files)
        except (StoreError, OSError) as error:
            return _("begun, and not finished: {reason}. Run callscript erase once more").format(reason=error)
        return ""

    def _carry_out(self, intent: Intent, files: Sequence[Path]) -> None:
        """Do all that is to be done, whatever of it was done before."""
        call, journals = intent.call, self._journals
        also = erasure.as_bytes(self._texts(call, files))
        with same_owner(files):
            self._record(intent)
        leftovers.clean([*journals.leftovers()], call, also, lambda data: erasure.without_caller(data, call, also))
        self._records.erase(intent, also)
        for file in (*journals.elsewhere(call), *files):
            journals.erase(call, file, also)
        self._file_again(intent)
        log = self._log(call)
        script = self._versions.of(log)
        words: Words = words_of(script, fold_all(script, log)) if script else {}
        letters.take_away(self._folders.outbox, call)
        erase_letters(self._store.outbox, call, words)
        erase_mail(self._folders.mail, call, words)
        self._intents.done(intent)

    def _record(self, intent: Intent) -> None:
        """Have it recorded in the call that it is erased; of one of another host there are notes on its work alone."""
        own = self._store.journal.read_call(intent.call).events
        if own and not any(isinstance(event, Erased) for event in own):
            event = Erased(seq=own[-1].seq + 1, at=intent.at, ground=intent.ground, by=intent.by)
            self._store.journal.append(intent.call, [event])
        self._store.journal.close()
        self.notices.add(*self._store.take_notices())

    def _file_again(self, intent: Intent) -> None:
        """Have the registers say what the journal says now; also what a rebuild has made of it meanwhile."""
        store, log = self._store, self._log(intent.call)
        if script := self._versions.of(log):
            filing = Filing(store.journal, store.registers, store.tasks, store.outbox, self._versions, self.notices)
            filing.file(script, fold_all(script, log))
        self._records.erase(intent, ())

    def _texts(self, call: str, files: Sequence[Path]) -> set[str]:
        """Return all that was given in a call, or said of it since, also as lists have it."""
        found = self._journals.texts(call, (*files, *self._journals.elsewhere(call)))
        if summary := self._summary(call):
            found |= {summary.phone, *summary.phones, summary.name, summary.summary}
        return found - {""}

    def _telling(self, call: str, files: Sequence[Path]) -> Iterator[str]:
        """Yield the texts of a call that tell of the caller wherever they stand: no single word but of the name."""
        summary = self._summary(call)
        for text in (*self._texts(call, files), *(summary.name.split() if summary else ())):
            named = summary is not None and text in summary.name
            if len(text) >= _TELLING and (named or any(not sign.isalpha() for sign in text)):
                yield text

    def _summary(self, call: str) -> CallSummary | None:
        log = self._log(call)
        script = self._versions.of(log)
        return summarise(script, fold_all(script, log)) if script else None

    def _log(self, call: str) -> Sequence[Event]:
        return self._store.journal.read_call(call).whole

    def _beside(self, call: str) -> Iterator[Path]:
        """Yield what lies beside the journals and names a call."""
        for file in self._journals.leftovers():
            with suppress(OSError):
                if call.encode() in file.read_bytes():
                    yield file

    def _open(self) -> Iterator[str]:
        yield from filter(None, map(call_of, all_markers(self._folders.open_calls)))

    def _has(self, call: str, wanted: Sequence[str]) -> bool:
        summary = self._summary(call)
        return bool(summary and has_any(wanted, summary) is not None)


def _tied(log: Sequence[Event]) -> Iterator[str]:
    """Yield the call whose work a call was begun for, and those that were begun for its own, to ring the caller up."""
    for event in log:
        if isinstance(event, CallStarted) and event.continues:
            yield event.continues.partition("/")[0]
        if isinstance(event, TaskTaken) and event.through:
            yield event.through


def _busy(locked: Locked) -> str:
    return _("operator {number} has a live session: leave that, and erase it then").format(number=locked.operator)


def _closed(files: Iterable[Path]) -> str:
    """Say which of some files this account cannot change, and why; nothing: it can change them all."""
    file, what = next(((file, what) for file in files if (what := hindered(file))), (Path(), ""))
    told = {
        "": "",
        "owner": _("{file} belongs to another account: erase it there, or as root"),
        "folder": _("{file} lies in a folder that cannot be written: see callscript doctor"),
    }[what]
    return told.format(file=known_as(file))
