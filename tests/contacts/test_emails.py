"""E-mail addresses as they are typed."""

from __future__ import annotations

import pytest

from callscript.contacts.emails import address


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ivan@UKR.NET", "ivan@ukr.net"),
        ("ivan@пошта.укр", "ivan@пошта.укр"),
        ("іван@пошта.укр", "іван@пошта.укр"),
        ("jānis@inbox.lv", "jānis@inbox.lv"),
        ("ivan@ukr.nеt", ""),
        ("ivаn@ukr.net", ""),
        ("іван@ukr.net", ""),
        ("ivan@аррӏе.com", ""),
        ("ivan@ukr", ""),
        ("ivan ukr.net", ""),
    ],
)
def test_what_is_an_address(text: str, read: str) -> None:
    """An address that mixes alphabets was typed on two keyboards: it is doubted."""
    assert address(text) == read
