"""What is taken back obliges to nothing: answers, tasks and obligations go, what was said or registered stays."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.guards import holds
from callscript.core.call.mended import kept_by_end
from callscript.core.call.refusal import Refused
from callscript.core.script.base import EndKind
from callscript.core.script.conditions import Guard
from callscript.core.script.model import Detour, Field, Script, Start
from callscript.core.script.steps import (
    Ask,
    Choose,
    Do,
    End,
    Option,
    Pick,
    Register,
    Say,
    Stage,
    Step,
    TaskSpec,
    Wait,
)
from callscript.core.standard.clauses import Clause, Existence, Precedence, Response, Rule
from callscript.core.standard.monitors import Watch, observe
from tests.core.scripts import MONDAY, Walk, make_script

PROMISE = TaskSpec(kind="ring", due="1h")
OPENING = Stage(id="opening", next="main", steps=(Say(id="greet"),))
MAIN = Stage(
    id="main",
    steps=(
        Ask(id="ask_matter", field="subject", matter=True),
        Choose(
            id="kind",
            options=(
                Option(id="plain"),
                Option(id="appeal", to="appeal"),
                Option(id="ring", detour="ring"),
                Option(id="more", to="main"),
            ),
        ),
        Do(id="serve"),
        Choose(id="again", options=(Option(id="next", to="main"), Option(id="done"))),
        End(id="over"),
    ),
)
APPEAL = Stage(
    id="appeal",
    next="main_end",
    steps=(
        Register(id="enter", what="appeal", requires=("subject",)),
        Choose(
            id="competence",
            options=(Option(id="within"), Option(id="beyond", task=TaskSpec(kind="dispatch", due="today"))),
        ),
        Say(id="told", when=Guard(answer="competence", among=("beyond",))),
    ),
)
MAIN_END = Stage(
    id="main_end",
    steps=(Choose(id="finish", options=(Option(id="next", to="main"), Option(id="done"))), End(id="hang_up")),
)
RING = Stage(
    id="ring",
    steps=(
        Ask(id="ask_number", field="number"),
        Choose(id="when", options=(Option(id="hour", task=PROMISE), Option(id="never", leave=True))),
        Say(id="promise"),
        Do(id="note"),
    ),
)
GRUMBLE = Stage(
    id="grumble",
    steps=(
        Ask(id="cause", field="cause"),
        Choose(id="fault", options=(Option(id="ours", marks=("fault",)), Option(id="none"))),
        Say(id="sorry", when=Guard(answer="fault", among=("ours",))),
        Do(id="last"),
    ),
)
PASS = Stage(
    id="pass",
    steps=(
        Pick(id="pick", directory="colleague", field="colleague"),
        Choose(id="ready", options=(Option(id="yes"), Option(id="no", leave=True), Option(id="ring", to="ring"))),
        End(id="put_through", how="transfer", keeps=("colleague",)),
    ),
)
HOLD = Stage(
    id="hold",
    steps=(
        Choose(id="consent", options=(Option(id="yes", marks=("agreed",)), Option(id="no", leave=True))),
        Wait(id="wait", timer="hold", again="consent"),
        Say(id="thanks"),
    ),
)
TRY = Stage(
    id="try",
    steps=(
        Wait(id="listen", timer="clarity"),
        Choose(
            id="heard",
            when=Guard(happened="overran:clarity", since="timing:clarity"),
            options=(Option(id="yes", leave=True), Option(id="no", end="no_contact")),
        ),
    ),
)
TALK = Stage(id="talk", steps=(Say(id="word"),))
OFF = Stage(
    id="off",
    steps=(
        Choose(
            id="how",
            options=(Option(id="stay", leave=True), Option(id="gone", end="caller"), Option(id="talk", to="talk")),
        ),
    ),
)
AFTER = Stage(
    id="after",
    steps=(
        Choose(
            id="dispatch",
            each="dispatch",
            options=(Option(id="sent", closes="dispatch"), Option(id="later")),
        ),
    ),
)


def _script(*rules: Rule) -> Script:
    return make_script(
        stages=(OPENING, MAIN, APPEAL, MAIN_END, RING, GRUMBLE, PASS, HOLD, TRY, OFF, TALK, AFTER),
        start=(Start(stage="opening"),),
        after_call="after",
        detours=(
            Detour(id="ring", stage="ring"),
            Detour(
                id="grumble",
                stage="grumble",
                matter=("cause",),
                stay=Guard(happened="mark:fault", all=(Guard(not_=Guard(happened="said:sorry", since="mark:fault")),)),
            ),
            Detour(id="pass", stage="pass"),
            Detour(id="hold", stage="hold"),
            Detour(id="try", stage="try", again="leave"),
            Detour(id="off", stage="off", quiet=True),
        ),
        matter=("subject",),
        fields=(
            Field(id="subject"),
            Field(id="number", kind="phone"),
            Field(id="cause"),
            Field(id="colleague"),
            Field(id="email", absent="none"),
        ),
        clauses=(Clause(id="R-01", modality="must", rules=rules),),
        standard=("R-01",),
    )


def _walk(*rules: Rule) -> Walk:
    return Walk(_script(*rules or (Existence(some=("said:greet",)),)), MONDAY)


TO_KIND = ("+", "subject=pension", "+")


# ------------------------------------------------------------------------- a detour that is taken back


def test_a_cancelled_detour_owes_nothing() -> None:
    """Whatever in it opened an obligation, and by whichever key it was left."""
    for after in ("entered:ring", "done:ask_number", "chose:when", "task:ring"):
        for back in (("@ring",), ("<", "<", "<")):
            walk = _walk(Response(after=(after,), then=("said:promise",)))
            walk.go("+", "@ring", "number=+37120000000", "+", "hour")
            assert walk.found("R-01")[0] == "open", after
            walk.go(*back)
            assert walk.call.step == "ask_matter"
            assert walk.found("R-01")[0] == "na", after
            assert walk.call.tasks == ()
            assert not {"chose:when", "task:ring", "entered:ring"} & walk.call.happened.keys()
            assert "when" not in walk.call.answers
            assert walk.call.fields["number"].text == "+37120000000", "what was typed stays"


def test_what_was_said_stays_but_obliges_no_more() -> None:
    """The words were heard; what they would have led to is not owed once the detour is taken back."""
    walk = _walk(Response(after=("said:promise",), then=("done:note",)))
    walk.go("+", "@ring", "number=+37120000000", "+", "hour", "+")
    assert walk.found("R-01")[0] == "open"
    walk.go("@ring")
    assert walk.found("R-01")[0] == "na"
    assert "said:promise" in walk.call.happened
    assert [task.kind for task in walk.call.tasks] == ["ring"], "the caller has been told: it is promised"


def test_a_detour_gone_through_inside_a_cancelled_one_stands() -> None:
    """A call-back promised from within a complaint is promised, whatever becomes of the complaint."""
    walk = _walk(Response(after=("chose:when",), then=("said:promise",)))
    walk.go("+", "@grumble", "@ring", "number=+37120000000", "+", "hour", "+", "+")
    walk.go("@grumble")
    assert [task.kind for task in walk.call.tasks] == ["ring"]
    assert walk.found("R-01")[0] == "met"
    assert walk.call.answers["when"] == "hour"


def test_what_was_answered_before_is_owed_again() -> None:
    """An answer taken back does not answer what was owed before the detour."""
    walk = _walk(Response(after=("said:greet",), then=("mark:fault",)))
    walk.go("+", "@grumble", "cause=x", "+", "ours")
    assert walk.found("R-01")[0] == "met"
    walk.go("<", "none", "<", "<", "<")
    assert walk.call.step == "ask_matter"
    assert walk.found("R-01")[0] == "open"


def test_taking_back_breaches_nothing() -> None:
    """A word said for a reason that is taken back later was said for that reason."""
    walk = _walk(Precedence(first=("mark:fault",), then=("said:sorry",)))
    walk.go("+", "@grumble", "cause=x", "+", "ours", "+", "@grumble")
    assert walk.found("R-01")[0] == "met"


def test_a_detour_that_must_stay() -> None:
    """While its guard holds neither its key nor Backspace takes a detour back; changing the answer opens the way."""
    walk = _walk().go("+", "@grumble", "cause=x", "+", "ours")
    assert walk.refusal("@grumble") == ("detour_stays", "grumble")
    assert walk.refusal("<", "<", "<") == ("detour_stays", "grumble")
    walk.go("+", "none", "@grumble")
    assert walk.call.step == "ask_matter"


def test_a_detour_starts_anew() -> None:
    """Answers of an earlier visit hold no condition, and the fields of the visit start empty."""
    walk = _walk().go("+", "@grumble", "cause=late", "+", "ours", "+", "+")
    walk.go("@grumble")
    assert "cause" not in walk.call.fields
    assert "fault" not in walk.call.answers
    assert walk.refusal("+") == ("fill_first", "cause")
    walk.go("@grumble")
    assert walk.call.fields["cause"].text == "late", "taken back: what was recorded before is there again"


# ------------------------------------------------------------------------- answers that are changed


def test_a_changed_answer_owes_nothing() -> None:
    """The duty of an answer goes with it; the one of the new answer is owed."""
    walk = _walk(Response(after=("chose:competence=beyond",), then=("said:told",)))
    walk.go(*TO_KIND, "appeal", "+", "beyond")
    assert walk.found("R-01")[0] == "open"
    walk.go("<", "within")
    assert walk.found("R-01")[0] == "na"
    assert walk.call.tasks == ()


def test_what_was_said_before_an_answer_was_changed_is_said_anew() -> None:
    """A promise of another hour is not the one that the caller has heard: the line is there to be said again."""
    rule = Response(after=("chose:when=hour", "chose:when=two"), then=("said:promise",))
    script = _script(rule)
    options = (Option(id="hour", task=PROMISE), Option(id="two", task=PROMISE), Option(id="never", leave=True))
    ring = replace(RING, steps=(RING.steps[0], Choose(id="when", options=options), *RING.steps[2:]))
    stages = tuple(ring if stage is RING else stage for stage in script.pack.stages)
    walk = Walk(Script(replace(script.pack, stages=stages), script.texts, script.directory), MONDAY)
    walk.go("+", "@ring", "number=1234567", "+", "hour", "+", "<", "<")
    assert walk.call.step == "when"
    walk.go("hour")
    assert walk.call.done_here, "the same answer: it was said already"
    walk.go("<", "two")
    assert walk.call.step == "promise"
    assert not walk.call.done_here
    assert walk.found("R-01")[0] == "open"
    walk.go("+")
    assert walk.found("R-01")[0] == "met"


def test_an_answer_on_a_branch_that_was_left() -> None:
    """What was chosen on it obliges to nothing, for no step of the new branch could meet it."""
    walk = _walk(Response(after=("chose:kind=ring", "chose:when"), then=("done:note",)))
    walk.go(*TO_KIND, "ring", "number=1234567", "+", "hour", "<", "<", "<", "plain")
    assert walk.found("R-01")[0] == "na"
    assert walk.call.tasks == ()


def test_no_way_back_behind_a_register() -> None:
    """What is registered stands: Backspace stops there, however often it is pressed."""
    walk = _walk(Response(after=("registered:appeal",), then=("chose:competence",)))
    walk.go(*TO_KIND, "appeal", "+", "beyond", "<")
    assert walk.refusal("<") == ("registered",)
    assert walk.call.step == "competence"


def test_what_a_register_requires_cannot_be_emptied() -> None:
    """It can be changed. Before it is registered it can be emptied."""
    walk = _walk().go(*TO_KIND, "subject=", "subject=pension", "appeal", "+")
    assert walk.refusal("subject=") == ("registered_keeps", "subject")
    walk.go("subject=a pension")
    assert walk.refusal("subject=") == ("registered_keeps", "subject")
    walk.go("beyond", "+", "next", "subject=x", "subject=")
    assert "subject" not in walk.call.fields, "the next matter is not registered yet"


# ------------------------------------------------------------------------- matters


def test_each_matter_has_its_own_fields_and_answers() -> None:
    """The next one starts empty; going back brings the one before back, whole."""
    walk = _walk().go(*TO_KIND, "appeal", "+", "beyond", "+", "next")
    assert (walk.call.step, walk.call.matter) == ("ask_matter", 2)
    assert (dict(walk.call.fields), dict(walk.call.answers)) == ({}, {})
    walk.go("<")
    assert (walk.call.step, walk.call.matter) == ("finish", 1)
    assert walk.call.fields["subject"].text == "pension"
    assert walk.call.answers["competence"] == "beyond"
    walk.go("+")
    assert (walk.call.step, walk.call.matter, dict(walk.call.fields)) == ("ask_matter", 2, {})


def test_a_register_keeps_number_and_values() -> None:
    """The event carries the matter's number and what was recorded of it."""
    walk = _walk().go(*TO_KIND, "appeal", "+", "within", "next", "subject=tax", "+", "appeal", "+")
    kept = [(each.matter, each.fields, each.values) for each in walk.log if isinstance(each, e.Registered)]
    assert [each[:2] for each in kept] == [(1, ("subject",)), (2, ("subject",))]
    assert '"pension"' in kept[0][2]
    assert '"tax"' in kept[1][2]


