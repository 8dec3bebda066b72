"""A call that the operator begins goes on with what an earlier one has left, and comes to something with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from callscript.core.acts import Came, Deed, Drop, Finish, GiveBack, Try
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call, Value
from callscript.core.call.decide import begin, decide
from callscript.core.call.fold import fold_all
from callscript.core.call.outgoing import Continued, continued
from callscript.core.call.refusal import Refused
from callscript.core.came_to import came_of
from callscript.core.script.base import EndKind
from callscript.core.script.conditions import Guard
from callscript.core.script.model import Script
from callscript.core.script.outgoing import Attempts, Outgoing
from callscript.core.script.steps import Do, End, Say, Stage, TaskSpec
from callscript.core.standard.clauses import Clause, Response
from callscript.core.standard.facts import facts
from callscript.core.standard.verdicts import verdicts
from tests.core.scripts import FIELDS, MONDAY, OPERATOR, STAGES, Walk, make_script

RINGING = (
    Stage(id="ringing", next="info", steps=(Say(id="why", when=Guard(happened="continues:call_back")),)),
    Stage(id="unanswered", steps=(End(id="nobody", how="no_contact"),)),
)
WAY = Outgoing(
    stage="ringing",
    done={"call_back": ("mark:advised", "ended:transfer")},
    fields=("address", "name", "phone", "email", "matter", "colleague"),
)
GOES_ON = Continued(task="c0/c0-9", kind="call_back", attempt=3)


def ringing(**changes: object) -> Script:
    """Return the test script with a way for calls of the operator's own."""
    keys: dict[str, object] = {"stages": (*STAGES, *RINGING), "outgoing": WAY, **changes}
    return make_script(frozenset(), **keys)


def earlier(script: Script) -> Walk:
    """Return a call that has promised to call back."""
    walk = Walk(script, phone="+37167000000", language="en")
    walk.do(c.Fill("address", "Anna"), c.Fill("phone", "afraid", absent=True), c.Fill("email", "nowhere"))
    walk.do(c.Fill("matter", "tax"), c.Fill("name", "Anna Ozola"))
    return walk.go("+", "+", "+", "promise")


def begun(script: Script, goes_on: Continued) -> list[e.Event]:
    return list(begin(script, "c2", OPERATOR, MONDAY, phone="+37167000000", goes_on=goes_on))


def test_begins_with_what_is_known() -> None:
    """What the pack names is there as it was recorded, absent or not, and nothing else is."""
    script = ringing()
    walk = earlier(script)
    task = walk.call.tasks[0]
    goes_on = continued(script, script, walk.call, f"c1/{task.id}", task.kind, 2)
    assert (goes_on.task, goes_on.kind, goes_on.attempt, goes_on.language) == (f"c1/{task.id}", "call_back", 2, "en")
    call = fold_all(script, begun(script, goes_on))
    assert call.fields == walk.call.fields
    assert call.fields["email"].reaches_nobody
    assert call.step == "why"
    assert call.start is not None
    assert call.start.outgoing
    assert call.start.continues == goes_on.task


def test_facts_of_its_beginning() -> None:
    """It is outgoing, about work of a kind, and what is known from before is named; it is none that rang."""
    script = ringing()
    (started, *_) = begun(script, replace(GOES_ON, values={"name": Value("Anna"), "phone": Value("no", absent=True)}))
    assert facts(script, started) == (
        *("started", "outgoing", "continues:call_back", "known:name", "known:phone"),
        "open",
    )
    assert Walk(script).call.happened["incoming"] == 1


def test_what_cannot_be_taken_is_not() -> None:
    """The script may have changed since: what its fields would refuse, and what was erased, does not go along."""
    before = make_script()
    call = replace(
        earlier(before).call,
        fields={
            "name": Value(e.ERASED),
            "email": Value("-", absent=True),
            "matter": Value("of an older script"),
            "colleague": Value("Nobody"),
            "phone": Value("+37167000000", registered=True),
        },
    )
    script = ringing(fields=(*(replace(each, absent="never") for each in FIELDS),))
    goes_on = continued(script, before, call, f"c1/{call.tasks[0].id}", "call_back", 1)
    assert goes_on.values == {"phone": Value("+37167000000")}


def test_what_can_be_picked_is_taken() -> None:
    """A name out of the directory stays one; a choice is one of the values that there are."""
    script = ringing()
    walk = earlier(script)
    call = replace(walk.call, fields={"colleague": Value("Oļehs"), "matter": Value("court")})
    goes_on = continued(script, script, call, f"c1/{call.tasks[0].id}", "call_back", 1)
    assert goes_on.values == {"colleague": Value("Oļehs"), "matter": Value("court")}


def test_a_call_that_cannot_be_read_tells_nothing() -> None:
    """The work is known by its register: the caller is rung up all the same. A script without a way carries nothing."""
    script = ringing()
    assert continued(script, script, Call(), "c1/c1-9", "call_back", 1).values == {}
    walk = earlier(script)
    assert continued(make_script(), script, walk.call, f"c1/{walk.call.tasks[0].id}", "call_back", 1).values == {}


