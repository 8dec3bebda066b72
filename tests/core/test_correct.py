"""A call that has ended can be corrected, with a reason: it goes on after all, ended otherwise, a field was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import permutations
from random import Random
from typing import get_args

import pytest
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.before import with_before
from callscript.core.call.call import Call, Value
from callscript.core.call.fold import fold, fold_all
from callscript.core.call.refusal import Refused
from callscript.core.script.base import EndKind
from callscript.core.script.model import Outcome
from callscript.core.script.steps import Choose, Option, Stage, TaskSpec
from callscript.core.standard.clauses import Clause, Existence, Precedence, Response
from callscript.core.standard.monitors import Watch
from callscript.core.standard.verdicts import verdicts
from tests.core.scripts import MONDAY, NIGHT, TO_NEED, TO_REGISTERED, Walk, make_script
from tests.core.walks import SCRIPTS, propose, script_of

WHY = "pressed by mistake"


def findings(walk: Walk) -> Mapping[str, tuple[str, int | None]]:
    """Return how a call stands with every clause, and which event decided it."""
    return {each.clause: (each.verdict, each.event) for each in verdicts(walk.script, walk.call.watches, walk.now)}


def state(call: Call) -> Call:
    """Return a call without what only counts its events; a monitor that is blank again is as good as a new one."""
    moved = {clause: watches for clause, watches in call.watches.items() if any(each != Watch() for each in watches)}
    return replace(call, seq=0, latest=None, watches=moved)


PLACES = (
    (),
    TO_NEED,
    (*TO_NEED, "@hold", "agree"),
    (*TO_NEED, "@complaint", "+", "confirmed"),
    (*TO_NEED, "@escalate", "ilze"),
    (*TO_NEED, "@hold"),
    TO_REGISTERED,
)


# It has not ended


@pytest.mark.parametrize("words", PLACES)
@pytest.mark.parametrize("waited", [1, 200])
def test_an_end_that_is_taken_back_was_none(words: tuple[str, ...], waited: float) -> None:
    """The call goes on where it was, with its clocks, tasks, answers and verdicts, as if it had never ended."""
    walk = Walk(make_script(), phone="+3711").go(*words).wait(waited)
    walk.do(c.SwitchLanguage("en"))  # records a limit that was reached meanwhile
    before, stood = walk.call, findings(walk)
    walk.do(c.LoseLine())
    assert walk.call.ended
    walk.do(c.TakeEndBack(WHY))
    assert state(walk.call) == state(before)
    assert findings(walk) == stood
    assert fold_all(walk.script, walk.log) == walk.call


@pytest.mark.parametrize("words", PLACES)
def test_the_key_that_ended_it_is_as_if_it_was_not_pressed(words: tuple[str, ...]) -> None:
    """F12 and an answer by mistake: the call goes on at the very step that F12 was pressed at, owing what it owed."""
    walk = Walk(make_script()).go(*words)
    frames, answers, running, stood = walk.call.frames, walk.call.answers, walk.call.running, findings(walk)
    walk.wait(2).go("@end", "gone")
    walk.do(c.TakeEndBack(WHY))
    assert (walk.call.frames, walk.call.answers, walk.call.running) == (frames, answers, running)
    assert findings(walk) == stood
    assert walk.call.under_way
    assert "ended" not in walk.call.happened


def test_what_was_typed_after_the_end_stays() -> None:
    """What was recorded in a field while the call counted as ended is there when it goes on."""
    walk = Walk(make_script()).go(*TO_NEED, "name=Ivan")
    walk.do(c.LoseLine())
    walk.do(c.Fill("phone", "+3712"), c.CorrectField("name", "Ivan Franko", WHY))
    walk.do(c.TakeEndBack(WHY))
    assert walk.call.fields["phone"] == Value("+3712")
    assert walk.call.fields["name"] == Value("Ivan Franko")
    assert "filled:phone" in walk.call.happened


def test_what_comes_after_counts() -> None:
    """A call that goes on can end again, by the operator, and is judged by that end alone."""
    walk = Walk(make_script()).go(*TO_NEED, "@end", "gone")
    walk.do(c.TakeEndBack(WHY))
    walk.go("info", "+", "+", "+", "no", "+", "+")
    assert walk.call.ended
    assert walk.call.ended.how == "operator"
    assert walk.found("T-03") == ("met", walk.seq(e.Said, step="farewell"))


def test_the_end_of_a_call_that_is_closed_stays() -> None:
    """Once the wrap-up is finished, the caller is gone."""
    walk = closed(Walk(make_script()).go(*TO_NEED))
    with pytest.raises(Refused, match="closed"):
        walk.do(c.TakeEndBack(WHY))


# It ended otherwise


def test_who_ended_it_is_corrected() -> None:
    """Judged by how it ended in truth: nothing is owed to a caller who hung up, a farewell is if the operator did."""
    walk = Walk(make_script()).go(*TO_NEED)
    walk.do(c.LoseLine())
    assert walk.verdict("T-03").verdict == "na"
    walk.do(c.CorrectEnd("operator", WHY))
    assert walk.call.ended
    assert (walk.call.ended.how, walk.verdict("T-03").verdict) == ("operator", "breached")
    walk.do(c.CorrectEnd("caller", WHY))
    assert walk.verdict("T-03").verdict == "na"
    assert ("ended:caller" in walk.call.happened, "ended:operator" in walk.call.happened) == (True, False)
    assert fold_all(walk.script, walk.log) == walk.call


def test_an_end_that_is_corrected_meets_nothing() -> None:
    """What only the right end at the right moment would have met is not met by saying so later."""
    transferred = Clause(
        id="T-01",
        modality="must",
        rules=(
            Response(after=("chose:need",), then=("ended:transfer",)),
            Existence(some=("ended:transfer",)),
            Precedence(first=("said:greet",), then=("ended:transfer",)),
        ),
    )
    script = make_script(clauses=(transferred,), standard=("T-01",))
    walk = Walk(script).go(*TO_NEED, "info")
    walk.do(c.LoseLine())
    assert walk.verdict("T-01").verdict == "breached"
    walk.do(c.CorrectEnd("transfer", WHY))
    assert walk.verdict("T-01").verdict == "breached"


@pytest.mark.parametrize("first", ["caller", "no_contact", "operator", "transfer"])
def test_an_end_that_is_corrected_there_and_back_is_as_it_was(first: EndKind) -> None:
    """What the recorded end has met is met again, what a correction has opened is dropped again, all else stays."""
    clauses = (
        Clause(id="T-01", modality="must", rules=(Precedence(first=("said:greet",), then=(f"ended:{first}",)),)),
        Clause(id="T-02", modality="must", rules=(Existence(some=(f"ended:{first}",)),)),
        Clause(
            id="T-03",
            modality="must",
            rules=(
                Response(
                    after=("chose:need",),
                    then=("said:understood", f"ended:{first}"),
                    unless=("ended:caller", "ended:no_contact"),
                    cut=TaskSpec(kind="inform", due="1d"),
                ),
                Response(after=("task:inform",), then=("task_done:inform",), within="due", outlives=True),
            ),
        ),
    )
    outcomes = tuple(Outcome(id=how, ended=(how,)) for how in get_args(EndKind))
    ways = tuple(Option(id=how, end=how) for how in get_args(EndKind))
    off = Stage(id="end", steps=(Choose(id="how", options=ways),))
    stages = tuple(off if stage.id == "end" else stage for stage in make_script().pack.stages)
    script = make_script(clauses=clauses, standard=("T-01", "T-02", "T-03"), outcomes=outcomes, stages=stages)
    walk = Walk(script, phone="+3711").go(*TO_NEED, "info", "@end", first)
    before, stood = walk.call, findings(walk)
    assert stood["T-01"][0] == stood["T-02"][0] == "met"
    for others in permutations((how for how in get_args(EndKind) if how != first), 2):
        for how in (*others, first):
            walk.do(c.CorrectEnd(how, WHY))
            assert walk.verdict("T-01").verdict == ("met" if how == first else "na")
            assert bool(walk.call.tasks) == (how in ("caller", "no_contact") or first in ("caller", "no_contact"))
        assert state(walk.call) == state(before)
        assert findings(walk) == stood
    assert fold_all(walk.script, walk.log) == walk.call


def test_an_outcome_that_fits_no_more_is_chosen_anew() -> None:
    """In the wrap-up it is asked for again; of a call that is closed, the first one that fits is taken."""
    walk = Walk(make_script()).go(*TO_NEED)
    walk.do(c.LoseLine(), c.SetOutcome("dropped"))
    walk.do(c.CorrectEnd("no_contact", WHY))
    assert walk.call.outcome == "dropped"
    walk.do(c.CorrectEnd("operator", WHY))
    assert walk.call.outcome == ""
    walk = closed(Walk(make_script()).go(*TO_NEED))
    walk.do(c.CorrectEnd("operator", WHY))
    assert walk.call.outcome == "complete"


def test_a_caller_who_was_cut_off_leaves_work_behind() -> None:
    """Corrected to an end by the caller, the call leaves the work that such an end leaves."""
    told = Clause(
        id="T-01",
        modality="must",
        rules=(Response(after=("chose:need",), then=("said:understood",), cut=TaskSpec(kind="inform", due="1d")),),
    )
    script = make_script(clauses=(told,), standard=("T-01",))
    walk = Walk(script, phone="+3711").go("@abuse", "+", *TO_NEED, "info", "@end", "abuse")
    assert walk.call.tasks == ()
    walk.do(c.CorrectEnd("caller", WHY))
    assert [task.kind for task in walk.call.tasks] == ["inform"]


# A field


def test_a_field_is_corrected_after_the_call() -> None:
    """The value changes, and what was there is told; no clause and no guard takes notice."""
    walk = Walk(make_script()).go(*TO_NEED, "name=Ivan")
    walk.do(c.LoseLine())
    stood, happened = findings(walk), walk.call.happened
    walk.do(c.CorrectField("name", "Ivan Franko", WHY))
    walk.do(c.CorrectField("email", "", WHY, absent=True))
    walk.do(c.CorrectField("name", "", WHY))
    assert walk.call.fields == {"address": Value("Ivan"), "email": Value("", absent=True)}
    assert (findings(walk), walk.call.happened) == (stood, happened)


def test_so_it_is_once_the_call_is_closed() -> None:
    """Closed, it takes corrections of fields and of how it ended, and nothing else."""
    walk = closed(Walk(make_script()).go(*TO_NEED, "name=Ivan"))
    walk.do(c.CorrectField("name", "Ivan Franko", WHY))
    assert walk.call.fields["name"] == Value("Ivan Franko")
    for command in (c.Fill("name", "x"), c.Summarise("x"), c.Resume(), c.Close(), c.SetOutcome("dropped"), c.Discard()):
        with pytest.raises(Refused, match="closed"):
            walk.do(command)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.CorrectField("name", "Ivan Franko", ""), "reason_wanted"),
        (c.CorrectField("name", "Ivan Franko", "  "), "reason_wanted"),
        (c.CorrectField("name", "Ivan", WHY), "not_changed"),
        (c.CorrectField("phone", "", WHY), "not_changed"),
        (c.CorrectField("nothing", "x", WHY), "no_such"),
        (c.CorrectField("name", "", WHY, absent=True), "absent_never"),
        (c.CorrectField("phone", "", WHY, absent=True), "absent_reason"),
        (c.CorrectField("matter", "nonsense", WHY), "not_a_value"),
        (c.CorrectField("name", "-", WHY), "says_nothing"),
        (c.CorrectEnd("caller", WHY), "not_changed"),
        (c.CorrectEnd("operator", ""), "reason_wanted"),
        (c.TakeEndBack(""), "reason_wanted"),
    ],
)
def test_what_is_no_correction(command: c.Command, code: str) -> None:
    """A correction has a reason and changes something to what it can be; otherwise it is refused."""
    walk = Walk(make_script()).go(*TO_NEED, "name=Ivan")
    walk.do(c.LoseLine())
    with pytest.raises(Refused, match=code):
        walk.do(command)


def test_only_what_has_ended_is_corrected() -> None:
    """While the caller is on the line, fields are filled and the script is led: nothing is corrected."""
    walk = Walk(make_script()).go(*TO_NEED)
    for command in (c.CorrectField("name", "x", WHY), c.CorrectEnd("operator", WHY), c.TakeEndBack(WHY)):
        with pytest.raises(Refused, match="not_over"):
            walk.do(command)


def test_what_is_registered_cannot_be_emptied() -> None:
    """What a register keeps is changed by a correction, never taken away."""
    walk = Walk(make_script()).go(*TO_REGISTERED)
    walk.do(c.LoseLine())
    with pytest.raises(Refused, match="registered_keeps"):
        walk.do(c.CorrectField("name", "", WHY))
    walk.do(c.CorrectField("name", "Petro", WHY))
    with pytest.raises(Refused, match="registered_keeps"):
        walk.do(c.CorrectField("name", "", WHY))


# The verdicts at closing


def test_the_verdicts_at_closing_are_recorded() -> None:
    """The event that closes a call says how it stood with every clause, and no correction changes that."""
    walk = closed(Walk(make_script()).go(*TO_NEED, "name=Ivan"))
    (event,) = (event for event in walk.log if isinstance(event, e.Closed))
    assert event.verdicts == {clause: finding for clause, (finding, _) in findings(walk).items()}
    assert event.verdicts["T-03"] == "na"
    walk.do(c.CorrectEnd("operator", WHY))
    assert walk.verdict("T-03").verdict == "breached"
    assert next(event for event in walk.log if isinstance(event, e.Closed)).verdicts["T-03"] == "na"


def closed(walk: Walk) -> Walk:
    """Have the caller hang up, and finish the wrap-up."""
    walk.do(c.LoseLine())
    while walk.call.frames:
        walk.go("told" if walk.call.step == "tell" else "+")
    walk.do(c.SetOutcome("dropped"))
    for clause in walk.script.clauses:
        walk.do(c.Explain(clause, "the line was lost"))
    walk.do(c.Close())
    return walk


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("seed", range(8))
def test_anywhere_in_any_call(name: str, seed: int) -> None:
    """Wherever a call is, an end that is taken back leaves it as it was; its log restores it, however corrected."""
    chance = Random(seed)
    walk = Walk(script_of(name), chance.choice((MONDAY, NIGHT)), phone="+380442777601")
    for _step in range(60):
        walk.wait(chance.choice((1, 20, 200)))
        with suppress(Refused):
            walk.do(propose(walk.script, walk.call, chance.randrange(15), chance.randrange(61)))
        if walk.call.under_way and chance.random() < 0.5:
            walk.do(c.Resume())  # records a limit that was reached meanwhile
            before, stood = walk.call, findings(walk)
            walk.do(c.LoseLine())
            with suppress(Refused):
                walk.do(c.CorrectEnd(chance.choice(get_args(EndKind)), WHY))
            walk.do(c.TakeEndBack(WHY))
            detour = before.frames[-1].detour if before.frames else ""
            if detour != "end":
                assert state(walk.call) == state(before)
                assert findings(walk) == stood
        elif walk.call.ended and not walk.call.closed:
            with suppress(Refused):
                walk.do(c.CorrectField(chance.choice(walk.script.pack.fields).id, str(seed), WHY))
        if walk.call.closed:
            break
    assert fold_all(walk.script, walk.log) == walk.call


def test_what_was_before_is_read_off_a_call_that_went_on() -> None:
    """Who reads a log with an end that was taken back in it finds what each change replaced."""
    walk = Walk(make_script()).go(*TO_NEED, "@hold", "agree", "@end", "gone")
    walk.do(c.TakeEndBack(WHY))
    walk.go("+", "+")
    walk.do(c.LoseLine(), c.CorrectEnd("operator", WHY), c.CorrectField("address", "Petro", WHY))
    was = [each for event, each in with_before(walk.log) if isinstance(event, e.EndCorrected | e.FieldCorrected)]
    assert was == [{"old": "caller", "old_outcome": ""}, {"old": "Ivan", "old_absent": False}]


def test_what_never_ended_has_no_end_to_correct() -> None:
    """A log that says so all the same, since a line of it is gone, is read without harm."""
    walk = Walk(make_script()).go(*TO_NEED)
    for event in (
        e.EndTakenBack(seq=walk.call.seq + 1, at=walk.now, reason=WHY),
        e.EndCorrected(seq=walk.call.seq + 1, at=walk.now, how="caller", outcome="dropped", reason=WHY),
    ):
        after = fold(walk.script, walk.call, event)
        assert after.frames == walk.call.frames
        assert after.watches == walk.call.watches


def test_a_way_of_ending_that_no_outcome_fits() -> None:
    """It is none of this script's."""
    outcomes = (Outcome(id="complete", ended=("operator",)), Outcome(id="dropped", ended=("caller",)))
    walk = Walk(make_script(outcomes=outcomes)).go(*TO_NEED)
    walk.do(c.LoseLine())
    with pytest.raises(Refused) as refused:
        walk.do(c.CorrectEnd(how="abuse", reason=WHY))
    assert (refused.value.code, refused.value.names) == ("no_such", ("abuse",))
