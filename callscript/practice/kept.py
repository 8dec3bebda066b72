"""Turns what was played in a call into a case: lines as for `--plain`, the time between them, the verdicts then."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.event import of_entry
from callscript.core.call.flow import current
from callscript.core.script.base import Finding
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask
from callscript.core.script.working_time import local
from callscript.core.standard.verdicts import verdicts
from callscript.dialogue.actions import ACTIONS, BY_ID, detour_of
from callscript.dialogue.read.digits import page_of
from callscript.dialogue.show import call_view
from callscript.dialogue.show.card import card
from callscript.dialogue.show.field_text import value_as_typed

AFTERWARDS = c.Draft | c.TellEarlier | c.SetOutcome | c.Explain | c.Summarise | c.Close
"""What leaves no line: a case is of the call, not of what is filed of it; half a text means nothing; what is found of
earlier calls is found by itself.
"""
_WORTH_TELLING = 1000
"""Milliseconds between two lines that are told in a case; shorter ones are added to the next."""


class Played(Struct, frozen=True):
    """Something that an operator had done."""

    at: datetime
    command: c.Command
    before: Call
    after: Call


class Unkept(Exception):  # noqa: N818 - named for what happened
    """What was done cannot be typed in a case; the message names it."""


def as_case(script: Script, begun: Call, played: Sequence[Played]) -> str:
    """Return a call as the text of a case; `begun` is the call as it began. Raise `Unkept`."""
    assert begun.start
    start, stands, does = begun.start, begun, list[str]()
    so_far = 0
    for at, lines, after in _typed(script, played):
        passed = round((at - start.at).total_seconds() * 1000)
        if passed - so_far >= _WORTH_TELLING:
            does.append(f"+{(passed - so_far) / 1000:g}s")
            so_far = passed
        does += lines
        stands = after
    told = (each.command.found for each in played if isinstance(each.command, c.TellEarlier))
    earlier = dict.fromkeys(each for found in told for each in found)
    return "".join(written(script, begun, does, stands, tuple(earlier)))


def _typed(script: Script, played: Sequence[Played]) -> Iterator[tuple[datetime, list[str], Call]]:
    """Yield what is typed, when, and the call after it."""
    told = [each for each in played if not isinstance(each.command, AFTERWARDS)]
    passed_over = False
    for place, each in enumerate(told):
        if passed_over:
            passed_over = False
            continue
        following = told[place + 1] if place + 1 < len(told) else None
        if isinstance(each.command, c.Fill):
            at_step = not each.command.matter and _asked(script, each.before) == each.command.field
            if at_step and following and isinstance(following.command, c.Advance):
                passed_over = True
                yield following.at, [_answer(script, each)], following.after
            else:
                yield each.at, _on_card(script, each), each.after
        else:
            yield each.at, [_line(script, each)], each.after


def _line(script: Script, played: Played) -> str:
    """Return the line that does what was done."""
    command = played.command
    if isinstance(command, c.Advance):
        return ""
    if isinstance(command, c.Answer):
        return _digit(script, played.before, command.option) or command.option
    if isinstance(command, c.Back):
        return "*-"
    if isinstance(command, c.TakeDetour):
        return next(action.typed for action in ACTIONS if detour_of(action, script) == command.detour)
    if isinstance(command, c.SwitchLanguage) and command.language == call_view.next_language(script, played.before):
        return BY_ID["language"].typed
    raise Unkept(type(command).__name__)


def _digit(script: Script, call: Call, option: str) -> str:
    """Return the digit of an answer; empty: there are more answers than digits, and it has no lasting one."""
    offers = call_view.script_view(script, call).offers
    listed = page_of(offers, 0)
    found = next((f"{offer.number}" for offer in listed if offer.id == option), "")
    return found if all(offer.id for offer in listed) else ""


def _asked(script: Script, call: Call) -> str:
    step = current(script, call)
    return step.field if isinstance(step, Ask) else ""


def _answer(script: Script, played: Played) -> str:
    """Return what is typed into the field of the step: the digit of a choice, or the text."""
    step = current(script, played.before)
    assert isinstance(played.command, c.Fill)
    if not call_view.is_typed(step, script):
        return _digit(script, played.before, played.command.value) or played.command.value
    return _text(script, played)


def _on_card(script: Script, played: Played) -> list[str]:
    """Return what fills in a field on the card."""
    assert isinstance(played.command, c.Fill)
    field = of_entry(played.command.field, played.command.matter)
    rows = [row.id for row in card(script, played.before)]
    if field not in rows:
        raise Unkept(field)
    return [f"{BY_ID['next_panel'].typed}{rows.index(field) + 1}", _text(script, played)]


def _text(script: Script, played: Played) -> str:
    fill = played.command
    assert isinstance(fill, c.Fill)
    if fill.absent:
        return f"- {fill.value}" if fill.value else "-"
    text = value_as_typed(script, played.after, of_entry(fill.field, fill.matter)) or fill.value
    return f"*{text}" if text.startswith("*") else text


def written(script: Script, begun: Call, does: Sequence[str], stands: Call, earlier: Sequence[str]) -> Iterator[str]:
    """Yield a case: a call as it began, what is typed, how it stands then; what is found of earlier calls."""
    start = begun.start
    assert start
    found: dict[str, Finding] = {
        each.clause: each.verdict
        for each in verdicts(script, stands.watches, stands.latest or start.at)
        if each.verdict not in ("na", "reminder")
    }
    yield f"begins = {local(script, start.at).replace(tzinfo=None).isoformat(timespec='milliseconds')}\n"
    if start.phone:
        yield f"phone = {_quoted(start.phone)}\n"
    if start.outgoing:
        known = ", ".join(f"{field} = {_quoted(begun.fields[field].text)}" for field in start.fields)
        yield f"about = {{ kind = {_quoted(start.work)}, tries = {start.tries}, known = {{ {known} }} }}\n"
    if earlier:
        yield f"earlier = [{', '.join(map(_quoted, earlier))}]\n"
    yield "does = [\n"
    yield from (f"  {_quoted(line)},\n" for line in does)
    yield "]\n\n[expects]\n"
    if stands.ended:
        yield f'ended = "{stands.ended.how}"\n'
    elif stands.step:
        yield f'at = "{stands.step}"\n'
    yield "\n[expects.verdicts]\n"
    yield from (f'{clause} = "{finding}"\n' for clause, finding in found.items())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
