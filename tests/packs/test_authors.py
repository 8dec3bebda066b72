"""What authors really do wrong: a placeholder lost, a text left untranslated, a promise before its task, a text too
long, a field that nobody fills in, answers that can all be hidden, a wait that begins again where nothing leads to it.
"""

from __future__ import annotations

import pytest

from callscript.packs import read
from callscript.packs.room import ROWS, shown_by_pages
from tests.packs.conftest import Bench


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("uk.toml", "готово до {due}", "готово", "uk.toml: step.write_note: {due} is lost: the text in en has it"),
        (
            "en.toml",
            'transfer = "Put the caller through to {colleague}"',
            'transfer = "Put the caller through"',
            "en.toml: step.transfer: {colleague} is lost: the text in uk has it",
        ),
        (
            "uk.toml",
            'day = "Доброго дня! {centre}, {operator_name}."',
            'day = "Доброго дня! {centre}."',
            "uk.toml: step.greet.day: {operator_name} is lost: another wording of this text has it",
        ),
    ],
)
def test_a_placeholder_that_was_lost(mini: Bench, file: str, old: str, new: str, complaint: str) -> None:
    """What one language or one wording fills in, the others do too; only a form of address may be unknown."""
    mini.swap(file, old, new)
    assert mini.complaints == [complaint]


@pytest.mark.parametrize(
    ("old", "new", "complaints"),
    [
        (
            'hang_up = "Покласти слухавку"',
            'hang_up = "Put the receiver down"',
            [],
        ),
        (
            'how_ended = "Як завершився дзвінок?"',
            'how_ended = "How did the call end?"',
            [
                "en.toml: step.how_ended: not translated: the text in uk is the same",
                "uk.toml: step.how_ended: not translated: the text in en is the same",
            ],
        ),
        ('reserve = "Замовити книгу"', 'reserve = "Reserve the book"', 2),
        ('book = "Книга"', 'book = "A book"', []),
    ],
)
def test_a_text_that_was_not_translated(mini: Bench, old: str, new: str, complaints: list[str] | int) -> None:
    """Three words and more are never the same in two languages; a name may be."""
    mini.swap("uk.toml", old, new)
    found = [line for line in mini.complaints if "not translated" in line]
    assert len(found) == complaints if isinstance(complaints, int) else found == complaints


PROMISE = """
[[stages]]
id = "promise"
steps = [
  {first}
]

[[detours]]
id = "callback"
stage = "promise"
"""
SAYS = '{ kind = "say", id = "promised" },'
WHEN = """{ kind = "choose", id = "when", options = [
  { id = "soon", task = { kind = "ring", due = "1h" } },
  { id = "no"%s },
] },"""
TEXTS = {
    "en.toml": ("We ring you by {due}.", "When shall we ring you?", "Soon", "Never mind", "Ring", "Promise", "Closed"),
    "uk.toml": (
        "Зателефонуємо до {due}.",
        "Коли Вам подзвонити?",
        "Скоро",
        "Ніколи",
        "Дзвінок",
        "Обіцянка",
        "Зачинено",
    ),
}


@pytest.mark.parametrize(
    ("steps", "sound"),
    [
        (WHEN % ", leave = true" + SAYS, True),
        (WHEN % "" + SAYS, False),
        (SAYS + WHEN % ", leave = true", False),
    ],
)
def test_a_promise_before_its_task(mini: Bench, steps: str, sound: bool) -> None:
    """When something falls due can be said only behind the step or the answer that opens the task, on every way."""
    mini.add("pack.toml", PROMISE.replace("{first}", steps))
    for file, (promised, when, soon, no, ring, stage, closed) in TEXTS.items():
        mini.swap(file, "[step]\n", f'[step]\npromised = "{promised}"\nwhen = "{when}"\n')
        mini.swap(file, "[stage]\n", f'[stage]\npromise = "{stage}"\n')
        mini.swap(file, "[detour]\n", f'[detour]\ncallback = "{stage}"\n')
        mini.swap(file, "[task]\n", f'[task]\nring = "{ring}"\n')
        mini.add(file, f'[option.when]\nsoon = "{soon}"\nno = "{no}"\n[unless.when]\nsoon = "{closed}"\n')
    message = "stage promise: step.promised: {due} is said where nothing has been promised yet"
    assert [line.split(": a way")[0] for line in mini.complaints] == (
        [] if sound else [f"en.toml: {message}", f"uk.toml: {message}"]
    )


