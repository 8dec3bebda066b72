"""Where everything lies, and for whom."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from callscript.runtime.paths import Folders, FolderUnavailable
from callscript.runtime.shipped import data_folder


def test_one_home_holds_everything(tmp_path: Path) -> None:
    """`--home` goes before `CALLSCRIPT_HOME`; either of them holds profile and data in one folder."""
    environment = {"CALLSCRIPT_HOME": str(tmp_path / "environment")}
    assert Folders.resolve(tmp_path / "given", environment).profile == tmp_path / "given" / "profile.toml"
    folders = Folders.resolve(None, environment)
    parts = (
        folders.profile,
        folders.journal,
        folders.open_calls,
        folders.registers,
        folders.packs,
        folders.locks,
        folders.log,
    )
    assert all(part.parent == tmp_path / "environment" for part in parts)
    assert len(set(parts)) == len(parts)


def test_otherwise_the_folders_of_the_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a home the XDG folders are used; an empty variable is none."""
    for kind in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    folders = Folders.resolve(None, {"CALLSCRIPT_HOME": ""})
    assert folders.profile == tmp_path / "CONFIG" / "callscript" / "profile.toml"
    assert folders.journal == tmp_path / "DATA" / "callscript" / "journal"
    assert folders.log == tmp_path / "STATE" / "callscript" / "callscript.log"


def test_folders_are_made_for_their_owner(tmp_path: Path) -> None:
    """What is made is closed to others; what was there keeps its mode."""
    tmp_path.chmod(0o755)
    folders = Folders.resolve(tmp_path / "deep" / "home")
    folders.make()
    folders.make()
    made = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert len(made) == 8
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o700}
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says which folder and why."""
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderUnavailable, match=r"file.*Not a directory") as failure:
        Folders.resolve(tmp_path / "file" / "home").make()
    assert failure.value.folder == tmp_path / "file" / "home"
    with pytest.raises(FolderUnavailable, match=r"file.*Not a directory"):
        Folders.resolve(tmp_path / "file").make()

    def no(*_: object) -> bool:
        return False

    monkeypatch.setattr("os.access", no)  # root may write everywhere
    with pytest.raises(FolderUnavailable, match="not writable"):
        Folders.resolve(tmp_path / "home").make()


def test_the_shipped_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a checkout the packs are beside the package, in a wheel inside it."""
    assert (data_folder() / "packs").is_dir()
    inside = tmp_path / "callscript" / "data"
    monkeypatch.setattr("callscript.runtime.shipped.__file__", str(inside.parent / "runtime" / "shipped.py"))
    assert data_folder() == tmp_path / "data"
    inside.mkdir(parents=True)
    assert data_folder() == inside
