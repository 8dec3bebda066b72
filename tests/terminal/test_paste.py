"""What is pasted is recorded, all of it, as text on one line; where it cannot be, the operator is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.decide import wanting
from callscript.runtime.settings import Profile, read_profile
from callscript.runtime.text import clean
from tests.terminal.any_terminal import squeeze
from tests.terminal.calls import HOME, PROGRAM, WRAP_UP, Place
from tests.terminal.opened import UNFINISHED, leave_open
from tests.terminal.terminal import Terminal

THREE_LINES = "Шевченко Олена,\nвул. Хрещатик, 1\nКиїв"
SPREAD = "Bērziņa\tLīga,\r\n\r\n  Ķekava \r\tLV-2123\n\nґанок №\u00a05"
LONG = "\n".join(f"{number}. Рядок, у якому є Ґ, Є, І, Ї, ā, ž та «лапки» — і тире" for number in range(1500))
TEXTS = {"three lines": THREE_LINES, "tabs, blank lines, both ends of line": SPREAD, "100 KB": LONG}
END = "кінець"
PATIENCE = 5.0
"""Seconds within which even the longest is there, and the program answers."""

NOT_PASTED = "Not pasted: there is no field here."


def test_what_is_pasted() -> None:
    """The longest is a hundred thousand bytes; lines are joined by blanks, tabs are blanks, nothing else changes."""
    assert len(LONG.encode()) > 100_000
    assert clean(SPREAD) == "Bērziņa Līga,    Ķekava   LV-2123  ґанок №\u00a05"


def paste(terminal: Terminal, text: str) -> str:
    """Paste a text, see its end in the field, which has scrolled there; return what must be recorded."""
    terminal.paste(f"{text}\n{END}")
    terminal.wait_for(END, patience=PATIENCE)
    return f"{clean(text)} {END}"


def answers(terminal: Terminal) -> None:
    """Hold that the program answers at once."""
    terminal.press("f1")
    terminal.wait_for("Help: the keys of the moment", patience=PATIENCE)
    terminal.press("enter")
    terminal.wait_until(lambda: not terminal.shows("Help: the keys of the moment"), "the help closed", PATIENCE)


def is_recorded(field: str, text: str) -> Callable[[Call], bool]:
    """Return a condition on a call: a field has exactly this text."""
    return lambda call: field in call.fields and call.fields[field].text == text


@pytest.mark.parametrize("kind", TEXTS)
def test_into_an_answer(kind: str, ua: Place) -> None:
    """An answer takes in all of a paste, in the place of the cursor, and the call goes on with it."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:4])
        ua.wait_for_step(terminal, "ask_subject")
        terminal.type("»")
        terminal.press("left")
        wanted = paste(terminal, f"«{TEXTS[kind]}") + "»"
        terminal.press("enter")
        terminal.wait_until(ua.recorded(is_recorded("subject", wanted)), "all of it", PATIENCE)
        ua.wait_for_step(terminal, "need_kind")
        answers(terminal)
    with ua.resume() as terminal:
        ua.wait_for_step(terminal, "need_kind")
    assert ua.call().fields["subject"].text == wanted


def test_into_every_line_of_the_card(ua: Place) -> None:
    """So does every line of the card, whatever it is for: what does not look like its kind is kept and marked."""
    with ua.ring() as terminal:
        terminal.press("tab")
        wanted: dict[str, str] = {}
        for number, field in enumerate(ua.script.pack.fields):
            if field.group == "call" or field.options:
                continue
            wanted[field.id] = paste(terminal, LONG if number % 3 == 0 else THREE_LINES)
            terminal.press("enter")
            terminal.wait_until(ua.recorded(is_recorded(field.id, wanted[field.id])), field.id, PATIENCE)
        terminal.press("tab")
        answers(terminal)
        ua.wait_for_step(terminal, "greet")
    assert len(wanted) == 7
    assert {field: ua.call().fields[field].text for field in wanted} == wanted


def test_into_the_number(ua: Place) -> None:
    """So does the caller's number at home."""
    with ua.start() as terminal:
        terminal.wait_for(HOME)
        number = paste(terminal, f"050 123 45 67\n{LONG}")
        terminal.press("enter")
        ua.wait_for_step(terminal, "greet")
        answers(terminal)
    assert ua.call().start == replace(ua.log()[0], phone=number)


def test_into_the_wrap_up_and_the_history(ua: Place) -> None:
    """So do a reason, the summary, and a query, which finds the call by all of a name."""
    told = [c.Fill(field, clean(THREE_LINES)) for field in ("surname", "address", "subject")]
    leave_open(ua, [*told, *UNFINISHED])
    with ua.resume() as terminal:
        terminal.wait_for(WRAP_UP, "Enter: confirm the marked outcome")
        terminal.press("enter")
        reasons: dict[str, str] = {}
        for owed in wanting(ua.script, ua.call(), datetime.now(UTC)):
            terminal.wait_for(f"Why was {owed.clause}")
            reasons[owed.clause] = paste(terminal, SPREAD)
            terminal.press("enter")
        terminal.wait_for("Enter closes the call")
        summary = paste(terminal, LONG)
        answers(terminal)
        terminal.press("enter")
        terminal.wait_for(HOME, patience=PATIENCE)
        call = ua.call()
        assert (call.reasons, call.summary) == (reasons, summary)
        assert reasons
        assert call.closed
        terminal.press("tab", "tab", "1")
        terminal.wait_for("Find a call")
        terminal.paste("Нікого")
        terminal.wait_for("none")
        terminal.press(*["backspace"] * 6)
        terminal.paste(THREE_LINES)
        terminal.wait_until(lambda: terminal.text.count(squeeze(clean(THREE_LINES))) == 2, "the query and the call")
        terminal.paste(LONG)
        terminal.wait_for("none", patience=PATIENCE)


