"""What a call that was practised came to, in words: the verdicts, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from statistics import median

from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.dialogue.show.endings import ending
from callscript.dialogue.show.standing import SIGNS, clause_name, modality_word, verdict_word
from callscript.practice.caller import Caller
from callscript.practice.pace import Pace
from callscript.practice.score import Fault, Misheard, Score, Unmet
from callscript.runtime import i18n
from callscript.runtime.i18n import _


def told(script: Script, caller: Caller, score: Score) -> Iterator[str]:
    """Yield the score, a line a clause that was not met."""
    yield _("Practice: {caller}").format(caller=caller.called(i18n.of_locale()))
    yield _("met: {met}/{of} of the clauses that applied").format(met=score.met, of=score.of)
    yield from (_fault(script, each) for each in (*score.must, *score.should))
    counted = _("not allowed by the script: {refused}; steps back: {backs}")
    yield counted.format(refused=score.refused, backs=score.backs)
    if score.pace:
        yield from _pace(score.pace)
    yield from (_misheard(script, each) for each in score.misheard)
    yield from (_unmet(script, caller, each) for each in score.unmet)
    if not score.unmet:
        yield _("All that the caller expects has come.")


def _pace(pace: Pace) -> Iterator[str]:
    yield _("keys: {keys}; could be spared: {spare}").format(keys=pace.keys, spare=pace.spare)
    if pace.first:
        longest = max(pace.first, key=attrgetter("seconds"))
        looked = _("until the first key at a step: {usual} s as a rule, {longest} s at most ({step})")
        usual = median(each.seconds for each in pace.first)
        yield looked.format(usual=f"{usual:g}", longest=f"{longest.seconds:g}", step=longest.step)


def _fault(script: Script, fault: Fault) -> str:
    title = phrases.label(script, f"clause.{fault.clause}.title")
    bound = f" ({modality_word(fault.modality)})" if fault.modality != "must" else ""
    over = ", " + _("{seconds} s over the limit").format(seconds=f"{fault.over:g}") if fault.over else ""
    head = f"{clause_name(script, fault.clause)} {verdict_word(fault.verdict)}"
    return f"{SIGNS[fault.verdict]} {head}{over}: {title}{bound}{_event(fault.event)}"


def _misheard(script: Script, each: Misheard) -> str:
    heard = _("? {step}: the caller’s words stand for “{meant}”, “{chosen}” was chosen")
    names = (_answer(script, each.step, option) for option in (each.meant, each.chosen))
    meant, chosen = names
    return heard.format(step=each.step, meant=meant, chosen=chosen) + _event(each.event)


def _answer(script: Script, step: str, option: str) -> str:
    if entry := script.entries.get(option):
        return script.name_of(entry)
    return phrases.label(script, f"option.{step}.{option}")


def _unmet(script: Script, caller: Caller, each: Unmet) -> str:
    if each.what == "ended":
        expected = _("≠ the end: “{expected}” is expected, it is “{found}”")
    elif each.what in script.clauses:
        expected = _("≠ {what}: “{expected}” is expected, it is “{found}”")
    else:
        does = caller.does[each.place]
        expected = _("≠ after “{text}”: {expected} is expected, and did not come in time")
        return expected.format(text=does.text, expected=_fact(script, each.expected)) + _event(each.event)

    def word(found: str) -> str:
        return _ending(script, found) if each.what == "ended" else verdict_word(found)

    wanted = _("not breached") if each.expected == "not_breached" else word(each.expected)
    return expected.format(what=each.what, expected=wanted, found=word(each.found)) + _event(each.event)


def _fact(script: Script, fact: str) -> str:
    """Name what an operator was expected to do: a detour or an ending by its name, else as the script does."""
    kind, _colon, name = fact.partition(":")
    if kind == "entered":
        return phrases.label(script, f"detour.{name}")
    return _ending(script, name) if kind == "ended" else fact


def _ending(script: Script, how: str) -> str:
    return ending(script, how) if how else "—"


def _event(number: int | None) -> str:
    return " " + _("(event {number})").format(number=number) if number else ""
