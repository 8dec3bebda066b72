"""The document that teaches packs: what it builds works, what it shows is so, and it leaves nothing out."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from callscript.core.call import commands as c
from callscript.core.call.decide import begin, decide
from callscript.core.call.fold import fold, fold_all
from callscript.core.script import model as s
from callscript.core.script import steps
from callscript.core.script.conditions import EarlierCalls, Guard
from callscript.core.script.entries import EntryKind
from callscript.core.script.hours import DayHours
from callscript.core.script.notices import Notice
from callscript.core.script.outgoing import Attempts, Outgoing
from callscript.core.standard import clauses
from callscript.packs import check, read
from callscript.packs.facts import producible
from callscript.packs.standard import Prescribed, Standard
from callscript.packs.texts import FLAT, NESTED
from tests.core.scripts import MONDAY, OPERATOR

DOCUMENT = (Path(__file__).parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")


class Block(NamedTuple):
    """A block of code of the document."""

    language: str
    settings: dict[str, str]
    text: str


BLOCKS = [
    Block(language, dict(re.findall(r'(\w+)="([^"]*)"', settings)), text)
    for language, settings, text in re.findall(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)
]


def build(folder: Path, blocks: list[Block], swap: str = "", new: str = "") -> None:
    """Put the pieces into their files, each behind the one before."""
    folder.mkdir(exist_ok=True)
    files: dict[str, str] = {}
    for block in blocks:
        if block.language == "toml":
            name = block.settings["title"]
            files[name] = files.get(name, "") + block.text + "\n"
    for name, text in files.items():
        (folder / name).write_text(text.replace(swap, new) if swap else text, encoding="utf-8")


def test_the_pack_that_the_document_builds_is_sound(tmp_path: Path) -> None:
    """Who follows the document to its end has a pack that passes the check."""
    build(tmp_path / "library", BLOCKS)
    assert [str(problem) for problem in check(tmp_path / "library")] == []
    assert read(tmp_path / "library").pack.id == "library"


@pytest.mark.parametrize("at", [at for at, block in enumerate(BLOCKS) if block.language == "console"])
def test_what_the_document_shows_is_what_the_check_says(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The complaints in the document are, letter by letter, those of the check at that point."""
    monkeypatch.chdir(tmp_path)
    block = BLOCKS[at]
    build(Path("library"), BLOCKS[:at], block.settings.get("swap", ""), block.settings.get("with", ""))
    command, *shown = block.text.splitlines()
    assert command == "$ callscript check library"
    assert [str(problem) for problem in check(Path("library"))] == shown


def test_a_countdown_runs_on_in_a_detour_and_a_loop_asks_again(tmp_path: Path) -> None:
    """The limit of a wait that was left is reached meanwhile; what is said in another round counts again."""
    build(tmp_path / "library", BLOCKS)
    pack = tmp_path / "library" / "pack.toml"
    text = pack.read_text(encoding="utf-8")
    again = '{ id = "goodbye", out = "closing" },'
    assert again in text
    pack.write_text(text.replace(again, again + '\n  { id = "again", out = "greeting" },'), encoding="utf-8")
    words = tmp_path / "library" / "en.toml"
    words.write_text(words.read_text(encoding="utf-8") + '\noption.how_ended.again = "Greet again"\n', encoding="utf-8")
    script = read(tmp_path / "library")
    now = MONDAY
    call = fold_all(script, begin(script, "call", OPERATOR, now))

    def do(*commands: c.Command) -> None:
        nonlocal call
        for command in commands:
            for event in decide(script, call, command, now):
                call = fold(script, call, event)

    do(c.Advance(), c.TakeDetour("hold"), c.Answer("yes"), c.TakeDetour("end"))
    assert set(call.running) == {"hold"}
    now += timedelta(minutes=4)
    do(c.Answer("again"))
    assert "overran:hold" in call.happened
    assert (call.step, call.done_here, set(call.running)) == ("greet", False, set())
    before = call.latest_of["said:greet"]
    do(c.Advance())
    assert call.latest_of["said:greet"] > before


SECTIONS: dict[str, tuple[type[msgspec.Struct], ...]] = {
    "The pack": (
        s.Pack, s.Language, s.Start, s.DayPart, s.Hours, DayHours, steps.Stage, s.Detour, s.Timer, clauses.Clause,
        s.Outcome, s.Aid, EarlierCalls,
    ),
    "Steps": (
        steps.Say, steps.Do, steps.Ask, steps.Choose, steps.Pick, steps.Wait, steps.Register, steps.End,
        steps.TaskSpec,
    ),
    "Options of a choice": (steps.Option,),
    "Fields": (s.Field,),
    "Conditions": (Guard,),
    "Calls of the operator's own": (Outgoing, Attempts),
    "Notices": (Notice,),
    "What comes without a call": (EntryKind,),
    "Rules": (clauses.Existence, clauses.Absence, clauses.Precedence, clauses.Response),
    "The standard's words": (Standard, Prescribed),
    "Directory": (s.DirectoryEntry,),
}  # fmt: skip


def _section(title: str) -> str:
    return DOCUMENT.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("title", SECTIONS)
def test_the_reference_names_every_key(title: str) -> None:
    """Every key and kind of the format is in its table."""
    for struct in SECTIONS[title]:
        words = {field.encode_name for field in msgspec.structs.fields(struct)}
        tag = struct.__struct_config__.tag
        assert {word for word in words | ({tag} if tag else set()) if f"`{word}`" not in _section(title)} == set()


def test_what_holds_where_a_key_is_left_out() -> None:
    """Of every key that may be left out the reference says what holds then; and of a value, that it is the one."""
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", _section("Left out"), re.MULTILINE)
    said = {key: words for keys, words in rows for key in re.findall(r"`(\w+)`", keys)}
    optional = [
        (field.encode_name, field.default)
        for structs in SECTIONS.values()
        for struct in structs
        for field in msgspec.structs.fields(struct)
        if not field.required and struct is not Guard
    ]
    assert {key for key, _ in optional} - said.keys() == set()
    for key, default in optional:
        if isinstance(default, str) and default:
            assert any(f"`{default}`" in words for keys, words in rows if f"`{key}`" in keys), key


def test_the_reference_names_every_fact_text_and_placeholder(tmp_path: Path) -> None:
    """Facts, texts, placeholders, variants and function keys are all in the reference."""
    build(tmp_path / "library", BLOCKS)
    script = read(tmp_path / "library")
    words = {fact.split(":")[0] for fact in producible(script.pack, script.directory)}
    assert {word for word in words if f"`{word}" not in _section("Facts")} == set()
    texts = _section("Texts")
    assert {word for word in (*FLAT, *NESTED) if f"`{word}.<" not in texts} == set()
    assert {word for word in s.PLACEHOLDERS if f"`{{{word}}}`" not in texts} == set()
    assert {word for word in (*s.GENDERS, *s.ADDRESSING) if f"`{word}`" not in texts} == set()
    assert {word for word in s.KEY_DETOURS if f"`{word}` (F" not in _section("The pack")} == set()
