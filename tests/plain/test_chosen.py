"""Several values are chosen at once, line by line, and what comes then hangs on which."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.packs.conftest import MINI, Bench
from tests.packs.test_chosen import with_help
from tests.plain.small_pack import led


def test_what_is_said_hangs_on_what_was_chosen(tmp_path: Path) -> None:
    """One of the values is enough; the answer that is not for them is not offered."""
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    pack = with_help(Bench(folder))
    with led(pack, tmp_path) as talk:
        assert "2. Доставка" in talk.say("Kobzar")
        assert "Привезе кур’єр." in talk.say("1, 2")
        told = talk.say("")
        assert "1. Надішлемо" in told
        assert "Заберуть (Заберуть?)" in told
