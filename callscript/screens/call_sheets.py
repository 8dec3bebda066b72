"""The sheets of the call screen: keys of the moment, the standard, words at hand, a call that is filed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual.content import Content

from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.script.model import Script
from callscript.dialogue.actions import ACTIONS, BY_ID
from callscript.dialogue.show import sheets
from callscript.dialogue.show.standing import SIGNS, verdict_word
from callscript.runtime.i18n import _
from callscript.runtime.text import clean, clean_lines
from callscript.screens.sheets import Question, Sheet
from callscript.service.leaving import Asked
from callscript.service.session import Session

_DETOURS = tuple(action.key for action in ACTIONS if action.detour and action.id != "end")
_THROUGH = (*_DETOURS, *(BY_ID[action].key for action in ("help", "language", "next_panel", "caller")))
"""Keys that reach the call through a sheet; F12, which also goes back, only closes it."""
CORRECT = "1"
"""The digit that corrects a filed call."""


def help_sheet(script: Script, call: Call, *first: str) -> Sheet:
    """List all keys, and why a dimmed one is not offered; before them the lines of the screen itself."""
    lines = [Content(line) for line in (*first, *([""] if first else []))]
    for key in sheets.keys(ACTIONS, script, call):
        action = key.action
        reason = f"  — {key.why_not}" if key.why_not else ""
        look = "dim" if key.why_not else ""
        esc = f"Esc {action.behind_escape}" if action.behind_escape else ""
        head = f"{action.cap:<10}{esc:<8}"
        lines.append(Content.assemble((head, "bold"), (clean(f"{key.title}{reason}"), look)))
    lines += [Content(""), Content(_("Backspace at the first step of an empty call discards it: opened by mistake."))]
    lines += [Content(clean(line)) for line in sheets.in_fields(script)]
    return Sheet(
        _("Help: the keys of the moment"),
        Content("\n").join(lines),
        opened_by="f1",
        choices={"0": _("leave the program")},
        passes=_THROUGH,
    )


def standard_sheet(session: Session, now: datetime) -> Sheet:
    """List every clause with its wording and how the call stands with it."""
    lines: list[Content] = [
        Content.styled(_("Judged by what the operator confirmed on screen."), "italic"),
        Content(""),
    ]
    for clause in sheets.standard(session.script, session.call, now):
        line = clause.line
        look = "bold reverse" if line.verdict == "breached" else "bold"
        head = f"{SIGNS[line.verdict]} {line.name}  {verdict_word(line.verdict)}"
        text = clean_lines(clause.wording)
        lines.append(Content.assemble((head, look), f"  {clean(line.title)}\n", text, "\n"))
    return Sheet(_("The standard"), Content("\n").join(lines), opened_by="pagedown", passes=_THROUGH)


def aids_sheet(session: Session) -> Sheet:
    """Show the words and facts at hand."""
    return Sheet(_("At hand"), aids(session.script, session.call), opened_by="pageup", passes=_THROUGH)


def aids(script: Script, call: Call) -> Content:
    """Return the words and facts to have at hand during the whole call."""
    return Content("\n").join(
        Content.assemble(
            (clean(aid.title), "bold"), (f"  {aid.note}\n", "dim"), clean_lines("\n".join(aid.lines)), "\n"
        )
        for aid in sheets.aids(script, call)
    )


def caller_sheet(known: Content) -> Sheet:
    """Show what is known of the caller."""
    return Sheet(_("What is known of this caller"), known, opened_by=BY_ID["caller"].key, passes=_THROUGH)


def filed_sheet(script: Script, log: Sequence[e.Event], now: datetime, *, correctable: bool) -> Sheet:
    """Show a call from the journal: timeline, fields and verdicts; `CORRECT` goes on to correct it."""
    choices = {CORRECT: _("correct")} if correctable else {}
    return Sheet(sheets.filed_title(script, log), in_sections(sheets.filed(script, log, now)), choices=choices)


def in_sections(sections: Iterable[sheets.Section]) -> Content:
    """Return sections one below the other, each under its title."""
    lines: list[Content] = []
    for section in sections:
        lines += [Content("")] if lines else []
        lines.append(Content.styled(section.title, "bold"))
        lines += [Content(clean(line)) for line in section.lines]
    return Content("\n").join(lines)


def discard_question() -> Question:
    """Ask whether a call in which nothing happened was opened by mistake."""
    return Question(
        _("Opened by mistake?"),
        _("Nothing was recorded of a caller in this call. Discarded, it counts as no call."),
        (_("No, the call goes on"), _("Opened by mistake: discard it")),
    )


def leave_question(asked: Asked, *, in_call: bool) -> Question:
    """Ask whether to leave in the middle of a call, or with something unsaved."""
    return Question(_("Leave?"), asked.text, asked.answers, passes=_DETOURS if in_call else ())
