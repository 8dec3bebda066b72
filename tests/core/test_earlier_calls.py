"""What a script asks of the calls that a caller made before: which count, what holds, and what becomes of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.fold import fold_all
from callscript.core.call.refusal import Refused
from callscript.core.earlier_calls import first_day, hold_now, holding, number_of, to_look_up
from callscript.core.records import CallSummary
from callscript.core.script.conditions import EarlierCalls
from callscript.core.script.model import Script
from callscript.core.standard.clauses import Clause, Existence, Response, Rule
from tests.core.scripts import MONDAY, Walk, make_script

NUMBER, OTHER = "+37120000000", "+37121111111"
TODAY = MONDAY.date()
THIRD = EarlierCalls(id="third", calls=2, within="12mo")
APPEALED = EarlierCalls(id="appealed", calls=1, within="30d", registered=("appeal", "visit"))
HELPED = EarlierCalls(id="helped", calls=1, within="30d", outcome=("answered",))


def before(days: int = 1, **changes: object) -> CallSummary:
    """Return a call of some days ago."""
    day = TODAY - timedelta(days=days)
    started = MONDAY - timedelta(days=days)
    call = CallSummary(id="c", day=day, operator="17", pack="t", language="lv", phone=NUMBER, started=started)
    return replace(call, **{"closed": True, "outcome": "answered", **changes})


NAME_ONESELF = Response(after=("earlier:third",), then=("said:name_oneself",))


def script_with(*asked: EarlierCalls, own: str = "phone", rule: Rule = NAME_ONESELF) -> Script:
    """Return the small script, which asks this of earlier calls, with the caller's own number in a field."""
    script = make_script()
    fields = tuple(replace(each, own=each.id == own) for each in script.pack.fields)
    clause = Clause(id="T-01", modality="must", rules=(rule,))
    clauses = (clause, *(each for each in script.pack.clauses if each.id != "T-01"))
    return make_script(earlier=asked, fields=fields, clauses=clauses)


@pytest.mark.parametrize(
    ("calls", "held"),
    [
        ((before(),), ("helped",)),
        ((before(), before(300)), ("third", "helped")),
        ((before(31), before(365)), ("third",)),
        ((before(), before(366)), ("helped",)),
        ((before(outcome="none"), before(2, outcome="none")), ("third",)),
        ((before(phone=OTHER), before(phone="")), ()),
        ((before(closed=False), before(discarded=True)), ()),
        ((before(erased=MONDAY), before(entry="request"), before(continues="a/b")), ()),
        ((), ()),
    ],
)
def test_which_calls_count(calls: tuple[CallSummary, ...], held: tuple[str, ...]) -> None:
    """Those of this very number that were closed and are there still, from the day on, filed as is asked."""
    assert holding((THIRD, HELPED), NUMBER, calls, TODAY) == held


@pytest.mark.parametrize(
    ("registered", "held"),
    [(("appeal",), ("appealed",)), (("request", "visit"), ("appealed",)), (("request",), ()), ((), ())],
)
def test_what_was_registered_in_them(registered: tuple[str, ...], held: tuple[str, ...]) -> None:
    """A condition can ask for calls in which any of these was registered; those of any other outcome count too."""
    assert holding((APPEALED,), NUMBER, [before(registered=registered, outcome="none")], TODAY) == held


def test_no_number_has_no_calls() -> None:
    """Calls of which no number is known are nobody's."""
    assert holding((HELPED,), "", [before(phone="")], TODAY) == ()


@pytest.mark.parametrize(
    ("within", "today", "first"),
    [
        ("12mo", date(2026, 11, 23), date(2025, 11, 23)),
        ("12mo", date(2028, 2, 29), date(2027, 2, 28)),
        ("1mo", date(2026, 3, 31), date(2026, 2, 28)),
        ("90d", date(2026, 11, 23), date(2026, 8, 25)),
    ],
)
def test_from_which_day_on(within: str, today: date, first: date) -> None:
    """Months are those of the calendar; of a shorter one it is the last day."""
    assert first_day(replace(THIRD, within=within), today) == first


def test_when_it_is_looked_up() -> None:
    """Once a number is known, once more when another is recorded, never without one, after the call, or unasked."""
    assert not to_look_up(make_script(), Walk(make_script(), phone=NUMBER).call)
    script = script_with(THIRD)
    withheld = Walk(script)
    assert not to_look_up(script, withheld.call)
    assert number_of(script, withheld.call) == ""
    walk = Walk(script, phone=NUMBER)
    assert number_of(script, walk.call) == NUMBER
    assert to_look_up(script, walk.call)
    walk.do(c.TellEarlier(()))
    assert not to_look_up(script, walk.call)
    walk.go(f"phone={OTHER}")
    assert number_of(script, walk.call) == OTHER
    assert to_look_up(script, walk.call)
    walk.do(c.LoseLine())
    assert not to_look_up(script, walk.call)
    with pytest.raises(Refused) as refused:
        walk.do(c.TellEarlier(()))
    assert refused.value.code == "call_over"


def test_what_holds_no_more_obliges_to_nothing() -> None:
    """What was found for one number is as if it never was once another is recorded; what was found besides it stays."""
    script = script_with(THIRD, HELPED)
    walk = Walk(script, phone=NUMBER)
    walk.do(c.TellEarlier(("third", "helped")))
    assert hold_now(script, walk.call) == {"third", "helped"}
    assert walk.call.watches["T-01"][0].obligations
    walk.do(c.TellEarlier((), ("third",)))
    assert hold_now(script, walk.call) == {"helped"}
    assert not walk.call.watches["T-01"][0].obligations
    assert "earlier:third" not in walk.call.happened
    walk.do(c.TellEarlier((), ("helped",)))
    assert hold_now(script, walk.call) == frozenset()
    assert fold_all(script, walk.log) == walk.call


@pytest.mark.parametrize("besides", [(), ("helped",)])
def test_what_holds_no_more_meets_nothing(besides: tuple[str, ...]) -> None:
    """A rule that was met by it is met no more, whatever else was found in the same look, and excuses it or not."""
    rule = Existence(some=("earlier:third",), unless=("earlier:helped",))
    script = script_with(THIRD, HELPED, rule=rule)
    walk = Walk(script, phone=NUMBER)
    walk.do(c.TellEarlier(("third", *besides)))
    assert walk.call.watches["T-01"][0].met
    walk.do(c.TellEarlier((), ("third",)))
    assert not walk.call.watches["T-01"][0].met


def test_that_it_was_looked_up_again_obliges_to_nothing_twice() -> None:
    """What holds for the other number too is established once: what was said since answers it."""
    script = script_with(THIRD)
    walk = Walk(script, phone=NUMBER)
    walk.do(c.TellEarlier(("third",)))
    walk.go("+", "+", f"phone={OTHER}")
    (found,) = walk.do(c.TellEarlier(()))
    assert found == e.EarlierFound(seq=found.seq, at=datetime(*MONDAY.timetuple()[:6], tzinfo=MONDAY.tzinfo))
    assert not walk.call.watches["T-01"][0].obligations or walk.call.watches["T-01"][0].obligations[0].answered
