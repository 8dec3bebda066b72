"""Telephone numbers as they are typed: which text is one, what is kept of it, and what it is found by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callscript.contacts.phones import is_written_as_number, kept, may_be_number, numbers, same

UA, LV = "UA", "LV"


@pytest.mark.parametrize(
    ("text", "possible", "meant"),
    [
        ("+380501112233", True, True),
        ("050 111-22-33", True, True),
        ("(050) 1112233", True, True),
        ("050/111-22-33", True, True),
        ("т. 0501112233", True, True),
        ("0501112233, 0671234567", True, True),
        ("0501112233 доб. 4", True, True),
        ("112", True, True),
        ("12345", True, True),
        ("1234", True, False),
        ("Olena 5", True, False),
        ("5-а школа", True, False),
        ("дзвонити 0671234567", True, False),
        ("Олена", False, False),
        ("", False, False),
    ],
)
def test_what_is_a_number(text: str, possible: bool, meant: bool) -> None:
    """A caller's number needs a digit; where a name may be typed as well, a number is digits and little else."""
    assert may_be_number(text) is possible
    assert is_written_as_number(text, UA) is meant


@pytest.mark.parametrize(
    ("region", "text", "form"),
    [
        (UA, "044 207-35-46", "+380442073546"),
        (UA, "(044) 207-35-46", "+380442073546"),
        (UA, "044/207-35-46", "+380442073546"),
        (UA, "+380 (44) 207.35.46", "+380442073546"),
        (UA, "00380442073546", "+380442073546"),
        (UA, "+49 (0)30 901820", "+4930901820"),
        (UA, "(044) 277-76-22 доб. 3", "+380442777622 доб. 3"),
        (UA, "044 277-76-22, дод.15", "+380442777622 дод.15"),
        (LV, "67108787 iekš. 12", "+37167108787 iekš. 12"),
        (LV, "+37167108787 #12", "+37167108787 #12"),
        (UA, "112", "112"),
        (UA, "1545", "1545"),
        (UA, "116 123", "116123"),
        (LV, "112", "112"),
    ],
)
def test_a_text_that_is_one_number_has_one_form(region: str, text: str, form: str) -> None:
    """However it is written, with its extension as it was typed; short official numbers are right numbers."""
    assert kept(text, region) == form
    assert kept(form, region) == form


@pytest.mark.parametrize(
    ("region", "text", "found"),
    [
        (UA, "+49 30 901820 Anna", ["+4930901820"]),
        (UA, "не дзвонити 0671234567", ["+380671234567"]),
        (UA, "0671234567 (після 18:00)", ["+380671234567"]),
        (UA, "з 9 до 18 067 123 45 67", ["+380671234567"]),
        (UA, "т. 0442073546", ["+380442073546"]),
        (UA, "0671234567/0501112233", ["+380671234567", "+380501112233"]),
        (UA, "067 123 45 67 050 111 22 33", ["+380671234567", "+380501112233"]),
        (UA, "044 277-76-22 доб. 3 або 067 123 45 67", ["+380442777622", "+380671234567"]),
        (LV, "67108787, 67108788", ["+37167108787", "+37167108788"]),
        (LV, "67108787 67108788", ["+37167108787", "+37167108788"]),
        (UA, "0800 FLOWERS", []),
        (UA, "207-35-46", ["2073546"]),
        (UA, "Jānis", []),
        (UA, "буд. 112", []),
        (UA, "", []),
    ],
)
def test_any_other_text_is_kept_and_goes_by_each_number_in_it(region: str, text: str, found: list[str]) -> None:
    """Words, a second number, a warning: nothing of it is taken for a part of one number."""
    assert kept(text, region) == ""
    assert list(numbers(text, region)) == found


@given(st.text("0123456789+()-/. ,;:#хxдоб№Aя", max_size=24), st.sampled_from([UA, LV]))
def test_nothing_typed_is_dropped_or_put_in(text: str, region: str) -> None:
    """The form that is kept has the digits that were typed, behind the code of the country, and nothing else."""
    form = kept(text, region)
    if form:
        typed = "".join(filter(str.isdecimal, text))
        shown = "".join(filter(str.isdecimal, form))
        own = shown.removeprefix("380" if region == UA else "371")
        assert typed == shown or typed.endswith(own) or typed.lstrip("0").endswith(shown) or "+" in text
        assert kept(form, region) == form
        assert numbers(form, region) == (form.split(" ")[0],)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("+380501112233", "+380501112233", True),
        ("+380501112233", "+380501112234", None),
        ("+380501112233", "1112233", False),
        ("1112233", "0501112233", False),
        ("1112234", "0501112233", None),
        ("112", "112", True),
        ("112", "113", None),
        ("112", "+380442070112", None),
        ("", "", None),
    ],
)
def test_the_same_number(one: str, other: str, found: bool | None) -> None:
    """Two complete numbers are surely the same or not; of an incomplete one that is only a maybe."""
    assert same(one, other) is found
