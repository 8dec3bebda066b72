"""XLSForm workbooks made drafts of: what both have words for is kept whole, all else is refused by sheet and row."""

from __future__ import annotations

import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from callscript.core.script.conditions import (
    Answered,
    Atom,
    BegunOpen,
    Chose,
    Guard,
    Happened,
    HasValue,
    InDetour,
    InRange,
    Known,
    OnDays,
    Overran,
    TaskOpen,
    holds_where,
)
from callscript.core.script.numbers import in_range
from callscript.core.script.steps import Ask, Choose
from callscript.packs import check
from callscript.packs.copying import copy
from callscript.packs.parts import take
from callscript.packs.xlsform.drafting import draft
from callscript.packs.xlsform.expressions import CannotSay, Question, bounds, condition
from callscript.packs.xlsform.reading import WANTED, read
from callscript.packs.xlsform.sheets import NoForm
from callscript.packs.xlsform.workbook import read as open_workbook
from tests.packs.workbooks import CHOICES, LANGUAGES, SURVEY, YES_NO, Formula, every, form, holds, row, workbook

ASKED = [
    row("note", "hello", "Good day"),
    row("begin_group", "caller", "The caller"),
    row("text", "who", "What is your name?", required="yes", **{"hint::English (en)": "In full"}),
    row("integer", "age", "How old are you, ${who}?", constraint=". >= 0 and . < 120"),
    row("select_one yes_no", "agreed", "Do you agree?", required="yes", relevant="${age} >= 18"),
    row("end_group", ""),
    row("begin group", "more", "More", relevant="${agreed} != 'no'"),
    row("decimal", "amount", "How much?", relevant="${who} != ''"),
    row("date", "day", "On which day?", relevant="${amount} > 2.5"),
    row("acknowledge", "write", "Write it down"),
    row("end group", ""),
    row("note", "bye", "Good bye", relevant="${write} = 'OK'"),
]


def refused(path: Path, language: str = "") -> list[str]:
    """Return what a workbook is refused for."""
    sheets, _others, unread = open_workbook(path, WANTED)
    return list(map(str, (*unread, *read(sheets, "Form", language)[1].refused)))


def left(path: Path) -> list[str]:
    """Return what is left out of a workbook that is not refused."""
    found = read(open_workbook(path, WANTED)[0], "Form")[1]
    assert found.refused == []
    return list(map(str, found.left))


def drafted(path: Path, folder: Path, language: str = "") -> dict[str, Any]:
    """Make a draft of a workbook; return its structure."""
    made, found = read(open_workbook(path, WANTED)[0], "Form", language)
    assert found.refused == []
    copy(draft(made, folder.name, path.name), folder)
    return tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))


def test_what_both_have_words_for_is_kept(tmp_path: Path) -> None:
    """Names, order, what is required, bounds, labels and hints of both languages stand in the draft."""
    drafted(form(tmp_path / "form.xlsx", *ASKED), tmp_path / "made")
    version = take(tmp_path / "made")
    pack, texts = version.pack, version.draft.texts
    assert [language.id for language in pack.languages] == ["lv", "en"]
    assert [(stage.id, [step.id for step in stage.steps]) for stage in pack.stages] == [
        ("main", ["hello"]),
        ("caller", ["who", "age", "agreed"]),
        ("more", ["amount", "day", "write"]),
        ("main_2", ["bye"]),
    ]
    steps = [step for stage in pack.stages for step in stage.steps]
    kinds = ["say", "ask", "ask", "choose", "ask", "ask", "do", "say"]
    assert [step.__struct_config__.tag for step in steps] == kinds
    assert {step.id: step.optional for step in steps if isinstance(step, Ask)} == {
        "who": False,
        "age": True,
        "amount": True,
        "day": True,
    }
    assert [option.id for step in steps if isinstance(step, Choose) for option in step.options] == [
        "yes",
        "no",
        "later",
    ]
    fields = {field.id: (field.kind, field.least, field.most, field.decimals, field.days) for field in pack.fields}
    assert fields == {
        "who": ("text", None, None, 0, "coming"),
        "age": ("number", 0, 119, 0, "coming"),
        "amount": ("number", None, None, 9, "coming"),
        "day": ("date", None, None, 0, "any"),
    }
    assert texts["en"]["step.age"] == "How old are you, {who}?"
    assert texts["lv"]["step.age"] == "How old are you, {who}? (latviski)"
    assert texts["en"]["field.age"] == "How old are you, …?"
    assert (texts["en"]["hint.who"], texts["lv"]["option.agreed.later"]) == ("In full", "Vēlāk")
    assert (texts["lv"]["centre"], texts["en"]["stage.caller"]) == ("Veidlapa", "The caller")


