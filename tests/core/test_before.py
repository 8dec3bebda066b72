"""What was there before a change, read off the call."""

from __future__ import annotations

import pytest

from callscript.core.call import events as e
from callscript.core.call.before import before, with_before
from callscript.core.call.call import Call, Value
from tests.core.scripts import MONDAY, Walk
from tests.core.test_facts import CASES

CALL = Call(
    language="lv",
    answers={"need": "appeal"},
    fields={"name": Value("Olena"), "phone": Value("afraid", absent=True)},
    outcome="dropped",
    reasons={"T-01": "x"},
    summary="y",
)


@pytest.mark.parametrize(
    ("event", "was"),
    [
        (e.Chosen(seq=2, at=MONDAY, step="need", option="info"), {"old": "appeal"}),
        (e.Chosen(seq=2, at=MONDAY, step="fault", option="denied"), {"old": ""}),
        (e.Filled(seq=2, at=MONDAY, field="name", value="Ivan"), {"old": "Olena", "old_absent": False}),
        (e.Filled(seq=2, at=MONDAY, field="phone", value=""), {"old": "afraid", "old_absent": True}),
        (e.Filled(seq=2, at=MONDAY, field="email", value="a@b.c"), {"old": "", "old_absent": False}),
        (e.LanguageChanged(seq=2, at=MONDAY, language="en"), {"old": "lv"}),
        (e.OutcomeSet(seq=2, at=MONDAY, outcome="complete"), {"old": "dropped"}),
        (e.Explained(seq=2, at=MONDAY, clause="T-01", reason="z"), {"old": "x"}),
        (e.Summarised(seq=2, at=MONDAY, text="z"), {"old": "y"}),
        (e.EndCorrected(seq=2, at=MONDAY, how="caller", outcome="", reason="x"), {"old": "", "old_outcome": "dropped"}),
        (
            e.FieldCorrected(seq=2, at=MONDAY, field="phone", value="1", reason="x"),
            {"old": "afraid", "old_absent": True},
        ),
    ],
)
def test_what_a_change_takes_the_place_of(event: e.Event, was: dict[str, str | bool]) -> None:
    """A changed answer, value, language, outcome, reason or summary is shown with what it was before."""
    assert before(CALL, event) == was


CHANGES = (
    e.Chosen
    | e.Filled
    | e.LanguageChanged
    | e.OutcomeSet
    | e.Explained
    | e.Summarised
    | e.EndCorrected
    | e.FieldCorrected
    | e.ReceivedCorrected
)


@pytest.mark.parametrize("event", [event for event, _ in CASES if not isinstance(event, CHANGES)])
def test_what_takes_the_place_of_nothing(event: e.Event) -> None:
    """Any other event takes the place of nothing."""
    assert before(CALL, event) == {}


def test_how_an_entry_came_before() -> None:
    """Way, time and class, as far as they were recorded; of none, nothing."""
    corrected = e.ReceivedCorrected(seq=3, at=MONDAY, channel="post", received=MONDAY, classed="", reason="x")
    whole = e.Received(seq=2, at=MONDAY, channel="email", received=MONDAY, classed="praise")
    was = {"old": "email", "old_received": MONDAY.isoformat(), "old_class": "praise"}
    assert before(Call(received=whole), corrected) == was
    assert before(Call(received=e.Received(seq=2, at=MONDAY)), corrected) == dict.fromkeys(was, "")
    assert before(Call(), corrected) == {}


def test_a_call_with_what_its_changes_were_before(walk: Walk) -> None:
    """In a log, each change comes with what the events before it had made of it."""
    walk.go("name=Ivan", "name=Olena", "name=")
    told = [was for event, was in with_before(walk.log) if isinstance(event, e.Filled)]
    assert [was["old"] for was in told] == ["", "Ivan", "Olena"]
    assert [event for event, _ in with_before(walk.log)] == walk.log
