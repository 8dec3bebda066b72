"""Whole calls line by line: over pipes, from a file, on a dumb terminal and on one without a name."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.plain.conversation import NEW_CALL, harmless, lead, line_of, start
from tests.terminal.calls import PROGRAM, ROUTES, Place
from tests.terminal.terminal import Terminal
from tests.terminal.test_whole_call import check


def lines_of(place: Place) -> list[str]:
    """Return the lines of a whole call: the ring, the route, the wrap-up in which nothing is owed."""
    return ["", *map(line_of, place.route.moves), "", ""]


def test_over_pipes(place: Place) -> None:
    """Every word of every step is told, no complaint is made, and the stored call says what was done."""
    with start(place) as talk:
        talk.prompted()
        told = talk.say("")
        for move in place.route.moves:
            assert place.call().step == move.step
            for words in "\n".join(place.words()).splitlines():
                assert words in told
            told = talk.say(line_of(move))
        talk.say("")
        assert talk.say("").endswith(NEW_CALL)
        talk.send(b"*10\n")
        assert talk.exit_status() == 0
        assert talk.complaints == b""
        harmless(talk.raw)
    check(place)


def test_from_a_file_to_a_file(place: Place) -> None:
    """A file cannot be waited for and is read all the same; at its end the program leaves."""
    script, told = place.folder / "lines", place.folder / "told"
    script.write_text("".join(f"{line}\n" for line in lines_of(place)), encoding="utf-8")
    command = (*PROGRAM, "demo", "--plain", "--home", str(place.home), "--pack", str(place.pack))
    with script.open("rb") as lines, told.open("wb") as out:
        done = subprocess.run(command, stdin=lines, stdout=out, stderr=subprocess.PIPE, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    harmless(told.read_bytes())
    check(place)


@pytest.mark.parametrize("route", ["ua", "lv"])
@pytest.mark.parametrize(
    ("term", "program"), [("dumb", PROGRAM), ("", ("env", "-u", "TERM", *PROGRAM))], ids=["dumb", "unset"]
)
def test_on_a_terminal(route: str, term: str, program: tuple[str, ...], tmp_path: Path) -> None:
    """A terminal that cannot place text shows the words line by line, and gets no sequence to obey."""
    place = Place(tmp_path, ROUTES[route])
    with place.start(program=program, env={"TERM": term}, options=("--plain",)) as terminal:
        terminal.wait_for(NEW_CALL)
        terminal.press("enter")
        for move in place.route.moves:
            place.wait_for_step(terminal, move.step)
            answer(terminal, line_of(move))
        terminal.wait_for("Outcome>")
        terminal.press("enter")
        terminal.wait_for("Summary>")
        answer(terminal, "усе")
        terminal.wait_until(place.recorded(lambda call: call.closed is not None))
        terminal.wait_for("1. Today's calls: 1", NEW_CALL)
        answer(terminal, "*10")
        assert terminal.exit_status() == 0
        harmless(terminal.raw.replace(b"\r\n", b"\n"))
    check(place)


def answer(terminal: Terminal, line: str) -> None:
    """Type a line."""
    terminal.type(line)
    terminal.press("enter")


@pytest.mark.usefixtures("in_earnest")
def test_nothing_of_the_screen_is_loaded(ua: Place) -> None:
    """A whole call loads neither Textual nor rich."""
    report = "print('\\n'.join(sys.modules), file=sys.stderr)"
    watch = f"import sys\nfrom callscript.cli import main\nmain(sys.argv[1:])\n{report}"
    talk = start(ua, program=(PROGRAM[0], "-c", watch))
    with talk:
        lead(talk, lines_of(ua))
        assert talk.hang_up() == 0
        loaded = set(talk.complaints.decode().split())
    assert "callscript.plain.program" in loaded
    assert not loaded & {"textual", "rich", "callscript.app"}
    assert ua.call().closed
