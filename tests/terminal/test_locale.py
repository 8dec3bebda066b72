"""Whatever the locale, the streams and the terminal's name: it works in UTF-8, or is refused in a sentence."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from callscript.core.call import commands as c
from callscript.runtime import i18n
from tests.terminal.any_terminal import tool
from tests.terminal.calls import HOME, PROGRAM, ROUTES, UA, Place
from tests.terminal.opened import leave_open
from tests.terminal.terminal import Terminal

STRICT = {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
"""Python takes the locale at its word."""
LOCALES: dict[str, Mapping[str, str]] = {
    "C": {"LANG": "C"},
    "POSIX": {"LANG": "POSIX"},
    "none": {"LANG": ""},
    "one that is not there": {"LANG": "xx_XX.nonsense"},
    "one that is not there, strictly": {"LANG": "xx_XX.nonsense", **STRICT},
    "C, not coerced": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
    "C, strictly": {"LC_ALL": "C", **STRICT},
    "C, strictly, and in ASCII": {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", **STRICT},
    "UTF-8, but in ASCII": {"PYTHONIOENCODING": "ascii:strict"},
    "UTF-8 mode, but in KOI8-U": {"PYTHONIOENCODING": "koi8-u", "PYTHONUTF8": "1"},
    "KOI8-U": {"LANG": "uk_UA.KOI8-U"},
    "ISO-8859-13": {"LC_ALL": "lv_LV.ISO-8859-13", "LANG": "en_US.UTF-8"},
}
TYPED = "Їжак Ґонта Ķēniņš Žeņa"


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Make the two locales that are not of UTF-8; return the folder that `LOCPATH` must name."""
    folder = tmp_path_factory.mktemp("locales")
    for name, charset in (("uk_UA", "KOI8-U"), ("lv_LV", "ISO-8859-13")):
        command = [tool("localedef"), "-i", name, "-f", charset, str(folder / f"{name}.{charset}")]
        subprocess.run(command, check=False, capture_output=True)
        assert (folder / f"{name}.{charset}" / "LC_CTYPE").exists()
    return str(folder)


def right(terminal: Terminal) -> None:
    """Hold that nothing was written in place of a letter, and no traceback."""
    written = terminal.raw.decode()
    assert not re.search(r"\\[uUxN][0-9a-f{]|Traceback|\?\?", written)


CALLS = [
    pytest.param(name, route, marks=[] if at % 2 == first else [pytest.mark.soak])
    for at, name in enumerate(LOCALES)
    for first, route in enumerate(("ua", "lv"))
]
"""Under each locale one centre's call, in turn; the others in a long run: what is typed has the letters of both."""


@pytest.mark.parametrize(("name", "route"), CALLS)
def test_a_call(name: str, route: str, locales: str, tmp_path: Path) -> None:
    """Ukrainian and Latvian letters are on the screen as they are, and what is typed is recorded as it is."""
    place = Place(tmp_path, ROUTES[route])
    asks = next(at for at, move in enumerate(place.route.moves) if move.text)
    with place.start(env={"LOCPATH": locales, **LOCALES[name]}) as terminal:
        terminal.wait_for("Nr. 17" if i18n.of_locale(LOCALES[name]) == "lv" else "№ 17")
        terminal.press("enter")
        place.walk(terminal, place.route.moves[:asks])
        place.wait_for_step(terminal, place.route.moves[asks].step)
        terminal.type(TYPED)
        terminal.wait_for(TYPED)
        terminal.press("enter")
        place.wait_for_step(terminal, place.route.moves[asks + 1].step)
        right(terminal)
    assert place.call().fields["address"].text == TYPED


STRANGE = ("one that is not there, strictly", "C, strictly, and in ASCII", "KOI8-U", "ISO-8859-13")


