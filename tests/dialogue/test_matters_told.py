"""What `show` and corrections tell of a call: under the matter that it was about, and what came to nothing as such."""

from __future__ import annotations

import re

import pytest

from callscript.core.call import commands as c
from callscript.core.script.model import Script
from callscript.dialogue.show.field_text import field_lines
from callscript.dialogue.show.timeline import timeline
from callscript.packs import locate, read
from tests.clauses.talk import Talk

TO_NEED = "Enter Enter «Ozola kungs» «karte» "
WHY = "misheard"


@pytest.fixture(scope="module")
def lv() -> Script:
    return read(locate("lv-lvrtc"))


def played(script: Script, keys: str) -> Talk:
    talk = Talk(script)
    talk.play(keys)
    return talk


def lines(talk: Talk) -> str:
    """Return the timeline of a call."""
    return "\n".join(timeline(talk.script, talk.log))


def test_a_refusal_stands_under_what_was_refused(lv: Script) -> None:
    """With two matters, in the list of what is recorded; praise in the second is no third matter."""
    talk = played(lv, TO_NEED + "4 «a» «b» Enter Enter 2 «rēķins» 7 «labi» 2 Enter Enter F8 «29123456» 2")
    assert field_lines(lv, talk.call) == [
        "Uzruna: Ozola kungs",
        "Tālrunis: +37129123456",
        "",
        "matter 1",
        "Vēlmes: karte",
        "",
        "matter 1, Atteikums",
        "Iemesls: a",
        "Pamatojums: b",
        "",
        "matter 2",
        "Vēlmes: rēķins",
        "",
        "matter 2, Atsauksme: Atsauksme",
        "Atsauksme: labi",
    ]
    told = lines(talk)
    assert re.search(r"registered: Atsauksme № 231126-17-\d{4}-\d{3}-\d{3}-[A-Z], matter 2", told)
    assert "task: Atzvanīt klientam, due Mon 23.11.2026 18:00, matter 2" in told


def test_one_matter_is_listed_without_a_heading(lv: Script) -> None:
    """A refusal of it stands with what was refused."""
    talk = played(lv, TO_NEED + "4 «a» «b» Enter Enter 1")
    assert field_lines(lv, talk.call) == ["Uzruna: Ozola kungs", "Vēlmes: karte", "Iemesls: a", "Pamatojums: b"]


def test_what_was_taken_back_is_told_as_such(lv: Script) -> None:
    """A detour taken back has another line than one gone through."""
    talk = played(lv, TO_NEED + "8 Enter")
    talk.key("gift")
    talk.play("8 Enter «konfektes»")
    told = lines(talk)
    assert told.count("taken back: Dāvana") == 1
    assert told.count("back from: Dāvana") == 1


def test_nothing_is_erased_where_nothing_was(lv: Script) -> None:
    """Enter in an optional field that was never filled in leaves no line, however often it is come by."""
    talk = played(lv, TO_NEED + "4 «a» «b» Enter Back Back Back")
    talk.at("ask_refusal_reason")
    talk.do(c.Fill("refusal_reason", "c", confirm=True))
    talk.do(c.Advance())
    talk.do(c.Fill("refusal_grounds", "b", confirm=True))
    talk.do(c.Advance())
    talk.do(c.Fill("legal_ground", "", confirm=True))
    told = lines(talk)
    assert "erased" not in told
    assert "Pamatojums: b (was: b)" not in told
    assert "Iemesls: c (was: a)" in told


def test_an_end_corrected_tells_what_it_is_filed_under(lv: Script) -> None:
    """The outcome that goes with it is told, and what it was."""
    talk = played(lv, TO_NEED + "1 Enter 1 5 Enter Enter")
    talk.do(c.SetOutcome("answered"))
    talk.do(c.Close())
    talk.do(c.CorrectEnd("transfer", WHY))
    (told,) = [line for line in lines(talk).splitlines() if "corrected" in line]
    assert "transferred (was: ended by the operator), outcome: Savienots" in told
    assert "(was: outcome: " in told
    for reason in ("-", " . ", "?"):
        talk.refuses(c.CorrectField("need", "x", reason), "reason_wanted")
        talk.refuses(c.CorrectEnd("caller", reason), "reason_wanted")


def test_a_day_corrected_tells_when_the_work_is_due(lv: Script) -> None:
    """What was promised by that day moves with it, and says so; a day off is refused."""
    talk = played(lv, TO_NEED + "3 «29123456» 7")
    talk.refuses(c.Fill("answer_by", "12.12.2026"), "day_off")
    talk.play("«14.12.26» Enter 1 5 Enter Enter")
    assert talk.due("answer") == "2026-12-14 18:00"
    talk.do(c.CorrectField("answer_by", "15.12.2026", WHY))
    assert talk.due("answer") == "2026-12-15 18:00"
    assert "15.12.2026 (was: 14.12.2026), due Tue 15.12.2026 18:00 — misheard" in lines(talk)
