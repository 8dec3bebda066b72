"""What the decoder makes of bytes: keys as each terminal sends them, pastes, and whatever else comes down a line."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence

import pytest

from callscript.terminal.decoder import Decoder, Pasted, Press

NAMES = [f"f{number}" for number in range(1, 13)]
"""The function keys in their order on the keyboard."""


def named(keys: Sequence[str], sequences: str) -> dict[str, str]:
    """Return a table by key; the sequences are parted by blanks, and `^` stands for Esc."""
    return dict(zip(keys, sequences.replace("^", "\x1b").split(), strict=True))


_EDITING = ("home", "end", "insert", "delete", "pageup", "pagedown", "shift+tab")
_ARROWS = ("up", "down", "right", "left")
_F5_ON = "^[15~ ^[17~ ^[18~ ^[19~ ^[20~ ^[21~ ^[23~ ^[24~"
_VT220_F = "^[11~ ^[12~ ^[13~ ^[14~ " + _F5_ON
_XTERM_F = "^OP ^OQ ^OR ^OS " + _F5_ON
_LINUX_F = "^[[A ^[[B ^[[C ^[[D ^[[E " + _F5_ON.removeprefix("^[15~ ")

SENT = {
    # XTerm Control Sequences, "PC-Style Function Keys"
    "xterm": named(NAMES, _XTERM_F)
    | named(_EDITING, "^[H ^[F ^[2~ ^[3~ ^[5~ ^[6~ ^[Z")
    | named(_ARROWS, "^[A ^[B ^[C ^[D"),
    "xterm, cursor keys in their own mode": named((*_ARROWS, "home", "end"), "^OA ^OB ^OC ^OD ^OH ^OF"),
    # terminfo: tmux-256color, screen-256color
    "tmux": named(NAMES, _XTERM_F)
    | named(_EDITING, "^[1~ ^[4~ ^[2~ ^[3~ ^[5~ ^[6~ ^[Z")
    | named(_ARROWS, "^OA ^OB ^OC ^OD"),
    "screen": named(NAMES, _XTERM_F) | named(_EDITING, "^[1~ ^[4~ ^[2~ ^[3~ ^[5~ ^[6~ ^[Z"),
    # PuTTY User Manual 4.4.2 and 4.4.3
    'PuTTY "ESC[n~"': named(NAMES, _VT220_F) | named(_EDITING, "^[1~ ^[4~ ^[2~ ^[3~ ^[5~ ^[6~ ^[Z"),
    'PuTTY "Linux"': named(NAMES, _LINUX_F),
    'PuTTY "Xterm R6"': named(NAMES, _XTERM_F),
    'PuTTY "VT400"': named(NAMES, _VT220_F),
    'PuTTY "VT100+"': named(NAMES, "^OP ^OQ ^OR ^OS ^OT ^OU ^OV ^OW ^OX ^OY ^OZ ^O["),
    "PuTTY, keypad in its own mode": named((*"0123456789", "."), "^Op ^Oq ^Or ^Os ^Ot ^Ou ^Ov ^Ow ^Ox ^Oy ^On"),
    # console_codes(4), terminfo: linux
    "Linux console": named(NAMES, _LINUX_F) | named(_EDITING, "^[1~ ^[4~ ^[2~ ^[3~ ^[5~ ^[6~ ^[Z"),
    # urxvt(7), "Key Codes"
    "rxvt": named(NAMES, _VT220_F) | named(_EDITING, "^[7~ ^[8~ ^[2~ ^[3~ ^[5~ ^[6~ ^[Z"),
    "keypad, in its own mode": named(("enter", *"+-*/"), "^OM ^Ok ^Om ^Oj ^Oo"),
    "Linux console, Meta_Tab of keymaps(5)": {"shift+tab": "\x1b\t"},
    "Esc and a digit": named((*NAMES[:9], "f12", "insert", "f10"), "^1 ^2 ^3 ^4 ^5 ^6 ^7 ^8 ^9 ^0 ^! ^?"),
    "controls": {"enter": "\r", "tab": "\t", "backspace": "\x7f", "escape": "\x1b", "ctrl+c": "\x03", "ctrl+q": "\x11"},
    "other controls": {"enter": "\n", "backspace": "\x08"},
}
"""By terminal: what it sends for a key."""

KNOWN = {sequence for table in SENT.values() for sequence in table.values()} | {"\x1b[200~"}

SWALLOWED = [
    "\x1b[?62;22c", "\x1b[>41;320;0c", "\x1b[0n", "\x1b[24;80R", "\x1b[?2026;2$y", "\x1b[I", "\x1b[O", "\x1b[8;24;80t",
    "\x1b]11;rgb:0000/0000/0000\x07", "\x1b]10;rgb:ffff/ffff/ffff\x1b\\", "\x1bP>|XTerm(379)\x1b\\",
    "\x1b_Gi=1;OK\x1b\\",
    "\x1b[1;2P", "\x1b[1;5A", "\x1b[15;2~", "\x1bO5P", "\x1bO2A", "\x1b[1;2Q", "\x1b[24;5~",
    "\x1b[99999999u", "\x1b[1082::114;5u", "\x1b[49;5u", "\x1b[13;2u", "\x1b[27;5;49~", "\x1b[;;;;u",
    "\x1b[M !1", "\x1b[M123", "\x1b[<0;1;1M", "\x1b[32;5;5M", "\x1b[201~", "\x1b[99~", "\x1b[", "\x1bO", "\x1b[M",
    "\x1b]0;",
    "\x1b[N", "\x1b[X", "\x1br", "\x1bк", "\x1b(B", "\x1b#8", "\x1b%G", "\x1b=", "\x1bc", "\x9b5n", "\x9d0;1\x9c",
    "\x85",
]  # fmt: skip
"""Answers of terminals; keys with modifiers; the keyboard protocol of kitty; mice; PuTTY "SCO"; Alt; bare controls."""

Typed = list[str | Pasted]


def read(pieces: Iterable[bytes], decoder: Decoder | None = None) -> Typed:
    """Return what was typed, in the pieces in which it came, with silence behind the last one."""
    decoder = decoder or Decoder()
    found = [each for piece in pieces for each in decoder.feed(piece)]
    while decoder.patience is not None:
        assert decoder.patience < 1
        found += decoder.give_up()
    return [each.key if isinstance(each, Press) else each for each in found]


@pytest.mark.parametrize("terminal", SENT)
def test_keys_of_a_terminal(terminal: str) -> None:
    """Every key that callscript uses is read as each terminal sends it, in one piece, split anywhere, and in a row."""
    for key, sequence in SENT[terminal].items():
        data = sequence.encode()
        assert read([data]) == [key]
        if terminal != "Esc and a digit":
            assert read(bytes([byte]) for byte in data) == [key]
        for at in range(1, len(data)):
            assert read([data[:at], data[at:]]) == [key]
        assert read([b"a" + data, b"b"] if key != "escape" else [b"a" + data, b""])[:2] == ["a", key]
    row = [key for key in SENT[terminal] if key != "escape"]
    assert read(["".join(SENT[terminal][key] for key in row).encode()]) == row


@pytest.mark.parametrize("key", [*"aZ7 ~", "ґ", "Ї", "ķ", "ī", "ʼ", "’", "№", "中", "😀"])
def test_letters(key: str) -> None:
    """A letter of any alphabet types itself, split between its bytes too."""
    assert list(Decoder().feed(key.encode())) == [Press(key, key)]
    assert read(bytes([byte]) for byte in key.encode()) == [key]


def test_a_space_that_does_not_break() -> None:
    """The space that does not break, which is on Latvian keyboards, is a space."""
    assert list(Decoder().feed("\u00a0".encode())) == [Press(" ", " ")]


def test_single_bytes() -> None:
    """Of the 256 bytes only the keys that they are fire; what is no UTF-8 is shown as such or passed over."""
    keys = {0x03: "ctrl+c", 0x08: "backspace", 0x09: "tab", 0x0A: "enter", 0x0D: "enter", 0x11: "ctrl+q"}
    keys |= {0x1B: "escape", 0x7F: "backspace"} | {byte: chr(byte) for byte in range(0x20, 0x7F)}
    for byte in range(256):
        expected = [[keys[byte]]] if byte in keys else [[]] if byte < 0x80 else [[], ["\ufffd"]]
        assert read([bytes([byte])]) in expected
        assert read([bytes([byte]), b"\x1b[15~"])[-1] == "f5"


@pytest.mark.parametrize("sequence", SWALLOWED, ids=ascii)
def test_what_is_no_key(sequence: str) -> None:
    """What is no key of callscript's is passed over whole, in one piece or in many, and the next key is read."""
    for pieces in ([sequence.encode()], [bytes([byte]) for byte in sequence.encode()]):
        decoder = Decoder()
        assert read(pieces, decoder) == []
        assert read([b"7"], decoder) == ["7"]


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "iso8859-13", "latin-1", "cp1257"])
def test_other_encodings(encoding: str) -> None:
    """Letters in an encoding that is not UTF-8 fire nothing."""
    for letters in ("Шевченко Олена, вул. Ґонти", "Bērziņa Līga, Rīgā", "äöü ß é"):
        typed = read([letters.encode(encoding, "ignore")])
        assert all(isinstance(key, str) and len(key) == 1 and key.isprintable() for key in typed)
        assert not any(isinstance(key, str) and key.isascii() and key.isdigit() for key in typed)


