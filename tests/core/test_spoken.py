"""What is said to the caller, and what the operator alone reads."""

from __future__ import annotations

import pytest

from callscript.core.script.steps import Ask, Choose, Do, End, Option, Pick, Register, Say, Step, Wait, is_spoken

OPTIONS = (Option(id="yes"),)


@pytest.mark.parametrize(
    ("step", "spoken"),
    [
        (Say(id="x"), True),
        (Ask(id="x", field="name"), True),
        (Ask(id="x", field="name", aloud=False), False),
        (Choose(id="x", options=OPTIONS), True),
        (Choose(id="x", options=OPTIONS, aloud=False), False),
        (Wait(id="x", timer="hold"), False),
        (Wait(id="x", timer="hold", aloud=True), True),
        (Do(id="x"), False),
        (Pick(id="x", directory="body", field="name"), False),
        (Register(id="x", what="appeal"), False),
        (End(id="x"), False),
    ],
)
def test_words_and_questions_are_said_unless_the_pack_says_otherwise(step: Step, spoken: bool) -> None:
    """A question is put to the caller, and an instruction is not, where a pack leaves it out."""
    assert is_spoken(step) == spoken
