"""Calls that are kept as cases of a pack, and led once more by the real core."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from callscript.commands.pack_cases import led_by, otherwise
from callscript.core.call.events import Filled
from callscript.packs import read
from callscript.runtime.exit_status import USAGE, Stop
from tests.packs.conftest import Bench

SOUND = """
begins = 2026-11-23T10:00:00
does = ["", "Пан Іван", "2", "Архів", "*0", "1"]
[expects]
ended = "caller"
verdicts = { MI-01 = "met" }
"""


def wrong(mini: Bench, case: str) -> list[str]:
    """Return what is otherwise in a case."""
    file = mini.folder / "cases" / "one.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(case, encoding="utf-8")
    return otherwise(read(mini.folder), [file])


def test_a_call_that_goes_as_it_went(mini: Bench) -> None:
    """Enter, texts, digits, names of a list and stars mean what they mean line by line."""
    assert wrong(mini, SOUND) == []
    assert wrong(mini, SOUND.replace('"Архів"', '"1"').replace('"2",', '"*2", "*-", "2",')) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('ended = "caller"', 'ended = "operator"', "one: ended: operator is expected, it is caller"),
        ('ended = "caller"', "", "one: ended: — is expected, it is caller"),
        ('ended = "caller"', 'ended = "caller"\nat = "need"', "one: at: need is expected, it is "),
        ('MI-01 = "met"', 'MI-01 = "breached"', "one: MI-01: breached is expected, it is met (2)"),
        ('MI-01 = "met"', 'MI-09 = "met"', "one: MI-09: met is expected, it is —"),
    ],
)
def test_what_came_otherwise_is_named(mini: Bench, old: str, new: str, told: str) -> None:
    """The ending, the step, or the clause with the event that decided it."""
    found = wrong(mini, SOUND.replace(old, new))
    assert len(found) == 1
    assert found[0].startswith(told)


def test_what_is_read_back_is_mended_by_its_digit(mini: Bench) -> None:
    """Before something is registered: the next line is what it is to be."""
    sound = SOUND.replace('"2", "Архів", "*0", "1"', '"1", "Кобзар", "2", "Енеїда", "", "*0", "1"')
    assert wrong(mini, sound) == []
    file = mini.folder / "cases" / "one.toml"
    file.write_text(sound, encoding="utf-8")
    titles = [event.value for event in led_by(read(mini.folder), file) if isinstance(event, Filled)]
    assert titles == ["Пан Іван", "Кобзар", "Енеїда"]


def test_a_long_list_is_turned_and_looked_through(mini: Bench) -> None:
    """The last free digit turns the page, letters look for a name; the digits that are told are those shown."""
    for number in range(30):
        entry = f'[[entry]]\nid = "room_{number}"\nkind = "colleague"\n'
        mini.add("directory.toml", f'{entry}name = {{ uk = "Зала {number}", en = "Room {number}" }}\n')
    sound = SOUND.replace('"Архів", "*0", "1"', '"8", "8", "Зала 29", "*0", "1"')
    (found,) = wrong(mini, sound.replace('"Зала 29"', '"0"'))
    assert "line 6 «0»" in found
    assert "8 more (3 of" in found
    assert wrong(mini, sound.replace('ended = "caller"', 'ended = "transfer"').replace('"*0", "1"', '""')) == []
    looked = sound.replace('"8", "8", "Зала 29"', '"зал 29", "1"')
    assert wrong(mini, looked.replace('ended = "caller"', 'ended = "transfer"').replace('"*0", "1"', '""')) == []


def test_several_answers_are_chosen_at_once(mini: Bench) -> None:
    """By their numbers, as line by line; what is none of them is refused with the step."""
    mini.swap(
        "pack.toml",
        'id = "title"\n',
        'id = "title"\nkind = "choice"\noptions = ["paper", "sound", "braille"]\nseveral = true\n',
    )
    for file in ("uk.toml", "en.toml"):
        mini.add(file, '[value.title]\npaper = "A"\nsound = "B"\nbraille = "C"\n')
    case = SOUND.replace('"2", "Архів", "*0", "1"', '"1", "1, 3", "*0", "1"')
    assert wrong(mini, case) == []
    (found,) = wrong(mini, case.replace('"1, 3"', '"1, 9"'))
    assert "line 4 «1, 9»" in found
    assert "step ask_title" in found


@pytest.mark.parametrize("line", ["7", "nonsense", "*10", "*zz", "*3"])
def test_a_line_that_no_longer_fits(mini: Bench, line: str) -> None:
    """It is named with the step, and the digits that are offered there now."""
    (found,) = wrong(mini, SOUND.replace('"2"', f'"{line}"'))
    assert found.startswith(f"one: line 3 «{line}»: ")
    assert "step need; digits: 1 book, 2 colleague, 3 other" in found


def test_answers_that_changed_places_are_found(mini: Bench) -> None:
    """A case tells of a digit that means something else now."""
    first, second = '{ id = "book", to = "book" }', '{ id = "colleague", to = "colleague" }'
    mini.swap("pack.toml", f"{first},\n  {second}", f"{second},\n  {first}")
    begun = 'begins = 2026-11-23T10:00:00\ndoes = ["", "Пан Іван", "2"]\n[expects]\nat = "pick_colleague"\n'
    assert wrong(mini, begun) == ["one: at: pick_colleague is expected, it is ask_title"]


def test_time_passes(mini: Bench) -> None:
    """A limit that is reached while nobody does anything is recorded, and judged."""
    waits = """
