"""The words of both packs wherever a call goes: nothing unfilled, nothing empty, in every language and both genders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from random import Random

from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.events import CallStarted, Gender
from callscript.core.call.flow import current
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Script
from callscript.core.script.phrases import UNKNOWN, label, wording
from callscript.core.script.steps import Ask, Say, Wait
from callscript.dialogue.show import call_view
from callscript.dialogue.show.card import card
from callscript.dialogue.show.clocks import clocks
from callscript.dialogue.show.stages import stages
from callscript.dialogue.show.standing import standing
from callscript.dialogue.show.values import FieldRow, ScriptView
from tests.clauses.talk import MONDAY, NIGHT, Talk
from tests.clauses.test_ua_greeting import leaves
from tests.clauses.ways import ringing

LEAST = 20
MOST = 300
"""Walks: so many, and more until every step was come to."""
LOOKED_AT = 12
"""Calls that are looked at, of those that have come to a step."""
GENDERS: tuple[Gender, ...] = ("feminine", "masculine")
STEPS = 90
WISHES = 4
VALUES = {
    "phone": "+380441234567",
    "email": "olena@example.com",
    "surname": "Шевченко",
    "visit_at": "25.11.2026 10:00",
    "callback_at": "25.11.2026 10:00",
}


def test_no_text_shown_is_empty_or_has_an_unfilled_placeholder(ua: Script, lv: Script) -> None:
    """Wherever a call has gone, all that is on screen is filled in and says something; what is said has no gaps."""
    for script in (ua, lv):
        seen = Counter[str]()
        for seed in range(MOST):
            if seed > LEAST and not set(script.steps) - set(seen):
                break
            for talk in wandering(script, Random(seed), seen):
                seen[talk.call.step] += 1
                if seen[talk.call.step] <= LOOKED_AT:
                    for language, gender in product(script.texts, GENDERS):
                        says_something(talk, replace(talk.call, language=language, start=by(talk.call, gender)))
        missed = set(script.steps) - set(seen)
        assert not missed, "the walks do not come to every step"


def by(call: Call, gender: Gender) -> CallStarted:
    """Return the beginning of a call as if an operator of a gender had taken it."""
    assert call.start
    return replace(call.start, operator=replace(call.start.operator, gender=gender))


def says_something(talk: Talk, call: Call) -> None:
    """Expect no gap in what the screen shows of a call."""
    view = call_view.script_view(talk.script, call)
    for text in shown(talk, call, view):
        assert text.strip(), f"empty at {call.step} in {call.language}"
        assert "{" not in text, f"{text!r} at {call.step}"
        assert "}" not in text, f"{text!r} at {call.step}"
    if isinstance(current(talk.script, call), Say):
        assert UNKNOWN not in view.words, f"a gap in {view.words!r} at {call.step}"


def test_no_text_of_a_pack_is_empty(ua: Script, lv: Script) -> None:
    """Each text says something in each of its variants, and the languages have the same texts."""
    for script in (ua, lv):
        keys = [set(texts) for texts in script.texts.values()]
        assert all(each == keys[0] for each in keys)
        for texts in script.texts.values():
            assert all(words.strip() for text in texts.values() for words in leaves(text))


def wandering(script: Script, random: Random, seen: Counter[str]) -> Iterator[Talk]:
    """Yield a call after each of its steps: mostly onward, now and then into a detour, back, or to the card.

    Of some things that the operator may do next, one that leads to a step least seen so far is done.
    """
    start = random.choice((MONDAY, NIGHT, "2026-11-23 08:00"))
    talk = Talk(script, start, phone=random.choice(("+380441234567", "")), goes_on=ringing(script, random))
    yield talk
    for _ in range(STEPS):
        if talk.call.closed or not talk.call.frames:
            return
        talk.wait(random.choice((0, 1, 5, 12)))
        found = [other for other in (attempt(talk, random) for _ in range(WISHES)) if other]
        if found:
            talk = min(found, key=lambda other: seen[other.call.step])
            yield talk


def attempt(talk: Talk, random: Random) -> Talk | None:
    """Return the call as it would be after something that the operator may do next, unless it is refused."""
    other = talk.fork()
    try:
        other.do(command(other, random))
    except Refused:
        return None
    return other


def command(talk: Talk, random: Random) -> c.Command:
    """Return what an operator may do next."""
    script, step, wish = talk.script, current(talk.script, talk.call), random.random()
    if wish < 0.15:
        return c.TakeDetour(random.choice(script.pack.detours).id)
    if isinstance(step, Wait) and wish < 0.5:
        return c.TakeDetour("end")
    if wish < 0.2:
        return c.Back()
    if wish < 0.22:
        return c.Fill(random.choice([field.id for field in script.pack.fields if field.group == "matter"]), "")
    if wish < 0.25:
        field = random.choice(script.pack.fields)
        return c.Fill(field.id, random.choice(field.options) if field.options else VALUES.get(field.id, "x"))
    if isinstance(step, Ask) and step.field not in talk.call.fields:
        field = script.fields[step.field]
        if field.absent != "never" and random.random() < 0.5:
            return c.Fill(field.id, "x", absent=True)
        return c.Fill(field.id, random.choice(field.options) if field.options else VALUES.get(field.id, "x"))
    offered = talk.offers()
    return c.Answer(random.choice(offered)) if offered and not isinstance(step, Ask) else c.Advance()


def shown(talk: Talk, call: Call, view: ScriptView) -> Iterable[str]:
    """Yield all the words of the call screen: script, stages, card, clocks, what is owed, what is at hand."""
    script, now, language = talk.script, talk.clock.now(), call.language
    yield from (view.title, view.words, *view.after)
    yield from (text for text in (view.before, view.act, view.keys, view.tip, view.field) if text)
    for line in view.offers:
        yield line.text
    for line in (*stages(script, call), *call_view.detour_lines(script, call)):
        yield line.text
    yield from call_view.detour_path(script, call)
    for row in card(script, call):
        yield from words_of(row)
    for owed in standing(script, call, now):
        yield owed.title
        yield label(script, f"clause.{owed.clause}.wording", language)
    for clock in clocks(script, call, now):
        yield clock.name
    for aid in script.pack.aids:
        for part in ("title", "text"):
            yield wording(script, call, f"aid.{aid.id}.{part}")


def words_of(row: FieldRow) -> Iterator[str]:
    """Yield the words of a line of the card."""
    yield row.label
    yield from row.options
    if row.hint:
        yield row.hint
    if row.state not in ("missing", "empty"):
        yield row.shown
