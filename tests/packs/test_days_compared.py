"""Conditions on days: which can be asked, what holds on the day of a call, and a proof that holds on any day."""

from __future__ import annotations

from datetime import datetime

import pytest

from callscript.core.call import commands as c
from callscript.core.call.guards import holds
from callscript.core.script.conditions import Guard
from callscript.packs import read
from callscript.proof.goals import Goal
from callscript.proof.prover import Prover
from callscript.proof.reaching import Reach
from tests.core.scripts import Walk
from tests.packs.conftest import Bench

MINOR = '{ not = { field = "born", latest = "-18y" } }'
OF_AGE = '{ field = "born", latest = "-18y" }'
FIELDS = """
[[fields]]
id = "born"
kind = "date"
days = "past"
group = "call"

[[fields]]
id = "visit_at"
kind = "time"
group = "call"
"""
ASKED = f"""
[[stages.steps]]
kind = "ask"
id = "ask_born"
field = "born"

[[stages.steps]]
kind = "say"
id = "ask_parents"
when = {MINOR}

[[stages.steps]]
kind = "choose"
id = "shelf"
options = [
  {{ id = "of_children", when = {MINOR} }},
  {{ id = "of_all", when = {OF_AGE} }},
]

[[stages.steps]]
kind = "ask"
id = "ask_visit"
field = "visit_at"
optional = true

[[stages.steps]]
kind = "say"
id = "visit_soon"
when = {{ field = "visit_at", latest = "1d" }}

"""
_ASKED_FIRST = 'kind = "existence", some = ["said:ask_parents"], before = ["registered:reservation"]'
RULES = f"""rules = [
  {{ {_ASKED_FIRST}, when = ["chose:shelf=of_children"] }},
  {{ {_ASKED_FIRST}, when = ["chose:shelf=of_all"] }},
  {{ kind = "absence", none = ["said:visit_soon"] }},
]
"""
BEHIND = '[[stages.steps]]\nkind = "register"'
TEXTS = {
    "uk.toml": ("Коли Ви народилися?", "Запитайте згоди батьків.", "Яка полиця?", "Коли прийдете?", "До зустрічі!"),
    "en.toml": ("When were you born?", "Ask for the parents' consent.", "Which shelf?", "When is it?", "See you!"),
}


@pytest.fixture
def dated(mini: Bench) -> Bench:
    """The small pack, which asks for days, and goes by them."""
    mini.add("pack.toml", FIELDS)
    mini.swap("pack.toml", BEHIND, ASKED + BEHIND)
    for file, (born, parents, shelf, visit, soon) in TEXTS.items():
        steps = f'ask_born = "{born}"\nask_parents = "{parents}"\nshelf = "{shelf}"\nask_visit = "{visit}"\n'
        mini.swap(file, "[step]\n", f'[step]\n{steps}visit_soon = "{soon}"\n')
        mini.swap(file, "[field]\n", f'[field]\nborn = "{born}"\nvisit_at = "{visit}"\n')
        mini.add(file, f'[option.shelf]\nof_children = "{file} 1"\nof_all = "{file} 2"\n')
        mini.add(file, f'[unless.shelf]\nof_children = "{file} 3"\nof_all = "{file} 4"\n')
    return mini


