"""Whole calls over a real sshd, and lines that break."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.ssh.conftest import DEPLOY, Server
from tests.terminal.calls import HOME, Place, clock
from tests.terminal.desktop import Desktop
from tests.terminal.every_key import in_letters_of, lead
from tests.terminal.windows import WINDOWS

HOLD = 180


def test_a_whole_call(locked: Server, operator: Place, tmp_path: Path) -> None:
    """An operator logs in, leads a call to its end, leaves, and is logged out."""
    with locked.log_in(tmp_path) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter")
        operator.walk(terminal, operator.route.moves)
        operator.close(terminal)
        terminal.press("f12")
        assert terminal.exit_status() == 0
    assert operator.call().closed


@pytest.mark.parametrize(("emulator", "layout"), [("xterm", "us"), ("pterm", "ua"), ("urxvt", "lv")])
def test_a_whole_call_in_a_window(
    emulator: str, layout: str, desktop: Desktop, locked: Server, operator: Place, tmp_path: Path
) -> None:
    """So does an operator in a window, by every kind of key, under the layout of any of the centres."""
    desktop.lay_out(layout)
    operator.route = in_letters_of(layout, operator.route)
    with WINDOWS[emulator](desktop, locked.logging_in(), tmp_path) as window:
        lead(window, operator, layout)


def test_the_line_breaks_in_a_hold(locked: Server, operator: Place, tmp_path: Path) -> None:
    """A client that is gone in a hold costs nothing: the next login goes on with the call, its clock right."""
    with locked.log_in(tmp_path) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter")
        operator.walk(terminal, operator.route.moves[:2])
        terminal.press("f2")
        operator.wait_for_step(terminal, "hold_consent")
        terminal.press("1")
        operator.wait_for_step(terminal, "hold_wait")
        terminal.kill()
    started = operator.call().running["hold"].started
    with locked.log_in(tmp_path) as terminal:
        terminal.wait_for("An open call", "Go on with it")
        terminal.press("enter")
        operator.wait_for_step(terminal, "hold_wait")
        terminal.wait_until(lambda: clock(terminal) is not None, "the clock")
        assert abs((clock(terminal) or 0) - (HOLD - (datetime.now(UTC) - started).total_seconds())) <= 1.5


def test_the_manual_names_what_is_shipped() -> None:
    """The manual tells of each file by the names and places that they have."""
    manual = (Path(__file__).parents[2] / "docs" / "deploy-ssh.md").read_text(encoding="utf-8")
    for file in DEPLOY.iterdir():
        assert f"`{file.name}`" in manual
    assert (DEPLOY / "callscript-operator").stat().st_mode & 0o111
