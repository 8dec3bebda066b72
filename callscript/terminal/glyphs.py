"""The glyphs that may go to a terminal. Every cell of the screen passes here on its way out, whatever drew it: no text,
wherever it came from, can carry anything that a terminal obeys.
"""

from __future__ import annotations

from functools import lru_cache

from callscript.runtime.text import is_refused

INSTEAD = "?"
"""What is shown for a glyph that is refused."""

_IN_EVERY_FONT = dict.fromkeys("▁▂▃▄▅▆▇▀▏▎▍▌▋▊▉▐", "█") | dict.fromkeys("\u00a0\u2007\u202f\u2800", " ")
"""Parts of blocks, of which Textual draws scroll bars: of them the fonts of a Linux console have the whole one. And
blanks at which no line is broken: that is done before they come here."""

_IN_ASCII = (
    dict.fromkeys("─═", "-")
    | dict.fromkeys("│║", "|")
    | dict.fromkeys("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬", "+")
    | {"█": "#"}
    | dict.fromkeys("«»„“”", '"')
    | dict.fromkeys("‘’ʼ‚", "'")
    | dict.fromkeys("‐‑–—−", "-")
    | dict.fromkeys("→›▸", ">")
    | {
        "━": "=",
        "┃": "|",
        "←": "<",
        "↑": "^",
        "↓": "v",
        "•": "*",
        "·": ".",
        "…": "~",
        "№": "N",
        "×": "x",
    }
)
"""By sign that is no letter: what stands for it where the terminal's font has no more than ASCII and letters."""


@lru_cache(maxsize=4096)
def allowed(glyph: str) -> str:
    """Return a glyph, a letter with its combining marks, as it may be shown."""
    if any(map(is_refused, glyph)):
        return INSTEAD
    return _IN_EVERY_FONT.get(glyph, glyph)


def in_ascii(glyph: str) -> str:
    """Return a glyph as it may be shown where frames, arrows, quotes and dashes must be ASCII."""
    shown = allowed(glyph)
    return _IN_ASCII.get(shown, shown)
