"""What operators read is said as their language says it: word order, numbers, days."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import convert

from callscript.core.call.call import Call
from callscript.core.call.refusal import Refused
from callscript.core.records import Filed
from callscript.core.script.model import Field, Language, Script
from callscript.dialogue.show import listing, refusals
from callscript.dialogue.show.clocks import clock_words
from callscript.dialogue.show.dates import day_and_time, hours, left_words
from callscript.dialogue.show.standing import judged, judged_words
from callscript.dialogue.show.values import ClockLine
from callscript.packs import locate, read
from callscript.runtime import i18n
from callscript.runtime.i18n import _
from callscript.service.summary import filed
from hatch_build import compile_catalogues
from tests.clauses.ways import greeted, welcomed
from tests.core.scripts import make_script
from tests.core.walks import script_of

MOMENT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LANGUAGES = ("en", "uk", "lv")


@pytest.fixture(autouse=True)
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The translations as they are in the tree, compiled; English for other tests."""
    shutil.copytree(Path(__file__).parents[2] / "data" / "locale", tmp_path / "locale")
    compile_catalogues(tmp_path / "locale")
    monkeypatch.setattr(i18n, "data_folder", lambda: tmp_path)
    yield
    i18n.use("en")


def in_each(words: object) -> list[str]:
    """Say something in each language."""
    assert callable(words)
    found: list[str] = []
    for language in LANGUAGES:
        i18n.use(language)
        found.append(str(words()))
    return found


def test_a_clock_is_told_in_the_order_of_the_language() -> None:
    """The time stands where the language puts it, not behind or before one word that is the same in all places."""
    running = ClockLine("Hold", 180, "running", "")
    assert in_each(lambda: clock_words(running)) == ["Hold 3:00 left", "Hold: лишилося 3:00", "Hold: atlicis 3:00"]
    over = ClockLine("Hold", -12, "over", "")
    assert in_each(lambda: clock_words(over)) == [
        "Hold +0:12 over",
        "Hold: перевищено на 0:12",
        "Hold: pārsniegts par 0:12",
    ]
    up = ClockLine("Hold", 0, "over", "")
    assert in_each(lambda: clock_words(up)) == [
        "Hold 0:00 time is up",
        "Hold: 0:00, час вийшов",
        "Hold: 0:00, laiks beidzies",
    ]


def test_a_number_has_the_sign_of_the_language() -> None:
    """A numero sign is no Latvian abbreviation."""
    assert in_each(lambda: _("№ {number}").format(number=17)) == ["№ 17", "№ 17", "Nr. 17"]


def test_a_day_that_somebody_has_to_keep_is_told_with_its_day_of_the_week() -> None:
    """Work that is due on another day says which day of the week that is."""
    due = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert in_each(lambda: day_and_time(due)) == ["Mon 30.11. 09:00", "пн 30.11. 09:00", "pirmd. 30.11. 09:00"]
    assert day_and_time(due, year=True) == "pirmd. 30.11.2026 09:00"


def test_a_caller_is_not_listed_in_the_vocative() -> None:
    """Where only the form of address is known, lists quote it as what it is; a name stands as it is."""
    lv = read(locate("lv-lvrtc"))
    talk = welcomed(lv)
    talk.key("callback")
    talk.through(("ask_callback_phone", "+37167108787"), ("callback_when", "hour"), "callback_promise")
    known = kept(lv, talk.call)
    assert "“Ozola kungs”" in in_each(lambda: listing.call_line(lv, known.summary))[0]
    assert [line.split("  ")[-1] for line in in_each(lambda: listing.task_lines(lv, known.tasks, MOMENT)[0])] == [
        "“Ozola kungs”",
        "«Ozola kungs»",
        "„Ozola kungs”",
    ]
    talk.fill("surname", "Ozols")
    known = kept(lv, talk.call)
    assert "  Ozols  " in listing.call_line(lv, known.summary)
    assert listing.task_lines(lv, known.tasks, MOMENT)[0].endswith("  Ozols")


def kept(script: Script, call: Call) -> Filed:
    """Return what is filed of a call."""
    found = filed(script, call)
    assert found is not None
    return found


