"""Texts: in every language, said as they stand, with placeholders that are known and variants that are complete."""

from __future__ import annotations

import pytest

from tests.packs.conftest import Bench


@pytest.mark.parametrize(
    ("line", "key", "stage"),
    [
        ('centre = "The library\'s enquiry line"', "centre", ""),
        ('greeting = "Greeting"', "stage.greeting", "greeting"),
        ('farewell = "Thank you for your call."', "step.farewell", "closing"),
        ('yes = "Yes"', "option.hold_agreed.yes", "holding"),
        ('other = "Ask for the form of address first"', "unless.need.other", "need"),
        ('end = "End"', "detour.end", ""),
        ('title = "Title of the book"', "field.title", ""),
        ('adult = "An adult"', "value.age.adult", ""),
        ('[timer]\nhold = "Hold"', "timer.hold", ""),
        ('fetch_book = "Fetch the book"', "task.fetch_book", "book"),
        ('reservation = "Reservation"', "register.reservation", "book"),
        ('helped = "Helped"', "outcome.helped", ""),
        ('wording = "Be courteous."', "clause.MI-04.wording", ""),
        ('text = "If you please. By all means."', "aid.courtesy.text", ""),
    ],
)
def test_a_text_that_a_language_lacks(mini: Bench, line: str, key: str, stage: str) -> None:
    """Whatever is shown or said has a text in every language; the complaint names the language's file."""
    mini.swap("en.toml", line, "")
    place = f"stage {stage}: {key}" if stage else key
    assert mini.complaints == [f"en.toml: {place}: no text in en"]


@pytest.mark.parametrize("line", ['need = "Let the caller finish."', 'title = "Author too, if known"'])
def test_tips_and_hints_may_be_left_out(mini: Bench, line: str) -> None:
    """A tip for a step and a hint for a field are written where they help."""
    mini.swap("en.toml", line, "")
    assert mini.complaints == []


def test_the_reason_why_a_detour_is_not_offered(mini: Bench) -> None:
    """A detour with a condition needs the words that tell why it is not offered."""
    mini.swap("pack.toml", 'stage = "holding"', 'stage = "holding"\nwhen = { field = "title" }')
    assert mini.complaints == [
        "en.toml: detour_unless.hold: no text in en",
        "uk.toml: detour_unless.hold: no text in uk",
    ]


def test_a_phrase_is_the_text_of_its_own_name(mini: Bench) -> None:
    """A step with `phrase` says that text, and needs none of its own."""
    mini.swap("pack.toml", 'id = "tell_hours"', 'id = "tell_hours"\nphrase = "farewell"')
    assert mini.complaints == [
        "en.toml: step.tell_hours: nothing uses this text",
        "uk.toml: step.tell_hours: nothing uses this text",
    ]


def test_a_text_that_nothing_uses(mini: Bench) -> None:
    """A misspelt key is told once, with the nearest missing one."""
    mini.swap("en.toml", "hang_up =", "hangup =")
    assert mini.complaints == [
        "en.toml: step.hangup: nothing uses this text; the nearest missing one is 'step.hang_up'",
    ]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[outcome]", "[outcomes]", "outcomes: unknown key; the nearest known one is 'outcome'"),
        ("[outcome]", "[zzzzzz]", "zzzzzz: unknown key"),
        ("[timer]\nhold", "[timer.hold]\nhold", "timer.hold: a name has no variants"),
        ("[hint]", '[aid]\ncourtesy = "X"\n\n[hint]', "not valid TOML: the heading [aid.courtesy] is a key already"),
        (
            '[value.age]\nchild = "A child"\nadult = "An adult"',
            '[value]\nage = "X"',
            "value.age: must be a table of texts",
        ),
        ('centre = "The library', 'tip = 1\ncentre = "The library', "not valid TOML"),
        ("[outcome]", "[outcome.x]", "outcome.passed_on: no text in en"),
        ('hang_up = "Hang up"', "hang_up = 7", "step.hang_up: must be a text, not 7"),
        ('hang_up = "Hang up"', 'hang_up = ["Hang up"]', "step.hang_up: must be a text, not a list"),
        ('hang_up = "Hang up"', 'hang_up = " "', "step.hang_up: the text is empty"),
        ('hang_up = "Hang up"', "hang_up = {}", "step.hang_up: the text is empty"),
    ],
)
def test_a_text_of_a_wrong_shape(mini: Bench, old: str, new: str, complaint: str) -> None:
    """A table of texts holds texts, under known headings."""
    mini.swap("en.toml", old, new)
    assert any(complaint in line for line in mini.complaints), mini.complaints


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ('"{operator_number} {operator_name} {centre} {phone} {title}"', []),
        ('"{titel}"', ["unknown placeholder {titel}; the nearest known one is 'title'"]),
        ('"{}"', ["unknown placeholder {}"]),
        ('"{ title }"', ["unknown placeholder { title }; the nearest known one is 'title'"]),
        ('"{title"', ["a brace without its partner"]),
        ('"title}"', ["a brace without its partner"]),
        ('"Hang\\u001b[2Jup"', ["the character U+001B is not text"]),
        ('"Hang\\tup"', ["the character U+0009 is not text"]),
        ('"Hang\\u009bup"', ["the character U+009B is not text"]),
        ('"Hang\\u202Eup"', ["the character U+202E is not text"]),
        ('"Hang\\u2028up"', ["the character U+2028 is not text"]),
        ('"Hang\\u200bup"', ["the character U+200B is not text"]),
        ('"Hang\\nup"', []),
        ('"[/red] [@click=app.quit()]"', []),
    ],
)
def test_what_can_be_said(mini: Bench, text: str, complaints: list[str]) -> None:
    """Placeholders are known ones, braces are paired, and nothing but text is in a text."""
    mini.swap("en.toml", '"Hang up"', text)
    mini.swap("uk.toml", '"Покласти слухавку"', text)
    place = "en.toml: stage closing: step.hang_up: "
    found = [line.removeprefix(place) for line in mini.complaints if line.startswith(place)]
    assert [line.split("; known ones")[0] for line in found] == complaints


