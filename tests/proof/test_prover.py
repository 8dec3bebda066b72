"""What a proof says of scripts of which it is known what is wrong with them."""

from __future__ import annotations

import pytest

from callscript.core.script.model import Script
from callscript.packs import read
from callscript.proof.judged import Judged
from callscript.proof.keys import Level
from callscript.proof.prover import Prover
from callscript.proof.telling import told
from tests.clauses.mutation import Mutation, both, drop, put, swap
from tests.packs.conftest import MINI

MAIN: tuple[Level, ...] = (0,)
KEYS: tuple[Level, ...] = (0, 1)


@pytest.fixture(scope="module")
def prover(ua: Script) -> Prover:
    """A prover of the shipped pack, for all that is asked of it: the places are worked out once."""
    return Prover(ua)


def keys(script: Script, judged: Judged) -> str:
    """Return what is pressed in the call that was found."""
    assert judged.played
    return " ".join(each.keys for each in told(script, judged.played.log))


@pytest.mark.parametrize("clause", ["UA-02", "UA-03", "UA-04", "UA-05", "UA-13"])
def test_the_greeting_and_the_farewell_are_proved_by_every_key(prover: Prover, clause: str) -> None:
    """No ordinary call passes by a prescribed line, whichever keys are pressed."""
    judged = prover.rule(clause, 0)
    assert (judged.verdict, judged.level) == ("proved", 2)


def test_a_register_is_proved_to_have_what_it_asks_for(prover: Prover) -> None:
    """Nothing is registered without a surname, though a card may be emptied meanwhile."""
    judged = prover.rule("UA-09", 1)
    assert (judged.verdict, judged.level) == ("proved", 2)


def test_no_hold_without_consent(prover: Prover) -> None:
    """Nobody is put on hold who has not agreed to it."""
    judged = prover.rule("UA-19", 0)
    assert (judged.verdict, judged.level) == ("proved", 2)


@pytest.mark.parametrize(
    ("edit", "clause", "level", "pressed"),
    [
        (swap("greeting", "greet", "introduce"), "UA-02", 0, "Enter Enter"),
        (both(drop("stages.greeting.steps.introduce")), "UA-03", 0, "Enter «a» Enter"),
        (drop("detours.callback.when"), "UA-02", 1, "F8 "),
        (put("stages.closing.steps.farewell.when", {"not": {"happened": "chose:rating=one"}}), "UA-13", 0, " 1 "),
    ],
    ids=["order", "left-out", "before-the-greeting", "after-an-answer"],
)
def test_what_is_wrong_is_shown(ua: Script, edit: Mutation, clause: str, level: Level, pressed: str) -> None:
    """A rule that can be breached is shown breached, at the lowest level of keys that does it."""
    script = edit(ua)
    judged = Prover(script).rule(clause, 0, KEYS)
    assert (judged.verdict, judged.level) == ("breached", level)
    assert pressed in keys(script, judged)


def test_a_rule_that_every_call_breaches(ua: Script) -> None:
    """A farewell before the call has begun is said in none; one before anything is served, in some."""
    in_all = put("clauses.UA-13.rules.0.before", ["started"])(ua)
    in_some = put("clauses.UA-13.rules.0.before", ["mark:served"])(ua)
    assert Prover(in_all).rule("UA-13", 0, MAIN).always
    found = Prover(in_some).rule("UA-13", 0, MAIN)
    assert (found.verdict, found.always) == ("breached", False)


def test_too_much_work_is_undecided(ua: Script) -> None:
    """What is not walked to its end is not called proved."""
    judged = Prover(ua, limit=50).rule("UA-02", 0, MAIN)
    assert (judged.verdict, judged.why) == ("undecided", "it takes too much work")


def test_what_may_come_to_nothing_is_undecided(lv: Script) -> None:
    """A rule that names a name which was only picked is not called proved: leaving the detour may drop it."""
    judged = Prover(put("clauses.LV-05.rules", [
        {"kind": "precedence", "first": ["filled:colleague"], "then": ["ended"]},
    ])(lv)).rule("LV-05", 0, MAIN)  # fmt: skip
    assert judged.verdict != "proved"


@pytest.mark.parametrize(
    ("fact", "pressed"),
    [("language:en", "F9"), ("language:uk", "F9 F9"), ("informed", "(information is")],
)
def test_the_language_and_what_is_marked_as_given_are_walked(ua: Script, fact: str, pressed: str) -> None:
    """Switched to and marked at any moment, by a key; without function keys neither."""
    script = put("clauses.UA-13.rules", [{"kind": "absence", "none": [fact]}])(ua)
    judged = Prover(script).rule("UA-13", 0, KEYS)
    assert (judged.verdict, judged.level) == ("breached", 1)
    assert pressed in keys(script, judged)


def test_what_is_said_in_one_language_alone_is_seen() -> None:
    """A line that is passed over once another language was gone on in is said in no such call."""
    passed_over = put("steps.farewell.when", {"not": {"happened": "language:en"}})(read(MINI))
    judged = Prover(passed_over).rule("MI-02", 0, KEYS)
    assert (judged.verdict, judged.level) == ("breached", 1)
    assert "F9" in keys(passed_over, judged)
