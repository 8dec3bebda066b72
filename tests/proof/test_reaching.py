"""What a proof says of parts of a script that no call comes to, and of where a call cannot go on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import pytest

from callscript import cli
from callscript.core.script.model import Pack, Script
from callscript.core.standard.clauses import Clause, Response
from callscript.packs import read
from callscript.proof.goals import Goal, goals_of
from callscript.proof.reaching import Coming, Reach
from callscript.proof.telling import told
from tests.clauses.mutation import Mutation, both, put
from tests.core.scripts import make_script
from tests.packs.conftest import MINI
from tests.proof.small import Tree, small
from tests.store.test_closed_folders import closed

OF_MINORS = {"field": "age", "not": {"known": "age"}}
"""Holds of no call: a field that has a value is known."""


@pytest.fixture(scope="module")
def mini() -> Script:
    """The small pack."""
    return read(MINI)


def amiss(script: Script) -> dict[Goal, Coming]:
    """Return what is amiss in a script."""
    return {each.goal: each for each in Reach(script).amiss()}


def test_what_is_noted_after_the_call_is_looked_for_in_none() -> None:
    """A rule that only a note with the work meets may well be met: no walk of a call tells."""
    noted = Response(after=("task:call_back",), then=("task_noted:call_back",))
    script = make_script(clauses=(Clause(id="T-01", modality="must", rules=(noted,)),))
    assert Goal("met", "T-01", "1") not in goals_of(script)


def keys(script: Script, coming: Coming) -> str:
    """Return what is pressed in the call that shows it."""
    assert coming.example
    return " ".join(each.keys for each in told(script, coming.example.played.log))


def test_nothing_is_amiss_in_a_sound_pack(mini: Script) -> None:
    """Each step, answer, detour and ending of the small pack is come to, and each rule met."""
    assert amiss(mini) == {}


@pytest.mark.parametrize(
    ("edit", "never"),
    [
        (put("steps.farewell.when", OF_MINORS), {Goal("step", "farewell"), Goal("met", "MI-02", "1")}),
        (put("steps.need.options.book.when", OF_MINORS), {Goal("answer", "need", "book")}),
        (put("detours.hold.when", OF_MINORS), {Goal("detour", "hold")}),
        (put("steps.pick_colleague.when", {"answer": "need", "among": ["book"]}), {Goal("step", "pick_colleague")}),
        (put("steps.how_ended.options.hung_up.when", OF_MINORS), {Goal("ending", "caller")}),
        (put("clauses.MI-02.rules.0.after", ["ended"]), {Goal("met", "MI-02", "1")}),
    ],
    ids=["step", "answer", "detour", "history", "ending", "rule"],
)
def test_what_no_call_comes_to(mini: Script, edit: Mutation, never: set[Goal]) -> None:
    """A condition that never holds leaves something that no call comes to: that is found, not guessed."""
    found = amiss(edit(mini))
    assert {goal for goal, coming in found.items() if coming.known == "never"} >= never
    assert not [goal for goal, coming in found.items() if coming.known == "undecided"]


def test_what_is_brought_about_by_what_is_not_walked_is_left_open(mini: Script) -> None:
    """No walk takes a detour back: a call may do it, and come to the step."""
    found = amiss(put("steps.farewell.when", {"happened": "cancelled:hold"})(mini))
    assert found[Goal("step", "farewell")].known == "undecided"


@pytest.mark.parametrize(("fact", "known"), [("language:en", {}), ("language:lv", {Goal("step", "farewell")})])
def test_what_another_language_brings_about_is_come_to(mini: Script, fact: str, known: set[Goal]) -> None:
    """A step for those who are spoken with in another language is one of some call, if the script has that language."""
    found = amiss(put("steps.farewell.when", {"happened": fact})(mini))
    assert {goal for goal, coming in found.items() if goal.kind == "step" and coming.known == "never"} == set(known)


def test_a_choice_without_an_answer_is_shown(mini: Script) -> None:
    """Answers whose conditions leave a gap between them: the call that stands there, by as few keys as were found."""
    script = both(
        put("steps.need.options.book.when", {"field": "address"}),
        put("steps.need.options.colleague.when", {"field": "address"}),
    )(mini)
    found = amiss(script)
    assert list(found) == [Goal("stuck", "need")]
    assert keys(script, found[Goal("stuck", "need")]) == "Enter Enter"


def test_a_script_that_runs_out_is_shown(mini: Script) -> None:
    """The last step is passed over: behind the one before nothing is left."""
    script = put("steps.hang_up.when", {"field": "address"})(mini)
    found = amiss(script)
    assert Goal("nowhere", "farewell") in found
    assert keys(script, found[Goal("nowhere", "farewell")]).endswith("Enter")


def test_a_loop_that_conditions_close_is_shown(mini: Script) -> None:
    """The way out of a loop has a condition that never holds: from its steps no ending is come to."""
    script = both(
        put("stages.book.next", "need"),
        put("steps.need.options.other.when", OF_MINORS),
        put("steps.need.options.colleague.when", OF_MINORS),
        put("steps.how_ended.options.hung_up.when", OF_MINORS),
    )(mini)
    found = amiss(script)
    assert {goal.of for goal in found if goal.kind == "endless"} >= {"need", "ask_title", "reserve"}


def test_a_loop_that_a_detour_leads_out_of_has_an_end() -> None:
    """Of two steps that nothing but an answer in a detour leads on from, to the end, neither is without one."""
    script = small(0)
    stages: list[Tree] = [
        {"id": "s0", "next": "s1", "steps": [{"id": "first", "kind": "say"}]},
        {"id": "s1", "next": "s1", "steps": [{"id": "again", "kind": "say"}]},
        {"id": "s2", "steps": [{"id": "bye", "kind": "end"}]},
    ]
    answers = [{"id": "out", "out": "s2"}, {"id": "back", "leave": True}]
    stages.append({"id": "in_abuse", "steps": [{"id": "ask", "kind": "choose", "options": answers}]})
    tree = msgspec.to_builtins(script.pack) | {"stages": stages, "detours": [{"id": "abuse", "stage": "in_abuse"}]}
    tree["clauses"] = [{"id": "A-1", "modality": "must", "rules": [{"kind": "absence", "none": ["mark:m"]}]}]
    looping = Script(pack=msgspec.convert(tree, Pack), texts=script.texts)
    assert not [goal for goal in amiss(looping) if goal.kind == "endless"]


def test_an_answer_that_what_is_recorded_meanwhile_takes_away() -> None:
    """Only a name that is recorded on the card behind an answer hides both answers of a detour."""
    script, chosen = small(0), {"happened": "chose:which=y"}
    stages: list[Tree] = [
        {"id": "s0", "next": "s1", "steps": [{"id": "which", "kind": "choose", "options": [{"id": "x"}, {"id": "y"}]}]},
        {"id": "s1", "steps": [{"id": "well", "kind": "say"}, {"id": "bye", "kind": "end"}]},
    ]
    answers: list[Tree] = [
        {"id": "back", "leave": True, "when": chosen | {"since": "filled:name"}},
        {"id": "out", "out": "s0", "when": {"not": chosen}},
    ]
    stages.append({"id": "in_abuse", "steps": [{"id": "ask", "kind": "choose", "options": answers}]})
    tree = msgspec.to_builtins(script.pack) | {"stages": stages, "detours": [{"id": "abuse", "stage": "in_abuse"}]}
    tree["clauses"] = [{"id": "A-1", "modality": "must", "rules": [{"kind": "absence", "none": ["mark:m"]}]}]
    assert Goal("stuck", "ask") in amiss(Script(pack=msgspec.convert(tree, Pack), texts=script.texts))


def test_a_rule_switched_off_leaves_nothing_amiss(mini: Script) -> None:
    """The steps of a detour that is not there belong to a rule of the centre's own that is not in force."""
    found = amiss(put("detours", [{"id": "end", "stage": "ending", "digit": 9}])(mini))
    assert not [goal for goal in found if goal.of in ("hold_consent", "hold_agreed", "hold_wait")]


