"""The shipped packs tell what is said to the caller from what the operator asks himself."""

from __future__ import annotations

import re

import pytest

from callscript.core.script.model import Script, Text
from callscript.core.script.steps import Ask, Choose, Say, Wait, is_spoken
from callscript.packs import locate, read

PUT_TO_THE_CALLER = {
    "ua-court": {
        "ringing_who", "understood", "rating", "hold_consent", "transfer_consent", "callback_when",
        "callback_anyone_when",
    },
    "lv-lvrtc": {
        "ringing_who", "understood", "survey", "closed_choice", "suspension_action", "suspension_service",
        "suspension_confirm", "hold_consent", "handover_consent", "callback_when", "callback_anyone_when",
    },
}  # fmt: skip
"""Of the questions with numbered answers."""
NOTED = {
    "ua-court": {
        "ask_court", "ask_scope_reason", "complaint_measure", "ask_escalation_reason", "ask_escalation_grounds"
    },
    "lv-lvrtc": {
        "ask_need_again", "gift_offer", "ask_handed_by", "ask_answer_by", "ask_escalation_by", "ask_advice",
        "ask_refusal_reason", "ask_refusal_grounds", "ask_legal_ground", "complaint_measure", "ask_escalation_reason",
        "ask_escalation_grounds", "ringing_advice",
    },
}  # fmt: skip
"""What is typed without a question to the caller."""
OF_THE_CALLER = {
    "uk": r"\bзаявник",
    "lv": r"\bklient(?!u apkalpošan)",
    "en": r"\b(the caller|the customer|applicant)\b",
}
"""How a text speaks of the caller: to operators, never to the caller."""


@pytest.fixture(params=PUT_TO_THE_CALLER)
def script(request: pytest.FixtureRequest) -> Script:
    """Each shipped pack."""
    return read(locate(request.param))


def test_each_question_is_put_or_noted(script: Script) -> None:
    """Which questions are put to the caller was decided one by one, and one that is added is decided too."""
    steps = script.steps.values()
    assert {step.id for step in steps if isinstance(step, Choose) and step.aloud} == PUT_TO_THE_CALLER[script.pack.id]
    assert {step.id for step in steps if isinstance(step, Ask) and not step.aloud} == NOTED[script.pack.id]
    assert {step.id for step in steps if isinstance(step, Wait) and step.aloud} == {"clarity_wait"}


def test_nobody_is_told_of_himself(script: Script) -> None:
    """No words to the caller speak of the caller as of somebody else."""
    for language, texts in script.texts.items():
        for step in filter(is_spoken, script.steps.values()):
            key = (step.phrase if isinstance(step, Say) else None) or step.id
            found = re.search(OF_THE_CALLER[language], _all(texts[f"step.{key}"]), re.IGNORECASE)
            assert not found, f"{key} in {language}"


def _all(text: Text) -> str:
    return text if isinstance(text, str) else "\n".join(map(_all, text.values()))


def test_each_stage_has_something_at_hand(script: Script) -> None:
    """Where nothing belongs more closely, something is at hand all the same."""
    assert any(aid.at is None for aid in script.pack.aids)
