"""What is asked of each of several is told line by line: which one is in hand, of how many."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.packs.conftest import MINI, Bench
from tests.packs.test_groups import with_contacts
from tests.plain.small_pack import led


def test_two_contacts_are_asked_for_one_after_the_other(tmp_path: Path) -> None:
    """The words count them; what was recorded of the first one is not there for the second."""
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    pack = with_contacts(Bench(folder))
    with led(pack, tmp_path) as talk:
        assert "Є 0 з 2." in talk.say("2")
        assert "Контакт 1 з 2: як звати?" in talk.say("1")
        for line in ("Anna", "0501112233"):
            talk.say(line)
        assert "Є 1 з 2." in talk.say("20.11.2026")
        told = talk.say("1")
        assert "Контакт 2 з 2: як звати?" in told
        assert "Anna" not in told
        card = talk.say("*+")
        number = next(line.split(".")[0] for line in card.splitlines() if "№ 1 Хто: Anna" in line)
        talk.say(number)
        assert "№ 1 Хто: Ganna" in talk.say("Ganna")  # what was misheard of the first one
        talk.say("")
        for line in ("Petro", "0671112233"):
            talk.say(line)
        talk.say("21.11.2026")
        assert "Яку книгу" in talk.say("2")
        read_back = talk.say("Faust")
        assert "№ 1 Хто: Ganna" in read_back
        assert "№ 2 Хто: Petro" in read_back
