"""A publication counts for the next call that begins, in sessions that are open too."""

from __future__ import annotations

import shutil
from pathlib import Path

from msgspec.structs import replace

from callscript import packs
from callscript.core.call import commands as c
from callscript.core.call.fold import fold_all
from callscript.packs.published import Publication, Publications
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.desk import Desk
from callscript.service.journey import Journey, Leave, TakeCall, Wish
from callscript.service.session import Session
from callscript.service.startup import Startup
from callscript.store.files import FileStore
from tests.packs.conftest import MINI
from tests.service.conftest import PROFILE
from tests.service.scripted import Act, Scripted


class Centre:
    """A home, and a pack of its own that is published in it."""

    def __init__(self, folder: Path) -> None:
        self.folders = Folders.resolve(folder / "home")
        self.folders.make()
        self.draft = folder / "mini"
        shutil.copytree(MINI, self.draft)

    def change(self) -> None:
        """Change the draft."""
        with (self.draft / "en.toml").open("a", encoding="utf-8") as file:
            file.write("# changed\n")

    def publish(self) -> str:
        """Publish the draft; return its hash."""
        script, ledger = packs.read(self.draft), Publications(self.folders)
        packs.keep(self.draft, self.folders.packs, script)
        at = FakeClock().now()
        latest = ledger.latest("mini", at)
        was = latest.hash if latest else ""
        ledger.add(Publication(at=at, by="17", pack="mini", hash=script.hash, was=was, note="why"))
        return script.hash

    async def take_calls(self, *meanwhile: object) -> Scripted:
        """Have an operator take calls, one after each thing done between them, and leave."""
        acts = [act for do in meanwhile for act in _call(do)]
        face = Scripted(*acts, Act("home", Leave()))
        startup = Startup(self.folders, FakeClock(), replace(PROFILE, pack=str(self.draft)))
        await Journey(startup, face).go()
        assert face.left == []
        return face

    @property
    def led_by(self) -> list[str]:
        """The versions that calls were led by, in their order; each is there, and leads the call again."""
        log, versions = FileStore(self.folders).journal.read_day(FakeClock().now().date()), Versions(self.folders)
        for events in (log.of(call).events for call in log.calls):
            assert fold_all(versions.needed(events), events).closed
        return [versions.needed(log.of(call).events).hash for call in log.calls]


def _call(do: object) -> tuple[Act, ...]:
    def wish(_desk: Desk) -> Wish:
        if callable(do):
            do()
        return TakeCall()

    async def by_mistake(_desk: Desk, session: Session) -> bool:
        await session.do(c.Discard())
        return False

    return Act("home", wish), Act("call", by_mistake), Act("drop")


async def test_the_next_call_begins_on_what_was_published_meanwhile(tmp_path: Path) -> None:
    """A session that is open turns to it; calls before keep the version that they began on, and are judged by it."""
    centre = Centre(tmp_path)
    hashes = [packs.read(centre.draft).hash]

    def published() -> None:
        centre.change()
        hashes.append(centre.publish())

    await centre.take_calls(None, centre.change, published, centre.change)
    assert centre.led_by == [hashes[0], hashes[0], hashes[1], hashes[1]]


async def test_a_publication_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """Calls go on with the version before."""
    centre = Centre(tmp_path)
    first = centre.publish()

    def damaged() -> None:
        centre.change()
        shutil.rmtree(centre.folders.packs / centre.publish())

    face = await centre.take_calls(None, damaged)
    assert centre.led_by == [first, first]
    assert "what was published cannot be used" in " ".join(map(str, face.told))


async def test_what_is_looked_up_in_a_call_is_of_its_version(tmp_path: Path) -> None:
    """The directory that is searched is that of the version that was turned to."""
    centre = Centre(tmp_path)
    startup = Startup(centre.folders, FakeClock(), replace(PROFILE, pack=str(centre.draft)))
    assert startup.profile
    desk = startup.open_desk(startup.profile)
    listed = centre.draft / "directory.toml"
    text = listed.read_text(encoding="utf-8")
    name = desk.script.directory[0].name["uk"]
    assert [hit.title for hit in (await desk.articles.find(name)).hits][:1] == [name]
    listed.write_text(text.replace(f'"{name}"', '"Zanzibar"'), encoding="utf-8")
    centre.publish()
    await startup.turn_to_latest(desk)
    assert [hit.title for hit in (await desk.articles.find("Zanzibar")).hits][:1] == ["Zanzibar"]
    desk.leave()
