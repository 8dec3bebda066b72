"""So many of several: conditions that are counted, and one of several fields, as the document asks for it."""

from __future__ import annotations

import pytest

from callscript.packs import read
from callscript.proof.prover import Prover
from tests.core.scripts import Walk
from tests.packs.conftest import Bench
from tests.packs.test_docs import DOCUMENT

COUNTED = '{ any = [{ field = "title" }, { field = "author" }, { field = "year" }], count = 2 }'
ASKED = f"""optional = true

[[stages.steps]]
kind = "ask"
id = "ask_author"
field = "author"
optional = true

[[stages.steps]]
kind = "ask"
id = "ask_year"
field = "year"
optional = true

[[stages.steps]]
kind = "choose"
id = "enough"
aloud = false
options = [
  {{ id = "yes", when = {COUNTED} }},
  {{ id = "no", to = "book", when = {{ not = {COUNTED} }} }},
]
"""
TITLE = 'id = "ask_title"\nfield = "title"\n'
RULE = """rules = [
  { kind = "precedence", first = ["filled:title", "filled:author"], then = ["chose:enough=yes"] },
]
"""
TEXTS = {
    "uk.toml": ("Хто автор?", "Якого року видання?", "Чи досить цього?", "Так", "Ні", "Автор", "Рік"),
    "en.toml": ("Who is the author?", "Of which year is it?", "Is that enough?", "Yes", "No", "Author", "Year"),
}
TO_BOOK = ("+", "+", "book")


@pytest.fixture
def counting(mini: Bench) -> Bench:
    """The small pack, which looks for a book by two of three things that are known of it."""
    mini.add("pack.toml", '[[fields]]\nid = "author"\ngroup = "call"\n\n[[fields]]\nid = "year"\ngroup = "call"\n')
    mini.swap("pack.toml", TITLE, TITLE + ASKED)
    mini.swap("pack.toml", 'requires = ["title"]\n', "")
    mini.swap("pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\n{RULE}')
    for file, (author, year, enough, yes, no, called, printed) in TEXTS.items():
        steps = f'ask_author = "{author}"\nask_year = "{year}"\nenough = "{enough}"\n'
        mini.swap(file, "[step]\n", f"[step]\n{steps}")
        mini.swap(file, "[field]\n", f'[field]\nauthor = "{called}"\nyear = "{printed}"\n')
        mini.add(file, f'[option.enough]\nyes = "{yes}"\nno = "{no}"\n[unless.enough]\nyes = "{yes}?"\nno = "{no}?"\n')
    return mini


def test_two_of_three_are_enough_and_one_is_not(counting: Bench) -> None:
    """An answer that asks for two of three conditions is offered from the second one on."""
    assert counting.complaints == []
    walk = Walk(read(counting.folder)).go(*TO_BOOK, "+", "author=Rainis", "+", "+")
    assert walk.call.step == "enough"
    assert walk.refusal("yes")[0] == "not_offered"
    assert walk.go("no", "+", "+", "year=1905", "+", "yes").call.step == "reserve"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (COUNTED, '{ field = "title", count = 2 }', "count: needs `any`: which conditions are counted"),
        (COUNTED, COUNTED.replace("2 }", "4 }"), "when.count: from 1 to 3: so many conditions stand in `any`"),
        (COUNTED, COUNTED.replace("2 }", "0 }"), "when.count: from 1 to 3: so many conditions stand in `any`"),
        (COUNTED, COUNTED.replace("2 }", "-1 }"), "when.count: must be a number from 0 to 999, not -1"),
        (
            COUNTED,
            COUNTED.replace("2 }", f"{'9' * 400} }}"),
            f"when.count: must be a number from 0 to 999, not {'9' * 39}…",
        ),
        (COUNTED, COUNTED.replace("2 }", "3 }"), "all its answers can be hidden at once"),
    ],
)
def test_what_cannot_be_counted(counting: Bench, old: str, new: str, complaint: str) -> None:
    """Each is told at its place; so is a choice that is left without an answer, here with two of three."""
    counting.swap("pack.toml", old, new)
    assert any(complaint in each for each in counting.complaints), counting.complaints


