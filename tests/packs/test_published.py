"""Which version of a pack calls begin on, once one was published."""

from __future__ import annotations

import multiprocessing
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from callscript.packs import PackChanged, PackErrors, PackNotFound, keep, read
from callscript.packs.library import version
from callscript.packs.published import FILE, Overtaken, Publication, Publications, begun_on, meant
from callscript.runtime import locks
from callscript.runtime.exit_status import LOCKED
from callscript.runtime.paths import Folders
from tests.packs.conftest import Bench

AT = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """A home."""
    made = Folders.resolve(tmp_path / "home")
    made.make()
    return made


def publish(mini: Bench, folders: Folders, note: str = "why") -> str:
    """Publish the pack as it is in its folder; return its hash."""
    script = read(mini.folder, own=folders.directories)
    keep(mini.folder, folders.packs, script, own=folders.directories)
    add(folders, script.hash, note)
    return script.hash


def add(folders: Folders, hash: str, note: str = "why", pack: str = "mini") -> None:
    """Add a publication behind what is there."""
    latest = Publications(folders).latest(pack, AT)
    was = latest.hash if latest else ""
    Publications(folders).add(Publication(at=AT, by="17", pack=pack, hash=hash, was=was, note=note))


def test_a_pack_that_was_never_published_is_begun_on_as_it_lies(mini: Bench, folders: Folders) -> None:
    """Nothing changes for a centre that does not publish, nor for one that publishes another pack."""
    assert begun_on(mini.folder, folders, AT).hash == read(mini.folder).hash
    add(folders, "0" * 64, pack="another")
    mini.swap("en.toml", "Hang up", "Hang it up")
    assert begun_on(mini.folder, folders, AT).hash == read(mini.folder).hash
    mini.swap("pack.toml", 'next = "need"', 'next = "ned"')
    with pytest.raises(PackErrors):
        begun_on(mini.folder, folders, AT)


@pytest.mark.parametrize("damage", ["changed", "broken", "unreadable", "gone", "named otherwise"])
def test_a_draft_is_never_begun_on(mini: Bench, folders: Folders, damage: str) -> None:
    """Once a pack was published, calls begin on the publication, whatever becomes of the folder."""
    published = publish(mini, folders)
    match damage:
        case "changed":
            mini.swap("en.toml", "Hang up", "Hang it up")
        case "broken":
            mini.swap("pack.toml", 'next = "need"', 'next = "ned"')
        case "unreadable":
            mini.add("pack.toml", "x = [[[")
        case "gone":
            (mini.folder / "en.toml").unlink()
        case _:  # its id is not written as it is read off without parsing
            mini.swap("pack.toml", 'id = "mini"', '"id" = "mini"')
    script = begun_on(mini.folder, folders, AT)
    assert script.hash == published
    assert (script.pack, script.texts) == (
        version(folders.packs, published).pack,
        version(folders.packs, published).texts,
    )


def test_a_publication_has_the_directory_that_it_had(mini: Bench, folders: Folders) -> None:
    """A centre's own directory is published with the pack: what is changed in it counts with the next publication."""
    before = publish(mini, folders)
    (folders.directories / "mini").mkdir(parents=True)
    listed = (mini.folder / "directory.toml").read_text(encoding="utf-8")
    (folders.directories / "mini" / "more.toml").write_text(listed.replace('id = "', 'id = "more_'), encoding="utf-8")
    assert begun_on(mini.folder, folders, AT).hash == before
    after = publish(mini, folders)
    assert after != before
    assert len(begun_on(mini.folder, folders, AT).directory) == 2 * len(version(folders.packs, before).directory)


def test_going_back_is_a_line_too(mini: Bench, folders: Folders) -> None:
    """Nothing that was published is ever changed: neither the lines nor the files of the versions."""
    first = publish(mini, folders)
    mini.swap("en.toml", "Hang up", "Hang it up")
    second = publish(mini, folders)
    lines = (folders.packs / FILE).read_bytes()
    kept = {path: path.read_bytes() for path in folders.packs.rglob("*.toml")}
    add(folders, first)
    add(folders, second)
    assert (folders.packs / FILE).read_bytes().startswith(lines)
    assert {path: path.read_bytes() for path in folders.packs.rglob("*.toml")} == kept
    assert [each.hash for each in Publications(folders).of("mini")] == [first, second, first, second]
    assert begun_on(mini.folder, folders, AT).hash == second


def test_a_line_that_was_cut_short_was_never_published(mini: Bench, folders: Folders) -> None:
    """Wherever writing ended, calls begin on the version before or on the new one; the next publication is whole."""
    first = publish(mini, folders)
    whole_before = len((folders.packs / FILE).read_bytes())
    mini.swap("en.toml", "Hang up", "Hang it up")
    second = publish(mini, folders)
    data = (folders.packs / FILE).read_bytes()
    for end in range(whole_before, len(data) + 1):
        (folders.packs / FILE).write_bytes(data[:end])
        latest = Publications(folders).latest("mini", AT)
        assert latest
        assert latest.hash == (second if end == len(data) else first)
    (folders.packs / FILE).write_bytes(data[:-5])
    add(folders, second, "again")
    found, damaged = Publications(folders).all()
    assert ([each.note for each in found], damaged) == (["why", "again"], 0)


