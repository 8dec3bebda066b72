"""The interface's translations: complete, safe to fill in, short enough for the places where they stand."""

from __future__ import annotations

import ast
import gettext
import re
import shutil
import string
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from textual.content import Content

from callscript.core.script import phrases
from callscript.dialogue.actions import ACTIONS
from callscript.dialogue.show.sheets import essence
from callscript.packs import read
from callscript.runtime import i18n
from hatch_build import compile_catalogues

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "data" / "locale"
TRANSLATED = ("uk", "lv")
LANGUAGES = ("en", *TRANSLATED)
MAPPING = [("**.py", "python")]
KEYWORDS = {**DEFAULT_KEYWORDS, "n_": (1, 2)}

HEADINGS = ("At hand", "Still owed", "nothing is owed")
"""On the side panel of the call screen, 28 columns wide, with a key beside them."""
ACTS = (
    "Say", "Say and type", "Say and wait", "Find out", "Write down", "Do", "Wait", "Register", "Put through", "Hang up",
)  # fmt: skip
"""Over the words of a step, with the key behind it and, where there is room, the clauses."""
KEYS = (
    "Enter: said", "type, Enter", "choose a number", "Enter: done", "Enter: register, digit: mend",
    "Enter: put through", "Enter: hung up", "Enter: it is over", "Enter or {key}: it is over",
    "Enter: go on, {key}: back",
)  # fmt: skip
CLOCK_WORDS = (
    "{name} {time} left", "{name} {time} left, nearly over", "{name} +{time} over", "{name} {time} time is up",
)  # fmt: skip
"""A clock on the side panel: the placeholders are about as long as what they stand for."""
LABELS = (
    "Operator's number", "Full name, in Cyrillic", "Full name, in Latin letters", "Grammatical gender", "Centre",
    "Language of the interface", "Bell at warnings",
)  # fmt: skip
"""A column of the profile."""
LINES = (
    "Enter: confirm the marked outcome. A digit marks another one.",
    "Summary (may stay empty). Enter closes the call.",
    "Why was {clause} not met? Enter. «=» repeats the reason before.",
    "A day (23.11.2026), a number, a name or an outcome. Empty: the latest calls.",
    "Enter          take a call, with the number typed or without",
    "Tab Shift+Tab  next, previous panel: number, today's calls, menu",
    "↑ ↓ Enter      choose a call or an entry of the menu, open it",
    "F12            leave the program",
    "Esc and a digit is the same as the function key: Esc 0 is F12.",
    "In a field with a dash: «-» and the reason records that there is none.",
    "While an answer is typed, {digits} are text like any other digit.",
    "What a field had before: typing replaces it, → or End goes on behind it,",
    "Enter          keep this, go to what is wanted next; at the end: close",
    "↑ ↓ Tab        another part; so does Backspace before anything is typed",
    "Backspace erases only what is typed now: Del empties the field.",
    "Typing replaces this; → goes on behind it, Del empties it, Enter keeps it.",
    "Nothing is typed here. Digits and Enter count again after a pause.",
    "Enter          keep the line, go to the next one; on the last line: save",
    "↑ ↓ Tab        another line; so does Backspace before anything is typed",
    "↑ ↓ Tab        another call of the list; PgUp, PgDn: a page on",
    "Judged by what the operator confirmed on screen.",
    *essence(),
)
"""A line of a frame that is 80 columns wide."""
SHEET = (("Enter", "close"), ("↑ ↓ PgUp PgDn", "scroll"))
KEY_LINES = (
    ((("↑ ↓", "choose"), ("Enter", "open"), ("Tab", "next panel|panel"), ("PgDn", "open work|work"),
      ("F1", "help"), ("F12", "leave")), 80),
    ((("Enter", "new call|call"), ("Tab", "next panel|panel"), ("PgDn", "open work|work"), ("F1", "help"),
      ("F12", "leave")), 80),
    ((("↑ ↓", "choose"), ("Enter", "open"), ("PgUp PgDn", "a page"), ("F1", "help"),
      ("F12", "back to the start|back")), 80),
    ((("Enter", "next"), ("↑ ↓", "another line|line"), ("1–3", "choose"), ("F1", "help"), ("F12", "leave")), 80),
    ((*SHEET, ("0", "leave the program")), 76),
    ((*SHEET, ("1", "correct")), 76),
)  # fmt: skip
"""The keys of the screens between calls and of the sheets."""
MENU = (
    "Find a call",
    "Operator's profile",
    "Leave the program (F12)",
    "New call",
    "Today's calls",
    "Open work",
    "Menu",
)