def test_two_appeals_are_dispatched_one_by_one() -> None:
    """Whichever of them is beyond competence; both, if both are: each about its own matter."""
    rule = Response(after=("chose:competence=beyond",), then=("chose:dispatch=sent",), by_matter=True, outlives=True)
    for first, second in (("beyond", "within"), ("within", "beyond"), ("beyond", "beyond")):
        walk = _walk(rule)
        told = {"beyond": ("+",), "within": ()}
        walk.go(*TO_KIND, "appeal", "+", first, *told[first], "next")
        walk.go("subject=tax", "+", "appeal", "+", second, *told[second], "done", "+")
        wanted = [n for n, each in enumerate((first, second), start=1) if each == "beyond"]
        assert [task.matter for task in walk.call.tasks] == wanted
        for number in wanted:
            assert (walk.call.step, walk.call.matter) == ("dispatch", number)
            assert walk.call.fields["subject"].text == ("pension", "tax")[number - 1]
            assert walk.found("R-01")[0] == "open"
            walk.go("sent")
        assert walk.call.tasks == ()
        assert walk.call.over
        assert walk.found("R-01")[0] == "met"


def test_a_dispatch_called_done_by_mistake_is_open_again() -> None:
    """Going back after the call and answering otherwise opens the work again."""
    walk = _walk().go(*TO_KIND, "appeal", "+", "beyond", "+", "next")
    walk.go("subject=tax", "+", "appeal", "+", "beyond", "+", "done", "+", "sent", "<", "later", "sent")
    assert [(task.matter, task.kind) for task in walk.call.tasks] == [(1, "dispatch")]


