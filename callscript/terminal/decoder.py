"""Decodes the bytes that terminals send into keys and pastes. Whatever else comes, answers of the terminal, sequences
that nobody knows, broken ones and halves of them, is passed over whole: nothing of it is ever taken for a key.

The grammar is that of ECMA-48; which sequence is which key, and who sends it, stands in `KEYS`.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import NamedTuple

BEHIND_ESCAPE = {"1": "f1", "2": "f2", "3": "f3", "4": "f4", "5": "f5"} | {
    "6": "f6", "7": "f7", "8": "f8", "9": "f9", "0": "f12", "!": "insert", "?": "f10", "tab": "shift+tab"
}  # fmt: skip
"""Keys, by the key that stands for each behind Esc. Esc and Tab is what a Linux console sends for Shift and Tab."""


class Press(NamedTuple):
    """A key."""

    key: str
    character: str | None = None
    """The character that it types, if it types one."""


class Pasted(NamedTuple):
    """Text that was pasted as a whole."""

    text: str


def _keys() -> dict[str, Press]:
    csi, ss3 = "\x1b[", "\x1bO"
    named = {
        "up": [f"{csi}A", f"{ss3}A"],
        "down": [f"{csi}B", f"{ss3}B"],
        "right": [f"{csi}C", f"{ss3}C"],
        "left": [f"{csi}D", f"{ss3}D"],
        "home": [f"{csi}H", f"{ss3}H", f"{csi}1~", f"{csi}7~"],  # xterm, its cursor mode, tmux and PuTTY, rxvt
        "end": [f"{csi}F", f"{ss3}F", f"{csi}4~", f"{csi}8~"],
        "insert": [f"{csi}2~"],
        "delete": [f"{csi}3~"],
        "pageup": [f"{csi}5~"],
        "pagedown": [f"{csi}6~"],
        "shift+tab": [f"{csi}Z"],
        "enter": [f"{ss3}M"],  # of the keypad
    }
    numbers = (11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24)  # PuTTY "ESC[n~", rxvt, VT220
    for at, number in enumerate(numbers, start=1):
        named[f"f{at}"] = [f"{csi}{number}~"]
    for at, letter in enumerate("PQRSTUVWXYZ[", start=1):  # xterm to F4, PuTTY "VT100+" further on
        named[f"f{at}"].append(ss3 + letter)
    for at, letter in enumerate("ABCDE", start=1):  # the Linux console, PuTTY "Linux"
        named[f"f{at}"].append(f"{csi}[{letter}")
    for sign, key in BEHIND_ESCAPE.items():
        named[key].append("\x1b\t" if sign == "tab" else f"\x1b{sign}")
    table = {sequence: Press(key) for key, sequences in named.items() for sequence in sequences}
    for letter, typed in zip("jklmnopqrstuvwxy", "*+,-./0123456789", strict=True):  # the keypad in its own mode
        table[ss3 + letter] = Press(typed, typed)
    controls = {"\r": "enter", "\n": "enter", "\t": "tab", "\x7f": "backspace", "\x08": "backspace"}
    controls |= {"\x03": "ctrl+c", "\x11": "ctrl+q"}
    return table | {sign: Press(key) for sign, key in controls.items()}


KEYS = _keys()
"""Keys, by the sequence that terminals send for each."""

_PASTE_BEGINS = "\x1b[200~"
_PASTE_ENDS = "\x1b[201~"
_BURST = 32
"""Characters at once that are taken for the rest of a paste whose end was lost: nobody types so fast."""
_LONGEST_PASTE = 1 << 20
"""Characters of a paste that are held; a longer one is handed on in pieces."""
_LONGEST_SEQUENCE = 4096

_ESCAPE_SILENCE = 0.08
"""Seconds after which Esc was pressed alone."""
_SEQUENCE_SILENCE = 0.4
"""Seconds after which the rest of a sequence does not come any more."""
_PASTE_SILENCE = 0.7
"""Seconds after which the end of a paste does not come any more."""

_SEQUENCE = re.compile(
    r"\x1b(?:"
    r"\[\[(?P<console>[^\x1b]|$)"
    r"|\[M[^\x1b]{0,2}(?P<mouse>(?<=\[M[^\x1b]{2})[^\x1b]|$)"
    r"|\[[0-?]*[ -/]*(?P<csi>[@-Z\\-~]|$)"
    r"|O[0-9;]*(?P<ss3>[^\x1b0-9;]|$)"
    r"|[\]P^_X][^\x07\x18\x1a\x1b\x9c]*(?P<string>\x07|\x18|\x1a|\x9c|\x1b\\|\x1b?$)"
    r"|(?P<sign>[!\t])"
    r"|[ -/]+(?P<charset>[0-~]|$)"
    r"|(?P<alone>$)"
    r"|(?P<other>[^\x00-\x1f\x7f])"
    r")"
)
"""A sequence behind Esc; the group that matched is empty, or a lone Esc, while more must come."""


class Decoder:
    """Decodes bytes that come in pieces of any size."""

    def __init__(self) -> None:
        self._text = getincrementaldecoder("utf-8")("replace")
        self._held = ""
        """Text that may be the beginning of a sequence."""
        self._pasting = False
        self._unended = False
        """The end of the latest paste has not come."""
        self.goes_on = False
        """The decoder waits for the rest of the same sequence as before: its time runs on, however much comes."""

    @property
    def patience(self) -> float | None:
        """Seconds after which `give_up` is to be called; None: nothing is waited for."""
        if self._pasting:
            return _PASTE_SILENCE
        if self._held:
            return _ESCAPE_SILENCE if self._held == "\x1b" else _SEQUENCE_SILENCE
        return _SEQUENCE_SILENCE if self._text.getstate()[0] else None

    def feed(self, data: bytes) -> Iterator[Press | Pasted]:
        """Yield the keys and pastes that are complete with `data`."""
        text = self._text.decode(data)
        self.goes_on = bool(self._held) and not self._pasting
        if self._unended and (len(text) >= _BURST or _PASTE_ENDS in text):
            self._pasting = True
        self._held += text
        while self._held:
            before = self._held, self._pasting
            yield from self._paste() if self._pasting else self._next()
            if before == (self._held, self._pasting):
                break
            self.goes_on = False
        if not self._pasting and len(self._held) > _LONGEST_SEQUENCE:
            self._held = self._held[:2]

    def give_up(self) -> Iterator[Press | Pasted]:
        """Yield what is held as keys or as a paste: its rest has not come in time."""
        held, pasting = self._held + self._text.decode(b"", final=True), self._pasting
        self._held, self._pasting = "", False
        self._text.reset()
        if pasting:
            self._unended = True
            yield Pasted(held)
        elif held == "\x1b":
            yield Press("escape")
        elif not held.startswith("\x1b"):
            yield from self.feed(held.encode())

    def _next(self) -> Iterator[Press]:
        """Take one key, or one sequence that is none, off what is held."""
        sign = self._held[0]
        if sign != "\x1b":
            self._held = self._held[1:]
            if key := KEYS.get(sign):
                yield key
            elif "\x80" <= sign <= "\x9f":  # a sequence may begin with one sign instead of Esc and another
                self._held = f"\x1b{chr(ord(sign) - 0x40)}{self._held}"
            elif sign.isprintable():
                yield Press(sign, sign)
            elif sign.isspace() and sign > "\x7f":  # one that does not break, as Latvian keyboards have it
                yield Press(" ", " ")
            return
        sequence = _SEQUENCE.match(self._held)
        if sequence is None:  # Esc and a control character, or a sequence that another breaks off
            yield from self._broken_off()
        elif sequence[sequence.lastgroup or 0] not in ("", "\x1b"):
            self._held = self._held[sequence.end() :]
            if sequence[0] == _PASTE_BEGINS:
                self._pasting = True
            elif key := KEYS.get(sequence[0]):
                yield key

    def _broken_off(self) -> Iterator[Press]:
        """Drop a broken sequence, up to what cannot belong to it."""
        begun = re.match(r"\x1b(?:\[\[?[0-?]*[ -/]*|O|[\]P^_X][^\x07\x18\x1a\x1b\x9c]*|[ -/]*)", self._held)
        taken = begun[0] if begun else "\x1b"
        self._held = self._held[len(taken) :]
        if taken == "\x1b":
            yield Press("escape")

    def _paste(self) -> Iterator[Pasted]:
        text, end, rest = self._held.partition(_PASTE_ENDS)
        if end:
            self._held, self._pasting, self._unended = rest, False, False
            yield Pasted(text)
        elif len(text) > _LONGEST_PASTE:
            kept = len(_PASTE_ENDS) - 1  # the end may be under way
            self._held = text[-kept:]
            yield Pasted(text[:-kept])
