"""`callscript board`: how the operators of a home stand, once a second, or once. `docs/command-line.md` fixes the shape
of the JSON.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC

from callscript.commands.report import Report, as_json, moment, own_centre, own_profile
from callscript.commands.run import prepare
from callscript.core.live import Running, Standing
from callscript.dialogue.show.board import board_counts, board_lines
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import USAGE, Stop
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean
from callscript.service.board import Board, Seen, open_board


def board(args: Namespace) -> int:
    """Show the operators until the supervisor leaves; return the exit status."""
    plain, ascii_only = bool(args.plain), bool(args.ascii)
    if args.json:
        raise Stop(USAGE, "--json goes with --once")
    prepare(plain=plain)
    opened = _opened(args.home)
    opened.look()  # what cannot be read at all is told as plain text
    if plain:
        from callscript.plain.board import run as run_plain

        return run_plain(opened, ascii_only=ascii_only)
    from callscript.app import run_board

    return run_board(opened, ascii_only=ascii_only)


def once(home: str | None, *, json: bool) -> Report:
    """Tell how the operators stand now."""
    report = Report()
    opened = _opened(home)
    seen = opened.look()
    report.trouble(seen.troubles)
    if json:
        report.lines.append(as_json(_record(opened, seen)))
    else:
        counts = "  ".join(board_counts(seen.standings))
        report.lines.extend([counts] if counts else [])
        report.lines.extend(clean(line.text) for line in board_lines(seen.standings))
        report.notes.extend([] if seen.standings else [_("nobody is here")])
    return report


def _opened(home: str | None) -> Board:
    folders = Folders.resolve(home)
    own_centre(folders)  # so that its language is spoken
    profile = own_profile(folders)
    return open_board(folders, SystemClock(), profile.number if profile else "")


def _record(opened: Board, seen: Seen) -> dict[str, object]:
    return {
        "at": moment(opened.clock.now(), UTC),
        "operators": [dict(_values(each)) for each in seen.standings],
        "troubles": [clean(str(each)) for each in seen.troubles],
    }


def _values(each: Standing) -> Iterator[tuple[str, object]]:
    row = each.row
    yield "operator", row.operator
    yield "state", each.state
    yield "seconds", each.seconds
    yield "silence", each.silence or None
    yield "silent_for", each.silent_for if each.silence else None
    yield "call", row.call or None
    yield "stage", {"id": row.stage, "name": row.stage_name} if row.stage else None
    yield "detour", row.detour or None
    yield "phone", row.phone or None
    yield "hold", each.hold
    yield "holds", row.holds + (each.hold is not None)
    yield "held", each.held
    yield "holds_over", row.holds_over
    yield "clocks", [_clock(clock) for clock in each.clocks]
    yield "latest", moment(row.latest, UTC)
    yield "host", row.host or None


def _clock(running: Running) -> dict[str, object]:
    clock = running.clock
    return {"name": clock.name, "seconds": running.spent, "limit": clock.limit, "phase": running.phase}