@pytest.mark.parametrize(("script", "kind"), [(make_script(), "call_back"), (ringing(), "dispatch")])
def test_a_script_without_such_a_way(script: Script, kind: str) -> None:
    """No call is begun for work that the script has no way for."""
    with pytest.raises(Refused, match="no_outgoing"):
        begun(script, replace(GOES_ON, kind=kind))


def test_what_was_erased_is_there_all_the_same() -> None:
    """The fold takes an erased value as one that is there."""
    script = ringing()
    (started, *_) = begun(script, replace(GOES_ON, values={"name": Value("Anna")}))
    assert isinstance(started, e.CallStarted)
    call = fold_all(script, [replace(started, values=e.ERASED)])
    assert call.fields == {"name": Value(e.ERASED)}


def _came(script: Script, *commands: c.Command, seconds: float = 60) -> tuple[Deed, float] | None:
    log = begun(script, GOES_ON)
    for at, command in enumerate(commands, start=1):
        call = fold_all(script, log)
        log += decide(script, call, command, MONDAY + timedelta(seconds=at * seconds))
    found = came_of(script, fold_all(script, log))
    return found and (found[0], (found[1] - MONDAY).total_seconds())


def test_what_it_comes_to() -> None:
    """Done at the moment of a fact that says so; tried, if there was no contact; else it is not done."""
    script = ringing()
    advised = (c.Advance(), c.Advance(), c.Advance())
    assert _came(script) is None
    assert _came(script, *advised) is None
    assert _came(script, *advised, c.LoseLine()) == (Finish("reached", through="c2"), 180)
    assert _came(script, c.LoseLine()) is None
    nobody = ringing(outgoing=replace(WAY, stage="unanswered"))
    assert _came(nobody, c.Advance()) == (Try(through="c2"), 60)
    assert _came(script, c.Discard()) == (GiveBack("c2"), 60), "as it was before"


TRIED = replace(
    WAY,
    stage="unanswered",
    attempts={"call_back": Attempts(most=2, apart="2h", then=TaskSpec(kind="letter", due="1wd"))},
)


def test_which_attempt_it_is() -> None:
    """The first, and the last, are named from the beginning; where the script does not count, none is."""
    script = ringing(outgoing=TRIED)
    named: list[list[str]] = []
    for tries in (0, 1, 2):
        (started, *_) = begun(script, replace(GOES_ON, tries=tries))
        named.append([fact for fact in facts(script, started) if fact.startswith("attempt")])
    assert named == [["attempt:1"], ["attempt:2", "attempt:last"], ["attempt:3", "attempt:last"]]
    (started, *_) = begun(ringing(), replace(GOES_ON, tries=1))
    assert not [fact for fact in facts(ringing(), started) if fact.startswith("attempt")]


def test_it_is_put_off_and_given_up_by_rule() -> None:
    """In vain, the work is put off until the next attempt; at the last one it is given up, and other work is left."""
    script = ringing(outgoing=TRIED)
    ended = (MONDAY + timedelta(minutes=1), MONDAY + timedelta(hours=2, minutes=1))
    for tries, deed, left in (
        (0, Try(through="c2", until=ended[1]), ()),
        (1, Drop("attempts.call_back", through="c2", tries=2), ("letter",)),
    ):
        log = begun(script, replace(GOES_ON, tries=tries))
        log += decide(script, fold_all(script, log), c.Advance(), ended[0])
        call = fold_all(script, log)
        assert came_of(script, call) == (deed, ended[0])
        assert tuple(task.kind for task in call.tasks) == left


def test_nothing_is_left_where_it_was_done_or_nothing_is_said() -> None:
    """Whoever was told before the line was dead is not written to; nor is anybody if the script names no other work."""
    done = ringing(outgoing=replace(TRIED, stage="ringing", done={"call_back": ("said:why",)}), stages=_UNANSWERED)
    nothing = ringing(outgoing=replace(TRIED, attempts={"call_back": Attempts(most=1, apart="2h")}))
    other = ringing(outgoing=replace(TRIED, attempts={"dispatch": TRIED.attempts["call_back"]}))
    for script, keys in ((done, 2), (nothing, 1), (other, 1)):
        log = begun(script, replace(GOES_ON, tries=1))
        for _ in range(keys):
            log += decide(script, fold_all(script, log), c.Advance(), MONDAY + timedelta(minutes=1))
        call = fold_all(script, log)
        assert call.ended
        assert call.ended.how == "no_contact"
        assert call.tasks == ()


WHY = "it was not so"
LETTERS = Clause(
    id="T-01",
    modality="must",
    rules=(Response(after=("task:letter",), then=("task_done:letter",), within="due", outlives=True),),
)


def _last_attempt(*commands: c.Command, became: tuple[e.TaskMove, ...] = ()) -> tuple[Script, Call]:
    """Return a call that nobody has answered at the last attempt, with what was corrected since."""
    script = ringing(outgoing=TRIED, clauses=(LETTERS,), standard=("T-01",))
    log = begun(script, replace(GOES_ON, tries=1))
    for command in (c.Advance(), *commands):
        call = replace(fold_all(script, log), became=became)
        log += decide(script, call, command, MONDAY + timedelta(minutes=1))
    return script, fold_all(script, log)


