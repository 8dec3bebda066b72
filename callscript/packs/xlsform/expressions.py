"""What a form says in expressions (`relevant`, `constraint`), as conditions of a script: the part that both can say.

A comparison with what was not answered is so or not as XPath has it: nothing is unequal to every value, and neither
less nor more than any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor
from typing import Literal, NamedTuple

from callscript.core.script.conditions import Guard
from callscript.packs.errors import nearest
from callscript.runtime.i18n import _

Kind = Literal["text", "date", "time", "integer", "decimal", "choice", "several", "done", "each"]
"""Of a question. `several`: more than one answer may be chosen; `each`: it is asked once for each of several, and what
it came to is asked about there alone.
"""

SELF = "."
"""The question that a `constraint` is about."""
OK = "OK"
"""The value of what was acknowledged."""

_TOKEN = re.compile(
    r"\s*(?:\$\{\s*(?P<ref>[^}]*?)\s*\}|'(?P<one>[^']*)'|\"(?P<two>[^\"]*)\"|(?P<number>-?\d{1,15}(?:\.\d{1,9})?)"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<sign><=|>=|!=|[=<>(),.]))"
)
_LONGEST, _DEEPEST = 4000, 40
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


class Question(NamedTuple):
    """What an expression may ask about."""

    kind: Kind
    answers: Sequence[str] = ()
    least: float | None = None
    """The smallest number that it takes."""


class CannotSay(Exception):  # noqa: N818 - named for what happened
    """A script has no words for an expression; the text says for which part of it."""


class _Token(NamedTuple):
    kind: str
    text: str


Said = Guard | bool
"""A condition, or that it always or never holds."""


def condition(text: str, known: Mapping[str, Question]) -> Said:
    """Return an expression as a condition; raise CannotSay."""
    if len(text) > _LONGEST:
        raise CannotSay(_("the expression is too long"))
    parser = _Parser(_tokens(text), known)
    said = parser.either()
    parser.end()
    return said


def bounds(text: str, kind: Kind) -> tuple[float | None, float | None]:
    """Return the smallest and the greatest number that a constraint allows; raise CannotSay if it says else."""
    said = condition(text, {SELF: Question(kind)})
    parts = said.all or (said,) if isinstance(said, Guard) else ()
    ranges = [part for part in parts if part == Guard(field=SELF, least=part.least, most=part.most)]
    if not parts or len(ranges) < len(parts) or any(part == Guard(field=SELF) for part in parts):
        raise CannotSay(_("only bounds of numbers are kept"))
    least = [part.least for part in ranges if part.least is not None]
    most = [part.most for part in ranges if part.most is not None]
    return max(least, default=None), min(most, default=None)


def near(name: str, known: Iterable[str]) -> str:
    """Return the end of a complaint about a name: the nearest that is known, if one is near."""
    meant = nearest(name, known)
    return _("; the nearest is '{name}'").format(name=meant) if meant else ""


def both(parts: Sequence[Said]) -> Said:
    """Return the condition that all of these hold."""
    guards = [part for part in parts if isinstance(part, Guard)]
    if not all(parts):
        return False
    spread = [inner for each in guards for inner in (each.all if each == Guard(all=each.all) else (each,))]
    return Guard(all=tuple(spread)) if len(spread) > 1 else spread[0] if spread else True


def _some(parts: Sequence[Said]) -> Said:
    guards = [part for part in parts if isinstance(part, Guard)]
    if any(part is True for part in parts):
        return True
    spread = [inner for each in guards for inner in (each.any if each == Guard(any=each.any) else (each,))]
    return Guard(any=tuple(spread)) if len(spread) > 1 else spread[0] if spread else False


def opposite(said: Said) -> Said:
    """Return the condition that this one does not hold."""
    if isinstance(said, bool):
        return not said
    return said.not_ if said.not_ is not None and said == Guard(not_=said.not_) else Guard(not_=said)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at, text = 0, text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise CannotSay(_("a script has no words for {part}").format(part=text[at:].strip()[:20]))
        kind = match.lastgroup or ""
        found.append(_Token("text" if kind in ("one", "two") else kind, match[kind]))
        at = match.end()
    return found


class _Parser:
    """Reads an expression from left to right: `or` binds least, then `and`, then comparisons."""

    def __init__(self, tokens: Sequence[_Token], known: Mapping[str, Question]) -> None:
        self._tokens = [*tokens, _Token("end", "")]
        self._known = known
        self._depth = 0

    def end(self) -> None:
        """Nothing may follow."""
        if self._tokens[0].kind != "end":
            raise CannotSay(_no_words(self._tokens[0]))

    def either(self) -> Said:
        """Read conditions with `or` between them."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise CannotSay(_("the expression is nested too deeply"))
        parts = [self._every()]
        while self._took("name", "or"):
            parts.append(self._every())
        self._depth -= 1
        return _some(parts) if len(parts) > 1 else parts[0]

    def _every(self) -> Said:
        parts = [self._one()]
        while self._took("name", "and"):
            parts.append(self._one())
        return both(parts) if len(parts) > 1 else parts[0]

    def _one(self) -> Said:
        if self._took("sign", "("):
            said = self.either()
            self._must("sign", ")")
            return said
        if self._tokens[0].kind == "name":
            return self._call()
        left, sign, right = self._next(), self._next(), self._next()
        if sign.kind != "sign" or sign.text not in ("=", "!=", "<", ">", "<=", ">="):
            raise CannotSay(_no_words(sign))
        if not _is_question(left):
            left, right, sign = right, left, _Token("sign", _MIRRORED.get(sign.text, sign.text))
        if not _is_question(left):
            raise CannotSay(_no_words(left))
        if right.kind not in ("text", "number"):
            raise CannotSay(_no_words(right))
        return _compared(left.text, self._question(left.text), sign.text, right)

    def _call(self) -> Said:
        name = self._next()
        if name.text not in ("not", "true", "false", "selected"):
            raise CannotSay(_no_words(name))
        self._must("sign", "(")
        match name.text:
            case "not":
                said = opposite(self.either())
            case "selected":
                asked = self._next()
                if not _is_question(asked):
                    raise CannotSay(_no_words(asked))
                self._must("sign", ",")
                answer = self._next()
                question = self._question(asked.text)
                if answer.kind != "text" or question.kind not in ("choice", "several") or not answer.text:
                    raise CannotSay(_no_words(name))
                said = _chosen(asked.text, question, answer.text)
            case _:
                said = name.text == "true"
        self._must("sign", ")")
        return said

    def _question(self, name: str) -> Question:
        if name not in self._known:
            told = _("there is no question '{name}' before this one")
            raise CannotSay(told.format(name=name) + near(name, self._known))
        if self._known[name].kind == "each":
            told = _("'{name}' is asked once for each: outside of its begin_repeat there is no one answer to it")
            raise CannotSay(told.format(name=name))
        return self._known[name]

    def _next(self) -> _Token:
        token = self._tokens[0]
        if token.kind == "end":
            raise CannotSay(_("the expression ends too early"))
        return self._tokens.pop(0)

    def _took(self, kind: str, text: str) -> bool:
        if self._tokens[0] != _Token(kind, text):
            return False
        self._tokens.pop(0)
        return True

    def _must(self, kind: str, text: str) -> None:
        if not self._took(kind, text):
            raise CannotSay(_no_words(self._tokens[0]))


