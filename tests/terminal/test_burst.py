"""A text that comes at once is told from keys, in whatever pieces it comes."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from callscript.terminal.burst import APART, Bursts, Typed
from callscript.terminal.decoder import Decoder, Pasted, Press

LINES = "дім 12\rкв. 3, код 4455\rКиїв, вул. Хрещатик\r1\r"


def keys(text: str) -> list[Typed]:
    """Return the keys and pastes that a terminal's bytes are."""
    return list(Decoder().feed(text.encode()))


def handed_on(pieces: Iterable[str], apart: float = APART / 2) -> list[Typed]:
    """Return what is handed on of pieces that come so far apart, with silence behind the last one."""
    bursts, found, now = Bursts(), list[Typed](), 100.0
    for piece in pieces:
        if bursts.due is not None and bursts.due <= now:
            found += bursts.give_up()
        found += bursts.take(keys(piece), now)
        now += apart
    return found + bursts.give_up()


def text_of(found: Iterable[Typed]) -> str:
    """Return what is typed and pasted, in a row."""
    return "".join(each.text if isinstance(each, Pasted) else each.character or "" for each in found)


def test_one_key_is_handed_on_at_once() -> None:
    """A key that comes alone is not held for a moment."""
    bursts = Bursts()
    for at, key in enumerate("1\rаб"):
        assert bursts.take(keys(key), float(at)) == keys(key)
        assert bursts.due is None


def test_a_text_at_once_is_a_paste() -> None:
    """Sixteen letters and a line end in one read are a text: none of its digits and line ends is a key."""
    assert handed_on([LINES]) == [Pasted(LINES.replace("\r", "\n").strip("\n"))]
    assert handed_on(["\r\r" + "а" * 16 + "\r"]) == [Pasted("а" * 16)]


@pytest.mark.parametrize("text", ["\r\r\r1\r\r5\r\r\r", "а" * 15 + "\r", "а" * 16, "а" * 40 + "12", "\r" + "1 " * 40])
def test_less_is_keys(text: str) -> None:
    """Without a line end, or with fewer letters, what comes at once stays keys, however many they are."""
    assert handed_on([text]) == keys(text)
    assert handed_on(text) == keys(text)


def test_in_pieces() -> None:
    """Pieces a few milliseconds apart are one text; of one that comes letter by letter only the first is a key."""
    chance = random.Random(8)
    for _ in range(300):
        cuts = sorted(chance.sample(range(2, len(LINES)), 4))
        pieces = [LINES[start:end] for start, end in zip([0, *cuts], [*cuts, len(LINES)], strict=True)]
        assert handed_on(pieces) == [Pasted(LINES.replace("\r", "\n").strip("\n"))]
    first, *rest = handed_on(LINES)
    assert first == Press("д", "д")
    assert rest == [Pasted(LINES[1:].replace("\r", "\n").strip("\n"))]


def test_what_comes_in_its_own_time_stays_keys() -> None:
    """What is typed ahead, over a slow line or a slow program, comes in small pieces: it is keys."""
    assert handed_on(LINES, apart=APART * 1.5) == keys(LINES)
    pieces = [LINES[at : at + 9] for at in range(0, len(LINES), 9)]
    assert handed_on(pieces, apart=APART * 1.5) == keys(LINES)


def test_keys_behind_a_text_are_keys() -> None:
    """After the silence that ends a text the keyboard is there again."""
    bursts = Bursts()
    assert bursts.take(keys(LINES), 1.0) == []
    assert bursts.due == pytest.approx(1.0 + APART)
    assert bursts.give_up() == [Pasted(LINES.replace("\r", "\n").strip("\n"))]
    assert bursts.take(keys("\r"), 1.0 + APART) == keys("\r")


def test_what_goes_on_is_handed_on_in_pieces() -> None:
    """A text that does not end is not held for ever, and its later pieces, which may have few letters, are text too."""
    found = handed_on([LINES, *["1\r" * 8] * 200])
    assert len(found) > 1
    assert all(isinstance(each, Pasted) for each in found)


def test_pastes_keep_their_place() -> None:
    """A real paste within a burst stays one, between what came before and behind it."""
    brackets = "\x1b[200~%s\x1b[201~"
    assert handed_on([LINES + brackets % "a\r1" + "б" + "\x1b[15~"]) == [
        Pasted(LINES.replace("\r", "\n")),
        Pasted("a\r1"),
        Pasted("б"),
    ]
    assert handed_on([brackets % LINES]) == [Pasted(LINES)]
    assert text_of(handed_on(["1" + brackets % "а"])) == "1а"
