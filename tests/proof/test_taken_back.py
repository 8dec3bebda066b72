"""Calls in which something is taken back: what is breached in them alone is found, told by its keys, and replays."""

from __future__ import annotations

from dataclasses import replace as remade
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript.commands.proof_told import Rule, lines_of
from callscript.commands.prove import pressed
from callscript.core.script.model import Script, Start
from callscript.core.script.steps import Choose, End, Option, Say, Stage, TaskSpec, Wait
from callscript.core.standard.clauses import Absence, Clause, Response
from callscript.packs import read
from callscript.proof.beginnings import Beginnings
from callscript.proof.judged import Judged
from callscript.proof.keys import LEVELS
from callscript.proof.places import good_moment
from callscript.proof.prover import Prover
from callscript.proof.replay import Beginning
from callscript.proof.taken_back import breaches, with_breaches
from tests.core.scripts import make_script
from tests.packs.conftest import MINI
from tests.proof.test_replayed import played

RULE = "H-99"


def forbidding(script: Script, fact: str) -> Script:
    """Return a script with a rule that something never occurs."""
    clause = Clause(id=RULE, modality="must", rules=(Absence(none=(fact,)),))
    return remade(script, pack=replace(script.pack, clauses=(*script.pack.clauses, clause)))


def beginnings(script: Script) -> tuple[Beginning, ...]:
    """Return how a call can begin."""
    return Beginnings(script, good_moment(script)).all


def test_what_only_taking_back_breaches_is_found() -> None:
    """All other keys prove the rule, since they take nothing back; a call shows what Backspace does."""
    script = forbidding(read(MINI), "cancelled:hold")
    prover = Prover(script)
    judged = prover.rules()
    assert judged[-1][:4] == (RULE, 0, "proved", 2)
    tried, found = breaches(script, prover.beginnings)
    assert 0 < tried.places < tried.calls
    assert found.keys() == {(RULE, 0)}
    *others, last = with_breaches(judged, found)
    assert others == list(judged[:-1])
    assert (last.verdict, last.level) == ("breached", 3)
    assert last.played is not None
    assert last.played.call.watches[RULE][0].breached
    assert "Backspace" in pressed(script, last.played)[0]


def test_a_rule_that_is_undecided_is_breached_by_what_is_taken_back_alone() -> None:
    """No call is known that does it with the keys of a level at which it is undecided: that it is so is told, and why;
    one that is breached already is told by its own call.
    """
    script = forbidding(read(MINI), "cancelled:hold")
    _tried, found = breaches(script, beginnings(script))
    undecided, breached = Judged(RULE, 0, "undecided", 1, "why"), Judged(RULE, 0, "breached", 0)
    told, kept = with_breaches((undecided, breached), found)
    assert (told.verdict, told.level, told.why) == ("breached", 3, "why")
    words = lines_of(Rule(clause=RULE, rule=1, verdict=told.verdict, level=LEVELS[told.level], why=told.why))
    assert next(words) == f"{RULE} rule 1: breached with something taken back; undecided without that"
    assert kept == breached


def test_an_answer_that_ends_the_call_is_given_where_backspace_leads() -> None:
    """One out of many: what was agreed behind another answer is left by it, and a rule may hang on that."""
    options = (*(Option(id=f"r{number}", task=TaskSpec(kind="ring", due="1h")) for number in range(20)),)
    asked = Choose(id="kind", options=(*options, Option(id="over", end="operator")))
    said = (Wait(id="look", timer="hold"), Say(id="said"))
    rules = (
        Absence(none=("ended:operator",), when=("timing:hold",)),
        Response(after=tuple(f"chose:kind=r{number}" for number in range(20)), then=("said:said",)),
    )
    script = make_script(
        stages=(Stage(id="main", steps=(Say(id="greet"), asked, *said, End(id="bye", how="transfer"))),),
        start=(Start(stage="main"),),
        after_call=None,
        detours=(),
        fields=(),
        clauses=(Clause(id=RULE, modality="must", rules=rules),),
        standard=(RULE,),
    )
    _tried, found = breaches(script, beginnings(script)[:1])
    assert found.keys() == {(RULE, 0)}, "what was agreed before is not owed: the second one is breached by none"


@pytest.mark.parametrize("fact", ["cancelled:callback", "cancelled:complaint"])
def test_what_is_taken_back_is_played_line_by_line(ua: Script, tmp_path: Path, fact: str) -> None:
    """In working hours, of a caller who rings: the lines that are told do the same."""
    script = forbidding(ua, fact)
    start = next(each for each in beginnings(script) if not each.work and "T09:02" in each.at.isoformat())
    _tried, found = breaches(script, (start,), limit=600)
    call = found[RULE, 0].played
    _keys, lines = pressed(ua, call)
    record = [each.facts for each in played(tmp_path, lines).record]
    assert record == [each.facts for each in call.call.record if "ended:caller" not in each.facts]
    assert any(fact in facts for facts in record)
