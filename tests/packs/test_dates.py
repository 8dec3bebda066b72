"""Fields of kind `date`: which days they take is said in a pack, and work is due only by one to come."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from callscript.core.call.refusal import Refused
from callscript.core.script.days import day_of
from callscript.dialogue.show.refusals import words
from callscript.packs import read
from callscript.proof.reaching import Reach
from callscript.runtime import i18n
from tests.core.scripts import Walk
from tests.packs.conftest import Bench
from tests.packs.test_docs import DOCUMENT

BEHIND = '[[stages.steps]]\nkind = "register"'
FIELD = '\n[[fields]]\nid = "born"\nkind = "date"\ndays = "past"\ngroup = "call"\n'


@pytest.fixture
def dated(mini: Bench) -> Bench:
    """The small pack, which asks for the day of birth."""
    mini.add("pack.toml", FIELD)
    mini.swap("pack.toml", BEHIND, '[[stages.steps]]\nkind = "ask"\nid = "ask_born"\nfield = "born"\n\n' + BEHIND)
    for file, asked, label in (
        ("uk.toml", "Коли Ви народилися?", "Дата народження"),
        ("en.toml", "When were you born?", "Born"),
    ):
        mini.swap(file, "[step]\n", f'[step]\nask_born = "{asked}"\n')
        mini.swap(file, "[field]\n", f'[field]\nborn = "{label}"\n')
    return mini


SHOWN = DOCUMENT.split("**Days within bounds.**")[1].split("\nBoth days belong")[0]
BOUNDED = "".join(f"{line[4:]}\n" for line in SHOWN.splitlines() if line.startswith("    "))
OTHER_DAY = {
    "uk": "Впишіть день з 26.11.1906 по 26.11.2008: Дата народження",
    "lv": "Ierakstiet dienu no 26.11.1906 līdz 26.11.2008: Дата народження",
    "en": "Type a day from 26.11.1906 to 26.11.2008: Дата народження",
}


def bounded(bench: Bench) -> Bench:
    """Have the small pack ask for days within bounds, as the document does."""
    bench.add("pack.toml", BOUNDED)
    steps = "".join(
        f'[[stages.steps]]\nkind = "ask"\nid = "ask_{each}"\nfield = "{each}"\n\n'
        for each in ("born", "visit_at", "borrowed")
    )
    bench.swap("pack.toml", BEHIND, steps + BEHIND)
    for file, asked, labels in (
        (
            "uk.toml",
            ("Коли Ви народилися?", "Коли Ви прийдете?", "Коли Ви її взяли?"),
            ("Дата народження", "Візит", "Взято"),
        ),
        (
            "en.toml",
            ("When were you born?", "When will you come?", "When did you borrow it?"),
            ("Born", "Visit", "Taken"),
        ),
    ):
        for step, said in zip(("born", "visit_at", "borrowed"), zip(asked, labels, strict=True), strict=True):
            bench.swap(file, "[step]\n", f'[step]\nask_{step} = "{said[0]}"\n')
            bench.swap(file, "[field]\n", f'[field]\n{step} = "{said[1]}"\n')
    return bench


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("born", "26.11.2008", ""),
        ("born", "27.11.2008", "Type a day from 26.11.1906 to 26.11.2008: Дата народження"),
        ("born", "25.11.1906", "Type a day from 26.11.1906 to 26.11.2008: Дата народження"),
        ("visit_at", "27.11. 10:00", ""),
        ("visit_at", "10.12. 23:30", ""),
        ("visit_at", "11.12. 9:00", "Type a day from 27.11.2026 to 10.12.2026: Візит"),
        ("visit_at", "26.11. 23:59", "Type a day from 27.11.2026 to 10.12.2026: Візит"),
        ("borrowed", "1.1.2026", ""),
        ("borrowed", "31.12.2025", "Type a day from 01.01.2026 to 26.11.2026: Взято"),
    ],
)
def test_days_within_bounds(mini: Bench, field: str, typed: str, told: str) -> None:
    """The first and the last day are taken, any other is refused with both, by the centre's clock."""
    assert bounded(mini).complaints == []
    walk = Walk(read(mini.folder), at=datetime(2026, 11, 26, 8, tzinfo=UTC))
    if not told:
        assert walk.go(f"{field}={typed}").call.fields[field].text
        return
    with pytest.raises(Refused) as refused:
        walk.go(f"{field}={typed}")
    assert words(refused.value, walk.script, walk.call) == told