def test_the_other_matter_does_not_answer() -> None:
    """A second appeal told does not tell the first, and what excuses the second does not excuse the first."""
    rule = Response(after=("a",), then=("b",), unless=("c", "ended:caller"), by_matter=True)
    script = _script(rule)
    watches: Mapping[str, tuple[Watch, ...]] = {}
    for seq, (fact, matter) in enumerate((("a", 1), ("a", 2), ("b", 2), ("c", 2)), start=1):
        watches = observe(script, watches, seq, MONDAY, (fact,), matter=matter)
    (watch,) = watches["R-01"]
    assert [each.matter for each in watch.obligations] == [1]
    watches = observe(script, watches, 5, MONDAY, ("ended", "ended:caller"), matter=2)
    assert watches["R-01"][0].obligations == ()


# ------------------------------------------------------------------------- picked is not done


def test_a_name_is_kept_by_the_deed() -> None:
    """Refused, promised otherwise, taken back or hung up: nobody was put through. Put through: so it is told."""
    for end in (("no",), ("@pass",), ("<", "<"), ("ring", "number=1234567", "+", "hour", "+", "+")):
        walk = _walk().go("+", "@pass", "ilze")
        assert walk.call.fields["colleague"].text == "Ilze Bērziņa"
        walk.go(*end)
        assert walk.call.step == "ask_matter"
        assert "colleague" not in walk.call.fields, end
    walk = _walk().go("+", "@pass", "ilze", "yes")
    walk.do(c.LoseLine())
    assert "colleague" not in walk.call.fields
    walk = _walk().go("+", "@pass", "ilze", "yes", "+")
    assert walk.call.fields["colleague"].text == "Ilze Bērziņa"


