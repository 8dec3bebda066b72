"""What was proved holds in random calls, of the shipped packs and of versions that lack something."""

from __future__ import annotations

import pytest

from callscript.core.script.model import Script
from callscript.packs import read
from callscript.proof.beginnings import Beginnings
from callscript.proof.flow import Flow
from callscript.proof.judged import Judged
from callscript.proof.keys import Level
from callscript.proof.prover import Prover
from callscript.proof.walk import Walk
from callscript.proof.watching import Sight
from tests.packs.conftest import MINI
from tests.proof.mutants import mutant
from tests.proof.walking import missed, walks

MAIN: tuple[Level, ...] = (0,)
ALL: tuple[Level, ...] = (0, 1, 2)


def _hold(script: Script, number: int, seed: int, levels: tuple[Level, ...], budget: int) -> list[Judged]:
    """Prove what can be, and hold so many calls against it; return what was judged."""
    prover = Prover(script, budget=budget)
    judged = list(prover.rules(levels))
    moments = [beginning.at for beginning in prover.beginnings if not beginning.work]
    for walked in walks(script, moments, number, seed, ceiling=max(levels)):
        assert missed(judged, walked) == [], walked.commands
    return judged


@pytest.mark.parametrize("pack", ["ua", "lv"])
def test_the_shipped_packs_hold_what_was_proved(pack: str, request: pytest.FixtureRequest) -> None:
    """No call without function keys breaches a rule that was proved for such calls; all but three at most are."""
    script: Script = request.getfixturevalue(pack)
    judged = _hold(script, 60, 1, MAIN, 3_000_000)
    assert sum(each.verdict == "proved" for each in judged) >= len(judged) - 3


@pytest.mark.parametrize("apart", [False, True])
def test_detours_are_taken_where_something_in_sight_follows(apart: bool, ua: Script) -> None:
    """Not between the questions of an appeal, which the rule does not know, but behind them; if all are, there too."""
    flow, sight = Flow(ua), Sight(ua, ua.clauses["UA-10"].rules[0])
    starts = Beginnings(ua, flow.now)
    walk = Walk(flow, sight, starts.entries(sight, ("UA-10", 0)), 1, 600_000, apart=apart)
    taken = {place.step for place, way, *_ in walk.gone() if way.edge.way == "enter" and not way.edge.onward}
    assert {"ask_given_name", "ask_residence"} & taken == ({"ask_given_name", "ask_residence"} if apart else set())
    assert "register_appeal" in taken


@pytest.mark.parametrize("seed", range(40))
def test_mutants_hold_what_was_proved(seed: int) -> None:
    """Nor in a version of the small pack that lacks something, by any key; what breaches a rule was played for real."""
    judged = _hold(mutant(read(MINI), seed), 100, seed, ALL, 1_000_000)
    assert any(each.verdict == "proved" for each in judged)
    assert all(each.played and each.played.call.ended for each in judged if each.verdict == "breached")


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("pack", ["ua", "lv"])
def test_many_mutants_hold_what_was_proved(pack: str, seed: int, request: pytest.FixtureRequest) -> None:
    """Sixty versions of each pack, by every key, a thousand calls each."""
    _hold(mutant(request.getfixturevalue(pack), seed), 1000, seed, ALL, 6_000_000)
