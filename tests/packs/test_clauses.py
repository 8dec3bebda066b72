"""Clauses and the clock: each clause is covered, each rule can be decided, and the centre's time can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from callscript.packs import read
from callscript.packs.facts import producible
from tests.packs.conftest import MINI, Bench

RULE = "pack.toml: clauses[MI-03].rules"
TIMING = 'after = ["timing:hold"]'


@pytest.mark.parametrize(
    ("old", "new", "complaints"),
    [
        (
            '"MI-04"]\n',
            '"MI-04", "MI-05"]\n',
            ["standard[MI-05]: no rule or reminder covers clause 'MI-05': it is missing from `clauses`"],
        ),
        (
            '[[aids]]\nid = "courtesy"\nclauses = ["MI-04"]',
            '[[aids]]\nid = "courtesy"',
            [
                "clauses[MI-04]: a reminder that nothing shows: name it in the `clauses` of a step or of an aid, "
                "or give it rules"
            ],
        ),
        (
            '"MI-03", "MI-04"]\n',
            '"MI-04"]\n',
            ["clauses[MI-03].id: the standard has no clause 'MI-03'; the nearest known one is 'MI-04'"],
        ),
        (
            'some = ["said:greet"]',
            'some = ["said:gret"]',
            [
                "clauses[MI-01].rules[1].some: nothing in this pack can establish the fact 'said:gret'; "
                "the nearest known one is 'said:greet'"
            ],
        ),
        (TIMING, "after = []", ["clauses[MI-03].rules[1].after: names no fact"]),
        ('then = ["stopped:hold"]', "then = []", ["clauses[MI-03].rules[1].then: names no fact"]),
        ('first = ["chose:hold_agreed=yes"]', "first = []", ["clauses[MI-03].rules[2].first: names no fact"]),
        ('some = ["mark:thanked"]', "some = []", ["clauses[MI-02].rules[1].some: names no fact"]),
        (
            'within = "3m"',
            'within = "3wd"',
            ["clauses[MI-03].rules[1].within: a rule cannot count working days: use s, m, h or d"],
        ),
        (
            'within = "3m"',
            'within = "due"',
            [
                "clauses[MI-03].rules[1].within: 'due' is when work is due that outlives the call: "
                "`after` names `task:…`, `outlives` is true"
            ],
        ),
    ],
)
def test_clauses_are_covered_and_rules_can_be_decided(mini: Bench, old: str, new: str, complaints: list[str]) -> None:
    """No clause of the standard is forgotten, and no rule waits for what cannot happen."""
    mini.swap("pack.toml", old, new)
    assert mini.complaints == [f"pack.toml: {complaint}" for complaint in complaints]


def test_a_clause_may_forbid(mini: Bench) -> None:
    """A rule of absence names what must not happen, and it must be able to."""
    mini.swap("pack.toml", 'kind = "existence", some = ["mark:thanked"]', 'kind = "absence", none = ["chose:nead"]')
    assert mini.complaints == [
        "pack.toml: clauses[MI-02].rules[1].none: nothing in this pack can establish the fact 'chose:nead'; "
        "the nearest known one is 'chose:need'"
    ]


def test_a_reminder_may_be_shown_by_a_step(mini: Bench) -> None:
    """A clause without rules is covered by the step that shows it."""
    mini.swap("pack.toml", 'clauses = ["MI-04"]', "")
    mini.swap("pack.toml", 'clauses = ["MI-01"]', 'clauses = ["MI-01", "MI-04"]')
    assert mini.complaints == []


def test_every_kind_of_fact_can_be_named() -> None:
    """The facts of a pack are those that its steps, fields, timers and detours can establish, and no others."""
    script = read(MINI)
    assert producible(script.pack, script.directory) >= {
        "started", "open", "closed_hours", "closed", "ended", "ended:operator", "ended:caller", "ended:transfer",
        "said", "said:greet", "done:ask_title", "done:reserve", "done:hold_wait", "done:write_note",
        "chose:need", "chose:need=book", "chose:pick_colleague", "chose:pick_colleague=archive",
        "filled:title", "cleared:title", "absent:address", "entered:hold", "left:hold",
        "timing:hold", "stopped:hold", "overran:hold", "language:en", "registered:reservation", "task:fetch_book",
        "mark:thanked", "outcome:helped", "explained:MI-01",
    }  # fmt: skip
    assert producible(script.pack, script.directory).isdisjoint(
        {"ended:abuse", "absent:title", "done:greet", "done:need", "said:reserve", "done:hang_up", "chose:need=archive"}
    )


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            '"Europe/Kyiv"',
            '"Europe/Kiyv"',
            "timezone: there is no time zone 'Europe/Kiyv'; the nearest known one is 'Europe/Kyiv'",
        ),
        ('"Europe/Kyiv"', '"../../etc/passwd"', "timezone: there is no time zone '../../etc/passwd'"),
        ('"Europe/Kyiv"', '"Europe"', "timezone: there is no time zone 'Europe'"),
        ("days = [1, 2, 3, 4, 5]", "days = []", "hours.days: names no day: the centre would never be open"),
        ("days = [1, 2, 3, 4, 5]", "days = [1, 1]", "hours.days: names a day twice"),
        ('closes = "18:00"', 'closes = "09:00"', "hours.closes: must be later than 09:00 on the same day"),
        (
            "days_off = [2026-12-24]",
            "days_off = [2026-12-24]\nworking_days = [2026-12-24]",
            "hours.days_off: 2026-12-24 is among `working_days` too",
        ),
        ("[hours]", '[hours]\nholidays = "XX"', "hours.holidays: no public holidays are known of 'XX'"),
        ('closes = "18:00"\n', "", "hours.closes: is missing: write `opens` and `closes`, or `week` where days differ"),
        ('warn = "30s"', 'warn = "3m"', "timers[hold].warn: must be shorter than the limit of 3m"),
        ('warn = "30s"', 'warn = "1wd"', "timers[hold].warn: a timer cannot count working days: use s, m, h or d"),
        ('limit = "3m"', f'limit = "9{"0" * 5000}s"', "timers[hold].limit: longer than a year"),
        (
            'due = "1wd"',
            'due = "367wd"',
            "stage book: stages[book].steps[reserve].task.due: longer than a year",
        ),
        (
            '{ id = "yes" }',
            '{ id = "yes", task = { kind = "fetch_book", due = "400d" } }',
            "stage holding: stages[holding].steps[hold_agreed].options[yes].task.due: longer than a year",
        ),
        (
            'due = "1wd"',
            'due = "by:title"',
            "stage book: stages[book].steps[reserve].task.due: goes by a field of kind 'date': "
            "'title' is of kind 'text'",
        ),
        ('within = "3m"', 'within = "400d"', "clauses[MI-03].rules[1].within: longer than a year"),
        ('limit = "3m"', 'limit = "3wd"', "timers[hold].limit: a timer cannot count working days: use s, m, h or d"),
    ],
)
def test_the_centres_time_can_be(mini: Bench, old: str, new: str, complaint: str) -> None:
    """Time zone, hours, holidays and timers are such that a clock can keep them."""
    mini.swap("pack.toml", old, new)
    (found,) = mini.complaints
    assert found.startswith(f"pack.toml: {complaint}")


ALIKE = 'days = [1, 2, 3, 4, 5]\nopens = "09:00"\ncloses = "18:00"'


@pytest.mark.parametrize(
    ("week", "complaint"),
    [
        ('{ days = [1], open = ["08:30-12:30", "13:15-17:30"] }, { days = [5], open = ["08:30-16:15"] }', ""),
        (
            '{ days = [1], open = ["09:00-13:00", "12:00-18:00"] }',
            "[1].open[2]: 12:00-18:00 must begin after 09:00-13:00",
        ),
        (
            '{ days = [1], open = ["18:00-09:00"] }',
            "[1].open[1]: must end later than 18:00 on the same day, not at 09:00",
        ),
        ('{ days = [1], open = ["09:00-24:00"] }', "[1].open[1]: must be from when to when on a day, like 09:00-18:00"),
        ('{ days = [1], open = ["9:00-18:00"] }', "[1].open[1]: must be from when to when on a day, like 09:00-18:00"),
        ('{ days = [8], open = ["09:00-18:00"] }', "[1].days[1]: must be a number from 1 to 7, not 8"),
        ('{ days = ["fri"], open = ["09:00-18:00"] }', "[1].days[1]: must be a number from 1 to 7, not 'fri'"),
        ("{ days = [1], open = [] }", "[1].open: names no hours: name some, or leave out days on which it is closed"),
        ('{ days = [], open = ["09:00-18:00"] }', "[1].days: names no day: name one, or leave the line out"),
        (
            '{ days = [1], open = ["09:00-18:00"] }, { days = [1], open = ["09:00-17:00"] }',
            "[2].days: names day 1, which week[1] names already: each has one line",
        ),
        ('{ days = [1], opens = ["09:00-18:00"] }', "[1].opens: unknown key; the nearest known one is 'open'"),
        ("{ days = [1] }", "[1]: the key 'open' is missing"),
    ],
)
def test_hours_that_differ_by_day(mini: Bench, week: str, complaint: str) -> None:
    """What cannot be is named once, by its line and its span, with what would do."""
    mini.swap("pack.toml", ALIKE, f"week = [{week}]")
    found = mini.complaints
    assert [line.removeprefix("pack.toml: hours.week")[: len(complaint)] for line in found] == [complaint] * bool(
        complaint
    ), found


def test_hours_are_said_in_one_way(mini: Bench) -> None:
    """Those of all days beside those of each would be two that disagree."""
    mini.swap("pack.toml", ALIKE, ALIKE + '\nweek = [{ days = [1], open = ["09:00-18:00"] }]')
    assert mini.complaints == [
        f"pack.toml: hours.{key}: `week` stands in its place: leave one of them out"
        for key in ("days", "opens", "closes")
    ]


def test_a_timer_that_nothing_starts(mini: Bench) -> None:
    """A timer is started by a `wait` step, or it is a mistake."""
    mini.add("pack.toml", '[[timers]]\nid = "spare"\nlimit = "1m"\n')
    for file in ("uk.toml", "en.toml"):
        mini.swap(file, "[timer]", '[timer]\nspare = "X"')
    assert mini.complaints == [
        "pack.toml: timers[spare]: never started: no `wait` step names it, and it has no `starts`"
    ]


def test_two_timers_that_measure_the_hold(mini: Bench) -> None:
    """One timer at most measures how long the caller is on hold."""
    mini.swap("pack.toml", 'warn = "30s"', 'warn = "30s"\nhold = true')
    assert mini.complaints == []
    mini.add("pack.toml", '[[timers]]\nid = "second"\nlimit = "1m"\nhold = true\n')
    assert "pack.toml: timers[second].hold: the timer 'hold' measures the hold already: only one can" in mini.complaints


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("day_parts = []", "pack.toml: day_parts: there must be at least one part of the day"),
        ("languages = []", "pack.toml: languages: there must be at least one language"),
    ],
)
def test_what_a_pack_cannot_do_without(mini: Bench, text: str, complaint: str) -> None:
    """A pack has a language and a part of the day."""
    path = mini.folder / "pack.toml"
    name = text.split(" ")[0]
    before, rest = path.read_text(encoding="utf-8").split(f"{name} = [", 1)
    path.write_text(before + text + rest.split("\n]", 1)[1], encoding="utf-8")
    assert complaint in mini.complaints


def test_a_pack_need_not_part_the_day(mini: Bench) -> None:
    """Left out, the whole day is one part: texts are the same at any hour, or name it."""
    path = mini.folder / "pack.toml"
    before, rest = path.read_text(encoding="utf-8").split("day_parts = [", 1)
    path.write_text(before + rest.split("\n]", 1)[1], encoding="utf-8")
    for file, language in (("uk.toml", "Вітаю"), ("en.toml", "Hello")):
        text = (mini.folder / file).read_text(encoding="utf-8")
        line = next(each for each in text.splitlines() if each.startswith("greet = "))
        mini.swap(file, line, f'greet = "{language}! {{centre}}, {{operator_name}}."')
    assert mini.complaints == []
    assert [part.id for part in read(mini.folder).pack.day_parts] == ["day"]


def test_public_holidays_are_worked_out_and_kept(mini: Bench, tmp_path: Path) -> None:
    """Holidays come from the country's calendar, and a kept calendar that is damaged is worked out again."""
    mini.swap("pack.toml", "[hours]", '[hours]\nholidays = "LV"')
    plain = read(mini.folder).holidays
    assert {day.isoformat() for day in plain} >= {"2026-06-24", "2026-11-18", "2026-12-25", "2020-11-18", "2045-11-18"}
    cache = tmp_path / "cache"
    assert read(mini.folder, cache=cache).holidays == plain
    (kept,) = cache.glob("*.json")
    kept.write_text('["2026-02-30"]', encoding="utf-8")
    assert read(mini.folder, cache=cache).holidays == plain
    kept.write_text('["2026-02-28"]', encoding="utf-8")
    assert {day.isoformat() for day in read(mini.folder, cache=cache).holidays} == {"2026-02-28"}
    assert {day.year for day in read(mini.folder, years=range(2026, 2027)).holidays} == {2026}


def test_a_calendar_that_cannot_be_kept_only_costs_time(mini: Bench, tmp_path: Path) -> None:
    """Where the calendar cannot be written, the pack is read all the same."""
    mini.swap("pack.toml", "[hours]", '[hours]\nholidays = "LV"')
    (tmp_path / "file").touch()
    assert read(mini.folder, cache=tmp_path / "file").holidays
