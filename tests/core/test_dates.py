"""Days in fields: those to come, those that are over, and any; each is recorded with its year."""

from __future__ import annotations

import pytest

from callscript.core.call.refusal import Code, Refused
from callscript.core.script.model import Field, Start
from callscript.core.script.steps import Ask, End, Stage
from callscript.dialogue.show import refusals
from tests.core.scripts import Walk, make_script

NAMES = ("due", "born", "heard")
MAIN = Stage(id="main", steps=(*(Ask(id=f"ask_{name}", field=name) for name in NAMES), End(id="hang_up")))


def asking() -> Walk:
    """Return a call on Monday, 23.11.2026, that asks for a day to come, one that is over, and any."""
    fields = [Field(id="due", kind="date"), Field(id="born", kind="date", days="past")]
    return Walk(
        make_script(
            stages=(MAIN,), start=(Start(stage="main"),), detours=(), after_call=None, clauses=(), standard=(),
            hours=None, fields=(*fields, Field(id="heard", kind="date", days="any")),
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("due", "30.11.", "30.11.2026"),
        ("due", "22.11.2027", "22.11.2027"),
        ("born", "30.11.1980", "30.11.1980"),
        ("born", "20.11.", "20.11.2026"),
        ("born", "29.02.2024", "29.02.2024"),
        ("born", "23.11.2026", "23.11.2026"),
        ("born", "yesterday", "22.11.2026"),
        ("heard", "1.3.2020", "01.03.2020"),
        ("heard", "1.3.2027", "01.03.2027"),
    ],
)
def test_a_day_is_kept_with_its_year(field: str, typed: str, kept: str) -> None:
    """Of a day without one the next is meant where it is to come, the latest where it is over."""
    assert asking().go(f"{field}={typed}").call.fields[field].text == kept


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("due", "22.11.2026", "day_over"),
        ("due", "no day", "no_day"),
        ("born", "24.11.2026", "day_ahead"),
        ("born", "tomorrow", "day_ahead"),
        ("born", "30.02.2020", "no_date"),
        ("heard", "sometime", "no_date"),
        ("heard", "10:00", "no_date"),
        ("heard", "sometime at 10:00", "no_date"),
    ],
)
def test_what_is_no_such_day_is_refused(field: str, typed: str, code: str) -> None:
    """What is to come where it has to be over, and the reverse, and what is none."""
    assert asking().refusal(f"{field}={typed}") == (code, field)


@pytest.mark.parametrize(
    ("field", "typed", "day"),
    [
        ("due", "1. decembris 10:00", "01.12.2026"),
        ("due", "30.11. о 10", "30.11.2026"),
        ("born", "yesterday at 10:30", "22.11.2026"),
        ("heard", "1.3.2020 10.00", "01.03.2020"),
    ],
)
def test_of_a_time_it_is_said_that_it_is_too_much(field: str, typed: str, day: str) -> None:
    """The day that was typed with it is told, to be typed alone."""
    walk = asking()
    assert walk.refusal(f"{field}={typed}") == ("day_alone", field, day)
    told = refusals.words(Refused("day_alone", field, day), walk.script, walk.call)
    assert told.startswith(f"Type only the day, without a time, such as {day}: ")
    assert walk.go(f"{field}={day}").call.fields[field].text == day


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("no_date", "Type the day, such as {day}: "),
        ("day_ahead", "This day is still to come: type one up to today, such as {day}: "),
    ],
)
def test_it_is_told_with_a_day_that_is_over(code: Code, told: str) -> None:
    """The example can be typed as it stands."""
    call = asking().call
    words = refusals.words(Refused(code, "born"), asking().script, call)
    assert call.latest
    assert words.startswith(told.format(day="22.11."))
