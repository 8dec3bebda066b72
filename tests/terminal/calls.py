"""Calls as an operator takes them: which keys lead from the ring to the closed wrap-up, and what the journal says then.

What a step must show is worked out from the pack and the journal, never from the program's own screens.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from callscript import packs
from callscript.commands.run import demo_profile
from callscript.core.call import commands as c
from callscript.core.call import decide as core
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.flow import offers
from callscript.core.call.fold import fold, fold_all
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask
from callscript.dialogue.show import call_view
from callscript.runtime.paths import Folders
from callscript.runtime.shipped import data_folder
from callscript.store.files import FileStore
from tests.checked import prepare, script_at
from tests.programs import SURROUNDINGS, completed
from tests.terminal.any_terminal import AnyTerminal, soon, squeeze
from tests.terminal.terminal import Terminal

PROGRAM = (sys.executable, "-m", "callscript")
HOME = "New call"
WRAP_UP = "Wrap-up"
_FIRST = 14
"""Letters with which the words of a step begin on whatever page and width."""
_TURNED = 2.0
"""Seconds within which a page is turned, mostly."""
_WRITTEN = 0.1
"""Seconds within which a picture that has begun to come goes on to come."""
_READINGS = 4
"""How often the pages of a step are read, till all was there."""
ENOUGH_ROOM = 80, 24
ACTS = "Say|Say and type|Say and wait|Find out|Write down|Do|Wait|Register|Put through|Hang up"
"""The headings over the words of a step."""


class Move(NamedTuple):
    """What the operator does at a step: type something, then press a key."""

    step: str
    key: str = "enter"
    text: str = ""


class Route(NamedTuple):
    """A call: a script pack, the hour that it is made to be, and what the operator does from ring to hang-up."""

    pack: str
    moves: tuple[Move, ...]
    hour: int | None = None
    """The centre's clock is set to about this hour, for the pack knows opening hours; None: as it is."""
    outcome: str = "consultation"


ADDRESS = "пані Олено"

UA = Route(
    "ua-court",
    (
        Move("greet"),
        Move("introduce"),
        Move("ask_address", text=ADDRESS),
        Move("offer_help"),
        Move("ask_subject", text="Куди подати позов?"),
        Move("need_kind", "1"),
        Move("give_advice"),
        Move("understood", "1"),
        Move("rating", "5"),
        Move("farewell"),
        Move("hang_up"),
    ),
)

LV = Route(
    "lv-lvrtc",
    (
        Move("greet"),
        Move("recording"),
        Move("ask_address", text="Bērziņas kundze"),
        Move("ask_need", text="Kā atjaunot eID?"),
        Move("need_kind", "1"),
        Move("offer_solution"),
        Move("understood", "1"),
        Move("survey", "5"),
        Move("farewell"),
        Move("hang_up"),
    ),
    hour=12,
    outcome="answered",
)

LV_CLOSED = Route(
    "lv-lvrtc",
    (
        Move("greet_closed"),
        Move("recording_closed"),
        Move("closed_choice", "2"),
        Move("virtual_assistant"),
        Move("closed_more", "1"),
        Move("understood", "1"),
        Move("survey", "6"),
        Move("farewell"),
        Move("hang_up"),
    ),
    hour=3,
    outcome="answered",
)

UA_APPEAL = Route(
    "ua-court",
    (
        *UA.moves[:5],
        Move("need_kind", "2"),
        Move("appeal_intro"),
        Move("ask_surname", text="Шевченко"),
        Move("ask_given_name", text="Олена"),
        Move("ask_patronymic", text="-"),
        Move("ask_residence", text="Київ, вул. Хрещатик, 1, кв. 2, 01001"),
        Move("ask_substance"),
        Move("ask_phone", text="050 123 45 67"),
        Move("ask_email", text="olena@example.com"),
        Move("register_appeal"),
        Move("competence", "2"),
        Move("pick_body", "1"),
        Move("dispatch_told"),
        Move("understood", "1"),
        Move("rating", "6"),
        Move("farewell"),
        Move("hang_up"),
        Move("dispatch", "1"),
    ),
    outcome="appeal",
)

MAILED = "UA-10"
"""The clause that is met by when a notice is delivered: how it stands when a call is closed, no key says."""

ROUTES = {"ua": UA, "ua-appeal": UA_APPEAL, "lv": LV, "lv-closed": LV_CLOSED}