def test_what_only_the_end_has_made_true_goes_with_it() -> None:
    """The end was corrected, or there was none: nobody was put through. Corrected back, somebody was, as it stood."""
    walk = _walk().go("+", "@pass", "ilze", "yes", "+")
    ends: dict[EndKind, bool] = {"caller": False, "no_contact": False, "transfer": True}
    for how, kept in ends.items():
        walk.do(c.CorrectEnd(how, "nobody answered"))
        assert ("colleague" in walk.call.fields) == kept, how
    assert kept_by_end(walk.call) == {"colleague": None}
    walk.do(c.TakeEndBack("nobody answered"))
    assert walk.call.step == "put_through"
    walk.go("@pass")
    assert "colleague" not in walk.call.fields
    assert kept_by_end(walk.call) == {}
    other = _walk().go("+", "@pass", "ilze", "yes", "+")
    other.do(c.CorrectField("colleague", "", "it was nobody"), c.CorrectEnd("caller", "nobody answered"))
    other.do(c.CorrectEnd("transfer", "somebody did"))
    assert "colleague" not in other.call.fields
    other.do(c.CorrectEnd("caller", "nobody answered"), c.CorrectField("colleague", "Oļehs", "it was he"))
    other.do(c.CorrectEnd("transfer", "somebody did"))
    assert other.call.fields["colleague"].text == "Oļehs"


def test_a_name_that_is_picked_is_one_of_the_directory() -> None:
    """Whoever corrects it names somebody whom the script offers for it; where it is asked for too, any text will do."""
    walk = _walk().go("+", "@pass", "ilze", "yes", "+")
    assert walk.script.names_of == {"colleague": ("Ilze Bērziņa", "Oļehs")}
    for wrong in ("4", "Tiesa", "?", "Ilze"):
        with pytest.raises(Refused, match="not_a_value"):
            walk.do(c.CorrectField("colleague", wrong, "it was another"))
    walk.do(c.CorrectField("colleague", "Oļehs", "it was another"), c.CorrectField("colleague", "", "it was nobody"))
    assert "colleague" not in walk.call.fields
    asked = Stage(id="talk", steps=(Ask(id="who", field="colleague"),))
    script = _script(Existence(some=("said:greet",)))
    stages = tuple(asked if stage.id == "talk" else stage for stage in script.pack.stages)
    script = Script(replace(script.pack, stages=stages), script.texts, script.directory)
    assert script.names_of == {}
    Walk(script, MONDAY).do(c.Fill("colleague", "4"))


# ------------------------------------------------------------------------- waits, and what lapses


def test_talk_is_not_hold() -> None:
    """A detour ends the wait; coming back asks for consent again, and yes begins a new run."""
    walk = _walk(Precedence(first=("mark:agreed",), then=("timing:hold",), fresh=True))
    walk.go("+", "@hold", "yes").wait(20).go("@grumble")
    assert walk.call.running == {}
    walk.wait(60).go("cause=x", "+", "none", "+")
    assert walk.call.step == "consent"
    assert walk.refusal("+") == ("choose_first",)
    walk.go("yes").wait(5).go("+")
    assert [(run.ended - run.started).total_seconds() for run in walk.call.runs_of("hold")] == [20, 5]
    assert walk.found("R-01")[0] == "met"


def test_no_way_back_to_the_consent_of_a_wait_that_was_ended() -> None:
    """Where the caller is asked anew, Backspace takes the detour back: the old answer agrees to no other wait."""
    walk = _walk(Precedence(first=("mark:agreed",), then=("timing:hold",), fresh=True))
    for _ in range(2):
        walk.go(*(() if walk.call.step == "consent" else ("+", "@hold")), "yes").wait(20)
        walk.go("@grumble", "cause=x", "+", "none", "+")
    assert walk.call.step == "consent"
    walk.go("<")
    assert [frame.detour for frame in walk.call.frames] == [""]
    assert walk.call.running == {}
    assert walk.found("R-01")[0] == "met"


