"""What looks wrong among what was typed is said in words, when it is typed and again before it is registered."""

from __future__ import annotations

import pytest

from callscript.core.call.call import Call, Value
from callscript.core.call.commands import Fill
from callscript.core.call.decide import begin
from callscript.core.call.fold import fold_all
from callscript.core.script.model import Script
from callscript.dialogue.read.field_text import read as typed_into
from callscript.dialogue.show.card import card
from callscript.dialogue.show.doubts import doubted, doubts
from callscript.packs import locate, read
from tests.core.scripts import MONDAY, OPERATOR


@pytest.fixture(scope="module")
def ua() -> Script:
    return read(locate("ua-court"))


def call_with(script: Script, **fields: str | Value) -> Call:
    """Return a call in which something was typed into fields."""
    call = fold_all(script, begin(script, "call", OPERATOR, MONDAY))
    for field, text in fields.items():
        value = text if isinstance(text, Value) else Value(typed_into(script, field, text).value)
        call.fields[field] = value  # type: ignore[index]
    return call


@pytest.mark.parametrize(
    ("field", "text", "kept", "said"),
    [
        ("phone", "Jānis", "Jānis", "kept as it was typed, but it is no whole telephone number: Jānis"),
        ("phone", "207-35-46", "207-35-46", "it is no whole telephone number: 207-35-46"),
        (
            "phone",
            "+49 30 901820 Anna",
            "+49 30 901820 Anna",
            "kept as it was typed, but it is more than a telephone number",
        ),
        ("phone", "0671234567, 0501112233", "0671234567, 0501112233", "more than a telephone number"),
        ("phone", "не дзвонити 0671234567", "не дзвонити 0671234567", "more than a telephone number"),
        ("phone", "(044) 277-76-22 доб. 3", "+380442777622 доб. 3", ""),
        ("phone", "1545", "1545", ""),
        ("email", "ivan@UKR.net", "ivan@ukr.net", ""),
        ("email", "ivan", "ivan", "kept as it was typed, but it is no e-mail address: ivan"),
        ("email", "ivan@ukr.nеt", "ivan@ukr.nеt", "letters of two alphabets are mixed"),
        ("surname", "112", "112", ""),
    ],
)
def test_what_is_kept_and_what_is_doubted(ua: Script, field: str, text: str, kept: str, said: str) -> None:
    """Only what is a whole number or address is written in its form; what is not is kept as typed, and told."""
    call = call_with(ua, **{field: text})
    assert call.fields[field].text == kept
    assert said in doubted(ua, call, field)
    assert bool(said) is bool(doubted(ua, call, field)) is bool(doubts(ua, call))


def test_a_reason_why_there_is_none_is_not_doubted(ua: Script) -> None:
    """Nor is a field in which nothing is recorded."""
    assert doubts(ua, call_with(ua, phone=Value("не хоче", absent=True))) == ()
    assert doubts(ua, call_with(ua, surname=Value("112", absent=True))) == ()
    assert doubted(ua, call_with(ua), "phone") == ""


@pytest.mark.parametrize(
    ("field", "reason"), [("phone", "телефонує з 0671234567"), ("email", "немає, лише ivan@ukr.net")]
)
def test_a_number_in_the_reason_is_doubted(ua: Script, field: str, reason: str) -> None:
    """Who is recorded as having none, and has one in the reason, may have been typed in behind a dash by mistake."""
    call = call_with(ua, **{field: Value(reason, absent=True)})
    assert "recorded as having none" in doubted(ua, call, field)
    assert next(row.state for row in card(ua, call) if row.id == field) == "doubtful"


@pytest.mark.parametrize("typed", ["- не хоче", "-не хоче", "– — не хоче", "--- не хоче"])
def test_behind_the_dashes_stands_the_reason(ua: Script, typed: str) -> None:
    """However many dashes were typed, none of them is in the reason."""
    assert typed_into(ua, "phone", typed) == Fill("phone", "не хоче", absent=True)