def test_the_draft_lacks_only_what_a_form_has_no_words_for(tmp_path: Path) -> None:
    """The check names the end of the call alone; with what stands at TODO it finds nothing any more."""
    drafted(form(tmp_path / "form.xlsx", *ASKED), tmp_path / "made")
    told = [str(problem) for problem in check(tmp_path / "made")]
    assert len(told) == 2
    assert all("end" in each for each in told)
    for file in (tmp_path / "made").iterdir():
        text = file.read_text(encoding="utf-8").replace("\noutcomes = []", "")
        for line in ('kind = "end"', 'id = "hang_up"', "[[stages.steps]]", "[outcome]", "outcomes = ["):
            text = text.replace(f"# {line}", line)
        for line in ("hang_up", "answered"):
            text = text.replace(f'# {line} = "…"', f'{line} = "Done"')
        file.write_text(text, encoding="utf-8")
    assert check(tmp_path / "made") == []


SEVERAL = [
    row("begin_group", "wishes", "Wishes"),
    row("select_multiple helps", "help", "What do you need?"),
    row("note", "courier", "A courier comes", relevant="selected(${help}, 'delivery')"),
    row("note", "nothing_else", "Nothing else", relevant="${help} = ''"),
    row(
        "select_multiple helps",
        "must",
        "What must there be?",
        required="yes",
        relevant="not(selected(${help}, 'ramp'))",
    ),
    row("dateTime", "visit", "When will you come?", constraint=".>now()", relevant="${help} != ''"),
    row("date", "born", "When were you born?", constraint=". <= today()"),
    row("date", "until", "Until when?", constraint=". >= today()", relevant="${visit} != ''"),
    row("date", "any_day", "On which day?"),
    row("end_group", ""),
]
HELPS = [("helps", each, f"{each} (latviski)", each) for each in ("delivery", "ramp", "large_print")]


def test_several_answers_and_times_to_come_are_kept(tmp_path: Path) -> None:
    """What was chosen among others is asked about by that; a day is over, to come or any, as the constraint says."""
    drafted(form(tmp_path / "form.xlsx", *SEVERAL, choices=HELPS), tmp_path / "made")
    version = take(tmp_path / "made")
    fields = {field.id: (field.kind, field.options, field.several, field.days) for field in version.pack.fields}
    options = ("delivery", "ramp", "large_print")
    assert fields == {
        "help": ("choice", options, True, "coming"),
        "must": ("choice", options, True, "coming"),
        "visit": ("time", (), False, "coming"),
        "born": ("date", (), False, "past"),
        "until": ("date", (), False, "coming"),
        "any_day": ("date", (), False, "any"),
    }
    steps = {step.id: step for stage in version.pack.stages for step in stage.steps}
    assert {name: step.when for name, step in steps.items() if step.when} == {
        "courier": Guard(field="help", among=("delivery",)),
        "nothing_else": Guard(not_=Guard(field="help")),
        "must": Guard(not_=Guard(field="help", among=("ramp",))),
        "visit": Guard(field="help"),
        "until": Guard(field="visit"),
    }
    assert [step.id for step in steps.values() if isinstance(step, Ask) and not step.optional] == ["must"]
    assert version.draft.texts["lv"]["value.must.ramp"] == "ramp (latviski)"
    assert all("end" in str(each) for each in check(tmp_path / "made"))


