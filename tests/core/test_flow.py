"""Where a call goes: through stages, into detours and back to the exact step, back and on again."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import Literal

import pytest

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.before import with_before
from callscript.core.call.call import Call
from callscript.core.call.decide import decide
from callscript.core.call.flow import SHUT, current, offers, why_no_detour
from callscript.core.call.fold import orphaned_fields
from callscript.core.call.refusal import Refused
from callscript.core.script.conditions import Guard
from callscript.core.script.model import Detour, Script, Start
from callscript.core.script.steps import Ask, Choose, Do, End, Option, Say, Stage, Wait
from tests.core.scripts import (
    DETOURS,
    MONDAY,
    NIGHT,
    STAGES,
    TO_NEED,
    TO_RECORD,
    TO_REGISTERED,
    Walk,
    command,
    make_script,
)


def test_said_line_goes_on(walk: Walk) -> None:
    """Enter on a line to say records it, in the language it was said in, and goes to the next step."""
    events = walk.do(c.Advance())
    assert [type(event) for event in events] == [e.Said, e.Moved]
    assert events[0] == e.Said(seq=2, at=walk.now, step="greet", phrase="greet", language="lv")
    assert walk.call.step == "introduce"
    assert walk.do(c.Advance())[0] == e.Said(seq=4, at=walk.now, step="introduce", phrase="name_oneself", language="lv")


def test_whole_call_with_an_appeal(walk: Walk) -> None:
    """A call goes from the ring through its stages to the end and the work after it."""
    walk.go(*TO_REGISTERED)
    assert walk.call.step == "more"
    walk.go("no", "+", "+")
    assert walk.call.ended is not None
    assert walk.call.ended.how == "operator"
    assert walk.call.step == "tidy"
    assert not walk.call.over
    walk.go("+", "told")
    assert walk.call.over
    assert not walk.call.under_way


def test_closed_hours_path_comes_up_by_itself(script: Script) -> None:
    """The first start whose condition holds begins the call."""
    walk = Walk(script, NIGHT)
    assert walk.call.step == "closed_notice"
    walk.go("+")
    assert walk.call.step == "greet"


def test_what_cannot_be_kept_is_not_promised() -> None:
    """An answer that promises something for today, or within hours, is offered while the centre is open so long."""
    script = make_script()

    def closed_to(walk: Walk) -> set[str]:
        return {each.id for each in offers(script, walk.call) if not each.offered and not each.detour}

    walk = Walk(script, MONDAY).go(*TO_NEED)
    assert closed_to(walk) == {"urgent"}
    walk.wait(6.5 * 3600).go("<", "+")  # half past four
    assert closed_to(walk) == {"urgent", "promise"}
    assert walk.refusal("promise") == ("not_offered", SHUT)
    walk = Walk(script, NIGHT).go("+", *TO_NEED)
    assert closed_to(walk) == {"promise"}, "midnight on a working day: it is to be kept while the centre is open"
    walk.wait(19 * 3600).go("<", "+")  # seven in the evening
    assert closed_to(walk) == {"elsewhere", "promise"}


def test_empty_answer_is_not_passed(walk: Walk) -> None:
    """A question is refused while its field is empty, unless it is optional."""
    walk.go("+", "+", "+")
    assert walk.call.step == "need"
    assert walk.refusal("appeal", "+") == ("fill_first", "matter")


def test_step_passed_over(walk: Walk) -> None:
    """A step whose condition does not hold is passed over."""
    walk.go(*TO_NEED, "info", "+")
    assert walk.call.step == "advise"
    other = Walk(walk.script).go(*TO_NEED, "matter=tax", "info", "+")
    assert other.call.step == "advise_matter"


def test_registering_wants_its_fields(walk: Walk) -> None:
    """What the caller asks is not registered while a required field is missing; a recorded lack is enough."""
    assert walk.refusal(*TO_RECORD, "agreed", "name=Ivan", "+", "+") == ("missing_fields", "phone")
    walk.do(c.Fill("phone", "will not say", absent=True))
    events = walk.do(c.Advance())
    assert [type(event) for event in events] == [e.Registered, e.Done, e.TaskOpened, e.Moved]


def test_refused_consent_is_a_path(walk: Walk) -> None:
    """Refusing consent is recorded and leads on."""
    walk.go(*TO_RECORD, "refused")
    assert walk.call.answers["record"] == "refused"
    assert walk.call.step == "more"
    held = Walk(walk.script).go("+", "@hold", "refuse")
    assert held.call.step == "introduce"
    assert held.call.answers["hold_consent"] == "refuse"
    assert not held.call.past_runs


def test_choice_needs_a_number(walk: Walk) -> None:
    """Enter does not answer a question that has numbered answers."""
    assert walk.refusal(*TO_NEED, "+") == ("choose_first",)
    assert walk.refusal("nonsense") == ("no_such", "nonsense")
    assert walk.refusal("urgent") == ("not_offered", "unless.need.urgent")


def test_detours_nest_three_deep(walk: Walk) -> None:
    """A detour returns to the exact step it was taken from, also three deep."""
    walk.go("+", "@complaint", "+", "@hold", "agree", "@unclear")
    assert [frame.detour for frame in walk.call.frames] == ["", "complaint", "hold", "unclear"]
    walk.go("+", "+")
    assert walk.call.step == "hold_wait"
    walk.go("+", "+")
    assert walk.call.step == "fault"
    walk.go("denied")
    assert walk.call.step == "introduce"


def test_own_key_ends_a_wait(walk: Walk) -> None:
    """A detour's key pressed again at a wait says that the wait is over."""
    walk.go("@hold", "agree", "@hold")
    assert walk.call.step == "hold_thanks"
    assert walk.call.done["hold_wait"]
    walk.go("@unclear", "+", "@unclear")
    assert walk.call.step == "hold_thanks"