def test_a_promise_that_nothing_makes(mini: Bench) -> None:
    """Without any task, no text can say when something falls due."""
    mini.swap("pack.toml", 'task = { kind = "fetch_book", due = "1wd" }', "")
    assert sum("{due} is said" in line for line in mini.complaints) == 2


def test_a_number_before_its_register(mini: Bench) -> None:
    """What the matter was registered under can be said only behind the step that registers it, on every way."""
    mini.swap("en.toml", 'reserve = "Reserve the book"', 'reserve = "Reserve the book No. {register_number}"')
    mini.swap("uk.toml", 'reserve = "Замовити книгу"', 'reserve = "Замовити книгу № {register_number}"')
    assert [line.split(": a way")[0].split("step.reserve: ")[1] for line in mini.complaints] == (
        ["{register_number} is said where nothing has been registered yet"] * 2
    )


def test_words_that_are_longer_than_the_pane(mini: Bench) -> None:
    """A step that is shown by pages on 80×24 is named to its author, and is no problem."""
    line = "слово " * 7
    mini.swap("uk.toml", "Дякуємо Вам за дзвінок.", "\\n".join([line] * (ROWS - 2)))  # a detour has a digit
    assert mini.complaints == []
    assert list(shown_by_pages(read(mini.folder))) == []
    mini.swap("uk.toml", "слово ", "\\nслово ")
    assert mini.complaints == []
    assert list(shown_by_pages(read(mini.folder))) == [
        f"uk.toml: step.farewell: {ROWS + 1} rows with tip and answers, shown by pages: 80×24 has {ROWS}"
    ]


def test_a_field_that_nobody_fills_in(mini: Bench) -> None:
    """A field that is not on the card is filled in only where a step asks for it."""
    mini.add("pack.toml", '[[fields]]\nid = "reason"\ngroup = "call"\n')
    mini.swap("en.toml", "[field]\n", '[field]\nreason = "Reason"\n')
    mini.swap("uk.toml", "[field]\n", '[field]\nreason = "Причина"\n')
    assert mini.complaints == [
        "pack.toml: fields[reason]: nothing fills this field in: no step asks for it or picks it, "
        "and it is not on the caller's card"
    ]


@pytest.mark.parametrize(
    ("conditions", "sound"),
    [
        ((None, None), True),
        (("{ open = true }", None), True),
        (("{ open = true }", "{ open = false }"), True),
        (("{ open = true }", '{ field = "title" }'), False),
        (('{ happened = "said:greet" }', '{ not = { happened = "said:greet" } }'), True),
        (('{ field = "title" }', '{ field = "title" }'), False),
        (('{ answer = "need", among = ["book"] }', '{ answer = "need", among = ["colleague"] }'), False),
        (('{ answer = "need", among = ["book"] }', '{ not = { answer = "need", among = ["book"] } }'), True),
    ],
)
def test_answers_that_can_all_be_hidden(mini: Bench, conditions: tuple[str | None, ...], sound: bool) -> None:
    """Of the answers to a question, one is always offered."""
    for name, option, condition in zip(("hung_up", "say_goodbye"), ("end", "out"), conditions, strict=True):
        if condition:
            mini.swap("pack.toml", f'id = "{name}", {option}', f'id = "{name}", when = {condition}, {option}')
    unless = "\n".join(
        f'{name} = "{{}}"' for name, each in zip(("hung_up", "say_goodbye"), conditions, strict=True) if each
    )
    for file, words in (("en.toml", "Not now"), ("uk.toml", "Не зараз")):
        mini.add(file, f"[unless.how_ended]\n{unless.replace('{}', words)}\n" if unless else "")
    hidden = [line for line in mini.complaints if "can be hidden at once" in line]
    assert len(hidden) == (not sound)
    assert sound or hidden[0].startswith("pack.toml: stage ending: stages[ending].steps[how_ended].options: ")