@pytest.mark.parametrize("reached", ["operator", "caller", "abuse"])
def test_whoever_was_reached_after_all_is_not_written_to(reached: EndKind) -> None:
    """What is done in the place of the work stands and falls with the giving up, however often the end is corrected."""
    for ends in ([], [reached], [reached, "no_contact"], [reached, "no_contact", reached], [reached, "transfer"]):
        script, call = _last_attempt(*(c.CorrectEnd(how, WHY) for how in ends))
        given_up = not ends or ends[-1] == "no_contact"
        came = came_of(script, call)
        assert [task.kind for task in call.tasks] == ["letter"] * given_up
        assert ("task:letter" in call.happened) is given_up
        assert isinstance(came and came.deed, Drop) is given_up
        (letters,) = verdicts(script, call.watches, MONDAY + timedelta(minutes=2))
        assert letters.verdict == ("open" if given_up else "na")


def test_it_is_left_where_the_end_is_corrected_to_no_contact() -> None:
    """A call that was first recorded to have ended otherwise gives the work up in the same way, and takes that back."""
    script = ringing(outgoing=replace(TRIED, stage="ringing"))
    for ends, left in ((["no_contact"], ["letter"]), (["no_contact", "caller"], []), (["no_contact", "abuse"], [])):
        log = begun(script, replace(GOES_ON, tries=1))
        for command in (c.LoseLine(), *(c.CorrectEnd(how, WHY) for how in ends)):
            log += decide(script, fold_all(script, log), command, MONDAY + timedelta(minutes=1))
        assert [task.kind for task in fold_all(script, log).tasks] == left


def test_a_call_that_has_not_ended_leaves_nothing_in_its_place() -> None:
    """The end is taken back, also after it was corrected: there is no letter; ended in vain again, there is one."""
    for first in ((), (c.CorrectEnd("caller", WHY),), (c.CorrectEnd("caller", WHY), c.CorrectEnd("no_contact", WHY))):
        script, call = _last_attempt(*first, c.TakeEndBack(WHY))
        assert (call.tasks, "task:letter" in call.happened) == ((), False)
        script, call = _last_attempt(*first, c.TakeEndBack(WHY), c.Advance())
        assert [task.kind for task in call.tasks] == ["letter"]
        assert isinstance(came_of(script, call), Came)


def test_what_somebody_is_at_stays_theirs() -> None:
    """A letter that was taken while the call lay open is not dropped by a correction, and there is no second one."""
    _, call = _last_attempt()
    (letter,) = call.tasks
    taken = e.TaskTaken(seq=1, at=MONDAY, task=letter.id, kind="letter", call="c2", by="18", attempt=1)
    for ends in (("operator",), ("operator", "no_contact")):
        _, call = _last_attempt(*(c.CorrectEnd(how, WHY) for how in ends), became=(taken,))
        assert call.tasks == (letter,)


_UNANSWERED = (
    *STAGES,
    Stage(id="ringing", next="unanswered", steps=(Say(id="why", when=Guard(happened="continues:call_back")),)),
    Stage(id="unanswered", steps=(End(id="nobody", how="no_contact"),)),
)


def test_what_was_noted_goes_with_the_work() -> None:
    """The value of the field that the way names is its note; what was declined is none."""
    noting = ringing(outgoing=replace(WAY, notes={"call_back": "name"}))
    advised = (c.Advance(), c.Advance(), c.Advance(), c.LoseLine())
    for fill, note in ((c.Fill("name", "Anna"), "Anna"), (c.Fill("phone", "no", absent=True), "")):
        found = _came(noting, fill, *advised)
        assert found is not None
        assert found[0] == Finish("reached", note, through="c2")
    absent = ringing(outgoing=replace(WAY, notes={"call_back": "phone"}))
    assert _came(absent, c.Fill("phone", "no", absent=True), *advised) == (Finish("reached", through="c2"), 240)
    other = ringing(outgoing=replace(WAY, notes={"dispatch": "name"}))
    assert _came(other, c.Fill("name", "Anna"), *advised) == (Finish("reached", through="c2"), 240)


def test_what_else_comes_to_nothing() -> None:
    """Neither does a call that rang, nor one whose script has lost its way, nor one that has not begun."""
    script = ringing()
    assert came_of(script, Call()) is None
    assert came_of(script, Walk(script).go("@end", "gone").call) is None
    log = begun(script, GOES_ON)
    log += decide(script, fold_all(script, log), c.LoseLine(), MONDAY)
    assert came_of(make_script(), fold_all(script, log)) is None
    other = ringing(outgoing=Outgoing(stage="ringing", done={"dispatch": ("said",)}))
    assert came_of(other, fold_all(script, log)) is None


def test_a_stage_with_nothing_to_begin_with() -> None:
    """Where all steps are passed over nothing begins."""
    hidden = Stage(id="ringing", steps=(Do(id="never_rung", when=Guard(happened="incoming")),))
    with pytest.raises(Refused, match="no_start"):
        begun(make_script(stages=(*STAGES, hidden), outgoing=WAY), GOES_ON)
