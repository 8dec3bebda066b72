"""Names: each is given once, each that is referred to exists, and the nearest one is told where it does not."""

from __future__ import annotations

import pytest

from tests.packs.conftest import Bench

NEED = "pack.toml: stage need: stages[need].steps[need]"

SLIPS = [
    ('{ stage = "greeting" }', '{ stage = "greting" }', "pack.toml: start[2].stage: there is no stage 'greting'"),
    ('after_call = "note"', 'after_call = "notes"', "pack.toml: after_call: there is no stage 'notes'"),
    ('next = "need"', 'next = "neeed"', "pack.toml: stage greeting: stages[greeting].next: there is no stage 'neeed'"),
    (
        'to = "book"',
        'to = "boook"',
        f"{NEED}.options[book].to: there is no stage 'boook'; the nearest known one is 'book'",
    ),
    (
        'out = "closing"',
        'out = "clossing"',
        "pack.toml: stage ending: stages[ending].steps[how_ended].options[say_goodbye].out: "
        "there is no stage 'clossing'",
    ),
    (
        '{ id = "yes" }',
        '{ id = "yes", detour = "hould" }',
        "pack.toml: stage holding: stages[holding].steps[hold_agreed].options[yes].detour: there is no detour 'hould'; "
        "the nearest known one is 'hold'",
    ),
    ('stage = "ending"', 'stage = "endings"', "pack.toml: detours[end].stage: there is no stage 'endings'"),
    (
        'field = "title"',
        'field = "titel"',
        "pack.toml: stage book: stages[book].steps[ask_title].field: there is no field 'titel'; "
        "the nearest known one is 'title'",
    ),
    (
        'requires = ["title"]',
        'requires = ["titel"]',
        "pack.toml: stage book: stages[book].steps[reserve].requires: there is no field 'titel'",
    ),
    (
        'field = "colleague"',
        'field = "coleague"',
        "pack.toml: stage colleague: stages[colleague].steps[pick_colleague].field: there is no field 'coleague'",
    ),
    (
        'directory = "colleague"',
        'directory = "colleagues"',
        "pack.toml: stage colleague: stages[colleague].steps[pick_colleague].directory: "
        "there is no entry of kind 'colleagues'; the nearest known one is 'colleague'",
    ),
    (
        'timer = "hold"',
        'timer = "hould"',
        "pack.toml: stage holding: stages[holding].steps[hold_wait].timer: there is no timer 'hould'",
    ),
    (
        'clauses = ["MI-01"]',
        'clauses = ["MI-91"]',
        "pack.toml: stage greeting: stages[greeting].steps[greet].clauses: there is no clause 'MI-91'",
    ),
    (
        'clauses = ["MI-04"]',
        'clauses = ["MI-04", "MX-04"]',
        "pack.toml: aids[courtesy].clauses: there is no clause 'MX-04'",
    ),
    (
        'clauses = ["MI-04"]',
        'clauses = ["MI-04"]\nat = ["need", "hold", "ask_title", "holt"]',
        "pack.toml: aids[courtesy].at: there is no stage, detour or step 'holt'; the nearest known one is 'hold'",
    ),
    ('{ field = "address" }', '{ field = "adress" }', f"{NEED}.options[other].when.field: there is no field 'adress'"),
    (
        '{ field = "address" }',
        '{ answer = "nead" }',
        f"{NEED}.options[other].when.answer: there is no choice 'nead'; the nearest known one is 'need'",
    ),
    (
        '{ field = "address" }',
        '{ any = [{ open = true }, { not = { answer = "need", among = ["bok"] } }] }',
        f"{NEED}.options[other].when.any[2].not.among: there is no option 'bok'; the nearest known one is 'book'",
    ),
    (
        '{ field = "address" }',
        '{ answer = "pick_colleague", among = ["archiv"] }',
        f"{NEED}.options[other].when.among: there is no option 'archiv'; the nearest known one is 'archive'",
    ),
    ('{ field = "address" }', '{ open = true, among = ["book"] }', f"{NEED}.options[other].when.among: needs `answer`"),
    ('{ field = "address" }', "{}", f"{NEED}.options[other].when: the condition is empty"),
    ('{ field = "address" }', "{ all = [{}] }", f"{NEED}.options[other].when.all[1]: the condition is empty"),
    (
        '{ field = "address" }',
        '{ happened = "said:gret" }',
        f"{NEED}.options[other].when.happened: there is no fact 'said:gret'; the nearest known one is 'said:greet'",
    ),
    ('{ field = "address" }', '{ overran = "holt" }', f"{NEED}.options[other].when.overran: there is no timer 'holt'"),
    ('{ field = "address" }', '{ detour = "holt" }', f"{NEED}.options[other].when.detour: there is no detour 'holt'"),
    (
        'to = "book"',
        'to = "book", end = "caller"',
        f"{NEED}.options[book]: only one of to, out, detour, end, leave, back may be given",
    ),
    (
        'how = "transfer"',
        'how = "transfer"\nmarks = ["gone"]',
        "pack.toml: stage colleague: stages[colleague].steps[transfer].marks: has no effect on an `end` step",
    ),
    (
        'how = "transfer"',
        'how = "transfer"\ntask = { kind = "fetch_book", due = "today" }',
        "pack.toml: stage colleague: stages[colleague].steps[transfer].task: has no effect on an `end` step",
    ),
    (
        'field = "colleague"',
        'field = "age"',
        "pack.toml: stage colleague: stages[colleague].steps[pick_colleague].field: "
        "a name cannot be kept in a field of kind 'choice'",
    ),
    ('options = ["child", "adult"]', "", "pack.toml: fields[age].options: a choice needs its values"),
    (
        'options = ["child", "adult"]',
        'options = ["child", "adult"]\nown = true',
        "pack.toml: fields[age].own: only a field of kind 'phone' holds the caller's own number",
    ),
    (
        'id = "title"\ngroup',
        'id = "title"\nseveral = true\ngroup',
        "pack.toml: fields[title].several: only of a field of kind 'choice' several values are chosen",
    ),
    ('kind = "choice"\n', "", "pack.toml: fields[age].options: only a field of kind 'choice' has values"),
    ('id = "age"', 'id = "centre"', "pack.toml: fields[centre].id: 'centre' is a placeholder of the program's own"),
    ('id = "evening"', 'id = "plain"', "pack.toml: day_parts[plain].id: 'plain' is the name of another variant"),
]


