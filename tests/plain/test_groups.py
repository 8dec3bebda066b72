"""What is asked of each of several is told line by line: which one is in hand, of how many."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.packs.conftest import MINI, Bench
from tests.packs.test_groups import with_contacts
from tests.plain.small_pack import led
from tests.terminal.calls import PROGRAM


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


def test_each_contact_is_corrected_once_the_call_is_closed(tmp_path: Path) -> None:
    """In their order, also what was left empty; the log says of which, and the register of the day follows."""
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    pack = with_contacts(Bench(folder))
    pack.swap("pack.toml", 'id = "ask_contact_day"\n', 'id = "ask_contact_day"\noptional = true\n')
    with led(pack, tmp_path) as talk:
        for line in ("2", "1", "Anna", "0501112233", "", "1", "Petro", "0671112233", "21.11.2026", "2"):
            talk.say(line)
        for line in ("Faust", "", "", "", "", "", "", "1", "1"):
            talk.say(line)
        told = talk.say("*0")
        assert _contacts(told) == ["Anna", "+380501112233", "empty", "Petro", "+380671112233", "21.11.2026"]
        for number, text in (("6", "Ganna"), ("8", "19.11.2026"), ("9", "Petra")):
            talk.say(number)
            talk.say(text)
            told = talk.say("misheard")
        assert _contacts(told) == ["Ganna", "+380501112233", "19.11.2026", "Petra", "+380671112233", "21.11.2026"]
        told = talk.say("")
        assert "corrected: Хто (matter 1, Контакт 1): Ganna (was: Anna) — misheard" in told
        assert "corrected: День (matter 1, Контакт 1): 19.11.2026 — misheard" in told
        assert "corrected: Хто (matter 1, Контакт 2): Petra (was: Petro) — misheard" in told
    register = (*PROGRAM, "register", "--csv", "--home", str(tmp_path / "home"))
    written = subprocess.run(register, capture_output=True, text=True, check=True).stdout
    assert "Ganna; Petra" in written
    assert "19.11.2026; 21.11.2026" in written


def _contacts(told: str) -> list[str]:
    """Return what the list of corrections has of contacts."""
    return [line.partition("): ")[2] for line in told.splitlines() if "(matter 1, Контакт " in line]
