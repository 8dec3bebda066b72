"""What the sheets of the call screen say: keys of the moment, the standard, words at hand, a call that is filed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from callscript.core import events as e
from callscript.core import phrases
from callscript.core.call import Call, fold_all
from callscript.core.script import Script
from callscript.core.worktime import local
from callscript.i18n import _
from callscript.keys import ACTIONS, why_not
from callscript.screens.sheets import Question, Sheet
from callscript.session import Session
from callscript.telling import call_view, refusals
from callscript.telling.timeline import timeline
from callscript.terminal.text import clean, clean_lines

VERDICTS = {"met": "+", "breached": "!", "open": "•", "na": "-", "reminder": "i"}


def verdict_word(verdict: str) -> str:
    """Say how a call stands with a clause."""
    return {
        "met": _("met"),
        "breached": _("breached"),
        "open": _("still owed"),
        "na": _("does not apply"),
        "reminder": _("reminder"),
    }[verdict]


def help_sheet(script: Script, call: Call) -> Sheet:
    """List all keys, and why a dimmed one is not offered."""
    lines: list[Content] = []
    for action in ACTIONS:
        refused = why_not(action, script, call)
        reason = f"  — {refusals.words(refused, script, call)}" if refused else ""
        look = "dim" if refused else ""
        esc = f"Esc {action.cap[1:] if action.cap != 'F12' else '0'}" if action.short else ""
        head = f"{action.cap:<10}{esc:<8}"
        lines.append(Content.assemble((head, "bold"), (clean(f"{_(action.title)}{reason}"), look)))
    lines += [Content(""), Content(_("In a field with a dash: «-» and the reason records that there is none."))]
    return Sheet(
        _("Help: the keys of the moment"),
        Content("\n").join(lines),
        opened_by="f1",
        choices={"0": _("leave the program")},
    )


def standard_sheet(session: Session, now: datetime) -> Sheet:
    """List every clause with its wording and how the call stands with it."""
    script, call = session.script, session.call
    lines: list[Content] = [
        Content.styled(_("Judged by what the operator confirmed on screen."), "italic"),
        Content(""),
    ]
    for line in call_view.standing(script, call, now):
        look = "bold reverse" if line.verdict == "breached" else "bold"
        head = f"{VERDICTS[line.verdict]} {line.clause}  {verdict_word(line.verdict)}"
        wording = phrases.wording(script, call, f"clause.{line.clause}.wording")
        lines.append(Content.assemble((head, look), f"  {clean(line.title)}\n", clean_lines(wording), "\n"))
    return Sheet(_("The standard"), Content("\n").join(lines), opened_by="pagedown")


def aids_sheet(session: Session) -> Sheet:
    """Show the words and facts at hand."""
    return Sheet(_("At hand"), aids(session.script, session.call), opened_by="pageup")


def aids(script: Script, call: Call) -> Content:
    """Return the words and facts to have at hand during the whole call."""
    lines: list[Content] = []
    for aid in script.pack.aids:
        title = phrases.wording(script, call, f"aid.{aid.id}.title")
        text = phrases.wording(script, call, f"aid.{aid.id}.text")
        clauses = " ".join(aid.clauses)
        lines.append(Content.assemble((clean(title), "bold"), (f"  {clauses}\n", "dim"), clean_lines(text), "\n"))
    return Content("\n").join(lines)


def filed_sheet(script: Script, log: Sequence[e.Event], now: datetime) -> Sheet:
    """Show a call from the journal: timeline, fields and verdicts."""
    call = fold_all(script, log)
    started = local(script, log[0].at)
    lines: list[Content] = [Content.styled(_("Timeline"), "bold")]
    lines += [Content(clean(line)) for line in timeline(script, log)]
    lines += [Content(""), Content.styled(_("Fields"), "bold")]
    for field, value in call.fields.items():
        name = phrases.label(script, f"field.{field}", call.language)
        lines.append(Content(clean(f"{name}: {'- ' if value.absent else ''}{value.text}")))
    if call.summary:
        lines.append(Content(clean(_("Summary") + f": {call.summary}")))
    lines += [Content(""), Content.styled(_("The standard"), "bold")]
    for verdict in call_view.standing(script, call, call.closed or now):
        reason = call.reasons.get(verdict.clause, "")
        text = f"{VERDICTS[verdict.verdict]} {verdict.clause} {verdict_word(verdict.verdict)}: {verdict.title}"
        lines.append(Content(clean(f"{text}{' — ' + reason if reason else ''}")))
    return Sheet(started.strftime("%d.%m.%Y %H:%M"), Content("\n").join(lines))


def leave_question() -> Question:
    """Ask whether to leave in the middle of a call."""
    return Question(
        _("Leave?"),
        _("A call is open. What was recorded is kept, and the next start offers to go on with it."),
        (_("Stay"), _("Leave the program")),
    )