@pytest.mark.parametrize(("old", "new", "complaint"), SLIPS)
def test_a_name_that_nothing_bears_is_told(mini: Bench, old: str, new: str, complaint: str) -> None:
    """A reference to what does not exist, or to what does not fit, is told at its place with the nearest name."""
    mini.swap("pack.toml", old, new)
    assert any(found.startswith(complaint) for found in mini.complaints), mini.complaints


TWICE = [
    (
        'id = "colleague"\n\n[[stages.steps]]',
        'id = "book"\n\n[[stages.steps]]',
        "stages[book]: the id 'book' is used 2",
    ),
    (
        'id = "tell_hours"',
        'id = "greet"',
        "stages[closed].steps[greet]: the step id 'greet' is used in stage greeting already",
    ),
    (
        'id = "ask_address"',
        'id = "greet"',
        "stages[greeting].steps[greet]: the step id 'greet' is used twice in this stage",
    ),
    ('{ id = "colleague", to', '{ id = "book", to', "stages[need].steps[need].options[book]: the id 'book' is used 2"),
    ('id = "age"', 'id = "title"', "fields[title]: the id 'title' is used 2 times in fields"),
    ('"child", "adult"', '"child", "child"', "fields[age].options[child]: the id 'child' is used 2"),
    ('id = "end"\nstage', 'id = "hold"\nstage', "detours[hold]: the id 'hold' is used 2"),
    ('id = "dropped"', 'id = "helped"', "outcomes[helped]: the id 'helped' is used 2"),
    ('id = "MI-04"', 'id = "MI-03"', "clauses[MI-03]: the id 'MI-03' is used 2"),
    ('standard = ["MI-01"', 'standard = ["MI-01", "MI-01"', "standard[MI-01]: the id 'MI-01' is used 2"),
    ('id = "evening"', 'id = "day"', "day_parts[day]: the id 'day' is used 2"),
    ('starts = "18:00"', 'starts = "12:00"', "day_parts[12:00]: the start '12:00' is used 2"),
    ('id = "en", alphabet', 'id = "uk", alphabet', "languages[uk]: the id 'uk' is used twice: there is en.toml"),
    (
        "[[timers]]",
        '[[timers]]\nid = "hold"\nlimit = "1m"\n\n[[timers]]',
        "timers[hold]: the id 'hold' is used 2",
    ),
    ("[[aids]]", '[[aids]]\nid = "courtesy"\n\n[[aids]]', "aids[courtesy]: the id 'courtesy' is used 2"),
]


