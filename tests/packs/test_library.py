"""Where packs are found, and the versions that calls began with."""

from __future__ import annotations

import shutil
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from callscript.packs import PackChanged, PackErrors, PackNotFound, check, keep, kept, locate, read, shipped
from callscript.packs.files import digest, load, packed, unpacked
from callscript.packs.library import put
from callscript.packs.versions import Versions
from callscript.runtime.paths import Folders
from tests.packs.conftest import MINI, Bench


@pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc"])
def test_the_shipped_packs_are_sound(pack: str) -> None:
    """What comes with the program passes its own check, and its folder is named after it."""
    folder = locate(pack)
    assert [str(problem) for problem in check(folder)] == []
    assert read(folder).pack.id == folder.name


def test_shipped_packs_are_found_by_id() -> None:
    """A shipped pack is found by its id, and a slip in the id is told the nearest one."""
    assert {folder.name for folder in shipped()} >= {"ua-court", "lv-lvrtc"}
    with pytest.raises(PackNotFound, match="there is no pack or folder 'ua-cort'; the nearest known one is 'ua-court'"):
        locate("ua-cort")


def test_a_pack_of_ones_own_is_found_by_its_folder(mini: Bench) -> None:
    """A third pack works from any folder, or from its `pack.toml`."""
    assert locate(str(mini.folder)) == mini.folder
    assert locate(str(mini.folder / "pack.toml")) == mini.folder
    for nothing in ("", str(mini.folder / "none"), str(mini.folder / "en.toml")):
        with pytest.raises(PackNotFound):
            locate(nothing)


def test_the_hash_names_the_content(mini: Bench) -> None:
    """The same files give the same hash wherever they lie; any change of any file gives another."""
    before = read(mini.folder).hash
    assert before == read(MINI).hash
    (mini.folder / "notes.txt").write_text("not part of the pack", encoding="utf-8")
    assert read(mini.folder).hash == before
    mini.swap("en.toml", "Hang up", "Hang it up")
    assert read(mini.folder).hash != before


def test_a_call_is_read_with_the_version_it_began_with(mini: Bench, tmp_path: Path) -> None:
    """The kept version is the old one whatever becomes of the pack, for its owner alone, and kept once."""
    store = tmp_path / "store" / "packs"
    script = read(mini.folder)
    keep(mini.folder, store, script)
    keep(mini.folder, store, script)
    shutil.rmtree(mini.folder)
    again = kept(store, script.hash)
    assert (again.pack, again.texts, tuple(again.directory), again.hash) == (
        script.pack,
        script.texts,
        tuple(script.directory),
        script.hash,
    )
    assert [path.name for path in store.iterdir()] == [script.hash]
    assert {oct(path.stat().st_mode)[-3:] for path in store.rglob("*.toml")} == {"600"}
    assert {oct(path.stat().st_mode)[-3:] for path in (store, store / script.hash)} == {"700"}


def test_a_pack_that_changed_since_it_was_read_is_not_kept(mini: Bench, tmp_path: Path) -> None:
    """What is kept under a hash has that hash."""
    script = read(mini.folder)
    mini.swap("en.toml", "Hang up", "Hang it up")
    with pytest.raises(PackChanged):
        keep(mini.folder, tmp_path / "store", script)
    assert not (tmp_path / "store" / script.hash).exists()


