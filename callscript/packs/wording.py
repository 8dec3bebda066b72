"""Wordings: placeholders that can be filled in, variants that are complete, and no character that is not text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from callscript.core.call.fields import says_why
from callscript.core.script.model import ADDRESS_FIELD, ADDRESSING, GENDERS, PLACEHOLDERS, Field, Text
from callscript.core.script.phrases import ANSWER, TIMES
from callscript.core.script.steps import Ask
from callscript.packs.draft import PackDraft
from callscript.packs.errors import Report, hint
from callscript.runtime.text import is_refused

_BRACES = re.compile(r"\{([^{}]*)\}")
LABELS = (
    "centre",
    "stage",
    "detour",
    "field",
    "value",
    "outcome",
    "ending",
    "timer",
    "earlier",
    "attempts",
    "clause",
    "weekday",
    "on_day",
    "entries",
    "channel",
    "class",
    "result",
    "answer",
)
"""What is shown outside of a call too, or filled in itself, so that nothing can be filled in or chosen."""


def check_wording(draft: PackDraft, language: str, report: Report) -> None:
    """Complain of what cannot be said as it is written."""
    placeholders, counted = fillable(draft), _counted(draft)
    axes = {
        "part of the day": tuple(part.id for part in draft.pack.day_parts),
        "gender": GENDERS,
        "form of address": ADDRESSING,
    }
    addressed = ADDRESS_FIELD in draft.fields
    stages = {f"{word}.{place.step.id}": place.stage.id for place in draft.places for word in ("step", "tip")}
    for key, text in draft.texts[language].items():
        stage = stages.get(key, "")
        subject = key.startswith("notice.") and key.endswith(".subject")
        label = key.split(".")[0] in LABELS or subject
        if label and not isinstance(text, str):
            report.add(key, "a name has no variants: write one text", stage)
            continue
        if key.startswith("attempts.") and isinstance(text, str) and text.strip() and not says_why(text):
            report.add(key, "is no reason: say in words why the work is given up")
        for place, axis in _Tables(draft.fields, counted, language, report, stage).variants(text, key, axes):
            if axis == "form of address" and not addressed:
                report.add(
                    place, f"needs a field '{ADDRESS_FIELD}': the pack never asks for the form of address", stage
                )
        for place, wording in wordings(text, key):
            check_letters(place, wording, report, stage)
            for name in _BRACES.findall(wording):
                if label:
                    report.add(place, f"a name has no placeholders: write {{{name}}} out", stage)
                elif name not in placeholders:
                    if not draft.is_hidden(placeholders, "field"):
                        report.add(place, _unknown(draft, name, placeholders), stage)
                elif name.startswith(ANSWER) and key.startswith("option."):
                    report.add(place, f"{{{name}}}: in an answer no other one is filled in", stage)
            if any(brace in _BRACES.sub("", wording) for brace in "{}"):
                report.add(place, "a brace without its partner", stage)


def fillable(draft: PackDraft) -> set[str]:
    """Return what a text of the pack may name in braces."""
    return {*PLACEHOLDERS, *draft.fields, *_counted(draft), *(f"{ANSWER}{step}" for step in draft.answers)}


def _counted(draft: PackDraft) -> set[str]:
    """Return what is told by its number: how often a fact occurred."""
    return {f"{TIMES}{fact}" for fact in draft.facts}


def _unknown(draft: PackDraft, name: str, known: set[str]) -> str:
    step = draft.steps.get(name.removeprefix(ANSWER))
    if not name.startswith(ANSWER) or step is None:
        return f"unknown placeholder {{{name}}}{hint(name, known)}"
    typed = f"; what is typed there is {{{step.field}}}" if isinstance(step, Ask) else ""
    return f"{{{name}}}: no answer is chosen at the step '{step.id}'{typed}"


def wordings(text: Text, key: str) -> Iterator[tuple[str, str]]:
    """Yield every wording of a text, with its key."""
    if isinstance(text, str):
        yield key, text
        return
    for name, inner in text.items():
        yield from wordings(inner, f"{key}.{name}")


class _Tables:
    """The tables of variants of a text, which are of one sort each, and complete."""

    def __init__(
        self, fields: Mapping[str, Field], counted: Collection[str], language: str, report: Report, stage: str
    ) -> None:
        self._fields = fields
        self._counted = counted
        self._language = language
        self._report = report
        self._stage = stage

    def variants(self, text: Text, key: str, axes: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
        """Check a text; yield where each sort is used."""
        if isinstance(text, str) or not text:
            return
        sorts = [axis for axis, names in axes.items() if not text.keys().isdisjoint(names)]
        if not sorts and len(text) == 1 and not text.keys().isdisjoint({*self._fields, *self._counted}):
            yield from self._by_number(text, key, axes)
            return
        known = [name for axis in sorts or axes for name in axes[axis]]
        numbers = [field.id for field in self._fields.values() if field.kind == "number" and not sorts]
        for name in text:
            if name not in known:
                counted = self._counted if name.startswith(TIMES) else ()
                self._add(f"{key}.{name}", f"unknown variant '{name}'{hint(name, counted or (*known, *numbers))}")
        if len(sorts) > 1:
            self._add(key, f"mixes variants by {' and by '.join(sorts)}: put one inside the other")
        for axis in sorts[:1] if len(sorts) == 1 else ():
            yield key, axis
            for name in axes[axis]:
                if name not in text:
                    self._add(key, f"the variant '{name}' is missing")
            rest = {other: names for other, names in axes.items() if other != axis}
            for name, inner in text.items():
                yield from self.variants(inner, f"{key}.{name}", rest)

    def _by_number(
        self, text: Mapping[str, Text], key: str, axes: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[str, str]]:
        """Check the words that a number wants beside it: a table of a field, or of a fact that is counted, with the
        forms of the language.
        """
        from callscript.packs.plurals import forms  # only a text that counts pays for loading it

        ((name, table),) = text.items()
        place, known = f"{key}.{name}", forms(self._language)
        field = self._fields.get(name)
        if field and field.kind != "number":
            self._add(place, f"only a field of kind 'number' is counted by, not one of kind '{field.kind}'")
        elif not known:
            self._add(place, f"how words follow a number in '{self._language}' is not known: use words that fit any")
        elif isinstance(table, str):
            self._add(place, f"must be a table of the forms of {self._language}: {', '.join(known)}")
        else:
            for form in (each for each in known if each not in table):
                self._add(place, f"the form '{form}' is missing: {self._language} has {', '.join(known)}")
            for form, inner in table.items():
                if form not in known:
                    self._add(f"{place}.{form}", f"{self._language} has no form '{form}'{hint(form, known)}")
                yield from self.variants(inner, f"{place}.{form}", axes)

    def _add(self, key: str, message: str) -> None:
        self._report.add(key, message, self._stage)


def check_letters(key: str, wording: str, report: Report, stage: str = "") -> None:
    """Complain of characters that a terminal would obey instead of showing, or nobody would see."""
    for letter in () if wording.isprintable() else dict.fromkeys(wording):
        if letter != "\n" and is_refused(letter):
            report.add(key, f"the character U+{ord(letter):04X} is not text", stage)