def test_own_key_leaves(walk: Walk) -> None:
    """A detour's key pressed again at any other step leaves the detour."""
    walk.go("@hold", "@hold")
    assert walk.call.step == "greet"
    assert walk.refusal("@hold", "@unclear", "@hold") == ("already_open", "hold")


def test_detour_that_cannot_be_taken(walk: Walk) -> None:
    """A detour is refused when it is unknown, when its condition does not hold or nothing of it can be done."""
    assert walk.refusal("@nonsense") == ("no_such", "nonsense")
    assert walk.refusal("@callback") == ("detour_not_offered", "callback")
    assert walk.refusal("@hidden") == ("detour_not_offered", "hidden")
    walk.go("phone=112")
    assert why_no_detour(walk.script, walk.call, "callback") is None
    walk.go("@callback")
    assert walk.call.step == "agree_time"


def test_what_is_refused_leaves_nothing_that_holds_itself(walk: Walk) -> None:
    """A proof is refused hundreds of thousands of keys, and looks for no such thing."""
    walk.go("+")
    words = ("@hidden", "@nonsense", "nonsense", "name=", "<", "nonsense=a")
    gc.collect()
    gc.disable()
    try:
        for word in words * 50:
            with suppress(Refused):
                decide(walk.script, walk.call, command(word), walk.now)
        assert gc.collect() < 50
    finally:
        gc.enable()


def test_answer_leads_into_a_detour(walk: Walk) -> None:
    """A detour that an answer leads to goes on behind the question when it is done."""
    walk.go(*TO_NEED, "elsewhere", "ilze", "+", "+")
    assert walk.call.fields["colleague"].text == "Ilze Bērziņa"
    assert walk.call.step == "search"


def test_onward_detours_end_together(walk: Walk) -> None:
    """An onward detour out of a detour's last question leaves both."""
    walk.go("@complaint", "+", "above", "oleh", "+", "+")
    assert walk.call.step == "greet"


def test_cancelled_onward_detour_asks_again(walk: Walk) -> None:
    """An onward detour that is cancelled returns to the question; the same answer leads into it again."""
    walk.go(*TO_NEED, "elsewhere", "<")
    assert walk.call.step == "need"
    tasks = walk.call.tasks
    walk.go("+")
    assert walk.call.step == "pick_colleague"
    assert walk.call.tasks == tasks
    walk.go("@escalate", "info")
    assert walk.call.step == "search"
    assert walk.call.tasks == ()


def test_no_detour_inside_itself(walk: Walk) -> None:
    """An answer does not open a detour that is open already."""
    assert walk.refusal("@escalate", "@complaint", "+", "above") == ("already_open", "escalate")


def test_out_leaves_every_detour(walk: Walk) -> None:
    """`out` leaves all detours, stops their clocks and goes on in the main script."""
    walk.go("@hold", "agree", "@complaint", "+", "settled")
    assert walk.call.step == "more"
    assert [frame.detour for frame in walk.call.frames] == [""]
    assert not walk.call.running


