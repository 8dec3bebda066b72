"""A group that is asked of each of several, as the document shows it: three things of each contact, and how many."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callscript.commands.show import lines, record
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.before import before
from callscript.core.call.events import CallStarted
from callscript.core.call.matters import recorded
from callscript.core.call.notices import owed
from callscript.core.call.refusal import Refused
from callscript.core.script import phrases
from callscript.dialogue.read.field_text import entered
from callscript.dialogue.show.card import card
from callscript.dialogue.show.letter import letter
from callscript.dialogue.show.register import field_of, rows
from callscript.dialogue.show.register_told import row_lines
from callscript.dialogue.show.review import review
from callscript.packs import read
from callscript.proof.goals import Goal
from callscript.proof.prover import Prover
from callscript.proof.reaching import Reach
from callscript.proof.telling import told
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
NOTICE = """
[[notices]]
id = "reserved"
on = "registered:reservation"
to = "management"
fields = ["title", "contact_name", "contact_day"]
"""
NOTICE_WORDS = """[notice.reserved]
subject = "Замовлення"
text = "Замовили книгу."

"""
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
    for line in ("Контакт 1\nХто: Anna\n", "taken back: Контакт\nХто: Oops\n", "Контакт 2\nХто: Petro\n"):
        assert f"matter 1, {line}" in shown
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
    shown_as = record(script, start, call, walk.log, walk.now)["matters"]
    assert isinstance(shown_as, list)
    names = [(each["fields"]["contact_name"], each["taken_back"]) for each in shown_as if each["detour"] == "contact"]
    assert names == [("Anna", False), ("Petro", False)]
    (row,) = rows(script, call)
    assert field_of(script, row, "contact_name") == "Anna; Petro"
    assert field_of(script, row, "title") == "Faust"
    assert field_of(script, row, "contact_day") == "20.11.2026; 21.11.2026"
    anna, petro = list(row_lines(script, row, walk.now))[2:4]
    assert anna == "    Контакт 1 — Хто: Anna; Номер: 0501112233; День: 20.11.2026"
    assert petro == "    Контакт 2 — Хто: Petro; Номер: 0671112233; День: 21.11.2026"
    summary = summarise(script, call)
    assert summary is not None
    assert summary.phones == ("+380671112233", "+380501112233")


def test_what_may_be_left_empty_is_in_the_register_too(contacts: Bench) -> None:
    """Of whom it was recorded, in the same order in every column; and in letters, of each what the notice names."""
    contacts.swap("pack.toml", 'id = "ask_contact_day"\n', 'id = "ask_contact_day"\noptional = true\n')
    contacts.add("pack.toml", NOTICE)
    for file in WORDS:
        contacts.swap(file, "[register]\n", NOTICE_WORDS + "[register]\n")
    assert contacts.complaints == []
    script = read(contacts.folder)
    days = (*ANNA[:-2], "+", *PETRO)
    walk = Walk(script).go(*TO_PEOPLE, "people=2", "+", *days, "all", "title=Faust", "+", "+", "+", "+", "+")
    (row,) = rows(script, walk.call)
    assert field_of(script, row, "contact_day") == "—; 21.11.2026"
    assert field_of(script, row, "contact_name") == "Anna; Petro"
    (notice,) = owed(script, walk.call)
    text = letter(script, walk.call, notice, walk.now).text
    assert "Назва книги: Faust\nКонтакт 1 — Хто: Anna\nКонтакт 2 — Хто: Petro; День: 21.11.2026\n" in text


def test_what_was_misheard_of_an_earlier_contact_is_mended_on_the_card(contacts: Bench) -> None:
    """While the next one is asked for and behind it; the log says of which, and the rules go by what stands now."""
    contacts.swap("pack.toml", 'id = "contact_phone"\nkind', 'id = "contact_phone"\nabsent = "none"\nkind')
    rule = '{ kind = "existence", some = ["filled:contact_phone"], before = ["registered:reservation"] }'
    contacts.swap(
        "pack.toml", 'id = "MI-02"\nmodality = "must"\nrules = [', f'id = "MI-02"\nmodality = "must"\nrules = [{rule}, '
    )
    assert contacts.complaints == []
    script = read(contacts.folder)
    walk = Walk(script).go(*TO_PEOPLE, "people=2", "+", *ANNA[:3])
    assert _on_card(walk) == []  # it is asked for now
    walk.do(c.Fill("contact_phone", "", absent=True), c.Advance())
    walk.go(*ANNA[5:])
    assert _on_card(walk) == [
        ("contact_name", "Хто", "Anna"),
        ("contact_phone", "Номер", "(none)"),
        ("contact_day", "День", "20.11.2026"),
    ]
    walk.go("next", "contact_name=Petro")
    assert [row[:2] for row in _on_card(walk)] == [
        ("group.2.contact_name", "№ 1 Хто"),
        ("group.2.contact_phone", "№ 1 Номер"),
        ("group.2.contact_day", "№ 1 День"),
    ]
    (filled,) = walk.do(_entered(walk, "group.2.contact_name", "Ganna"))
    assert isinstance(filled, e.Filled)
    assert (filled.field, filled.value, filled.matter) == ("contact_name", "Ganna", 2)
    assert before(walk.call, filled) == {"old": "Ganna", "old_absent": False}
    assert walk.call.fields["contact_name"].text == "Petro"
    walk.go("<")  # what is taken back leaves the one before as it was mended
    assert walk.call.fields["contact_name"].text == "Ganna"
    walk.go("next", "contact_name=Petro", "+")
    walk.do(c.Fill("contact_phone", "", absent=True), c.Advance())
    walk.go(*PETRO[5:])
    assert not walk.call.watches.get("MI-02")
    assert [row[1] for row in _on_card(walk)] == [
        "№ 1 Хто",
        "№ 1 Номер",
        "№ 1 День",
        "№ 2 Хто",
        "№ 2 Номер",
        "№ 2 День",
    ]
    walk.do(_entered(walk, "group.2.contact_phone", "0501112233"))
    assert walk.call.watches["MI-02"][0].met
    walk.do(_entered(walk, "group.2.contact_day", ""))
    assert _on_card(walk)[2] == ("group.2.contact_day", "№ 1 День", "")
    assert "День: can be added" in "".join(line.text for line in review(script, walk.call))
    walk.do(_entered(walk, "group.2.contact_day", "20.11.2026"))
    walk.go("contact_name=Petra")  # of the last one it is the field itself
    start = walk.log[0]
    assert isinstance(start, CallStarted)
    shown = "\n".join(lines(script, start, walk.log, walk.now))
    assert "Хто (matter 1, Контакт 1): Ganna (was: Anna)" in shown
    assert "Номер (matter 1, Контакт 1): +380501112233 (was: (none))" in shown
    walk.go("all", "title=Faust", "+")
    read_back = [line.text for line in review(script, walk.call)]
    assert read_back == [
        "Назва книги: Faust",
        "№ 1 Хто: Ganna",
        "№ 1 Номер: +380501112233",
        "№ 1 День: 20.11.2026",
        "№ 2 Хто: Petra",
        "№ 2 Номер: (none)",
        "№ 2 День: 21.11.2026",
    ]
    walk.go("+")
    assert _on_card(walk) == []  # it is registered
    with pytest.raises(Refused, match="no_such"):
        walk.do(c.Fill("contact_name", "Olha", matter=2))


def _on_card(walk: Walk) -> list[tuple[str, ...]]:
    """Return what the card has of contacts."""
    return [(row.id, row.label, row.shown) for row in card(walk.script, walk.call) if "contact" in row.id]


def _entered(walk: Walk, place: str, text: str) -> c.Fill:
    fill = entered(walk.script, walk.call, place, text)
    assert fill
    return fill


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [
        ('kind = "precedence", first = ["filled:contact_day"], then = ["registered:reservation"]', "proved"),
        ('kind = "existence", some = ["entered:contact"], times = 2, before = ["registered:reservation"]', "breached"),
    ],
)
def test_what_is_proved_behind_as_many_as_a_field_says(contacts: Bench, rule: str, verdict: str) -> None:
    """None is left out, whatever the number is; that there are two is not so where it is one."""
    contacts.swap(
        "pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\nrules = [{{ {rule} }}]\n'
    )
    assert contacts.complaints == []
    found = Prover(read(contacts.folder)).rule("MI-04", 0, (0, 1))
    assert (found.verdict, found.why) == (verdict, "")


def test_no_call_asks_for_more_than_a_field_says(contacts: Bench) -> None:
    """Three of no more than two there never are."""
    contacts.swap("pack.toml", "most = 9\n", "most = 2\n")
    rule = '{ kind = "existence", some = ["entered:contact"], times = 3, when = ["entered:contact"] }'
    contacts.swap(
        "pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\nrules = [{rule}]\n'
    )
    found = [(each.goal, each.known) for each in Reach(read(contacts.folder)).amiss()]
    assert (Goal("met", "MI-04", "1"), "never") in found


def test_what_is_mended_of_one_of_several_is_walked(contacts: Bench) -> None:
    """A name may be emptied on the card: the call that breaches a rule by it is shown, with the line of the card."""
    rule = '{ kind = "absence", none = ["cleared:contact_name"] }'
    contacts.swap(
        "pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\nrules = [{rule}]\n'
    )
    script = read(contacts.folder)
    found = Prover(script).rule("MI-04", 0, (0, 1))
    assert (found.verdict, found.level) == ("breached", 1)
    assert found.played
    keys = [each.keys for each in told(script, found.played.log)]
    assert any(each.startswith("Tab ") and "field 0" not in each for each in keys), keys


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
