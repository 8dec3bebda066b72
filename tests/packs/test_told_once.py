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
    "languages[an]: there is no file an.toml: there is en.toml": ('id = "en", alphabet', 'id = "an", alphabet'),
    "languages[EN].id: must be a language code": ('id = "en", alphabet', 'id = "EN", alphabet'),
    "languages[uk]: the id 'uk' is used twice: there is en.toml": ('id = "en", alphabet', 'id = "uk", alphabet'),
    "stages[book]: the id 'book' is used 2 times": (
        'id = "colleague"\n\n[[stages.steps]]',
        'id = "book"\n\n[[stages.steps]]',
    ),
    "the step id 'hold_consent' is used twice in this stage": ('id = "hold_agreed"\n', 'id = "hold_consent"\n'),
    "the step id 'need' is used in stage need already": ('id = "how_ended"\n', 'id = "need"\n'),
    "fields[title]: the id 'title' is used 2 times": ('id = "colleague"\ngroup', 'id = "title"\ngroup'),
    "detours[hold]: the id 'hold' is used 2 times": ('id = "end"\nstage', 'id = "hold"\nstage'),
    "clauses[MI-01]: the id 'MI-01' is used 2 times": ('id = "MI-02"\nmodality', 'id = "MI-01"\nmodality'),
    "clauses[MI-22].id: the standard has no clause 'MI-22'": ('id = "MI-02"\nmodality', 'id = "MI-22"\nmodality'),
    "none: unknown key: the key 'some' is missing here, or the kind is 'absence'": (
        'some = ["mark:thanked"]',
        'none = ["mark:thanked"]',
    ),
    "fields[2]: the key 'id' is missing": ('[[fields]]\nid = "title"\n', "[[fields]]\n"),
    "hours.holidays: must be a country code": ("days_off", 'holidays = "UKR"\ndays_off'),
}


@pytest.mark.parametrize("complaint", MISTAKES)
def test_a_mistake_is_told_once_and_with_what_to_write(mini: Bench, complaint: str) -> None:
    """What is used in a part that cannot be read, what leads there and what it brings about is not complained of."""
    mini.swap("pack.toml", *MISTAKES[complaint])
    assert len(mini.complaints) == 1
    assert complaint in mini.complaints[0]


def test_a_text_under_a_wrong_key_is_told_once(mini: Bench) -> None:
    """The key that was most likely meant is named, and not complained of beside it."""
    mini.swap("en.toml", "ask_title = {", "ask_titel = {")
    assert mini.complaints == [
        "en.toml: step.ask_titel: nothing uses this text; the nearest missing one is 'step.ask_title'"
    ]


def test_a_new_language_is_asked_for_its_texts_first(mini: Bench) -> None:
    """What the directory says in it is looked at once there is a file of its texts."""
    mini.swap("pack.toml", '  { id = "en", alphabet', '  { id = "lv", alphabet = "latin" },\n  { id = "en", alphabet')
    assert mini.complaints == ["pack.toml: languages[lv]: there is no file lv.toml of its texts"]


def test_what_is_told_of_a_matter_stays_for_none_after_it(mini: Bench) -> None:
    """Where the caller may have a next matter, a field of that part of the card is of a matter, or of the caller."""
    mini.swap("pack.toml", 'id = "ask_title"\n', 'id = "ask_title"\nmatter = true\n')
    told = "stays for the next matter: put it into `matter` of the pack, or into the group 'caller'"
    assert mini.complaints == [f"pack.toml: fields[title].group: {told}"]
    mini.swap("pack.toml", "day_parts = [", 'matter = ["title"]\nday_parts = [')
    assert mini.complaints == []


def test_two_mistakes_are_two(mini: Bench) -> None:
    """What has nothing to do with the part that cannot be read is told beside it; the rest once that is mended."""
    mini.swap("pack.toml", 'marks = ["thanked"]', 'marks = "thanked"')
    mini.swap("pack.toml", 'field = "title"', 'field = "titel"')
    mini.swap("pack.toml", 'unless = ["closed_hours"]', 'unless = ["closed_ours"]')
    assert len(mini.complaints) == 2
    mini.swap("pack.toml", 'marks = "thanked"', 'marks = ["thanked"]')
    assert [each.split(": ")[1] for each in mini.complaints] == ["stage book", "clauses[MI-01].rules[1].unless"]
