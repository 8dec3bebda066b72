"""The glyphs that may go to a terminal. Every cell of the screen passes here on its way out, whatever drew it: no text,
wherever it came from, can carry anything that a terminal obeys.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
INSTEAD = "?"
"""What is shown for a glyph that is refused."""


@lru_cache(maxsize=4096)
def allowed(glyph: str) -> str:
    """Return a glyph, a letter with its combining marks, as it may be shown."""
    if any(unicodedata.category(sign) in _REFUSED for sign in glyph):
        return INSTEAD
    return glyph