@pytest.mark.parametrize(
    ("relevant", "told"),
    [
        ("${help} = 'ramp'", "of 'help' several may be chosen: one is asked about by selected(${help}, 'ramp')"),
        ("selected(${help}, 'rampe')", "'help' has no answer 'rampe'; the nearest is 'ramp'"),
        ("count-selected(${help}) > 1", "a script has no words for count-selected"),
        ("${help} > 1", "only numbers are compared by >"),
    ],
)
def test_what_cannot_be_asked_about_several_answers_says_what_can(tmp_path: Path, relevant: str, told: str) -> None:
    """Which was chosen is one question each."""
    rows = [SEVERAL[1], row("note", "so", "So", relevant=relevant)]
    assert refused(form(tmp_path / "form.xlsx", *rows, choices=HELPS)) == [f"sheet survey, row 3: relevant: {told}"]


KNOWN = {
    "one": Question("choice", ("a", "b", "c")),
    "two": Question("choice", ("a", "b")),
    "many": Question("integer"),
    "much": Question("decimal"),
    "words": Question("text"),
    "seen": Question("done"),
}
ANSWERS = {
    "one": ("", "a", "b", "c"),
    "two": ("", "a", "b"),
    "many": ("", "-1", "4", "5", "6"),
    "much": ("", "2", "2.4", "2.5", "2.6"),
    "words": ("", "x"),
    "seen": ("", "OK"),
}
RELEVANT = [
    "${one} = 'a'",
    "'a' = ${one}",
    "${one} != 'a'",
    "${one} = ''",
    "${one} != ''",
    "selected(${one}, 'b')",
    "not(selected(${one}, 'b'))",
    "not(not(${one} = 'c'))",
    "${one} = 'a' or ${one} = 'b' and ${two} = 'a'",
    "(${one} = 'a' or ${one} = 'b') and ${two} != 'a'",
    "not(${one} = 'a' and not(${two} = 'b' or ${words} = ''))",
    "${many} = 5",
    "${many} != 5",
    "${many} > 5",
    "${many} >= 5",
    "${many} < 5",
    "5 <= ${many}",
    "${many} > 4.5",
    "${many} <= 4.5 or ${many} = 5.5",
    "${many} < -0.5",
    "${much} > 2.5",
    "${much} < 2.5",
    "not(${much} >= 2.5)",
    "2.5 > ${much} and ${many} != ''",
    "${much} != 2.5",
    "${words} != '' and ${seen} = 'OK'",
    "${seen} = '' or ${seen} != 'OK'",
    "true() and ${one} = 'a'",
    "false() or ${one} = 'a'",
    "${one} = 'a' and ${two} = 'a' and ${many} = 5 and ${words} = ''",
]


def told(answers: dict[str, str], atom: Atom) -> bool:
    """Tell of a condition whether it is so, in a call in which this was answered."""
    match atom:
        case Answered():
            return bool(answers[atom.step]) and (not atom.among or answers[atom.step] in atom.among)
        case HasValue():
            return bool(answers[atom.field])
        case InRange():
            return in_range(answers[atom.field], atom.least, atom.most)
        case Happened():
            return bool(answers[atom.fact.removeprefix("done:")])
        case Known() | OnDays() | Chose() | TaskOpen() | Overran() | BegunOpen() | InDetour():
            raise AssertionError(atom)


