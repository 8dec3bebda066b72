"""What is looked up beside a call: the keys of the moment, the standard, words at hand, a call that is filed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.fold import fold_all
from callscript.core.script import phrases
from callscript.core.script.model import Aid, Script
from callscript.core.script.working_time import local
from callscript.dialogue.actions import Action, in_script, title, why_not
from callscript.dialogue.show import refusals
from callscript.dialogue.show.endings import after_call_work, ended
from callscript.dialogue.show.entered import entered_words
from callscript.dialogue.show.erased import erased_of
from callscript.dialogue.show.field_text import field_lines
from callscript.dialogue.show.registered import registered_lines
from callscript.dialogue.show.sections import Section
from callscript.dialogue.show.standing import Judged, JudgedLine, judged, judged_line, standing
from callscript.dialogue.show.task_told import became_of_work
from callscript.dialogue.show.timeline import timeline
from callscript.dialogue.show.values import OwedLine
from callscript.dialogue.show.work_told import going_on
from callscript.runtime.i18n import _


class KeyLine(Struct, frozen=True):
    """An action with its name, and why it is not offered now; empty: it is."""

    action: Action
    title: str
    why_not: str = ""


class ClauseText(Struct, frozen=True):
    """A clause with its wording and how the call stands with it."""

    line: OwedLine
    wording: str


def essence() -> Iterator[str]:
    """Yield what is to be known before any key: what the page for operators says at length."""
    yield _("Say aloud what stands bold beside ┃: the rest is for you alone.")
    yield _("All is saved at once. The line broke? Log in again and go on.")


def keys(actions: Sequence[Action], script: Script, call: Call) -> Iterator[KeyLine]:
    """Yield the actions that this script has, with the reason where one is not offered now."""
    for action in in_script(actions, script):
        refused = why_not(action, script, call)
        yield KeyLine(action, title(action, script, call), refusals.words(refused, script, call) if refused else "")


def in_fields(script: Script) -> Iterator[str]:
    """Yield what is to be known about the keys while a field is typed into."""
    digits = [str(detour.digit) for detour in script.pack.detours if detour.digit]
    if digits:
        text = _("While an answer is typed, {digits} are text like any other digit.")
        yield text.format(digits=", ".join(sorted(digits)))
    if script.urgent:
        text = _("Ins takes “{name}” from a field too; so does Esc and then !")
        yield text.format(name=phrases.label(script, f"detour.{script.urgent.id}"))
    yield _("What a field had before: typing replaces it, → or End goes on behind it,")
    yield _("Del empties it, Backspace goes a step back.")
    yield _("In a field with a dash: «-» and the reason records that there is none.")
    yield _("On the card: • missing, + recorded, - there is none, ? looks wrong,")
    yield _("~ from an answer that was changed: Enter confirms it, typing replaces it.")


def standard(script: Script, call: Call, now: datetime) -> Iterator[ClauseText]:
    """Yield every clause with its wording and how the call stands with it."""
    for line in standing(script, call, now):
        yield ClauseText(line, phrases.own(script, call, f"clause.{line.clause}.wording"))


def aids(script: Script, call: Call) -> Iterator[Section]:
    """Yield all the words and facts to have at hand: what was looked up, then what fits the step of the moment."""
    here = _here(script, call)
    yield from (Section(_("Information given"), (each.text,), each.title) for each in call.informed)
    yield from (_aid(script, call, aid) for aid in sorted(script.pack.aids, key=lambda aid: not _fits(aid, here)))


def fitting_aids(script: Script, call: Call) -> Iterator[Section]:
    """Yield the words and facts at hand that fit the step of the moment; if none does, those that fit any."""
    here = _here(script, call)
    found = [aid for aid in script.pack.aids if _fits(aid, here)]
    return (_aid(script, call, aid) for aid in found or (aid for aid in script.pack.aids if aid.at is None))


def _here(script: Script, call: Call) -> frozenset[str]:
    """Return the names of where the call is: its step, the stage, and the detour if one is being taken."""
    frame = call.frame
    return frozenset((frame.step, script.stage_of[frame.step].id, frame.detour)) if frame else frozenset()


def _fits(aid: Aid, here: frozenset[str]) -> bool:
    return not here.isdisjoint(aid.at or ())


def _aid(script: Script, call: Call, aid: Aid) -> Section:
    title = phrases.own(script, call, f"aid.{aid.id}.title")
    text = phrases.wording(script, call, f"aid.{aid.id}.text")
    return Section(title, (text,), " ".join(aid.clauses))


def filed_title(script: Script, log: Sequence[e.Event]) -> str:
    """Return when a call from the journal began."""
    return local(script, log[0].at).strftime("%d.%m.%Y %H:%M")


def filed(script: Script, log: Sequence[e.Event], now: datetime, me: str = "") -> tuple[Section, ...]:
    """Return a call from the journal: who called and what came of it, its work, the verdicts, how it went."""
    call = fold_all(script, log)
    work = tuple(became_of_work(script, call, me, now))
    return (
        Section(_("Recorded"), tuple(_recorded(script, call))),
        *((Section(_("Work that the call has left"), work),) if work else ()),
        Section(_("The standard"), verdicts=tuple(_verdicts(script, call, log, now))),
        Section(_("Timeline"), tuple(timeline(script, log))),
    )


def _pressing(judged: Judged) -> int:
    """Sort what was not met before the rest."""
    return next((at for at, verdict in enumerate(("breached", "open")) if verdict == judged.now.verdict), 2)


def _recorded(script: Script, call: Call) -> Iterator[str]:
    if call.erased:
        yield _("What the caller gave") + f": {erased_of(script, call)}"
    if call.entry:
        yield entered_words(script, call)
    outcome = phrases.label(script, f"outcome.{call.outcome}") if call.outcome else ""
    if what_came_of_it := "; ".join(filter(None, (outcome, ended(script, call), after_call_work(call)))):
        yield _("Outcome") + f": {what_came_of_it}"
    if call.summary:
        yield _("Summary") + f": {call.summary}"
    if call.start and call.start.outgoing:
        yield _("Call back") + f": {going_on(script, call.start)}"
    yield from registered_lines(script, call)
    yield from field_lines(script, call)


def _verdicts(script: Script, call: Call, log: Sequence[e.Event], now: datetime) -> Iterator[JudgedLine]:
    for each in sorted(judged(script, log, now), key=_pressing):
        yield judged_line(script, call, each)