def test_a_line_that_is_damaged(mini: Bench, folders: Folders) -> None:
    """What stands before or behind it counts; where nothing else tells of a pack, no draft of it is begun on."""
    first = publish(mini, folders)
    with (folders.packs / FILE).open("ab") as file:
        file.write(b'{"at": \xff\n')
    assert begun_on(mini.folder, folders, AT).hash == first
    assert Publications(folders).all()[1] == 1
    with pytest.raises(PackChanged, match="a line is damaged"):
        Publications(folders).latest("another", AT)
    (folders.packs / FILE).chmod(0o666)
    with pytest.raises(PackChanged, match="others can write it"):
        begun_on(mini.folder, folders, AT)


def test_a_version_that_is_not_what_it_was(mini: Bench, folders: Folders) -> None:
    """A published version that is damaged or gone is told, and the draft is not begun on instead."""
    hash = publish(mini, folders)
    texts = folders.packs / hash / "en.toml"
    sound = texts.read_text(encoding="utf-8")
    texts.write_text(sound.replace("Hang up", "Hang it up"), encoding="utf-8")
    with pytest.raises(PackChanged):
        begun_on(mini.folder, folders, AT)
    texts.write_text("", encoding="utf-8")
    with pytest.raises(PackErrors):
        begun_on(mini.folder, folders, AT)
    shutil.rmtree(folders.packs / hash)
    with pytest.raises(PackNotFound):
        begun_on(mini.folder, folders, AT)


def test_who_comes_second_is_told_who_was_first(mini: Bench, folders: Folders) -> None:
    """What is published over a version that nobody has looked at is refused, with who published it and why."""
    publish(mini, folders, "the first")
    late = Publication(at=AT, by="18", pack="mini", hash="1" * 64, was="", note="the second")
    with pytest.raises(Overtaken, match=r"17 has published .* meanwhile: the first") as refused:
        Publications(folders).add(late)
    assert refused.value.status == LOCKED
    assert [each.note for each in Publications(folders).of("mini")] == ["the first"]


def test_somebody_else_is_waited_for(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that does not become free is told of, and nothing is written."""
    monkeypatch.setattr("callscript.packs.published._PATIENCE", 0.0)
    with locks.held(folders.locks / "published.lock", locks.EXCLUSIVE, 0), pytest.raises(TimeoutError):
        add(folders, "0" * 64)
    assert Publications(folders).stamp(AT) is None


def _add_many(home: Path, pack: str) -> None:
    for number in range(20):
        add(Folders.resolve(home), f"{number:064}", pack=pack)


def test_many_publish_at_once(folders: Folders) -> None:
    """No line is lost or mixed with another."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.starmap(_add_many, [(folders.data, "one"), (folders.data, "other")])
    for pack in ("one", "other"):
        assert [int(each.hash) for each in Publications(folders).of(pack)] == list(range(20))


def test_a_version_is_named_by_the_beginning_of_its_hash() -> None:
    """One that is the only one to begin so."""
    assert meant("ab", ["abc", "bcd"]) == "abc"
    assert meant("ab", ["abc", "abc"]) == "abc"
    assert (meant("ab", ["abc", "abd"]), meant("", ["abc"]), meant("x", ["abc"])) == ("", "", "")


def test_from_a_time_on(mini: Bench, folders: Folders) -> None:
    """What is published for a time to come counts from that very moment, by whoever asks; the one before until then."""
    first = publish(mini, folders)
    mini.swap("en.toml", "Hang up", "Hang it up")
    script, ledger = read(mini.folder), Publications(folders)
    keep(mini.folder, folders.packs, script)
    then, moment = AT + timedelta(days=1), timedelta(microseconds=1)
    ledger.add(Publication(at=AT, by="17", pack="mini", hash=script.hash, was=first, note="soon", starts=then))
    assert [begun_on(mini.folder, folders, at).hash for at in (AT, then - moment)] == [first, first]
    assert ledger.stamp(AT) == ledger.stamp(then - moment) != ledger.stamp(then)
    assert begun_on(mini.folder, folders, then).hash == script.hash
    assert begun_on(mini.folder, folders, then - timedelta(hours=1)).hash == first, "a clock that was set back"


def test_what_is_yet_to_come_gives_way(mini: Bench, folders: Folders) -> None:
    """What is published behind it takes its place; what is published at once counts by slow clocks too."""
    script = read(mini.folder)
    keep(mini.folder, folders.packs, script)
    ledger, then = Publications(folders), AT + timedelta(days=1)
    ledger.add(Publication(at=AT, by="17", pack="mini", hash="0" * 64, was="", note="soon", starts=then))
    assert ledger.latest("mini", AT) is None
    assert begun_on(mini.folder, folders, AT).hash == script.hash, "as it lies: nothing else is in use"
    ledger.add(Publication(at=AT, by="17", pack="mini", hash=script.hash, was="0" * 64, note="no"))
    found = [ledger.latest("mini", at) for at in (AT - timedelta(hours=1), AT, then)]
    assert [each and each.note for each in found] == ["no", "no", "no"]