@pytest.mark.parametrize(
    ("old", "new", "typed", "told"),
    [
        (
            'days = "past"\nearliest = "2026',
            'days = "any"\nearliest = "2026',
            "borrowed=1.1.2025",
            "from 01.01.2026 on",
        ),
        ('days = "past"\nearliest = "2026', 'days = "any"\nlatest = "2026', "borrowed=1.1.2027", "up to 01.01.2026"),
        ('earliest = "1d"\n', "", "visit_at=11.12. 9:00", "from 26.11.2026 to 10.12.2026"),
    ],
)
def test_days_bounded_on_one_side(mini: Bench, old: str, new: str, typed: str, told: str) -> None:
    """What is to come begins today, and what is over ends today; of any day there is one bound."""
    bounded(mini).swap("pack.toml", old, new)
    walk = Walk(read(mini.folder), at=datetime(2026, 11, 26, 8, tzinfo=UTC))
    with pytest.raises(Refused) as refused:
        walk.go(typed)
    assert words(refused.value, walk.script, walk.call).startswith(f"Type a day {told}: ")


@pytest.mark.parametrize("language", OTHER_DAY)
def test_in_each_language(mini: Bench, language: str) -> None:
    """The refusal says which days would do."""
    walk = Walk(read(bounded(mini).folder), at=datetime(2026, 11, 26, 8, tzinfo=UTC))
    with pytest.raises(Refused) as refused:
        walk.go("born=27.11.2008")
    i18n.use(language)
    try:
        assert words(refused.value, walk.script, walk.call) == OTHER_DAY[language]
    finally:
        i18n.use("en")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('latest = "-18y"', 'latest = "-121y"', "fields[born].earliest: no day is from -120y to -121y"),
        (
            'earliest = "1d"\nlatest = "14d"',
            'latest = "-1d"',
            "fields[visit_at].latest: the field takes days to come only: this one is over",
        ),
        (
            'earliest = "2026-01-01"',
            'earliest = "1mo"',
            "fields[borrowed].earliest: the field takes days up to today only",
        ),
        ('earliest = "2026-01-01"', 'earliest = "2026-02-30"', "there is no such day: '2026-02-30'"),
        ('earliest = "2026-01-01"', 'earliest = "-99999y"', "there is no such day: '-99999y'"),
        ('earliest = "2026-01-01"', "earliest = 2026-01-01", 'must be a date in quotation marks like "2026-12-31"'),
        ('earliest = "2026-01-01"', 'earliest = "last year"', "like 0d, 30d, -6mo or -18y, not 'last year'"),
        ('kind = "time"', 'kind = "text"', "fields[visit_at].earliest: only of a field of kind 'date' or 'time'"),
    ],
)
def test_bounds_that_no_day_keeps(mini: Bench, old: str, new: str, complaint: str) -> None:
    """Each is told at its place."""
    bounded(mini).swap("pack.toml", old, new)
    assert any(complaint in each for each in mini.complaints), mini.complaints


def test_a_proof_types_a_day_within_the_bounds(mini: Bench) -> None:
    """No call is held to end where the day is asked for."""
    assert [each for each in Reach(read(bounded(mini).folder)).amiss() if "ask_" in str(each.goal)] == []


def test_the_day_of_a_bound() -> None:
    """Of a month that is shorter it is the last day."""
    today = date(2028, 2, 29)
    assert [day_of(each, today) for each in ("0d", "-1d", "12mo", "-18y", "2026-12-31")] == [
        today,
        date(2028, 2, 28),
        date(2029, 2, 28),
        date(2010, 2, 28),
        date(2026, 12, 31),
    ]


def test_a_pack_with_a_day_that_is_over_is_sound(dated: Bench) -> None:
    """What the field takes is there once the pack is read."""
    assert dated.complaints == []
    assert read(dated.folder).fields["born"].days == "past"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('kind = "date"', 'kind = "text"', "fields[born].days: only of a field of kind 'date'"),
        ('days = "past"', 'days = "yesterday"', "days"),
        ('due = "1wd"', 'due = "by:born"', "nothing can be due by 'born': it may be over (days = \"past\"), so name a"),
    ],
)
def test_what_cannot_be(dated: Bench, old: str, new: str, complaint: str) -> None:
    """Each is told at its place: nothing can be done by a day that is over."""
    dated.swap("pack.toml", old, new)
    assert any(complaint in each for each in dated.complaints), dated.complaints
