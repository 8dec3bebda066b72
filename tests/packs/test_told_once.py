"""One mistake draws one complaint: what follows from it alone is not told beside it."""

from __future__ import annotations

import pytest

from tests.packs.conftest import Bench

MISTAKES = {
    "days[1]: must be a number from 1 to 7, not 'mon'": ("days = [1, 2, 3, 4, 5]", 'days = ["mon"]'),
    "hours.opens: must be a time of day": ('opens = "09:00"', 'opens = "9"'),
    "a choice keeps its answer itself": (
        'kind = "choose"\nid = "need"',
        'kind = "choose"\nid = "need"\nfield = "title"',
    ),
    'when.symptoms: unknown key: { field = "symptoms" } asks for a field': (
        '{ field = "address" } }',
        '{ symptoms = ["none"] } }',
    ),
    "when.title: unknown key: { field": ('{ field = "address" } }', '{ title = "Kobzar" } }'),
    "when: must be a table, not 'address'": ('{ field = "address" } }', '"address" }'),
    "fields[title].kind: must be one of": ('id = "title"\n', 'id = "title"\nkind = "string"\n'),
    "fields[age].options: a choice needs its values": ('options = ["child", "adult"]', "options = []"),
    "the id 'child' is used 2 times": ('options = ["child", "adult"]', 'options = ["child", "child"]'),
    "detours[hold].stages: unknown key; the nearest known one is 'stage'": (
        'id = "hold"\nstage =',
        'id = "hold"\nstages =',
    ),
    "outcomes[passed_on].ended: must be a list": ('ended = ["transfer"]', 'ended = "transfer"'),
    "some: must be a list, not 'mark:thanked'": ('some = ["mark:thanked"]', 'some = "mark:thanked"'),
    "start: must be a list, not 'greeting'": (
        'start = [\n  { stage = "closed", when = { open = false } },\n  { stage = "greeting" },\n]',
        'start = "greeting"',
    ),
    "options: a choice without options": (
        'options = [\n  { id = "yes" },\n  { id = "no", leave = true },\n]',
        "options = []",
    ),
    "the key 'options' is missing": ('options = [\n  { id = "yes" },\n  { id = "no", leave = true },\n]', ""),
    "timers: must be a list, not a table": ("[[timers]]", "[timers]"),
    "field: unknown key; the nearest known one is 'fields'": ('[[fields]]\nid = "title"', '[[field]]\nid = "title"'),
    "steps: unknown key: a step stands under [[stages.steps]]": (
        '[[stages.steps]]\nkind = "say"\nid = "tell_hours"',
        '[[steps]]\nkind = "say"\nid = "tell_hours"',
    ),
    "the key 'steps' is missing": ('[[stages.steps]]\nkind = "say"\nid = "tell_hours"', ""),
    "marks: must be a list, not 'thanked'": ('marks = ["thanked"]', 'marks = "thanked"'),
    "hours.holidays: must be a country code": ("days_off", 'holidays = "UKR"\ndays_off'),
}


@pytest.mark.parametrize("complaint", MISTAKES)
def test_a_mistake_is_told_once_and_with_what_to_write(mini: Bench, complaint: str) -> None:
    """What is used in a part that cannot be read, what leads there and what it brings about is not complained of."""
    mini.swap("pack.toml", *MISTAKES[complaint])
    assert len(mini.complaints) == 1
    assert complaint in mini.complaints[0]


def test_two_mistakes_are_two(mini: Bench) -> None:
    """What has nothing to do with the part that cannot be read is told beside it; the rest once that is mended."""
    mini.swap("pack.toml", 'marks = ["thanked"]', 'marks = "thanked"')
    mini.swap("pack.toml", 'field = "title"', 'field = "titel"')
    mini.swap("pack.toml", 'unless = ["closed_hours"]', 'unless = ["closed_ours"]')
    assert len(mini.complaints) == 2
    mini.swap("pack.toml", 'marks = "thanked"', 'marks = ["thanked"]')
    assert [each.split(": ")[1] for each in mini.complaints] == ["stage book", "clauses[MI-01].rules[1].unless"]
