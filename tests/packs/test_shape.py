"""Errors of shape: each names file, stage and key, and says what was meant."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

import callscript.core
from callscript.core.script.model import Pack
from callscript.packs import PackErrors, check, read, wanted
from callscript.packs.errors import Report
from callscript.packs.files import PACK, load
from callscript.packs.shape import walked
from callscript.packs.toml import parse
from tests.packs.conftest import MINI, Bench

CORE = Path(callscript.core.__file__).parent

SHAPES = [
    (
        'next = "need"',
        'nxet = "need"',
        "pack.toml: stage greeting: stages[greeting].nxet: unknown key; the nearest known one is 'next'",
    ),
    (
        'kind = "register"',
        'kind = "registr"',
        "pack.toml: stage book: stages[book].steps[reserve].kind: there is no kind 'registr'; "
        "the nearest known one is 'register'",
    ),
    (
        'kind = "register"\n',
        "",
        "pack.toml: stage book: stages[book].steps[reserve]: the key 'kind' is missing; "
        "one of ask, choose, do, end, pick, register, say, wait",
    ),
    (
        'kind = "register"',
        "kind = 7",
        "pack.toml: stage book: stages[book].steps[reserve].kind: must be a text, not 7",
    ),
    (
        'kind = "existence"',
        'kind = "existense"',
        "pack.toml: clauses[MI-01].rules[1].kind: there is no kind 'existense'; the nearest known one is 'existence'",
    ),
    (
        'field = "title"\n',
        "",
        "pack.toml: stage book: stages[book].steps[ask_title]: the key 'field' is missing",
    ),
    ('region = "UA"\n', "", "pack.toml: the key 'region' is missing"),
    (
        "optional = true",
        'optional = "yes"',
        "pack.toml: stage greeting: stages[greeting].steps[ask_address].optional: must be true or false, not 'yes'",
    ),
    (
        'id = "hang_up"',
        'id = "Hang-Up"',
        "pack.toml: stage closing: stages[closing].steps[Hang-Up].id: "
        "must be a name of small Latin letters, digits and _, beginning with a letter, not 'Hang-Up'",
    ),
    (
        'due = "1wd"',
        'due = "tomorrow"',
        "pack.toml: stage book: stages[book].steps[reserve].task.due: "
        "must be a duration like 90s, 3m, 2h, 1d or 1wd (working days), or today, or by: and a field of "
        "kind date, or at: and one of kind time, not 'tomorrow'",
    ),
    (
        'limit = "3m"',
        'limit = "3 min"',
        "pack.toml: timers[hold].limit: must be a duration like 90s, 3m, 2h or 1d, not '3 min': write 3m",
    ),
    ('opens = "09:00"', 'opens = "9:00"', "pack.toml: hours.opens: must be a time of day like 09:00, not '9:00'"),
    ("digit = 9", "digit = 10", "pack.toml: detours[end].digit: must be a number from 1 to 9, not 10"),
    ("digit = 9", "digit = true", "pack.toml: detours[end].digit: must be a number from 1 to 9, not true"),
    (
        "days = [1, 2, 3, 4, 5]",
        "days = [1, 2, 8]",
        "pack.toml: hours.days[3]: must be a number from 1 to 7, not 8",
    ),
    (
        "days_off = [2026-12-24]",
        'days_off = ["24.12."]',
        "pack.toml: hours.days_off[1]: must be a date like 2026-12-31",
    ),
    (
        "days_off = [2026-12-24]",
        "days_off = [2026-12-24T10:00:00]",
        "pack.toml: hours.days_off[1]: must be a date like 2026-12-31",
    ),
    (
        'how = "transfer"',
        'how = "transferred"',
        "pack.toml: stage colleague: stages[colleague].steps[transfer].how: there is no way of ending 'transferred'; "
        "the nearest known one is 'transfer'",
    ),
    ("format = 1", "format = 2", "pack.toml: format: must be one of 1, not 2"),
    ("format = 1", "format = true", "pack.toml: format: must be one of 1, not true"),
    ("[hours]", "[[hours]]", "pack.toml: hours: must be a table, not a list"),
    ('ended = ["operator"]', 'ended = "operator"', "pack.toml: outcomes[helped].ended: must be a list, not 'operator'"),
    ('standard = ["MI-01"', 'standard = ["mi1"', "pack.toml: standard[1]: must be a clause id like UA-01, not 'mi1'"),
    (
        'clauses = ["MI-04"]',
        "clauses = [4]",
        "pack.toml: aids[courtesy].clauses[1]: must be a clause id like UA-01, not 4",
    ),
]


@pytest.mark.parametrize(("old", "new", "complaint"), SHAPES)
def test_a_slip_of_shape_is_named_exactly(mini: Bench, old: str, new: str, complaint: str) -> None:
    """A wrong key, kind, type or value is named with file, stage and key, and with what is known."""
    mini.swap("pack.toml", old, new)
    assert any(found.startswith(complaint) for found in mini.complaints), mini.complaints


def test_a_slip_does_not_raise_complaints_of_its_own(mini: Bench) -> None:
    """One misspelt key is one complaint: what was meant stands in its place for the rest of the check."""
    mini.swap("pack.toml", 'next = "need"', 'nxet = "need"')
    assert len(mini.complaints) == 1


def test_what_can_be_written_in_several_ways_is_right_in_each(mini: Bench) -> None:
    """A number with or without a fraction, one fact or several, a number or the field that has it: one slip is one."""
    mini.swap("pack.toml", "optional = true", 'optional = "yes"')
    mini.add("pack.toml", '[[fields]]\nid = "people"\nkind = "number"\nleast = 1\nmost = 2.5\n')
    for file in ("uk.toml", "en.toml"):
        mini.swap(file, "[field]\n", '[field]\npeople = "People"\n')
    since = 'since = ["said:greet", "matter"], times = "people"'
    mini.swap("pack.toml", 'when = { field = "address" }', f'when = {{ happened = "said:greet", {since} }}')
    mini.swap("pack.toml", "when = { open = false }", 'when = { field = "people", least = true, most = 3 }')
    found = [each.split(": ", 1)[1] for each in mini.complaints if "must be" in each]
    assert found == [
        "start[1].when.least: must be a number, not true",
        "stage greeting: stages[greeting].steps[ask_address].optional: must be true or false, not 'yes'",
    ]


@pytest.mark.parametrize("kind", ["choose", "wait", "pick", "end", "ask"])
def test_a_step_without_kind_is_told_by_its_keys(mini: Bench, kind: str) -> None:
    """A step whose kind is missing is checked as the kind that its other keys tell, and complained of once."""
    mini.swap("pack.toml", f'kind = "{kind}"\n', "")
    complaints = [line for line in mini.complaints if "'kind' is missing" not in line]
    assert kind == "end" or not complaints


def test_a_list_where_a_table_is_wanted_is_named(mini: Bench) -> None:
    """A step, a rule or a name that is no table is a complaint, not a crash."""
    mini.swap("pack.toml", '{ id = "book", to = "book" }', '"book"')
    mini.swap(
        "pack.toml",
        'rules = [{ kind = "existence", some = ["mark:thanked"]',
        'rules = ["thank", { kind = "existence", some = ["mark:thanked"]',
    )
    mini.swap("directory.toml", 'name = { uk = "Архів", en = "Archive" }', 'name = "Archive"')
    assert "pack.toml: stage need: stages[need].steps[need].options[1]: must be a table, not 'book'" in mini.complaints
    assert "pack.toml: clauses[MI-02].rules[1]: must be a table, not 'thank'" in mini.complaints
    assert "directory.toml: entry[archive].name: must be a table, not 'Archive'" in mini.complaints


def test_toml_that_cannot_be_read_is_named_with_its_line(mini: Bench) -> None:
    """A slip of syntax is named with file and line, and the other files are still checked."""
    mini.swap("uk.toml", 'greeting = "Привітання"', 'greeting = "Привітання')
    mini.swap("en.toml", 'need = "Need"', 'nede = "Need"')
    assert any(line.startswith("uk.toml: line 4: not valid TOML: ") for line in mini.complaints)
    assert "en.toml: stage.nede: nothing uses this text; the nearest missing one is 'stage.need'" in mini.complaints


def test_a_key_given_twice_is_named_with_its_line(mini: Bench) -> None:
    """TOML's own duplicates are named like any slip of syntax."""
    mini.swap("pack.toml", 'region = "UA"', 'region = "UA"\nregion = "LV"')
    assert any(line.startswith("pack.toml: line 9: not valid TOML: ") for line in mini.complaints)


