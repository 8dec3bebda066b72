"""The way of calls that the operator begins: what it names exists, and every such call has a beginning and an end."""

from __future__ import annotations

import pytest

from callscript.packs import read
from tests.packs.conftest import Bench

WAY = """
[outgoing]
stage = "ringing"
fields = ["title"]
done = { fetch_book = ["said:tell_book"] }

[[stages]]
id = "ringing"
next = "closing"

[[stages.steps]]
kind = "say"
id = "tell_book"
when = { happened = "continues:fetch_book" }
"""


def _way(mini: Bench) -> None:
    mini.add("pack.toml", WAY)
    for file in ("uk.toml", "en.toml"):
        mini.swap(file, "[step]", '[step]\ntell_book = "{title}"')
        mini.swap(file, "[stage]", '[stage]\nringing = "X"')


def test_a_pack_with_such_a_way_is_sound(mini: Bench) -> None:
    """Its facts and its stage are known to the check, and the script has it."""
    _way(mini)
    assert mini.complaints == []
    outgoing = read(mini.folder).pack.outgoing
    assert outgoing is not None
    assert outgoing.done == {"fetch_book": ("said:tell_book",)}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            'stage = "ringing"',
            'stage = "rining"',
            "outgoing.stage: there is no stage 'rining'; the nearest known one is",
        ),
        ('fields = ["title"]\ndone', 'fields = ["titel"]\ndone', "outgoing.fields: there is no field 'titel'"),
        ("fetch_book = [", "fetch_bok = [", "outgoing.done.fetch_bok: there is no task 'fetch_bok'"),
        ('["said:tell_book"]', '["said:tell_bok"]', "outgoing.done.fetch_book: there is no fact 'said:tell_bok'"),
        ('["said:tell_book"]', "[]", "outgoing.done.fetch_book: names no fact"),
        (
            'done = { fetch_book = ["said:tell_book"] }',
            "done = {}",
            "outgoing.done: names no kind of work that is done by ringing the caller up",
        ),
        (
            'fields = ["title"]',
            'notes = { fetch_bok = "title" }',
            "outgoing.notes.fetch_bok: there is no work that is done so: 'fetch_bok'",
        ),
        (
            'fields = ["title"]',
            'notes = { fetch_book = "titel" }',
            "outgoing.notes.fetch_book: there is no field 'titel'",
        ),
        ("done = {", "donne = {", "outgoing.donne: unknown key; the nearest known one is 'done'"),
        (
            'happened = "continues:fetch_book"',
            'happened = "continues:fetch"',
            "stage ringing: stages[ringing].steps[tell_book].when.happened: there is no fact 'continues:fetch'",
        ),
    ],
)
def test_what_is_wrong_is_named(mini: Bench, old: str, new: str, complaint: str) -> None:
    """With its place, and the nearest name that is known."""
    _way(mini)
    mini.swap("pack.toml", old, new)
    assert any(line.startswith(f"pack.toml: {complaint}") for line in mini.complaints), mini.complaints


def test_a_call_that_nothing_begins(mini: Bench) -> None:
    """Of each kind of work a call needs a step to begin with, open or closed."""
    _way(mini)
    mini.swap("pack.toml", 'id = "ringing"\nnext = "closing"', 'id = "ringing"')
    mini.swap(
        "pack.toml", '{ happened = "continues:fetch_book" }', '{ happened = "continues:fetch_book", open = true }'
    )
    told = "pack.toml: outgoing.stage: nothing begins a call about work of the kind 'fetch_book' while the centre is"
    assert [line for line in mini.complaints if line.startswith(told)] == [f"{told} closed"]


def test_a_call_that_cannot_go_on(mini: Bench) -> None:
    """Its stages are gone through as those of any call: a dead end is one there too."""
    _way(mini)
    mini.swap("pack.toml", 'id = "ringing"\nnext = "closing"', 'id = "ringing"')
    assert any("stage ringing: stages[ringing]: a dead end" in line for line in mini.complaints)


def test_a_call_that_rings_knows_that_it_does(mini: Bench) -> None:
    """A start may ask whether somebody rang: that is so."""
    mini.swap("pack.toml", '{ stage = "greeting" }', '{ stage = "greeting", when = { happened = "incoming" } }')
    assert mini.complaints == []
    mini.swap("pack.toml", 'happened = "incoming"', 'happened = "ended"')
    assert "pack.toml: start: nothing begins a call while the centre is open" in mini.complaints
