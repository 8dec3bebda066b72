"""What a call owes others to be told: what stands of it, once, and when it was delivered."""

from __future__ import annotations

from datetime import timedelta

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.effects import Notify
from callscript.core.call.fold import fold, fold_all
from callscript.core.call.notices import Delivery, deliveries, not_delivered, owed, told_in
from callscript.core.script.model import Script
from callscript.core.script.notices import Notice
from callscript.core.standard.clauses import Clause, Response
from tests.core.scripts import MONDAY, TO_NEED, TO_REGISTERED, Walk, make_script

TOLD = Response(after=("ended",), then=("delivered:appeal",), within="60s", when=("registered:appeal",), outlives=True)


def script() -> Script:
    """A script that has appeals, abuse and faults told."""
    return make_script(
        notices=(
            Notice(id="appeal", on="registered:appeal", after_call=True),
            Notice(id="abuse", on="ended:abuse"),
            Notice(id="fault", on="chose:fault=confirmed"),
            Notice(id="tried", on="entered:complaint", after_call=True),
        ),
        clauses=(Clause(id="T-01", modality="must", rules=(TOLD,)),),
    )


def owes(walk: Walk) -> list[str]:
    """Name what is to be told of a call."""
    return [each.notice for each in owed(walk.script, walk.call)]


def delivered(walk: Walk, *found: Notify) -> None:
    """Have some notices delivered now."""
    told = [Delivery(each.notice, each.event, walk.now) for each in found]
    for event in deliveries(walk.script, walk.call, told):
        walk.log.append(event)
        walk.call = fold(walk.script, walk.call, event)


def test_a_script_without_notices_has_nothing_told() -> None:
    """Nobody is told of anything that the pack does not say."""
    assert owes(Walk(make_script()).go(*TO_REGISTERED)) == []


def test_what_waits_for_the_end_is_owed_from_then_on() -> None:
    """A registered appeal is told once the call is over, known by the event that registered it."""
    walk = Walk(script()).go(*TO_REGISTERED)
    assert owes(walk) == []
    walk.wait(30).do(c.LoseLine())
    (notify,) = owed(walk.script, walk.call)
    assert notify == Notify("appeal", walk.seq(e.Registered), 1, MONDAY + timedelta(seconds=30))


def test_what_is_told_at_once_waits_until_it_cannot_be_taken_back() -> None:
    """A fault that was confirmed in a detour is told when the detour was gone through, and not if it was taken back."""
    walk = Walk(script()).go(*TO_NEED, "@complaint", "+", "confirmed")
    assert owes(walk) == []
    taken_back = Walk(script()).go(*TO_NEED, "@complaint", "+", "confirmed", "@complaint")
    assert owes(taken_back) == []
    taken_back.do(c.LoseLine())
    assert owes(taken_back) == []
    walk.go("+")
    assert not walk.call.frame or not walk.call.frame.detour
    assert owes(walk) == ["fault"]


def test_the_end_settles_what_was_under_way() -> None:
    """Whoever hangs up in the middle of a complaint leaves it to be told as it stands."""
    walk = Walk(script()).go(*TO_NEED, "@complaint", "+", "confirmed")
    walk.do(c.LoseLine())
    assert sorted(owes(walk)) == ["fault", "tried"]
    assert [each.since for each in owed(walk.script, walk.call)] == [MONDAY, MONDAY]


def test_an_end_that_is_corrected_is_told_as_it_was() -> None:
    """A call that ended for abuse is told of; corrected to another end it is not, and the other way round."""
    walk = Walk(script()).go(*TO_NEED, "@abuse", "+", "@end", "abuse")
    assert owes(walk) == ["abuse"]
    walk.do(c.CorrectEnd("caller", "it was not so"))
    assert owes(walk) == []
    walk.do(c.CorrectEnd("abuse", "it was so"))
    assert owes(walk) == ["abuse"]


