"""What the standard still asks for, line by line."""

from __future__ import annotations

from callscript.dialogue.show.values import OwedLine
from callscript.runtime import i18n
from callscript.widgets.owed_panel import owed_line

ROOM = 40
LINE = OwedLine("UA-11", "UA-11", "За належністю", "open", left=12 * 3600 + 48 * 60)


def test_the_time_left_is_told_in_the_language_of_now() -> None:
    """A profile may have another language of the interface: no line is left in the one before."""
    try:
        i18n.use("en")
        assert owed_line(LINE, ROOM).plain.endswith(" 12 h 48 min")
        i18n.use("uk")
        assert owed_line(LINE, ROOM).plain.endswith(" 12 год 48 хв")
    finally:
        i18n.use("en")
