"""The words to say: variants chosen, placeholders filled in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.script.model import WEEKDAYS, Field, Script, Text
from callscript.core.script.phrases import by_day, label, on_day, wording
from tests.core.scripts import FIELDS, MONDAY, NIGHT, TO_RECORD, Walk, make_script


def test_part_of_the_day(script: Script) -> None:
    """A greeting follows the part of the day in which the call began."""
    assert wording(script, Walk(script).call, "step.greet") == "Labdien"
    assert wording(script, Walk(script, NIGHT).call, "step.greet") == "Labvakar"


def test_operator(script: Script) -> None:
    """Number and name come from the operator's profile, spelt in the alphabet of the language."""
    call = Walk(script).call
    assert wording(script, call, "step.name_oneself") == "Operators Nr. 17 Olena Koval"
    assert wording(script, call, "step.name_oneself", "uk") == "Олена Коваль"


def test_grammatical_gender(script: Script) -> None:
    """The form of a verb follows the operator's grammatical gender."""
    assert wording(script, Walk(script).call, "step.understood") == "Vai sapratu pareizi?"


def test_form_of_address(walk: Walk) -> None:
    """Once it is known how to address the caller, later phrases use it; a lack of it uses none."""
    assert wording(walk.script, walk.call, "step.farewell") == "Paldies!"
    walk.go("address=Ivan")
    assert wording(walk.script, walk.call, "step.farewell") == "Paldies, Ivan!"
    walk.do(c.Fill("address", ""))
    assert wording(walk.script, walk.call, "step.farewell") == "Paldies!"


def test_blank_call(script: Script) -> None:
    """Before a call the plain words are shown, or else the first."""
    assert wording(script, Call(language="lv"), "step.greet") == "Labdien"
    assert wording(script, Call(language="lv"), "step.farewell") == "Paldies!"
    assert wording(script, Call(), "step.greet", "en") == "Hello, Centre"


def test_unknown_placeholder_shows_as_ellipsis(walk: Walk) -> None:
    """What is not known yet shows as an ellipsis, and a recorded lack does too."""
    walk.do(c.SwitchLanguage("en"))
    assert wording(walk.script, walk.call, "step.advise_matter") == "About …, mail …"
    walk.do(c.Fill("email", "none", absent=True), c.Fill("matter", "tax"))
    assert wording(walk.script, walk.call, "step.advise_matter") == "About taxes, mail …"


def test_value_is_not_a_template(walk: Walk) -> None:
    """Braces that the caller's answer contains are left as they are."""
    walk.go("address={operator_number}")
    assert wording(walk.script, walk.call, "step.farewell") == "Paldies, {operator_number}!"


@pytest.mark.parametrize(
    ("text", "typed", "said"),
    [
        ("It is this: {matter}.", "no papers.", "It is this: no papers."),
        ("It is this: {matter}.", "no papers", "It is this: no papers."),
        ("It is this: {matter}.", "why not?", "It is this: why not?"),
        ("It is this: {matter}.", "", "It is this: …"),
        ("{matter}, please wait.", "anna", "Anna, please wait."),
        ("Thank you. {matter}, wait.", "anna", "Thank you. Anna, wait."),
        ("Line\n«{matter}»", "anna", "Line\n«Anna»"),
        ("Thank you, {matter}.", "anna", "Thank you, anna."),
        ("{email} is yours.", "anna@example.com", "anna@example.com is yours."),
        ("{matter}... {matter}", "Anna", "Anna... Anna"),
    ],
)
def test_what_was_typed_fits_its_sentence(walk: Walk, text: str, typed: str, said: str) -> None:
    """At the start of a sentence a value has a capital; a full stop that it brings along is not doubled."""
    field = "email" if "email" in text else "name"
    script = replace(walk.script, texts={"en": {"step.farewell": text.replace("{matter}", "{name}")}})
    if typed:
        walk.do(c.Fill(field, typed))
    assert wording(script, walk.call, "step.farewell", "en") == said