def _led_back(*, when: Guard | None = None, by: Literal["answer", "step"] = "answer") -> Walk:
    """Return a call whose first question, or what is done, leads to a detour that may come to nothing."""
    options = (Option(id="call_back", detour="try"), Option(id="now"))
    asked = Choose(id="which", matter=True, options=options, when=when)
    led = asked if by == "answer" else Do(id="look", detour="try")
    agree = Choose(id="agree", options=(Option(id="agreed"), Option(id="none", back=True)))
    stages = (Stage(id="short", steps=(Say(id="well"), led, Do(id="only"))), Stage(id="try", steps=(agree,)))
    detours = (*DETOURS, Detour(id="try", stage="try", digit=9))
    script = make_script(stages=(*stages, *STAGES), start=(Start(stage="short"),), detours=detours, matter=("name",))
    return Walk(script).go("+")


def test_a_detour_that_came_to_nothing_leads_back() -> None:
    """The question that led there is asked again, about the same matter; what was answered before is in the log."""
    walk = _led_back().go("name=Ivan", "call_back", "none")
    assert walk.call.step == "which"
    assert not walk.call.done_here
    assert [frame.detour for frame in walk.call.frames] == [""]
    assert walk.call.fields["name"].text == "Ivan"
    walk.go("call_back", "none", "call_back", "agreed")
    assert walk.call.step == "only"
    assert len([each for each in walk.log if isinstance(each, e.Chosen) and each.option == "call_back"]) == 3
    assert walk.call.fields["name"].text == "Ivan"
    walk.go("<", "<", "now")
    assert walk.call.step == "only"
    assert walk.call.answers["which"] == "now"


def test_what_led_to_a_detour_that_came_to_nothing_may_be_passed_over() -> None:
    """Where it need not be asked any more, the call goes on behind it."""
    walk = _led_back(when=Guard(not_=Guard(field="phone"))).go("call_back", "phone=112", "none")
    assert walk.call.step == "only"


def test_a_step_that_led_to_a_detour_that_came_to_nothing_is_done_again() -> None:
    """Not only an answer leads to a detour."""
    walk = _led_back(by="step").go("+", "none")
    assert walk.call.step == "look"
    assert not walk.call.done_here
    walk.go("+", "agreed")
    assert walk.call.step == "only"


def test_a_detour_by_its_key_comes_back_to_the_exact_step() -> None:
    """Nothing led there that could be asked again."""
    walk = _led_back()
    walk.go("@try")
    assert [type(event) for event in walk.do(c.Answer("none"))] == [e.Chosen, e.DetourLeft]
    assert walk.call.step == "which"


def test_back_keeps_what_was_recorded(walk: Walk) -> None:
    """Back returns to the step before; Enter then goes on without saying it twice."""
    walk.go("+", "+", "<")
    assert walk.call.step == "introduce"
    events = walk.do(c.Advance())
    assert [type(event) for event in events] == [e.Moved]
    assert walk.call.step == "ask_address"


def test_back_at_the_start(walk: Walk) -> None:
    """Back at the first step of a detour leaves it; at the first step of the call it is refused."""
    assert walk.refusal("<") == ("at_start",)
    walk.go("+", "@complaint", "<")
    assert walk.call.step == "introduce"
    walk.go("@hold", "agree", "+", "<")
    assert walk.call.step == "hold_consent"


def test_back_does_not_repeat_a_wait(walk: Walk) -> None:
    """A wait that is over is passed by in both directions: it was agreed only once."""
    walk.go("@hold", "agree", "+", "<", "+")
    assert walk.call.step == "hold_thanks"
    assert not walk.call.running
    assert len(walk.call.past_runs) == 1


def test_back_does_not_leave_a_running_wait(walk: Walk) -> None:
    """A caller who is waiting goes on waiting: only ending the wait ends it, so its clock is never begun anew."""
    assert walk.refusal("@hold", "agree", "<") == ("waiting",)
    assert walk.call.step == "hold_wait"
    assert list(walk.call.running) == ["hold"]


def test_the_key_of_a_detour_may_leave_its_wait_at_once(walk: Walk) -> None:
    """Where the pack says so, the key pressed again leaves a countdown for the exact step; nothing is taken back."""
    before = walk.go("+").call.frames
    events = walk.go("@unclear", "+").do(c.TakeDetour("unclear"))
    assert walk.call.frames == before
    assert [event.cancelled for event in events if isinstance(event, e.DetourLeft)] == [False]


