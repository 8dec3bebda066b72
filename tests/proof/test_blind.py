"""What rules are blind to: a call is led in which it happens once more, and the rule asks for nothing more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callscript.core.script.model import Script
from callscript.core.standard.clauses import Absence, Existence, Precedence, Response, Rule
from callscript.core.standard.monitors import Obligation, Watch
from callscript.proof.beginnings import Beginnings
from callscript.proof.blind import blind_to, can_be_blind, is_blind
from callscript.proof.flow import Flow
from callscript.proof.telling import told

OWED = Watch(obligations=(Obligation(3, datetime(2026, 12, 1, tzinfo=UTC)),))
RULES = [
    (Existence(when=("asked",), some=("said",)), "asked", Watch(scope=1, met=2), True),
    (Existence(when=("asked",), some=("said",)), "asked", Watch(scope=1), False),
    (Existence(some=("said",)), "said", Watch(met=2), False),
    (Precedence(first=("found",), then=("told",)), "told", Watch(ready=1, met=2), True),
    (Precedence(first=("found",), then=("told",)), "told", Watch(ready=3, met=2), False),
    (Precedence(first=("found",), then=("told",), fresh=True), "told", Watch(ready=1, met=2), False),
    (Response(after=("asked",), then=("said",)), "asked", OWED, True),
    (Response(after=("asked",), then=("said",)), "asked", Watch(), False),
    (Absence(none=("said",)), "said", Watch(), False),
]


@pytest.mark.parametrize(("rule", "fact", "watch", "blind"), RULES)
def test_a_rule_is_blind_where_what_it_asked_for_once_is_enough(
    rule: Rule, fact: str, watch: Watch, blind: bool
) -> None:
    """Once met, ready since before, or owed already; not once it is breached."""
    assert is_blind(rule, fact, watch, watch) is blind
    assert can_be_blind(rule) or not blind


def test_a_rule_is_not_blind_to_what_withdraws_what_it_asked_for() -> None:
    """What has come once has to come again then."""
    rule = Existence(when=("asked",), some=("said",), lapses=("asked",))
    assert not is_blind(rule, "asked", Watch(scope=1, met=2), Watch(scope=1))
    assert not can_be_blind(rule)
    assert can_be_blind(Existence(when=("asked",), some=("said",), lapses=("gone",)))


def test_help_that_is_given_twice_is_asked_about_once(ua: Script) -> None:
    """Whether it was understood is owed once for both; the keys of such a call can be told."""
    found = blind_to(ua, Beginnings(ua, Flow(ua).now).all, walks=300)
    served = next(each for each in found if each.clause == "UA-12")
    assert served.fact == "mark:served"
    assert sum("mark:served" in each.facts for each in served.played.call.record) == 2
    assert all(each.keys for each in told(ua, served.played.log))
