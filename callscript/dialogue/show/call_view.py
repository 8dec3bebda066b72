"""Puts the script of a call into words: the step of the moment, its answers, stages and detours."""

from __future__ import annotations

from collections.abc import Iterable

from callscript.core.call.call import Call
from callscript.core.call.events import Done, Registered
from callscript.core.call.flow import Offer, current, offers, step_after
from callscript.core.call.fold import preview
from callscript.core.call.guards import holds
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask, Choose, End, Pick, Register, Say, Step, is_spoken
from callscript.dialogue.show.acts import act, is_looked_for, is_typed, keys
from callscript.dialogue.show.doubts import doubts
from callscript.dialogue.show.entries import entry_note
from callscript.dialogue.show.field_text import recorded
from callscript.dialogue.show.review import besides, review
from callscript.dialogue.show.shut import why_not
from callscript.dialogue.show.values import OfferLine, ScriptView, TrailLine
from callscript.runtime.i18n import _

_BEFORE = 5
"""How many lines are worth showing besides the one said before."""
_AHEAD = 4
"""How many of the lines that follow are worth showing."""


def detour_path(script: Script, call: Call) -> tuple[str, ...]:
    """Name the detours being taken, the outermost first."""
    return tuple(phrases.label(script, f"detour.{frame.detour}") for frame in call.frames if frame.detour)


def came_back(script: Script, before: Call, call: Call) -> str:
    """Say which detour was left, where that is all that taking it again has done."""
    if not before.frames or call.frames != before.frames[:-1]:
        return ""
    detour = before.frames[-1].detour
    return left(script, detour, taken_back=call.latest_of.get(f"cancelled:{detour}", 0) > before.seq)


def left(script: Script, detour: str, *, taken_back: bool) -> str:
    """Say that a detour was left: gone through, or taken back as if it had not been."""
    name = phrases.label(script, f"detour.{detour}")
    return (_("taken back: {name}") if taken_back else _("back from: {name}")).format(name=name)


def next_language(script: Script, call: Call) -> str:
    """Return the language of the script that comes after the one in use."""
    languages = [language.id for language in script.pack.languages]
    return languages[(languages.index(call.language) + 1) % len(languages)]


def script_view(script: Script, call: Call) -> ScriptView:
    """Show the step of the moment."""
    step = current(script, call)
    frame = call.frame
    if step is None or frame is None:
        return ScriptView(title=_("Script"), words=_("The script asks nothing more."))
    stage = script.stage_of[step.id]
    before = frame.trail[frame.at - 1] if frame.at else ""
    earlier = [gone for gone in frame.trail[: max(0, frame.at - 1)] if gone in call.done][-_BEFORE:]
    return ScriptView(
        title=phrases.label(script, f"stage.{stage.id}"),
        before=_one_line(step_words(script, call, script.steps[before])) if before in call.done else "",
        earlier=tuple(_one_line(step_words(script, call, script.steps[gone])) for gone in earlier),
        act=act(script, step),
        keys=keys(script, call, step),
        words="\n".join(filter(None, (step_words(script, call, step), _besides(script, call, step)))),
        spoken=is_spoken(step),
        clauses=step.clauses,
        tip=phrases.own(script, call, f"tip.{step.id}") or _hint(script, call, step),
        doubts=doubts(script, call) if isinstance(step, Register) else (),
        field=_entry_label(script, step),
        offers=_values(script, call, step)
        or (review(script, call) if isinstance(step, Register) else ())
        + tuple(_offer_line(script, call, step, offer) for offer in offers(script, call)),
        after=tuple(_following(script, call, step)),
    )


def _besides(script: Script, call: Call, step: Step) -> str:
    return besides(script, call) if isinstance(step, Register) else ""


def _hint(script: Script, call: Call, step: Step) -> str:
    """Return what helps to fill in the field that a step asks for."""
    return phrases.own(script, call, f"hint.{step.field}") if isinstance(step, Ask | Pick) else ""


