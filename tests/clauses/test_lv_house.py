"""lv-lvrtc, H-01 to H-03: the centre's own rules about a hold, a bad line and inadmissible remarks, outside of LV."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from callscript.commands.maintenance import check
from callscript.core.call import commands as c
from callscript.core.call.events import Chosen, Ended, Said, TimerOverran, TimerStopped
from callscript.core.script.model import Script
from callscript.packs.house import in_force
from tests.clauses.talk import Talk
from tests.clauses.ways import cut_short, parted, welcomed

OWN = ("H-01", "H-02", "H-03")


def with_rules(script: Script, *house: str) -> Script:
    """Return the script as it is where only these rules of the centre's own are in force."""
    return Script(in_force(replace(script.pack, house=house)), script.texts, script.directory, script.holidays)


def test_the_centres_own_rules_are_not_of_the_standard(lv: Script) -> None:
    """They have ids of their own, recommend only, and say in their wording whose they are."""
    assert lv.pack.house == OWN
    assert not set(OWN) & set(lv.pack.standard)
    for clause in OWN:
        assert lv.clauses[clause].house
        assert lv.clauses[clause].modality == "should"
        assert "iekšējā kārtība, nevis standarts" in Talk(lv).text(f"clause.{clause}.wording")


def test_the_check_tells_which_of_them_are_in_force() -> None:
    """Whoever checks the pack reads that these are no clauses of the standard."""
    report = check(["lv-lvrtc"])
    assert report.lines == []
    assert "lv-lvrtc: house rules in force, outside of the standard: H-01, H-02, H-03" in report.notes
    assert "ua-court: house rules in force, outside of the standard: H-21" in check(["ua-court"]).notes


def test_no_step_that_ends_a_call_is_under_a_clause_of_the_standard(lv: Script) -> None:
    """The principles that customers are asked to keep give no right to end a call."""
    for detour in ("abuse", "unclear"):
        shown = {clause for step in steps_of(lv, detour) for clause in lv.steps[step].clauses}
        assert shown <= set(OWN), detour


def steps_of(script: Script, detour: str) -> Sequence[str]:
    """Return the steps of a detour and of the stages that its answers lead to."""
    stages = {"abuse": ("abuse", "abuse_end"), "unclear": ("unclear", "no_contact")}[detour]
    return [step.id for stage in stages for step in script.stages[stage].steps]


@pytest.mark.parametrize(("clause", "detour"), [("H-01", "hold"), ("H-02", "unclear"), ("H-03", "abuse")])
def test_a_rule_of_the_centres_own_can_be_switched_off(lv: Script, clause: str, detour: str) -> None:
    """Without its id there is no such rule and no such key, and calls are led to their end."""
    script = with_rules(lv, *(each for each in OWN if each != clause))
    assert clause not in script.clauses
    assert detour not in script.detours
    talk = welcomed(script, need="answer")
    talk.refuses(c.TakeDetour(detour), "no_such")
    talk.key("end")
    assert {"H-02": "no_contact", "H-03": "abuse"}.get(clause, "") not in [line.id for line in talk.view.offers]
    talk.take("end_how", "stay")
    talk.take("offer_solution")
    parted(talk)


def test_h_01_the_caller_agrees_to_wait_and_does_not_wait_long(lv: Script) -> None:
    """Each hold is agreed anew, and one of more than three minutes is told as such."""
    talk = welcomed(lv)
    talk.stands("H-01", "na")
    talk.key("hold")
    talk.shows("Vai varat uzgaidīt uz līnijas līdz trim minūtēm?")
    talk.take("hold_consent", "agrees")
    assert talk.verdict("H-01").verdict == "open"
    talk.wait(170)
    talk.take("hold_wait")
    talk.stands("H-01", "met", TimerStopped, timer="hold")
    assert talk.had_it_not_been("H-01", Chosen, step="hold_consent") == "breached"
    talk.through("hold_thanks", ("hold_result", "found"))
    talk.key("hold")
    talk.take("hold_consent", "agrees")
    talk.wait(181)
    talk.take("hold_wait")
    talk.stands("H-01", "breached", TimerStopped, timer="hold")


def test_h_02_ten_seconds_of_trying_and_a_word_before_hanging_up(lv: Script) -> None:
    """A call ends for no contact only after ten seconds of trying, and after saying so."""
    talk = welcomed(lv)
    talk.stands("H-02", "na")
    cut_short(talk, "no_contact")
    talk.stands("H-02", "met", Ended, how="no_contact")
    assert talk.had_it_not_been("H-02", TimerOverran, timer="clarity") == "breached"
    assert talk.had_it_not_been("H-02", Said, step="not_heard") == "breached"


def test_h_02_a_correction_there_and_back_changes_nothing(lv: Script) -> None:
    """How a call ended is corrected, and corrected again to what it was: the ten seconds were tried all the same."""
    for clause, how in (("H-02", "no_contact"), ("H-03", "abuse")):
        talk = welcomed(lv)
        cut_short(talk, how)
        for other in ("operator", "caller"):
            talk.do(c.CorrectEnd(other, "nospiests kļūdas pēc"))
            assert talk.verdict(clause).verdict == "na"
        talk.do(c.CorrectEnd("no_contact" if clause == "H-02" else "abuse", "tā arī bija"))
        talk.stands(clause, "met", Ended)


def test_h_03_a_warning_before_a_call_is_ended(lv: Script) -> None:
    """A call ends because of inadmissible remarks only after a warning, in ready words."""
    talk = welcomed(lv)
    talk.stands("H-03", "na")
    talk.key("end")
    assert not talk.offer("abuse").offered
    talk.take("end_how", "stay")
    cut_short(talk, "abuse")
    talk.stands("H-03", "met", Ended, how="abuse")
    assert talk.had_it_not_been("H-03", Said, step="abuse_warning") == "breached"