begins = 2026-11-23T10:00:00
does = ["", "", "*2", "", "1", "+{seconds}s"]
[expects]
at = "hold_wait"
verdicts = {{ {clause} = "{finding}" }}
"""
    clause = next(each.id for each in read(mini.folder).pack.clauses if "hold" in str(each.rules))
    found = {
        seconds: wrong(mini, waits.format(seconds=seconds, clause=clause, finding="may")) for seconds in (1, 100000)
    }
    assert all(len(each) == 1 for each in found.values())
    soon, late = (wrong(mini, waits.format(seconds=seconds, clause=clause, finding="na"))[0] for seconds in (1, 100000))
    assert soon != late


@pytest.mark.parametrize(
    "case",
    [
        "begins = 2026-11-23T10:00:00",
        "x",
        SOUND.replace("ended", "end"),
        SOUND.replace("10:00:00", "10:00:00Z"),
        'language = "xx"\n' + SOUND,
    ],
)
def test_what_is_no_case(mini: Bench, case: str) -> None:
    """It is told, and the others are led."""
    assert len(wrong(mini, case)) == 1


def test_the_command(mini: Bench, tmp_path: Path) -> None:
    """Every case a line, what is otherwise below it, status 1; how much of the script the cases come to."""
    from callscript.commands.pack_cases import test as lead

    home, pack = str(tmp_path / "home"), str(mini.folder)
    with pytest.raises(Stop) as stop:
        lead(home, pack, [], json=False)
    assert stop.value.status == USAGE
    assert wrong(mini, SOUND) == []
    report = lead(home, pack, [], json=False)
    assert (report.lines, report.problems) == (["✓ one"], [])
    assert "steps: 6 of 15" in report.notes
    assert any("need.book" in note for note in report.notes)
    wrong(mini, SOUND.replace('"met"', '"na"'))
    report = lead(home, pack, [str(mini.folder / "cases" / "one.toml")], json=False)
    assert report.lines[0] == "! one"
    assert report.problems == ["cases that are otherwise now: 1"]
    told = json.loads(lead(home, pack, [], json=True).lines[0])
    assert [each["case"] for each in told["cases"]] == ["one"]
    assert told["coverage"]["detours"] == {"met": 1, "of": 2, "missing": ["hold"]}