def test_answers_that_the_hour_can_hide(mini: Bench) -> None:
    """What can be promised only in working time is hidden when that is over."""
    mini.swap("pack.toml", 'id = "yes"', 'id = "yes", task = { kind = "ring", due = "today" }')
    assert not [line for line in mini.complaints if "can be hidden at once" in line]
    mini.swap("pack.toml", 'id = "no"', 'id = "no", task = { kind = "ring", due = "1h" }')
    assert [line for line in mini.complaints if "can be hidden at once" in line]


def test_a_wait_begins_again_at_the_step_before_it(mini: Bench) -> None:
    """What a detour has ended goes on where the caller is asked for consent, in the same detour."""
    mini.swap("pack.toml", 'timer = "hold"', 'timer = "hold"\nagain = "hold_agreed"')
    assert mini.complaints == []
    mini.swap("pack.toml", 'again = "hold_agreed"', 'again = "need"')
    assert mini.complaints == [
        "pack.toml: stage holding: stages[holding].steps[hold_wait].again: 'need' does not lead to this wait: "
        "name the step before it that asks for consent"
    ]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            'unless = ["closed_hours"] }]',
            'unless = ["closed_hours"] }, { kind = "absence", none = ["said:tell_hours"], '
            'cut = { kind = "fetch_book", due = "1d" } }]',
            "clauses[MI-01].rules[2].cut: has no effect: only what is still owed, by `existence` or `response`, is cut",
        ),
        (
            'then = ["stopped:hold"]',
            'then = ["stopped:hold"], redeemed = true',
            "clauses[MI-03].rules[1].redeemed: has no effect without `cut`: no work is opened that makes it good",
        ),
        (
            'then = ["stopped:hold"]',
            'then = ["stopped:hold", []]',
            "clauses[MI-03].rules[1].then: an item of the list names no fact",
        ),
        (
            'marks = ["thanked"]',
            'marks = ["thanked"]\nkeeps = ["title"]',
            "stage closing: stages[closing].steps[farewell].keeps: no `pick` step picks a name for 'title'",
        ),
        (
            'first = ["chose:hold_agreed=yes"]',
            'first = ["chose:hold_agreed=yes"], lapses = ["said:goodby"]',
            "clauses[MI-03].rules[2].lapses: nothing in this pack can establish the fact 'said:goodby'",
        ),
        (
            'when = { happened = "registered:reservation" }',
            'when = { happened = "registered:reservation", since = "mark:none" }',
            "stage note: stages[note].steps[write_note].when.since: there is no fact 'mark:none'",
        ),
        (
            'marks = ["thanked"]',
            'marks = ["thanked"]\neach = "fetch"',
            "stage closing: stages[closing].steps[farewell].each: there is no task 'fetch'",
        ),
        (
            'marks = ["thanked"]',
            'marks = ["thanked"]\ncloses = "fetch"',
            "stage closing: stages[closing].steps[farewell].closes: there is no task 'fetch'",
        ),
    ],
)
def test_rules_and_steps_that_can_do_nothing(mini: Bench, old: str, new: str, complaint: str) -> None:
    """What has no effect, or names what nothing brings about, is told."""
    mini.swap("pack.toml", old, new)
    found = mini.complaints
    assert len(found) == 1, found
    assert found[0].startswith(f"pack.toml: {complaint}")
