"""Finds and reads callers, and complains of what the script has not got: an error names file, place and remedy.

A caller lies in the folder `callers` beside the files of a pack, and is no part of the pack; those that come with the
program lie in `data/callers`, by the id of the pack.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import get_args

from callscript.core.script.model import Script
from callscript.core.script.moments import on_the_clock
from callscript.core.script.steps import Ask, Choose, Pick
from callscript.packs.errors import PackErrors, Problem, Report, hint
from callscript.packs.facts import endings, producible
from callscript.packs.shape import shaped
from callscript.packs.toml import parse
from callscript.practice.caller import Caller, StepKind
from callscript.runtime.shipped import data_folder

FOLDER = "callers"
LONGEST = 68
"""Letters of what a caller says at once: it stands in a line of 80 columns, behind the word that says who speaks."""


def files(folder: Path, pack: str) -> list[Path]:
    """Return the callers of a pack that lies in a folder: those beside it, then those that come with the program."""
    own = beside(folder)
    taken = {file.stem for file in own}
    return own + [file for file in sorted((data_folder() / FOLDER / pack).glob("*.toml")) if file.stem not in taken]


def beside(folder: Path) -> list[Path]:
    """Return the callers that lie beside the files of a pack; of one that comes with the program, those that do too."""
    places = [folder / FOLDER]
    if folder == data_folder() / "packs" / folder.name:
        places.append(data_folder() / FOLDER / folder.name)
    return [file for place in places for file in sorted(place.glob("*.toml"))]


def read(file: Path, script: Script) -> Caller:
    """Return a caller; raise `PackErrors` with all that is wrong with it."""
    report = Report(str(file))
    caller = _read(file, script, report)
    if caller is None or report.problems:
        raise PackErrors(sorted(report.problems))
    return caller


def problems(script: Script, found: Collection[Path]) -> list[Problem]:
    """Return all that is wrong with callers of a script."""
    told: list[Problem] = []
    for file in found:
        report = Report(str(file))
        _read(file, script, report)
        told += sorted(report.problems)
    return told


def _read(file: Path, script: Script, report: Report) -> Caller | None:
    try:
        content = file.read_bytes()
    except OSError as error:
        report.add("", error.strerror or str(error))
        return None
    data = parse(content, report)
    if data is None:
        return None
    caller = shaped(Caller, data, report)
    if not report.problems:
        _check(caller, file, script, report)
    return caller


def _check(caller: Caller, file: Path, script: Script, report: Report) -> None:
    """Complain of what the script has not got."""
    facts = producible(script.pack, script.entries.values())
    known = {each.id for each in script.pack.earlier}
    for each in caller.earlier:
        if each not in known:
            report.add("earlier", f"the script asks nothing '{each}' about earlier calls{hint(each, known)}")
    if caller.id != file.stem:
        report.add("id", f"must be as the file is called, '{file.stem}'")
    if caller.pack != script.pack.id:
        report.add("pack", f"the caller is of '{caller.pack}', the script is '{script.pack.id}'")
    if not caller.title:
        report.add("title", "is empty: name in one language at least what the call is about")
    if caller.begins and (caller.begins.tzinfo or not on_the_clock(script, caller.begins)):
        report.add("begins", "is no time on the centre's clock: write it like 2026-11-23T10:00:00, without an offset")
    for field in caller.facts:
        _known(report, f"facts.{field}", field, script.fields, "field")
    _twice(caller, report)
    for says in caller.says:
        key = f"says[{says.at}]"
        _known(report, f"{key}.at", says.at, script.steps, "step")
        if says.answers:
            _known(report, f"{key}.answers", says.answers, _answers(script, says.at), "answer")
        _short(report, key, says.text)
    for kind, text in caller.stock.items():
        if kind not in get_args(StepKind):
            report.add(f"stock.{kind}", f"no step is of this kind{hint(kind, get_args(StepKind))}")
        _short(report, f"stock.{kind}", text)
    for number, does in enumerate(caller.does, start=1):
        for name in ("after", "unless", "until", "expects"):
            if fact := getattr(does, name):
                _known(report, f"does[{number}].{name}", fact, facts, "fact")
        if does.seconds < 0 or does.within < 0:
            report.add(f"does[{number}]", "no time is less than nothing")
        _short(report, f"does[{number}]", does.text)
    for clause in caller.expects.met:
        _known(report, "expects.met", clause, script.clauses, "clause")
    if (ended := caller.expects.ended) and ended not in (ways := endings(script.pack)):
        report.add("expects.ended", f"no call of this script ends as '{ended}'{hint(ended, ways)}")


def _known(report: Report, key: str, name: str, known: Collection[str], what: str) -> None:
    if name not in known:
        report.add(key, f"the script has no {what} '{name}'{hint(name, known)}")


def _twice(caller: Caller, report: Report) -> None:
    seen = set[str]()
    for says in caller.says:
        if says.at in seen:
            report.add(f"says[{says.at}]", "is given twice: the caller says one thing at a step")
        seen.add(says.at)


def _short(report: Report, key: str, text: str) -> None:
    if not text.strip():
        report.add(f"{key}.text", "is empty")
    elif "\n" in text or len(text) > LONGEST:
        report.add(f"{key}.text", f"must fit into a line: {LONGEST} letters at most, {len(text)} are given")


def _answers(script: Script, step: str) -> Collection[str]:
    return tuple(_answers_of(script, step))


def _answers_of(script: Script, step_id: str) -> Iterator[str]:
    step = script.steps.get(step_id)
    if isinstance(step, Choose):
        yield from (option.id for option in step.options)
    elif isinstance(step, Pick):
        yield from (entry.id for entry in script.entries.values() if entry.kind == step.directory)
    elif isinstance(step, Ask):
        yield from script.fields[step.field].options