def test_who_goes_back_comes_by_again() -> None:
    """A step that is passed over once it has been answered is come to again by whoever went back before it."""
    asked = Choose(
        id="clear",
        when=Guard(not_=Guard(happened="chose:clear=yes", since="done:serve")),
        options=(Option(id="yes"), Option(id="no")),
    )
    stages = tuple(
        replace(stage, steps=(*stage.steps[:3], asked, *stage.steps[3:])) if stage.id == "main" else stage
        for stage in _script(Existence(some=("said:greet",))).pack.stages
    )
    script = _script(Existence(some=("said:greet",)))
    walk = Walk(Script(replace(script.pack, stages=stages), script.texts), MONDAY)
    walk.go(*TO_KIND, "plain", "+", "yes", "<", "<", "+")
    assert walk.call.step == "clear"


def test_a_quiet_detour_leaves_the_wait_alone() -> None:
    """To look how the call could be ended is no talk."""
    walk = _walk().go("+", "@hold", "yes").wait(20).go("@off", "stay")
    assert walk.call.step == "wait"
    assert walk.call.running["hold"].started == MONDAY


def test_a_memory_lapses() -> None:
    """What was waited for an hour ago is waited for again, in the flow and in the rule."""
    rule = Precedence(first=("overran:clarity",), then=("ended:no_contact",), lapses=("timing:clarity",))
    walk = _walk(rule).go("+", "@try").wait(11).go("+", "yes", "@try", "+")
    assert walk.call.step == "ask_matter", "the choice is not offered"
    walk.go("@try").wait(11).go("+", "no")
    assert walk.found("R-01")[0] == "met"


# ------------------------------------------------------------------------- a line that is cut


def test_who_hangs_up_is_still_owed_the_answer() -> None:
    """With a number known, work stays for each matter; without one, the rule is excused and that is all."""
    rule = Response(
        after=("chose:competence=beyond",),
        then=("said:told",),
        unless=("ended:caller",),
        by_matter=True,
        cut=TaskSpec(kind="inform", due="1wd"),
    )
    for number, kinds in (("number=+37120000000", ["dispatch", "inform"]), ("email=a@b.lv", ["dispatch"])):
        walk = _walk(rule).go(*TO_KIND, number, "appeal", "+", "beyond")
        walk.do(c.LoseLine())
        assert [task.kind for task in walk.call.tasks] == kinds
        assert walk.found("R-01")[0] == "na"
    walk = _walk(rule).go(*TO_KIND, "number=+37120000000", "appeal", "+", "beyond", "+")
    walk.do(c.LoseLine())
    assert [task.kind for task in walk.call.tasks] == ["dispatch"], "told already"


# ------------------------------------------------------------------------- signs alone


def test_a_sign_alone_says_nothing() -> None:
    """No dash, dot, question mark or space is a matter, a cause or a number; with a letter or a digit it may be."""
    walk = _walk().go("+")
    for sign in ("-", "—", ".", "?", " ", "…", "-.-", "\u00a0", "🙂"):
        assert walk.refusal(f"subject={sign}") == ("says_nothing", "subject"), sign
    for text in ("№ 5", "?!а", "1"):
        walk.go(f"subject={text}")


# ------------------------------------------------------------------------- done anew, heard, registered


def test_what_lies_behind_a_changed_answer_is_done_anew() -> None:
    """Words said, answers given and things done on the old answer's strength do not count for the new one."""
    walk = _walk().go("+", "@ring", "number=1234567", "+", "hour", "+", "<", "<")
    assert walk.call.step == "when"
    walk.go("<", "number=7654321", "+")
    assert walk.call.step == "when"
    assert walk.refusal("+") == ("choose_first",)
    walk.go("hour")
    assert walk.call.step == "promise"
    walk.go("+")
    said = [each.seq for each in walk.log if isinstance(each, e.Said) and each.step == "promise"]
    assert len(said) == 2
    assert [task.kind for task in walk.call.tasks] == ["ring"], "one promise, made anew"


def test_who_was_not_picked_is_not_recorded_by_a_step() -> None:
    """What comes true by a step is what was picked: nothing where nobody was, nor once more what was typed in."""
    script = _script(Existence(some=("said:greet",)))
    greet = replace(OPENING, steps=(replace(OPENING.steps[0], keeps=("colleague",)),))
    pack = replace(script.pack, stages=(greet, *script.pack.stages[1:]))
    for typed in ((), ("Oļehs",)):
        walk = Walk(Script(pack, script.texts, script.directory), MONDAY)
        walk.go(*(f"colleague={name}" for name in typed), "+")
        assert tuple(each.value for each in walk.log if isinstance(each, e.Filled)) == typed


def test_the_same_answer_keeps_what_lies_behind() -> None:
    """Going back and forward without a change asks for nothing again."""
    walk = _walk().go("+", "@ring", "number=1234567", "+", "hour", "+", "<", "<", "<", "+", "+", "+")
    assert walk.call.step == "note"
    assert sum(isinstance(each, e.Said) for each in walk.log) == 2


