"""What a command makes of a call, and that a refusal changes nothing."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.before import with_before
from callscript.core.call.call import Call, Value
from callscript.core.call.decide import begin, decide, wanting
from callscript.core.call.refusal import Refused
from callscript.core.script.conditions import Guard
from callscript.core.script.model import Script, Start
from tests.core.scripts import MONDAY, NIGHT, OPERATOR, TO_NEED, TO_REGISTERED, Walk, make_script


def test_begin(script: Script) -> None:
    """A call begins with who takes it, under which version of the pack, when, and where the script starts."""
    (started,) = begin(script, "c1", OPERATOR, MONDAY, phone="+3712")
    assert started == e.CallStarted(
        seq=1,
        at=MONDAY,
        call="c1",
        pack="test",
        pack_hash="abc",
        operator=OPERATOR,
        language="lv",
        phone="+3712",
        open=True,
        day_part="day",
        step="greet",
    )


def test_begin_in_another_language(script: Script) -> None:
    """A call may begin in any language of the script, and in no other."""
    assert Walk(script, language="en").call.language == "en"
    with pytest.raises(Refused, match="no_such"):
        begin(script, "c1", OPERATOR, MONDAY, language="de")


def test_begin_knows_what_has_happened() -> None:
    """The condition of a start may name a fact of the ring itself."""
    pack = make_script(start=(Start(stage="closed", when=Guard(happened="closed_hours")), Start(stage="opening")))
    assert Walk(pack, NIGHT).call.step == "closed_notice"
    assert Walk(pack).call.step == "greet"


def test_no_start() -> None:
    """A script that has nothing to begin with now is refused."""
    script = make_script(start=(Start(stage="opening", when=Guard(open=False)), Start(stage="hidden")))
    with pytest.raises(Refused, match="no_start"):
        begin(script, "c1", OPERATOR, MONDAY)


def test_no_call(script: Script) -> None:
    """Nothing can be done to a call that has not begun."""
    with pytest.raises(Refused, match="no_call"):
        decide(script, Call(), c.Advance(), MONDAY)


def test_events_are_stamped_with_a_fixed_offset(script: Script) -> None:
    """Times are kept with a fixed offset, so that sums across a clock change are exact."""
    (started,) = begin(script, "c1", OPERATOR, MONDAY.astimezone(ZoneInfo("Europe/Riga")))
    assert started.at == MONDAY
    assert started.at.isoformat() == "2026-11-23T10:00:00+02:00"
    assert not isinstance(started.at.tzinfo, ZoneInfo)


def test_fill(walk: Walk) -> None:
    """A field may be filled at any moment; the log has the old and the new value, and nothing if they are the same."""
    walk.go("name=Ivan")
    assert walk.do(c.Fill("name", "Petro")) == (e.Filled(seq=3, at=walk.now, field="name", value="Petro"),)
    assert list(with_before(walk.log))[-1][1] == {"old": "Ivan", "old_absent": False}
    assert walk.do(c.Fill("name", "Petro")) == ()
    walk.do(c.Fill("name", ""))
    assert "name" not in walk.call.fields
    assert walk.do(c.Fill("name", "")) == ()


def test_fill_absent(walk: Walk) -> None:
    """That there is none can be recorded where the field allows it, with a reason where it asks for one."""
    for fill, code in (
        (c.Fill("name", "", absent=True), "absent_never"),
        (c.Fill("phone", "", absent=True), "absent_reason"),
        (c.Fill("matter", "taxi"), "not_a_value"),
        (c.Fill("nonsense", ""), "no_such"),
    ):
        with pytest.raises(Refused) as refused:
            walk.do(fill)
        assert (refused.value.code, refused.value.names) == (code, (fill.field,))
    walk.do(c.Fill("phone", "afraid", absent=True), c.Fill("email", "", absent=True), c.Fill("matter", "tax"))
    assert walk.call.fields["phone"] == Value("afraid", absent=True)
    assert walk.call.fields["email"] == Value("", absent=True)
    filled = walk.do(c.Fill("phone", "1"))[0]
    assert isinstance(filled, e.Filled)
    assert list(with_before(walk.log))[-1] == (filled, {"old": "afraid", "old_absent": True})
    walk.do(c.Fill("matter", ""))
    assert "matter" not in walk.call.fields


def test_language_switch_keeps_the_place(walk: Walk) -> None:
    """The script's language is switched at any moment without losing the place, and the log says so."""
    walk.go(*TO_NEED, "@hold", "agree")
    frames = walk.call.frames
    assert walk.do(c.SwitchLanguage("en")) == (e.LanguageChanged(seq=walk.call.seq, at=walk.now, language="en"),)
    assert list(with_before(walk.log))[-1][1] == {"old": "lv"}
    assert walk.call.frames == frames
    assert walk.call.language == "en"
    assert walk.do(c.SwitchLanguage("en")) == ()
    with pytest.raises(Refused, match="no_such"):
        walk.do(c.SwitchLanguage("de"))


