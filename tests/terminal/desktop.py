"""A display of its own with a keyboard, whose keys are pressed as fingers do it: by their places, under a layout."""

from __future__ import annotations

import os
import select
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from tests.terminal.any_terminal import PATIENCE, tool

PLACES: Mapping[str, str] = MappingProxyType(
    {
        "escape": "Escape",  # its place is 9, which xdotool takes for the digit
        "backspace": "22",
        "tab": "23",
        "shift+tab": "50+23",
        "enter": "36",
        "keypad home": "79",
        "keypad end": "87",
        "keypad enter": "104",
        "home": "110",
        "up": "111",
        "pageup": "112",
        "left": "113",
        "right": "114",
        "end": "115",
        "down": "116",
        "pagedown": "117",
        "insert": "118",
        "delete": "119",
        "print": "107",
        "f12": "96",
    }
    | {f"f{number}": str(66 + number) for number in range(1, 11)}
    | {digit: str(10 + at) for at, digit in enumerate("1234567890")}
)
"""Where keys lie, whatever they type: the numbers that evdev has for them under X."""

_SHIFT, _ALT_GR = "50", "108"
_LETTERS = [49, *range(10, 22), *range(24, 36), *range(38, 49), 51, *range(52, 62)]
"""The places of the keys that type signs, row by row."""

_LATIN = r"""`1234567890-=qwertyuiop[]asdfghjkl;'\zxcvbnm,./""", r"""~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|ZXCVBNM<>?"""
_ON_KEYS = {
    "us": _LATIN,
    "ua": (
        "'1234567890-=йцукенгшщзхїфівапролджєґячсмитьбю.",
        'ʼ!"№;%:?*()_+ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄҐЯЧСМИТЬБЮ,',
    ),
    "lv": _LATIN,
}
"""By layout: what is printed on the keys, alone and with Shift."""
_LATVIAN = dict(zip("acegiklnosuz", "āčēģīķļņōšūž", strict=True))
"""By letter: what the Latvian layout has on its key with AltGr."""


def _strokes(layout: str) -> dict[str, str]:
    """Return by sign which keys type it, in the way that xdotool is told."""
    plain, shifted = _ON_KEYS[layout]
    found = {" ": "65"}
    for modifier, row in (("", plain), (f"{_SHIFT}+", shifted)):
        found |= {sign: f"{modifier}{place}" for sign, place in zip(row, _LETTERS, strict=True)}
    if layout == "lv":
        for letter, long in _LATVIAN.items():
            found[long] = f"{_ALT_GR}+{found[letter]}"
            found[long.upper()] = f"{_ALT_GR}+{found[letter.upper()]}"
    return found


STROKES = {layout: _strokes(layout) for layout in _ON_KEYS}


class Desktop:
    """An X server without a screen that anybody sees."""

    def __init__(self, folder: Path) -> None:
        number = self._serve(folder / "xvfb.log")
        self.env = {"DISPLAY": f":{number}", "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "NO_AT_BRIDGE": "1"}
        self.layout = "us"
        self._hands = subprocess.Popen([tool("xdotool"), "-"], stdin=subprocess.PIPE, env=self.env)

    def _serve(self, log: Path) -> str:
        """Start the server; return the number that it has chosen for itself."""
        reads, writes = os.pipe()
        command = f"{tool('Xvfb')} -displayfd {writes} -noreset -nolisten tcp -screen 0 1600x1200x24"
        with log.open("wb") as out:
            self._server = subprocess.Popen(command.split(), pass_fds=[writes], stdout=out, stderr=out)
        os.close(writes)
        number = b""
        while not number.endswith(b"\n") and select.select([reads], [], [], PATIENCE)[0]:
            number += os.read(reads, 16) or b"\n"
        os.close(reads)
        assert number.strip(), log.read_text()
        return number.decode().strip()

    def close(self) -> None:
        """Take the display away."""
        for process in (self._hands, self._server):
            if process.stdin:
                process.stdin.close()
            process.terminate()
            process.wait(PATIENCE)

    def lay_out(self, layout: str) -> None:
        """Put a layout on the keyboard."""
        subprocess.run([tool("setxkbmap"), "-layout", layout], env=self.env, check=True)
        self.layout = layout

    def strike(self, *strokes: str) -> None:
        """Press keys by their places, one after the other."""
        assert self._hands.stdin
        self._hands.stdin.write(f"key --delay 2 {' '.join(strokes)}\n".encode())
        self._hands.stdin.flush()

    def type(self, text: str) -> None:
        """Press the keys that type a text under the layout."""
        self.strike(*(STROKES[self.layout][sign] for sign in text))

    def focus(self, name: str) -> bool:
        """Let what is typed go to the window of a kind; tell whether there is one."""
        found = self.ask("search", "--onlyvisible", "--class", name).split()
        return bool(found) and not self.ask("windowfocus", "--sync", found[-1])

    def ask(self, *arguments: str) -> str:
        """Return what xdotool tells."""
        command = [tool("xdotool"), *arguments]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, check=False).stdout


def strokes(keys: Sequence[str]) -> list[str]:
    """Return the places of keys."""
    return [PLACES[key] for key in keys]
