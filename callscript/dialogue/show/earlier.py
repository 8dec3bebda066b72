"""The calls before from a number in words, with the host of those that were taken on another one."""

from __future__ import annotations

from collections.abc import Sequence

from callscript.core.records import Earlier
from callscript.core.script.model import Script
from callscript.dialogue.show.listing import and_more, call_line, maybe, none_or
from callscript.runtime.i18n import _

_EARLIER = 3
"""How many earlier calls of a number are shown where there is room."""
_LOOKED_UP = 5
"""Digits from which on it is said that no call of a number is known."""


def earlier_lines(
    script: Script,
    found: Sequence[Earlier],
    number: str,
    *,
    complete: bool,
    others_asked: bool = True,
    left_out: int = 0,
    most: int = _EARLIER,
) -> list[str]:
    """Show the earlier calls of a number, with «maybe» before those that are not surely from it, and the host of those
    that are of another one.

    Nothing is said of a number that has only begun. `left_out`: how many calls there are besides those found.
    `others_asked`: whether the other hosts were, if there are any.
    """
    lines = [_earlier_line(script, each) for each in found[:most]]
    known = not found and sum(map(str.isdecimal, number)) >= _LOOKED_UP
    lines += filter(None, [none_or(_("no earlier calls") if known else "", complete)])
    lines += and_more(len(found[most:]) + left_out)
    return lines + not_asked(others_asked)


def _earlier_line(script: Script, each: Earlier) -> str:
    line = call_line(script, each.summary, with_day=True)
    return maybe("  ".join(filter(None, (line, on_host(each.host)))), each.sure)


def on_host(host: str) -> str:
    """Say on which host a call was taken; empty: on this one."""
    return _("at {host}").format(host=host) if host else ""


def not_asked(others_asked: bool) -> list[str]:
    """Say that calls of other hosts are not among those listed, if they could not be asked for them."""
    return [] if others_asked else [_("Other hosts were not asked.")]
