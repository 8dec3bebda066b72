"""A step tells what the operator does, with which key, and in whose language."""

from __future__ import annotations

import pytest

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.script.model import Detour
from callscript.core.script.steps import Stage, Wait
from callscript.dialogue.show import call_view
from callscript.dialogue.show.acts import act, keys
from tests.clauses.talk import MONDAY, Talk
from tests.core.scripts import Walk, make_script
from tests.core.walks import script_of

ACTS = {
    "greet": ("Say", "Enter: said"),
    "ask_address": ("Say and type", "type, Enter"),
    "ask_scope_reason": ("Write down", "type, Enter"),
    "rating": ("Find out", "choose a number"),
    "fault": ("Find out", "choose a number"),
    "pick_person": ("Find out", "choose a number"),
    "complaint_listen": ("Do", "Enter: done"),
    "register_appeal": ("Register", "Enter: register, digit: mend"),
    "transfer_hang_up": ("Put through", "Enter: put through"),
    "hang_up": ("Hang up", "Enter: hung up"),
    "no_contact_hang_up": ("Hang up", "Enter: hung up"),
}


def test_each_kind_of_step_has_its_heading_and_its_key() -> None:
    """The heading names the act, never “ask” over an instruction, and a hint tells the key."""
    script = script_of("ua-court")
    call = Talk(script).call
    for name, told in ACTS.items():
        step = script.steps[name]
        assert (act(script, step), keys(script, call, step)) == told, name


def test_a_wait_names_the_key_of_its_detour() -> None:
    """Enter ends a wait and so does the key of its detour; where that leads back at once, it says so."""
    talk = Talk(script_of("ua-court"), MONDAY)
    talk.through("greet", "introduce")
    talk.key("hold")
    talk.take("hold_consent", "agrees")
    assert (talk.view.act, talk.view.keys, talk.view.spoken) == ("Wait", "Enter or F2: it is over", False)
    talk.key("unclear")
    told = ("Say and wait", "Enter: go on, F3: back", True)
    assert (talk.view.act, talk.view.keys, talk.view.spoken) == told


@pytest.mark.parametrize(("urgent", "told"), [(True, "Enter or Ins: it is over"), (False, "Enter: it is over")])
def test_a_wait_in_a_detour_without_a_function_key(urgent: bool, told: str) -> None:
    """The urgent detour has a key of its own; what only an answer or a digit leads to has none."""
    stages = (*make_script().pack.stages, Stage(id="rest", steps=(Wait(id="rest", timer="hold"),)))
    walk = Walk(make_script(stages=stages, detours=(Detour(id="rest", stage="rest", urgent=urgent, digit=9),)))
    walk.go("@rest")
    assert call_view.script_view(walk.script, walk.call).keys == told


def test_what_the_operator_asks_himself_is_in_the_centres_language() -> None:
    """Words to the caller follow the language of the call; a question to oneself and what is to be noted do not."""
    talk = Talk(script_of("ua-court"), MONDAY)
    talk.through("greet", "introduce", ("ask_address", "Olena"), "offer_help", ("ask_subject", "fee"))
    talk.do(c.SwitchLanguage("en"))
    talk.at("need_kind")
    talk.shows("Що потрібно заявнику?")
    assert not talk.view.spoken
    talk.key("complaint")
    talk.take("complaint_listen")
    talk.shows("Please tell me")
    assert talk.view.spoken
    talk.take("complaint_cause", "delay")
    talk.shows("У межах своєї компетенції")
    assert (talk.view.act, talk.view.spoken) == ("Write down", False)
    talk.take("complaint_measure", "told")
    talk.shows("Чи підтвердився")
    talk.key("hold")
    talk.shows("Olena, ", "three minutes")
    assert (talk.view.act, talk.view.spoken) == ("Find out", True)
    talk.key("hold")
    talk.key("unclear")
    talk.shows("Can you hear me?")


def test_a_script_that_asks_nothing_more_says_nothing_to_the_caller() -> None:
    """Nothing is said, and no key is told, where the script has come to its end."""
    view = call_view.script_view(make_script(), Call())
    assert (view.act, view.keys, view.spoken) == ("", "", False)