@pytest.mark.parametrize("name", STRANGE)
def test_commands(name: str, locales: str, tmp_path: Path) -> None:
    """The commands that draw nothing print the same letters under every locale."""
    place = Place(tmp_path, UA)
    call_id = leave_open(place, [c.Fill("surname", TYPED), c.TakeDetour("end"), c.Answer("caller")])
    for command, status, shown in (
        (("show", call_id), 0, TYPED),
        (("calls",), 0, TYPED),
        (("packs",), 0, "Latvijas Valsts radio un televīzijas centrs"),
        (("doctor",), 0, "operator 17: the next start offers to go on with it"),
        (("check", str(tmp_path / "ķеґ")), 1, "ķеґ"),
        (("show", "ķеґ"), 2, "ķеґ"),
        (("ķеґ",), 2, "ķеґ"),
    ):
        env = {"LOCPATH": locales, "CALLSCRIPT_HOME": str(place.home), **LOCALES[name]}
        with Terminal([*PROGRAM, *command], tmp_path, columns=200, env=env) as terminal:
            assert terminal.exit_status() == status, command
            assert shown in terminal.raw.decode(), command
            right(terminal)


# What is refused


def refused(tmp_path: Path, command: str, *arguments: str, **env: str) -> str:
    """Run a command of the shell on a terminal; hold that it is refused with status 2; return what it says."""
    with Terminal(["sh", "-c", command, *PROGRAM, *arguments], tmp_path, columns=200, env=env) as terminal:
        assert terminal.exit_status() == 2
    assert b"\x1b" not in terminal.raw
    assert b"Traceback" not in terminal.raw
    return terminal.raw.decode()


@pytest.mark.parametrize("term", ["", "dumb", "unknown"])
def test_a_terminal_that_cannot_place_text(term: str, tmp_path: Path) -> None:
    """It is refused in a sentence, in ASCII where the language is not told, which names what works instead."""
    said = refused(tmp_path, 'exec "$0" "$@"', "demo", TERM=term, LC_ALL="C")
    assert "the terminal cannot place text" in said
    assert "--plain" in said
    assert said.isascii()
    assert "термінал" in refused(tmp_path, 'exec "$0" "$@"', "demo", TERM=term, LANG="uk_UA.KOI8-U").lower()


@pytest.mark.parametrize(
    "streams", ["</dev/null", ">/dev/null", "</dev/null >/dev/null", "<&-", "| cat", "<&- 2>&1 >/dev/null"]
)
def test_streams_that_are_no_terminal(streams: str, tmp_path: Path) -> None:
    """So are streams that lead elsewhere, or nowhere."""
    command = f'"$0" "$@" {streams}; exit 2' if "|" in streams else f'exec "$0" "$@" {streams}'
    assert "this needs a terminal" in refused(tmp_path, command, "demo")


@pytest.mark.parametrize("command", ["demo", "packs", "doctor"])
def test_an_output_that_is_closed(command: str, tmp_path: Path) -> None:
    """Nothing is said into an output that is closed, and that nothing could be said is told."""
    assert "the output is closed" in refused(tmp_path, 'exec "$0" "$@" >&-', command)
    assert refused(tmp_path, 'exec "$0" "$@" <&- >&- 2>&-', command) == ""


def test_errors_that_go_nowhere(tmp_path: Path) -> None:
    """With nowhere to complain to, calls are taken as ever; no file takes its place."""
    with Terminal(["sh", "-c", 'exec "$0" "$@" 2>&-', *PROGRAM, "demo"], tmp_path) as terminal:
        terminal.wait_for(HOME)
        places = [Path(f"/proc/{terminal.pid}/fd/{fd}").readlink() for fd in (0, 1, 2)]
        assert places[2] == Path("/dev/null")
        terminal.press("f12")
        assert terminal.exit_status() == 0


@pytest.mark.parametrize("command", ["packs", "doctor", "check ua-court", "show x"])
@pytest.mark.parametrize("output", [">/dev/full", ">/dev/full 2>/dev/full", "2>/dev/full"])
def test_an_output_that_is_full(command: str, output: str, tmp_path: Path) -> None:
    """An output that takes nothing more is told of in a sentence where it can be, and never with a traceback."""
    words = ["sh", "-c", f'exec "$0" "$@" {output}', *PROGRAM, *command.split()]
    with Terminal(words, tmp_path, columns=200) as terminal:
        status = terminal.exit_status()
    said = terminal.raw.decode()
    assert "Traceback" not in said
    assert "Exception" not in said
    if command in ("packs", "doctor") and output.startswith(">"):
        assert status == 1
        assert ("the output cannot be written: No space left on device" in said) == ("2>" not in output)
