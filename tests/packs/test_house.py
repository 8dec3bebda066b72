"""Rules of the centre's own: told apart from the standard, there only while the pack says so."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from callscript.core.call.call import Call
from callscript.core.call.decide import begin
from callscript.core.call.events import Operator
from callscript.core.call.fold import fold_all
from callscript.core.script.model import Script
from callscript.core.script.steps import Choose
from callscript.core.standard.verdicts import verdicts
from callscript.dialogue.actions import ACTIONS
from callscript.dialogue.show import sheets
from callscript.dialogue.show.standing import standing
from callscript.packs import read
from callscript.screens.call_bars import keys
from tests.core.scripts import MONDAY
from tests.packs.conftest import Bench

OPERATOR = Operator(number="17", name="Олена Коваль", name_latin="Olena Koval", gender="feminine")


@pytest.fixture
def own(mini: Bench) -> Bench:
    """The small pack, its rule about the hold being the centre's own, with a key and an answer by it."""
    mini.swap("pack.toml", '"MI-03", "MI-04"]\n', '"MI-04"]\nhouse = ["MI-03"]\n')
    mini.swap("pack.toml", 'id = "MI-03"\n', 'id = "MI-03"\nhouse = true\n')
    mini.swap("pack.toml", 'id = "hold"\nstage', 'id = "hold"\nhouse = "MI-03"\nstage')
    stays = '  { id = "wait", leave = true, house = "MI-03" },\n'
    mini.swap("pack.toml", '  { id = "say_goodbye"', stays + '  { id = "say_goodbye"')
    for file, words in (("en.toml", "Wait a little"), ("uk.toml", "Зачекати")):
        mini.swap(file, "[option.how_ended]\n", f'[option.how_ended]\nwait = "{words}"\n')
    mini.swap("pack.toml", 'id = "reserve"\n', 'id = "reserve"\nclauses = ["MI-03"]\n')
    return mini


def begun(script: Script) -> Call:
    """Return a call that has begun."""
    return fold_all(script, begin(script, "c", OPERATOR, MONDAY))


def judged(script: Script, call: Call) -> list[str]:
    """Name the clauses that a call is judged by."""
    return [verdict.clause for verdict in verdicts(script, call.watches, MONDAY)]


def test_a_rule_of_the_centres_own_is_told_apart(own: Bench) -> None:
    """It is judged like a clause, and named as the house's own wherever clauses are listed."""
    assert own.complaints == []
    script = read(own.folder)
    call = begun(script)
    assert judged(script, call) == [
        "MI-01",
        "MI-02",
        "MI-03",
        "MI-04",
    ]
    names = [line.name for line in standing(script, call, MONDAY)]
    assert names == ["MI-01", "MI-02", "MI-03 (house rule)", "MI-04"]
    assert "hold" in script.detours


def test_a_rule_switched_off_is_not_there(own: Bench) -> None:
    """Without its id in `house` there is no rule, no key, no label of the key, no answer and no mention of it."""
    own.swap("pack.toml", 'house = ["MI-03"]\n', "")
    assert own.complaints == []
    script = read(own.folder)
    call = begun(script)
    assert judged(script, call) == ["MI-01", "MI-02", "MI-04"]
    assert "hold" not in script.detours
    ending = script.steps["how_ended"]
    assert isinstance(ending, Choose)
    assert [option.id for option in ending.options] == ["hung_up", "say_goodbye"]
    assert not any("MI-03" in step.clauses for step in script.steps.values())
    assert {key.cap: key.names for key in keys(script, call)}["F2"] == ()
    assert "hold" not in [line.action.id for line in sheets.keys(ACTIONS, script, call)]


def test_nothing_else_changes_with_a_rule_switched_off(own: Bench) -> None:
    """What is not the rule's own stays as the pack has it."""
    with_it = read(own.folder)
    own.swap("pack.toml", 'house = ["MI-03"]\n', "")
    without = read(own.folder)
    assert replace(without.pack, house=("MI-03",), clauses=(), detours=(), stages=()) == replace(
        with_it.pack, clauses=(), detours=(), stages=()
    )
    assert set(without.steps) == set(with_it.steps)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            'house = ["MI-03"]',
            'house = ["MI-33"]',
            "house[MI-33]: no clause with `house = true` has the id 'MI-33'; the nearest known one is 'MI-03'",
        ),
        (
            '"MI-04"]\nhouse',
            '"MI-03", "MI-04"]\nhouse',
            "clauses[MI-03].house: a clause of the standard is not the centre's own rule",
        ),
        (
            'house = "MI-03"\nstage',
            'house = "MI-01"\nstage',
            "detours[hold].house: no clause with `house = true` has the id 'MI-01'; the nearest known one is 'MI-03'",
        ),
        (
            'leave = true, house = "MI-03"',
            'leave = true, house = "MI-04"',
            "stage ending: stages[ending].steps[how_ended].options[wait].house: no clause with `house = true` has the "
            "id 'MI-04'; the nearest known one is 'MI-03'",
        ),
        (
            '  { id = "yes" },\n  { id = "no", leave = true },',
            '  { id = "yes", house = "MI-03" },\n  { id = "no", leave = true, house = "MI-03" },',
            "stage holding: stages[holding].steps[hold_agreed]: with the centre's own rules switched off, no answer "
            "is left",
        ),
        (
            'house = ["MI-03"]',
            'house = ["MI-03", "MI-03"]',
            "house[MI-03]: the id 'MI-03' is used 2 times in house",
        ),
    ],
)
def test_what_is_the_centres_own_is_named_so(own: Bench, old: str, new: str, complaint: str) -> None:
    """A rule of the standard cannot be the centre's own, and nothing hangs on a rule that is not."""
    own.swap("pack.toml", old, new)
    assert own.complaints == [f"pack.toml: {complaint}"]
