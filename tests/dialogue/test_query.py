"""What an operator looks for among the filed calls, read from what is typed."""

from __future__ import annotations

from datetime import date

import pytest

from callscript.core.records import Query
from callscript.core.script.model import Script
from callscript.dialogue.read.query import parse
from callscript.packs import locate, read


@pytest.fixture(scope="module")
def ua() -> Script:
    return read(locate("ua-court"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("23.11.2026", Query(first=date(2026, 11, 23), last=date(2026, 11, 23))),
        ("31.02.2026", Query(name="31.02.2026")),
        ("+380 50 111-22-33", Query(phones=("+380501112233",))),
        ("(044) 207-35-46", Query(phones=("+380442073546",))),
        ("044/207-35-46", Query(phones=("+380442073546",))),
        ("т. 0442073546", Query(phones=("+380442073546",))),
        ("0442073546, 0671234567", Query(phones=("+380442073546", "+380671234567"))),
        ("207-35-46", Query(phones=("2073546",))),
        ("112", Query(phones=("112",))),
        ("12", Query(name="12")),
        ("5-а школа", Query(name="5-а школа")),
        ("Обіцяно зателефонувати", Query(outcome="callback")),
        ("обіцяно ЗАТЕЛЕФОНУВАТИ", Query(outcome="callback")),
        ("Шевченко", Query(name="Шевченко")),
        ("", Query(name="")),
    ],
)
def test_what_is_looked_for(ua: Script, text: str, wanted: Query) -> None:
    """A day, a number, the name of an outcome in any case, or else a caller's name."""
    assert parse(ua, text) == wanted