@cache
def catalogue(language: str) -> Catalog:
    """Read a translation."""
    with (LOCALE / language / "LC_MESSAGES" / "callscript.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(text: object) -> tuple[str, ...]:
    """Return the forms of a message or of its translation: several if it counts."""
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text),)


@cache
def messages(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the messages with what they are in a language."""
    return {forms(message.id): forms(message.string) for message in catalogue(language) if message.id}


def shown(message: str, language: str) -> str:
    """Return a message in a language."""
    return message if language == "en" else messages(language)[(message,)][0]


def placeholders(text: str) -> list[str]:
    """Return what `format` fills in."""
    return sorted(name for _before, name, _spec, _conversion in string.Formatter().parse(text) if name is not None)


def width(text: str) -> int:
    """Return the columns that a text takes."""
    return Content(text).cell_length


# Completeness


@pytest.fixture(scope="module")
def in_code() -> set[tuple[str, ...]]:
    """Return the messages that the program has."""
    return {forms(found[2]) for found in extract_from_dir(ROOT / "callscript", MAPPING, keywords=KEYWORDS)}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_exactly_the_messages_of_the_code(language: str, in_code: set[tuple[str, ...]]) -> None:
    """Every message is in the catalogue, and nothing that the program no longer says."""
    assert set(messages(language)) == in_code
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str) -> None:
    """No message is left empty, or guessed."""
    for message, translation in messages(language).items():
        assert all(text.strip() for text in translation), message
    assert not [message.id for message in catalogue(language) if message.fuzzy]


def test_no_message_hides_in_an_f_string() -> None:
    """Babel does not look into the f-strings of Python 3.11: a message there would never reach a translator."""
    for file in sorted((ROOT / "callscript").rglob("*.py")):
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            hidden = [ast.unparse(part) for part in ast.walk(text)] if isinstance(text, ast.JoinedStr) else []
            assert not [code for code in hidden if re.match(r"(_|n_|N_)\(['\"]", code)], f"{file}: {hidden[0]}"


# What is filled in and shown


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_are_kept(language: str) -> None:
    """A translation fills in what the message does, each as often."""
    for message, translation in messages(language).items():
        for text in translation:
            assert placeholders(text) == placeholders(message[0]), text


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_is_plain_text(language: str) -> None:
    """No control, format or foreign sign gets on screen with it; spaces and line ends are those of the message."""
    foreign = {"uk": "[„”“ыэъё]", "lv": "[«»“а-яіїєґ]"}[language]
    for message, translation in messages(language).items():
        for text in translation:
            odd = [sign for sign in text if unicodedata.category(sign).startswith("C") and sign != "\n"]
            assert not odd, text
            assert unicodedata.is_normalized("NFC", text), text
            assert text.count("\n") == message[0].count("\n"), text
            assert _edges(text) == _edges(message[0]), text
            assert not set("[]'\"`") & set(text), f"write ’ and «» in Ukrainian, „” in Latvian, no brackets: {text}"
            assert not re.search(foreign, text, re.IGNORECASE), text


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_forms(language: str) -> None:
    """Both languages have three forms, and every message that counts has all of them."""
    assert catalogue(language).num_plurals == 3
    for message, translation in messages(language).items():
        assert len(translation) == (3 if len(message) == 2 else 1), message


@pytest.mark.parametrize(
    ("language", "counted"),
    [
        ("uk", {1: "1 раз", 2: "2 рази", 5: "5 разів", 11: "11 разів", 21: "21 раз", 22: "22 рази"}),
        ("lv", {0: "0 reižu", 1: "1 reize", 2: "2 reizes", 11: "11 reizes", 21: "21 reize", 22: "22 reizes"}),
    ],
)
def test_numbers_take_their_plural_form(
    language: str, counted: dict[int, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form follows the number as the language asks for it."""
    _compiled(tmp_path, monkeypatch)
    i18n.use(language)
    for number, text in counted.items():
        told = i18n.n_("{number} before", "{number} before", number).format(number=number)
        assert re.match(rf"{text}\b", told), told


# Length


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("level", "urgent", "columns"), [(0, "", 120), (-1, "", 80), (-1, "urgent", 80)], ids=["whole", "short", "eleven"]
)
def test_the_names_of_keys_fit(language: str, level: int, urgent: str, columns: int) -> None:
    """Ten keys with their whole names share 120 columns, with their shortest ones 80, and so do eleven; a gap stands
    between them.
    """
    needed = len("F") + (len(f"Ins{urgent} ") if urgent else 0)
    for action in (each for each in ACTIONS if each.short):
        states = (action.short, action.again, action.after)
        names = [shown(label, language).split("|") for label in states if label]
        assert all(len(each) in (2, 3) for each in names)
        needed += len(action.cap.removeprefix("F")) + max(width(each[level]) for each in names) + 1
    assert needed - 1 <= columns


