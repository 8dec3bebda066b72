"""A caller's matters are told apart: those of the main script are counted, what a detour began is told under them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.before import with_before
from callscript.core.call.call import Value
from callscript.core.call.matters import Recorded, are_several, recorded, told
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Detour, Field, Hours, Start
from callscript.core.script.steps import Ask, Choose, End, Option, Register, Say, Stage, TaskSpec
from callscript.core.script.working_time import local
from tests.core.scripts import MONDAY, Walk, due_of, make_script

WHY = "misheard"
MAIN = Stage(
    id="main",
    steps=(
        Ask(id="ask_need", field="need", matter=True),
        Choose(id="on", options=(Option(id="more", to="main"), Option(id="late", detour="late"), Option(id="done"))),
        End(id="over"),
    ),
)
REFUSE = Stage(
    id="refuse",
    steps=(Ask(id="why", field="cause"), Register(id="enter", what="refusal"), Say(id="sorry")),
)
LATE = Stage(
    id="late",
    steps=(
        Choose(id="when", options=(Option(id="soon", task=TaskSpec(kind="answer", due="1h")), Option(id="by"))),
        Ask(id="day", field="day", task=TaskSpec(kind="answer", due="by:day")),
        Say(id="promise"),
    ),
)
HOURS = Hours(days=(1, 2, 3, 4, 5), opens="09:00", closes="18:00")


def walk(hours: Hours | None = HOURS) -> Walk:
    script = make_script(
        stages=(MAIN, REFUSE, LATE),
        start=(Start(stage="main"),),
        after_call=None,
        detours=(Detour(id="refuse", stage="refuse", matter=("cause",)), Detour(id="late", stage="late")),
        matter=("need", "day"),
        fields=(
            Field(id="name"),
            Field(id="phone", kind="phone", own=True, absent="reason"),
            Field(id="need"),
            Field(id="cause"),
            Field(id="day", kind="date"),
        ),
        hours=hours,
        clauses=(),
        standard=(),
    )
    return Walk(script, MONDAY)


def groups(walk: Walk) -> list[tuple[int, str, dict[str, str]]]:
    """Return what is recorded by matter: the number it is told by, its detour, the values."""
    assert sum(map(len, (each.values for each in recorded(walk.script, walk.call)))) >= len(walk.call.fields)
    return [
        (each.number, each.detour, {name: value.text for name, value in each.values.items()})
        for each in recorded(walk.script, walk.call)
    ]


REFUSED = ("@refuse", "cause=dear", "+", "+", "+")


def test_one_matter_is_not_told_apart() -> None:
    """A refusal within it is recorded behind it, and what is about the caller before it."""
    one = walk().go("name=Zane", "need=card", "+", *REFUSED)
    assert groups(one) == [(0, "", {"name": "Zane"}), (1, "", {"need": "card"}), (1, "refuse", {"cause": "dear"})]
    assert not are_several(recorded(one.script, one.call))


def test_a_refusal_is_told_under_the_matter_that_was_refused() -> None:
    """And counts as no matter: the second one is the second, in lists and for work."""
    two = walk().go("need=card", "+", *REFUSED, "more", "need=bill", "+", "late", "soon", "day=24.11.2026", "+", "+")
    assert groups(two)[1:] == [
        (1, "", {"need": "card"}),
        (1, "refuse", {"cause": "dear"}),
        (2, "", {"need": "bill", "day": "24.11.2026"}),
    ]
    assert are_several(recorded(two.script, two.call))
    registered = next(each for each in two.log if isinstance(each, e.Registered))
    assert (registered.matter, told(two.call, registered.matter), told(two.call, 0)) == (2, 1, 0)
    assert {told(two.call, task.matter) for task in two.call.tasks} == {2}


def test_two_refusals_in_one_matter_are_told_apart() -> None:
    """Each with its own reason, in the order in which they came."""
    twice = walk().go("need=card", "+", *REFUSED, "@refuse", "cause=late", "+", "+", "+")
    assert groups(twice)[2:] == [(1, "refuse", {"cause": "dear"}), (1, "refuse", {"cause": "late"})]
    assert are_several(recorded(twice.script, twice.call))


def test_a_detour_taken_back_gives_its_fields_back() -> None:
    """What was typed in it stays beside; the one before has its values, once, and the next one starts anew."""
    back = walk().go("need=card", "+", *REFUSED, "@refuse", "cause=oops", "@refuse")
    assert groups(back)[2:] == [(1, "refuse", {"cause": "dear"}), (1, "refuse", {"cause": "oops"})]
    assert back.call.fields["cause"].text == "dear"
    back.go("@refuse", "cause=third", "+", "+", "+")
    assert groups(back)[2:] == [
        (1, "refuse", {"cause": "dear"}),
        (1, "refuse", {"cause": "oops"}),
        (1, "refuse", {"cause": "third"}),
    ]
    found = recorded(back.script, back.call)[2:]
    assert [(each.which, each.taken_back) for each in found] == [(1, False), (0, True), (2, False)]


def test_a_matter_begun_in_vain_is_not_counted() -> None:
    """«There is more» by mistake, and back: the next one is the second."""
    two = walk().go("need=card", "+", "more", "<", "done", "<", "more", "need=bill", "+")
    assert [each[0] for each in groups(two)] == [0, 1, 2]


def test_a_field_of_an_earlier_matter_can_be_corrected() -> None:
    """After the call; the values of the others stay as they are, also if the call goes on after all."""
    two = walk().go("need=card", "+", *REFUSED, "more", "need=bill", "+", "done", "+")
    two.do(c.CorrectField("need", "a card", WHY, matter=1))
    assert list(with_before(two.log))[-1][1] == {"old": "card", "old_absent": False}
    assert two.call.fields["need"].text == "bill"
    assert two.call.values_of(1) == {"need": Value("a card")}
    with pytest.raises(Refused, match="not_changed"):
        two.do(c.CorrectField("need", "a card", WHY, matter=1))
    two.do(c.TakeEndBack(WHY))
    assert two.call.values_of(1) == {"need": Value("a card")}
    two.go("+")
    two.do(c.CorrectField("need", "", WHY, matter=1))
    assert two.call.values_of(1) == {}


def test_what_is_registered_of_an_earlier_matter_cannot_be_emptied() -> None:
    """It can be changed, like the latest one's."""
    twice = walk().go("need=card", "+", *REFUSED, "@refuse", "cause=late", "+", "+", "+", "done", "+")
    for matter in (2, 0):
        with pytest.raises(Refused, match="registered_keeps"):
            twice.do(c.CorrectField("cause", "", WHY, matter=matter))
    twice.do(c.CorrectField("cause", "too dear", WHY, matter=2))
    assert twice.call.values_of(2)["cause"] == Value("too dear", registered=True)