def test_what_is_proved_of_a_count(counting: Bench) -> None:
    """Of any two of three things one is the title or the author; of one alone that is not so, and a call shows it."""
    assert Prover(read(counting.folder)).rule("MI-04", 0).verdict == "proved"
    for _ in range(2):
        counting.swap("pack.toml", "count = 2", "count = 1")
    breached = Prover(read(counting.folder)).rule("MI-04", 0)
    assert (breached.verdict, breached.level) == ("breached", 0)
    assert breached.played is not None
    assert breached.played.call.fields.keys() & {"title", "author", "year"} == {"year"}


def test_one_of_two_fields_is_filled_in_before_anything_leads_on(mini: Bench) -> None:
    """The steps that the document shows, as they stand there, ask for an address only where there is no number."""
    shown = DOCUMENT.split("**One of several fields.**")[1].split(":\n\n", 1)[1].split("\nWith `absent`")[0]
    steps = "".join(f"{line.strip()}\n" for line in shown.splitlines())
    assert steps.count("[[stages.steps]]") == 2
    register = '[[stages.steps]]\nkind = "register"'
    mini.swap("pack.toml", register, f"{steps}\n{register}")
    mini.add("pack.toml", '[[fields]]\nid = "phone"\nkind = "phone"\n\n[[fields]]\nid = "email"\nkind = "email"\n')
    words = {
        "uk.toml": ("Ваш номер телефону?", "Ваша адреса пошти?", "Телефон", "Пошта"),
        "en.toml": ("What is your number?", "What is your e-mail address?", "Telephone", "E-mail"),
    }
    for file, (ask_phone, ask_email, phone, email) in words.items():
        mini.swap(file, "[step]\n", f'[step]\nask_phone = "{ask_phone}"\nask_email = "{ask_email}"\n')
        mini.swap(file, "[field]\n", f'[field]\nphone = "{phone}"\nemail = "{email}"\n')
    assert mini.complaints == []
    script = read(mini.folder)
    to_phone = (*TO_BOOK, "title=Faust", "+")
    assert Walk(script).go(*to_phone, "phone=+380441234567", "+").call.step == "reserve"
    walk = Walk(script)
    assert walk.refusal(*to_phone, "+", "+") == ("fill_first", "email")
    assert walk.go("email=anna@example.org", "+").call.step == "reserve"


def test_a_pick_has_more_answers_than_there_are_digits(mini: Bench) -> None:
    """Each of thirty entries can be picked, and a condition and a rule can ask which of them was."""
    for number in range(30):
        entry = f'[[entry]]\nid = "room_{number}"\nkind = "colleague"\ncontact = "{number}"\n'
        mini.add("directory.toml", f'{entry}name = {{ uk = "Зала {number}", en = "Room {number}" }}\n')
    last = '[[stages.steps]]\nkind = "end"\nid = "transfer"'
    asked = '[[stages.steps]]\nkind = "say"\nid = "stairs"\nwhen = { answer = "pick_colleague", among = ["room_29"] }\n'
    mini.swap("pack.toml", last, f"{asked}\n{last}")
    mini.swap(
        "pack.toml",
        'some = ["mark:thanked"], unless = [',
        'some = ["mark:thanked"], unless = ["chose:pick_colleague=room_28", ',
    )
    for file, stairs in (("uk.toml", "Це нагорі."), ("en.toml", "It is upstairs.")):
        mini.swap(file, "[step]\n", f'[step]\nstairs = "{stairs}"\n')
    assert mini.complaints == []
    script = read(mini.folder)
    for entry, step in (("room_29", "stairs"), ("room_28", "transfer")):
        assert Walk(script).go("+", "+", "colleague", entry).call.step == step