def test_what_was_delivered_is_owed_no_more() -> None:
    """The event that says so stands in the call once, and the clause is met by the moment of the delivery."""
    walk = Walk(script()).go(*TO_REGISTERED)
    walk.do(c.LoseLine())
    (notify,) = owed(walk.script, walk.call)
    walk.wait(50)
    delivered(walk, notify)
    delivered(walk, notify)
    assert isinstance(walk.log[-1], e.NoticeDelivered)
    assert sum(isinstance(event, e.NoticeDelivered) for event in walk.log) == 1
    assert not_delivered(walk.script, walk.call) == ()
    assert owed(walk.script, walk.call) == (notify,)
    assert walk.found("T-01") == ("met", walk.log[-1].seq)
    assert fold_all(walk.script, walk.log) == walk.call


def test_a_clause_is_met_by_the_last_of_several() -> None:
    """Of two appeals both have to be delivered; which of them comes first does not matter."""
    walk = Walk(script()).go(*TO_REGISTERED, "yes", "appeal", "+", "agreed", "+", "+")
    assert sum(isinstance(event, e.Registered) for event in walk.log) == 2
    walk.do(c.LoseLine())
    first, second = owed(walk.script, walk.call)
    delivered(walk, second)
    assert walk.verdict("T-01").verdict == "open"
    delivered(walk, first)
    assert walk.verdict("T-01").verdict == "met"


def test_what_comes_in_together_is_recorded_in_its_order() -> None:
    """Two deliveries that are heard of at once are two events, the later one last."""
    walk = Walk(script()).go(*TO_REGISTERED, "yes", "appeal", "+", "agreed", "+", "+")
    walk.do(c.LoseLine())
    first, second = owed(walk.script, walk.call)
    late, early = walk.now + timedelta(seconds=70), walk.now + timedelta(seconds=5)
    events = deliveries(
        walk.script, walk.call, [Delivery("appeal", first.event, late), Delivery("appeal", second.event, early)]
    )
    assert [(event.about, event.more, event.seq) for event in events] == [
        (second.event, True, walk.call.seq + 1),
        (first.event, False, walk.call.seq + 2),
    ]
    for event in events:
        walk.call = fold(walk.script, walk.call, event)
    assert walk.verdict("T-01").verdict == "breached"


def test_what_the_call_does_not_owe_is_not_recorded() -> None:
    """A delivery of something that is not owed any more, or never was, says nothing about the call."""
    walk = Walk(script()).go(*TO_REGISTERED)
    assert deliveries(walk.script, walk.call, [Delivery("appeal", walk.seq(e.Registered), walk.now)]) == ()


def test_an_end_that_was_none_is_told_anew_of() -> None:
    """A call that goes on after all and ends again was told of already: what was delivered before counts then."""
    walk = Walk(script()).go(*TO_REGISTERED)
    walk.do(c.LoseLine())
    delivered(walk, *owed(walk.script, walk.call))
    walk.do(c.TakeEndBack("it went on"))
    assert owes(walk) == []
    walk.wait(600).do(c.LoseLine())
    (again,) = not_delivered(walk.script, walk.call)
    assert walk.found("T-01")[0] == "open"
    told = [Delivery(again.notice, again.event, MONDAY)]
    for event in deliveries(walk.script, walk.call, told):
        walk.call = fold(walk.script, walk.call, event)
    assert walk.verdict("T-01").verdict == "met"


def test_a_notice_tells_of_its_own_matter() -> None:
    """What is told is what is recorded of the caller and of that matter, whatever the call is about by then."""
    made = script()
    walk = Walk(made).go(*TO_REGISTERED)
    walk.do(c.LoseLine())
    (notify,) = owed(walk.script, walk.call)
    values = told_in(walk.script, walk.call, notify)
    assert {field: value.text for field, value in values.items()} == {
        "address": "Ivan",
        "matter": "tax",
        "name": "Ivan",
        "phone": "+37120000000",
    }
