"""The meter of the benchmarks: an answer is over when the terminal shows what is expected, programs take turns, and a
ratio is the median of pairs. What is measured here is a program that does what it is told, at the time it is told.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from benchmarks.line import PATIENCE, SETTLED, SILENCE, Line
from benchmarks.picture import Eye, NeverShownError, Picture, learn
from benchmarks.programs import Program
from benchmarks.table import Row, lines, pairs
from benchmarks.turns import QUICK, VISITS, Keys, Round, in_turns, learn_start

SIZE = 40, 5
HOME = "\x1b[H\x1b[J"
OBEDIENT = """\
import json, os, sys, time, tty
tty.setraw(0)
name, first, answers = json.loads(sys.argv[1])
os.write(1, first.encode())
number = 0
while os.read(0, 1):
    with open("pressed", "a") as pressed:
        pressed.write(name)
    for pause, text in answers[number % len(answers)]:
        time.sleep(pause)
        os.write(1, text.encode())
    number += 1
"""
"""Writes each text of an answer after a pause, and tells in a file that it was its turn."""

Answers = list[list[tuple[float, str]]]


def obedient(folder: Path, first: str, answers: Answers, name: str = "a") -> Line:
    """Start the program."""
    return Line((sys.executable, "-c", OBEDIENT, json.dumps((name, first, answers))), SIZE, folder)


def picture(text: str) -> Picture:
    """Return what a terminal shows for a text."""
    eye = Eye(SIZE)
    eye.feed(text.encode())
    return eye.picture


def test_an_answer_lasts_until_the_last_cell_is_there(tmp_path: Path) -> None:
    """A pause in an answer, longer than the silence after which it is looked at, does not end it. Neither that silence
    nor what is then written over what stands there already is a part of its time; its bytes are counted."""
    pause, late = 3 * SILENCE, 5 * SILENCE
    begun, done, again = f"{HOME}sec", "\x1b[1;4Hond", "\x1b[Hsec\x1b[1;7H"
    answers: Answers = [[(0, begun), (pause, done), (late, again)], [(0, f"{HOME}first")]]
    second, taken = learn("second", [picture(begun + done)]), list[float]()
    with obedient(tmp_path, f"{HOME}first", answers) as line:
        line.ready()
        for _ in range(5):
            before = line.received
            taken.append(line.answer(b"x", second))
            line.listen(first=PATIENCE)
            assert line.received - before == len(begun + done + again)
            line.answer(b"x", learn("first", [picture(f"{HOME}first")]))
    assert min(taken) >= pause
    assert min(taken) < pause + SILENCE


def test_a_first_screen_that_is_late_is_learnt(tmp_path: Path) -> None:
    """A program that takes keys, and is silent for long before it draws its first screen, has more than a blank one."""
    late = OBEDIENT.replace("os.write(1, first.encode())", f"os.write(1, b'{HOME}'); time.sleep({2 * SETTLED})")
    told = json.dumps(("a", "", [[(0, f"{HOME}first 7")], [(0, "")]]))
    program = Program(
        "a", ("-c", late.replace("while os.read(0, 1):", "while os.read(0, 1) != b'\\x1b':"), told), (), (), ()
    )
    expected = learn_start(program, SIZE, tmp_path)
    assert expected.picture == picture(f"{HOME}first 7")


def test_what_never_comes_is_told(tmp_path: Path) -> None:
    """There is no figure for an answer that shows something else, only the cells that are not as they were expected."""
    with obedient(tmp_path, f"{HOME}first", [[(0, f"{HOME}third")]]) as line:
        line.wait_for_keys()
        line.send(b"x")
        with pytest.raises(NeverShownError, match=r"(?s)place is not shown.*expected: second.*found:    third"):
            line.shown(learn("place", [picture(f"{HOME}second")]), time.perf_counter(), patience=0.5)


def test_ready_is_what_shows_something(tmp_path: Path) -> None:
    """A program that prepares the terminal, and is silent for long before it shows anything, is not ready."""
    with obedient(tmp_path, HOME, [[(0, HOME), (2 * SETTLED, f"{HOME}first")]]) as line:
        line.wait_for_keys()
        line.send(b"x")
        line.ready()
        assert line.picture == picture(f"{HOME}first")


def test_nothing_is_typed_before_the_program_takes_keys(tmp_path: Path) -> None:
    """What is typed ahead of the first screen, but behind the first byte, is neither shown by the line nor lost."""
    late = f"import os, time\nos.write(1, b'begun')\ntime.sleep({3 * SILENCE})\n{OBEDIENT}"
    told = json.dumps(("a", f"{HOME}first", [[(0, f"{HOME}second")]]))
    with Line((sys.executable, "-c", late, told), SIZE, tmp_path) as line:
        line.wait_for_keys()
        line.send(b"x")
        line.listen(silence=SETTLED)
        assert line.picture == picture(f"{HOME}second")


def test_what_is_there_before_its_key_is_no_answer(tmp_path: Path) -> None:
    """A key that changes nothing cannot be measured."""
    with obedient(tmp_path, f"{HOME}first", [[(0, "")]]) as line:
        line.ready()
        with pytest.raises(NeverShownError, match="before its key"):
            line.answer(b"x", learn("first", [picture(f"{HOME}first")]))


def test_clocks_are_let_be() -> None:
    """A clock may go on, also by a digit more; words, looks and the cursor are to be as they were."""
    clock = learn("place", [picture(f"{HOME}said  9:59\r\nsame")])
    assert clock.shown_in(picture(f"{HOME}said 10:00\r\nsame"))
    for other in ("sad   9:59\r\nsame", "said  9:59\r\n\x1b[1msame", "said  9:59\r\nsame\x1b[H"):
        assert not clock.shown_in(picture(HOME + other)), other


def test_what_moves_is_let_be() -> None:
    """What was not the same at each visit is not waited for; what was, is."""
    place = learn("place", [picture(f"{HOME}saved ..\r\nwords"), picture(f"{HOME}saved ::\r\nwords")])
    assert place.shown_in(picture(f"{HOME}saved !!\r\nwords"))
    assert not place.shown_in(picture(f"{HOME}savvy ..\r\nwords"))
    assert not place.shown_in(picture(f"{HOME}saved ..\r\nworks"))


def test_what_does_not_settle_is_told(tmp_path: Path) -> None:
    """A key that leads nowhere, or elsewhere each time, has nothing that could be waited for."""
    nowhere: Answers = [[(0, f"{HOME}one")]]
    elsewhere: Answers = [[(0, f"{HOME}{sign * 8}")] for sign in "abcdefghijkl"]
    for answers in (nowhere, elsewhere):
        with obedient(tmp_path, f"{HOME}home", answers) as line:
            line.ready()
            with pytest.raises(NeverShownError, match="a: place 1 of 2, and on: the screen does not settle"):
                Round(Program("a", (), (), (), ()), line, "place", (b"x", b"x"), Keys())


def test_programs_take_turns(tmp_path: Path) -> None:
    """A key in one program, then in the other, as often as is asked for."""
    answers: Answers = [[(0, f"{HOME}one")], [(0, f"{HOME}two")]]
    with obedient(tmp_path, f"{HOME}home", answers) as a, obedient(tmp_path, f"{HOME}home", answers, "b") as b:
        a.ready()
        b.ready()
        found = Keys(), Keys()
        rounds = [
            Round(Program(name, (), (), (), ()), line, "place", (b"x", b"x"), keys)
            for name, line, keys in zip("ab", (a, b), found, strict=True)
        ]
        in_turns(rounds, QUICK._replace(keys=4))
    learnt = 2 * VISITS
    assert (tmp_path / "pressed").read_text() == "a" * learnt + "b" * learnt + "ab" * 4
    assert [len(each.seconds) for each in found] == [4, 4]
    assert found[0].received == [len(f"{HOME}one")] * 4


def test_a_ratio_is_the_median_of_pairs() -> None:
    """One slow moment of the machine, which meets both of a pair, tells on neither the ratio nor the verdict."""
    ours, theirs = [1.0, 2.0, 30.0, 2.0, 3.0], [4.0, 4.0, 60.0, 8.0, 4.0]
    row = Row("key", 2.0, "ms", "peer", 4.0, 0.5, pairs(ours, theirs))
    assert row.ratio == 0.5
    assert row.met
    assert "| 0.5 (0.25–0.5) | ≤ 0.5 | met |" in lines([row])[-1]


def test_bytes_are_counted_by_the_row_they_are_for(tmp_path: Path) -> None:
    """What moves the cursor counts for the row to which it leads, all else for the one where it is."""
    down, up = "\x1b[3;1H", "\x1b[1;4H"
    with obedient(tmp_path, f"{HOME}first", [[(0.1, f"{down}\x1b[1mé{up}")]]) as line:
        line.ready()
        line.send(b"x")
        assert line.bytes_by_row(0.5) == {2: len(f"{down}\x1b[1mé".encode()), 0: len(up)}