def test_what_the_caller_has_heard_stays_promised() -> None:
    """Told, and then answered otherwise: the promise stands; not told: it goes."""
    told = _walk().go("+", "@ring", "number=1234567", "+", "hour", "+", "<", "<", "never")
    assert [task.kind for task in told.call.tasks] == ["ring"]
    untold = _walk().go("+", "@ring", "number=1234567", "+", "hour", "<", "never")
    assert untold.call.tasks == ()


def test_a_second_round_by_mistake() -> None:
    """A matter begun by mistake and gone back from owes nothing and makes nothing stale."""
    walk = _walk(
        Response(after=("chose:kind=appeal",), then=("registered:appeal",)),
        Precedence(first=("chose:kind=plain",), then=("done:serve",), lapses=("matter",)),
    )
    walk.go(*TO_KIND, "plain", "+", "next", "subject=x", "+", "appeal", "<", "<", "<")
    assert walk.call.step == "again"
    walk.go("done")
    assert "matter" not in walk.call.happened
    assert walk.call.tasks == ()
    assert walk.found("R-01")[0] == "met"


def test_a_registered_complaint_is_not_taken_back() -> None:
    """Its key is refused where a register of the detour was done."""
    stage = Stage(id="file", steps=(Register(id="file_it", what="note", requires=("subject",)), Say(id="filed")))
    script = make_script(
        stages=(OPENING, MAIN, APPEAL, MAIN_END, RING, stage),
        start=(Start(stage="opening"),),
        after_call=None,
        detours=(Detour(id="file", stage="file"), Detour(id="ring", stage="ring")),
        fields=(Field(id="subject"), Field(id="number", kind="phone")),
    )
    walk = Walk(script, MONDAY).go("+", "subject=x", "+", "@file")
    walk.go("@file", "@file", "+")
    assert walk.refusal("@file") == ("registered",)
    assert walk.refusal("<") == ("registered",)


def test_a_search_that_was_waited_for_is_not_taken_back() -> None:
    """The key after the wait leaves the detour; what it owes is owed."""
    walk = _walk(Response(after=("mark:agreed",), then=("said:promise",)))
    walk.go("+", "@hold", "yes").wait(9).go("+", "@hold")
    assert walk.call.step == "ask_matter"
    assert walk.found("R-01")[0] == "open"
    before = _walk(Response(after=("chose:consent",), then=("said:promise",))).go("+", "@hold", "@hold")
    assert before.found("R-01")[0] == "na"


def test_what_a_promise_relies_on_cannot_be_emptied() -> None:
    """The last way to reach the caller stays while work is promised; it can be changed."""
    walk = _walk().go("+", "number=1234567", "number=", "@ring", "number=1234567", "+", "hour", "+", "+")
    assert walk.refusal("number=") == ("promise_keeps", "number")
    assert walk.refusal("number=Anna") == ("promise_keeps", "number")
    walk.go("number=7654321")
    rang = Walk(_script(Existence(some=("said:greet",))), MONDAY, phone="+37120000000")
    rang.go("+", "@ring", "number=1234567", "+", "hour", "+", "+", "number=")
    assert "number" not in rang.call.fields, "the number that rang is known"


def test_a_sign_is_no_reason() -> None:
    """Neither why there is none nor why a clause was not met can be a sign alone; a number is no reason either."""
    walk = _walk(Existence(some=("said:promise",)))
    walk.do(c.Fill("email", "", absent=True))
    for field, reason in (("email", "?"), ("email", "29123456"), ("email", "+371 29-12-34-56")):
        with pytest.raises(Refused) as refused:
            walk.do(c.Fill(field, reason, absent=True))
        assert (refused.value.code, refused.value.names) == ("absent_reason", (field,))
    walk.do(c.LoseLine())
    with pytest.raises(Refused) as refused:
        walk.do(c.Explain("R-01", " . "))
    assert (refused.value.code, refused.value.names) == ("says_nothing", ("R-01",))
    walk.do(c.Explain("R-01", "the line"), c.Explain("R-01", ""))


def test_talk_in_a_quiet_detour_ends_the_wait_after_all() -> None:
    """A quiet detour that comes to words to say is quiet no more."""
    walk = _walk().go("+", "@hold", "yes").wait(20).go("@off")
    assert "hold" in walk.call.running
    walk.go("talk")
    assert walk.call.running == {}
    walk.go("+")
    assert walk.call.step == "consent"


@pytest.mark.parametrize(
    ("word", "ended"),
    [
        (Ask(id="word", field="cause"), True),
        (Ask(id="word", field="cause", aloud=False), False),
        (Choose(id="word", options=(Option(id="fine"),)), True),
        (Choose(id="word", options=(Option(id="fine"),), aloud=False), False),
        (Do(id="word"), False),
    ],
)
def test_only_what_is_said_to_the_caller_is_talk(word: Step, ended: bool) -> None:
    """What the operator asks himself, or does, in a quiet detour leaves the wait alone."""
    script = _script(Existence(some=("said:greet",)))
    stages = tuple(replace(each, steps=(word,)) if each.id == "talk" else each for each in script.pack.stages)
    walk = Walk(Script(replace(script.pack, stages=stages), script.texts), MONDAY)
    walk.go("+", "@hold", "yes").wait(20).go("@off", "talk")
    assert walk.call.step == "word"
    assert (walk.call.running == {}) == ended