def test_changed_answer_keeps_later_ones(walk: Walk) -> None:
    """Changing an earlier answer keeps the later ones and marks those that it orphans."""
    walk.go(*TO_RECORD, "agreed", "name=Ivan", "<", "<", "<")
    assert walk.call.step == "need"
    events = walk.do(c.Answer("info"))
    anew = ("ask_matter", "record")
    assert events[0] == e.Chosen(seq=events[0].seq, at=walk.now, step="need", option="info", anew=anew)
    assert (events[0], {"old": "appeal"}) in list(with_before(walk.log))
    assert walk.call.step == "search"
    assert walk.call.orphans == {"ask_matter", "record"}
    assert walk.call.answers["record"] == "agreed"
    assert walk.call.fields["name"].text == "Ivan"
    assert orphaned_fields(walk.script, walk.call) == {"matter"}


def test_restored_branch_is_no_orphan(walk: Walk) -> None:
    """Going back to the first answer takes the mark away step by step."""
    walk.go(*TO_RECORD, "agreed", "<", "<", "<", "info", "<", "appeal")
    assert walk.call.orphans == {"record"}
    walk.go("+")
    assert walk.call.orphans == frozenset()
    assert walk.refusal("+") == ("choose_first",)


def test_same_answer_again_changes_nothing(walk: Walk) -> None:
    """Answering as before, or Enter, goes on over what was answered later."""
    walk.go(*TO_RECORD, "agreed", "<", "<", "<", "appeal", "+", "+")
    assert walk.call.step == "ask_name"
    assert sum(isinstance(event, e.Chosen) for event in walk.log) == 2


def test_orphaned_answer_guards_nothing(walk: Walk) -> None:
    """An answer on a branch that was left holds no condition."""
    walk.go("@complaint", "+", "confirmed")
    assert walk.call.step == "sorry"
    walk.go("<", "denied")
    assert walk.call.step == "greet"


def test_changed_answer_drops_its_task(walk: Walk) -> None:
    """Work promised by an answer is dropped when the answer is changed."""
    walk.go(*TO_NEED, "promise")
    task = walk.call.tasks[0]
    assert (task.kind, task.due) == ("call_back", walk.now.replace(hour=10))
    events = walk.go("<").do(c.Answer("info"))
    assert e.TaskDropped(seq=events[1].seq, at=walk.now, task=task.id) in events
    assert walk.call.tasks == ()


def test_registered_matter_stands(walk: Walk) -> None:
    """Backspace goes back to what came after the register, and not behind it: its tasks stay."""
    walk.go(*TO_REGISTERED, "<", "<")
    assert walk.call.step == "promise"
    assert walk.refusal("<") == ("registered",)
    assert [task.kind for task in walk.call.tasks] == ["dispatch", "notice"]


def test_second_matter_keeps_the_first_promise(walk: Walk) -> None:
    """A second matter in the same call drops nothing that was promised for the first."""
    walk.go(*TO_NEED, "promise", "yes", "info", "+", "+", "+")
    assert [task.kind for task in walk.call.tasks] == ["call_back"]
    walk.go("yes", "promise")
    assert [task.kind for task in walk.call.tasks] == ["call_back", "call_back"]
    walk.go("<", "info")
    assert len(walk.call.tasks) == 1


def test_complaint_twice_keeps_both_tasks(walk: Walk) -> None:
    """A detour taken a second time, answered otherwise, keeps what the first time promised."""
    walk.go("@complaint", "+", "confirmed", "+", "@complaint", "+", "denied")
    assert [task.kind for task in walk.call.tasks] == ["amend"]


def test_digits_of_a_step(walk: Walk) -> None:
    """The digits are the step's own answers, then the detours that have one, dimmed with the reason."""
    walk.go(*TO_NEED)
    shown = {offer.number: (offer.id, offer.offered, offer.detour) for offer in offers(walk.script, walk.call)}
    assert shown[1] == ("info", True, False)
    assert shown[5] == ("urgent", False, False)
    assert shown[8] == ("callback", False, True)
    assert shown[9] == ("complaint", True, True)
    assert offers(walk.script, walk.call)[-1].key == "detour.callback"
    assert walk.refusal("callback") == ("not_offered", "detour_unless.callback")
    walk.go("complaint")
    assert [offer.id for offer in offers(walk.script, walk.call)] == ["callback"]


