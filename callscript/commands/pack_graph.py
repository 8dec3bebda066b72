"""`callscript pack graph`: a picture of a script's stages, steps and answers, with how often calls took them."""

from __future__ import annotations

import subprocess
from datetime import date
from shutil import which

from callscript.commands.pack_calls import logs
from callscript.commands.pack_named import home_of, script_of
from callscript.commands.report import Report
from callscript.packs.drawing import as_dot, as_mermaid, as_text
from callscript.packs.picture import Picture, Seen, seen
from callscript.runtime.exit_status import PROBLEMS, Stop
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean


def graph(
    home: str | None, pack: str, drawn: str, counted: tuple[date | None, date | None] | None, *, ascii_only: bool
) -> Report:
    """Draw a script; `counted`: with counts of the calls that began from one day to another."""
    folders, report = home_of(home), Report()
    script = script_of(folders, pack)
    picture = Picture(script, _seen(folders, script.pack.id, counted, report) if counted else None)
    match drawn:
        case "mermaid":
            report.lines += as_mermaid(picture)
        case "dot":
            report.lines += as_dot(picture)
        case "svg":
            report.lines += _svg("\n".join(as_dot(picture))).splitlines()
        case _:
            report.lines += [clean(line) for line in as_text(picture, ascii_only=ascii_only)]
    return report


def _svg(drawing: str) -> str:
    program = which("dot")
    if program is None:
        raise Stop(
            PROBLEMS, _("an SVG is drawn by Graphviz: install it (in Debian, the package graphviz), or draw text")
        )
    done = subprocess.run([program, "-Tsvg"], input=drawing, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise Stop(PROBLEMS, clean(done.stderr))
    return done.stdout


def _seen(folders: Folders, pack: str, counted: tuple[date | None, date | None], report: Report) -> Seen:
    """Count the calls of a pack, whichever version led them."""
    return seen(logs(folders, pack, *counted, report))