def test_into_the_profile(tmp_path: Path) -> None:
    """Where there is a limit, the operator is told, and nothing is cut off: what is too long stays to be shortened."""
    with Terminal([*PROGRAM, "--home", str(tmp_path)], tmp_path) as terminal:
        terminal.wait_for("Operator's number")
        for told, wrong, right in (
            ("Write the operator's number, at most 32 characters.", "1\n7" + "0" * 30, "1\n7"),
            ("", "", ""),
            ("Write the full name in Cyrillic letters, at most 100.", "О" * 101, "Олена\nКоваленко"),
            ("Write the full name in Latin letters, at most 100.", "O" * 101, "Olena\tKovalenko"),
        ):
            if not wrong:  # the centre, whose alphabets the name is asked for in
                terminal.wait_for("Centre:", "Єдиний контакт-центр")
                terminal.press(next(line for line in terminal.lines if "Єдиний" in line and "→" not in line).split()[0])
                terminal.press("enter")
                continue
            terminal.paste(wrong)
            terminal.press("enter")
            terminal.wait_for(told, clean(wrong)[-30:])
            terminal.press(*["backspace"] * len(wrong))
            terminal.paste(right)
            terminal.press("enter")
        terminal.wait_for("Grammatical gender:")
        terminal.press("enter", "enter", "enter")
        terminal.wait_for(HOME)
    profile = read_profile(tmp_path / "profile.toml")
    assert isinstance(profile, Profile)
    assert (profile.number, profile.name, profile.name_latin) == ("1 7", "Олена Коваленко", "Olena Kovalenko")


def test_a_long_one_into_the_profile(tmp_path: Path) -> None:
    """However long it is, the form stays as it is, and says what is wrong."""
    with Terminal([*PROGRAM, "--home", str(tmp_path)], tmp_path) as terminal:
        terminal.wait_for("Operator's number")
        paste(terminal, LONG)
        terminal.press("enter")
        terminal.wait_for("at most 32 characters", "Language of the interface", END, patience=PATIENCE)
        terminal.press("f12")
        assert terminal.exit_status() == 0


def test_where_there_is_no_field(ua: Place) -> None:
    """Where nothing is typed into, no paste is lost in silence, on any screen; the next key takes the message away."""
    with ua.start() as terminal:
        terminal.wait_for(HOME)
        for keys, place in (
            (("tab",), HOME),
            (("f1",), "Help: the keys of the moment"),
            (("enter", "shift+tab", "enter"), "Say  Enter: said"),
            (("pagedown",), "The standard"),
            (("enter", "ctrl+q"), "Leave?"),
        ):
            terminal.press(*keys)
            terminal.wait_for(place)
            terminal.paste(THREE_LINES)
            terminal.wait_for(NOT_PASTED)
            terminal.press("left")
            terminal.wait_until(lambda: not terminal.shows(NOT_PASTED), "the message gone")
    assert not ua.call().fields


def test_into_a_field_that_was_come_back_to(ua: Place) -> None:
    """After a step back, a paste goes into the field of that step, as letters do: behind what is there after End."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        ua.wait_for_step(terminal, "ask_address")
        terminal.type("пані ")
        terminal.press("enter")
        ua.wait_for_step(terminal, "offer_help")
        terminal.press("backspace")
        ua.wait_for_step(terminal, "ask_address")
        terminal.press("end")
        terminal.paste(" Олено")
        terminal.press("enter")
        terminal.wait_until(ua.recorded(is_recorded("address", "пані Олено")), "all of it")
        ua.wait_for_step(terminal, "offer_help")
        terminal.press("backspace")
        ua.wait_for_step(terminal, "ask_address")
        terminal.paste("пане Іване")
        terminal.press("enter")
        terminal.wait_until(ua.recorded(is_recorded("address", "пане Іване")), "the other one in its place")


UNMARKED = "дім 12\rкв. 3, код 4455\rКиїв, вул. Хрещатик\r1\r"
"""Four lines as a terminal that marks no pastes sends them."""


def test_an_unmarked_paste_into_an_answer(ua: Place) -> None:
    """Several lines at once are a text, with or without marks: all of it is in the field, nothing is chosen or said."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:4])
        ua.wait_for_step(terminal, "ask_subject")
        terminal.type(UNMARKED)
        terminal.wait_for("Хрещатик 1")
        answers(terminal)
        assert ua.call().step == "ask_subject"
        terminal.press("enter")
        ua.wait_for_step(terminal, "need_kind")
    assert ua.call().fields["subject"].text == clean(UNMARKED).strip()


@pytest.mark.parametrize("step", ["greet", "need_kind"])
def test_an_unmarked_paste_where_there_is_no_field(step: str, ua: Place) -> None:
    """Where nothing is typed it is refused with a word: no answer is chosen, no line counts as said."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[: [move.step for move in ua.route.moves].index(step)])
        ua.wait_for_step(terminal, step)
        events = len(ua.log())
        terminal.type(UNMARKED)
        terminal.wait_for(NOT_PASTED)
        answers(terminal)
        assert ua.call().step == step
        assert len(ua.log()) == events