def test_directory_is_numbered(walk: Walk) -> None:
    """A pick offers the entries of its kind, by name in the script's language or else by id."""
    walk.go("@escalate")
    assert [(offer.number, offer.name) for offer in offers(walk.script, walk.call)[:2]] == [
        (1, "Ilze Bērziņa"),
        (2, "Oļehs"),
    ]
    walk.do(c.SwitchLanguage("en"))
    assert [offer.name for offer in offers(walk.script, walk.call)[:2]] == ["Ilze Bērziņa", "Oļehs"]
    walk.go("oleh")
    assert walk.call.fields["colleague"].text == "Oļehs"


def test_digits_are_typed_into_a_question(walk: Walk) -> None:
    """At a step that is typed into, and when nothing is asked, digits offer nothing."""
    walk.go("+", "+")
    assert offers(walk.script, walk.call) == ()
    assert offers(walk.script, Call()) == ()
    assert current(walk.script, Call()) is None


def test_pick_is_changed_like_an_answer(walk: Walk) -> None:
    """Going back to a pick and taking another entry replaces the value, and the log has both."""
    walk.go("@escalate", "ilze", "+", "<", "oleh")
    assert walk.call.fields["colleague"].text == "Oļehs"
    filled = [event for event in walk.log if isinstance(event, e.Filled)]
    assert filled[-1].value == "Oļehs"
    assert (filled[-1], {"old": "Ilze Bērziņa", "old_absent": False}) in list(with_before(walk.log))
    assert len(walk.call.tasks) == 1


@pytest.mark.parametrize(
    ("path", "how"),
    [
        (("@end", "gone"), "caller"),
        (("@abuse", "+", "@end", "abuse"), "abuse"),
        (("@end", "close", "no", "+", "+"), "operator"),
        ((*TO_NEED, "gone"), "caller"),
    ],
)
def test_ways_of_ending(walk: Walk, path: tuple[str, ...], how: str) -> None:
    """The call may be ended by the operator, the caller, or for abuse, and the log says which."""
    walk.go(*path)
    assert walk.call.ended is not None
    assert walk.call.ended.how == how


def test_no_contact_only_after_trying(walk: Walk) -> None:
    """`may` opens only when its condition holds: hanging up for no contact, after ten seconds of trying."""
    walk.go("@unclear", "+", "@end")
    assert walk.refusal("silence") == ("not_offered", "unless.end_how.silence")
    walk.wait(10).go("silence")
    assert walk.call.ended is not None
    assert walk.call.ended.how == "no_contact"
    assert not walk.call.running


def test_the_call_may_end_at_every_step(script: Script) -> None:
    """At every step of the script, in a detour or not, the operator can record that the call is over."""
    paths = (
        (*TO_REGISTERED, "no", "+"),
        (*TO_NEED, "info", "+", "+"),
        ("@hold", "agree", "@hold"),
        ("@complaint", "+", "above", "ilze", "+"),
        ("@unclear", "+"),
        ("@abuse",),
    )
    for path in paths:
        for length in range(len(path) + 1):
            walk = Walk(script).go(*path[:length], "@end", "gone")
            assert walk.call.ended is not None
            lost = Walk(script).go(*path[:length])
            lost.do(c.LoseLine())
            assert lost.call.ended is not None
            assert lost.call.ended.how == "caller"


def test_stay_returns_to_the_exact_step(walk: Walk) -> None:
    """Ending the call can be thought better of."""
    walk.go(*TO_NEED, "@end", "stay")
    assert walk.call.step == "need"


def test_after_the_call(walk: Walk) -> None:
    """After the end no detour can be taken and the call cannot be ended again; its work can be done or passed over."""
    walk.go("@end", "gone")
    assert walk.call.step == "tell"
    assert walk.refusal("@hold") == ("call_over",)
    assert walk.refusal("again") == ("call_over",)
    assert walk.refusal("<") == ("at_start",)
    assert walk.refusal("told", "+") == ("nothing_asked",)
    assert walk.refusal("<") == ("at_start",)


def test_no_work_after_the_call() -> None:
    """A pack without work after the call goes straight to the wrap-up."""
    walk = Walk(make_script(after_call=None)).go("@end", "gone")
    assert walk.call.frames == ()


def test_shared_clock_runs_once(walk: Walk) -> None:
    """A caller who waits already is not timed anew by a nested wait on the same clock."""
    walk.go("@hold", "agree").wait(60).go("@escalate", "ilze")
    assert walk.call.running["hold"].started == walk.log[0].at
    walk.go("+", "+")
    assert walk.call.step == "hold_wait"
    assert walk.call.running
    walk.wait(5).go("+")
    assert [(run.ended - run.started).total_seconds() for run in walk.call.runs_of("hold")] == [65]


