"""The way in: what refuses to draw names --plain, and the first start asks for a profile line by line."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from callscript.runtime.paths import Folders
from callscript.runtime.settings import read_profile
from tests.plain.conversation import NEW_CALL, Conversation, lead, start
from tests.programs import SURROUNDINGS, completed
from tests.terminal.calls import PROGRAM, Place

LOCALES = {"en": "C.UTF-8", "uk": "uk_UA.UTF-8", "lv": "lv_LV.UTF-8"}
LINE_BY_LINE = {"en": "line by line", "uk": "рядок за рядком", "lv": "rindu pa rindai"}


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("command", ["run", "demo"])
def test_no_terminal(command: str, language: str, tmp_path: Path) -> None:
    """Without a terminal the screens are refused in a sentence that names --plain, and nothing else is told."""
    done = subprocess.run(
        [*PROGRAM, command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={"LANG": LOCALES[language], "CALLSCRIPT_HOME": str(tmp_path), "TERM": "xterm"},
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    told = done.stderr.decode()
    assert "--plain" in told
    assert LINE_BY_LINE[language] in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_a_terminal_that_cannot_place_text(term: str, language: str, ua: Place) -> None:
    """Such a terminal is refused in a sentence that names --plain."""
    with ua.start(env={"TERM": term, "LANG": LOCALES[language]}, columns=200) as terminal:
        assert terminal.exit_status() == 2
        terminal.wait_for("TERM", "--plain", LINE_BY_LINE[language])
        assert b"\x1b" not in terminal.raw


def test_the_first_start(tmp_path: Path) -> None:
    """Without a profile it is asked for, a question a setting; what is wrong is asked again, *- goes back."""
    command = (*PROGRAM, "run", "--plain", "--home", str(tmp_path))
    with Conversation(command, tmp_path) as talk:
        assert talk.prompted().endswith("Operator's number> ")
        assert "Write the operator's number" in talk.say("")
        choices = talk.say("21")
        assert "Choose one of the numbers." in talk.say("9")
        talk.say(next(line for line in choices.splitlines() if "Єдиний контакт-центр" in line)[0])
        assert "Cyrillic letters" in talk.say("Ivan")
        talk.say("Іван Мороз")
        assert talk.say("*-").endswith("Full name, in Cyrillic: Іван Мороз> ")
        for line in ("", "Ivan Moroz", "2", ""):
            talk.say(line)
        assert talk.say("2").endswith(NEW_CALL)
        assert talk.say("4").endswith("Operator's number: 21> ")
        assert talk.say("*10").endswith(NEW_CALL)
        assert talk.hang_up() == 0
    profile = read_profile(Folders.resolve(str(tmp_path)).profile)
    assert profile
    assert (profile.number, profile.name, profile.name_latin) == ("21", "Іван Мороз", "Ivan Moroz")
    assert (profile.gender, profile.pack, profile.language, profile.bell) == ("masculine", "ua-court", "en", False)


def test_a_first_start_that_is_left(tmp_path: Path) -> None:
    """A first start that is left before the end writes no profile."""
    with Conversation((*PROGRAM, "run", "--plain", "--home", str(tmp_path)), tmp_path) as talk:
        lead(talk, ["21"])
        talk.send(b"*10\n")
        assert talk.exit_status() == 0
    assert not Folders.resolve(str(tmp_path)).profile.exists()


def test_the_language_of_the_interface(tmp_path: Path) -> None:
    """The interface speaks the language of the command line, and at once the one that is chosen."""
    command = (*PROGRAM, "--plain", "--language", "lv", "--home", str(tmp_path))
    with Conversation(command, tmp_path) as talk:
        assert "Operatora numurs> " in talk.prompted()
        for line in ("21", "", "Ivan Moroz", ""):
            talk.say(line)
        assert "Звуковий сигнал" in talk.say("1")


ELSEWHERE = {
    "en": "another live session of this operator is open ({at}, for 1 min now): go on there, or leave it first",
    "uk": "цей оператор уже працює в іншому сеансі ({at}, уже 1 хв): продовжуйте там або спершу вийдіть із нього",
    "lv": "šis operators jau strādā citā sesijā ({at}, jau 1 min): turpiniet tur vai vispirms izejiet no tās",
}
TERMINALS = {"en": "terminal", "uk": "термінал", "lv": "terminālis"}
PROCESSES = {"en": "process", "uk": "процес", "lv": "process"}


@pytest.mark.parametrize("language", LOCALES)
def test_another_session_of_the_operator(language: str, ua: Place) -> None:
    """The seat is taken by one session, on screen or line by line: the second ends with status 75, and says where."""
    with ua.ring() as first:
        there = str(Path(f"/proc/{first.pid}/fd/0").readlink()).removeprefix("/dev/")
        _told_elsewhere(ua, language, f"{TERMINALS[language]} {there}")
    with start(ua) as first:
        first.prompted()
        _told_elsewhere(ua, language, f"{PROCESSES[language]} {first.process.pid}")


def _told_elsewhere(place: Place, language: str, at: str) -> None:
    command = (*PROGRAM, "demo", "--plain", "--home", str(place.home), "--pack", str(place.pack))
    done = completed(command, {**SURROUNDINGS, "LANG": LOCALES[language]})
    assert done.returncode == 75
    assert done.stderr == f"callscript: {ELSEWHERE[language].format(at=at)}\n"