# Pastes

BRACKETS = b"\x1b[200~%s\x1b[201~"


@pytest.mark.parametrize(
    "text", ["", "Іван", "a\nb\r\nc\r", "1\x1b[15~2\x1bOP\x1b]0;x\x07\x1b", "\x1b[201", "x\x9b5n\0"]
)
def test_a_paste(text: str) -> None:
    """A paste comes whole and in its place, wherever it is split; nothing in it is a key, Esc least of all."""
    data = b"7" + BRACKETS % text.encode() + b"\r"
    for at in range(len(data)):
        assert read([data[:at], data[at:]]) == ["7", Pasted(text), "enter"]
    assert read(bytes([byte]) for byte in data) == ["7", Pasted(text), "enter"]


def test_a_paste_without_end() -> None:
    """A paste whose end does not come is handed on within a second, and the keyboard is there again."""
    decoder = Decoder()
    assert read([b"\x1b[200~abc\r1"], decoder) == [Pasted("abc\r1")]
    assert read([b"\r"], decoder) == ["enter"]


def test_the_rest_of_a_paste() -> None:
    """What comes late of a paste whose end had not come is no keys either: it is too much at once, or ends like it."""
    decoder = Decoder()
    assert read([b"\x1b[200~abc\r1"], decoder) == [Pasted("abc\r1")]
    assert read([b"\r2\x1b[201~\r"], decoder) == [Pasted("\r2"), "enter"]
    assert read([b"\x1b[200~abc"], decoder) == [Pasted("abc")]
    assert read([b"1\r" * 50], decoder) == [Pasted("1\r" * 50)]
    assert read([b"1\r" * 50, b"2\r\x1b[201~3"], decoder) == [Pasted("1\r" * 50 + "2\r"), "3"]
    assert read([b"1\r" * 20], decoder) == ["1", "enter"] * 20


