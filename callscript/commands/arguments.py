"""The arguments of each command. It loads nothing but this: whatever reads an argument is loaded when it is given."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping

TYPE_CHECKING = False  # as in `typing`, which takes as long to load as all the rest
if TYPE_CHECKING:
    from typing import NoReturn

DEEDS = ("take", "tried", "done", "hand-over", "postpone", "move", "warn", "drop", "reopen", "free")
STORE_DEEDS = ("init", "migrate", "status", "rebuild", "drop-month", "retention", "holds", "erase", "moved")
PROOF_LEVELS = ("main", "keys", "end", "back")
LANGUAGES = ("uk", "lv", "en")
DIMENSIONS = ("operator", "channel", "year", "month", "week", "day")


def formatter(prog: str) -> argparse.HelpFormatter:
    """Return what lays out the help of a command, as wide as the terminal."""
    try:
        width = os.get_terminal_size().columns
    except OSError:
        width = 80
    return argparse.RawDescriptionHelpFormatter(prog, width=max(40, min(width, 100)) - 2)


class Parser(argparse.ArgumentParser):
    """Reads a command line, and shows of it what can be shown."""

    def error(self, message: str) -> NoReturn:
        """Complain of arguments, which may be names of files and hold anything."""
        from callscript.runtime.text import clean_lines

        super().error(clean_lines(message))


def add_arguments(commands: Mapping[str, argparse.ArgumentParser]) -> None:
    """Give each command, by its name, its arguments."""
    run, demo, calls, show, enter = (commands[name] for name in ("run", "demo", "calls", "show", "enter"))
    tasks, task, outbox, erase = (commands[name] for name in ("tasks", "task", "outbox", "erase"))
    report, rebuild, doctor = (commands[name] for name in ("report", "rebuild", "doctor"))
    check, register, relay, store = (commands[name] for name in ("check", "register", "relay", "store"))
    board, prove = commands["board"], commands["prove"]

    _add_deeds(commands["pack"])
    for each in (run, demo, board):
        each.add_argument("--plain", action="store_true", help="line by line: screen readers, dumb terminals, pipes")
        each.add_argument("--ascii", action="store_true", help="frames, arrows, quotes and dashes in ASCII")
    run.add_argument("--language", choices=LANGUAGES, help="language of the interface")
    for each in (run, demo):
        each.add_argument("--pack", metavar="ID|PATH", help="a script pack that comes with the program, or a folder")
    of_a_home = (run, demo, calls, show, enter, register, tasks, task, outbox, report, erase, rebuild, relay, store)
    for each in (*of_a_home, board, doctor, prove):
        each.add_argument("--home", metavar="DIR", help="one folder for profile and data")
    for each in (relay, store):
        each.add_argument("--settings", metavar="FILE", help="which PostgreSQL; relay.toml with the data unless given")
    relay.add_argument("--once", action="store_true", help="send on what there is, and end")
    store.add_argument("deed", metavar="DEED", choices=STORE_DEEDS, help=", ".join(STORE_DEEDS))
    store.add_argument(
        "what",
        metavar="MONTH|CALL|HOST",
        nargs="?",
        help="drop-month: as in 2025-11; erase: the id of a call; moved: a host",
    )
    store.add_argument("--ground", metavar="TEXT", default="", help="erase: why; it is kept")
    doctor.add_argument("--fix", action="store_true", help="mend the modes of files and folders of this account")
    check.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        help="the folder of a pack, of articles or of a directory, or the id of a pack that is shipped",
    )
    prove.add_argument("pack", metavar="PACK", help="the folder of a pack, or the id of one that is shipped")
    levels = "main: no function keys; keys: all but F12; end: F12 as well; back: tries to take back, too"
    prove.add_argument("--level", choices=PROOF_LEVELS, default=PROOF_LEVELS[-1], help=levels)
    which_calls = prove.add_mutually_exclusive_group()
    which_calls.add_argument("--cases", metavar="DIR", help="keep the calls that were found as cases, in this folder")
    which_calls.add_argument(
        "--weak", action="store_true", help="what rules are blind to: it happens again, and nothing is asked"
    )
    for each in (calls, register):
        each.add_argument("--day", metavar="D", type=_day, help="2026-11-23 or 23.11.2026; today unless given")
    calls.add_argument("--phone", metavar="N", help="a telephone number; of any day unless one is given")
    show.add_argument("call", metavar="CALL", help="the id of a call, or the number of what was registered in it")
    enter.add_argument("kind", metavar="KIND", nargs="?", help="of the script's entries; listed if none is given")
    enter.add_argument("--channel", metavar="C", help="by which way it came, as the script calls it")
    enter.add_argument(
        "--received",
        metavar="TIME",
        type=_when,
        help="when: '2026-11-27 10:00' by the centre's clock; now unless given",
    )
    enter.add_argument("--even-so", action="store_true", help="it did come then, though that is more than a year ago")
    enter.add_argument("--class", dest="classed", metavar="CLASS", help="the class of feedback")
    of_it = "what is recorded of it: on standard input, as a JSON object with a text for each field"
    enter.add_argument("--fields", dest="told", metavar="-", choices=("-",), help=of_it)
    seen = "the same of one field, where anybody on the machine may see a command line"
    enter.add_argument("--field", dest="fields", action="append", default=[], metavar="NAME=TEXT", help=seen)
    enter.add_argument("--correct", metavar="ID|NUMBER", help="correct this entry instead, in what else is given")
    enter.add_argument("--reason", metavar="TEXT", help="why it is corrected")
    outbox.add_argument("--retry", action="store_true", help="try all of it once more now, what was given up too")
    outbox.add_argument("--watch", action="store_true", help="deliver for all operators of the home, until a signal")
    tasks.add_argument("--all", action="store_true", help="that of all operators")
    which = tasks.add_mutually_exclusive_group()
    which.add_argument("--overdue", action="store_true", help="only what is overdue")
    which.add_argument("--closed", action="store_true", help="what was done or dropped on a day, the last first")
    tasks.add_argument("--day", metavar="D", type=_day, help="closed: on this day; today unless given")
    named = "its name, or the end of it, such as k3f9abc-41; or the number of what was registered"
    task.add_argument("task", metavar="N", help=named)
    task.add_argument(
        "deed", metavar="DEED", nargs="?", choices=DEEDS, help=f"{', '.join(DEEDS)}; shown if none is given"
    )
    task.add_argument("--to", metavar="NUMBER", default="", help="hand-over: to this operator; to anybody unless given")
    task.add_argument(
        "--until", metavar="TIME", type=_when, help="postpone, move, warn: to '2026-11-27 10:00', on the centre's clock"
    )
    task.add_argument(
        "--result", metavar="R", help="done: how the caller was told, how a visit went, or what came of it"
    )
    wants = "move, drop, warn: who wants that, or has warned"
    task.add_argument("--side", choices=("customer", "centre"), default="", help=wants)
    said = "move, drop, warn: when the customer said so, or their letter came; now unless given"
    task.add_argument("--said", metavar="TIME", type=_when, help=said)
    task.add_argument("--reason", "--note", "--ground", metavar="TEXT", help="why, or what there is to say of it")
    board.add_argument("--once", action="store_true", help="tell how they stand now, and no more")
    report.add_argument(
        "--from", dest="first", metavar="D", type=_day, help="the first day; the first of all unless given"
    )
    report.add_argument("--to", dest="last", metavar="D", type=_day, help="the last day; the last of all unless given")
    told_apart = "tell figures apart by this; may be given several times"
    report.add_argument("--by", action="append", default=[], choices=DIMENSIONS, help=told_apart)
    figures, matters = (each.add_mutually_exclusive_group() for each in (report, register))
    figures.add_argument("--csv", action="store_true", help="for spreadsheets, a line a figure")
    matters.add_argument("--csv", action="store_true", help="for spreadsheets, a line a matter under a heading")
    erase.add_argument(
        "what",
        metavar="CALL|NUMBER",
        nargs="?",
        help="a call, the number of what was registered in it, or a telephone number; none: finish what was begun",
    )
    erase.add_argument("--ground", metavar="TEXT", help="why, without a word of the caller's: it is kept")
    erase.add_argument("--yes", action="store_true", help="of a number, do not ask")
    for each in (calls, show, enter, tasks, task, outbox, board, figures, matters, prove):
        each.add_argument("--json", action="store_true", help="for programs, with times as ISO 8601")


def _add_deeds(pack: argparse.ArgumentParser) -> None:
    """Give `pack` what can be done with a script."""
    deeds = pack.add_subparsers(metavar="deed", dest="deed", required=True)

    def deed(name: str, help: str) -> argparse.ArgumentParser:
        told = f"{help[0].upper()}{help[1:]}."
        return deeds.add_parser(name, help=help, description=told, formatter_class=formatter, allow_abbrev=False)

    which = "the id of a pack that comes with the program, or a folder"
    listed = deed("list", "list what was published: when, by whom, why, and what calls begin on")
    listed.add_argument("pack", metavar="PACK", nargs="?", help="only of this pack, by its id or folder")
    listed.add_argument("--counts", action="store_true", help="with how many calls each version led and leads")
    publish = deed("publish", "have calls begin on a pack as it is in its folder now")
    publish.add_argument("pack", metavar="PACK", help=which)
    from_then = "from when on by the centre’s clock, as '2026-12-01 09:00' or 'tomorrow 9:00'; at once unless given"
    publish.add_argument("--at", dest="starts", metavar="TIME", help=from_then)
    rollback = deed("rollback", "have calls begin on a version that was there before")
    rollback.add_argument("pack", metavar="PACK", help="the id of the pack, or its folder")
    rollback.add_argument("--to", metavar="HASH", help="the version; the one published before unless given")
    diff = deed("diff", "tell what one version changes against another, by what it means in a call")
    diff.add_argument("first", metavar="A", help="the beginning of a hash, the id of what is published, or a folder")
    diff.add_argument("second", metavar="B", nargs="?", help="none: A as it is published, with A as it lies there")
    graph = deed("graph", "draw the stages, steps and answers of a pack")
    drawn = "text, 80 columns wide, unless given; svg needs Graphviz"
    graph.add_argument("--as", dest="drawn", choices=("text", "mermaid", "dot", "svg"), default="text", help=drawn)
    graph.add_argument("--ascii", action="store_true", help="text in ASCII: the ids alone")
    graph.add_argument("--counts", action="store_true", help="with how many calls took each way; others are dashed")
    graph.add_argument("--from", dest="first", metavar="D", type=_day, help="count from this day on")
    graph.add_argument("--to", dest="last", metavar="D", type=_day, help="count to this day")
    which_one = "the id of what is published or comes with the program, the beginning of a hash, or a folder"
    graph.add_argument("pack", metavar="PACK", help=which_one)
    new = deed("new", "copy a pack into a new folder, to begin with")
    new.add_argument("name", metavar="NAME", help="the new folder; its name is the id of the copy")
    new.add_argument("--from", dest="source", metavar="PACK", required=True, help=which_one)
    imported = deed("import", "make a draft of an XLSForm workbook, as far as a script has words for it")
    imported.add_argument("file", metavar="FILE", help="the workbook, .xlsx")
    imported.add_argument("name", metavar="DIR", help="the new folder; its name is the id of the pack")
    imported.add_argument(
        "--language", metavar="L", default="", help="the code of the language of labels that name none"
    )
    exported = deed("export", "write a pack as an XLSForm workbook, as far as a form has words for it")
    exported.add_argument("pack", metavar="PACK", help=which_one)
    exported.add_argument("file", metavar="FILE", help="the new workbook, .xlsx")
    printed = deed("print", "print a pack: stage by stage what is said, asked and answered, then the clauses")
    printed.add_argument("pack", metavar="PACK", help=which_one)
    printed.add_argument("--language", metavar="L", help="of the script; the centre's own unless given")
    tested = deed("test", "lead calls that were kept as cases once more, and tell what is otherwise now")
    tested.add_argument("pack", metavar="PACK", help=which_one)
    tested.add_argument("cases", metavar="CASE", nargs="*", help="files; those in the folder cases unless given")
    watched = deed("watch", "try a script line by line while it is written: each time it is saved, from the same place")
    watched.add_argument("pack", metavar="PACK", help=which)
    watched.add_argument(
        "--at", dest="begins", metavar="TIME", help="when the call begins: 2026-11-23 10:00; now unless given"
    )
    watched.add_argument("--ascii", action="store_true", help="write nothing but ASCII and letters")
    practice = deed("practice", "take a call of a caller who is played, in a home of its own, and tell what it came to")
    practice.add_argument("pack", metavar="PACK", help=which_one)
    practice.add_argument("--caller", metavar="CALLER", help="the id of a caller, or a file; listed unless given")
    practice.add_argument("--keep", metavar="NAME", help="keep what was done as a case of the pack, for pack test")
    practice.add_argument("--plain", action="store_true", help="line by line: screen readers, dumb terminals, pipes")
    practice.add_argument("--ascii", action="store_true", help="frames, arrows, quotes and dashes in ASCII")
    for each in (imported, exported):
        each.add_argument("--strict", action="store_true", help="status 1 if anything is not carried over")
    for each in (publish, rollback):
        each.add_argument("--note", metavar="TEXT", help="why: it stays; without one it is told what would change")
    for each in (listed, diff, tested, practice):
        each.add_argument("--json", action="store_true", help="for programs, with times as ISO 8601")
    for each in (listed, publish, rollback, diff, graph, new, imported, exported, printed, tested, watched):
        each.add_argument("--home", metavar="DIR", help="one folder for profile and data")
    own = "a folder for practice alone; one is made, and deleted afterwards, unless given"
    practice.add_argument("--home", metavar="DIR", help=own)


def _when(text: str) -> object:
    from callscript.commands.tasks import when

    return when(text)


def _day(text: str) -> object:
    from callscript.commands.calls import day

    return day(text)