def test_the_command_tells_it_with_its_place_and_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File, stage and key as the check has them, the keys below; status 1; in JSON too."""
    pack = tmp_path / "mini"
    shutil.copytree(MINI, pack)
    file, home = pack / "pack.toml", str(tmp_path / "home")
    text = file.read_text(encoding="utf-8")
    guard = 'when = { field = "age", not = { known = "age" } }'
    text = text.replace('id = "tell_hours"', f'id = "tell_hours"\n{guard}', 1)
    file.write_text(text, encoding="utf-8")
    assert cli.main(["prove", str(pack), "--home", home]) == 1
    told = capsys.readouterr()
    assert f"{file}: stage closed: stages[closed].steps[tell_hours]: no call comes to this step" in told.out
    assert "parts of the script that no call comes to" in told.err
    assert cli.main(["prove", str(pack), "--home", home, "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["amiss"]
    assert (found["what"], found["known"], found["key"]) == ("step", "never", "stages[closed].steps[tell_hours]")


@pytest.mark.parametrize("more", [("--level", "main"), ("--weak", "--level", "main")])
def test_a_home_that_takes_nothing_is_proved_in(tmp_path: Path, more: tuple[str, ...]) -> None:
    """Nothing is recorded by a proof: what cannot be kept of it is worked out again."""
    home = tmp_path / "home"
    home.mkdir()
    with closed(home, mode=0o500):
        assert cli.main(["prove", str(MINI), *more, "--home", str(home)]) in (0, 1)
        assert list(home.iterdir()) == []