def test_a_text_says_how_often_something_has_happened(walk: Walk) -> None:
    """Since the caller's latest matter began; a number is never unknown."""
    text = "Name {times:filled:name} of {name}, {times:matter}"
    script = replace(walk.script, texts={"en": {"step.farewell": text}})
    assert wording(script, walk.call, "step.farewell", "en") == "Name 0 of …, 0"
    walk.go("name=Ivan", "name=Ivo")
    assert wording(script, walk.call, "step.farewell", "en") == "Name 2 of Ivo, 0"


def test_phone(script: Script) -> None:
    """The phone is the one recorded, or else the number that the call came from."""
    walk = Walk(script, phone="+3711", language="en")
    assert wording(script, walk.call, "step.name_oneself").endswith("from +3711")
    walk.go("phone=+3712")
    assert wording(script, walk.call, "step.name_oneself").endswith("from +3712")


def test_due(walk: Walk) -> None:
    """The latest promise says when it falls due, on the centre's clock."""
    assert wording(walk.script, walk.call, "step.promise") == "Līdz …"
    walk.go("+", "+", "+", "promise")
    assert wording(walk.script, walk.call, "step.promise") == "Līdz 23.11.2026 12:00"


def test_due_is_told_with_its_day_of_the_week() -> None:
    """Where a language of the pack has words for the days, the promise names the day too."""
    days = {f"weekday.{day}": f"{day}dienai" for day in WEEKDAYS}
    plain = make_script()
    script = replace(plain, texts={**plain.texts, "lv": {**plain.texts["lv"], **days}})
    walk = Walk(script).go("+", "+", "+", "promise")
    assert wording(script, walk.call, "step.promise") == "Līdz mondienai, 23.11.2026 12:00"
    assert by_day(script, MONDAY, "lv") == "mondienai, 23.11.2026 10:00"
    words = {"weekday.at": "plkst.", "weekday.by": "līdz", "on_day.at": "plkst."}
    script = replace(script, texts={**plain.texts, "lv": {**script.texts["lv"], **words}})
    assert wording(script, walk.call, "step.promise") == "Līdz mondienai, 23.11.2026 plkst. 12:00"
    assert by_day(script, MONDAY, "lv") == "līdz mondienai, 23.11.2026 plkst. 10:00"
    assert on_day(script, MONDAY, "lv") == "23.11.2026 plkst. 10:00"


def test_missing_text(walk: Walk) -> None:
    """A text that the pack does not have is empty as wording, and its key as a label."""
    assert wording(walk.script, walk.call, "step.nonsense") == ""
    assert label(walk.script, "step.nonsense", "lv") == "step.nonsense"
    assert label(walk.script, "step.greet", "lv") == "step.greet"
    assert label(walk.script, "centre", "en") == "Centre"


def test_language_without_an_entry(walk: Walk) -> None:
    """A language that the pack does not describe spells the operator in Latin letters."""
    texts = {**walk.script.texts, "de": {"step.name_oneself": "{operator_name}"}}
    script = Script(walk.script.pack, texts)
    assert wording(script, walk.call, "step.name_oneself", "de") == "Olena Koval"


def test_the_callers_number_is_the_one_of_its_own_field() -> None:
    """`{phone}` is a field like any other where another field is the caller's own number."""
    others = tuple(Field(id=each.id, kind="phone") if each.id == "phone" else each for each in FIELDS)
    script = make_script(fields=(*others, Field(id="own", kind="phone", own=True)))
    walk = Walk(script, phone="+37120000000", language="en").go("+")
    assert "+37120000000" not in wording(script, walk.call, "step.name_oneself")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("29 123 456, jautāt Annu", "29 123 456 (jautāt Annu)"),
        ("29123456 jautāt Annu", "29123456 (jautāt Annu)"),
        ("+380442777622 доб. 3", "+380442777622 (доб. 3)"),
        ("29123456 (Anna)", "29123456 (Anna)"),
        ("67108787, 67108788", "67108787, 67108788"),
        ("+37129123456", "+37129123456"),
        ("Anna", "Anna"),
    ],
)
def test_words_behind_a_number_do_not_run_into_the_sentence(typed: str, said: str) -> None:
    """Whom to ask for, or an extension, stands in brackets; what was recorded stays as it was typed."""
    texts = {"lv": {"step.x": "pa tālruni {phone} līdz"}}
    script = replace(make_script(), texts=texts)
    walk = Walk(script)
    walk.do(c.Fill("phone", typed))
    assert wording(script, walk.call, "step.x") == f"pa tālruni {said} līdz"
    assert walk.call.fields["phone"].text == typed
    rang = Walk(script, phone=typed)
    assert wording(script, rang.call, "step.x") == f"pa tālruni {said} līdz"