@pytest.mark.parametrize("text", ['"{title}"', '{ feminine = "a", masculine = "b" }'])
def test_names_are_the_same_in_every_call(mini: Bench, text: str) -> None:
    """What is shown outside of a call too has no placeholders and no variants."""
    mini.swap("en.toml", '"Fetch the book"', text)
    mini.swap("uk.toml", '"Дістати книгу"', text)
    assert mini.complaints == []
    mini.swap("en.toml", '"Helped"', text)
    assert len(mini.complaints) == 1
    assert mini.complaints[0].startswith("en.toml: outcome.helped: a name has no ")


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ('{ feminine = "a", masculine = "b" }', []),
        ('{ morning = "a", day = "b", evening = { feminine = "c", masculine = "d" } }', []),
        ('{ addressed = { feminine = "a", masculine = "b" }, plain = "c" }', []),
        ('{ feminine = "a" }', ["step.hang_up: the variant 'masculine' is missing"]),
        ('{ addressed = "a" }', ["step.hang_up: the variant 'plain' is missing"]),
        (
            '{ day = "a" }',
            ["step.hang_up: the variant 'morning' is missing", "step.hang_up: the variant 'evening' is missing"],
        ),
        (
            '{ feminine = "a", masculin = "b" }',
            [
                "step.hang_up.masculin: unknown variant 'masculin'; the nearest known one is 'masculine'",
                "step.hang_up: the variant 'masculine' is missing",
            ],
        ),
        ('{ femnine = "a" }', ["step.hang_up.femnine: unknown variant 'femnine'; the nearest known one is 'feminine'"]),
        (
            '{ feminine = "a", masculine = "b", plain = "c" }',
            ["step.hang_up: mixes variants by gender and by form of address: put one inside the other"],
        ),
        (
            '{ feminine = { feminine = "a", masculine = "b" }, masculine = "c" }',
            [
                "step.hang_up.feminine.feminine: unknown variant 'feminine'",
                "step.hang_up.feminine.masculine: unknown variant 'masculine'",
            ],
        ),
        (
            '{ feminine = { morning = "a", day = "b" }, masculine = "c" }',
            ["step.hang_up.feminine: the variant 'evening' is missing"],
        ),
    ],
)
def test_variants_are_known_and_complete(mini: Bench, text: str, complaints: list[str]) -> None:
    """Where one variant of a wording is given, every variant of its sort is: nobody is left without words."""
    mini.swap("en.toml", '"Hang up"', text)
    found = [line.removeprefix("en.toml: stage closing: ") for line in mini.complaints]
    assert [line.split("; known ones")[0] for line in found] == complaints


def test_a_form_of_address_that_is_never_asked(mini: Bench) -> None:
    """Wordings with and without a form of address need the field that holds it."""
    mini.swap("pack.toml", '[[fields]]\nid = "address"\nkind = "name"\nabsent = "none"\n', "")
    assert (
        "en.toml: stage book: step.ask_title: needs a field 'address': the pack never asks for the form of address"
        in mini.complaints
    )


def test_a_language_without_its_file(mini: Bench) -> None:
    """Every language of the pack has a file, and every file a language."""
    (mini.folder / "en.toml").rename(mini.folder / "eng.toml")
    assert mini.complaints == [
        "pack.toml: languages[en]: there is no file en.toml: there is eng.toml",
    ]
