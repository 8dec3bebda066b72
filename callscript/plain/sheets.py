"""Lists, as lines, what is looked up beside a call: the actions, the standard, words at hand, a filed call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from callscript.core.call.call import Call
from callscript.core.call.events import Event
from callscript.core.script.model import Script
from callscript.dialogue.actions import BY_ID, LINES, Action
from callscript.dialogue.show import sheets
from callscript.dialogue.show.dates import left_words
from callscript.dialogue.show.standing import SIGNS, owed, verdict_word
from callscript.dialogue.show.values import OwedLine
from callscript.plain.typed import typeable
from callscript.runtime.i18n import _

_LISTED = (
    *(BY_ID[action] for action in ("go", "choose")),
    *(action for action in LINES if action.star),
)
"""What is done without a star comes first; the star alone, which has just been typed, is left out."""


def looked_up(action: Action, script: Script, call: Call, now: datetime) -> Iterator[str]:
    """Yield the lines of an action that only looks something up."""
    match action.id:
        case "owed":
            yield from still_owed(script, call, now)
        case "standard":
            yield from standard(script, call, now)
        case "aids":
            yield from aids(script, call)
        case _:
            yield from actions(script, call, all_of_them=action.id == "help")


def actions(script: Script, call: Call, *, all_of_them: bool) -> Iterator[str]:
    """Yield the actions offered now; or all of them, each with the reason if it is not offered now."""
    for key in sheets.keys(_LISTED, script, call):
        if not key.why_not:
            yield f"{key.action.typed}  {_title(key)}"
        elif all_of_them:
            yield f"{key.action.typed}  {_title(key)} — {typeable(key.why_not)}"
    if all_of_them:
        yield _("A dash for an answer records that there is none; behind it stands the reason, if one is wanted.")
        yield _("A text that begins with a star is typed with two.")


def _title(key: sheets.KeyLine) -> str:
    return _(key.action.line_title) if key.action.line_title else key.title


def still_owed(script: Script, call: Call, now: datetime) -> Iterator[str]:
    """Yield the clauses still owed or breached, the most pressing first."""
    lines = owed(script, call, now)
    if not lines:
        yield _("Nothing is owed by the standard.")
    yield from map(_clause, lines)


def standard(script: Script, call: Call, now: datetime) -> Iterator[str]:
    """Yield every clause with its wording and how the call stands with it."""
    for clause in sheets.standard(script, call, now):
        yield _clause(clause.line)
        yield clause.wording


def _clause(line: OwedLine) -> str:
    left = ""
    if line.left is not None:
        left = f", {left_words(line.left)}"
    return f"{line.name} {verdict_word(line.verdict)}{left}: {line.title}"


def aids(script: Script, call: Call) -> Iterator[str]:
    """Yield the words and facts to have at hand during the whole call."""
    for aid in sheets.aids(script, call):
        yield f"{aid.title}. {aid.note}" if aid.note else aid.title
        yield from map(typeable, aid.lines)


def filed(script: Script, log: Sequence[Event], now: datetime, me: str = "") -> Iterator[str]:
    """Yield a call from the journal: who called and what came of it, the verdicts, how it went."""
    yield sheets.filed_title(script, log)
    for section in sheets.filed(script, log, now, me):
        yield f"{section.title}:"
        yield from map(str.strip, section.lines)
        yield from (f"{SIGNS[line.verdict]} {line.head} {line.rest}" for line in section.verdicts)
