"""The command line: arguments in, exit status out. What a command needs is loaded when it runs, so that `--help` and
`--version` load nothing but this, and only the commands that draw load Textual.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence

from callscript import __version__
from callscript.commands.arguments import Parser, add_arguments, formatter
from callscript.runtime import streams
from callscript.runtime.exit_status import DONE, HUNG_UP, INTERRUPTED, PROBLEMS, USAGE, Stop

TYPE_CHECKING = False  # as in `typing`, which takes as long to load as all the rest
if TYPE_CHECKING:
    from callscript.commands.report import Report

_EPILOG = """\
`run` is the command if none is given. CALLSCRIPT_HOME names one folder for profile and data, as --home does.
exit status: 0 done, 1 found problems, 2 usage or not a terminal, 69 store unavailable, 70 internal error,
75 locked by another live session
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a command; return its exit status."""
    closed = streams.make_ready()
    home: str | None = None
    try:
        if argv is None:
            streams.use_utf8()
        args = _parse(sys.argv[1:] if argv is None else argv)
        home = getattr(args, "home", None)
        if argv is None:
            _keep_private(home)
        if 1 in closed:
            raise Stop(USAGE, "the output is closed")
        status: int = args.command(args)
        _print(end="", flush=True)
        return status
    except Stop as stop:
        return _complain(stop.status, str(stop))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        streams.drop(1)  # nobody reads it
        return PROBLEMS
    except Exception as error:  # noqa: BLE001 - a traceback would show what a caller said
        from callscript.runtime.failures import explain

        return _complain(*explain(error, home))


def _keep_private(home: str | None) -> None:
    from callscript.runtime.privacy import keep_private

    def record(error: BaseException) -> None:
        from callscript.runtime import failures

        failures.record_aside(error, home)

    keep_private(record)


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser, commands = make_parser()
    first = argv[0] if argv else "--"
    named = not first.startswith("-") or first in ("-h", "--help", "--version")
    args = parser.parse_args(argv if named else ["run", *argv])
    if not hasattr(args, "command"):
        parser.error(f"choose a command from {', '.join(commands)}")
    return args


def make_parser() -> tuple[argparse.ArgumentParser, Iterable[str]]:
    """Return the parser of the command line, and the names of the commands."""
    parser = Parser(
        prog="callscript",
        description="Takes a contact-centre operator through a telephone call the way a written standard asks for it.",
        epilog=_EPILOG,
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"callscript {__version__}")
    commands = parser.add_subparsers(metavar="command", title="commands")

    def command(name: str, do: Callable[[argparse.Namespace], int], help: str) -> None:
        told = f"{help[0].upper()}{help[1:]}."
        added = commands.add_parser(name, help=help, description=told, formatter_class=formatter, allow_abbrev=False)
        added.set_defaults(command=do)

    command("run", _run, "take calls")
    command("demo", _demo, "try it out as operator № 17, in a throw-away home unless one is given")
    command("packs", _packs, "list the script packs that come with the program")
    command("check", _check, "tell all that is wrong with script packs and articles, a line a problem")
    command("pack", _pack, "list, compare, publish, roll back, draw, print, copy, test, practise a script")
    command("prove", _prove, "prove rules of a script pack over all paths, or show a call that breaches them")
    command("calls", _calls, "list the calls of a day, or of a telephone number")
    command("show", _show, "show a call with its events and verdicts")
    command("register", _register, "print what was registered on a day, and what has become of it")
    command("enter", _enter, "enter what came without a call: by e-mail, by post, in person")
    command("outbox", _outbox, "list what is on its way to others, deliver it, watch over it")
    command("tasks", _tasks, "list open work, what is overdue first")
    command("task", _task, "show open work, or do something to it")
    command("board", _board, "show how the operators of a home stand now, second by second")
    command("report", _report, "count how the standard was kept, holds, promised work, marks and feedback")
    command("erase", _erase, "erase what a caller gave, from one call or from all calls of a number")
    command("rebuild", _rebuild, "make the registers again from the journals")
    command("relay", _relay, "send what is recorded on this host on to PostgreSQL")
    command("store", _store, "make the tables in PostgreSQL, look at them, make summaries again, drop a month, erase")
    command("doctor", _doctor, "examine terminal, locale, function keys, disk and store")
    add_arguments(commands.choices)
    return parser, commands.choices


def _run(args: argparse.Namespace) -> int:
    from callscript.runtime import startup_time

    startup_time.begin()
    from callscript.commands import run

    return run.run(args.pack or "", args.language or "", args.home, ascii_only=args.ascii, plain=args.plain)


def _demo(args: argparse.Namespace) -> int:
    from callscript.runtime import startup_time

    startup_time.begin()
    from callscript.commands import run

    return run.demo(args.pack or "", args.home, ascii_only=args.ascii, plain=args.plain)


def _packs(_: argparse.Namespace) -> int:
    from callscript.packs import centres
    from callscript.runtime.text import clean

    for centre in centres.shipped():
        _print(f"{centre.id:<12}  {clean(centre.name)}  ({', '.join(centre.languages)})")
    return DONE


def _check(args: argparse.Namespace) -> int:
    from callscript.commands.maintenance import check

    report = check(args.paths)
    return _tell(report) or (PROBLEMS if report.lines else DONE)


def _pack(args: argparse.Namespace) -> int:
    from callscript.commands.pack import pack

    if args.deed == "watch":
        from callscript.commands.pack_watch import watch

        return watch(args.home, args.pack, args.begins or "", ascii_only=args.ascii)
    return _tell(pack(args))


def _prove(args: argparse.Namespace) -> int:
    from callscript.commands.prove import by_arguments

    return _tell(by_arguments(args))


def _calls(args: argparse.Namespace) -> int:
    from callscript.commands.calls import calls

    return _tell(calls(args.home, args.day, args.phone or "", args.json))


def _show(args: argparse.Namespace) -> int:
    from callscript.commands.show import show

    return _tell(show(args.home, args.call, args.json))


def _register(args: argparse.Namespace) -> int:
    from callscript.commands.register import register

    return _tell(register(args.home, args.day, "json" if args.json else "csv" if args.csv else "text"))


def _enter(args: argparse.Namespace) -> int:
    from callscript.commands.enter import enter
    from callscript.commands.entered import Given

    came = (args.kind or "", args.channel or "", args.received, args.classed or "", tuple(args.fields))
    told = sys.stdin.buffer.read() if args.told else None
    given = Given(*came, args.correct or "", args.reason or "", told, args.even_so)
    return _tell(enter(args.home, given, json=args.json))


def _outbox(args: argparse.Namespace) -> int:
    from callscript.commands import outbox

    if args.watch and (args.retry or args.json):
        raise Stop(USAGE, "--watch goes alone: it delivers by itself")
    if args.watch:
        return outbox.watch(args.home, lambda line: _print(line, flush=True))
    return _tell(outbox.outbox(args.home, json=args.json, retry=args.retry))


def _tasks(args: argparse.Namespace) -> int:
    from callscript.commands.tasks import Wanted, tasks

    return _tell(tasks(args.home, Wanted(args.all, args.overdue, args.closed, args.day), json=args.json))


def _task(args: argparse.Namespace) -> int:
    from callscript.commands.tasks import Given, task

    given = Given(args.deed or "", args.to, args.reason or "", args.result or "", args.until, args.side, args.said)
    return _tell(task(args.home, args.task, given, json=args.json))


def _board(args: argparse.Namespace) -> int:
    from callscript.commands import board

    return _tell(board.once(args.home, json=args.json)) if args.once else board.board(args)


def _report(args: argparse.Namespace) -> int:
    from callscript.commands.figures import Asked, report

    return _tell(report(args.home, Asked(args.first, args.last, tuple(args.by)), json=args.json, csv=args.csv))


def _erase(args: argparse.Namespace) -> int:
    from callscript.commands.erase import erase

    return _tell(erase(args.home, args.what or "", args.ground or "", yes=args.yes, say=_print))


def _rebuild(args: argparse.Namespace) -> int:
    from callscript.commands.maintenance import rebuild

    return _tell(rebuild(args.home))


def _relay(args: argparse.Namespace) -> int:
    from callscript.commands.relay import relay

    return relay(args.home, args.settings, lambda line: _print(line, flush=True), once=args.once)


def _store(args: argparse.Namespace) -> int:
    from callscript.commands.store import store

    return _tell(store(args.home, args.settings, args.deed, args.what or "", args.ground))


def _doctor(args: argparse.Namespace) -> int:
    from callscript.commands.doctor import examine

    found = False
    for finding in examine(args.home, fix=args.fix):
        found |= finding.level == "problem"
        _print(finding)
    return PROBLEMS if found else DONE


def _tell(report: Report) -> int:
    for line in report.lines:
        _print(line)
    for line in report.notes:
        _tell_aside(line)
    for problem in report.problems:
        _complain(PROBLEMS, problem)
    return report.status or (PROBLEMS if report.problems else DONE)


def _print(line: object = "", *, end: str = "\n", flush: bool = False) -> None:
    """Write a line to the standard output, whatever it holds as text."""
    from callscript.runtime.text import clean_lines

    try:
        print(clean_lines(str(line)) + end, end="", flush=flush)  # at once: a relay tells from several threads
    except BrokenPipeError:
        raise
    except OSError as error:
        status = HUNG_UP if streams.hung_up(1) else PROBLEMS
        streams.drop(1)
        raise Stop(status, f"the output cannot be written: {error.strerror}") from error


def _complain(status: int, message: str) -> int:
    _tell_aside(f"callscript: {message}")
    return status


def _tell_aside(message: str) -> None:
    from callscript.runtime.text import clean_lines

    try:
        print(clean_lines(message), file=sys.stderr, flush=True)
    except OSError:
        streams.drop(2)  # nobody can be told
