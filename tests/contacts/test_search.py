"""Names as they are looked for."""

from __future__ import annotations

import pytest

from callscript.contacts.search import has_words


@pytest.mark.parametrize(
    ("name", "wanted", "found"),
    [
        ("Шевченко Олена", "олена ШЕВ", True),
        *((f"Солом{sign}янко", "солом'янко", True) for sign in "'’‘ʼ`´′"),
        *((f"Анна{sign}Марія", "анна-марія", True) for sign in "-‐‑–—−"),
        ("Jānis Bērziņš", "bērziņš", True),
        ("Jānis Bērziņš", "berzins janis", None),
        ("Ґалаґан", "галаган", None),
        ("Галаган", "ґалаґан", None),
        ("Солом’янко", "соломянко", None),
        ("Анна-Марія", "аннамарія", False),
        ("Петро", "іван", False),
        ("Петро", "-", False),
        ("", "", True),
    ],
)
def test_words_of_a_name(name: str, wanted: str, found: bool | None) -> None:
    """Apostrophes and dashes of every shape are the same; without the marks on letters a name is found second best."""
    assert has_words(name, wanted) is found