def test_limit_is_recorded_before_the_command(walk: Walk) -> None:
    """A limit that was reached is recorded at its own moment, before what the operator did next, and once."""
    walk.go("@hold", "agree").wait(200)
    events = walk.do(c.Fill("name", "Ivan"))
    assert [type(event) for event in events] == [e.TimerOverran, e.Filled]
    assert (events[0].at - walk.call.running["hold"].started).total_seconds() == 180
    assert [type(event) for event in walk.do(c.Fill("name", "Petro"))] == [e.Filled]


def test_resume(walk: Walk) -> None:
    """A call taken up again stands where it stood."""
    walk.go("+", "@hold")
    frames = walk.call.frames
    assert walk.do(c.Resume()) == (e.Resumed(seq=walk.call.seq, at=walk.now),)
    assert walk.call.frames == frames


def test_lost_line_only_once(walk: Walk) -> None:
    """The line can be lost only while somebody is on it."""
    walk.go("@end", "gone")
    with pytest.raises(Refused, match="call_over"):
        walk.do(c.LoseLine())


def test_wrap_up_waits_for_the_end(walk: Walk) -> None:
    """Outcome, reasons, summary and closing belong to a call that is over."""
    for command in (c.SetOutcome("complete"), c.Explain("T-01", "x"), c.Summarise("x"), c.Close()):
        with pytest.raises(Refused, match="not_over"):
            walk.do(command)


def test_dropped_call_is_never_complete(walk: Walk) -> None:
    """Only an outcome that fits how the call ended and what happened in it can be set."""
    walk.go("@end", "gone", "told")
    for outcome in ("complete", "registered", "nonsense"):
        with pytest.raises(Refused) as refused:
            walk.do(c.SetOutcome(outcome))
        assert (refused.value.code, refused.value.names) == ("outcome_unfit", (outcome,))
    assert walk.do(c.SetOutcome("dropped")) == (e.OutcomeSet(seq=walk.call.seq, at=walk.now, outcome="dropped"),)
    assert walk.do(c.SetOutcome("dropped")) == ()


def test_outcome_is_changed(walk: Walk) -> None:
    """The log has the old and the new outcome."""
    walk.go(*TO_REGISTERED, "no", "+", "+", "+", "told")
    walk.do(c.SetOutcome("complete"))
    assert walk.do(c.SetOutcome("registered"))[0] == e.OutcomeSet(seq=walk.call.seq, at=walk.now, outcome="registered")
    assert list(with_before(walk.log))[-1][1] == {"old": "complete"}


def test_close_names_what_is_owed(walk: Walk) -> None:
    """A `must` unmet wants a reason before the call is closed; a `should` does not."""
    walk.go("@hold", "agree").wait(200).go("@end", "gone")
    assert walk.found("T-05")[0] == "breached"
    with pytest.raises(Refused, match="after_call_first"):
        walk.do(c.Close())
    walk.go("told")
    with pytest.raises(Refused, match="outcome_first"):
        walk.do(c.Close())
    walk.do(c.SetOutcome("dropped"))
    with pytest.raises(Refused) as refused:
        walk.do(c.Close())
    assert (refused.value.code, refused.value.names) == ("reasons_first", ("T-01", "T-02"))
    assert [verdict.clause for verdict in wanting(walk.script, walk.call, walk.now)] == ["T-01", "T-02"]
    with pytest.raises(Refused, match="no_such"):
        walk.do(c.Explain("T-99", "x"))
    walk.do(c.Explain("T-01", "hung up at once"), c.Explain("T-02", "so"))
    assert walk.do(c.Explain("T-02", "so")) == ()
    changed = walk.do(c.Explain("T-02", "hung up at once"))[0]
    assert isinstance(changed, e.Explained)
    assert list(with_before(walk.log))[-1] == (changed, {"old": "so"})
    walk.do(c.Summarise("nobody there"))
    assert walk.do(c.Summarise("nobody there")) == ()
    assert walk.call.summary == "nobody there"
    walk.do(c.Close())
    assert walk.call.closed == walk.now
    for command in (c.Advance(), c.Fill("name", "x"), c.Close(), c.Resume()):
        with pytest.raises(Refused, match="closed"):
            walk.do(command)


def test_complete_call_closes_without_reasons(walk: Walk) -> None:
    """A call that met every obligation closes without a question."""
    walk.go(*TO_NEED, "info", "+", "+", "+", "no", "+", "+", "+", "told")
    walk.do(c.SetOutcome("complete"), c.Close())
    assert walk.call.closed


def test_blank_call() -> None:
    """A call that has not begun has no place and nobody on the line."""
    call = Call()
    assert (call.frame, call.step, call.under_way) == (None, "", False)