@pytest.mark.parametrize(("old", "new", "complaint"), TWICE)
def test_a_name_given_twice_is_told(mini: Bench, old: str, new: str, complaint: str) -> None:
    """An id names one thing."""
    mini.swap("pack.toml", old, new)
    assert any(complaint in found for found in mini.complaints), mini.complaints


def test_directory_names_are_whole_and_unique(mini: Bench) -> None:
    """Whom a call can go to has a name in every language of the pack, and an id of its own."""
    mini.swap("directory.toml", ', en = "Archive"', ', ru = "X"')
    mini.swap("directory.toml", 'uk = "Старі газети", ', "")
    mini.swap("directory.toml", 'id = "music"', 'id = "archive"')
    mini.swap("directory.toml", '"102"', '"102\\u001b[c"')
    assert mini.complaints == [
        "directory.toml: entry[archive]: the id 'archive' is used 2 times",
        "directory.toml: entry[archive].name: no text in en",
        "directory.toml: entry[archive].name.ru: the pack is not written in 'ru'",
        "directory.toml: entry[archive].competence: no text in uk",
        "directory.toml: entry[archive].contact: the character U+001B is not text",
    ]


def test_a_digit_is_either_an_answer_or_a_detour(mini: Bench) -> None:
    """A detour's digit may not be the number of an answer at any choice, nor that of another detour."""
    mini.swap("pack.toml", "digit = 9", "digit = 2")
    assert mini.complaints == [
        f"pack.toml: stage {stage}: stages[{stage}].steps[{step}]: "
        f"digit 2 is taken by the detour 'end': leave at most 1 options"
        for stage, step in (("need", "need"), ("holding", "hold_agreed"), ("ending", "how_ended"))
    ]


def test_two_detours_with_one_digit(mini: Bench) -> None:
    """A digit leads to one detour."""
    mini.swap("pack.toml", 'stage = "holding"', 'stage = "holding"\ndigit = 9')
    assert mini.complaints == ["pack.toml: detours[end].digit: digit 9 is taken by the detour 'hold' already"]


def test_more_answers_than_digits(mini: Bench) -> None:
    """Answers are numbered 1 to 9."""
    many = ", ".join(f'{{ id = "o{number}" }}' for number in range(9))
    mini.swap("pack.toml", '{ id = "yes" }', f'{many}, {{ id = "yes" }}')
    assert (
        "pack.toml: stage holding: stages[holding].steps[hold_agreed].options: "
        "more than 9 options cannot be numbered 1–9" in mini.complaints
    )


def test_more_entries_than_digits(mini: Bench) -> None:
    """Of more entries of the directory than there are digits, one is found by typing."""
    for number in range(9):
        mini.add("directory.toml", f'[[entry]]\nid = "e{number}"\nkind = "colleague"\nname = {{ uk = "Я", en = "I" }}')
    assert mini.complaints == []


def test_a_pack_without_a_directory(mini: Bench) -> None:
    """A step that offers entries of the directory needs a directory."""
    (mini.folder / "directory.toml").unlink()
    assert mini.complaints == [
        "pack.toml: stage colleague: stages[colleague].steps[pick_colleague].directory: "
        "there is no entry of kind 'colleague'; there are none"
    ]


def test_two_urgent_detours(mini: Bench) -> None:
    """One detour of a pack is urgent, since one key takes it; it needs no other way that leads to it."""
    mini.swap("pack.toml", 'stage = "holding"', 'stage = "holding"\nurgent = true')
    assert mini.complaints == []
    mini.swap("pack.toml", 'stage = "ending"', 'stage = "ending"\nurgent = true')
    assert mini.complaints == ["pack.toml: detours[end].urgent: the detour 'hold' is urgent already: only one can be"]
