"""What Textual would do by itself, by a key, by a variable or by the name of an action, is not done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from callscript.app import CallscriptApp
from tests.terminal.calls import HOME, PROGRAM, Place
from tests.terminal.terminal import Terminal

VARIABLES = {
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_LOG": "textual.log",
    "TEXTUAL_DEVTOOLS_HOST": "127.0.0.1",
    "TEXTUAL_DEVTOOLS_PORT": "1",
    "TEXTUAL_PRESS": "f12",
    "TEXTUAL_SCREENSHOT": "0",
    "TEXTUAL_SCREENSHOT_LOCATION": ".",
    "TEXTUAL_SCREENSHOT_FILENAME": "screen.svg",
    "TEXTUAL_SHOW_RETURN": "1",
    "TEXTUAL_DRIVER": "evil:Driver",
    "TEXTUAL_COLOR_SYSTEM": "truecolor",
    "TEXTUAL_FPS": "1",
    "TEXTUAL_FILTERS": "dim",
    "TEXTUAL_THEME": "dracula",
    "TEXTUAL_ANIMATIONS": "full",
    "TEXTUAL_SLOW_THRESHOLD": "100",
    "BROWSER": "sh -c 'touch browser' %s",
}
"""Which write keys and pictures into files, load code, press keys, call out, or change how everything looks."""

ALL_AT_ONCE = """
import asyncio, runpy
from contextlib import suppress
from io import BytesIO, StringIO
from callscript.screens.home import HomeScreen

async def everything(screen, key, press=HomeScreen.press):
    if key != "f9":
        return await press(screen, key)
    app, secret = screen.app, "secret"
    for node in (app, screen, screen.focused or screen):
        for name in sorted({name for name in dir(node) if name.startswith(("action_", "_action_"))}):
            for given in ("", "'secret'", "'secret','secret'"):
                with suppress(TypeError):
                    assert not await app.run_action(f"{name.removeprefix('_').removeprefix('action_')}({given})", node)
    app.open_url("http://127.0.0.1/secret")
    app.copy_to_clipboard(secret)
    app.save_screenshot("secret.svg", ".")
    app.deliver_screenshot("secret.svg", ".")
    app.deliver_text(StringIO(secret), save_directory=".", save_filename="secret.txt")
    app.deliver_binary(BytesIO(b"secret"), save_directory=".", save_filename="secret.bin")
    app.action_screenshot("secret.svg", ".")
    app.action_command_palette()
    app.action_change_theme()
    app.action_suspend_process()
    await app.action_quit()
    with app.suspend():
        print("secret")
    app.notify("[b]secret[/]")
    app.panic("secret")
    app.title = app.sub_title = secret
    app._driver.write("\\x1b]0;secret\\x07")
    app._driver.write("\\x1b]52;c;c2VjcmV0\\x07")
    print(secret)
    app.bell()
    await press(screen, "f1")

HomeScreen.press = everything
runpy.run_module("callscript", run_name="__main__", alter_sys=True)
"""
"""The program, but for a key that tries every way out which Textual has."""


@pytest.fixture
def apart(ua: Place) -> Iterator[Path]:
    """Give the program a folder to stand in, and hold that it leaves nothing there nor in the account's home."""
    (folder := ua.folder / "here").mkdir()
    (folder / "evil.py").write_text("open('evil', 'w')\n", encoding="utf-8")
    known = {folder / "evil.py", folder, ua.home}
    yield folder
    assert {file for file in ua.folder.rglob("*") if ua.home not in file.parents} == known


def start(ua: Place, folder: Path, *program: str, **variables: str) -> Terminal:
    """Start a program in a folder of its own."""
    return ua.start(program=("env", "-C", str(folder), *program), env=variables)


def test_variables(ua: Place, apart: Path) -> None:
    """No variable writes a file, loads code, presses a key or changes a colour: a call goes on as ever."""
    with start(ua, apart, *PROGRAM, PYTHONPATH=str(apart), **VARIABLES) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter")
        ua.walk(terminal, ua.route.moves[:5])
        ua.wait_for_step(terminal, "need_kind")
        assert b"38;2" not in terminal.raw


def test_keys(ua: Place, apart: Path) -> None:
    """Ctrl+P, Ctrl+Z, Ctrl+S and Ctrl+backslash do nothing; Ctrl+C and Ctrl+Q ask whether to leave."""
    with start(ua, apart, *PROGRAM) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter", "enter", "enter")
        ua.wait_for_step(terminal, "ask_address")
        before = len(ua.log())
        terminal.send(b"\x10\x1a\x13\x1c\x0f\x12\x14\x16\x17\x18")
        terminal.type("Ivan")
        terminal.wait_for("Ivan")
        ua.wait_for_step(terminal, "ask_address")
        assert len(ua.log()) == before
        for key in ("ctrl+c", "ctrl+q"):
            terminal.press(key)
            terminal.wait_for("Leave?")
            terminal.press("enter")
            terminal.wait_until(lambda: not terminal.shows("Leave?"), "the call")
        terminal.press("enter")
        ua.wait_for_step(terminal, "offer_help")
    assert ua.call().fields["address"].text == "Ivan"


def test_ways_out(ua: Place, apart: Path) -> None:
    """No action runs by its name, and no method of Textual's puts anything into a file, a browser or the clipboard."""
    with start(ua, apart, sys.executable, "-c", ALL_AT_ONCE) as terminal:
        terminal.wait_for(HOME)
        terminal.press("f9")
        terminal.wait_for("Help: the keys of the moment")
        terminal.press("enter")
        terminal.wait_for(HOME)
        assert b"secret" not in terminal.raw
        assert b"c2VjcmV0" not in terminal.raw
        assert b"\x1b]" not in terminal.raw
        terminal.press("f12")
        assert terminal.exit_status() == 0
        assert b"secret" not in terminal.raw


def test_no_bindings() -> None:
    """Textual knows of no key of ours, and has none of its own."""
    assert not CallscriptApp._merge_bindings().key_to_bindings