def _variant(*stages: Stage) -> Script:
    return make_script(stages=(*stages, *STAGES), start=(Start(stage=stages[0].id),))


def test_script_that_runs_out() -> None:
    """A script with nothing more to ask still takes detours, leaves them by `out`, and ends."""
    walk = Walk(_variant(Stage(id="short", steps=(Do(id="only"),)))).go("+")
    assert walk.call.step == ""
    assert walk.refusal("+") == ("nothing_asked",)
    walk.go("@hold", "@hold", "@complaint", "+", "denied")
    assert walk.call.frames == ()
    walk.go("@complaint", "+", "settled")
    assert [frame.detour for frame in walk.call.frames] == [""]
    assert walk.call.step == "more"


def test_circle_of_passed_over_stages() -> None:
    """A circle of stages in which everything is passed over ends, it does not hang."""
    never = Guard(happened="nothing")
    walk = Walk(
        _variant(
            Stage(id="one", next="two", steps=(Do(id="first"), Do(id="x1", when=never))),
            Stage(id="two", next="three", steps=(Do(id="x2", when=never),)),
            Stage(id="three", next="two", steps=(Do(id="x3", when=never),)),
        )
    )
    assert walk.go("+").call.step == ""


def test_call_that_begins_with_a_wait() -> None:
    """A wait's clock runs wherever the step is arrived at: first in the call, in a detour, after the call."""
    script = make_script(
        stages=(
            Stage(id="ring", steps=(Wait(id="ringing", timer="clarity"), End(id="bye"))),
            Stage(id="paper", steps=(Wait(id="paperwork", timer="hold"),)),
            Stage(id="call_over", steps=(Choose(id="sure", options=(Option(id="yes", end="transfer"),)),)),
        ),
        detours=(*DETOURS[:0],),
        start=(Start(stage="ring"),),
        after_call="paper",
    )
    walk = Walk(script)
    assert list(walk.call.running) == ["clarity"]
    assert walk.refusal("<") == ("at_start",)
    walk.go("+", "+")
    assert list(walk.call.running) == ["hold"]
    walk.go("+")
    assert walk.call.frames == ()


def test_answer_leads_into_nothing() -> None:
    """An answer that leads into a detour of which nothing can be done is refused, and nothing is recorded."""
    walk = Walk(
        _variant(
            Stage(id="ask", steps=(Choose(id="which", options=(Option(id="this", detour="hidden"),)), End(id="bye")))
        )
    )
    assert walk.refusal("this") == ("detour_not_offered", "hidden")
    assert "which" not in walk.call.answers


def test_step_is_not_passed_over_for_its_own_answer() -> None:
    """A question asked only while its answer is not known is come by again after going back, not left out."""
    walk = Walk(
        _variant(
            Stage(
                id="ask",
                steps=(
                    Say(id="first"),
                    Ask(id="which_name", field="name", when=Guard(not_=Guard(field="name"))),
                    Choose(id="sure", options=(Option(id="yes"),), when=Guard(not_=Guard(answer="sure"))),
                    End(id="bye"),
                ),
            )
        )
    ).go("+", "name=Ivan", "+", "yes", "<", "<", "<", "+")
    assert walk.call.step == "which_name"
    walk.go("+")
    assert walk.call.step == "sure"
    assert walk.call.orphans == frozenset()
    known = Walk(walk.script).go("name=Ivan", "+")
    assert known.call.step == "sure"


def test_orphan_is_none_where_it_is_asked_anew() -> None:
    """A step that a changed answer has orphaned counts again as soon as a detour asks it."""
    script = make_script(
        stages=(
            Stage(
                id="fork",
                next="last",
                steps=(Choose(id="way", options=(Option(id="one", to="shared"), Option(id="two"))),),
            ),
            Stage(
                id="shared",
                next="last",
                steps=(
                    Choose(id="which", options=(Option(id="a"), Option(id="b"))),
                    Do(id="for_a", when=Guard(answer="which", among=("a",))),
                ),
            ),
            Stage(id="last", steps=(End(id="bye"),)),
        ),
        detours=(Detour(id="shared", stage="shared"),),
        start=(Start(stage="fork"),),
        after_call=None,
    )
    walk = Walk(script).go("one", "a", "<", "<", "two")
    assert walk.call.orphans == {"which"}
    walk.go("@shared", "a")
    assert walk.call.step == "for_a"
