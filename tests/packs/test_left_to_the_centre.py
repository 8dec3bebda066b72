"""What a pack leaves to the centre: how long work may take, whose it is; and which answer makes it not owed."""

from __future__ import annotations

import pytest

from callscript.packs import read
from tests.packs.conftest import Bench

LEFT = 'task = { kind = "fetch_book", due = "centre", people = "keepers", any_hour = true }'


def _left(mini: Bench) -> None:
    """Have the work of the small pack left to the centre, and spared by an answer."""
    mini.swap("pack.toml", 'task = { kind = "fetch_book", due = "1wd" }', LEFT)
    mini.swap(
        "pack.toml",
        '{ id = "colleague", to = "colleague" }',
        '{ id = "colleague", to = "colleague", spares = "fetch_book" }',
    )
    mini.swap("uk.toml", "{due}", "X")
    mini.swap("en.toml", "{due}", "X")
    for file in ("uk.toml", "en.toml"):
        mini.add(file, '[people]\nkeepers = "X"\n')


def test_a_term_and_people_may_be_left_to_the_centre(mini: Bench) -> None:
    """The script says so, and names whom the settings name; at any hour or in those of the centre."""
    _left(mini)
    assert mini.complaints == []


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("pack.toml", 'spares = "fetch_book"', 'spares = "fetch"', "spares: there is no task 'fetch'"),
        ("en.toml", 'keepers = "X"', 'keeper = "X"', "the nearest missing one is 'people.keepers'"),
        ("en.toml", "ready by X", "ready by {due}", "{due} is said where nothing has been promised yet"),
    ],
)
def test_what_is_wrong_with_it_is_told(mini: Bench, file: str, old: str, new: str, complaint: str) -> None:
    """A kind of work that there is not, people without a name, a time said that the pack does not know."""
    _left(mini)
    mini.swap(file, old, new)
    assert any(complaint in each for each in mini.complaints), mini.complaints


def test_without_settings_a_script_has_none(mini: Bench) -> None:
    """What it leaves to the centre is empty until the settings are read."""
    assert not read(mini.folder).work.within
