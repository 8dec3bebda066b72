"""Switches off every way that Textual has out of the program, or out of a call.

What is on screen belongs to a caller: it goes into no file, no clipboard and no browser. Keys are dealt with by
`screens/keyboard.py`, so nothing is ever done by the name of an action, whatever names one.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from callscript.terminal.textual_private import OpenApp


class ClosedApp(OpenApp, inherit_bindings=False):
    """An application that does nothing by the name of an action, and hands nothing to anybody."""

    ENABLE_COMMAND_PALETTE = False
    COMMANDS = set()

    async def run_action(self, *_arguments: Any, **_options: Any) -> bool:
        """Do nothing: not for a link in a text, nor for a binding."""
        return False

    def open_url(self, *_arguments: Any, **_options: Any) -> None:
        """Start no browser."""

    def copy_to_clipboard(self, text: str) -> None:
        """Leave the clipboard of the operator's machine alone."""

    def save_screenshot(self, *_arguments: Any, **_options: Any) -> str:
        """Write no picture of the screen."""
        return ""

    def deliver_screenshot(self, *_arguments: Any, **_options: Any) -> None:
        """Write no picture of the screen."""

    def deliver_text(self, *_arguments: Any, **_options: Any) -> None:
        """Write no file."""

    def deliver_binary(self, *_arguments: Any, **_options: Any) -> None:
        """Write no file."""

    def panic(self, *_renderables: Any) -> None:
        """Print nothing about a failure: `failed` deals with it."""

    def notify(self, *_arguments: Any, **_options: Any) -> None:
        """Show nothing in a box of Textual's, which reads markup: screens have a line for messages."""

    def search_commands(self, *_arguments: Any, **_options: Any) -> Any:
        """Open no palette."""

    def search_themes(self) -> None:
        """Open no palette."""

    @contextmanager
    def suspend(self) -> Generator[None]:
        """Do nothing: no other program gets the terminal."""
        yield

    def action_suspend_process(self) -> None:
        """Do nothing: the program is not stopped (SIGTSTP)."""

    async def action_quit(self) -> None:
        """Do nothing: the operator is asked before a call is left."""