def test_a_long_paste() -> None:
    """A paste of megabytes loses nothing and fires nothing."""
    text = "".join(f"{number}\r\x1b[15~" for number in range(300_000))
    data = BRACKETS % text.encode()
    typed = read([*(data[at : at + 4096] for at in range(0, len(data), 4096)), b"\r"])
    *pasted, last = typed
    assert last == "enter"
    assert "".join(each.text for each in pasted if isinstance(each, Pasted)) == text
    assert len(pasted) < 10


# Time


def test_how_long_is_waited() -> None:
    """Esc alone is decided within a tenth of a second; the time for a sequence does not begin anew with every byte."""
    decoder = Decoder()
    assert decoder.patience is None
    assert list(decoder.feed(b"\x1b")) == []
    assert not decoder.goes_on
    assert decoder.patience is not None
    assert decoder.patience <= 0.1
    for byte in b"]0;Enter does nothing":
        assert list(decoder.feed(bytes([byte]))) == []
        assert decoder.goes_on
        assert decoder.patience < 1
    assert list(decoder.give_up()) == []
    assert decoder.patience is None


def test_a_sequence_without_end() -> None:
    """Of a sequence that does not end little is held, and it ends with the silence."""
    for begin in (b"\x1b]0;", b"\x1b[", b"\x1bP", b"\x1bO"):
        decoder = Decoder()
        assert [*decoder.feed(begin)] == []
        for _piece in range(1000):
            assert [*decoder.feed(b"1;" * 500)] == []
        assert len(decoder.__dict__["_held"]) < 10_000
        assert read([b""], decoder) == []
        assert read([b"\r"], decoder) == ["enter"]


