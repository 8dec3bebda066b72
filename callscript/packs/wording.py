"""Wordings: placeholders that can be filled in, variants that are complete, and no character that is not text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from callscript.core.script.model import ADDRESS_FIELD, ADDRESSING, GENDERS, PLACEHOLDERS, Text
from callscript.core.script.phrases import TIMES
from callscript.packs.draft import PackDraft
from callscript.packs.errors import Report, hint
from callscript.packs.facts import producible
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
    "clause",
    "weekday",
    "on_day",
    "entries",
    "channel",
    "class",
    "result",
)
"""What is shown outside of a call too, so that nothing can be filled in or chosen."""


def check_wording(draft: PackDraft, language: str, report: Report) -> None:
    """Complain of what cannot be said as it is written."""
    placeholders = fillable(draft)
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
        for place, axis in _variants(text, key, axes, report, stage):
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
                    report.add(place, f"unknown placeholder {{{name}}}{hint(name, placeholders)}", stage)
            if any(brace in _BRACES.sub("", wording) for brace in "{}"):
                report.add(place, "a brace without its partner", stage)


def fillable(draft: PackDraft) -> set[str]:
    """Return what a text of the pack may name in braces."""
    counted = (f"{TIMES}{fact}" for fact in producible(draft.pack, draft.directory))
    return {*PLACEHOLDERS, *draft.fields, *counted}


def wordings(text: Text, key: str) -> Iterator[tuple[str, str]]:
    """Yield every wording of a text, with its key."""
    if isinstance(text, str):
        yield key, text
        return
    for name, inner in text.items():
        yield from wordings(inner, f"{key}.{name}")


def _variants(
    text: Text, key: str, axes: dict[str, tuple[str, ...]], report: Report, stage: str
) -> Iterator[tuple[str, str]]:
    """Check that a table of variants is of one sort and complete; yield where each sort is used."""
    if isinstance(text, str) or not text:
        return
    sorts = [axis for axis, names in axes.items() if not text.keys().isdisjoint(names)]
    known = [name for axis in sorts or axes for name in axes[axis]]
    for name in text:
        if name not in known:
            report.add(f"{key}.{name}", f"unknown variant '{name}'{hint(name, known)}", stage)
    if len(sorts) > 1:
        report.add(key, f"mixes variants by {' and by '.join(sorts)}: put one inside the other", stage)
    for axis in sorts[:1] if len(sorts) == 1 else ():
        yield key, axis
        for name in axes[axis]:
            if name not in text:
                report.add(key, f"the variant '{name}' is missing", stage)
        rest = {other: names for other, names in axes.items() if other != axis}
        for name, inner in text.items():
            yield from _variants(inner, f"{key}.{name}", rest, report, stage)


def check_letters(key: str, wording: str, report: Report, stage: str = "") -> None:
    """Complain of characters that a terminal would obey instead of showing, or nobody would see."""
    for letter in () if wording.isprintable() else dict.fromkeys(wording):
        if letter != "\n" and is_refused(letter):
            report.add(key, f"the character U+{ord(letter):04X} is not text", stage)
