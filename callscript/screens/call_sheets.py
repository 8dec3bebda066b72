"""The sheets of the call screen: keys of the moment, the standard, words at hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual.content import Content

from callscript.core.call.call import Call
from callscript.core.script.model import Script
from callscript.dialogue.actions import ACTIONS, ARTICLES, BY_ID
from callscript.dialogue.show import sheets
from callscript.dialogue.show.sections import Section
from callscript.dialogue.show.standing import verdict_word
from callscript.runtime.i18n import _
from callscript.runtime.text import clean, clean_lines
from callscript.screens.sheets import Question, Sheet
from callscript.service.leaving import Asked, Leaving
from callscript.service.session import Session
from callscript.widgets.verdict import verdict_badge

_DETOURS = tuple(action.key for action in ACTIONS if action.detour and action.id != "end")
THROUGH_SEARCH = (*_DETOURS, *(BY_ID[action].key for action in ("language", "next_panel", "caller")))
"""Keys that reach the call through the search for articles."""
_THROUGH = (*THROUGH_SEARCH, *(BY_ID[action].key for action in ("help", ARTICLES)))
"""Keys that reach the call through a sheet; F12, which also goes back, only closes it."""


def help_sheet(script: Script, call: Call, *first: str) -> Sheet:
    """List all keys, and why a dimmed one is not offered; before them the lines of the screen itself."""
    lines = [Content(line) for line in first]
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
        Content.styled(_("Judged by what the operator confirmed on screen."), "dim"),
        Content(""),
    ]
    for clause in sheets.standard(session.script, session.call, now):
        line = clause.line
        stands = f"{line.name}  {verdict_word(line.verdict)}"
        head = Content.assemble(verdict_badge(line.verdict, stands), " ", (clean(line.title), "bold"))
        lines.append(Content.assemble(head, "\n", clean_lines(clause.wording), "\n"))
    return Sheet(_("The standard"), Content("\n").join(lines), opened_by="pagedown", passes=_THROUGH)


def aids_sheet(session: Session) -> Sheet:
    """Show the words and facts at hand."""
    return Sheet(_("At hand"), _aids(sheets.aids(session.script, session.call)), opened_by="pageup", passes=_THROUGH)


def aids_at_step(script: Script, call: Call) -> Content:
    """Return the words and facts that fit the step of the moment."""
    heading = Content.assemble((_("At hand"), "bold"), "  ", ("PgUp", "dim"))
    return Content("\n").join([heading, _aids(sheets.fitting_aids(script, call))])


def _aids(found: Iterable[Section]) -> Content:
    return Content("\n").join(
        Content.assemble(
            (clean(aid.title), "bold"), (f"  {aid.note}\n", "dim"), clean_lines("\n".join(aid.lines)), "\n"
        )
        for aid in found
    )


def caller_sheet(known: Content, numbered: int) -> Sheet:
    """Show what is known of the caller; so much of the open work is opened by its digit."""
    title, key = _("What is known of this caller"), BY_ID["caller"].key
    return Sheet(title, known, opened_by=key, passes=_THROUGH, numbered=numbered)


def in_sections(sections: Iterable[Section]) -> Content:
    """Return sections one below the other, each under its title."""
    lines: list[Content] = []
    for section in sections:
        lines += [Content("")] if lines else []
        lines += [Content.styled(section.title, "bold")] if section.title else []
        lines += [Content(clean(line)) for line in section.lines]
        lines += [
            Content.assemble(verdict_badge(line.verdict, line.head, over=True), " ", clean(line.rest))
            for line in section.verdicts
        ]
    return Content("\n").join(lines)


def discard_question() -> Question:
    """Ask whether a call in which nothing happened was opened by mistake."""
    return Question(
        _("Opened by mistake?"),
        _("Nothing was recorded of a caller in this call. Discarded, it counts as no call."),
        (_("No, the call goes on"), _("Opened by mistake: discard it")),
    )


def leave_question(leaving: Leaving, asked: Asked, *, in_call: bool) -> Question:
    """Ask whether to leave in the middle of a call, or with something unsaved."""

    async def as_it_is() -> tuple[str, tuple[str, ...]]:
        now = await leaving.as_it_is() or asked
        return now.text, now.answers

    return Question(_("Leave?"), asked.text, asked.answers, passes=_DETOURS if in_call else (), as_it_is=as_it_is)