def test_a_failure_leaves_nothing_half_kept(mini: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version is kept whole or not at all."""

    def full(path: Path, data: bytes) -> None:
        path.write_bytes(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("callscript.runtime.files.write_new", full)
    with pytest.raises(OSError, match="No space left"):
        keep(mini.folder, tmp_path / "store", read(mini.folder))
    assert list((tmp_path / "store").iterdir()) == []


def test_another_session_may_keep_the_same_version_meanwhile(
    mini: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two sessions that keep one version at the same time both succeed."""
    script = read(mini.folder)
    rename = Path.rename

    def late(path: Path, target: Path) -> Path:
        shutil.copytree(path, target)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", late)
    keep(mini.folder, tmp_path / "store", script)
    assert [path.name for path in (tmp_path / "store").iterdir()] == [script.hash]


def test_a_kept_version_that_is_damaged_or_missing(mini: Bench, tmp_path: Path) -> None:
    """A version that is not what its name says is refused, and no hash reads a folder outside of the store."""
    script = read(mini.folder)
    keep(mini.folder, tmp_path, script)
    (tmp_path / script.hash / "en.toml").write_text("", encoding="utf-8")
    with pytest.raises(PackChanged):
        kept(tmp_path, script.hash)
    for wrong in ("0" * 64, "", "..", "mini", script.hash[:-1]):
        with pytest.raises(PackNotFound):
            kept(tmp_path, wrong)


def test_a_file_that_cannot_be_read_is_a_problem(mini: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """No permission for a file is told like any other problem."""

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert mini.complaints == ["pack.toml: cannot be read: Permission denied"]
    with pytest.raises(PackErrors, match="Permission denied"):
        read(mini.folder)


def test_a_kept_version_of_no_shape(mini: Bench, tmp_path: Path) -> None:
    """A kept version that this program cannot take apart is told, not guessed at."""
    mini.swap("pack.toml", "format = 1", "format = 2")
    name = digest(load(mini.folder))
    mini.folder.rename(tmp_path / name)
    with pytest.raises(PackErrors, match="format: must be one of 1, not 2"):
        kept(tmp_path, name)


def test_a_kept_version_is_not_checked_again(mini: Bench, tmp_path: Path) -> None:
    """What a later program would complain of is read all the same: a stricter check must not lose a call."""
    mini.swap("pack.toml", 'next = "need"', 'next = "ned"')
    name = digest(load(mini.folder))
    mini.folder.rename(tmp_path / name)
    assert kept(tmp_path, name).hash == name


def test_a_version_travels_in_one_piece(mini: Bench) -> None:
    """What is hashed is what travels, and it is the same files at the other end."""
    found = load(mini.folder)
    assert unpacked(packed(found)) == found
    assert sha256(packed(found)).hexdigest() == digest(found)


@pytest.mark.parametrize(
    "piece",
    [
        b"en.toml",
        b"en.toml\0",
        b"en.toml\x003\0ab",
        b"en.toml\0-9\0ab",
        b"en.toml\0\0",
        b"en.toml\x0001\0a",
        b"en.toml\x00" + b"9" * 5000 + b"\0a",
        b"en.toml\x001\0auk.toml",
        b"../en.toml\x001\0a",
        b"/etc/en.toml\x001\0a",
        b"a/en.toml\x001\0a",
        b"en.sh\x001\0a",
        b"\xff.toml\x001\0a",
        b"uk.toml\x001\0aen.toml\x001\0a",
        b"en.toml\x001\0aen.toml\x001\0a",
        b"".join(f"{number:04d}.toml\0000\0".encode() for number in range(501)),
    ],
)
def test_what_is_no_version_is_not_unpacked(piece: bytes) -> None:
    """No file leads out of its folder, none is there twice, and nothing goes on for ever."""
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        unpacked(piece)


def test_what_is_put_is_for_those_alone_whom_the_home_is_for(mini: Bench, tmp_path: Path) -> None:
    """In a home that a group shares each of them reads it, in any other its owner."""
    found = load(mini.folder)
    for folder, of_folder, of_file in ((0o2770, 0o2770, 0o660), (0o700, 0o700, 0o600)):
        store = tmp_path / f"{folder:o}"
        store.mkdir()
        store.chmod(folder)
        assert put(store, digest(found), found) is None
        kept_there = store / digest(found)
        assert stat.S_IMODE(kept_there.stat().st_mode) == of_folder
        assert {stat.S_IMODE(each.stat().st_mode) for each in kept_there.iterdir()} == {of_file}


def test_a_version_that_comes_later_is_found(mini: Bench, tmp_path: Path) -> None:
    """A version that was nowhere is looked for again once it is among those kept."""
    found = load(mini.folder)
    folders = Folders.resolve(tmp_path)
    versions = Versions(folders)
    assert versions.named(digest(found)) is None
    folders.make()
    put(folders.packs, digest(found), found)
    script = versions.named(digest(found))
    assert script
    assert script.hash == digest(found)
    assert versions.named(digest(found)) is script


def test_a_version_that_is_elsewhere_is_read_there(mini: Bench, tmp_path: Path) -> None:
    """What is nowhere here is asked for, and what comes is not kept; what is wrong with it is told."""
    found = load(mini.folder)
    versions = Versions(Folders.resolve(tmp_path))
    versions.elsewhere = {digest(found): found}.get
    script = versions.named(digest(found))
    assert script
    assert script.hash == digest(found)
    assert versions.named("0" * 64) is None
    assert not (tmp_path / "packs").exists()

    def refuse(hash: str) -> None:
        raise PackChanged(f"{hash} was changed")

    versions = Versions(Folders.resolve(tmp_path))
    versions.elsewhere = refuse
    assert versions.named(digest(found)) is None
