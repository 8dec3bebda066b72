"""Texts that are longer than the screen are read by pages: nothing below the edge, nothing confirmed unread."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import pytest

from callscript import packs
from tests.programs import ROOT
from tests.terminal.calls import HOME, Route
from tests.terminal.still import StillPlace
from tests.terminal.terminal import Terminal

MINI = ROOT / "tests" / "packs" / "fixtures" / "mini"
SIZES = [(80, 24), (60, 20), (40, 10)]
WHICH = re.compile(r"(?<!\S)(\d+)/(\d+)(?!\S)")
"""Which page of how many is shown, in the heading of a step."""
ANSWERS = ("one", "two", "three", "four", "five")
SHOWN = re.compile(r"[a-z]+\d\d\d")


def text(word: str, letters: int) -> str:
    """Return a text of so many letters, of words that are told from one another."""
    return " ".join(f"{word}{number:03}" for number in range(letters))[:letters].rpartition(" ")[0]


SAID, ASKED, CHOSEN = text("greeting", 800), text("asked", 700), text("question", 540)
OFFERS = {each: f"Answer {each}: {text(each, 60)}" for each in ANSWERS}
HIGH = {**OFFERS, "five": f"Answer five: {text('five', 400)}"}
"""One of them is higher than the smallest screen."""


def long_pack(folder: Path, offers: Mapping[str, str] = OFFERS) -> Path:
    """Write a pack with long texts."""
    pack = folder / "long"
    shutil.copytree(MINI, pack)
    for language, end in (("en", ""), ("uk", "!")):
        texts = {"greet": SAID, "ask_address": ASKED, "need": CHOSEN}
        file = pack / f"{language}.toml"
        stages, steps = file.read_text(encoding="utf-8").split("[step]", 1)
        for step, said in texts.items():
            steps = re.sub(rf'(?m)^{step} = (".*"|\{{.*\}})$', f'{step} = "{said}{end}"', steps, count=1)
        answers = "\n".join(f'{name} = "{said}{end}"' for name, said in offers.items())
        steps = re.sub(r"(?s)\[option\.need\]\n.*?\n\n", f"[option.need]\n{answers}\n\n", steps)
        steps = re.sub(r"(?s)\[unless\.need\]\n.*?\n\n", "", steps)
        file.write_text(f"{stages}[step]{steps}", encoding="utf-8")
    flow = pack / "pack.toml"
    ways = ("book", "colleague", "closing", "closing", "closing")
    options = "\n".join(f'  {{ id = "{name}", to = "{way}" }},' for name, way in zip(ANSWERS, ways, strict=True))
    script = flow.read_text(encoding="utf-8")
    script = re.sub(r"(?s)  \{ id = \"book\".*?\n\]", f"{options}\n]", script, count=1)
    flow.write_text(script, encoding="utf-8")
    return pack


class LongPlace(StillPlace):
    """A home whose script has long texts."""

    offers: ClassVar[Mapping[str, str]] = OFFERS

    def __post_init__(self) -> None:
        super().__post_init__()
        self.pack = self.folder / "long"
        if not self.pack.exists():
            long_pack(self.folder, self.offers)
        self.script = packs.read(self.pack)

    def at(self, terminal: Terminal, step: str) -> None:
        """Wait until a step is the current one and on screen."""
        terminal.wait_until(self.recorded(lambda call: bool(call.frames) and call.step == step), step)

    def ring_at(self, columns: int, rows: int) -> Terminal:
        """Start the program on a terminal of a size, and take a call."""
        terminal = self.start(columns=columns, rows=rows)
        terminal.wait_for(HOME)
        terminal.press("enter")
        self.at(terminal, "greet")
        terminal.wait_until(lambda: page(terminal) is not None, "the first page")
        return terminal


class HighPlace(LongPlace):
    """A home in whose script an answer is higher than the smallest screen."""

    offers = HIGH


@pytest.fixture
def place(tmp_path: Path) -> LongPlace:
    """A home whose script has long texts."""
    return LongPlace(tmp_path, Route("ua-court", ()))


def page(terminal: Terminal) -> tuple[int, int] | None:
    """Return which page is shown and how many there are; None: there is one, or the step is not there yet."""
    found = [match for line in terminal.lines if (match := WHICH.search(line))]
    return (int(found[0][1]), int(found[0][2])) if found else None


def seen(terminal: Terminal) -> set[str]:
    """Return the words of the long texts that are on screen."""
    return {word for line in terminal.lines for word in SHOWN.findall(line)}


def settle(terminal: Terminal) -> None:
    """Wait until the picture stays: a page comes in pieces."""
    pictures: list[list[str]] = [[], []]

    def stays() -> bool:
        pictures[:] = [*pictures[-3:], list(terminal.lines)]
        return len(pictures) == 4 and all(each == pictures[0] for each in pictures)

    terminal.wait_until(stays, "a picture that stays")


def turn(terminal: Terminal, key: str) -> None:
    """Press a key, and wait until another page is shown."""
    before = page(terminal)
    terminal.press(key)
    terminal.wait_until(lambda: page(terminal) not in (before, None), f"another page than {before}")
    settle(terminal)


def read_through(terminal: Terminal, words: str) -> list[set[str]]:
    """Turn all pages with Enter; return the words on each."""
    settle(terminal)
    first = page(terminal)
    assert first
    assert first[0] == 1
    pages = [seen(terminal)]
    for number in range(2, first[1] + 1):
        turn(terminal, "enter")
        assert page(terminal) == (number, first[1])
        pages.append(seen(terminal))
    assert set(words.split()) <= set().union(*pages)
    return pages


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_long_words_are_said_when_they_were_shown(size: tuple[int, int], place: LongPlace) -> None:
    """Enter shows the next part of the words, and says them only where they end; the arrows turn pages too."""
    with place.ring_at(*size) as terminal:
        first = page(terminal)
        assert first
        assert first[1] > 1
        terminal.press("up")
        turn(terminal, "down")
        turn(terminal, "up")
        assert page(terminal) == first
        pages = read_through(terminal, SAID)
        assert all(pages)
        terminal.press("down")
        assert place.call().step == "greet"
        terminal.press("enter")
        place.at(terminal, "ask_address")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_a_long_question_is_answered_at_its_end(size: tuple[int, int], place: LongPlace) -> None:
    """What is typed while a question is read by pages stays in its field, which is on every page; the last Enter keeps
    it."""
    with place.ring_at(*size) as terminal:
        to_the_question(terminal, place)
        terminal.type("Olena")
        terminal.wait_for("Olena")
        pages = read_through(terminal, ASKED)
        assert len(pages) > 1
        assert terminal.shows("Olena")
        assert terminal.cursor
        assert "Olena" in terminal.lines[terminal.cursor[1]]
        assert place.call().step == "ask_address"
        terminal.press("enter")
        place.at(terminal, "need")
    assert place.call().fields["address"].text == "Olena"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_answers_count_when_they_are_on_screen(size: tuple[int, int], place: LongPlace) -> None:
    """A digit of an answer that stands on another page is refused in words; on its own page it answers."""
    with place.ring_at(*size) as terminal:
        to_the_question(terminal, place)
        read_through(terminal, ASKED)
        terminal.press("enter")
        place.at(terminal, "need")
        wait_for_beginning(terminal, "question000")
        assert not terminal.shows("Answer five")
        terminal.press("5")
        terminal.wait_for("Answer 5 stands on another page")
        assert place.call().step == "need"
        pages = len(read_through(terminal, CHOSEN))
        where = {name: at for at in range(pages, 0, -1) for name in on_page(terminal, at)}
        assert set(where) == set(ANSWERS)
        on_page(terminal, where["five"])
        terminal.wait_for(f"Answer five: {OFFERS['five'].split()[2]}")
        terminal.press("5")
        place.at(terminal, "farewell")
    assert place.call().answers["need"] == "five"


def test_an_answer_higher_than_the_screen_is_read_to_its_end(tmp_path: Path) -> None:
    """At 40×10 it goes on from page to page; its digit answers where it ends, and nowhere before."""
    place = HighPlace(tmp_path, Route("ua-court", ()))
    with place.ring_at(40, 10) as terminal:
        to_the_question(terminal, place)
        read_through(terminal, ASKED)
        terminal.press("enter")
        place.at(terminal, "need")
        wait_for_beginning(terminal, "question000")
        pages = read_through(terminal, f"{CHOSEN} {text('five', 400)}")
        parts = [at for at, words in enumerate(pages, start=1) if any(word.startswith("five") for word in words)]
        assert len(parts) > 1
        assert parts[-1] == len(pages)
        turn(terminal, "up")
        terminal.wait_for(" 5… ")
        terminal.press("5")
        terminal.wait_for("Answer 5 stands on another page")
        assert place.call().step == "need"
        turn(terminal, "enter")
        terminal.press("5")
        place.at(terminal, "farewell")
    assert place.call().answers["need"] == "five"


def to_the_question(terminal: Terminal, place: LongPlace) -> None:
    """Say the long words, and come to the long question."""
    read_through(terminal, SAID)
    terminal.press("enter")
    place.at(terminal, "ask_address")
    wait_for_beginning(terminal, "asked000")


def wait_for_beginning(terminal: Terminal, word: str) -> None:
    """Wait until the first page of a long text is on screen."""
    terminal.wait_until(lambda: (page(terminal) or (0, 0))[0] == 1 and word in seen(terminal), word)


def digits(terminal: Terminal) -> set[str]:
    """Return the answers that begin on screen."""
    return {found[1] for line in terminal.lines if (found := re.search(r" \d  ?Answer (\w+)", line))}


def on_page(terminal: Terminal, number: int) -> set[str]:
    """Turn to a page; return the answers that begin on it."""
    while (now := page(terminal)) and now[0] != number:
        turn(terminal, "down" if now[0] < number else "up")
    return digits(terminal)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_a_clock_moves_no_words(size: tuple[int, int], place: LongPlace) -> None:
    """What is done now is named in the same row, and its words begin in the same row, whether a clock runs or not."""
    with place.ring_at(*size) as terminal:
        before = row_of(terminal, "greeting000")
        terminal.press("f2")
        place.at(terminal, "hold_consent")
        terminal.press("enter")
        place.at(terminal, "hold_agreed")
        terminal.wait_for("Так", "Ні")
        asked = row_of(terminal, "Чи погодився")
        terminal.press("1")
        terminal.wait_for("3:00 left")
        assert row_of(terminal, "Заявник очікує") == asked == before
        place.pass_time(200)
        terminal.wait_for("+0:20 over")
        assert row_of(terminal, "Заявник очікує") == asked
        terminal.press("enter")
        terminal.wait_until(lambda: not terminal.shows("over 3:00") and "greeting000" in seen(terminal), "no clock")
        assert row_of(terminal, "greeting000") == before


def row_of(terminal: Terminal, words: str) -> int:
    """Return the row in which words stand."""
    terminal.wait_for(words)
    return next(y for y, line in enumerate(terminal.lines) if words in line)