ANSWERED = {
    "en": {
        "step.x": "You want {answer:need}. {answer:record}. With {answer:pick_colleague}.",
        "option.need.appeal": "To appeal",
        "answer.need.appeal": "to lodge an appeal",
        "option.record.agreed": {"addressed": "yes, {address}.", "plain": "yes."},
        "option.record.refused": "No",
    },
    "lv": {"step.x": "Ar {answer:pick_colleague}"},
}


def test_what_was_answered_is_said() -> None:
    """In the words for a sentence where there are some, else as the answer is called; not known yet, as an ellipsis."""
    script = replace(make_script(), texts=ANSWERED)
    walk = Walk(script, language="en")
    assert wording(script, walk.call, "step.x") == "You want … … With …"
    walk.go(*TO_RECORD, "agreed")
    assert wording(script, walk.call, "step.x") == "You want to lodge an appeal. Yes, Ivan. With …"
    walk.go("@escalate", "ilze")
    assert wording(script, walk.call, "step.x").endswith("With Ilze B.")
    assert wording(script, walk.call, "step.x", "lv") == "Ar Ilze Bērziņa"


def test_an_entry_is_said_by_the_name_that_it_has() -> None:
    """In the centre's own language where it has no other; nothing is said of one that is in the directory no more."""
    script = replace(make_script(), texts=ANSWERED)
    walk = Walk(script, language="en").go(*TO_RECORD, "agreed", "@escalate", "oleh")
    assert wording(script, walk.call, "step.x").endswith("With Oļehs.")
    assert wording(replace(script, directory=()), walk.call, "step.x").endswith("With …")


def test_an_answer_that_was_left_is_not_said() -> None:
    """What was answered on a branch that another answer has left does not count."""
    script = replace(make_script(), texts=ANSWERED)
    walk = Walk(script, language="en").go(*TO_RECORD, "refused")
    assert "No." in wording(script, walk.call, "step.x")
    walk.go("<", "<", "<", "info")
    assert "record" in walk.call.orphans
    assert wording(script, walk.call, "step.x") == "You want … … With …"


def _counting(text: Text, said: str = "") -> str:
    """Return what a text says beside the number of years that was given."""
    fields = (*FIELDS, Field(id="years", kind="number", group="call", absent="none"))
    plural = {"1": "one", "2": "few", "5": "many", "7": "unheard_of"}

    def form(language: str, number: str) -> str:
        return plural[number] if language == "uk" else ""

    script = replace(make_script(fields=fields), texts={"uk": {"step.x": text}}, plural=form)
    walk = Walk(script, language="uk")
    if said:
        walk.do(c.Fill("years", said.removeprefix("-"), absent=said == "-"))
    return wording(script, walk.call, "step.x", "uk")


YEARS: Text = {
    "years": {
        "one": "{years} рік",
        "few": {"feminine": "{years} роки, пані", "masculine": "{years} роки, пане"},
        "many": "{years} років",
        "other": "{years} року",
    }
}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1", "1 рік"),
        ("2", "2 роки, пані"),
        ("5", "5 років"),
        ("7", "7 року"),
        ("", "… року"),
        ("-", "… року"),
    ],
)
def test_words_follow_a_number(typed: str, said: str) -> None:
    """The form that the number wants is said, with variants in it; `other` where it is not known, or has no form."""
    assert _counting(YEARS, typed) == said
    assert _counting({"feminine": YEARS, "masculine": "x"}, typed) == said


def test_words_beside_a_number_without_a_language_that_tells_its_forms() -> None:
    """Where nothing tells the forms of a language, the words are those that fit any number."""
    fields = (*FIELDS, Field(id="years", kind="number", group="call"))
    script = replace(make_script(fields=fields), texts={"uk": {"step.x": YEARS}})
    walk = Walk(script, language="uk").go("years=1")
    assert wording(script, walk.call, "step.x", "uk") == "1 року"
