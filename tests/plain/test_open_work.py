"""Open work line by line: listed, opened, taken, done, handed over, postponed, dropped, opened again, refused."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from callscript.core import acts
from callscript.core.records import TaskRecord
from callscript.dialogue.actions import BY_ID
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.plain.conversation import Conversation, start
from tests.plain.deeds import deeds
from tests.service.at_work import sit_down
from tests.terminal.calls import HOME, UA, Place
from tests.terminal.still import StillPlace
from tests.terminal.terminal import Terminal

NUMBER = "0671234567"
PROMISED = ("", "", "", "*8", "Судовий збір", NUMBER, "1", "", "*0", "2", "", "")
"""A call-back within the hour is promised, and the caller hangs up."""
WHAT = "Зателефонувати заявнику"
UNLIKE = ("at", "call", "until", "seq")


def promise(talk: Conversation) -> None:
    """Take a call that ends with a promise."""
    talk.prompted()
    for line in PROMISED:
        talk.say(line)


def task(place: Place) -> TaskRecord:
    """Return the only open work of a home."""
    (found,) = FileStore(Folders.resolve(place.home)).lookup.tasks()
    return found


def test_listed_and_opened_whole(still_ua: StillPlace) -> None:
    """A number opens what is listed: whom to ring, what was promised, what can be done and why something cannot."""
    with start(still_ua, program=still_ua.program) as talk:
        promise(talk)
        told = talk.say("2")
        assert f"1. • due 11:00 · 1 h 0 min left  {WHAT}" in told
        assert "yours" in told
        told = talk.say("1")
        assert "To ring: +380671234567" in told
        assert "What was promised:\n" in told
        said = "зателефонуємо Вам на номер +380671234567 не пізніше понеділка, 23.11.2026 о 11:00."
        assert said in " ".join(told.split())
        assert "1. Take it" in told
        assert "6. Open it again — it is open" in told
        assert "it is open" in talk.say("6")
        assert "Outcome: Обіцяно зателефонувати" in talk.say("7")
        talk.say("")
        assert talk.say("*+").count(WHAT) == 1
        assert talk.say("").endswith("New call> ")


def test_taken_by_another_of_the_home(still_ua: StillPlace) -> None:
    """Who has it since when is told; when that operator has done it, its call says so to whoever opens it."""
    with start(still_ua, program=still_ua.program) as talk:
        promise(talk)
        talk.say("2")
        talk.say("1")
        _store, work = sit_down(Folders.resolve(still_ua.home), still_ua.script, "18")
        work.do(task(still_ua).id, acts.Take())
        assert "№ 18 has it since" in talk.say("1")
        work.do(task(still_ua).id, acts.Finish("reached"))
        assert "none" in talk.say("")
        talk.say("")
        talk.say("1")
        told = talk.say("1")
        assert f"{WHAT}: № 18 has done it" in told
        assert "*14 opens the work that it has left." in told
        assert "№ 18 has done it" in talk.say("*14")


def test_a_reminder_is_told_when_it_comes(still_ua: StillPlace) -> None:
    """Unasked, once, with what is to be done; it is marked in the list, and told at the next start."""
    reminder = f"reminder 10:30: {WHAT}"
    with start(still_ua, program=still_ua.program) as talk:
        promise(talk)
        for line in ("2", "1", "4", "30", "ще не час", "", ""):
            talk.say(line)
        still_ua.pass_time(29 * 60)
        assert reminder not in talk.say(BY_ID["list"].typed)
        began = len(talk.raw)
        still_ua.pass_time(31 * 60)
        talk.wait_until(lambda: reminder.encode() in talk.raw[began:], reminder)
        assert talk.prompted(after=began).count("reminder") == 1
        assert f"1. • reminder 10:30  {WHAT}, due 11:00 · 29 min left" in talk.say("2")
    with start(still_ua, program=still_ua.program) as talk:
        assert f"{reminder}, +380671234567, due 11:00 · 29 min left" in talk.prompted()


def test_what_cannot_be_is_refused_before_anything_else_is_asked(still_ua: StillPlace) -> None:
    """Whom it cannot be handed to is said at once, and the number is asked for again."""
    with start(still_ua, program=still_ua.program) as talk:
        promise(talk)
        for line in ("2", "1", "3"):
            talk.say(line)
        told = talk.say("хворію")
        assert "Not an operator’s number: хворію. Type it as yours is written." in told
        assert told.endswith("Operator> ")
        told = talk.say("№ 17")
        assert "it is № 17’s already" in told
        assert "It may stay empty." not in told
        assert "Nobody has worked here under this number yet" in talk.say("№ 81")
        assert talk.say("1").endswith("Operator> ")
        assert "Why, or what is to be known? It may stay empty." not in talk.say("№ 18")
        assert "Why, or what is to be known? It may stay empty." in talk.say("2")
        assert "№ 18" in talk.say("")
    assert task(still_ua).owner == "18"


WAYS = {
    "taken": ("1",),
    "done": ("1", "2", "1", "сам підняв\n"),
    "nobody": ("2", "2", "\n"),
    "handed-over": ("3", "18\n", "2", "зручніше\n"),
    "to-anyone": ("3", "\n", "\n"),
    "postponed": ("4", "30\n", "ще не час\n"),
    "dropped": ("5", "передзвонив\n", "6", "помилка\n"),
}
"""By name: what is typed once the work is opened, an answer at a time; on screen a digit alone chooses."""


@pytest.mark.parametrize("way", WAYS)
def test_the_same_records(way: str, tmp_path: Path) -> None:
    """Line by line and on screen the same is recorded in the desk log, apart from times and ids."""
    plain, screen = (StillPlace(tmp_path / name, UA) for name in ("plain", "screen"))
    with start(plain, program=plain.program) as talk:
        promise(talk)
        for line in ("2", "1", *WAYS[way]):
            talk.say(line.strip())
    with start(screen, program=screen.program) as talk:
        promise(talk)
    with screen.start() as terminal:
        terminal.wait_for(HOME)
        terminal.press("pagedown")
        terminal.wait_for("yours and anyone’s", WHAT)
        terminal.press("1")
        terminal.wait_for("The call that has left it")
        for line in WAYS[way]:
            answer(terminal, line)
        terminal.wait_until(lambda: same(screen) == same(plain), "what was done")
        terminal.wait_until(lambda: task_of(screen) == task_of(plain), "how it stands then")
    assert same(plain)


def answer(terminal: Terminal, line: str) -> None:
    """Give an answer: a digit that chooses, or a text and Enter, where there is something to type into."""
    if not line.endswith("\n"):
        terminal.press(line)
        return
    terminal.wait_for("▸")
    before = terminal.lines
    terminal.type(line.strip())
    terminal.press("enter")
    text = line.strip()
    terminal.wait_until(
        lambda: terminal.lines != before and not (text and any(f"▸ {text}" in each for each in terminal.lines)),
        "what is asked next",
    )


def same(place: Place) -> list[dict[str, object]]:
    """Return what was done without what differs from home to home."""
    told: list[dict[str, object]] = [msgspec.to_builtins(event) for event in deeds(place)]
    return [{name: value for name, value in each.items() if name not in (*UNLIKE, "task")} for each in told]


def task_of(place: Place) -> list[tuple[object, ...]]:
    """Return how the open work of a home stands."""
    found = FileStore(Folders.resolve(place.home)).lookup.tasks()
    return [(each.state, each.owner, each.attempt, each.tries, bool(each.reminder)) for each in found]
