"""Whatever comes down the line, the program lives, nothing is fired by it, and the keyboard answers within a second."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from callscript.terminal.decoder import BEHIND_ESCAPE
from tests.terminal.calls import Place
from tests.terminal.terminal import Terminal

ANSWER = 1.0
"""Seconds within which the keyboard answers."""

KEYS = b"\t\r\n\x03\x11\x08\x7f\x1b"
"""The bytes that are keys by themselves wherever they come."""
HARMLESS = bytes(byte for byte in range(256) if byte not in KEYS and not chr(byte).isdigit())
NO_KEYS_BEHIND_ESC = bytes(byte for byte in HARMLESS if byte < 0x80 and chr(byte) not in BEHIND_ESCAPE)
NAME = "Шевченко Олена Ґонта Ї"


def answers(terminal: Terminal) -> None:
    """Hold that the help comes, and goes again, each within a second."""
    title = "Help: the keys of the moment"
    terminal.press("f1")
    terminal.wait_for(title, patience=ANSWER)
    terminal.press("enter")
    terminal.wait_until(lambda: not terminal.shows(title), "help closed", patience=ANSWER)


def test_every_byte(ua: Place) -> None:
    """None of the 256 bytes, alone, behind Esc or all in a row, ends the program or fires what it is not."""
    with ua.ring() as terminal:
        for byte in HARMLESS:
            terminal.send(bytes([byte]))
        answers(terminal)
        for byte in NO_KEYS_BEHIND_ESC:
            terminal.send(b"\x1b" + bytes([byte]))
            if chr(byte) in "[]OPX^_":
                terminal.send(b"\x18")
        answers(terminal)
        terminal.send(HARMLESS)
        answers(terminal)
        assert [type(event).__name__ for event in ua.log()] == ["CallStarted"]
        ua.wait_for_step(terminal, "greet")


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "iso8859-13"])
def test_another_encoding(encoding: str, ua: Place) -> None:
    """A terminal in another encoding fires nothing, in a field or outside; the field takes in what can be shown."""
    letters = f"{NAME} {'Bērziņa Līga Šķēle'}".encode(encoding, "ignore")
    with ua.ring() as terminal:
        terminal.send(letters)
        answers(terminal)
        ua.walk(terminal, ua.route.moves[:2])
        ua.wait_for_step(terminal, "ask_address")
        for byte in letters:
            terminal.send(bytes([byte]))
        terminal.type("Ivan")
        terminal.wait_for("Ivan", patience=ANSWER)
        terminal.press("enter")
        ua.wait_for_step(terminal, "offer_help")
    text = ua.call().fields["address"].text
    assert text.isprintable()
    assert text.endswith("Ivan")


def test_digits_of_other_alphabets(ua: Place) -> None:
    """What only looks like a digit chooses nothing, and breaks nothing."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:5])
        ua.wait_for_step(terminal, "need_kind")
        terminal.type("²³¹①১٣߁")
        answers(terminal)
        assert ua.call().step == "need_kind"


@pytest.mark.parametrize(
    "sequence",
    [
        b"\x1b[99999999u",
        b"\x1b[1082::114;5u",
        b"\x1b]0;1\r2",
        b"\x1bP1$r0m",
        b"\x1b[?62;22c",
        b"\x1b[M!",
        b"\x1b[" + b"1;" * 5000,
    ],
    ids=["kitty", "kitty, alternate keys", "OSC", "DCS", "DA", "mouse", "CSI of 10,000 bytes"],
)
def test_sequences(sequence: bytes, ua: Place) -> None:
    """A sequence that is malformed, too long or without end fires nothing, and holds the keyboard up for no second."""
    with ua.ring() as terminal:
        terminal.send(sequence)
        terminal.wait_until(silence(terminal), "silence")
        answers(terminal)
        assert len(ua.log()) == 1


def silence(terminal: Terminal) -> Callable[[], bool]:
    """Return a condition that holds when the line has been silent for as long as a sequence is waited for."""
    begun = time.monotonic()
    return lambda: time.monotonic() - begun > 0.5 and not terminal.over


def test_a_paste_without_end(ua: Place) -> None:
    """A paste whose end does not come is in the field within a second; nothing in it was a key, and keys are again."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        ua.wait_for_step(terminal, "ask_address")
        terminal.send("\x1b[200~пані\r12".encode())
        terminal.wait_for("пані 12", patience=ANSWER)
        terminal.type("3")
        terminal.wait_for("пані 123", patience=ANSWER)
        assert ua.call().step == "ask_address"
        answers(terminal)


def test_a_paste_in_pieces(ua: Place) -> None:
    """A paste with Esc in it, split anywhere, its marks too, is in the field in its order; none of it is replayed."""
    data = "\x1b[200~пані\x1b[15~ \x1bOP\rОлено\x1b]0;x\x07\x1b[201~!".encode()
    chance = random.Random(3)
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        ua.wait_for_step(terminal, "ask_address")
        at = 0
        while at < len(data):
            size = chance.randrange(1, 5)
            terminal.send(data[at : at + size])
            at += size
        terminal.wait_for("пані[15~ OP Олено]0;x!")
        assert ua.call().step == "ask_address"
        terminal.press("enter")
        ua.wait_for_step(terminal, "offer_help")
    assert ua.call().fields["address"].text == "пані[15~ OP Олено]0;x!"


def test_a_storm_of_sizes(ua: Place) -> None:
    """Through three hundred sizes, from none and 1×1 to 220×60, no letter is lost or doubled; all is there again."""
    chance = random.Random(220_60)
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        ua.wait_for_step(terminal, "ask_address")
        typed = ""
        for number in range(300):
            size = chance.choice([(1, 1), (0, 0), (80, 24), (chance.randrange(1, 221), chance.randrange(1, 61))])
            terminal.resize(*size)
            if number % 5 == 0:
                letter = chance.choice("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
                terminal.type(letter)
                typed += letter
        terminal.resize(80, 24)
        terminal.wait_for(typed[-20:])
        terminal.press("enter")
        ua.wait_for_step(terminal, "offer_help")
        answers(terminal)
    assert ua.call().fields["address"].text == typed