def test_a_file_in_another_encoding_is_named(mini: Bench) -> None:
    """A file saved in CP1251 is a complaint with its line, not a crash."""
    path = mini.folder / "uk.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1251", "replace"))
    assert mini.complaints == ["uk.toml: line 1: not UTF-8: save the file as UTF-8"]


@pytest.mark.parametrize("text", ["x = " + "[" * 5000 + "]" * 5000, "x = " + "{a=" * 5000 + "1" + "}" * 5000])
def test_a_file_nested_too_deeply_is_a_complaint(mini: Bench, text: str) -> None:
    """A hostile file cannot crash the check."""
    (mini.folder / "en.toml").write_text(text, encoding="utf-8")
    assert mini.complaints == ["en.toml: tables and lists are nested too deeply"]


def test_a_number_without_end_is_a_complaint(mini: Bench) -> None:
    """Of so many digits that no program reads it: it does not end the check."""
    mini.swap("pack.toml", "digit = 9", f"digit = {'9' * 5000}")
    assert mini.complaints == ["pack.toml: a number has far too many digits"]


def test_no_folder_and_no_pack_file(mini: Bench, tmp_path: Path) -> None:
    """A folder without `pack.toml` and no folder at all are told apart."""
    assert [str(problem) for problem in check(tmp_path / "none")] == [
        f"{tmp_path}/none/pack.toml: there is no such folder"
    ]
    (mini.folder / "pack.toml").unlink()
    assert mini.complaints == ["pack.toml: there is no such file"]


