"""`callscript prove`: what holds of a script pack on all paths, and calls in which a rule of it is breached.

What it came to is kept in the cache, by the pack and by the code that has proved it. `docs/command-line.md` fixes the
shape of the JSON.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from callscript import core, packs
from callscript import proof as proofs
from callscript.commands.report import Report, as_json
from callscript.core.script.model import Script
from callscript.proof.judged import Judged
from callscript.proof.keys import LEVELS, Level
from callscript.proof.prover import Prover
from callscript.proof.telling import told
from callscript.runtime import files, i18n
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean

_KEPT = 20
_CALLS = ("without function keys", "with function keys, except the one that ends the call", "with every key")
_COVERED = "any answer, any time, detours in any depth; nothing is taken back: no Backspace, no detour left by its key"


class Wait(Struct, frozen=True):
    """So long is waited."""

    seconds: int


class Rule(Struct, frozen=True, kw_only=True):
    """What is known of a rule."""

    clause: str
    rule: int
    """Its number in the clause, from 1."""
    verdict: str
    level: str
    why: str = ""
    ended: str = ""
    begun: str = ""
    """When the call begins that breaches it."""
    work: str = ""
    """The work that it is begun about by the operator; empty: somebody rings."""
    keys: str = ""
    lines: tuple[str | Wait, ...] = ()
    always: bool = False
    """Every call breaches it."""
    accepted: str = ""
    """Why it is accepted that a call can breach it."""

    @property
    def unexcused(self) -> bool:
        """Whether a call can breach it, and it is not said why that is accepted."""
        return self.verdict == "breached" and not self.accepted


class Proof(Struct, frozen=True):
    """What is known of a pack."""

    pack: str
    hash: str
    level: str
    steps: int
    rules: tuple[Rule, ...]


def prove(path: str, home: str | None, *, level: str = LEVELS[-1], json: bool = False) -> Report:
    """Prove what can be of the pack at a path, or with an id, by the keys of a level."""
    i18n.use("en")
    folders = Folders.resolve(home)
    folders.make()
    script = packs.read(packs.locate(path), cache=folders.cache, own=folders.directories)
    proof = proof_of(script, level, folders)
    report = Report([as_json(msgspec.to_builtins(proof))] if json else list(map(clean, _lines(proof))))
    report.trouble([] if json else _problems(proof))
    if json and any(True for _ in _problems(proof)):
        report.trouble(["not all of it is proved"])
    return report


def proof_of(script: Script, level: str, folders: Folders) -> Proof:
    """Return what is known of a script by the keys of a level, from the cache if it is there."""
    kept = folders.cache / "proofs" / f"{script.hash[:32]}-{level}-{_code_name()}.json"
    proof = _take(kept)
    if proof is None:
        proof = proved(script, level)
        _keep(kept, proof)
    return proof


def proved(script: Script, level: str) -> Proof:
    """Prove what can be of a script, by the keys of a level."""
    levels: tuple[Level, ...] = (0, 1, 2)
    judged = Prover(script).rules(levels[: LEVELS.index(level) + 1])
    return Proof(script.pack.id, script.hash, level, len(script.steps), tuple(_rule(script, each) for each in judged))


def _rule(script: Script, judged: Judged) -> Rule:
    path = list(told(script, judged.played.log)) if judged.played else []
    lines: list[str | Wait] = []
    for each in path:
        lines += [*([Wait(each.seconds)] if each.seconds else []), *each.lines]
    return Rule(
        clause=judged.clause,
        rule=judged.place + 1,
        verdict=judged.verdict,
        level=LEVELS[judged.level],
        why=judged.why,
        ended=judged.how,
        begun=judged.beginning.at.isoformat() if judged.beginning else "",
        work=judged.beginning.work if judged.beginning else "",
        keys=" ".join(each.keys for each in path),
        lines=tuple(lines),
        always=judged.always,
        accepted=script.clauses[judged.clause].rules[judged.place].accepted,
    )


def _lines(proof: Proof) -> Iterator[str]:
    yield f"{proof.pack} {proof.hash[:8]}: {proof.steps} steps, {len(proof.rules)} rules; {_COVERED}"
    for rule in proof.rules:
        if rule.verdict != "proved":
            yield from lines_of(rule)
    counted = Counter(rule.verdict for rule in proof.rules)
    yield "  ".join(f"{word}: {counted[word]}" for word in ("proved", "breached", "undecided"))


def lines_of(rule: Rule) -> Iterator[str]:
    """Tell of a rule that is not proved."""
    level = LEVELS.index(rule.level)
    lower = f"; proved {_CALLS[level - 1]}" if level else ""
    yield f"{rule.clause} rule {rule.rule}: {rule.verdict} {_CALLS[level]}{lower}"
    if rule.verdict == "breached":
        begun = f"; the operator rings up about {rule.work}" if rule.work else ""
        yield f"    {rule.keys}"
        yield f"    ended: {rule.ended}; begun {rule.begun[:16].replace('T', ' ')}{begun}"
        if rule.accepted:
            yield f"    accepted: {rule.accepted}"
    else:
        yield f"    {rule.why}"


def _problems(proof: Proof) -> Iterator[str]:
    for rule in proof.rules:
        named = f"{rule.clause} rule {rule.rule}"
        if rule.always:
            yield f"{named}: every call breaches it"
        elif rule.unexcused:
            yield f"{named}: a call can breach it, and it is not said why that is accepted"
        elif rule.verdict == "proved" and rule.accepted and proof.level == LEVELS[-1]:
            yield f"{named}: that a call can breach it is accepted, and none can: take `accepted` away"


def _take(file: Path) -> Proof | None:
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(files.read_private(file), type=Proof)
    return None


def _keep(file: Path, proof: Proof) -> None:
    with suppress(OSError):
        files.make_folder(file.parent)
        files.replace(file, msgspec.json.encode(proof))
        for old in sorted(file.parent.glob("*.json"), key=lambda each: each.stat().st_mtime_ns)[:-_KEPT]:
            old.unlink(missing_ok=True)


def _code_name() -> str:
    """Name the code that proves, and that which it proves by, as far as its files tell."""
    total = sha256()
    for module in (core, proofs):
        for file in _sources(Path(str(module.__file__)).parent):
            total.update(f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}\n".encode())
    return total.hexdigest()[:16]


def _sources(folder: Path) -> Sequence[Path]:
    return sorted(folder.rglob("*.py"))
