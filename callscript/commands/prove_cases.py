"""`callscript prove --cases`: calls that a proof has found, kept as cases: each that breaches a rule, and so many more
that every step, answer, detour and ending that calls come to is in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from callscript.commands.pack_cases import LOST, About, Case, Led, Unfit, found_in, led_by
from callscript.commands.report import Report
from callscript.core.call.call import Call
from callscript.core.call.commands import LoseLine
from callscript.core.call.events import Ended, Event
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.packs.picture import seen
from callscript.practice.kept import written
from callscript.proof.goals import Goal
from callscript.proof.replay import KEY, Beginning, Pressed, begun
from callscript.proof.telling import told
from callscript.proof.worked_out import WorkedOut
from callscript.runtime.exit_status import UNAVAILABLE, Stop
from callscript.runtime.i18n import _
from callscript.runtime.text import clean

_WAYS = frozenset(("step", "answer", "detour", "ending"))


def case_of(script: Script, beginning: Beginning, log: Sequence[Pressed]) -> str:
    """Return a call that was found as the text of a case; empty: something is done in it that no line stands for."""
    led = _led(script, beginning, log)
    return led[0] if led else ""


def keep(worked_out: WorkedOut, breaches: dict[str, str], folder: Path, pack: Path) -> Report:
    """Write cases into a folder, each under a name that it has not got: calls that breach a rule, by name (empty:
    there are no lines for it); then calls for what is in no case of the folder, nor of the pack.
    """
    report = Report()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in breaches.items():
            if text:
                _write(folder / f"{name}.toml", text, report)
            else:
                report.trouble([_("{name}: the call is kept as no case: no lines stand for it").format(name=name)])
        files = dict.fromkeys((*found_in(pack), *sorted(folder.glob("*.toml"))))
        for number, text in enumerate(_ways(worked_out, list(files)), start=1):
            _write(folder / f"way-{number:02}.toml", text, report)
    except OSError as error:
        told_of = f"{error.filename or folder}: {error.strerror or error}"
        raise Stop(UNAVAILABLE, clean(_("no case can be written: {reason}").format(reason=told_of))) from error
    return report


def _write(file: Path, text: str, report: Report) -> None:
    try:
        with file.open("x", encoding="utf-8") as kept:
            kept.write(text)
    except FileExistsError:
        report.trouble([clean(_("there is a case of this name: {file}").format(file=file))])
    else:
        report.notes.append(clean(_("kept as a case: {file}").format(file=file)))


def _ways(worked_out: WorkedOut, files: Sequence[Path]) -> Iterator[str]:
    """Yield cases until each thing that calls come to is in one, the longest calls first."""
    script = worked_out.script
    there = {goal for file in files for goal in _come_to(led_by(script, file))}
    found = {goal: example for goal, example in worked_out.reach.examples() if goal.kind in _WAYS}
    for goal, example in sorted(found.items(), key=lambda each: (-len(each[1].played.log), each[0])):
        if goal not in there and (led := _led(script, example.beginning, example.played.log)):
            there |= _come_to(led[1])
            yield led[0]


def _come_to(log: Sequence[Event]) -> set[Goal]:
    """Return what a call has come to."""
    met = seen([log])
    goals = {Goal("step", step) for step in met.steps} | {Goal("answer", *answer) for answer in met.answers}
    goals |= {Goal("detour", detour) for detour in met.detours}
    return goals | {Goal("ending", event.how) for event in log if isinstance(event, Ended)}


def _led(script: Script, beginning: Beginning, log: Sequence[Pressed]) -> tuple[str, Sequence[Event]] | None:
    """Lead a call by the lines of a case; return the case, and the call's events."""
    first = begun(script, beginning)
    lines = tuple(_lines(script, log))
    if not all(lines):
        return None
    does = tuple(line for each in lines for line in each)
    begins = local(script, beginning.at).replace(tzinfo=None)
    led = Led(script, Case(begins=begins, does=does, about=_about(first)))
    try:
        for number, line in enumerate(does, start=1):
            led.type(line, f"{number} «{line}»")
    except Unfit:
        return None
    return "".join(written(script, first, does, led.call, ())), led.log


def _lines(script: Script, log: Sequence[Pressed]) -> Iterator[Sequence[str]]:
    """Yield the lines for what is done at once, with the time before it; none: nothing stands for it."""
    before = f"+{KEY.total_seconds():g}s"
    for pressed in log:
        if pressed.commands == (LoseLine(),):
            yield before, LOST
            continue
        for each in told(script, (pressed,)):
            if each.seconds:
                yield (f"+{each.seconds}s",)
            else:
                yield (before, *each.lines) if each.lines else ()


def _about(call: Call) -> About | None:
    start = call.start
    assert start
    known = {field: call.fields[field].text for field in start.fields}
    return About(start.work, start.tries, known) if start.outgoing else None