def test_a_task_that_is_open_is_not_opened_again_when_the_line_is_cut() -> None:
    """The promise made before is the work."""
    rule = Response(after=("chose:when",), then=("said:promise",), cut=TaskSpec(kind="ring", due="1d"))
    walk = _walk(rule).go("+", "@ring", "number=1234567", "+", "hour")
    walk.do(c.LoseLine())
    assert [task.kind for task in walk.call.tasks] == ["ring"]


def test_an_answer_whose_detour_cannot_be_taken_is_dimmed() -> None:
    """It says why, as the detour does."""
    script = make_script(
        stages=(OPENING, MAIN, APPEAL, MAIN_END, RING),
        start=(Start(stage="opening"),),
        after_call=None,
        detours=(Detour(id="ring", stage="ring", when=Guard(field="number")),),
        fields=(Field(id="subject"), Field(id="number", kind="phone")),
    )
    walk = Walk(script, MONDAY).go("+", "subject=x", "+")
    assert walk.refusal("ring") == ("not_offered", "detour_unless.ring")
    walk.go("number=1234567", "ring")
    assert walk.call.step == "ask_number"


def test_by_the_end_of_the_day() -> None:
    """A limit may be midnight on the centre's clock: before it is in time, after it is not."""
    rule = Response(after=("registered:appeal",), then=("chose:competence",), within="today")
    for seconds, verdict in ((13 * 3600 + 3599, "met"), (14 * 3600 + 1, "breached")):
        walk = _walk(rule).go(*TO_KIND, "appeal", "+").wait(seconds)
        assert walk.found("R-01")[0] == ("open" if verdict == "met" else "breached")
        walk.go("within")
        assert walk.found("R-01")[0] == verdict


def test_since_any_of_several() -> None:
    """What happened must have come after the latest of all of them."""
    guard = Guard(happened="said:greet", since=("chose:kind", "timing:hold"))
    walk = _walk().go("+")
    assert holds(guard, walk.call)
    walk.go("subject=x", "+", "plain")
    assert not holds(guard, walk.call)


def test_a_line_that_promises_stays_promised() -> None:
    """Work that a line opens was heard with it."""
    stage = Stage(id="file", steps=(Say(id="promised", task=PROMISE), Do(id="wait_a_little")))
    script = make_script(
        stages=(OPENING, MAIN, APPEAL, MAIN_END, RING, stage),
        start=(Start(stage="opening"),),
        after_call=None,
        detours=(Detour(id="file", stage="file"), Detour(id="ring", stage="ring", urgent=True)),
        fields=(Field(id="subject"), Field(id="number", kind="phone", own=True)),
    )
    walk = Walk(script, MONDAY).go("+", "@file", "+", "@file")
    assert [task.kind for task in walk.call.tasks] == ["ring"]
    assert script.urgent == script.detours["ring"]


def test_an_existence_that_is_cut_off_leaves_work() -> None:
    """What was to occur once and did not is told later, if it was owed and a number is known."""
    rule = Existence(
        some=("said:told",),
        when=("chose:competence=beyond",),
        unless=("ended:caller",),
        cut=TaskSpec(kind="inform", due="1wd"),
    )
    for way, kinds in ((("beyond",), ["dispatch", "inform"]), (("beyond", "+"), ["dispatch"]), (("within",), [])):
        walk = _walk(rule).go(*TO_KIND, "number=1234567", "appeal", "+", *way)
        walk.do(c.LoseLine())
        assert [task.kind for task in walk.call.tasks] == kinds


def test_the_answer_that_leaves_a_branch_counts() -> None:
    """Though the same question lies ahead on the branch that it leaves."""
    rule = Response(after=("done:serve",), then=("chose:again=done",))
    walk = _walk(rule).go(*TO_KIND, "plain", "+", "next", "subject=x", "+", "plain", "+", "next", *"<<<<", "<")
    assert walk.call.step == "again"
    walk.go("done")
    assert walk.found("R-01")[0] == "met"
    assert "chose:again=done" in walk.call.happened


def test_a_name_typed_over_what_was_picked_is_kept_as_it_is() -> None:
    """It is recorded already: the deed that it was picked for has nothing to add."""
    walk = _walk().go("+", "@pass", "ilze", "yes", "colleague=Oļehs")
    recorded = walk.call.seq
    walk.go("+")
    assert not any(isinstance(event, e.Filled) for event in walk.log[recorded:])
    assert walk.call.fields["colleague"].text == "Oļehs"


# ------------------------------------------------------------------------- a branch that the end of the call leaves

