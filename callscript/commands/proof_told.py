"""What a proof has come to, in words; `callscript prove` and `pack publish` tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from callscript.packs.errors import Problem
from callscript.proof.keys import LEVELS
from callscript.proof.replay import Beginning
from callscript.runtime.i18n import N_, _

_CALLS = (
    N_("without function keys"),
    N_("with function keys, except the one that ends the call"),
    N_("with every key"),
    N_("with something taken back"),
)
_AMISS = {
    "step": N_("no call comes to this step"),
    "answer": N_("this answer can be given in no call"),
    "detour": N_("this detour is taken in no call"),
    "ending": N_("no call ends in this way: {way}"),
    "met": N_("no call meets this rule"),
    "stuck": N_("none of its answers can be given in this call:"),
    "nowhere": N_("behind this step the script has nothing left, and the call has not ended:"),
    "endless": N_("from here no ending is come to, but by the key that ends a call:"),
}
_UNDECIDED = {
    "step": N_("undecided whether a call comes to this step: it takes too much work"),
    "answer": N_("undecided whether this answer can be given in a call: it takes too much work"),
    "detour": N_("undecided whether this detour is taken in a call: it takes too much work"),
    "ending": N_("undecided whether a call ends in this way: {way}: it takes too much work"),
    "met": N_("undecided whether a call meets this rule: it takes too much work"),
}


class Wait(Struct, frozen=True):
    """So long is waited."""

    seconds: int


Lines = tuple[str | Wait, ...]


class Rule(Struct, frozen=True, kw_only=True):
    """What is known of a rule."""

    clause: str
    rule: int
    """Its number in the clause, from 1."""
    verdict: str
    level: str
    why: str = ""
    ended: str = ""
    begun: str = ""
    """When the call begins that breaches it."""
    work: str = ""
    """The work that it is begun about by the operator; empty: somebody rings."""
    keys: str = ""
    lines: Lines = ()
    always: bool = False
    """Every call breaches it."""
    case: str = ""
    """The call as a case of the pack; empty: something is done in it that no line stands for."""
    accepted: str = ""
    """Why it is accepted that a call can breach it."""

    @property
    def unexcused(self) -> bool:
        """Whether a call can breach it, and it is not said why that is accepted."""
        return self.verdict == "breached" and not self.accepted


class Amiss(Struct, frozen=True, kw_only=True):
    """What of a script no call comes to, or where a call cannot go on or end."""

    what: str
    known: str
    stage: str
    key: str
    way: str = ""
    """Of an ending."""
    begun: str = ""
    work: str = ""
    keys: str = ""
    lines: Lines = ()


class Proof(Struct, frozen=True):
    """What is known of a pack."""

    pack: str
    hash: str
    level: str
    steps: int
    rules: tuple[Rule, ...]
    amiss: tuple[Amiss, ...] = ()
    places: int = 0
    """At so many something was taken back."""
    calls: int = 0
    """In so many calls."""


def begun_at(beginning: Beginning | None) -> tuple[str, str]:
    """Tell when a call has begun, and about which work."""
    if beginning is None:
        return "", ""
    again = f" (attempt:{beginning.tries + 1})" if beginning.tries else ""
    return beginning.at.isoformat(), f"{beginning.work}{again}"


def tell(proof: Proof, file: str) -> Iterator[str]:
    """Tell what is not proved, and what is amiss in the file of a pack."""
    covered = _("any answer, any time, detours in any depth; nothing is taken back")
    told = _("{pack} {version}: {steps} steps, {rules} rules; {covered}")
    yield told.format(
        pack=proof.pack, version=proof.hash[:8], steps=proof.steps, rules=len(proof.rules), covered=covered
    )
    for each in proof.amiss:
        words = (_UNDECIDED if each.known == "undecided" else _AMISS)[each.what]
        yield str(Problem(file, each.stage, each.key, _(words).format(way=each.way)))
        if each.keys or each.begun:
            yield f"    {each.keys}"
            yield f"    {_begun(each.begun, each.work)}"
    for rule in proof.rules:
        if rule.verdict != "proved":
            yield from lines_of(rule)
    if proof.calls:
        tried = _(
            "taken back by Backspace, once and twice, and by a detour's key: tried at {places} places, in {calls} calls"
        )
        yield tried.format(places=proof.places, calls=proof.calls)
    counted = Counter(rule.verdict for rule in proof.rules)
    yield _("proved: {proved}  breached: {breached}  undecided: {undecided}").format(
        proved=counted["proved"], breached=counted["breached"], undecided=counted["undecided"]
    )


def lines_of(rule: Rule) -> Iterator[str]:
    """Tell of a rule that is not proved."""
    level = LEVELS.index(rule.level)
    breached = rule.verdict == "breached"
    told = _("{clause} rule {number}: breached {keys}") if breached else _("{clause} rule {number}: undecided {keys}")
    lower = _("; proved {keys}").format(keys=_(_CALLS[level - 1])) if level else ""
    if breached and rule.why:
        lower = _("; undecided without that")
    yield told.format(clause=rule.clause, number=rule.rule, keys=_(_CALLS[level])) + lower
    if breached:
        yield f"    {rule.keys}"
        ended = _("ended: {way}").format(way=rule.ended)
        yield f"    {ended}; {_begun(rule.begun, rule.work)}"
        if rule.accepted:
            yield "    " + _("accepted: {why}").format(why=rule.accepted)
    else:
        yield f"    {_(rule.why)}"


def problems(proof: Proof) -> Iterator[str]:
    """Tell what is to be mended: what is not accepted, what is accepted and need not be, what is amiss."""
    for rule in proof.rules:
        told = ""
        if rule.always:
            told = _("{clause} rule {number}: every call breaches it")
        elif rule.unexcused:
            told = _("{clause} rule {number}: a call can breach it, and it is not said why that is accepted")
        elif rule.verdict == "proved" and rule.accepted and proof.level == LEVELS[-1]:
            told = _("{clause} rule {number}: that a call can breach it is accepted, and none can: take {key} away")
        if told:
            yield told.format(clause=rule.clause, number=rule.rule, key="accepted")
    known = [each for each in proof.amiss if each.known != "undecided"]
    if known:
        yield _("parts of the script that no call comes to, or in which none can go on or end: {number}").format(
            number=len(known)
        )


def _begun(begun: str, work: str) -> str:
    told = _("begun {time}").format(time=begun[:16].replace("T", " "))
    return told + ("; " + _("the operator rings up about {work}").format(work=work) if work else "")
