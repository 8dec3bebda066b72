"""Scripts written as XLSForm workbooks: forms come through a script and out again as they were, and a form reader that
is not ours takes what is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from callscript import packs
from callscript.core.script.conditions import Guard
from callscript.packs.copying import copy
from callscript.packs.parts import take
from callscript.packs.xlsform.drafting import draft
from callscript.packs.xlsform.reading import WANTED, read
from callscript.packs.xlsform.sheets import CHOICES, SETTINGS, SURVEY, NoForm, Sheets
from callscript.packs.xlsform.telling import Before, NoExpression
from callscript.packs.xlsform.workbook import read as open_workbook
from callscript.packs.xlsform.workbook import write as write_workbook
from callscript.packs.xlsform.writing import write
from tests.packs.test_xlsform_in import ANSWERS, ASKED, HELPS, RELEVANT, SEVERAL
from tests.packs.workbooks import LANGUAGES, every, form, holds, row

TEXT = "=cmd|' /C calc'!A0"
MANY = [
    *ASKED,
    row("note", "text", TEXT),
    row("begin_group", "conditions", "Conditions", relevant="${amount} != 3"),
    row("select_one letters", "one", "One?", required="yes"),
    row("select_one letters", "two", "Two?", required="yes"),
    row("integer", "many", "How many?", constraint=". > -5"),
    row("decimal", "much", "How much more?", required="yes", constraint=". >= 0.5 and . <= 99.75"),
    row("text", "words", "Which words?"),
    row("acknowledge", "seen", "Look", relevant="${one} != '' or ${two} = ''"),
    *(row("note", f"n{number}", f"Note {number}", relevant=text) for number, text in enumerate(RELEVANT)),
    row("end_group", ""),
]
LETTERS = [
    ("yes_no", "yes", "Jā", "Yes"),
    ("yes_no", "no", "Nē", "No"),
    *(("letters", each, f"{each} burts", f"letter {each}") for each in "abc"),
]
VALUES: Mapping[str, Sequence[str]] = {
    **ANSWERS,
    "two": ("", "a", "b", "c"),
    "age": ("", "17", "18", "19"),
    "agreed": ("", "yes", "no"),
    "who": ("", "x"),
    "amount": ("", "2.5", "2.6", "3"),
    "write": ("", "OK"),
}


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sheets, Sheets]:
    """A form, and what it is once it has been a script."""
    folder = tmp_path_factory.mktemp("forms")
    before, _others, _unread = open_workbook(form(folder / "before.xlsx", *MANY, choices=LETTERS), WANTED)
    made, found = read(before, "Form")
    assert found.refused == []
    copy(draft(made, "made", "before.xlsx"), folder / "made")
    after, left = write(take(folder / "made"))
    assert left == {}
    write_workbook(folder / "after.xlsx", after)
    written, others, unread = open_workbook(folder / "after.xlsx", WANTED)
    assert (others, unread) == ([], [])
    return before, written


def questions(sheets: Sheets) -> Iterator[tuple[dict[str, str], str]]:
    """Yield the questions of a form, each with when it is asked: also by the group that it stands in."""
    group = ""
    for each in sheets[SURVEY].rows:
        match each.cells["type"].split("_")[0].split()[0]:
            case "begin":
                group = each.get("relevant")
            case "end":
                group = ""
            case _:
                own = [f"({text})" for text in (group, each.get("relevant")) if text]
                yield dict(each.cells), " and ".join(own)


def labels(sheets: Sheets, name: str, *columns: str) -> list[list[str]]:
    """Return columns of a sheet."""
    return [[each.cells.get(column, "") for column in columns] for each in sheets[name].rows]


def test_names_order_and_labels_come_through(sheets: tuple[Sheets, Sheets]) -> None:
    """Questions, their kinds, labels and hints in both languages, what is required, and groups are as they were."""
    before, after = sheets
    told = ("name", *LANGUAGES, "hint::Latvian (lv)", "hint::English (en)")
    for column in told:
        assert [cells.get(column) for cells, _when in questions(before)] == [
            cells.get(column) for cells, _when in questions(after)
        ]
    for cells, other in zip(
        (each for each, _ in questions(before)), (each for each, _ in questions(after)), strict=True
    ):
        assert cells["type"].split()[0] == other["type"].split()[0]
        assert (cells.get("required") == "yes") is (other.get("required") == "yes"), cells
    groups = [
        [each.cells["name"] for each in one[SURVEY].rows if each.cells["type"] in ("begin_group", "begin group")]
        for one in sheets
    ]
    assert groups == [["caller", "more", "conditions"], ["main", "caller", "more", "main_2", "conditions"]]
    assert TEXT in [cells[LANGUAGES[1]] for cells, _when in questions(after)]


def test_answers_come_through(sheets: tuple[Sheets, Sheets]) -> None:
    """Each question has the answers that it had, in their order, with the labels of both languages."""

    def answers(one: Sheets) -> dict[str, list[list[str]]]:
        rows = labels(one, CHOICES, "list_name", "name", *LANGUAGES)
        lists = {name: [cells for of_list, *cells in rows if of_list == name] for name, *_cells in rows}
        chosen = [cells for cells, _when in questions(one) if cells["type"].startswith("select_one")]
        return {cells["name"]: lists[cells["type"].split()[1]] for cells in chosen}

    before, after = map(answers, sheets)
    assert before == after
    assert list(before) == ["agreed", "one", "two"]
    title, language = labels(sheets[1], SETTINGS, "form_title", "default_language")[0]
    assert (title, language) == ("Veidlapa", "Latvian (lv)")


def test_what_is_asked_when_comes_through(sheets: tuple[Sheets, Sheets]) -> None:
    """Of all answers there are none with which a question is asked in one form and not in the other."""
    count = 0
    for (cells, before), (_cells, after) in zip(questions(sheets[0]), questions(sheets[1]), strict=True):
        asked = {name: values for name, values in VALUES.items() if f"{{{name}}}" in f"{before} {after}"}
        for answers in every(asked):
            count += 1
            assert holds(before, answers) is holds(after, answers), (cells["name"], answers)
        constraint = [one.get("constraint", "").replace(".", "${x}", 1) for one in (cells, _cells)]
        bounds = [text.replace(" . ", " ${x} ") for text in constraint]
        for number in ("-5", "-4.5", "-4", "0", "0.25", "0.5", "99.75", "99.8", "119", "120") if all(bounds) else ():
            if cells["type"] == "decimal" or "." not in number:
                assert holds(bounds[0], {"x": number}) is holds(bounds[1], {"x": number}), (cells["name"], number)
    assert count > 1500


@pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc"])
def test_what_is_written_of_the_shipped_scripts_is_a_form(pack: str, tmp_path: Path) -> None:
    """pyxform takes it, with each step and stage; what is not carried over is named."""
    version = take(packs.locate(pack))
    sheets, left = write(version)
    write_workbook(tmp_path / "form.xlsx", sheets)
    done = convert(tmp_path / "form.xlsx", validate=False)
    for stage in version.pack.stages:
        assert f"/{stage.id}" in done.xform
        for step in stage.steps:
            assert f"/{step.id}" in done.xform
    assert {"clauses", "timers", "detours", "outcomes", "steps.when", "options.to", "wordings"} <= left.keys()
    assert [clause.id for clause in version.pack.clauses] == left["clauses"]


def test_several_answers_and_times_come_through(tmp_path: Path) -> None:
    """What is chosen together, times to come and days that are over or not go out again as they came in."""
    before, _others, _unread = open_workbook(form(tmp_path / "before.xlsx", *SEVERAL, choices=HELPS), WANTED)
    made, found = read(before, "Form")
    assert found.refused == found.left == []
    copy(draft(made, "made", "before.xlsx"), tmp_path / "made")
    after, left = write(take(tmp_path / "made"))
    assert left == {}
    write_workbook(tmp_path / "after.xlsx", after)
    assert convert(str(tmp_path / "after.xlsx"))
    again, found = read(open_workbook(tmp_path / "after.xlsx", WANTED)[0], "Form")
    assert found.refused == found.left == []
    assert again.parts == made.parts


def test_a_form_that_came_through_is_one_still(sheets: tuple[Sheets, Sheets], tmp_path: Path) -> None:
    """pyxform takes the form before and after."""
    for number, each in enumerate(sheets):
        write_workbook(tmp_path / f"{number}.xlsx", each)
        assert "<h:html" in convert(tmp_path / f"{number}.xlsx", validate=False).xform


def test_stages_that_no_call_comes_to_by_itself_are_never_asked(tmp_path: Path) -> None:
    """Detours stand behind the main script, in groups that are never asked; no file is written over."""
    sheets, _left = write(take(packs.locate("ua-court")))
    groups = {
        each.cells["name"]: each.get("relevant") for each in sheets[SURVEY].rows if each.cells["type"] == "begin_group"
    }
    never = [name for name, relevant in groups.items() if relevant == "false()"]
    assert list(groups)[-len(never) :] == never
    assert "hold" in " ".join(never)
    assert not groups["greeting"]
    write_workbook(tmp_path / "form.xlsx", sheets)
    with pytest.raises(NoForm, match="is there already"):
        write_workbook(tmp_path / "form.xlsx", sheets)


def test_a_condition_without_words_is_not_said_in_part() -> None:
    """What was not asked before, and what no form knows of, makes no expression."""
    before = Before(answered={"one"}, filled={"name": ["who", "who_again"]}, done={"look"})
    assert (
        before.expression(Guard(answer="one", field="name")) == "(${who} != '' or ${who_again} != '') and ${one} != ''"
    )
    assert before.expression(Guard(happened="done:look")) == "${look} = 'OK'"
    assert before.expression(Guard()) == "true()"
    for guard in (
        Guard(answer="later"),
        Guard(field="later"),
        Guard(known="name"),
        Guard(open=True),
        Guard(happened="done:look", since="matter"),
        Guard(happened="said:look"),
        Guard(happened="done:look", times=2),
        Guard(any=(Guard(answer="one"), Guard(task="visit"))),
        Guard(any=(Guard(answer="one"), Guard(field="name")), count=2),
        Guard(not_=Guard(overran="hold")),
        Guard(field="name", latest="0d"),
        Guard(all=(Guard(detour="hold"),)),
    ):
        with pytest.raises(NoExpression):
            before.expression(guard)
