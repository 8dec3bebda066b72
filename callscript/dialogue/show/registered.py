"""Tells under which number something was registered, and what is wrong with a number that is looked for."""

from __future__ import annotations

from collections.abc import Iterator

from callscript.core.call.call import Call
from callscript.core.call.matters import told
from callscript.core.call.registrations import registrations
from callscript.core.register_number import looks_like_number, read_number
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.runtime.i18n import _


def numbered(what: str, number: str) -> str:
    """Name something that was registered, with its number if it has one."""
    return " ".join((what, _("№ {number}").format(number=number))) if number else what


def registered_lines(script: Script, call: Call, matter: int = 0) -> Iterator[str]:
    """Yield what was registered in a call, or of one of the matters as they are told, with its number and time."""
    for each in registrations(script, call):
        if not matter or told(call, each.matter) == matter:
            what = numbered(phrases.label(script, f"register.{each.what}"), each.number)
            yield f"{what}, {local(script, each.at):%d.%m.%Y %H:%M}"


def mistyped(text: str) -> str:
    """Say that a text is written as a number of the register and is none; empty: it is one, or something else."""
    if not looks_like_number(text) or read_number(text):
        return ""
    return _("This number is mistyped: its letter at the end does not fit the digits.")
