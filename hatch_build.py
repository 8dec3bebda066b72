"""Makes what is shipped but not written by hand, when the package is built or installed for development: the compiled
translations of the interface, and the man page and the shells' completion, both from the parser of the command line.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shtab
from argparse_manpage.manpage import Manpage
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MAN = "share/man/man1/callscript.1"

COMPLETION = {
    "bash": "share/bash-completion/completions/callscript",
    "zsh": "share/zsh/site-functions/_callscript",
    "fish": "share/fish/vendor_completions.d/callscript.fish",
}
"""Where each shell looks, under the prefix that the package is installed in."""

FOLDERS = ("DIR", "PATH", "ID|PATH")
"""Arguments whose values are folders."""


class Made(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before the files of the package are gathered, and cleans up behind it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling calls it so
        root = Path(self.root)
        compile_catalogues(root / "data" / "locale")
        self.made = Path(tempfile.mkdtemp())
        for name, text in documents(root).items():
            file = self.made / Path(name).name
            file.write_text(text, encoding="utf-8")
            build_data.setdefault("shared_data", {})[str(file)] = name

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - likewise
        shutil.rmtree(self.made)


def compile_catalogues(folder: Path) -> None:
    """Write a .mo beside each .po."""
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, read_po(po))


def documents(root: Path) -> dict[str, str]:
    """Return the man page and each shell's completion by the place that it is installed in."""
    sys.path.insert(0, str(root))
    try:
        from callscript import __version__
        from callscript.cli import make_parser
    finally:
        sys.path.remove(str(root))
    parser, _ = make_parser()
    for action in _actions(parser):
        if action.metavar in FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined] - where shtab looks for it
    found = {place: shtab.complete(parser, shell) for shell, place in COMPLETION.items()}
    page = Manpage(parser, format="single-commands-section")
    page.source = f"callscript {__version__}"
    page.date = ""  # the same files make the same package on any day
    page.manual = "User Commands"
    page.description = "takes a contact-centre operator through a telephone call"
    return {**found, MAN: str(page)}


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from _actions(each)
