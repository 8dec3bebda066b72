"""A call whose script cannot be used any more is named, with the remedy; a sound copy is used, and kept anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from callscript import packs
from callscript.commands.doctor import examine
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.settings import write_profile
from callscript.service.startup import Startup
from tests.service.conftest import PROFILE, Table, id_of


async def left_open(table: Table, own: Path) -> str:
    """Leave a call open that an own pack leads; then change that pack. Return the call."""
    shutil.copytree(packs.locate("ua-court"), own)
    with (own / "uk.toml").open("a", encoding="utf-8") as texts:
        texts.write("# own\n")
    script = packs.read(own)
    packs.keep(own, table.folders.packs, script)
    table.desk.script = script
    session = await table.desk.start_call()
    table.desk.leave()
    with (own / "uk.toml").open("a", encoding="utf-8") as texts:
        texts.write("# changed\n")
    return id_of(session)


def problems(home: Path) -> list[str]:
    """Return what `doctor` has to say against the calls that are open."""
    return [each.text for each in examine(str(home)) if each.what == "open call" and each.level == "problem"]


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("damage", ["line", "file", "folder"])
async def test_the_call_is_named_with_the_remedy(table: Table, tmp_path: Path, marked: bool, damage: str) -> None:
    """Home and `doctor` say which call it is, when it began, where its script should be, and what to do."""
    table.clock.set(FakeClock().now())
    call = await left_open(table, tmp_path / "own")
    if not marked:
        next(table.folders.open_calls.iterdir()).unlink()
    (kept,) = table.folders.packs.iterdir()
    match damage:
        case "line":
            with (kept / "uk.toml").open("a", encoding="utf-8") as texts:
                texts.write("y = [\n")
        case "file":
            (kept / "uk.toml").unlink()
        case _:
            shutil.rmtree(kept)
    again = Table(tmp_path, clock=table.clock)
    assert await again.desk.left_open() is None
    told = " ".join(again.desk.notices.take())
    again.desk.leave()
    found = problems(tmp_path) if marked else [told]  # of the last days by the machine's clock
    for words in (told, *found):
        assert call in words
        assert "10:00" in words, "on the centre's clock"
        assert str(kept) in words
        assert "Put that folder back" in words
    assert len(found) == 1
    last = Table(tmp_path, clock=table.clock)
    assert await last.desk.left_open() is None
    assert call in " ".join(last.desk.notices.take()), "in each session"
    last.desk.leave()


async def test_put_back_it_is_offered_again(table: Table, tmp_path: Path) -> None:
    """Nothing was lost by looking: with the folder as it was, the call goes on."""
    call = await left_open(table, tmp_path / "own")
    (kept,) = table.folders.packs.iterdir()
    sound = shutil.copytree(kept, tmp_path / "copy")
    (kept / "uk.toml").unlink()
    again = Table(tmp_path)
    assert await again.desk.left_open() is None
    again.desk.leave()
    shutil.copytree(sound, kept, dirs_exist_ok=True)
    assert problems(tmp_path) == []
    last = Table(tmp_path)
    left = await last.desk.left_open()
    assert left
    assert left.id == call
    last.desk.leave()


async def test_a_shipped_pack_of_the_same_version_is_used(table: Table, tmp_path: Path) -> None:
    """Damage to what was kept takes no call that a pack of the program itself can lead."""
    session = await table.desk.start_call()
    table.desk.leave()
    folder, script = packs.locate("ua-court"), table.desk.script
    packs.keep(folder, table.folders.packs, script)
    kept = table.folders.packs / script.hash
    (kept / "uk.toml").write_text("y = [", encoding="utf-8")
    assert Versions(table.folders).needed(session.log).hash == script.hash
    assert problems(tmp_path) == []


async def test_what_was_kept_is_kept_anew(table: Table) -> None:
    """A start that has the sound script at hand mends what was kept of it, and says so."""
    table.desk.leave()
    folder, script = packs.locate("ua-court"), table.desk.script
    packs.keep(folder, table.folders.packs, script)
    kept = table.folders.packs / script.hash
    (kept / "uk.toml").write_text("y = [", encoding="utf-8")
    write_profile(table.folders.profile, PROFILE)
    desk = Startup(table.folders, FakeClock(), PROFILE).open_desk(PROFILE)
    assert "has been kept anew" in " ".join(desk.notices.take())
    desk.leave()
    assert packs.kept(table.folders.packs, script.hash).hash == script.hash
    assert (table.folders.packs / f"{script.hash}.damaged-1" / "uk.toml").read_text(encoding="utf-8") == "y = ["