@dataclass
class Place:
    """Where a program under test keeps its things, and which pack it leads calls by."""

    folder: Path
    route: Route

    def __post_init__(self) -> None:
        self.home = self.folder / "home"
        self.pack = pack_at(self.route.pack, self.route.hour, self.folder)
        folder = self.pack if isinstance(self.pack, Path) else packs.locate(self.pack)
        self.script: Script = script_at(folder)

    def prepare(self) -> None:
        """Make the home, unless it is there, as one in which the pack was checked before."""
        if not self.home.exists():
            prepare(self.home)

    def command(self, *options: str, program: Sequence[str] = PROGRAM) -> list[str]:
        """Return the command that starts the program."""
        self.prepare()
        return [*program, "demo", "--home", str(self.home), "--pack", str(self.pack), *options]

    def start(
        self,
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] = {},
        program: Sequence[str] = PROGRAM,
        options: Sequence[str] = (),
    ) -> Terminal:
        """Start the program."""
        return Terminal(self.command(*options, program=program), self.folder, columns=columns, rows=rows, env=env)

    def ring(self, *, columns: int = 80, rows: int = 24, env: Mapping[str, str] = {}) -> Terminal:
        """Start the program and take a call."""
        terminal = self.start(columns=columns, rows=rows, env=env)
        terminal.wait_for(HOME)
        terminal.press("enter")
        self.wait_for_step(terminal, self.route.moves[0].step)
        return terminal

    def resume(self) -> Terminal:
        """Start the program after it died in a call, and go on with the call."""
        terminal = self.start()
        terminal.wait_for("An open call", "Go on with it")
        terminal.press("enter")
        terminal.wait_until(lambda: not terminal.shows("An open call"), "the call itself")
        return terminal

    # The journal

    def logs(self) -> dict[str, list[e.Event]]:
        """Read every call in the journal, in the order in which they began."""
        store = FileStore(Folders.resolve(self.home))
        found: dict[str, list[e.Event]] = {}
        for day in store.journal.days():
            read = store.journal.read_day(day)
            assert not read.problems, read.problems
            found |= {call: log for call, log in read.calls.items() if log}
        return dict(sorted(found.items(), key=lambda item: item[1][0].at))

    def log(self) -> list[e.Event]:
        """Read the latest call."""
        return next(reversed(self.logs().values()), [])

    def call(self) -> Call:
        """Fold the latest call."""
        return fold_all(self.script, self.log())

    @property
    def journal(self) -> Path:
        """The one journal file."""
        (file,) = Folders.resolve(self.home).journal.glob("*/*/*.jsonl")
        return file

    def recorded(self, condition: Callable[[Call], bool]) -> Callable[[], bool]:
        """Return a condition on the latest call as it lies in the journal."""
        return lambda: condition(self.call())

    def tell(self, *arguments: str) -> Any:
        """Run a command with `--json`; return what it prints."""
        done = self.run(*arguments, "--json")
        return json.loads(done)

    def run(self, *arguments: str) -> str:
        """Run a command; return what it prints."""
        command = (*PROGRAM, *arguments, "--home", str(self.home))
        done = completed(command, {"HOME": str(self.folder), **SURROUNDINGS})
        assert done.returncode == 0, done.stderr
        return done.stdout

    # The screen

    def scenes(self) -> dict[str, str]:
        """Return what each step of the route says, worked out by the core alone."""
        operator = demo_profile(str(self.pack)).operator
        now = datetime.now(UTC)
        call = fold_all(self.script, core.begin(self.script, "scenes", operator, now))
        found: dict[str, str] = {}
        for move in self.route.moves:
            step = self.script.steps[call.step]
            assert step.id == move.step
            found[step.id] = said(self.script, call)
            if isinstance(step, Ask) and move.text:
                call = fold_more(self.script, call, core.decide(self.script, call, c.Fill(step.field, move.text), now))
            chosen = next((offer.id for offer in offers(self.script, call) if str(offer.number) == move.key), "")
            command = c.Answer(chosen) if chosen else c.Advance()
            call = fold_more(self.script, call, core.decide(self.script, call, command, now))
        return found

    def words(self) -> list[str]:
        """Return what the current step must show: its words, and every answer that can be given."""
        call = self.call()
        found = [said(self.script, call)]
        listed = [offer for offer in offers(self.script, call) if not offer.detour]
        if len(listed) <= 9:
            found += [offer.name or phrases.own(self.script, call, offer.key) for offer in listed]
        return found

    def wait_for_step(self, terminal: AnyTerminal, step: str) -> None:
        """Wait until a step is in the journal as the current one and is on screen with all its words."""
        terminal.wait_until(self.recorded(lambda call: bool(call.frames) and call.step == step), f"step {step}")
        words, *answers = self.words()
        first = squeeze(words[:_FIRST])
        terminal.wait_until(
            lambda: said_now(terminal.lines).startswith(first) or terminal.shows(words), f"the words of {step}"
        )
        terminal.wait_until(  # the words may be there sooner than the number of pages
            lambda: bool(_page(terminal)) or terminal.shows(words, *answers), " and ".join((words, *answers))
        )
        if not _page(terminal):
            return
        wanted, read = [squeeze(each) for each in (words, *answers)], ""
        for _ in range(_READINGS):
            read = self._pages(terminal)
            if all(each in read for each in wanted):
                return
            terminal.wait_for_change(_TURNED)  # a page was read while it was painted
        raise AssertionError(f"not all the words of {step}: {read}")

    def _pages(self, terminal: AnyTerminal) -> str:
        """Read all the pages of a step, and go back to the first."""
        read, turned = said_now(terminal.lines[:-2]), 0
        while _page(terminal, more=True):
            turned += 1
            self._turn(terminal, "down", turned + 1)
            read += said_now(terminal.lines[:-2])
        for page in range(turned, 0, -1):
            self._turn(terminal, "up", page)
        return read

    def _turn(self, terminal: AnyTerminal, key: str, page: int) -> None:
        """Turn to the page of a step before or behind, which confirms nothing.

        A number of pages that was read while the picture changed may be that of another step or of another size.
        """
        terminal.press(key)
        if not soon(lambda: _page(terminal) == page, terminal.wait_for_change, _TURNED):
            terminal.wait_until(lambda: _page(terminal) in (page, 0), f"page {page}")
        before: list[str] = []
        while before != (before := terminal.lines):  # its number may be there sooner than its rows
            terminal.wait_for_change(_WRITTEN)

    @staticmethod
    def _has_answer(terminal: AnyTerminal, digit: str) -> bool:
        return digit.isdecimal() and any(re.match(rf"  {digit} ", line) for line in terminal.lines)

    def walk(self, terminal: AnyTerminal, moves: Iterable[Move]) -> None:
        """Make moves one by one, each when its step is on screen with all its words."""
        for move in moves:
            self.wait_for_step(terminal, move.step)
            if move.text:
                terminal.type(move.text)
                terminal.wait_for(move.text[-12:])
            page = 1
            while _page(terminal, more=True) and not self._has_answer(terminal, move.key):
                page += 1
                self._turn(terminal, "down", page)
            terminal.press(move.key)

    def close(self, terminal: AnyTerminal) -> None:
        """Finish a wrap-up in which nothing is owed: two presses of Enter."""
        terminal.wait_for(WRAP_UP, "Enter: confirm the marked outcome")
        terminal.press("enter")
        terminal.wait_for("Enter closes the call")
        terminal.press("enter")
        terminal.wait_for(HOME)


