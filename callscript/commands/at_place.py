"""What commands work with that act as the operator of the account's profile, beside that operator's session."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from callscript import packs
from callscript.commands.report import Report
from callscript.core.script.model import Script
from callscript.core.script.moments import RECORDED, on_the_clock
from callscript.packs.published import begun_on
from callscript.packs.versions import Versions
from callscript.runtime import i18n
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import LOCKED, USAGE, Foreseen, Stop
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.settings import Profile, read_profile
from callscript.service.arranged import arranged
from callscript.service.owed import OpenWork, with_owed
from callscript.store.errors import Locked
from callscript.store.files import FileStore
from callscript.store.journal.stamp import of_this_machine
from callscript.store.others import OtherHosts, other_hosts
from callscript.store.ports import Seat, Store

_PATIENCE = 3.0
"""Seconds to wait for another command of the same operator."""


class Place(NamedTuple):
    """What a command works with."""

    folders: Folders
    pack: Path
    """The folder of the script."""
    profile: Profile
    script: Script
    store: Store
    """Its lists have what is owed by calls that are open, and the work of other hosts."""
    clock: SystemClock
    wrong: Sequence[Foreseen]
    """Why the centre's settings cannot be used."""
    others: OtherHosts


def sit(home: str | None) -> Place:
    """Act as the operator of the account's profile."""
    folders, clock = Folders.resolve(home), SystemClock()
    profile = read_profile(folders.profile)
    i18n.use(profile.language if profile else i18n.of_locale())
    if profile is None:
        raise Stop(USAGE, _("there is no operator’s profile yet: callscript run asks for it"))
    pack = packs.locate(profile.pack)
    script, wrong = arranged(begun_on(pack, folders, clock.now()), folders.centre, folders.cache)
    store = FileStore(folders, of_this_machine(clock))
    others = other_hosts(folders)
    store = with_owed(store, OpenWork(folders, Versions(folders, script), store.journal, clock.now), others)
    return Place(folders, pack, profile, script, store, clock, wrong, others)


def beside(store: Store, number: str) -> Seat:
    """Take the place beside the operator's seat; wait a little for another command that has it."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return store.seats.sit_down(number, aside=True)
        except Locked:
            if time.monotonic() > until:
                raise Stop(LOCKED, _("another command of this operator is at work")) from None
            time.sleep(0.05)


def on_clock(script: Script, wall: datetime | None) -> datetime | None:
    """Return a moment that was given on the centre's clock; complain of one that this clock passes over."""
    if wall is None:
        return None
    if moment := on_the_clock(script, wall):
        return moment
    raise Stop(USAGE, _("This is no time: {text}").format(text=f"{wall:{RECORDED}}"))


def tell_registers(desk: Place, report: Report) -> None:
    """Tell what is wrong with the registers."""
    report.trouble(desk.store.take_notices())
    if desk.store.registers.incomplete():
        report.trouble([_("the registers are not complete: run callscript rebuild")])