# Anything


def pieces(data: bytes, chance: random.Random) -> list[bytes]:
    """Cut bytes into pieces at random."""
    cuts = sorted(chance.sample(range(len(data) + 1), k=min(len(data), chance.randrange(4))))
    return [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]


def test_ten_thousand_byte_strings() -> None:
    """No bytes bring the decoder down, fire a key that they do not hold, or keep the next key from being read."""
    chance = random.Random(10_000)
    likely = b"\x1b\x1b\x1b[]OPX_^~M;?<0123456789\r\x07\x9c\xc2\x9b\x18\x80\xff"
    for _string in range(10_000):
        letters = [chance.choice(likely) if chance.random() < 0.5 else chance.randrange(256) for _ in range(40)]
        data = bytes(letters[: chance.randrange(1, 41)])
        decoder = Decoder()
        typed = read(pieces(data, chance), decoder)
        held = literal(data)
        for key in {each for each in typed if isinstance(each, str)}:
            assert typed.count(key) <= held(key), (data, key)
        assert read([b"\x1b[15~"], decoder) == ["f5"], data


def literal(data: bytes) -> Callable[[str], int]:
    """Return a function that counts how often bytes hold a key."""
    text = data.decode(errors="replace")
    text = re.sub("[\x80-\x9f]", lambda found: f"\x1b{chr(ord(found[0]) - 0x40)}", text)
    text = re.sub(r"[^\S\x00-\x7f]", " ", text)
    ways: dict[str, set[str]] = {}
    for table in SENT.values():
        for key, sequence in table.items():
            ways.setdefault(key, set()).add(sequence)

    def count(key: str) -> int:
        found = sum(text.count(way) for way in ways.get(key, ()))
        return found + (text.count(key) if len(key) == 1 else 0) + (len(data) if key == "\ufffd" else 0)

    return count


def test_five_thousand_sequences() -> None:
    """Sequences that nobody knows, that are broken off or far too long are passed over whole, and fire nothing."""
    chance = random.Random(5_000)
    tried = 0
    while tried < 5_000:
        sequence = unknown(chance)
        if sequence in KNOWN:
            continue
        tried += 1
        data = sequence.encode()
        decoder = Decoder()
        assert read(pieces(data, chance), decoder) == [], data
        assert read([data[: chance.randrange(2, len(data) + 1)]], decoder) == [], data
        assert read([b"1"], decoder) == ["1"], data
        assert read([data + b"\r"], Decoder()) == ["enter"], data


def unknown(chance: random.Random) -> str:
    """Make a sequence by the grammar of ECMA-48, of any length and meaning."""

    def some(signs: str, most: int) -> str:
        return "".join(chance.choices(signs, k=chance.randrange(most + 1)))

    parameters = some("0123456789:;<=>?", chance.choice((3, 12, 5000)))
    between = some(" !\"#$%&'()*+,-./", chance.choice((0, 0, 2)))
    string = some("0123456789abcXYZ;:?/ іїґ\t", chance.choice((5, 80, 3000)))
    kind = chance.randrange(4)
    if kind == 0:
        final = chance.choice([chr(number) for number in range(0x40, 0x7F) if chr(number) not in "[M"])
        return f"\x1b[{parameters}{between}{final}"
    if kind == 1:
        return f"\x1b{chance.choice('PX]^_')}{string}" + chance.choice(("\x07", "\x1b\\", "\x9c", "\x18"))
    if kind == 2:
        return f"\x1b[{parameters[:40]}{chance.choice('u~R')}"
    return f"\x1bO{parameters.translate(dict.fromkeys(map(ord, ':<=>?')))[:9]}{chance.choice('abcdefghiEGKLN')}"
