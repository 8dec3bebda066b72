"""The words of a score."""

from __future__ import annotations

from callscript.commands.practice_told import told
from callscript.core.call import commands as c
from callscript.practice.caller import Expects, Says
from tests.practice.operators import Led
from tests.practice.test_talk import ACT, begun


def words(call: Led) -> list[str]:
    """Return what is told of a call."""
    return list(told(call.script, call.caller, call.score))


def test_each_thing_that_was_not_so_is_a_line() -> None:
    """The clause with its event and the seconds over, the answer that was meant, what was expected and did not come."""
    act = ACT.__class__(after="said:greet", seconds=5, text="Ей!", expects="entered:complaint", within=3)
    expects = Expects(ended="operator", met=("UA-20",), not_breached="must")
    call = begun(expects=expects, does=(act,), says=(Says(at="hold_consent", text="Ні!", answers="refuses"),))
    call.do(c.Advance(), c.TakeDetour("hold"), c.Answer("agrees"))
    call.passes(187.5)
    call.do(c.Advance(), c.Advance(), c.Answer("found"), c.TakeDetour("end"), c.Answer("caller"))
    found = words(call)
    assert found[0] == "Practice: x"
    assert found[1].startswith("met: ")
    assert any(line.startswith("! UA-20 breached, 7.5 s over the limit: ") for line in found)
    assert "not allowed by the script: 0; steps back: 0" in found
    assert "keys: 8; could be spared: 0" in found
    assert "until the first key at a step: 0 s as a rule, 187.5 s at most (hold_wait)" in found
    assert any(line.startswith("? hold_consent: the caller’s words stand for “") for line in found)
    ended = next(line for line in found if line.startswith("≠ the end"))
    assert ended.startswith("≠ the end: “ended by the operator” is expected, it is “ended by the caller” (event ")
    assert any(line.startswith("≠ UA-20: “met” is expected, it is “breached” (event ") for line in found)
    assert "≠ after “Ей!”: Скарга is expected, and did not come in time (event 2)" in found
    assert "All that the caller expects has come." not in found


def test_nothing_to_be_told() -> None:
    """Where all has come, that is said."""
    call = begun()
    call.do(c.Advance(), c.TakeDetour("end"), c.Answer("caller"))
    assert words(call)[-1] == "All that the caller expects has come."
