"""What scripts leave to the centre, at a desk: its settings are read when it opens, and say whose lists work is in."""

from __future__ import annotations

from pathlib import Path

from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.startup import Startup
from callscript.store.files import FileStore
from tests.service.conftest import PROFILE
from tests.service.filed import put_in
from tests.test_register_command import appeal

SETTINGS = '[work]\nwithin.answer = "30d"\npeople.management = ["17"]\n'


def _home(tmp_path: Path, settings: str) -> Folders:
    """Make a home in which operator 18 has left an appeal to be answered."""
    folders = Folders.resolve(tmp_path)
    put_in(folders, appeal("2026-11-23 09:30", "within"))
    if settings:
        folders.centre.write_text(settings)
        folders.centre.chmod(0o600)
    return folders


async def test_settings_say_whose_lists_an_answer_stands_in(tmp_path: Path) -> None:
    """In that of management; without settings in nobody's, and among the work of all."""
    for name, settings, mine in (("with", SETTINGS, ["answer"]), ("without", "", []), ("other", "[work]\n", [])):
        desk = Startup(_home(tmp_path / name, settings), FakeClock()).open_desk(PROFILE)
        assert [task.kind for task in await desk.lookups.tasks()] == mine
        assert [task.kind for task in await desk.lookups.tasks(of_all=True)] == ["answer"]
        desk.leave()


def test_settings_that_are_wrong_hold_up_no_desk(tmp_path: Path) -> None:
    """They are told when it is opened; what is registered then has no term."""
    desk = Startup(_home(tmp_path, '[work]\nwithin.answer = "soon"\n'), FakeClock()).open_desk(PROFILE)
    (told,) = [notice for notice in desk.notices.take() if "centre.toml" in notice]
    assert "line 2: work.within.answer: write how long" in told
    assert not desk.script.work.within
    desk.leave()


def test_a_call_of_an_older_script_is_led_by_the_settings_of_now(tmp_path: Path) -> None:
    """Whichever version leaves something to the centre, its settings answer."""
    folders = _home(tmp_path, SETTINGS)
    desk = Startup(folders, FakeClock()).open_desk(PROFILE)
    versions = Versions(folders, desk.script)
    log = FileStore(folders).journal.read_call(_call(folders)).events
    own = versions.of(log)
    assert own
    assert own.work == desk.script.work
    assert Versions(folders).of(log)
    desk.leave()


def _call(folders: Folders) -> str:
    """Return the id of the one call of a home."""
    store = FileStore(folders)
    (day,) = store.journal.days()
    (call,) = store.journal.read_day(day).calls
    return call
