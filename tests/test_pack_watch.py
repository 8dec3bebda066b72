"""`callscript pack watch`: a script is played while it is written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from shutil import copytree
from threading import Thread

import pytest

from tests.terminal.any_terminal import PATIENCE
from tests.test_cli import MINI, run


class Author:
    """Somebody who writes a pack and tries it."""

    def __init__(self, folder: Path) -> None:
        self.pack = folder / "draft"
        copytree(MINI, self.pack)
        self.home = folder / "home"
        command = [sys.executable, "-m", "callscript", "pack", "watch", str(self.pack), "--home", str(self.home)]
        self._process = subprocess.Popen(
            [*command, "--at", "2026-11-23 10:00"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._told = Queue[str]()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._told.put(line)

    def type(self, line: str) -> None:
        """Type a line."""
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def swap(self, file: str, old: str, new: str) -> None:
        """Put `new` in the place of the first `old` in a file of the pack, and save it."""
        text = (self.pack / file).read_text(encoding="utf-8")
        assert old in text
        (self.pack / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    def hears(self, words: str) -> str:
        """Read on until it is told so; return what was told until then."""
        told = ""
        while words not in told:
            try:
                told += self._told.get(timeout=PATIENCE)
            except Empty:
                raise AssertionError(f"{words!r} was not told: {told}") from None
        return told

    def end(self) -> int:
        """End the input; return the exit status."""
        assert self._process.stdin
        self._process.stdin.close()
        self._listener.join(PATIENCE)
        assert self._process.stdout
        self._process.stdout.close()
        return self._process.wait(PATIENCE)


@pytest.fixture
def author(tmp_path: Path) -> Iterator[Author]:
    """An author whose pack is watched."""
    writes = Author(tmp_path)
    yield writes
    writes.end()


def test_it_goes_on_from_the_same_place(author: Author) -> None:
    """What was typed is typed again on the script as it was saved; mistakes are told, and nothing is lost by them."""
    assert "no call is recorded" in author.hears("Доброго ранку!")
    author.type("")
    author.hears("Як я можу до Вас звертатись?")
    author.swap("uk.toml", "Як я можу до Вас звертатись?", "Як Вас звати?")
    assert "dropped" not in author.hears("Як Вас звати?")
    author.type("Олено")
    author.hears("3. Інше")
    author.swap("pack.toml", 'next = "need"', 'next = "ned"')
    assert "'ned'" in author.hears("goes on here")
    author.type("7")
    author.hears("line 3 «7»: means nothing here")
    author.type("1")
    author.hears("Олено, яку книгу Ви шукаєте?")
    author.swap("pack.toml", 'next = "ned"', 'next = "need"')
    author.hears("script ")
    author.hears("Олено, яку книгу Ви шукаєте?")
    assert author.end() == 0
    assert not (author.home / "journal").exists()


def test_what_means_nothing_any_more_is_dropped(author: Author) -> None:
    """From the first such line on, with the reason; it goes on from there."""
    author.hears("Доброго ранку!")
    for line in ("", "Олено", "3"):
        author.type(line)
    author.hears("Дякуємо Вам за дзвінок.")
    author.swap(
        "pack.toml",
        'to = "closing", when = { field = "address" } }',
        'to = "closing", when = { happened = "said:farewell" } }',
    )
    told = author.hears("3. not offered")
    assert "what was typed from there on is dropped: line 3 «3»" in told
    author.type("1")
    author.hears("яку книгу Ви шукаєте?")
    author.type("+600s")
    author.hears("яку книгу Ви шукаєте?")


def test_clocks_and_the_field_that_is_asked_for_are_told(author: Author) -> None:
    """As the screen shows them: how long a countdown still runs, or is over; which field of the card is typed."""
    author.hears("Доброго ранку!")
    for line in ("", "Олено", "1", "Кобзар"):
        author.type(line)
    assert "1. " in author.hears("Кобзар")
    author.type("2")
    author.hears("Назва книги: Кобзар")
    author.type("Енеїда")
    author.hears("Енеїда")
    for line in ("*2", "", "1", "+170s"):
        author.type(line)
    author.hears("Утримання 0:10 left, nearly over")
    author.type("+20s")
    author.hears("Утримання +0:10 over")


def test_a_time_that_is_none(tmp_path: Path) -> None:
    """It is told, and nothing begins."""
    done = run("pack", "watch", str(MINI), "--at", "soon", home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "This is no time: soon" in done.stderr