def test_all_errors_come_in_one_run(mini: Bench) -> None:
    """Errors of syntax, shape and meaning in different files are all told in one run."""
    mini.swap("pack.toml", 'next = "need"', 'nxet = "ned"')
    mini.swap("pack.toml", 'due = "1wd"', 'due = "1week"')
    mini.swap("pack.toml", 'timer = "hold"', 'timer = "hodl"')
    mini.swap("pack.toml", '"MI-04"]', '"MI-04", "MI-05"]')
    mini.swap("en.toml", 'hang_up = "Hang up"\n', "")
    mini.swap("uk.toml", "{address}", "{adress}")
    mini.swap("directory.toml", 'kind = "colleague"', 'knid = "colleague"')
    assert mini.complaints == [
        "pack.toml: stage greeting: stages[greeting].nxet: unknown key; the nearest known one is 'next'",
        "pack.toml: stage book: stages[book].steps[reserve].task.due: must be a duration like 90s, 3m, 2h, 1d or 1wd "
        "(working days), or today, or by: and a field of kind date, or at: and one of kind time, not '1week'",
        "pack.toml: stage greeting: stages[greeting].next: there is no stage 'ned'; the nearest known one is 'need'",
        "pack.toml: stage holding: stages[holding].steps[hold_wait].timer: there is no timer 'hodl'; "
        "the nearest known one is 'hold'",
        "pack.toml: standard[MI-05]: no rule or reminder covers clause 'MI-05': it is missing from `clauses`",
        "directory.toml: entry[archive].knid: unknown key; the nearest known one is 'kind'",
        "en.toml: stage closing: step.hang_up: no text in en",
        "uk.toml: stage book: step.ask_title.addressed: unknown placeholder {adress}; "
        "the nearest known one is 'address'",
    ]


def test_a_pack_that_fails_makes_no_script(mini: Bench) -> None:
    """A pack that fails its check never starts a call: reading it raises every problem."""
    mini.swap("pack.toml", 'next = "need"', 'next = "ned"')
    with pytest.raises(PackErrors, match="there is no stage 'ned'") as caught:
        read(mini.folder)
    assert caught.value.problems == tuple(check(mini.folder))
    assert caught.value.problems[0].stage == "greeting"
    assert caught.value.problems[0].key == "stages[greeting].next"