@pytest.mark.parametrize("expression", RELEVANT)
def test_a_condition_holds_where_the_expression_does(expression: str) -> None:
    """Of all answers to all questions there are none for which they differ."""
    guard = condition(expression, KNOWN)
    assert isinstance(guard, Guard)
    for answers in every({name: values for name, values in ANSWERS.items() if f"{{{name}}}" in expression}):
        assert holds_where(guard, lambda atom: told(answers, atom)) is holds(expression, answers), answers  # noqa: B023


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("${words} = 'x'", "is not compared with x"),
        ("${one} = 'd'", "has no answer 'd'"),
        ("${nobody} = 'a'", "there is no question 'nobody'"),
        ("${onn} = 'a'", "the nearest is 'one'"),
        ("count-selected(${one}) > 1", "no words for count-selected"),
        ("${many} + 1 > 5", r"no words for \+"),
        ("${one} > 'a'", "only numbers are compared by >"),
        ("${one} = ${two}", "no words for two"),
        ("1 = 1", "no words for 1"),
        ("${one}", "ends too early"),
        ("${one} = 'a' and", "ends too early"),
        ("(${one} = 'a'", "ends too early"),
        ("${one} = 'a')", r"no words for \)"),
        ("selected(${words}, 'x')", "no words for selected"),
        ("selected('x', 'x')", "no words for x"),
        ("not 5", "no words for 5"),
        ("(" * 50 + "${one} = 'a'" + ")" * 50, "nested too deeply"),
        ("${one} = 'a' or " * 500 + "${one} = 'b'", "too long"),
    ],
)
def test_what_a_script_cannot_ask_is_said(expression: str, why: str) -> None:
    """An expression that is none of a script's conditions is refused for the part that has no words."""
    with pytest.raises(CannotSay, match=why):
        condition(expression, KNOWN)


def test_bounds_are_read_off_a_constraint() -> None:
    """Bounds of numbers are kept; what says anything else is not."""
    assert bounds(". >= 0 and . <= 120", "integer") == (0, 120)
    assert bounds(". > 0 and 10 > . and . >= 3", "integer") == (3, 9)
    assert bounds(". <= 2.5", "decimal") == (None, 2.5)
    for expression in (". < 2.5", ". != ''", ". >= 1 or . <= -1", "true()", "regex(., '[0-9]')"):
        with pytest.raises(CannotSay):
            bounds(expression, "decimal")


UNSUPPORTED: list[tuple[Sequence[object], str]] = [
    (row("begin_repeat", "again", "Again"), "a group within a group: a stage has no stages in it; write the end"),
    (row("calculate", "sum", "Sum"), "a script works nothing out, but for the answer to a choice"),
    (row("select_multiple nothing", "some", "Which?"), "there is no list 'nothing'"),
    (row("rank yes_no", "ranked", "In which order?"), "no words for rank yes_no; ask for it by select_multiple"),
    (row("geopoint", "point", "Where?"), "no words for geopoint; ask for it by text, or leave the row out"),
    (row("geotrace", "trace", "Which way?"), "no words for geotrace"),
    (row("geoshape", "shape", "Which field?"), "no words for geoshape"),
    (row("image", "picture", "A picture"), "no words for image"),
    (row("audio", "sound", "A sound"), "no words for audio"),
    (row("video", "film", "A film"), "no words for video"),
    (row("file", "file", "A file"), "no words for file"),
    (row("barcode", "code", "The code"), "no words for barcode"),
    (row("range", "range", "How much?"), "no words for range"),
    (row("time", "time", "When?"), "no words for time; ask for it by text"),
    (row("dateTime", "moment", "When?"), "a time still to come: give it the constraint . > now(), or ask by date or"),
    (
        row("dateTime", "at", "When?", constraint=". > today()"),
        "a time still to come: give it the constraint . > now()",
    ),
    (row("hidden", "hidden", "Hidden"), "no words for hidden"),
    (row("select_one_external cities", "city", "Which?"), "no words for select_one_external cities"),
    (row("select_one_from_file c.csv", "town", "Which?"), "no words for select_one_from_file c.csv"),
    (row("select_one yes_no or_other", "other", "Which?"), "no words for or_other"),
    (row("xml-external", "outside", "Outside"), "no words for xml-external"),
    (row("txt", "slip", "A slip"), "no words for txt; the nearest is 'text'"),
    (row("text", "sometimes", "Sometimes?", required="${a} = 1"), "required: yes or no"),
    (row("text", "if", "Words?", relevant="regex(${hello}, 'x')"), "relevant: a script has no words for regex"),
    (row("begin_group", "inner", "Inner"), "a group within a group"),
    (row("select_one nothing", "nothing", "Which?"), "there is no list 'nothing'"),
    (row("text", "Name", "Your name?"), "'Name' is no name in a script"),
    (row("text", "hello", "Twice?"), "the name 'hello' is used in row 2 already"),
    (row("text", "", "Nameless?"), "there is no name"),
    (row("text", "unlabelled"), "there is no label"),
    (row("", "untyped", "Untyped?"), "there is no type"),
    (row("text", "centre", "Which?"), "'centre' is a name of the program's own"),
    (row("note", "bold", "**Good** day"), "label: a text has no markup: **Good**"),
    (row("note", "red", "<span style='color:red'>Good</span> day"), "a text has no markup: <span style='color:"),
    (row("note", "braces", "Good {day}"), "what stands in braces would be filled in: {day}"),
    (row("note", "unknown", "Good ${day}"), "'day' was not"),
]


