"""What scripts leave to the centre, at a desk: its settings are read when it opens, and say whose lists work is in."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript.core.script.model import Script
from callscript.core.script.steps import TaskSpec
from callscript.core.script.working_time import due_at, is_open
from callscript.packs import locate
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.startup import Startup
from callscript.store.files import FileStore
from tests.service.conftest import PROFILE
from tests.service.filed import put_in
from tests.test_register_command import appeal

ROOT = Path(__file__).parents[2]
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


def _opened(tmp_path: Path, settings: str, pack: Path | None = None) -> tuple[Script, str]:
    """Open a desk with these settings; return its script, and what is told of them."""
    profile = replace(PROFILE, pack=str(pack)) if pack else PROFILE
    desk = Startup(_home(tmp_path, settings), FakeClock()).open_desk(profile)
    told = "\n".join(notice for notice in desk.notices.take() if "centre.toml" in notice)
    desk.leave()
    return desk.script, told


def test_a_centre_names_its_own_hours(tmp_path: Path) -> None:
    """In its settings, beside those of its script: nothing in the script has to be touched."""
    said = '[hours]\ndays = [1, 2, 3, 4, 5, 6]\ncloses = "20:00"\ndays_off = [2026-11-28]\nholidays = "LV"\n'
    script, told = _opened(tmp_path, said)
    assert not told
    assert script.hours
    assert (script.hours.opens, script.hours.closes) == ("09:00", "20:00")
    moments = {"2026-11-27 19:59": True, "2026-11-28 12:00": False, "2026-12-05 12:00": True, "2026-12-25 12:00": False}
    for text, opened in moments.items():
        assert is_open(script, datetime.fromisoformat(text).replace(tzinfo=script.zone)) is opened


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('[hours]\ncloses = "08:00"\n', "line 2: hours.closes: must be later than 09:00 on the same day"),
        ("[hours]\ndays = []\n", "line 2: hours.days: names no day: the centre would never be open"),
        (
            "[hours]\nworking_days = [2026-12-19]\ndays_off = [2026-12-19]\n",
            "line 3: hours.days_off: 2026-12-19 is among working_days too",
        ),
        ('[hours]\nholidays = "XX"\n', "line 2: hours.holidays: no public holidays are known of 'XX'"),
        (
            '[hours]\nweek = [\n  { days = [1], open = ["09:00-13:00", "12:00-18:00"] },\n]\n',
            "line 2: hours.week[1].open[2]: 12:00-18:00 must begin after 09:00-13:00 is over, with a break",
        ),
        (
            '[hours]\n[[hours.week]]\ndays = [1]\nopen = ["09:00-24:00"]\n',
            "line 4: hours.week.open: write from when to when, 23:59 at the latest, as in open = ",
        ),
        ("[hours]\nweek = [{ days = [9], open = [] }]\n", "line 2: hours.week.days: write the days of the week"),
        ("[hours]\nweek = [{ days = [1], hours = [] }]\n", "line 2: unknown key 'hours'; known ones: days, open"),
        (
            '[hours]\ndays_off = [2026-12-31]\ndated = [{ dates = [2026-12-31], open = ["09:00-13:00"] }]\n',
            "line 2: hours.days_off: 2026-12-31 is among dated too",
        ),
        (
            '[hours]\n\ndated = [{ dates = [2026-12-31], open = ["13:00-09:00"] }]\n',
            "line 3: hours.dated[1].open[1]: must end later than 13:00 on the same day",
        ),
        (
            '[hours]\ndated = [{ dates = ["31.12."], open = ["09:00-13:00"] }]\n',
            "line 2: hours.dated.dates: write dates, as in dates = ",
        ),
        ("[hours]\ndated = [{ days = [1] }]\n", "line 2: unknown key 'days'; the nearest known one is 'dates'"),
        ('[hours]\nweek = "all"\n', "line 2: hours.week: write a line for each sort of day"),
        (
            '[hours]\ncloses = "20:00"\nweek = [{ days = [1], open = ["09:00-18:00"] }]\n',
            "line 2: hours.closes: `week` stands in its place: leave one of them out",
        ),
        ("[hours]\nweek = []\n", "hours.days: names no day: the centre would never be open"),
    ],
)
def test_hours_that_cannot_be_are_told(tmp_path: Path, said: str, told: str) -> None:
    """With their line; those of the script hold then."""
    script, notice = _opened(tmp_path, said)
    assert told in notice
    assert script.hours == script.pack.hours


def test_a_centre_names_hours_that_differ_by_day(tmp_path: Path) -> None:
    """As the document shows it: in place of those of its script, which is left as it is."""
    document = (ROOT / "docs" / "supervisor.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```toml\n(\[hours\]\nweek = .*?)```", document, re.DOTALL)
    script, told = _opened(tmp_path, shown)
    assert not told
    moments = {"26 12:45": False, "26 17:00": True, "27 16:14": True, "27 16:15": False, "28 09:00": True}
    for text, opened in moments.items():
        assert is_open(script, datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=script.zone)) is opened, text
    late = datetime(2026, 11, 26, 17, tzinfo=script.zone)
    due = due_at(script, TaskSpec(kind="answer", due="1wd"), late)
    assert due == datetime(2026, 11, 27, 16, 15, tzinfo=script.zone)


def test_a_part_of_other_hours_is_told(tmp_path: Path) -> None:
    """When it closes says nothing of days that differ: those of the script hold, and what to write is told."""
    pack = tmp_path / "pack"
    shutil.copytree(locate("ua-court"), pack)
    text = (pack / "pack.toml").read_text(encoding="utf-8")
    alike = 'days = [1, 2, 3, 4, 5]\nopens = "09:00"\ncloses = "18:00"\n'
    assert alike in text
    text = text.replace(alike, 'week = [{ days = [1, 2, 3, 4], open = ["08:30-17:30"] }]\n')
    (pack / "pack.toml").write_text(text, encoding="utf-8")
    script, told = _opened(tmp_path / "home", '[hours]\ncloses = "20:00"\n', pack)
    assert "line 2: hours.closes: the script of the centre names hours day by day: write week, or all of days" in told
    assert script.hours == script.pack.hours


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('[work]\nwithin.answer = "10wd"\n', "line 2: work.within.answer: no working days are known"),
        ('[work]\nends = "close"\n', "line 2: work.ends: no working days are known"),
        ('[work]\nday_off = "next"\n', "line 2: work.day_off: no working days are known"),
        ('[hours]\nopens = "09:00"\n', "hours.days: the script of the centre names no hours"),
        ('[work]\nwithin.answer = "30d"\n', ""),
        ('[work]\nends = "close"\n[hours]\ndays = [1]\nopens = "09:00"\ncloses = "18:00"\n', ""),
    ],
)
def test_what_needs_working_days_says_so_where_none_are_known(tmp_path: Path, said: str, told: str) -> None:
    """Nothing is counted in days that nobody has named: the remedy is told at the start."""
    pack = tmp_path / "pack"
    shutil.copytree(locate("ua-court"), pack)
    text = (pack / "pack.toml").read_text(encoding="utf-8")
    (pack / "pack.toml").write_text(
        re.sub(r"\n\[hours\].*?(?=\n\[\[start)", "", text, flags=re.DOTALL), encoding="utf-8"
    )
    script, notice = _opened(tmp_path / "home", said, pack)
    assert script.pack.hours is None
    assert told in notice
    assert bool(notice) is bool(told)
