"""Telephone numbers of a call: the one that rang and the others are kept, and the caller's is the caller's alone."""

from __future__ import annotations

import pytest

from callscript.core.call.events import CallStarted
from callscript.core.script.model import Field, Script
from callscript.dialogue.show.card import card
from callscript.dialogue.show.field_text import suggested
from callscript.dialogue.show.timeline import timeline
from callscript.service.summary import summarise
from tests.core.scripts import FIELDS, Walk, make_script

RANG, CALLER, OTHER = "+37120000001", "+37120000002", "+37120000003"
OTHERS = (Field(id="contact_number", kind="phone"), *FIELDS, Field(id="call_on", kind="phone"))
"""A field of another person's number stands before the caller's own, and one to be called on behind it."""


def led(script: Script, *words: str, rang: str = RANG) -> Walk:
    """Lead a call in which fields are filled."""
    return Walk(script, phone=rang).go(*words)


@pytest.mark.parametrize(
    ("words", "phone", "phones"),
    [
        ((), RANG, (RANG,)),
        ((f"contact_number={OTHER}",), RANG, (RANG, OTHER)),
        ((f"phone={CALLER}",), CALLER, (RANG, CALLER)),
        (
            (f"contact_number={OTHER}", f"phone={CALLER}", "call_on=20000004"),
            CALLER,
            (RANG, OTHER, CALLER, "+37120000004"),
        ),
    ],
)
def test_the_number_that_rang_and_the_others_are_kept(
    words: tuple[str, ...], phone: str, phones: tuple[str, ...]
) -> None:
    """The caller's number is that of the pack's own field, or else the one that rang; the call is found by each."""
    walk = led(make_script(fields=OTHERS), *words)
    filed = summarise(walk.script, walk.call)
    assert filed
    assert (filed.phone, filed.phones) == (phone, phones)


def test_without_an_own_field_the_number_that_rang_is_the_callers() -> None:
    """A pack that does not say which field is the caller's own never takes another one for it."""
    script = make_script(fields=(Field(id="phone", kind="phone"), *(each for each in FIELDS if each.id != "phone")))
    for rang in (RANG, ""):
        walk = led(script, f"phone={OTHER}", rang=rang)
        filed = summarise(script, walk.call)
        assert filed
        assert (filed.phone, filed.phones) == (rang, tuple(filter(None, (rang, OTHER))))


def test_only_the_callers_own_field_is_suggested_the_number_that_rang() -> None:
    """The number that rang is offered where the caller's own is asked, and to nobody else's."""
    walk = led(make_script(fields=OTHERS))
    offered = {field.id: suggested(walk.script, walk.call, field.id) for field in OTHERS}
    assert {field for field, number in offered.items() if number} == {"phone"}
    assert [row.id for row in card(walk.script, walk.call) if row.suggested == RANG] == ["phone"]


def test_the_number_that_rang_is_told_beside_what_was_recorded() -> None:
    """Who reads a call sees the number that rang, whatever number the caller gave."""
    walk = led(make_script(fields=OTHERS), f"phone={CALLER}")
    assert isinstance(walk.log[0], CallStarted)
    lines = list(timeline(walk.script, walk.log))
    assert RANG in lines[0]
    assert CALLER in lines[-1]
    assert RANG not in next(timeline(walk.script, led(walk.script, rang="").log))