def test_what_a_script_has_no_words_for_is_refused_by_sheet_and_row(tmp_path: Path) -> None:
    """Every construct outside of the subset is named with its sheet and row, all of them in one run."""
    begins = [row("note", "hello", "Good day"), row("begin_group", "outer", "Outer")]
    rows = [*begins, *(each for each, _why in UNSUPPORTED), *[row("end_group", "")] * 3]
    found = refused(form(tmp_path / "form.xlsx", *rows))
    for number, (_row, why) in enumerate(UNSUPPORTED, start=4):
        assert [each for each in found if each.startswith(f"sheet survey, row {number}: ") and why in each], why
    assert {each.split(":")[0] for each in found} == {
        f"sheet survey, row {number}" for number in range(4, 4 + len(UNSUPPORTED))
    }


@pytest.mark.parametrize(
    "column",
    [
        *("calculation", "choice_filter", "default", "trigger", "repeat_count", "read_only", "parameters"),
        *("media::image", "image::English (en)", "bind::odk:length", "body::accuracyThreshold"),
    ],
)
def test_columns_that_make_another_question_are_refused(tmp_path: Path, column: str) -> None:
    """A column that a script has no words for is refused where something stands in it; empty, it is nothing."""
    for cell, number in (("x", 1), ("", 0)):
        rows = [(*SURVEY, column), (*row("text", "who", "Who?"), cell)]
        found = refused(workbook(tmp_path / f"{number}.xlsx", survey=rows))
        assert len(found) == number
        assert all(f"sheet survey, row 2: a script has no words for {column.split(':')[0]}" in each for each in found)


def test_lists_that_no_question_can_offer_are_refused(tmp_path: Path) -> None:
    """Of a list its rows on the sheet choices are named; more answers than digits, the row of the question."""
    many = [("many", f"a{number}", f"Viens {number}", f"One {number}") for number in range(10)]
    wrong = [("twice", "a", "A", "A"), ("twice", "a", "B", "B"), ("twice", "1", "C", "C"), ("twice", "d"), ("", "e")]
    asked = row("select_one many", "which", "Which?")
    found = refused(form(tmp_path / "form.xlsx", asked, choices=[*many, *wrong]))
    assert [each.split(":")[0] for each in found] == [
        "sheet survey, row 2",
        *(f"sheet choices, row {number}" for number in (13, 14, 15, 16)),
    ]
    assert "10 answers" in found[0]
    assert "such as 'a_1'" in found[2]


def test_sheets_that_make_something_else_of_a_form_are_refused(tmp_path: Path) -> None:
    """A sheet of external choices or of entities is refused by its name."""
    path = workbook(
        tmp_path / "form.xlsx", survey=[SURVEY, row("text", "who", "Who?")], external_choices=[("list_name",), ("x",)]
    )
    assert refused(path) == ["sheet external_choices, row 2: a script has no words for what this sheet says"]