ENDING = (
    Stage(id="opening", steps=(Say(id="greet"), Choose(id="kind", options=(
        Option(id="ring"),
        Option(id="pass", detour="pass"),
        Option(id="over", end="operator"),
        Option(id="gone", end="caller"),
    )))),
    Stage(id="main", next="main_end", steps=(
        Pick(id="whom", directory="colleague", field="colleague"),
        Choose(id="agree", options=(Option(id="hour", task=PROMISE), Option(id="never"))),
        Do(id="noted"),
        Say(id="promised"),
        Do(id="serve"),
    )),
    MAIN_END,
    RING,
    PASS,
    OFF,
    TALK,
)  # fmt: skip
AGREED = ("number=+37120000000", "+", "ring", "ilze", "hour")
RING_BACK = Response(after=("chose:agree=hour",), then=("done:serve",), cut=TaskSpec(kind="inform", due="1wd"))


def _ending(*rules: Rule) -> Walk:
    opening, *others = ENDING
    script = make_script(
        stages=(replace(opening, next="main"), *others),
        start=(Start(stage="opening"),),
        after_call=None,
        detours=(Detour(id="pass", stage="pass"), Detour(id="end", stage="off", quiet=True)),
        fields=(Field(id="number", kind="phone", own=True), Field(id="colleague"), Field(id="subject")),
        clauses=(Clause(id="R-01", modality="must", rules=rules or (RING_BACK,)),),
        standard=("R-01",),
    )
    return Walk(script, MONDAY)


def _kinds(walk: Walk) -> list[str]:
    return [task.kind for task in walk.call.tasks]


@pytest.mark.parametrize("way", [("over",), ("gone",), ("pass", "ilze", "yes", "+")], ids=["over", "gone", "behind"])
def test_an_answer_that_ends_the_call_leaves_the_branch_behind_the_one_before(way: tuple[str, ...]) -> None:
    """What was agreed there is owed by nobody, leaves no work, and the name that was picked there is none."""
    walk = _ending().go(*AGREED)
    assert (_kinds(walk), walk.found("R-01")[0]) == (["ring"], "open")
    walk.go("<", "<", "<", *way)
    assert walk.call.ended
    assert (_kinds(walk), walk.found("R-01")[0]) == ([], "na")
    assert not {"chose:agree", "task:ring", "chose:whom=ilze"} & walk.call.happened.keys() - {"filled:colleague"}
    assert ("colleague" in walk.call.fields) == (way[0] == "pass"), "put through to whom was picked behind it"


@pytest.mark.parametrize("way", [("over",), ("pass", "ilze", "yes", "+")], ids=["by-it", "behind-it"])
def test_an_end_that_is_taken_back_takes_the_branch_up_again(way: tuple[str, ...]) -> None:
    """All is as it was before the end: promises, what was owed, the name; and it is gone on with."""
    walk = _ending().go(*AGREED, "<", "<", "<", *way[:-1])
    if way[:-1]:
        before = walk.call
        walk.go(way[-1])
        assert _kinds(walk) == []
        walk.do(c.TakeEndBack("the caller was still there"))
        assert walk.call == replace(before, seq=walk.call.seq, latest=walk.now)
        return
    walk.go("over")
    walk.do(c.TakeEndBack("the caller was still there"))
    assert (walk.call.step, walk.call.frames[0].ahead) == ("kind", ("whom", "agree", "noted"))
    assert (_kinds(walk), walk.found("R-01")[0]) == (["ring"], "open")
    assert walk.call.fields["colleague"].text == "Ilze Bērziņa"
    assert walk.call.happened["task:ring"]
    walk.go("over")
    assert (_kinds(walk), walk.found("R-01")[0]) == ([], "na"), "and ended again, it is left again"


def test_what_is_typed_after_the_end_stays_if_it_was_none() -> None:
    """Also where the end had left a branch: the field is about the call, not about the branch."""
    walk = _ending().go(*AGREED, "<", "<", "<", "over", "subject=pension")
    walk.do(c.TakeEndBack("the caller was still there"))
    assert walk.call.fields["subject"].text == "pension"


def test_an_end_that_is_corrected_leaves_no_more_than_the_answer_did() -> None:
    """Cut off or not: the branch was left by the answer, and nothing of it is still to be told."""
    walk = _ending().go(*AGREED, "<", "<", "<", "over")
    walk.do(c.CorrectEnd("caller", "they hung up"))
    assert (_kinds(walk), walk.found("R-01")[0]) == ([], "na")


def test_who_has_only_gone_back_has_changed_nothing() -> None:
    """The line is lost, or the key is pressed that ends a call: what was agreed is agreed, and told later."""
    walk = _ending().go(*AGREED, "<", "<", "<")
    walk.do(c.LoseLine())
    assert _kinds(walk) == ["ring", "inform"]
    walk = _ending().go(*AGREED, "<", "<", "<", "@end", "gone")
    assert _kinds(walk) == ["ring", "inform"]


def test_what_the_caller_has_heard_of_is_promised_though_the_branch_is_left() -> None:
    """The line that promises it was said: the work stays, whatever ends the call."""
    walk = _ending().go(*AGREED, "+", "+", "<", "<", "<", "<", "<", "over")
    assert _kinds(walk) == ["ring"]