def _entry_label(script: Script, step: Step) -> str:
    """Return what stands beside the field that is typed in; empty: none is."""
    if is_looked_for(step, script):
        return _("Look for")
    return phrases.label(script, f"field.{step.field}") if is_typed(step, script) else ""


def step_words(script: Script, call: Call, step: Step) -> str:
    """Return what a step says, in the language of the call, or asks the operator to do, in the centre's own."""
    key = (step.phrase if isinstance(step, Say) else None) or step.id
    return (phrases.wording if is_spoken(step) else phrases.own)(script, call, f"step.{key}")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _offer_line(script: Script, call: Call, step: Step, offer: Offer) -> OfferLine:
    text = offer.name or phrases.own(script, call, offer.key)
    if not offer.offered and offer.why_not:
        text = f"{text} ({why_not(script, call, offer.why_not)})"
    return OfferLine(
        number=offer.number,
        text=text,
        id=offer.id,
        note=entry_note(script, script.entries[offer.id], call.latest) if offer.name else "",
        found_by=script.entries[offer.id].all_words() if offer.name else "",
        offered=offer.offered,
        chosen=call.answers.get(step.id) == offer.id and call.done_here,
        apart=offer.detour,
    )


def _values(script: Script, call: Call, step: Step) -> tuple[OfferLine, ...]:
    """List the values of a field that is asked for and chosen by a digit."""
    if not isinstance(step, Ask):
        return ()
    value, field = call.fields.get(step.field), script.fields[step.field]
    chosen = field.chosen(value.text) if value else ()
    return tuple(
        OfferLine(
            number=number,
            text=phrases.label(script, f"value.{step.field}.{option}"),
            id=option,
            chosen=option in chosen,
        )
        for number, option in enumerate(field.options, start=1)
    )


def _following(script: Script, call: Call, step: Step) -> Iterable[str]:
    """Yield the lines that come next, as far as that is known before an answer."""
    for _number in range(_AHEAD):
        if isinstance(step, Choose | Pick | End) or call.latest is None:
            return  # an answer decides, or the call is over
        seq, at = call.seq + 1, call.latest
        call = preview(script, call, Done(seq=seq, at=at, step=step.id))
        if isinstance(step, Register):
            call = preview(script, call, Registered(seq=seq + 1, at=at, what=step.what))
        following = step_after(script, call, step.id)
        if following is None:
            return
        step = script.steps[following]
        yield _one_line(step_words(script, call, step))


def detour_lines(script: Script, call: Call) -> tuple[TrailLine, ...]:
    """List the steps of the detour being taken, with what was recorded at each."""
    frame = call.frame
    if frame is None or not frame.detour:
        return ()
    gone = frame.trail[: frame.at]
    stage = script.stage_of[frame.step].steps
    here = [step.id for step in stage].index(frame.step)
    ahead = [step.id for step in stage[here + 1 :] if holds(step.when, call)]
    return (
        *(TrailLine(_recorded(script, call, step), "done") for step in gone),
        TrailLine(_recorded(script, call, frame.step), "now"),
        *(TrailLine(_recorded(script, call, step), "ahead") for step in ahead),
    )


def _recorded(script: Script, call: Call, step_id: str) -> str:
    step = script.steps[step_id]
    words = _one_line(step_words(script, call, step))
    if isinstance(step, Ask | Pick) and (value := call.fields.get(step.field)):
        name = phrases.label(script, f"field.{step.field}")
        text = f"{name}: {recorded(script, script.own_language, step.field, value.text, absent=value.absent)}"
        only_picked = any(step.field in frame.picked for frame in call.frames)
        return _("only picked: {value}").format(value=text) if only_picked else text
    if isinstance(step, Choose) and (answer := call.answers.get(step_id)):
        return f"{phrases.own(script, call, f'option.{step_id}.{answer}')} ← {words}"
    return words
