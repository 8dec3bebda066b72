"""A day outside of its bounds is refused line by line, with the days that would do; another one is asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.packs.conftest import MINI, Bench
from tests.packs.test_dates import bounded
from tests.plain.small_pack import led


def test_a_day_within_its_bounds_is_wanted(tmp_path: Path) -> None:
    """What helps to type it stands where it is asked for; another day is refused, one that will do leads on."""
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    pack = bounded(Bench(folder))
    pack.add("uk.toml", '[hint]\nborrowed = "день на штампі"\n')
    pack.swap("pack.toml", 'latest = "14d"', 'latest = "400d"')
    with led(pack, tmp_path) as talk:
        talk.say("Kobzar")
        assert "Type a day from " in talk.say("1.1.1850")
        assert "Коли Ви прийдете?" in talk.say("1.1.1980")
        told = talk.say("післязавтра 10:00")
        assert "Коли Ви її взяли?" in told
        assert "Tip: день на штампі" in told
        assert "Type a day from 01.01.2026 to " in talk.say("31.12.2025")