def test_a_workbook_that_is_none_is_said_to_be_none(tmp_path: Path) -> None:
    """What is no workbook, lacks its sheet or its columns, or asks nothing is told in a sentence."""
    for content in (b"", b"type,name,label\n", b"PK\x03\x04 damaged"):
        (tmp_path / "none.xlsx").write_bytes(content)
        with pytest.raises(NoForm, match="is not a workbook that can be read"):
            open_workbook(tmp_path / "none.xlsx", WANTED)
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as other:
        other.writestr("readme.txt", "no workbook")
    with pytest.raises(NoForm, match="is not a workbook that can be read"):
        open_workbook(tmp_path / "other.xlsx", WANTED)
    assert refused(workbook(tmp_path / "a.xlsx", choices=[CHOICES, *YES_NO])) == [
        "sheet survey: there is no such sheet"
    ]
    assert refused(workbook(tmp_path / "b.xlsx", survey=[LANGUAGES])) == [
        "sheet survey, row 1: there is no column type",
        "sheet survey, row 1: there is no column name",
    ]
    assert refused(form(tmp_path / "c.xlsx")) == ["sheet survey: there is nothing to say or to ask in it"]
    found = refused(form(tmp_path / "d.xlsx", row("end_group", ""), row("begin_group", "open", "Open")))
    assert [each.split(": ")[1] for each in found] == ["no group was begun", "this group is not ended"]
    empty = [row("begin_group", "empty", "Empty"), row("end_group", ""), row("note", "hello", "Hello")]
    assert refused(form(tmp_path / "e.xlsx", *empty)) == ["sheet survey, row 2: the group is empty"]
    doubled = workbook(tmp_path / "f.xlsx", survey=[("type", "name", "name", "label::en"), ("note", "a", "b", "A")])
    assert refused(doubled) == ["sheet survey, row 1: the column name is there twice"]


