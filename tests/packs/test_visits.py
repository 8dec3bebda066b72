"""In-person visits of a pack: what it names exists, and there are hours in which somebody can come."""

from __future__ import annotations

import pytest

from callscript.packs import read
from tests.packs.conftest import Bench

WAY = """
[visits]
task = "visit"
field = "visit_at"
opens = "10:00"
closes = "16:00"
days = [2, 4]

[[fields]]
id = "visit_at"
kind = "time"
"""
CLOSED_SO = "a visit is closed by saying how it went, or by cancelling it, and by nothing else"


def _visits(mini: Bench) -> None:
    mini.add("pack.toml", WAY)
    steps = '[[stages.steps]]\nkind = "ask"\nid = "ask_visit"\nfield = "visit_at"\n'
    steps += 'task = { kind = "visit", due = "at:visit_at", anyone = true }\n\n'
    mini.swap(
        "pack.toml",
        '[[stages.steps]]\nkind = "ask"\nid = "ask_title"',
        steps + '[[stages.steps]]\nkind = "ask"\nid = "ask_title"',
    )
    for file in ("uk.toml", "en.toml"):
        mini.swap(file, "[step]", '[step]\nask_visit = "X"')
        mini.swap(file, "[field]", '[field]\nvisit_at = "X"')
        mini.swap(file, "[task]", '[task]\nvisit = "X"')
        mini.add(file, '[on_day]\nmon = "X"\n')


def test_a_pack_with_visits_is_sound(mini: Bench) -> None:
    """Its hours and its field are known to the check, and the script has them."""
    _visits(mini)
    assert mini.complaints == []
    visits = read(mini.folder).pack.visits
    assert visits is not None
    assert (visits.opens, visits.days) == ("10:00", (2, 4))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('task = "visit"', 'task = "visits"', "visits.task: there is no task 'visits'"),
        (
            'field = "visit_at"\nopens',
            'field = "title"\nopens',
            "visits.field: there is no field of kind 'time' 'title'",
        ),
        ('closes = "16:00"', 'closes = "10:00"', "visits.closes: must be later than 10:00 on the same day"),
        ("days = [2, 4]", "days = [2, 2]", "visits.days: names a day twice"),
        ("days = [2, 4]", "days = [6, 7]", "visits.days: names only days on which the centre does not work"),
        (
            'opens = "10:00"\ncloses = "16:00"\ndays = [2, 4]',
            'week = [{ days = [6], open = ["10:00-12:00"] }]',
            "visits.week: names only days on which the centre does not work",
        ),
        (
            'opens = "10:00"\ncloses = "16:00"\ndays = [2, 4]',
            'week = [{ days = [2], open = ["12:00-10:00"] }]',
            "visits.week[1].open[1]: must end later than 12:00 on the same day, not at 10:00",
        ),
        (
            'due = "at:visit_at"',
            'due = "1d"',
            "stage book: stages[book].steps[ask_visit].task.due: a visit is due at the time appointed: use at:visit_at",
        ),
        (
            'due = "at:visit_at"',
            'due = "at:title"',
            "stage book: stages[book].steps[ask_visit].task.due: goes by a field of kind 'time': "
            "'title' is of kind 'text'",
        ),
        (
            'due = "at:visit_at"',
            'due = "at visit"',
            "stage book: stages[book].steps[ask_visit].task.due: must be a duration like 90s, 3m, 2h, 1d or 1wd "
            "(working days), or today, or by: and a field of kind date, or at: and one of kind time",
        ),
        (
            'field = "visit_at"\ntask = {',
            'field = "visit_at"\ncloses = "visit"\ntask = {',
            f"stage book: stages[book].steps[ask_visit].closes: {CLOSED_SO}",
        ),
        (
            '[[fields]]\nid = "visit_at"',
            '[outgoing]\nstage = "book"\ndone = { visit = ["task:visit"] }\n[[fields]]\nid = "visit_at"',
            f"outgoing.done.visit: {CLOSED_SO}",
        ),
        ('mon = "X"', 'monday = "X"', ""),
    ],
)
def test_what_is_wrong_is_named(mini: Bench, old: str, new: str, complaint: str) -> None:
    """With its place, and the nearest name that is known."""
    _visits(mini)
    if not complaint:
        mini.swap("en.toml", old, new)
        assert any("on_day.monday: nothing uses this text" in line for line in mini.complaints), mini.complaints
        return
    mini.swap("pack.toml", old, new)
    assert any(line.startswith(f"pack.toml: {complaint}") for line in mini.complaints), mini.complaints