def _page(terminal: AnyTerminal, *, more: bool = False) -> int:
    """Return which page of a step is on screen, `more`: if others are behind it; 0: the step stands on one."""
    found = (re.search(r" (\d+)/\d+ ↓" if more else r" (\d+)/\d+( ↓)? +([│|]|$)", line) for line in terminal.lines[3:])
    return next((int(each[1]) for each in found if each), 0)


def said(script: Script, call: Call) -> str:
    """Return the words of the current step."""
    step = script.steps[call.step]
    words = call_view.step_words(script, call, step)
    return "".join(sign for sign in words if sign.isprintable() or sign == "\n")


def fold_more(script: Script, call: Call, events: Iterable[e.Event]) -> Call:
    """Fold events into a call."""
    for event in events:
        call = fold(script, call, event)
    return call


def picked(terminal: AnyTerminal) -> str:
    """Return the line of a list that is picked; empty: none is."""
    return next((row for row in terminal.lines if "→" in row), "")


def said_now(lines: Sequence[str]) -> str:
    """Return the text under the heading that says what to do now, without blanks; empty where there is none."""
    left = [re.split("[│|]", line)[0].replace("┃", " ") for line in lines]
    at = next((at for at, row in enumerate(left) if re.match(rf" ({ACTS})  \S", row)), len(left))
    return squeeze("".join(left[at + 1 :]))


def pack_at(pack: str, hour: int | None, folder: Path) -> str | Path:
    """Return a shipped pack as its id; or a copy of it, moved to a time zone in which it is about `hour` o'clock."""
    if hour is None:
        return pack
    copy = folder / pack
    if not copy.exists():
        east = (hour - datetime.now(UTC).hour + 11) % 24 - 11
        copy.mkdir(parents=True)
        for file in (data_folder() / "packs" / pack).iterdir():
            (copy / file.name).write_bytes(file.read_bytes())
        flow = copy / "pack.toml"
        text = flow.read_text(encoding="utf-8")
        for line, instead in (
            ("timezone = .*", f'timezone = "{zone(east)}"'),
            ("days = .*", "days = [1, 2, 3, 4, 5, 6, 7]"),
            ("holidays = .*", ""),
        ):
            text, found = re.subn(f"(?m)^{line}$", instead, text)
            assert found == 1, line
        flow.write_text(text, encoding="utf-8")
    return copy


def zone(east: int) -> str:
    """Name the time zone that is so many hours ahead of UTC."""
    name = f"Etc/GMT{-east:+d}" if east else "Etc/GMT"
    assert datetime.now(ZoneInfo(name)).utcoffset() == timedelta(hours=east)
    return name


def clock(terminal: AnyTerminal) -> int | None:
    """Read the countdown on screen: the seconds left, below zero when it has overrun; None if there is none."""
    if terminal.shows("time is up"):
        return 0
    found = re.search(r"(\+?)(\d+):(\d\d) (?:left|over)", "\n".join(terminal.lines))
    return (-1 if found[1] else 1) * (int(found[2]) * 60 + int(found[3])) if found else None


def keys_of(moves: Sequence[Move]) -> list[str]:
    """Return the keys that are pressed besides the text typed."""
    return [move.key for move in moves]


def done_at(log: Iterable[e.Event], step: str) -> bool:
    """Tell whether a step was done, by what the journal says."""
    return any(isinstance(event, e.Said | e.Done | e.Chosen) and event.step == step for event in log)
