"""Tells a path as what an operator presses, and as the lines that do the same where calls are led line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.event import of_entry
from callscript.core.call.flow import current
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask
from callscript.dialogue.actions import BY_ID, URGENT
from callscript.dialogue.read.digits import page_of
from callscript.dialogue.show import card
from callscript.dialogue.show.call_view import script_view
from callscript.proof.replay import Pressed
from callscript.runtime.i18n import _


class Told(NamedTuple):
    """What is done at once: a key or a text, and the lines for it."""

    keys: str
    lines: tuple[str, ...] = ()
    seconds: int = 0
    """How long is waited."""


def told(script: Script, log: Iterable[Pressed]) -> Iterator[Told]:
    """Tell what was pressed, one after another."""
    for pressed in log:
        if not pressed.commands:
            wait = int(pressed.waited.total_seconds())
            yield Told(_("(wait {seconds} s)").format(seconds=wait), seconds=wait)
            continue
        match pressed.commands:
            case (c.Fill() as fill, c.Advance()):
                yield _text(script, fill)
            case (c.Fill() as fill,):
                yield _on_card(script, pressed.call, fill)
            case (c.Answer() as answer,):
                yield from _digits(script, pressed.call, answer.option)
            case (c.TakeDetour() as taken,):
                yield from _detour(script, pressed.call, taken.detour)
            case (c.TellEarlier() as told_of,):
                what = ", ".join((*told_of.found, *(f"-{each}" for each in told_of.gone)))
                yield Told(_("(earlier calls: {what})").format(what=what))
            case (c.Back(),):
                yield Told(BY_ID["back"].cap, (BY_ID["back"].typed,))
            case (c.SwitchLanguage(), *_) as switched:
                yield from (Told(BY_ID["language"].cap, (BY_ID["language"].typed,)) for _each in switched)
            case (c.Inform(),):
                yield Told(_("(information is marked as given, or the mark is taken back)"))
            case (c.LoseLine(),):
                yield Told(_("(the caller hangs up)"))
            case _:
                yield Told("Enter", ("",))


def _text(script: Script, fill: c.Fill) -> Told:
    text = _typed(script, fill)
    return Told(f"«{text}» Enter", (text,))


def _typed(script: Script, fill: c.Fill) -> str:
    field = script.fields[fill.field]
    if fill.absent:
        return f"- {fill.value}".strip()
    return str(field.options.index(fill.value) + 1) if fill.value in field.options else fill.value


def _on_card(script: Script, call: Call, fill: c.Fill) -> Told:
    place = of_entry(fill.field, fill.matter)
    number = next((at for at, row in enumerate(card.card(script, call), start=1) if row.id == place), 0)
    text = _typed(script, fill)
    open_it = f"{BY_ID['next_panel'].typed}{number}"
    field = _("field {number}").format(number=number)
    return Told(f"Tab {field} «{text}» Enter", (open_it, text or BY_ID["erase"].typed))


def _digits(script: Script, call: Call, option: str) -> Iterator[Told]:
    offers, page = script_view(script, call).offers, 0
    step = current(script, call)
    assert step is not None
    assert not isinstance(step, Ask)
    while True:
        shown = page_of(offers, page)
        found = next((offer for offer in shown if offer.id == option), None)
        if found is not None:
            yield Told(str(found.number), (str(found.number),))
            return
        more = next(offer for offer in shown if not offer.id)
        yield Told(str(more.number), (str(more.number),))
        page += 1


def _detour(script: Script, call: Call, detour: str) -> Iterator[Told]:
    if detour in BY_ID:
        yield Told(BY_ID[detour].cap, (BY_ID[detour].typed,))
    elif script.urgent and script.urgent.id == detour:
        yield Told(BY_ID[URGENT].cap, (BY_ID[URGENT].typed,))
    else:
        yield from _digits(script, call, detour)