def _is_question(token: _Token) -> bool:
    return token.kind == "ref" or token == _Token("sign", SELF)


def _no_words(token: _Token) -> str:
    if token.kind == "end":
        return _("the expression ends too early")
    return _("a script has no words for {part}").format(part=token.text)


def _compared(name: str, question: Question, sign: str, value: _Token) -> Said:
    """Return a comparison of a question with a value as a condition."""
    if sign in ("=", "!="):
        same = _same(name, question, value)
        return same if sign == "=" else opposite(same)
    if question.kind not in ("integer", "decimal") or value.kind != "number":
        raise CannotSay(_("only numbers are compared by {sign}").format(sign=sign))
    bound, whole = float(value.text), question.kind == "integer"
    match sign:
        case ">=":
            return Guard(field=name, least=ceil(bound) if whole else bound)
        case "<=":
            return Guard(field=name, most=floor(bound) if whole else bound)
        case ">" if whole:
            return Guard(field=name, least=floor(bound) + 1)
        case "<" if whole:
            return Guard(field=name, most=ceil(bound) - 1)
        case ">":
            return Guard(field=name, not_=Guard(field=name, most=bound))
        case _:
            return Guard(field=name, not_=Guard(field=name, least=bound))


def _same(name: str, question: Question, value: _Token) -> Said:
    if value == _Token("text", ""):
        return Guard(not_=_answered(name, question))
    match question.kind:
        case "choice" if value.kind == "text":
            return _chosen(name, question, value.text)
        case "several" if value.kind == "text":
            told = _("of '{name}' several may be chosen: one is asked about by {example}")
            example = f"selected(${{{name}}}, '{value.text}')"
            raise CannotSay(told.format(name=name, example=example))
        case "integer" | "decimal" if value.kind == "number":
            return Guard(field=name, least=float(value.text), most=float(value.text))
        case "done" if value == _Token("text", OK):
            return _answered(name, question)
        case _:
            told = _("what was answered to '{name}' is not compared with {value}")
            raise CannotSay(told.format(name=name, value=value.text))


def _chosen(name: str, question: Question, answer: str) -> Guard:
    """Return the condition that an answer was chosen, alone or with others."""
    if answer not in question.answers:
        told = _("'{name}' has no answer '{answer}'").format(name=name, answer=answer)
        raise CannotSay(told + near(answer, question.answers))
    if question.kind == "several":
        return Guard(field=name, among=(answer,))
    return Guard(answer=name, among=(answer,))


def _answered(name: str, question: Question) -> Guard:
    """Return the condition that something was answered."""
    if question.kind == "choice":
        return Guard(answer=name)
    return Guard(happened=f"done:{name}") if question.kind == "done" else Guard(field=name)
