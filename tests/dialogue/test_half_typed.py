"""What was being typed when a detour was taken is gone on with, also after a restart: the log tells which fields."""

from __future__ import annotations

from callscript.core.call import commands as c
from callscript.dialogue.show.field_text import half_typed
from callscript.packs import locate, read
from tests.clauses.talk import Talk


def test_what_was_half_typed_is_read_off_the_log() -> None:
    """The field of each step that a detour was taken from in the middle of typing, and no other."""
    lv = read(locate("lv-lvrtc"))
    talk = Talk(lv)
    talk.play("Enter Enter")
    assert half_typed(lv, talk.call) == ()
    talk.fill("address", "Liepas kun")
    assert half_typed(lv, talk.call) == ()
    talk.key("suspension")
    talk.play("1 2 «Zane»")
    talk.fill("surname", "Liepi")
    assert half_typed(lv, talk.call) == ("address",)
    talk.key("unclear")
    talk.wait(11)
    assert half_typed(lv, talk.call) == ("address", "surname")
    typed = Talk(lv)
    typed.play("Enter Enter «Liepas kundze»")
    typed.fill("given_name", "Zane")
    typed.key("suspension")
    assert half_typed(lv, typed.call) == ()
    typed.do(c.TakeDetour("suspension"))
    assert half_typed(lv, typed.call) == ()