def test_hours_are_told_from_minutes() -> None:
    """Of work that is due, hours and minutes are named: a clock shows minutes and seconds in the same way."""
    assert in_each(lambda: hours(3300)) == ["55 min", "55 хв", "55 min"]
    assert in_each(lambda: hours(7380)) == ["2 h 3 min", "2 год 3 хв", "2 st. 3 min"]
    assert in_each(lambda: hours(59)) == ["0 min", "0 хв", "0 min"]


def test_what_is_left_is_read_as_no_time_of_day() -> None:
    """From ten minutes on it is told in hours and minutes by their names; the last ones are counted, behind a word."""
    assert in_each(lambda: left_words(10092)) == ["still 2 h 48 min", "ще 2 год 48 хв", "vēl 2 st. 48 min"]
    assert in_each(lambda: left_words(1272)) == ["still 21 min", "ще 21 хв", "vēl 21 min"]
    assert in_each(lambda: left_words(10092, brief=True)) == ["2 h 48 min", "2 год 48 хв", "2 st. 48 min"]
    assert in_each(lambda: left_words(599)) == ["still 9:59", "ще 9:59", "vēl 9:59"]
    assert in_each(lambda: left_words(-20)) == ["+0:20"] * 3
    assert in_each(lambda: left_words(-7380)) == ["+2 h 3 min", "+2 год 3 хв", "+2 st. 3 min"]


def test_a_sign_is_refused_in_words_of_what_is_wanted() -> None:
    """A clause goes by its id, a field by its name, and what is to be typed there is what the field takes."""
    script = script_of("ua-court")
    for name, words in (
        ("UA-16", "A sign alone says nothing: UA-16. Type it in words."),
        ("cause", "A sign alone says nothing: Причина. Type it in words."),
        ("phone", "A sign alone says nothing: Телефон. Type the number."),
        ("email", "A sign alone says nothing: Ел. пошта. Type the address."),
    ):
        assert refusals.words(Refused("says_nothing", name), script, Call()) == words
    day = refusals.words(Refused("says_nothing", "answer_by"), script_of("lv-lvrtc"), Call())
    assert day.endswith("Type the day, such as 31.12.")
    assert refusals.words(Refused("says_nothing", "H-01"), script_of("lv-lvrtc"), Call()).count("H-01") == 1


def test_what_was_excused_is_told_from_what_did_not_apply() -> None:
    """A farewell that a caller did not wait for was owed; an apology without a fault was not."""
    talk = greeted(script_of("ua-court"))
    talk.hang_up("caller")
    found = judged(talk.script, talk.log, talk.clock.now())
    told = {each.now.clause: judged_words(talk.script, talk.call, each) for each in found}
    assert told["UA-13"].startswith("UA-13 not owed any more ")
    assert told["UA-15"].startswith("UA-15 does not apply ")


@pytest.mark.parametrize(
    ("bounds", "wanted"),
    [
        ({}, ["Type a whole number: Age", "Впишіть ціле число: Age", "Ierakstiet veselu skaitli: Age"]),
        (
            {"least": 0.0, "most": 120.0},
            [
                "Type a whole number from 0 to 120: Age",
                "Впишіть ціле число від 0 до 120: Age",
                "Ierakstiet veselu skaitli no 0 līdz 120: Age",
            ],
        ),
        (
            {"least": 0.5, "decimals": 1},
            [
                "Type a number (digits behind the comma: not more than 1) not less than 0.5: Age",
                "Впишіть число (цифр після коми — не більше ніж 1) не менше ніж 0.5: Age",
                "Ierakstiet skaitli (ciparu aiz komata: ne vairāk kā 1) ne mazāku par 0.5: Age",
            ],
        ),
        (
            {"most": -1.0},
            [
                "Type a whole number not more than -1: Age",
                "Впишіть ціле число не більше ніж -1: Age",
                "Ierakstiet veselu skaitli ne lielāku par -1: Age",
            ],
        ),
    ],
)
def test_which_number_is_wanted(bounds: dict[str, float], wanted: list[str]) -> None:
    """The bounds are told as they are typed, with the point or the comma of the script's own language."""
    age = convert({"id": "age", "kind": "number", **bounds}, Field)
    script = make_script(fields=(age,), languages=(Language(id="en", alphabet="latin"),))
    script = replace(script, texts={"en": {"field.age": "Age"}})
    assert in_each(lambda: refusals.words(Refused("no_number", "age"), script, Call())) == wanted
