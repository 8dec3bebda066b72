"""What has no screen loads nothing that draws: on a host without a terminal, in a test, line by line."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.source import ROOT, modules

HEADLESS = (
    "core",
    "proof",
    "runtime",
    "contacts",
    "dialogue",
    "articles",
    "packs",
    "practice",
    "store",
    "service",
    "plain",
    "relay",
    "commands",
    "cli",
)
DRAWING = ("textual", "rich")

_ALONE = """
import os, sys
import {warm}
for name in {names!r}:
    child = os.fork()
    if not child:
        status = 2
        try:
            __import__(name)
            status = any(each.split(".")[0] in {drawing!r} for each in sys.modules)
        finally:
            os._exit(status)
    if status := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        print(name, {{1: "loads what draws", 2: "cannot be imported"}}.get(status, status))
"""
"""Imports each module in a process of its own, into which nothing of the program was imported before."""


@pytest.mark.parametrize("room", HEADLESS)
def test_no_module_without_a_screen_loads_textual_or_rich(room: str) -> None:
    """Each module of a room without a screen can be imported, alone, without Textual and rich."""
    names = [module.name for module in modules(room)]
    assert names
    code = _ALONE.format(warm="asyncio, msgspec", names=names, drawing=DRAWING)
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr, run.returncode) == ("", "", 0)


def test_every_room_has_a_screen_or_none() -> None:
    """No room is forgotten: what is not among those without a screen draws, or is empty."""
    rooms = {module.name.split(".")[1] for module in modules() if "." in module.name}
    assert rooms - set(HEADLESS) == {"__main__", "app", "app_practice", "screens", "terminal", "widgets"}


def test_what_draws_is_seen() -> None:
    """The search sees a module that draws."""
    code = _ALONE.format(warm="os", names=["callscript.widgets.piece"], drawing=DRAWING)
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "callscript.widgets.piece loads what draws\n"
