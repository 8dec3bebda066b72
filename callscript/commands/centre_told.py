"""What `doctor` says of the centre's settings: how mail goes out, until when work is to be done and by whom, whether
the relay can be asked; and what is wrong with them, each mistake under the name of what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from callscript import packs
from callscript.core.script.work_settings import WorkSettings
from callscript.packs import PackError
from callscript.packs.errors import hint
from callscript.runtime.centre import (
    CentreWrong,
    Mail,
    PasswordClosed,
    line_of,
    mistakes,
    password_of,
    read_centre,
)
from callscript.runtime.paths import Folders
from callscript.runtime.settings import ProfileDamaged, read_profile
from callscript.runtime.store_settings import StoreSettings
from callscript.service.arranged import left_to_centre
from callscript.store.files import FileStore
from callscript.store.others import told_of_clock

Level = Literal["ok", "note", "problem"]

_UNREAD = "centre"
"""What a mistake is about that stands in no table."""

_ENDS = {"midnight": "midnight", "close": "the close", "hour": "the hour of the registration"}


class Told(NamedTuple):
    """A thing looked at."""

    level: Level
    what: str
    text: str


def told_of_centre(folders: Folders) -> Iterator[Told]:
    """Yield what the settings say, or what is wrong with them; and how the letters stand."""
    wrong = mistakes(folders.centre)
    for error in wrong:
        yield Told("problem", error.part or _UNREAD, str(error))
        yield from _in_the_way(error)
    held_up = {part for error in wrong for part in error.holds_up}
    if "mail" not in held_up:
        yield _mail(folders, read_centre(folders.centre, "mail").mail)
    if "work" not in held_up:
        work = read_centre(folders.centre, "work").work
        unknown = [Told("problem", "work", text) for text in _unknown(folders, work)]
        yield from unknown or [Told("ok", "work", _work(work))]
    if "store" not in held_up and (store := read_centre(folders.centre, "store").store).kind == "relay":
        yield from _relay(folders, store)
    letters = FileStore(folders).outbox.open()
    given_up = sum(letter.state == "given_up" for letter in letters)
    if given_up:
        yield Told("problem", "outbox", f"{given_up} letters were given up: see callscript outbox, then --retry")
    if waiting := len(letters) - given_up:
        yield Told("note", "outbox", f"{waiting} letters are on their way: see callscript outbox")


def _in_the_way(error: CentreWrong) -> Iterator[Told]:
    """Say what a mistake keeps from being used: the table that it stands in, or which it may be meant for."""
    if "mail" in error.holds_up:
        yield Told("note", "mail", f"no letter goes out until {error.file} is mended")
    if "work" in error.holds_up:
        yield Told("note", "work", f"what is registered has no term until {error.file} is mended")
    if "store" in error.holds_up:
        yield Told("note", "store", f"other hosts are not asked, if there are any, until {error.file} is mended")


def _mail(folders: Folders, mail: Mail) -> Told:
    try:
        password_of(folders.centre, mail)
    except PasswordClosed as error:
        return Told("note", "mail", f"{error}: letters are left to whoever may (callscript outbox --watch)")
    except CentreWrong as error:
        return Told("problem", "mail", str(error))
    there = f"{mail.host}, port {mail.way_in}, tls {mail.tls}" if mail.host else f"no server: into {folders.mail}"
    return Told("ok", "mail", there)


def _relay(folders: Folders, store: StoreSettings) -> Iterator[Told]:
    """Ask the relay how it is, and what it knows of the clock."""
    from callscript.store.relayed.line import NotAnswered, ask  # only centres with several hosts have one
    from callscript.store.relayed.questions import HowAreYou, socket_of

    place = socket_of(folders.data, store)
    try:
        answer = ask(place, HowAreYou())
    except NotAnswered as error:
        yield Told("problem", "relay", f"it cannot be asked at {place}: {error}. Start callscript relay, or again")
        return
    if not answer.connected:
        yield Told("problem", "relay", f"it has no connection to PostgreSQL: its own log says why ({place})")
        return
    if answer.silent:
        told = f"PostgreSQL does not answer it, for {answer.silent} s: nothing is sent on until it does"
        yield Told("problem", "relay", told)
        return
    waits = "saves wait for PostgreSQL" if store.durability == "centre" else "saves do not wait for PostgreSQL"
    yield Told("ok", "relay", f"is asked at {place}; {waits}")
    if seconds := told_of_clock(answer.ahead):
        told = f"this machine's is wrong by {seconds} s, by that of PostgreSQL: sessions go by that one"
        yield Told("problem", "clock", f"{told}. Set it, and have it set by itself (timedatectl set-ntp true)")


def _work(work: WorkSettings) -> str:
    within = [f"{kind} within {length}" for kind, length in work.within.items()]
    within += [f"terms of days end at {_ENDS[work.ends]}"] if within else []
    within += [f"done at any hour: {', '.join(work.any_hour)}"] if work.any_hour else []
    people = [f"{name} are {', '.join(numbers)}" for name, numbers in work.people.items()]
    return "; ".join((*within, *people)) or "no term is set for what is left to the centre"


def _unknown(folders: Folders, work: WorkSettings) -> Iterator[str]:
    """Complain of settings that no script reads: neither one that comes with the program nor the operator's own."""
    if not (work.within or work.people or work.any_hour):
        return
    try:
        profile = read_profile(folders.profile)
        places = dict.fromkeys((*packs.shipped(), *([packs.locate(profile.pack)] if profile else ())))
        found = [left_to_centre(packs.read(place, cache=folders.cache, own=folders.directories)) for place in places]
    except (ProfileDamaged, PackError):
        return  # that is told on its own, and what the script would read is not known
    known = {"within": frozenset[str]().union(*(each.within for each in found))}
    known["people"] = frozenset[str]().union(*(each.people for each in found))
    known["any_hour"] = frozenset[str]().union(*(each.any_hour for each in found))
    said = {"within": "no script leaves the term of such work to the centre", "people": "no script leaves work to them"}
    said["any_hour"] = "no script has such work"
    for key, names in (("within", work.within), ("people", work.people), ("any_hour", work.any_hour)):
        for name in (each for each in names if each not in known[key]):
            line, why = line_of(folders.centre, "work", key, name), said[key] + hint(name, known[key])
            yield f"{folders.centre}, line {line}: work.{key}.{name}: {why}. Mend the name, or take the line out"
