"""Fields of kind `date`: which days they take is said in a pack, and work is due only by one to come."""

from __future__ import annotations

import pytest

from callscript.packs import read
from tests.packs.conftest import Bench

FIELD = '\n[[fields]]\nid = "born"\nkind = "date"\ndays = "past"\ngroup = "call"\n'


@pytest.fixture
def dated(mini: Bench) -> Bench:
    """The small pack, which asks for the day of birth."""
    mini.add("pack.toml", FIELD)
    behind = '[[stages.steps]]\nkind = "register"'
    mini.swap("pack.toml", behind, '[[stages.steps]]\nkind = "ask"\nid = "ask_born"\nfield = "born"\n\n' + behind)
    for file, asked, label in (
        ("uk.toml", "Коли Ви народилися?", "Дата народження"),
        ("en.toml", "When were you born?", "Born"),
    ):
        mini.swap(file, "[step]\n", f'[step]\nask_born = "{asked}"\n')
        mini.swap(file, "[field]\n", f'[field]\nborn = "{label}"\n')
    return mini


def test_a_pack_with_a_day_that_is_over_is_sound(dated: Bench) -> None:
    """What the field takes is there once the pack is read."""
    assert dated.complaints == []
    assert read(dated.folder).fields["born"].days == "past"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('kind = "date"', 'kind = "text"', "fields[born].days: only of a field of kind 'date'"),
        ('days = "past"', 'days = "yesterday"', "days"),
        ('due = "1wd"', 'due = "by:born"', "there is no date 'born'; there are none"),
    ],
)
def test_what_cannot_be(dated: Bench, old: str, new: str, complaint: str) -> None:
    """Each is told at its place: nothing can be done by a day that is over."""
    dated.swap("pack.toml", old, new)
    assert any(complaint in each for each in dated.complaints), dated.complaints
