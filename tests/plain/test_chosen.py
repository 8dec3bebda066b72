"""Several values are chosen at once, line by line, and what comes then hangs on which."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.packs.conftest import MINI, Bench
from tests.packs.test_chosen import with_help
from tests.plain.conversation import Conversation, harmless
from tests.terminal.calls import PROGRAM


def test_what_is_said_hangs_on_what_was_chosen(tmp_path: Path) -> None:
    """One of the values is enough; the answer that is not for them is not offered."""
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    pack = with_help(Bench(folder))
    pack.swap("pack.toml", "when = { open = false }", 'when = { open = true, field = "title" }')  # at any hour
    command = (*PROGRAM, "demo", "--plain", "--home", str(tmp_path / "home"), "--pack", str(folder))
    with Conversation(command, tmp_path) as talk:
        talk.prompted()
        for line in ("", "", "", "1"):
            talk.say(line)
        assert "2. Доставка" in talk.say("Kobzar")
        assert "Привезе кур’єр." in talk.say("1, 2")
        told = talk.say("")
        assert "1. Надішлемо" in told
        assert "Заберуть (Заберуть?)" in told
        harmless(talk.raw)