# ------------------------------------------------------------------------- a day that was promised


def promised(day: str, hours: Hours | None = HOURS) -> Walk:
    """Return a call in which an answer was promised by a day."""
    return walk(hours).go("need=card", "+", "@late", "by", f"day={day}", "+")


@pytest.mark.parametrize(("day", "hour"), [("28.11.2026", 8), ("29.11.2026", 8), ("23.11.2026", 17)])
def test_nothing_is_promised_by_a_day_off(day: str, hour: int) -> None:
    """A day on which nobody is there any more is refused, not moved in silence; a centre that never closes keeps it."""
    closed = walk().go("need=card", "+", "late", "by")
    closed.now = closed.now.replace(hour=hour)
    assert closed.refusal(f"day={day}") == ("day_off", "day")
    assert due_of(promised("28.11.2026", None).call.tasks[0]).day == 28
    (task,) = promised("27.11.2026").call.tasks
    assert task.due == datetime(2026, 11, 27, 18, tzinfo=ZoneInfo("Europe/Riga"))


def test_a_day_corrected_moves_what_was_promised_by_it() -> None:
    """The work is due on the day that is recorded; what was promised otherwise, or of another matter, stays."""
    call = promised("27.11.2026").go("+", "more", "need=bill", "+", "@late", "soon", "day=25.11.2026", "+", "+", "done")
    call.go("+")
    call.do(c.CorrectField("day", "30.11.2026", WHY, matter=1))
    days = [(task.matter, local(call.script, due_of(task)).day) for task in call.call.tasks]
    assert days == [(1, 30), (2, 23), (2, 25)]
    call.do(c.CorrectField("day", "26.11.2026", WHY), c.CorrectField("name", "Zane", WHY))
    assert [local(call.script, due_of(task)).day for task in call.call.tasks] == [30, 23, 26]
    for matter in (0, 1):
        with pytest.raises(Refused, match="promise_keeps"):
            call.do(c.CorrectField("day", "", WHY, matter=matter))
    with pytest.raises(Refused, match="day_off"):
        call.do(c.CorrectField("day", "28.11.2026", WHY))


def test_a_day_is_not_emptied_while_something_is_promised_by_it() -> None:
    """Before, and where the work was opened by nobody's step, it can be."""
    call = promised("27.11.2026")
    assert call.refusal("day=") == ("promise_keeps", "day")
    before = walk().go("need=card", "+", "late", "by", "day=27.11.2026", "day=")
    assert "day" not in before.call.fields
    call.call = replace(call.call, tasks=tuple(replace(task, step="") for task in call.call.tasks))
    assert "day" not in call.go("day=").call.fields


def test_groups_have_what_they_were_registered_as() -> None:
    """A matter of which nothing else is recorded is there all the same."""
    call = walk().go("@refuse", "cause=x", "+", "+", "+")
    group = recorded(call.script, call.call)[-1]
    assert isinstance(group, Recorded)
    assert (group.matter, group.registered) == (2, ("refusal",))
