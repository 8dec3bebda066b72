"""Puts a step of the script, and where the call stands, into lines to be read or heard."""

from __future__ import annotations

from collections.abc import Iterator

from callscript.core.call.call import Call
from callscript.core.script.model import Script
from callscript.dialogue.read.digits import narrowed, none_found, page_of
from callscript.dialogue.show import call_view
from callscript.dialogue.show.field_text import suggested, typed
from callscript.dialogue.show.header import header
from callscript.dialogue.show.stages import stages
from callscript.dialogue.show.values import OfferLine, ScriptView, TrailLine
from callscript.plain.typed import typeable
from callscript.runtime.i18n import _
from callscript.service.desk import Desk
from callscript.service.session import Session


def where(script: Script, call: Call) -> str:
    """Name the detours being taken and the stage."""
    names = (*call_view.detour_path(script, call), call_view.script_view(script, call).title)
    return " / ".join(dict.fromkeys(names))


def step(script: Script, call: Call, page: int, wanted: str) -> Iterator[str]:
    """Yield what is to be said or done now, and the answers that are looked for."""
    view = call_view.script_view(script, call)
    what = " — ".join(filter(None, (view.act, typeable(view.keys))))
    yield f"{what}. {' '.join(view.clauses)}" if view.clauses else what
    yield view.words
    yield from view.doubts
    if view.tip:
        yield _("Tip: {text}").format(text=typeable(view.tip))
    yield from _recorded(script, call, view)
    found = narrowed(view.offers, wanted)
    yield from filter(None, (none_found(found, wanted),))
    yield from map(_offer, page_of(found, page))


def _recorded(script: Script, call: Call, view: ScriptView) -> Iterator[str]:
    """Yield the value that Enter would take as the answer."""
    asked = call_view.current(script, call)
    if not view.field or not call_view.is_typed(asked, script):
        return
    if value := call.drafts.get(asked.field):
        yield _("Typed before, not confirmed: {value}. Enter takes it.").format(value=value)
    elif value := typed(script, call, asked.field):
        yield _("Recorded: {value}. Enter keeps it.").format(value=value)
    elif value := suggested(script, call, asked.field):
        yield _("Known: {value}. Enter takes it.").format(value=value)


def _offer(offer: OfferLine) -> str:
    text = offer.text if offer.offered else _("not offered: {text}").format(text=typeable(offer.text))
    text += f" — {offer.note}" if offer.note else ""
    if offer.chosen:
        text = _("{text} (chosen before; Enter keeps it)").format(text=text)
    return f"{offer.number}. {text}"


def standing(desk: Desk, session: Session) -> Iterator[str]:
    """Yield where the call stands: who and how long, the stages, the steps of a detour, the lines before and after."""
    script, call = session.script, session.call
    bar = header(script, call, desk.operator, desk.now(), session.unsaved)
    yield ", ".join((*bar.left, *bar.right.split("  ")))
    passed = stages(script, call)
    if passed:
        yield _("Stages: {names}").format(names=", ".join(_state(line) for line in passed))
    for line in call_view.detour_lines(script, call):
        yield _state(line)
    view = call_view.script_view(script, call)
    if view.before:
        yield _("Before: {words}").format(words=view.before)
    for words in view.after:
        yield _("Afterwards: {words}").format(words=words)


def _state(line: TrailLine) -> str:
    return {
        "done": _("{name} (done)"),
        "now": _("{name} (now)"),
        "ahead": "{name}",
    }[line.state].format(name=line.text)