def test_a_pack_that_compares_days_is_sound(dated: Bench) -> None:
    """Answers whose conditions leave no day out are not held to be a dead end."""
    assert dated.complaints == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (MINOR, '{ field = "title", latest = "-18y" }', "when.field: days are compared: 'title' is of kind 'text'"),
        (MINOR, '{ open = true, latest = "-18y" }', "when.latest: needs `field`: whose day is compared"),
        (MINOR, '{ field = "borne", latest = "-18y" }', "there is no field 'borne'"),
        (MINOR, '{ field = "born", latest = "2026-02-30" }', "when.latest: there is no such day: '2026-02-30'"),
        (MINOR, '{ field = "born", latest = "18y" }', ""),
        (MINOR, '{ field = "born", latest = "soon" }', "when.latest: must be a date in quotation marks"),
        (MINOR, '{ field = "born", most = 17, latest = "-18y" }', "latest: is about days, not numbers"),
        (MINOR, '{ field = "born", among = ["x"], latest = "-18y" }', "among: is about values, not days"),
        (MINOR, '{ field = "born", earliest = "0d", latest = "-1d" }', "earliest: no day is from 0d to -1d"),
        (
            f'id = "of_all", when = {OF_AGE}',
            'id = "of_all", when = { field = "born", latest = "-19y" }',
            "all its answers can be hidden at once",
        ),
        (
            f'id = "of_all", when = {OF_AGE}',
            'id = "of_all", when = { field = "born", latest = "-17y" }',
            "",
        ),
    ],
)
def test_what_can_be_asked_about_a_day(dated: Bench, old: str, new: str, complaint: str) -> None:
    """Each mistake is told at its place; days that follow each other leave no gap."""
    dated.swap("pack.toml", old, new)
    assert bool(dated.complaints) is bool(complaint)
    assert any(complaint in each for each in dated.complaints) is bool(complaint), dated.complaints


@pytest.mark.parametrize(
    ("guard", "born", "holding"),
    [
        (Guard(field="born", latest="-18y"), "23.11.2008", True),
        (Guard(field="born", latest="-18y"), "24.11.2008", False),
        (Guard(field="born", earliest="2008-11-23"), "23.11.2008", True),
        (Guard(field="born", earliest="2008-11-24"), "23.11.2008", False),
        (Guard(field="born", earliest="-1mo", latest="0d"), "23.11.2026", True),
        (Guard(field="born", earliest="-1mo", latest="-1d"), "23.11.2026", False),
        (Guard(field="born", latest="0d"), "", False),
        (Guard(not_=Guard(field="born", latest="-18y")), "", True),
    ],
)
def test_a_day_is_reckoned_from_that_of_the_call(dated: Bench, guard: Guard, born: str, holding: bool) -> None:
    """By the centre's clock, a little after midnight too; both bounds are part of it."""
    script = read(dated.folder)
    walk = Walk(script, datetime(2026, 11, 23, 0, 30, tzinfo=script.zone))
    if born:
        walk.do(c.Fill("born", born))
    assert holds(guard, walk.call) is holding


def test_what_is_no_day_is_not_compared(dated: Bench) -> None:
    """A text in a field, as a script of another day may have left one, is on no day."""
    walk = Walk(read(dated.folder)).go("title=soon")
    assert not holds(Guard(field="title", latest="2099-12-31"), walk.call)


def test_a_time_is_on_its_day(dated: Bench) -> None:
    """Whatever the hour."""
    script = read(dated.folder)
    walk = Walk(script, datetime(2026, 11, 23, 10, 0, tzinfo=script.zone)).go("visit_at=24.11. 16:00")
    assert holds(Guard(field="visit_at", earliest="1d", latest="1d"), walk.call)


def test_what_is_proved_of_days(dated: Bench) -> None:
    """A day stays in the same bounds until another one is recorded, so what hangs on it holds on every path; where
    nothing speaks against it, a call shows it.
    """
    dated.swap("pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\n{RULES}')
    script = read(dated.folder)
    children, everybody, soon = (Prover(script).rule("MI-04", place, (0,)) for place in range(3))
    assert children.verdict == "proved"
    assert everybody.verdict == "breached"
    assert soon.verdict == "breached"


def test_a_day_that_is_over_is_not_told_as_one_that_no_call_comes_to(dated: Bench) -> None:
    """What hangs on a day that no call of that moment can have, a call of another moment has."""
    dated.swap("pack.toml", f"when = {MINOR}\n", 'when = { field = "born", earliest = "2027-06-01" }\n')
    known = {each.goal: each.known for each in Reach(read(dated.folder)).amiss()}
    assert known.get(Goal("step", "ask_parents"), "undecided") == "undecided"
