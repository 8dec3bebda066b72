"""The looks of what is told by colour as well: four meanings, each a pair of the sixteen colours that can be read in
every terminal's palette, and always with a word or a sign. Where there are no colours the display shows them reversed.
"""

from __future__ import annotations

WIDEST = 96
"""Columns of a text at most: longer lines are hard to read."""

KEY = "ansi_black on ansi_cyan"
"""What can be pressed."""
GOOD = "ansi_black on ansi_green"
"""Running, saved, met."""
SOON = "ansi_black on ansi_yellow"
"""A warning, due soon, missing."""
BAD = "ansi_bright_white on ansi_red"
"""Over, breached, overdue, not saved."""

HERE = "bold reverse"
"""Where the operator is: the stage, the line picked, the detour taken."""

BAND = "ansi_green"
"""The colour of a gauge's band until it warns, no more than a heavy rule; from then on it has the look of its badge. It
tells nothing that the words beside it do not say.
"""
