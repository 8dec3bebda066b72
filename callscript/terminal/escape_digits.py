"""Makes Esc and a digit the same as a function key, when they arrive together as one sequence.

Textual reads Esc 1 … Esc 0 as the letters that a Mac keyboard has there. The table it looks them up in is the one
place to say otherwise without a driver of our own; proved on the Textual release that `pyproject.toml` pins.
"""

from __future__ import annotations

from typing import Any, cast

from textual import _ansi_sequences
from textual.keys import Keys

FUNCTION_KEYS = {"1": "f1", "2": "f2", "3": "f3", "4": "f4", "5": "f5"} | {
    "6": "f6", "7": "f7", "8": "f8", "9": "f9", "0": "f12"
}  # fmt: skip
"""By digit: the function key it stands for behind Esc."""


def install() -> None:
    """Teach Textual's parser the ten sequences."""
    table = cast("dict[str, Any]", _ansi_sequences.ANSI_SEQUENCES_KEYS)
    for digit, key in FUNCTION_KEYS.items():
        table[f"\x1b{digit}"] = (Keys(key),)
