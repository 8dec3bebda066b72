"""`callscript outbox`: letters are told by the centre's clock; where none is known, it is said which clock it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from callscript.runtime.paths import Folders
from callscript.runtime.settings import write_profile
from callscript.store.files import FileStore
from tests.store.samples import letter
from tests.test_cli import PROFILE, run

SINCE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # ten o'clock in Kyiv
NEXT = datetime(2100, 7, 1, 6, 30, tzinfo=UTC)


def test_letters_are_told_by_the_centres_clock(tmp_path: Path) -> None:
    """As everything else, in lines and as JSON; without a profile by UTC, which the lines say."""
    folders = Folders.resolve(tmp_path)
    FileStore(folders).outbox.put(replace(letter(), since=SINCE, next_try=NEXT))
    told = run("outbox", home=tmp_path).stdout
    assert "23.11.2026 08:00:00 UTC" in told
    assert "06:30:00 UTC" in told
    write_profile(folders.profile, PROFILE)
    told = run("outbox", home=tmp_path).stdout
    assert "23.11.2026 10:00:00  " in told
    assert "09:30:00" in told
    assert "UTC" not in told
    (record,) = json.loads(run("outbox", "--json", home=tmp_path).stdout)
    assert (record["since"], record["next_try"]) == ("2026-11-23T10:00:00+02:00", "2100-07-01T09:30:00+03:00")
