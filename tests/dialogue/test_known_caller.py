"""What is known of a caller in words: the most pressing in a line, and all of it under titles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from callscript.core.records import Caller, CallSummary, Earlier, Promise, TaskRecord
from callscript.dialogue.show.known_caller import awaited, known, mark, pressing
from tests.core.walks import script_of

SCRIPT = script_of("ua-court")
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
"""A Wednesday, noon in Kyiv."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def call(ago: timedelta = DAY, *, sure: bool = True, ended_by: str = "operator", summary: str = "") -> Earlier:
    """Make a call of some time ago."""
    began = NOW - ago
    made = CallSummary(
        id=f"c{began:%d%H}",
        day=date(2026, 11, 24),
        operator="18",
        pack="ua-court",
        language="uk",
        name="Шевченко",
        phone="+380671111111",
        started=began,
        ended=began + timedelta(minutes=3),
        ended_by=ended_by,
        outcome="consultation" if ended_by == "operator" else "",
        summary=summary,
    )
    return Earlier(made, sure)


def promise(after: timedelta, *, sure: bool = True, matter: int = 1) -> Promise:
    """Make work that is due in some time."""
    task = TaskRecord(id="t", call="c", operator="18", kind="callback", due=NOW + after, matter=matter)
    return Promise(task, sure)


def caller(
    earlier: Sequence[Earlier] = (), promises: Sequence[Promise] = (), *, left_out: int = 0, complete: bool = True
) -> Caller:
    """Make what is known of a caller, of whose calls and promises so many are not listed."""
    sure = sum(each.sure for each in earlier) + left_out
    less_urgent = left_out if promises else 0
    return Caller(
        ("067 111 11 11",), earlier, promises, sure=sure, older=left_out, less_urgent=less_urgent, complete=complete
    )


ABUSIVE = call(2 * DAY, ended_by="abuse")


@pytest.mark.parametrize(
    ("known_of_them", "said"),
    [
        (None, ""),
        (Caller(), ""),
        (caller(), ""),
        (caller(complete=False), "earlier calls: not all is known"),
        (caller([call()]), "1 call before, last 24.11."),
        (caller([call(HOUR), call()]), "2 calls before, last 11:00"),
        (caller([call(400 * DAY)]), "1 call before, last 21.10.2025"),
        (caller([call()], left_out=200), "201 calls before, last 24.11."),
        (caller([call()], complete=False), "1 call before, last 24.11. (not complete)"),
        (caller([call(HOUR, sure=False), call()]), "1 call before, last 24.11."),
        (caller([call(HOUR, sure=False)]), "maybe: 1 call before, last 11:00"),
        (caller([call(), ABUSIVE]), "call of 23.11. ended for inadmissible remarks"),
        (
            caller([call(), call(HOUR, sure=False, ended_by="abuse")]),
            "maybe: call of 11:00 ended for inadmissible remarks",
        ),
        (caller([ABUSIVE], [promise(4 * HOUR)]), "waits for an answer, due 16:00"),
        (caller([call()], [promise(2 * DAY)]), "waits for an answer, due Fri 27.11. 12:00"),
        (caller([call()], [promise(40 * DAY)]), "waits for an answer, due Mon 04.01.2027 12:00"),
        (caller([call()], [promise(-HOUR), promise(HOUR)]), "waits for an answer, overdue since 11:00"),
        (caller([call()], [promise(-DAY)]), "waits for an answer, overdue since Tue 24.11. 12:00"),
        (caller([call()], [promise(HOUR, sure=False), promise(4 * HOUR)]), "waits for an answer, due 16:00"),
        (caller([call(sure=False)], [promise(HOUR, sure=False)]), "maybe: waits for an answer, due 13:00"),
    ],
)
def test_the_mark_is_the_most_pressing(known_of_them: Caller | None, said: str) -> None:
    """A promise comes first, with when it is due on the centre's clock; then a warning; then how many calls there were.
    Nothing is made of a caller of whom nothing is known, and never "none" where not all can be read."""
    assert mark(SCRIPT, known_of_them, NOW) == said


def test_what_was_promised() -> None:
    """It is named of the same promise as the mark tells of, with when it is due; without one nothing is."""
    both = caller([call()], [promise(HOUR, sure=False), promise(4 * HOUR, matter=2)])
    assert awaited(SCRIPT, both, NOW) == "waits, due 16:00: Зателефонувати заявнику, matter 2"
    late = caller([], [promise(-HOUR, sure=False)])
    assert awaited(SCRIPT, late, NOW) == "maybe: waits, overdue since 11:00: Зателефонувати заявнику"
    assert awaited(SCRIPT, caller([ABUSIVE]), NOW) == awaited(SCRIPT, None, NOW) == ""


def test_what_presses() -> None:
    """Calls before press nobody; a promise or a warning does."""
    assert pressing(SCRIPT, caller([call()]), NOW) == ""
    assert pressing(SCRIPT, caller([call()], [promise(HOUR)]), NOW).startswith("waits")
    assert pressing(SCRIPT, caller([ABUSIVE]), NOW).startswith("call of 23.11.")


def test_all_that_is_known() -> None:
    """Open work with when it is due, warnings, and each call with its outcome, its operator and its summary."""
    found = caller([call(summary="Просив довідку"), ABUSIVE], [promise(-HOUR), promise(4 * HOUR, sure=False, matter=2)])
    sections = {section.title: section.lines for section in known(SCRIPT, found, NOW)}
    assert sections == {
        "Open work": (
            "1  overdue since 11:00  Зателефонувати заявнику  operator 18",
            "2  maybe: due 16:00  Зателефонувати заявнику, matter 2  operator 18",
        ),
        "Warnings": ("23.11.2026 12:00  ended for inadmissible remarks  operator 18",),
        "Earlier calls": (
            "24.11.2026 12:00  3:00  Шевченко  +380671111111  Консультацію надано",
            "  operator 18: Просив довідку",
            "23.11.2026 12:00  3:00  Шевченко  +380671111111  ended for inadmissible remarks",
            "  operator 18",
        ),
        "Looked up by the numbers": ("067 111 11 11",),
    }


@pytest.mark.parametrize(
    ("known_of_them", "said"),
    [
        (None, "It is still being looked up."),
        (Caller(), "No number of the caller is known."),
        (caller(), "no earlier calls"),
        (caller(complete=False), "Not all can be read: there may be more."),
        (caller([call()], left_out=7), "… and 7 more"),
        (caller([call()], [promise(HOUR)], left_out=5), "… and 5 more"),
        (caller([call()], complete=False), "Not all can be read: there may be more."),
    ],
)
def test_what_stands_at_the_end(known_of_them: Caller | None, said: str) -> None:
    """It is said that there is nothing only where that is known, and how much more there is."""
    lines = [line for section in known(SCRIPT, known_of_them, NOW) for line in section.lines]
    assert said in lines
    assert ("no earlier calls" in lines) == (said == "no earlier calls")
