"""A group that is asked of each of several, as the document shows it: three things of each contact, and how many."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callscript.commands.show import lines, record
from callscript.core.call.events import CallStarted
from callscript.core.call.matters import recorded
from callscript.core.script import phrases
from callscript.dialogue.show.register import field_of, rows
from callscript.dialogue.show.register_told import row_lines
from callscript.packs import read
from callscript.service.summary import summarise
from tests.core.scripts import Walk
from tests.packs.conftest import Bench
from tests.packs.test_docs import DOCUMENT

SHOWN = DOCUMENT.split("**Repeated groups.**")[1].split("\nWhich one is in hand")[0]
GROUP = "".join(f"{line.strip()}\n" for line in SHOWN.splitlines() if line.startswith("    "))
FIELDS = """
[[fields]]
id = "people"
kind = "number"
group = "call"
least = 1
most = 9

[[fields]]
id = "contact_name"
kind = "name"
group = "call"

[[fields]]
id = "contact_phone"
kind = "phone"
group = "call"

[[fields]]
id = "contact_day"
kind = "date"
days = "any"
group = "call"
"""
WORDS = {
    "uk.toml": {
        "stage": {"contacts": "Контакти", "contact": "Контакт"},
        "detour": {"contact": "Контакт"},
        "step": {
            "ask_people": "Скільки їх?",
            "whose": "Є {times:entered:contact} з {people}. Ще один?",
            "ask_contact_name": "Контакт {times:entered:contact} з {people}: як звати?",
            "ask_contact_phone": "Який номер телефону?",
            "ask_contact_day": "Якого дня Ви бачились?",
        },
        "option.whose": {"next": "Наступний", "all": "Це всі"},
        "unless.whose": {"next": "Це вже всі", "all": "Ще не всі"},
        "field": {"people": "Осіб", "contact_name": "Хто", "contact_phone": "Номер", "contact_day": "День"},
    },
    "en.toml": {
        "stage": {"contacts": "Contacts", "contact": "Contact"},
        "detour": {"contact": "Contact"},
        "step": {
            "ask_people": "How many are they?",
            "whose": "{times:entered:contact} of {people} are there. Another one?",
            "ask_contact_name": "Contact {times:entered:contact} of {people}: what is the name?",
            "ask_contact_phone": "Which is the number?",
            "ask_contact_day": "On which day did you meet?",
        },
        "option.whose": {"next": "The next one", "all": "These are all"},
        "unless.whose": {"next": "All are there", "all": "Not all are there"},
        "field": {"people": "People", "contact_name": "Who", "contact_phone": "Number", "contact_day": "Day"},
    },
}
TO_PEOPLE = ("+", "+", "book")
ANNA = ("next", "contact_name=Anna", "+", "contact_phone=0501112233", "+", "contact_day=20.11.2026", "+")
PETRO = ("next", "contact_name=Petro", "+", "contact_phone=0671112233", "+", "contact_day=21.11.2026", "+")


def with_contacts(bench: Bench) -> Bench:
    """Have the small pack ask for contacts before it asks for the book."""
    bench.add("pack.toml", GROUP + FIELDS)
    bench.swap("pack.toml", '{ id = "book", to = "book" }', '{ id = "book", to = "contacts" }')
    bench.swap("pack.toml", 'requires = ["title"]', 'requires = ["title", "contact_name", "contact_phone"]')
    for file, tables in WORDS.items():
        for table, words in tables.items():
            told = "".join(f'{key} = "{text}"\n' for key, text in words.items())
            if "." in table:
                bench.add(file, f"[{table}]\n{told}")
            else:
                bench.swap(file, f"[{table}]\n", f"[{table}]\n{told}")
    return bench


@pytest.fixture
def contacts(mini: Bench) -> Bench:
    """The small pack with contacts."""
    return with_contacts(mini)


def test_each_contact_is_asked_for_and_no_more(contacts: Bench) -> None:
    """The words say which one is in hand; as many are asked for as there are, and each begins with nothing."""
    assert contacts.complaints == []
    script = read(contacts.folder)
    walk = Walk(script).go(*TO_PEOPLE, "people=2", "+")
    assert phrases.own(script, walk.call, "step.whose") == "Є 0 з 2. Ще один?"
    assert walk.refusal("all")[0] == "not_offered"
    assert phrases.own(script, walk.go("next").call, "step.ask_contact_name") == "Контакт 1 з 2: як звати?"
    walk.go(*ANNA[1:])
    assert walk.go("next").call.step == "ask_contact_name"
    assert phrases.wording(script, walk.call, "step.ask_contact_name", "en") == "Contact 2 of 2: what is the name?"
    assert "contact_name" not in walk.call.fields
    assert walk.go(*PETRO[1:]).refusal("next")[0] == "not_offered"
    assert walk.go("all").call.step == "ask_title"


def test_whatever_is_counted_is_filled_in(contacts: Bench) -> None:
    """What the check lets stand in braces is never shown raw: a clause has capitals and a hyphen."""
    for file in WORDS:
        contacts.swap(file, 'whose = "', 'whose = "{times:explained:MI-01} ')
    assert contacts.complaints == []
    script = read(contacts.folder)
    assert phrases.own(script, Walk(script).go(*TO_PEOPLE, "people=2", "+").call, "step.whose") == "0 Є 0 з 2. Ще один?"


def test_a_contact_that_is_taken_back_is_none(contacts: Bench) -> None:
    """It is not counted, and what was recorded of the one before is there again."""
    script = read(contacts.folder)
    walk = Walk(script).go(*TO_PEOPLE, "people=2", "+", *ANNA, "next", "<")
    assert walk.call.step == "whose"
    assert walk.call.fields["contact_name"].text == "Anna"
    assert phrases.own(script, walk.call, "step.whose") == "Є 1 з 2. Ще один?"
    assert walk.go(*PETRO, "all").call.step == "ask_title"
    assert [each.values["contact_name"].text for each in recorded(script, walk.call)[1:]] == ["Anna", "Petro"]


def test_what_was_typed_of_a_contact_that_is_taken_back_is_told_as_that(contacts: Bench) -> None:
    """It stays in the record, and is neither counted nor in the register."""
    script = read(contacts.folder)
    oops = ("next", "contact_name=Oops", "+", "<", "<")
    walk = Walk(script).go(*TO_PEOPLE, "people=2", "+", *ANNA, *oops, *PETRO, "all", "title=Faust", "+", "+")
    start = walk.log[0]
    assert isinstance(start, CallStarted)
    shown = "\n".join(lines(script, start, walk.log, walk.now))
    for told in ("Контакт 1\nХто: Anna\n", "taken back: Контакт\nХто: Oops\n", "Контакт 2\nХто: Petro\n"):
        assert f"matter 1, {told}" in shown
    (row,) = rows(script, walk.call)
    assert field_of(script, row, "contact_name") == "Anna; Petro"


def test_all_of_them_are_kept_shown_and_found(contacts: Bench) -> None:
    """In the call as it is shown, for people and programs, in its register, and by the number of each."""
    script = read(contacts.folder)
    walk = Walk(script).go(*TO_PEOPLE, "people=2", "+", *ANNA, *PETRO, "all", "title=Faust", "+", "+", "+", "+", "+")
    call, start = walk.call, walk.log[0]
    assert call.over
    assert isinstance(start, CallStarted)
    shown = "\n".join(lines(script, start, walk.log, walk.now + timedelta(minutes=1)))
    for number, name, phone, day in ((1, "Anna", "0501112233", "20"), (2, "Petro", "0671112233", "21")):
        assert f"matter 1, Контакт {number}\nХто: {name}\nНомер: {phone}\nДень: {day}.11.2026\n" in shown
    told = record(script, start, call, walk.log, walk.now)["matters"]
    assert isinstance(told, list)
    names = [(each["fields"]["contact_name"], each["taken_back"]) for each in told if each["detour"] == "contact"]
    assert names == [("Anna", False), ("Petro", False)]
    (row,) = rows(script, call)
    assert field_of(script, row, "contact_name") == "Anna; Petro"
    assert field_of(script, row, "title") == "Faust"
    assert field_of(script, row, "contact_day") == ""
    assert "    Номер: 0501112233; 0671112233" in list(row_lines(script, row, walk.now))
    summary = summarise(script, call)
    assert summary is not None
    assert summary.phones == ("+380671112233", "+380501112233")


def test_one_contact_has_no_number(contacts: Bench) -> None:
    """Where there is one, there is nothing to be told apart."""
    script = read(contacts.folder)
    walk = Walk(script).go(*TO_PEOPLE, "people=1", "+", *ANNA, "all", "title=Faust", "+", "+")
    assert [each.which for each in recorded(script, walk.call)] == [0, 0, 0]
    (row,) = rows(script, walk.call)
    assert field_of(script, row, "contact_phone") == "0501112233"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "{times:entered:contact} of {people} are",
            "{times:entered:contract} of {people} are",
            "unknown placeholder {times:entered:contract}; the nearest known one is 'times:entered:contact'",
        ),
        ("{times:entered:contact} of {people} are", "{people} are", "{times:entered:contact} is lost"),
    ],
)
def test_a_count_that_is_none(contacts: Bench, old: str, new: str, complaint: str) -> None:
    """A fact that nothing establishes is told, and a count that one language has and another lacks."""
    contacts.swap("en.toml", old, new)
    assert any(complaint in each for each in contacts.complaints), contacts.complaints
