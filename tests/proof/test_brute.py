"""What a proof says of small scripts is what all their calls come to, led one by one."""

from __future__ import annotations

import pytest

from callscript.core.script.conditions import Happened
from callscript.core.script.model import Script
from callscript.core.script.steps import detour_behind
from callscript.core.standard.clauses import Absence
from callscript.core.standard.named import names
from callscript.proof.goals import Goal, goals_of
from callscript.proof.keys import read_in
from callscript.proof.prover import Prover
from callscript.proof.reaching import Reach
from tests.proof.brute import Brute
from tests.proof.small import small

LEVELS = (0, 1, 2)


def _breaches_agree(script: Script, calls: list[Brute]) -> int:
    """Hold each rule against the calls of each level; return how many are decided."""
    decided = 0
    for judged in Prover(script).rules(LEVELS):
        rule = (judged.clause, judged.place)
        in_calls = [level for level in LEVELS if rule in calls[level].breached]
        if judged.verdict == "proved":
            assert not in_calls, (judged, in_calls)
        elif judged.verdict == "breached" and calls[judged.level].whole:
            assert in_calls[:1] == [judged.level], (judged, in_calls)
        elif judged.verdict == "undecided":
            assert all(level >= judged.level for level in in_calls), (judged, in_calls)
        decided += judged.verdict != "undecided"
    return decided


def _reach_agrees(script: Script, calls: list[Brute]) -> int:
    """Hold what no call comes to, or some can, against all calls; return how much is undecided."""
    led, found = calls[-1], {each.goal: each.known for each in Reach(script).amiss()}
    never = {goal for goal, known in found.items() if known == "never"}
    assert not never & led.goals
    if led.whole:
        wanted = {goal for goal in goals_of(script) if not _forbids(script, goal)}
        assert wanted - led.goals <= found.keys()
        for kind in ("stuck", "nowhere"):
            assert {goal for goal in found if goal.kind == kind} == {goal for goal in led.goals if goal.kind == kind}
    endless = {goal.of for goal in found if goal.kind == "endless"}
    assert not endless & calls[1].ends_from
    return sum(known == "undecided" for known in found.values())


def _forbids(script: Script, goal: Goal) -> bool:
    """Tell whether a goal is a rule that forbids: what is left undone shows in no call before its end."""
    return goal.kind == "met" and isinstance(script.clauses[goal.of].rules[int(goal.which) - 1], Absence)


def _agree(seed: int, limit: int = 600) -> tuple[int, int, bool]:
    """Hold a proof of a script against its calls; return how much is decided and is not, and if that were all calls."""
    script = small(seed)
    calls = [Brute(script, level, limit=limit) for level in LEVELS]
    return _breaches_agree(script, calls), _reach_agrees(script, calls), all(each.whole for each in calls)


def _decided(script: Script) -> int:
    """Hold rules, and what no call comes to, against calls of each level; return how many rules are decided."""
    calls = [Brute(script, level, limit=600) for level in LEVELS]
    decided = _breaches_agree(script, calls)
    never = {each.goal for each in Reach(script).amiss() if each.known == "never"}
    assert not never & calls[-1].goals
    return decided


@pytest.mark.parametrize("seed", range(2))
def test_what_is_proved_is_what_all_calls_do(seed: int) -> None:
    """Of twenty scripts each: no call does what was proved of none, and some does whatever is shown."""
    told = [_agree(20 * seed + number) for number in range(20)]
    assert sum(whole for _, _, whole in told) >= 10, "most are walked to their end"
    assert sum(decided for decided, _, _ in told) >= 36, "nearly all of two rules each are decided"
    assert sum(undecided for _, undecided, _ in told) <= 4


@pytest.mark.parametrize("seed", range(2))
def test_so_it_is_of_what_is_asked_for_seldom(seed: int) -> None:
    """Of twenty scripts each, whose rules and conditions withdraw, and count."""
    decided = sum(_decided(small(7000 + 20 * seed + number, more=True)) for number in range(20))
    assert decided >= 36, "nearly all of two rules each"


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", range(25))
def test_so_it_is_of_many(seed: int) -> None:
    """Five hundred scripts more."""
    for number in range(20):
        _agree(1000 + 20 * seed + number, limit=4000)


@pytest.mark.parametrize("seed", range(2))
def test_so_it_is_of_detours_that_steps_lead_to(seed: int) -> None:
    """Of twenty scripts each, in which steps of the main script and of detours go through detours, or pass them by."""
    led = decided = 0
    for number in range(20):
        script = small(9000 + 20 * seed + number, shared=True)
        led += any(map(detour_behind, script.steps.values()))
        decided += _decided(script)
    assert led >= 8
    assert decided >= 36, "nearly all of two rules each"


@pytest.mark.parametrize("seed", range(3))
def test_so_it_is_of_languages_and_of_what_is_marked_as_given(seed: int) -> None:
    """Of twenty scripts each, whose rules and conditions ask for a language, or for information that was given."""
    asked = decided = 0
    for number in range(20):
        script = small(11000 + 20 * seed + number, spoken=("en", "lv"))
        asked += any(fact.startswith(("language:", "informed")) for fact in _asked_for(script))
        decided += _decided(script)
    assert asked >= 12
    assert decided >= 28, "most of two rules each: what is marked may come to nothing"


def _asked_for(script: Script) -> set[str]:
    """Return the facts that rules name and conditions read."""
    named = {fact for clause in script.pack.clauses for rule in clause.rules for fact in names(rule)}
    return named | {atom.fact for atom in read_in(script) if isinstance(atom, Happened)}
