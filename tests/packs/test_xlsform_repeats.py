"""Repeated groups, what was chosen said in words, and hints of fields: from a form into a script and out again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from pyxform.xls2xform import convert

from callscript.core.script.steps import Choose
from callscript.packs import check
from callscript.packs import read as read_pack
from callscript.packs.copying import copy
from callscript.packs.parts import Version, take
from callscript.packs.xlsform.drafting import draft
from callscript.packs.xlsform.reading import WANTED, read
from callscript.packs.xlsform.sheets import SURVEY, Sheets
from callscript.packs.xlsform.workbook import read as open_workbook
from callscript.packs.xlsform.workbook import write as write_workbook
from callscript.packs.xlsform.writing import Left, write
from tests.core.scripts import Walk
from tests.packs.conftest import Bench
from tests.packs.test_groups import with_contacts
from tests.packs.test_xlsform_in import refused
from tests.packs.workbooks import CHOICES, SETTINGS, YES_NO, row, workbook
from tests.packs.workbooks import SURVEY as HEADINGS

Cells = Sequence[object]


class Came(NamedTuple):
    """A script made of a form, the form made of that, and the script made of that one."""

    folder: Path
    first: Version
    sheets: Sheets
    again: Version


def repeat(name: str, label: str, count: str = "", **cells: object) -> Cells:
    """Return the row that begins a repeated group."""
    return (*row("begin_repeat", name, label, **cells), count)


def label_of(name: str, question: str) -> Cells:
    """Return a row that works out the label of what was chosen."""
    return (*row("calculate", name), "", f"jr:choice-name(${{{question}}}, '${{{question}}}')")


ROWS: Sequence[Cells] = [
    row("integer", "people", "How many people?", required="yes", constraint=". >= 1 and . <= 9"),
    row("select_one yes_no", "well", "Are you well?", required="yes"),
    label_of("well_said", "well"),
    repeat("contact", "A contact", "${people}", relevant="${well} = 'yes'"),
    row("text", "contact_name", "Name?", required="yes", **{"hint::English (en)": "In full"}),
    row("select_one yes_no", "contact_ill", "Is ${contact_name} ill?", required="yes"),
    label_of("ill_said", "contact_ill"),
    row("date", "contact_day", "Since when is it “${ill_said}”?", relevant="${contact_ill} = 'yes'"),
    row("end_repeat", ""),
    row("note", "thanks", "${people} people, ${well_said}", **{"hint::English (en)": "Slowly"}),
    repeat("twice", "Two witnesses", "2"),
    row("text", "witness", "Who?"),
    row("end repeat", ""),
    repeat("thing", "A thing"),
    row("text", "what", "What?"),
    row("end_repeat", ""),
]


def form(path: Path, *rows: Cells) -> Path:
    """Write a form that repeats and works out."""
    survey = [(*HEADINGS, "repeat_count", "calculation"), *rows]
    return workbook(path, survey=survey, choices=[CHOICES, *YES_NO], settings=SETTINGS)


def made(path: Path, folder: Path) -> Version:
    """Make a script of a workbook."""
    sheets, _others, _unread = open_workbook(path, WANTED)
    read_in, found = read(sheets, "Form")
    assert (found.refused, found.left) == ([], [])
    copy(draft(read_in, folder.name, path.name), folder)
    return take(folder)


def written(version: Version, path: Path) -> tuple[Sheets, Left]:
    """Write a script as a workbook that pyxform takes, and read it back."""
    sheets, left = write(version)
    write_workbook(path, sheets)
    assert "<h:html" in convert(path, validate=False).xform
    return open_workbook(path, WANTED)[0], left


@pytest.fixture(scope="module")
def came(tmp_path_factory: pytest.TempPathFactory) -> Came:
    """A script made of a form, the form made of that, and the script made of that one."""
    folder = tmp_path_factory.mktemp("forms")
    first = made(form(folder / "one.xlsx", *ROWS), folder / "made")
    sheets, left = written(first, folder / "two.xlsx")
    assert left == {}
    (folder / "again").mkdir()
    return Came(folder / "made", first, sheets, made(folder / "two.xlsx", folder / "again" / "made"))


def test_a_repeated_group_is_a_detour_that_an_answer_leads_to(came: Came) -> None:
    """Whoever is asked about how many asks so often, and the operator says where the form does not."""
    pack = came.first.pack
    asked = {step.id: step for stage in pack.stages for step in stage.steps if isinstance(step, Choose)}
    detours = {each.id: each.matter for each in pack.detours}
    assert detours == {"contact": ("contact_name", "contact_day"), "twice": ("witness",), "thing": ("what",)}
    for name, times in (("contact", "people"), ("twice", 2), ("thing", 20)):
        another, no_more = asked[f"{name}_more"].options
        assert another.detour == name
        assert f"entered:{name}" in repr(another.when)
        assert f"times={times!r}" in repr(another.when)
        assert (no_more.when is None) is (name == "thing")
    assert {field.group for field in pack.fields if field.id != "people"} == {"matter"}


def test_what_came_through_is_the_same_script(came: Came) -> None:
    """Out and in again: stages, steps, fields, conditions and texts are equal."""
    first, again = came.first, came.again
    assert again.pack == first.pack
    assert again.draft.texts == first.draft.texts
    english = first.draft.texts["en"]
    assert english["step.thanks"] == "{people} people, {answer:well}"
    assert english["step.contact_day"] == "Since when is it “{answer:contact_ill}”?"
    assert (english["hint.contact_name"], english["tip.thanks"]) == ("In full", "Slowly")


def test_the_form_says_how_often_and_what_was_chosen(came: Came) -> None:
    """Rows stand where they stood, with their counts, and each calculation right behind its question."""
    rows = [each.cells for each in came.sheets[SURVEY].rows]
    assert [(each["name"], each.get("repeat_count")) for each in rows if each["type"] == "begin_repeat"] == [
        ("contact", "${people}"),
        ("twice", "2"),
        ("thing", None),
    ]
    names = [each.get("name") for each in rows]
    assert [names[names.index(each) + 1] for each in ("well", "contact_ill")] == ["well_said", "contact_ill_said"]


def test_the_draft_lacks_only_what_a_form_has_no_words_for(came: Came) -> None:
    """Whether there is another one is for the draft to say, and how the call ends."""
    told = [str(each) for each in check(came.folder)]
    words = ("end", "closing", "_more.another", "_more.no_more")
    assert [each for each in told if not any(word in each for word in words)] == []
    assert len(told) == 2 + 2 * (4 + 4 + 3)


def test_the_groups_of_a_script_are_repeated_groups(mini: Bench, tmp_path: Path) -> None:
    """What docs/packs.md asks for each contact is written as begin_repeat, as often as the question before it says."""
    sheets, left = written(take(with_contacts(mini).folder), tmp_path / "form.xlsx")
    rows = [each.cells for each in sheets[SURVEY].rows]
    begins = next(each for each in rows if each.get("name") == "contact")
    assert (begins["type"], begins["repeat_count"]) == ("begin_repeat", "${ask_people}")
    assert "contact" not in left["detours"]
    assert left["option"] == ["whose.next", "whose.all"]


SHOWN = (Path(__file__).parents[2] / "docs" / "xlsform.md").read_text(encoding="utf-8").split("**Repeated groups.**")[1]
TABLE = [
    [cell.strip() for cell in line.strip().strip("|").split("|")] for line in SHOWN.splitlines() if line[:1] == "|"
]


def test_the_form_that_the_document_shows_is_led_person_by_person(tmp_path: Path) -> None:
    """With what stands at TODO written, two people are asked for, and no third one."""
    choices = [("list_name", "name", "label::English (en)"), ("yes_no", "yes", "Yes"), ("yes_no", "no", "No")]
    made(workbook(tmp_path / "form.xlsx", survey=[TABLE[0], *TABLE[2:]], choices=choices), tmp_path / "made")
    for file in ("pack.toml", "en.toml"):
        text = (tmp_path / "made" / file).read_text(encoding="utf-8").replace("\noutcomes = []", "")
        for line in ("[[stages", 'id = "closing"', 'kind = "end"', 'id = "hang_up"', "outcomes = [", "[o", "[unless"):
            text = text.replace(f"# {line}", line)
        text = re.sub(r'^# (\w+ = )"…"$', r'\1"Done"', text, flags=re.MULTILINE)
        (tmp_path / "made" / file).write_text(text, encoding="utf-8")
    assert check(tmp_path / "made") == []
    walk = Walk(read_pack(tmp_path / "made")).go("people=2", "+")
    for person in ("Anna", "Olha"):
        assert walk.refusal("no_more")[0] == "not_offered"
        walk.go("another", f"person_name={person}", "+", "yes", "+")
    assert walk.refusal("another")[0] == "not_offered"
    walk.go("no_more")
    assert walk.call.step == "hang_up"


REFUSED: Sequence[tuple[Cells, str]] = [
    (repeat("a", "A", "${any}"), "give 'any' the constraint . >= 1, and ask before it whether there are any"),
    (repeat("b", "B", "${nobody}"), "repeat_count: a number up to 999, or ${name} of an integer"),
    (repeat("c", "C", "${who}"), "that was asked before, not ${who}"),
    (repeat("d", "D", "${any} + 1"), "not ${any} + 1"),
    (repeat("e", "E", "0"), "not 0"),
]


def test_what_cannot_be_repeated_is_refused_with_what_can(tmp_path: Path) -> None:
    """By sheet and row: counts that a script has not, groups in each other, and answers asked of outside."""
    rows: list[Cells] = [row("text", "who", "Who?"), row("integer", "any", "How many?")]
    for number, (begins, _why) in enumerate(REFUSED):
        rows += [begins, row("text", f"asked_{number}", "What?"), row("end_repeat", "")]
    found = refused(form(tmp_path / "counts.xlsx", *rows))
    assert len(found) == len(REFUSED)
    for number, (told, (_begins, why)) in enumerate(zip(found, REFUSED, strict=True)):
        assert told.startswith(f"sheet survey, row {4 + 3 * number}: ")
        assert why in told
    rows = [
        repeat("contact", "Contact"),
        row("text", "name", "Name?"),
        row("select_one yes_no", "ill", "Ill?", required="yes"),
        label_of("ill_said", "ill"),
        repeat("inner", "Inner"),
        row("end_repeat", ""),
        row("end_group", ""),
        row("note", "after", "${name} is well"),
        row("note", "said", "${ill_said}"),
        row("note", "when", "When", relevant="${ill} = 'yes'"),
        row("end_repeat", ""),
        (*row("text", "sum", "Sum?"), "3", "1 + 1"),
        (*row("calculate", "total"), "", "${any} * 2"),
        label_of("nobody", "name"),
        repeat("open", "Open"),
    ]
    found = refused(form(tmp_path / "rows.xlsx", *rows))
    assert [each.removeprefix("sheet survey, row ")[:60] for each in found] == [
        "6: a group within a group: a stage has no stages in it; writ",
        "8: the begin_repeat of row 2 is to be ended here",
        "9: label: only what was typed before can be filled in, and '",
        "10: label: only what was typed before can be filled in, and ",
        "11: relevant: 'ill' is asked once for each: outside of its b",
        "12: no group was begun",
        "13: a script has no words for repeat_count",
        "13: a script has no words for calculation",
        "14: a script works nothing out, but for the answer to a choi",
        "15: calculation: 'name' is no choice that was asked before t",
        "16: this group is not ended",
    ]
