"""What is about to be registered is read back whole: all that the register wants, whether the card has it or not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from callscript.core.call.call import Call, Frame, Value
from callscript.core.script.model import Script
from callscript.core.script.steps import Register
from callscript.dialogue.show.card import card
from callscript.dialogue.show.review import besides, review
from tests.clauses.talk import Talk
from tests.clauses.ways import welcomed
from tests.core.walks import script_of

UA, LV = script_of("ua-court"), script_of("lv-lvrtc")


def at_visit() -> Talk:
    """Return a call that is about to register a visit."""
    talk = welcomed(LV, need="visit")
    talk.through(("ask_visit_at", "02.12. plkst. 10"), ("ask_visit_place", "Rīgā"), ("ask_visit_given_name", "Jānis"))
    talk.through(("ask_visit_surname", "Ozols"), ("ask_visit_phone", "+37167108787"))
    return talk


def reviewed(talk: Talk) -> list[str]:
    """Return what is read back, line by line."""
    return [line.text for line in review(talk.script, talk.call)]


def test_the_time_and_the_place_of_a_visit_are_read_back() -> None:
    """The time with its day of the week, and where; a digit goes to each of them, to mend it."""
    talk = at_visit()
    talk.at("register_visit")
    told = reviewed(talk)
    assert "Tikšanās: trešdien, 02.12.2026 plkst. 10:00" in told
    assert "Vieta: Rīgā" in told
    assert {line.field for line in talk.view.offers if line.field} <= {row.id for row in card(LV, talk.call)}


def test_what_was_registered_is_not_changed_beside_it() -> None:
    """The time that the visit is due at is mended until it is registered; the card has no line for it from then on."""
    talk = at_visit()
    assert {"visit_at", "visit_place"} <= {row.id for row in card(LV, talk.call)}
    talk.fill("visit_at", "03.12. plkst. 11")
    talk.take("register_visit")
    assert talk.due("visit") == "2026-12-03 11:00"
    assert {row.id for row in card(LV, talk.call)}.isdisjoint({"visit_at", "visit_place"})


@pytest.mark.parametrize("script", [UA, LV], ids=lambda script: script.pack.id)
def test_all_that_a_register_wants_is_read_back(script: Script) -> None:
    """Of each register of both centres, what lacks is told as missing; each has its line on the card, to be mended."""
    registers = [step for step in script.steps.values() if isinstance(step, Register)]
    assert registers
    for step in registers:
        call = replace(Talk(script).call, frames=(Frame("", (step.id,), (1,), (1,)),))
        assert {line.field for line in review(script, call) if line.lacking} == set(step.requires), step.id
        more = [line for line in review(script, call) if not line.lacking]
        assert {line.field for line in more} <= {*script.pack.matter}, step.id
        assert all(line.text.endswith(": can be added") for line in more), step.id
        assert set(step.requires) <= {row.id for row in card(script, call)}


@pytest.mark.parametrize("script", [UA, LV], ids=lambda script: script.pack.id)
def test_the_lines_of_the_card_keep_their_numbers(script: Script) -> None:
    """What only a register wants stands behind the caller's own fields: a number means the same all through a call."""
    own = [row.id for row in card(script, Call())]
    for step in script.steps.values():
        if isinstance(step, Register):
            call = replace(Talk(script).call, frames=(Frame("", (step.id,), (1,), (1,)),))
            assert [row.id for row in card(script, call)][: len(own)] == own


def test_what_the_matter_can_have_besides_is_offered() -> None:
    """It may be left out; its digit goes to the card, where it is added, and then it is read back as all else."""
    talk = welcomed(LV, need="application")
    talk.through(
        ("ask_given_name", "Jānis"),
        ("ask_surname", "Ozols"),
        ("ask_phone", "+37167108787"),
        ("ask_email", "ozols@example.lv"),
    )
    assert "Ties. pamats: can be added" in reviewed(talk)
    assert [line.lacking for line in review(LV, talk.call) if line.field == "legal_ground"] == [False]
    assert "legal_ground" in {row.id for row in card(LV, talk.call)}
    talk.fill("legal_ground", "VDAR 15. pants")
    assert "Ties. pamats: VDAR 15. pants" in reviewed(talk)
    assert not any("can be added" in line for line in reviewed(talk))


def test_what_else_is_recorded_of_the_matter_is_read_back() -> None:
    """What was said or done about it stands on no card: it is told, and no digit goes there."""
    talk = welcomed(LV, need="application")
    assert besides(LV, talk.call) == ""
    advised = replace(talk.call, fields={**talk.call.fields, "advice": Value("restartēt"), "gift": Value("konfektes")})
    assert besides(LV, advised) == "Recorded of this besides: Padoms: restartēt"
