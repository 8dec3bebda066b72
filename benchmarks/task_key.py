"""What a key costs that leaves work behind, to the picture it leads to, beside the same key of a script that leaves
none: two programs, key by key in turns.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

from benchmarks.programs import BACKSPACE, ENTER, F8, OURS, Program
from benchmarks.table import Row, middle, pairs
from benchmarks.turns import Effort, Keys, Round, in_turns, say
from callscript.runtime.shipped import data_folder

_PACK = "ua-court"
_LEAVES = ', task = { kind = "callback", due = "1h" }'
_SIZE = 80, 24
_AT_MOST = 1.05


def rows(folder: Path, effort: Effort) -> list[Row]:
    """Promise a call-back within the hour, and take it back, again and again."""
    say("a key that leaves work")
    folder.mkdir()
    packs = {"work": _PACK, "no work": str(_without_work(folder / _PACK))}
    found = {name: Keys() for name in packs}
    with ExitStack() as stack:
        rounds: list[Round] = []
        for name, pack in packs.items():
            program = _program(pack)
            line = stack.enter_context(program.start(_SIZE, folder / name))
            line.ready()
            program.at_field(line)
            program.at_stages(line)
            rounds.append(Round(program, line, name, program.stages, found[name]))
        in_turns(rounds, effort)
    ours, theirs = ([1000 * each for each in found[name].seconds[:: len(_ROUND)]] for name in packs)
    what = "a key that leaves work, to its picture, p50, 80×24"
    return [Row(what, middle(ours), "ms", "the same key, no work", middle(theirs), _AT_MOST, pairs(ours, theirs))]


_ROUND = b"1", BACKSPACE


def _program(pack: str) -> Program:
    return Program(OURS, ("-m", "callscript"), (ENTER, ENTER, ENTER), (F8, b"0671234567", ENTER), _ROUND, pack=pack)


def _without_work(copy: Path) -> Path:
    """Copy the pack, with the one answer leaving nothing to be done."""
    shutil.copytree(data_folder() / "packs" / _PACK, copy)
    file = copy / "pack.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count(_LEAVES) == 1
    file.write_text(text.replace(_LEAVES, ""), encoding="utf-8")
    return copy