def test_the_urgent_key_of_a_pack_has_room_for_its_name() -> None:
    """In the pack's own language its Insert stands beside the whole names of all others at 120 columns."""
    urgent = read(ROOT / "data" / "packs" / "lv-lvrtc")
    assert urgent.urgent
    needed = len("FIns") + width(phrases.label(urgent, f"detour.{urgent.urgent.id}"))
    for action in (each for each in ACTIONS if each.short):
        states = (action.short, action.again, action.after)
        names = [shown(label, "lv").split("|")[0] for label in states if label]
        needed += len(action.cap.removeprefix("F")) + max(map(width, names)) + 1
    assert needed <= 120


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_of_keys_differ(language: str) -> None:
    """No two keys have the same name, whole or short."""
    labels = [
        shown(label, language).split("|") for action in ACTIONS for label in (action.short, action.again) if label
    ]
    for level in range(3):
        names = [each[min(level, len(each) - 1)] for each in labels]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("places", "room"),
    [
        (HEADINGS, 22),
        (ACTS, 23),
        (KEYS, 30),
        (CLOCK_WORDS, 31),
        (LABELS, 30),
        (MENU, 28),
        (tuple(action.title for action in ACTIONS), 57),
        (LINES, 76),
        (("the number, if known; Enter takes the call",), 60),
    ],
    ids=["headings", "acts", "keys", "clocks", "labels", "menu", "actions", "lines", "number"],
)
def test_a_message_fits_its_place(language: str, places: tuple[str, ...], room: int) -> None:
    """What stands in one line is not cut at 80 columns."""
    for message in places:
        assert width(shown(message, language)) <= room, shown(message, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("keys", "room"), KEY_LINES)
def test_the_keys_between_calls_fit(language: str, keys: tuple[tuple[str, str], ...], room: int) -> None:
    """At 80 columns every key is there, by its shortest name if need be: none is left to the help."""
    assert width("  ".join(f"{cap} {shown(names, language).split('|')[-1]}" for cap, names in keys)) <= room, keys


# Building and choosing


def _compiled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(LOCALE, folder / "locale", ignore=shutil.ignore_patterns("*.mo"))
    compile_catalogues(folder / "locale")
    monkeypatch.setattr(i18n, "data_folder", lambda: folder)
    monkeypatch.setattr(i18n, "_current", gettext.NullTranslations())


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogues_are_compiled(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the build makes of a catalogue is what gettext loads."""
    _compiled(tmp_path, monkeypatch)
    i18n.use(language)
    assert i18n._("Still owed") == shown("Still owed", language) != "Still owed"
    i18n.use("en")
    assert i18n._("Still owed") == "Still owed"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "lv_LV.UTF-8@euro"}, "lv"),
        ({"LANG": "lv"}, "lv"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "lv_LV.UTF-8", "LC_MESSAGES": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "lv_LV.UTF-8", "LC_MESSAGES": "lv_LV.UTF-8", "LC_ALL": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "uk_UA.UTF-8", "LC_ALL": ""}, "uk"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "uk:en"}, "uk"),
        ({"LANG": "uk_UA.UTF-8", "LANGUAGE": "de:lv_LV:uk"}, "lv"),
        ({"LANGUAGE": "uk"}, "uk"),
        ({"LC_ALL": "C", "LANGUAGE": "uk"}, "en"),
        ({"LANG": "POSIX", "LANGUAGE": "uk"}, "en"),
    ],
)
def test_the_environment_chooses_the_language(environment: dict[str, str], language: str) -> None:
    """The variables decide as they do for gettext, whether or not the system has the locale that they name."""
    assert i18n.of_locale(environment) == language
