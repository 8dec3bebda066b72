"""The caller in docs/practice.md is one that can be played."""

from __future__ import annotations

import re
from pathlib import Path

from callscript import packs
from callscript.practice import callers
from tests.house.source import ROOT


def test_the_caller_of_the_page_is_sound(tmp_path: Path) -> None:
    """What the page shows passes the check."""
    found = re.search(r"```toml\n(.*?)```", (ROOT / "docs" / "practice.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found
    file = tmp_path / "not-for-long.toml"
    file.write_text(found[1], encoding="utf-8")
    script = packs.read(packs.locate("ua-court"))
    assert callers.problems(script, [file]) == []
    assert callers.read(file, script).does[0].within == 60