def test_what_would_be_too_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """A small file that would unpack to a large one, a sheet without end and entities that multiply are refused."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b" " * (50 * 1024 * 1024))
    assert path.stat().st_size < 100_000
    with pytest.raises(NoForm, match="too large for a form: more than 16 MB unpacked"):
        open_workbook(path, WANTED)
    with zipfile.ZipFile(path, "w") as lol:
        lol.writestr("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(NoForm, match="declares entities"):
        open_workbook(path, WANTED)
    long = [("type", "name", "label::en"), *(("note", f"n{number}", "Hello") for number in range(5000))]
    assert refused(workbook(tmp_path / "long.xlsx", survey=long)) == ["sheet survey, row 5001: more than 5000 rows"]


def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path) -> None:
    """Whatever bytes of a workbook are others, in its parts or as it is packed: what is left can be read, or it is
    said to be none.
    """
    with zipfile.ZipFile(form(tmp_path / "form.xlsx", *ASKED)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist() if not name.startswith("docProps")}
    spoilt, seed, ends = tmp_path / "spoilt.xlsx", Random(17), set[str]()
    for _ in range(150):
        name = seed.choice(sorted(parts))
        with zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as packed:
            for each, content in parts.items():
                packed.writestr(zipfile.ZipInfo(each), _spoilt(content, seed) if each == name else content)
        if seed.random() < 0.5:
            spoilt.write_bytes(_spoilt(spoilt.read_bytes(), seed))
        try:
            ends.add("refused" if read(open_workbook(spoilt, WANTED)[0], "Form")[1].refused else "read")
        except NoForm:
            ends.add("none")
    assert {"read", "none"} <= ends


def _spoilt(content: bytes, seed: Random) -> bytes:
    """Return bytes of which one is another, or many are, or the end is missing."""
    changed = bytearray(content)
    for _ in range(seed.choice((1, 1, 30))):
        changed[seed.randrange(len(changed))] = seed.randrange(256)
    return bytes(changed[: seed.choice((len(changed), seed.randrange(len(changed))))])


def test_text_is_text_and_a_formula_is_none(tmp_path: Path) -> None:
    """What looks like a formula or like markup stays the text that it is; a cell that is a formula is refused."""
    texts = ["=cmd|' /C calc'!A0", "[red]Good[/red] day", '"Good" \\ day\nto you', "№ 1, 100 % & <3"]
    rows = [row("note", f"n{number}", text) for number, text in enumerate(texts)]
    drafted(form(tmp_path / "form.xlsx", *rows), tmp_path / "made")
    english = take(tmp_path / "made").draft.texts["en"]
    assert [english[f"step.n{number}"] for number in range(len(texts))] == texts
    asked = row("note", "sum", Formula("=1+1"))
    asked = (asked[0], asked[1], "Summa", Formula("=1+1"))
    found = refused(form(tmp_path / "formula.xlsx", asked))
    assert found == ["sheet survey, row 2: the cell D2 holds a formula: write what it comes to"]
    found = refused(form(tmp_path / "unseen.xlsx", row("note", "hello", "Good\u202e day")))
    assert found == [f"sheet survey, row 2: the cell {cell}2 holds a sign that nobody can see" for cell in "CD"]


def test_languages_are_told_by_their_codes(tmp_path: Path) -> None:
    """A label without a language is in that of the form, or in the one that is said; else it is refused."""
    rows = [("type", "name", "label"), ("note", "hello", "Добрий день")]
    path = workbook(tmp_path / "form.xlsx", survey=rows)
    assert "names no language" in refused(path)[0]
    made = drafted(path, tmp_path / "said", "uk")
    assert made["languages"] == [{"id": "uk", "alphabet": "cyrillic"}]
    assert (made["timezone"], made["region"]) == ("Europe/Kyiv", "UA")
    settings = [("default_language",), ("Ukrainian (uk)",)]
    made = drafted(workbook(tmp_path / "own.xlsx", survey=rows, settings=settings), tmp_path / "own", "lv")
    assert [each["id"] for each in made["languages"]] == ["uk"]
    rows = [
        ("type", "name", "label::Klingon", "label::English (en)", "label::American (en)"),
        ("note", "a", "b", "c", "d"),
    ]
    found = refused(workbook(tmp_path / "codes.xlsx", survey=rows))
    assert [each.split(": ", 1)[1][:30] for each in found] == [
        "the language 'Klingon' has no ",
        "two languages have the code en",
    ]


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    """What changes no answer is left out, and named by its row; what is never asked, with a whole group."""
    rows = [
        row("start", "start"),
        row("text", "address", "Where?", constraint="regex(., 'x')"),
        row("select_one yes_no", "agreed", "Do you agree?"),
        row("date", "day", "When?"),
        row("begin_group", "never", "Never", relevant="false()"),
        row("text", "nobody", "Nobody?"),
        row("end_group", ""),
        row("begin_group", "nameless"),
        row("note", "bye", "Bye", relevant="true()"),
        row("end_group", ""),
        (*row("note", "off", "Off"), "yes", "", "minimal"),
        (*row("note", "on", "On"), "no", "", "minimal"),
        (*row("note", "on_too", "On too"), "", "", "minimal"),
    ]
    settings = [("form_title", "style"), ("Form", "pages")]
    sheet = [(*SURVEY, "disabled", "", "appearance"), *rows]
    path = workbook(tmp_path / "form.xlsx", survey=sheet, choices=[CHOICES, *YES_NO], settings=settings)
    assert left(path) == [
        "sheet survey, row 2: start is not carried over",
        "sheet survey, row 3: 'address' is the form of address in a script",
        "sheet survey, row 3: the constraint is not carried over: a script has no words for regex",
        "sheet survey, row 4: a choice is always answered",
        "sheet survey, row 7: it is never asked, and left out",
        "sheet survey, row 9: the group has no label: its name stands for it",
        "sheet survey, row 12: the column appearance is not carried over",
        "sheet survey, row 12: the row is disabled",
        "sheet settings, row 2: the column style is not carried over",
    ]
    made = drafted(path, tmp_path / "made")
    assert [stage["id"] for stage in made["stages"]] == ["main", "nameless", "main_2"]
    assert "when" not in made["stages"][1]["steps"][0]
