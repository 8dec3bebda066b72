"""`callscript prove`: what holds of a script pack on all paths, calls in which a rule of it is breached, and what of it
no call comes to.

What it came to is kept in the cache, by the pack and by the code that has proved it. `docs/command-line.md` fixes the
shape of the JSON.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

from callscript import core, packs
from callscript import proof as proofs
from callscript.commands.pack_named import home_of
from callscript.commands.proof_told import Amiss, Lines, Proof, Rule, Wait, begun_at, problems, tell
from callscript.commands.prove_cases import case_of, keep
from callscript.commands.report import Report, as_json
from callscript.core.script.model import Script
from callscript.packs.files import PACK
from callscript.proof.judged import Judged
from callscript.proof.keys import LEVELS, Level
from callscript.proof.reaching import Coming
from callscript.proof.replay import Played
from callscript.proof.taken_back import Tried, breaches, with_breaches
from callscript.proof.telling import told
from callscript.proof.worked_out import WorkedOut
from callscript.runtime import files, garbage, i18n
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean

_KEPT = 40
_Kept = TypeVar("_Kept")


def by_arguments(args: Namespace) -> Report:
    """Do what is asked for on the command line."""
    if args.weak:
        from callscript.commands.weak import weak

        return weak(args.pack, args.home, level=args.level, json=args.json)
    return prove(args.pack, args.home, level=args.level, json=args.json, cases=args.cases)


def prove(
    path: str, home: str | None, *, level: str = LEVELS[-1], json: bool = False, cases: str | None = None
) -> Report:
    """Prove what can be of the pack at a path, or with an id, by the keys of a level; what no call comes to, by all.

    Keep the calls that were found as `cases` in a folder, if one is named.
    """
    folders = home_of(home)
    if json:
        i18n.use("en")
    folder = packs.locate(path)
    script = packs.read(folder, cache=folders.cache, own=folders.directories)
    worked_out = WorkedOut(script)
    with garbage.never_collected():  # it took a fifth of the time
        proof = msgspec.structs.replace(proof_of(worked_out, level, folders), amiss=_amiss_of(worked_out, folders))
    found = list(problems(proof))
    if json:
        report = Report([as_json(msgspec.to_builtins(proof))])
        report.trouble([_("not all of it is proved")] if found else [])
    else:
        report = Report(list(map(clean, tell(proof, str(folder / PACK)))))
        report.trouble(found)
    if cases:
        breached = [rule for rule in proof.rules if rule.verdict == "breached"]
        breaches = {f"{rule.clause.lower()}-{rule.rule}": rule.case for rule in breached}
        kept = keep(worked_out, breaches, Path(cases), folder)
        report.notes += kept.notes
        report.trouble(kept.problems)
    return report


def proof_of(worked_out: WorkedOut, level: str, folders: Folders) -> Proof:
    """Return what is known of a script's rules by the keys of a level, from the cache if it is there."""
    return _kept(folders, f"{worked_out.script.hash[:32]}-{level}", Proof, lambda: proved(worked_out, level))


def proved(worked_out: WorkedOut, level: str) -> Proof:
    """Prove what can be of a script's rules, by the keys of a level."""
    levels: tuple[Level, ...] = (0, 1, 2)
    script, prover, tried = worked_out.script, worked_out.prover, Tried(0, 0)
    judged = prover.rules(levels[: LEVELS.index(level) + 1])
    if level == LEVELS[-1]:
        tried, found = breaches(script, prover.beginnings)
        judged = tuple(with_breaches(judged, found))
    rules = tuple(_rule(script, each) for each in judged)
    return Proof(script.pack.id, script.hash, level, len(script.steps), rules, places=tried.places, calls=tried.calls)


def _amiss_of(worked_out: WorkedOut, folders: Folders) -> tuple[Amiss, ...]:
    return _kept(folders, f"{worked_out.script.hash[:32]}-calls", tuple[Amiss, ...], lambda: amiss(worked_out))


def amiss(worked_out: WorkedOut) -> tuple[Amiss, ...]:
    """Tell what of a script no call comes to, and where a call cannot go on or end."""
    return tuple(_coming(worked_out.script, each) for each in worked_out.reach.amiss())


def _rule(script: Script, judged: Judged) -> Rule:
    keys, lines = pressed(script, judged.played)
    begun, work = begun_at(judged.beginning)
    return Rule(
        clause=judged.clause,
        rule=judged.place + 1,
        verdict=judged.verdict,
        level=LEVELS[judged.level],
        why=judged.why,
        ended=judged.how,
        begun=begun,
        work=work,
        keys=keys,
        lines=lines,
        case=case_of(script, judged.beginning, judged.played.log) if judged.beginning and judged.played else "",
        always=judged.always,
        accepted=script.clauses[judged.clause].rules[judged.place].accepted,
    )


def _coming(script: Script, coming: Coming) -> Amiss:
    goal, example = coming.goal, coming.example
    keys, lines = pressed(script, example.played if example else None)
    begun, work = begun_at(example.beginning if example else None)
    stage, key = _where(script, goal.kind, goal.of, goal.which)
    return Amiss(
        what=goal.kind,
        known=coming.known,
        stage=stage,
        key=key,
        way=goal.of if goal.kind == "ending" else "",
        begun=begun,
        work=work,
        keys=keys,
        lines=lines,
    )


def _where(script: Script, kind: str, of: str, which: str) -> tuple[str, str]:
    """Return the stage and the key of something, as the check names them."""
    if kind == "met":
        return "", f"clauses[{of}].rules[{which}]"
    if kind == "detour":
        return "", f"detours[{of}]"
    if kind == "ending":
        return "", "stages"
    stage = script.stage_of[of].id
    step = f"stages[{stage}].steps[{of}]"
    tail = {"answer": f".options[{which}]", "stuck": ".options"}.get(kind, "")
    return stage, step + tail


def pressed(script: Script, played: Played | None) -> tuple[str, Lines]:
    """Return the keys of a call, and the lines that do the same."""
    path = list(told(script, played.log)) if played else []
    lines: list[str | Wait] = []
    for each in path:
        lines += [*([Wait(each.seconds)] if each.seconds else []), *each.lines]
    return " ".join(each.keys for each in path), tuple(lines)


def _kept(folders: Folders, name: str, of: type[_Kept], work_out: Callable[[], _Kept]) -> _Kept:
    """Return what is kept under a name, in the language of now, or work it out."""
    file = folders.cache / "proofs" / f"{name}-{i18n.current()}-{_code_name()}.json"
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(files.read_private(file), type=of)
    found = work_out()
    with suppress(OSError):
        files.make_folder(file.parent)
        files.replace(file, msgspec.json.encode(found))
        for old in sorted(file.parent.glob("*.json"), key=lambda each: each.stat().st_mtime_ns)[:-_KEPT]:
            old.unlink(missing_ok=True)
    return found


def _code_name() -> str:
    """Name the code that proves, and that which it proves by, as far as its files tell."""
    total = sha256()
    for module in (core, proofs):
        for file in _sources(Path(str(module.__file__)).parent):
            total.update(f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}\n".encode())
    return total.hexdigest()[:16]


def _sources(folder: Path) -> Sequence[Path]:
    return sorted(folder.rglob("*.py"))
