"""The first start in a real terminal: whoever works at a centre can finish it in the letters of its languages."""

from __future__ import annotations

from pathlib import Path

from callscript.runtime.settings import Profile, read_profile
from tests.terminal.calls import PROGRAM
from tests.terminal.terminal import Terminal


def test_a_latvian_operator(tmp_path: Path) -> None:
    """At a centre that writes Latin letters no name in Cyrillic is asked for; F1 helps, and Esc leads nowhere."""
    command = [*PROGRAM, "--language", "lv", "--home", str(tmp_path)]
    with Terminal(command, tmp_path) as terminal:
        terminal.wait_for("Operatora numurs:")
        terminal.type("17")
        terminal.press("f1")
        terminal.wait_for("Palīdzība")
        terminal.press("escape")
        terminal.wait_until(lambda: not terminal.shows("Palīdzība"), "the help closed")
        terminal.press("escape")
        terminal.wait_for("F12 — iziet no programmas.")
        terminal.press("enter")
        terminal.wait_for("Latvijas Valsts radio")
        assert not terminal.shows("kiril")
        terminal.press("enter")
        terminal.type("Līga Bērziņa")
        terminal.press("enter", "enter", "enter", "enter")
        terminal.wait_for("Jauns zvans")
    profile = read_profile(tmp_path / "profile.toml")
    assert isinstance(profile, Profile)
    assert (profile.name, profile.name_latin, profile.pack) == ("", "Līga Bērziņa", "lv-lvrtc")


def test_going_over_the_lines_again(tmp_path: Path) -> None:
    """Backspace goes back over lines that are filled in and wears none of them away; typing replaces what is there."""
    with Terminal([*PROGRAM, "--home", str(tmp_path)], tmp_path) as terminal:
        terminal.wait_for("Operator's number:")
        terminal.type("17")
        terminal.press("enter")
        terminal.wait_for("Centre:")
        terminal.press("backspace")
        terminal.wait_for("Operator's number:")
        terminal.press("backspace", "backspace", "8", "enter")
        terminal.wait_for("Centre:", "8")
        assert not terminal.shows("178")
        assert not terminal.shows("17")