def test_the_walk_builds_what_msgspec_would() -> None:
    """A pack of good shape is decoded exactly as msgspec's own strict conversion decodes it."""
    data = parse(load(MINI)[PACK], Report(PACK))
    assert data is not None
    data["hours"]["working_days"] = ["2026-12-25"]
    report = Report(PACK)
    assert walked(Pack, data, report) == msgspec.convert(data, Pack, strict=True)
    assert not report.problems


@pytest.mark.parametrize("day", ['"2026-02-30"', '"20260228"', '"soon"'])
def test_a_day_in_quotes_is_a_day_only_if_there_is_one(mini: Bench, day: str) -> None:
    """A date may be written in quotes, as a calendar date."""
    mini.swap("pack.toml", "days_off = [2026-12-24]", 'days_off = ["2026-12-24"]')
    assert mini.complaints == []
    mini.swap("pack.toml", '"2026-12-24"', day)
    assert [line.split(", not")[0] for line in mini.complaints] == [
        "pack.toml: hours.days_off[1]: must be a date like 2026-12-31"
    ]


def test_a_line_break_in_an_id(mini: Bench) -> None:
    """An id is its letters and nothing behind them."""
    mini.swap("pack.toml", 'what = "reservation"', 'what = "reservation\\n"')
    assert any("steps[reserve].what: must be a name of small Latin letters" in line for line in mini.complaints)


@pytest.mark.parametrize("depth", [20, 120, 250, 280, 400])
def test_conditions_nested_however_deeply_are_answered(mini: Bench, depth: int) -> None:
    """Conditions within conditions are read, or complained of; they crash nothing."""
    guard = "{ not = " * depth + '{ field = "address" }' + " }" * depth
    mini.swap("pack.toml", 'when = { field = "address" }', f"when = {guard}")
    assert mini.complaints in (
        [],
        ["pack.toml: conditions are nested too deeply"],
        ["pack.toml: tables and lists are nested too deeply"],
    )


def test_what_cannot_be_told_is_passed_by(mini: Bench) -> None:
    """A value of a wrong type is one complaint, whatever was wanted there."""
    mini.swap("pack.toml", "digit = 9", 'digit = "9"')
    mini.swap("pack.toml", "leave = true", "leave = 1")
    mini.swap("pack.toml", "days = [1, 2, 3, 4, 5]", 'days = ["Mo"]')
    mini.swap("pack.toml", '{ kind = "fetch_book", due = "1wd" }', '"1wd"')
    mini.swap("pack.toml", 'opens = "09:00"', "opens = 9")
    mini.swap("directory.toml", 'competence = { uk = "Старі газети", en = "Old newspapers" }', 'competence = "X"')
    found = [line.split(": must be ")[1] for line in mini.complaints if ": must be " in line]
    assert found == [
        "a number from 1 to 7, not 'Mo'",
        "a time of day like 09:00, not 9",
        "a table, not '1wd'",
        "true or false, not 1",
        "a number from 1 to 9, not '9'",
        "a table, not 'X'",
    ]
    assert [line for line in mini.complaints if ": must be " not in line] == []


def test_what_a_value_must_look_like_is_told_in_words() -> None:
    """No complaint shows an author a pattern of letters and brackets."""
    patterns = {
        each for file in CORE.rglob("*.py") for each in re.findall(r'pattern=r"([^"]+)"', file.read_text("utf-8"))
    }
    assert len(patterns) > 5
    told = {each: wanted.in_words(each) for each in patterns}
    assert not [each for each, words in told.items() if each in words]


def test_a_key_of_the_file_that_stands_behind_a_heading_is_told_as_that(mini: Bench) -> None:
    """It is a key of that heading there, however it was meant."""
    mini.swap("pack.toml", 'after_call = "note"\n', "")
    mini.add("pack.toml", '[[outcomes]]\nid = "late"\nended = ["operator"]\nafter_call = "note"\n')
    found = [each for each in mini.complaints if "after_call" in each]
    assert found == ["pack.toml: outcomes[late].after_call: a key of the file itself: put it before the first heading"]
