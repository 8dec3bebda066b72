"""A pack that has passed its check is kept, and is the same when it is taken up again; nothing depends on it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from callscript import packs
from callscript.core.script.model import Script
from callscript.packs import PackErrors
from callscript.packs.reader import read
from tests.packs.conftest import Bench


def parts(script: Script) -> tuple[object, ...]:
    """Return what a script is made of."""
    return script.pack, script.texts, tuple(script.directory), script.holidays, script.hash


@pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc"])
def test_the_same_script(pack: str, tmp_path: Path) -> None:
    """What is taken up again equals what was read from the files."""
    folder = packs.locate(pack)
    plain = parts(read(folder))
    assert parts(read(folder, cache=tmp_path)) == plain
    (kept,) = tmp_path.glob("*.msgpack")
    assert kept.stat().st_mode & 0o777 == 0o600
    written = kept.stat().st_mtime_ns
    assert parts(read(folder, cache=tmp_path)) == plain
    assert kept.stat().st_mtime_ns == written


def test_the_directory_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    """A start waits for no court; whoever looks for one finds all of them."""
    script = read(packs.locate("ua-court"), cache=tmp_path)
    entries = vars(script.directory)
    assert len(entries) == 1
    assert script.entries["hcj"] in script.directory
    assert len(entries) == 2
    assert script.directory[:2] == tuple(script.directory)[:2]
    assert len(script.directory) == len(script.entries)


def test_another_version_is_checked(mini: Bench, tmp_path: Path) -> None:
    """A pack whose files have changed is checked, however much is kept of the version before."""
    read(mini.folder, cache=tmp_path)
    mini.swap("pack.toml", "[hours]", "[hors]")
    with pytest.raises(PackErrors):
        read(mini.folder, cache=tmp_path)


@pytest.mark.parametrize("change", [slice(0), slice(100), slice(None, None, -1)])
def test_damage(change: slice, mini: Bench, tmp_path: Path) -> None:
    """What is kept and damaged is made anew."""
    plain = parts(read(mini.folder, cache=tmp_path))
    (kept,) = tmp_path.glob("*.msgpack")
    whole = kept.read_bytes()
    kept.write_bytes(whole[change])
    assert parts(read(mini.folder, cache=tmp_path)) == plain
    assert kept.read_bytes() == whole


def test_what_cannot_be_kept(mini: Bench, tmp_path: Path) -> None:
    """Where nothing can be kept, packs are read all the same."""
    (tmp_path / "file").touch()
    assert parts(read(mini.folder, cache=tmp_path / "file")) == parts(read(mini.folder))


def test_only_the_latest_are_kept(mini: Bench, tmp_path: Path) -> None:
    """A pack that is edited again and again does not fill the disk."""
    for number in range(12):
        (tmp_path / f"{number:032}-0.msgpack").touch()
        os.utime(tmp_path / f"{number:032}-0.msgpack", (number, number))
    read(mini.folder, cache=tmp_path)
    names = {file.name for file in tmp_path.glob("*.msgpack")}
    assert len(names) == 8
    assert f"{11:032}-0.msgpack" in names
