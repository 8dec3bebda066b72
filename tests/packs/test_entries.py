"""What comes without a call, and what can come of work: it names what there is, and each is chosen by a digit."""

from __future__ import annotations

import pytest

from callscript.packs import read
from tests.packs.conftest import Bench

KIND = """
[[entries]]
id = "wish"
what = "wish"
channels = ["post", "email"]
classes = ["good", "bad"]
fields = ["title"]
requires = ["title"]
task = { kind = "fetch_book", due = "2d" }

[results]
fetch_book = ["bought", "not_bought"]
"""
TEXTS = {"register": 'wish = "X"'}
OWN = """
[entries]
wish = "X"

[channel]
post = "X"
email = "X"

[class]
good = "X"
bad = "X"

[result.fetch_book]
bought = "X"
not_bought = "X"
"""


def _kind(mini: Bench) -> None:
    mini.add("pack.toml", KIND)
    for file in ("uk.toml", "en.toml"):
        for heading, line in TEXTS.items():
            if f"[{heading}]" in (mini.folder / file).read_text(encoding="utf-8"):
                mini.swap(file, f"[{heading}]", f"[{heading}]\n{line}")
            else:
                mini.add(file, f"\n[{heading}]\n{line}\n")
        mini.add(file, OWN)


def test_a_pack_with_such_a_kind_is_sound(mini: Bench) -> None:
    """Its facts are known to the check, and the script has it."""
    _kind(mini)
    assert mini.complaints == []
    script = read(mini.folder)
    assert script.entry_kinds["wish"].channels == ("post", "email")
    assert script.pack.results == {"fetch_book": ("bought", "not_bought")}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('["post", "email"]', "[]", "entries[wish].channels: names nothing to choose"),
        ('["post", "email"]', '["post", "call"]', "entries[wish].channels: 'call' is the way of calls themselves"),
        ('["good", "bad"]', '["good", "good"]', "entries[wish].classes: 'good' is there 2 times"),
        ('fields = ["title"]\n', 'fields = ["titel"]\n', "entries[wish].fields: there is no field 'titel'"),
        ('fields = ["title"]\n', "fields = []\n", "entries[wish].fields: nothing would be recorded of it"),
        (
            'fields = ["title"]\nrequires = ["title"]',
            'fields = ["title"]\nrequires = ["phone"]',
            "entries[wish].requires: there is no field of this entry 'phone'",
        ),
        ('due = "2d" }', 'due = "999d" }', "entries[wish].task.due: longer than a year"),
        ('due = "2d" }', 'due = "by:title" }', "entries[wish].task.due: must be reckoned from the moment"),
        ('what = "wish"', 'what = "wish"\nclauses = ["X-99"]', "entries[wish].clauses: there is no clause 'X-99'"),
        ("[results]\nfetch_book", "[results]\nfetch_bok", "results.fetch_bok: there is no task 'fetch_bok'"),
        (
            '["bought", "not_bought"]',
            '["bought", "reached"]',
            "'reached' says how a caller was told",
        ),
        (
            "[results]\nfetch_book",
            "[results]\ncallback",
            "results.callback: of this work it is said how the caller was told",
        ),
        ('fields = ["title"]\n', 'fields = ["title", "class"]\n', "'class' is recorded of every entry"),
        ('["bought", "not_bought"]', "[]", "results.fetch_book: names nothing to choose"),
        (
            '["post", "email"]',
            '["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]',
            "entries[wish].channels: more than 9 cannot be numbered 1–9",
        ),
    ],
)
def test_what_is_wrong_is_named(mini: Bench, old: str, new: str, complaint: str) -> None:
    """With its place, and the nearest name that is known."""
    _kind(mini)
    mini.swap("pack.toml", old, new)
    assert any(complaint in each for each in mini.complaints), mini.complaints


def test_there_is_a_digit_for_each(mini: Bench) -> None:
    """Of what is entered, too."""
    _kind(mini)
    for number in range(9):
        mini.add("pack.toml", KIND.split("[results]")[0].replace('id = "wish"', f'id = "wish{number}"'))
    assert any("entries: more than 9 kinds cannot be numbered 1–9" in each for each in mini.complaints)
