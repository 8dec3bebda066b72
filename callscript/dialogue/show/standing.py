"""How a call stands with the clauses of the standard, in values and words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import NamedTuple

from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.fold import fold_all
from callscript.core.call.meanwhile import as_known
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.standard.clauses import Modality
from callscript.core.standard.verdicts import Verdict, verdicts
from callscript.dialogue.show.values import OwedLine
from callscript.runtime.i18n import _

SIGNS = {"met": "+", "breached": "!", "open": "•", "na": "-", "reminder": "i"}


def verdict_word(verdict: str) -> str:
    """Say how a call stands with a clause."""
    return {
        "met": _("met"),
        "breached": _("breached"),
        "open": _("still owed"),
        "na": _("does not apply"),
        "reminder": _("not judged"),
    }[verdict]


def _word(verdict: Verdict) -> str:
    """Say how a call stood with a clause; what was owed, until an event excused it, is told apart.

    What the first event excuses, because no call begins with it, was never owed.
    """
    excused = verdict.verdict == "na" and (verdict.event or 0) > 1
    return _("not owed any more") if excused else verdict_word(verdict.verdict)


def modality_word(modality: Modality) -> str:
    """Say how binding a clause is."""
    return {
        "must": _("binding"),
        "should": _("recommended"),
        "may": _("a right"),
        "consent": _("with consent"),
    }[modality]


def clause_name(script: Script, clause: str) -> str:
    """Name a clause by its id, and say so if it is a rule of the centre's own."""
    known = script.clauses.get(clause)
    return _("{clause} (house rule)").format(clause=clause) if known and known.house else clause


class Judged(NamedTuple):
    """How a call stands with a clause: when it was closed, which never changes, and now, with what was corrected."""

    closing: Verdict
    now: Verdict


def judged(script: Script, log: Sequence[e.Event], now: datetime) -> tuple[Judged, ...]:
    """Judge a call that is filed, by every clause: nothing of one that was opened by mistake."""
    call = fold_all(script, log)
    if call.discarded:
        return ()
    stands = verdicts(script, call.watches, now)
    at = next((at for at, event in enumerate(log, start=1) if isinstance(event, e.Closed)), 0)
    if not at or not isinstance(closed := log[at - 1], e.Closed):
        return tuple(Judged(each, each) for each in stands)
    stood = verdicts(script, fold_all(script, log[:at]).watches, closed.at)
    told = (replace(each, verdict=closed.verdicts.get(each.clause, each.verdict)) for each in stood)
    return tuple(map(Judged, told, stands))


class JudgedLine(NamedTuple):
    """A verdict in words."""

    verdict: str
    head: str
    """The clause, and how the call stood with it when it was closed; how it stands now, if that is another verdict."""
    rest: str
    """What it asks for, how binding it is unless it must be met, and why it was not met."""


def judged_line(script: Script, call: Call, judged: Judged) -> JudgedLine:
    """Put a verdict into words."""
    verdict, reason = judged.now, call.reasons.get(judged.now.clause, "")
    found, stands = _word(judged.closing), _word(verdict)
    if verdict.verdict != judged.closing.verdict:
        found += ", " + _("now: {verdict}").format(verdict=stands)
    title = phrases.label(script, f"clause.{verdict.clause}.title")
    rest = title if verdict.modality == "must" else f"{title} ({modality_word(verdict.modality)})"
    head = f"{clause_name(script, verdict.clause)} {found}"
    return JudgedLine(judged.closing.verdict, head, f"{rest} — {reason}" if reason else rest)


def judged_words(script: Script, call: Call, judged: Judged) -> str:
    """Say how a call stood with a clause, how it stands now, and why."""
    line = judged_line(script, call, judged)
    return f"{line.head} {line.rest}"


def owed(script: Script, call: Call, now: datetime) -> tuple[OwedLine, ...]:
    """Return the clauses still owed or breached, the most pressing first."""
    stands = verdicts(script, as_known(script, call).watches, now)
    lines = [owed_line(script, call, each, now) for each in stands if each.verdict in ("breached", "open")]
    return tuple(sorted(lines, key=lambda line: (line.left is None, line.left or 0, line.verdict == "breached")))


def standing(script: Script, call: Call, now: datetime) -> tuple[OwedLine, ...]:
    """Return how the call stands with every clause, in the order of the pack."""
    stands = verdicts(script, as_known(script, call).watches, now)
    return tuple(owed_line(script, call, verdict, now) for verdict in stands)


def owed_line(script: Script, call: Call, verdict: Verdict, now: datetime) -> OwedLine:
    """Put a verdict into a line, with the seconds that are left."""
    return OwedLine(
        clause=verdict.clause,
        name=clause_name(script, verdict.clause),
        title=phrases.own(script, call, f"clause.{verdict.clause}.title"),
        verdict=verdict.verdict,
        must=verdict.modality != "should",
        left=ceil((verdict.limit - now).total_seconds()) if verdict.limit else None,  # as the clocks count
    )
