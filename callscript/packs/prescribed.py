"""The words that a standard prescribes, kept apart from the texts that say them: these are held against them.

`standard.toml` is written once, off the standard itself; whoever edits the texts of a pack leaves it alone. "…" in it
stands for whatever may be said between. They are compared letter by letter; only the first one may be a capital or not,
and white space is all alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from callscript.core.script.model import Text
from callscript.core.script.steps import Choose, Say
from callscript.packs.draft import PackDraft
from callscript.packs.errors import hint
from callscript.packs.files import STANDARD
from callscript.packs.wording import wordings

_NEAR, _NEARER = 0.85, 0.89
"""How much of a phrase a text must have to be the phrase, altered; of a short phrase, all but a letter."""
_SHORT = 12
"""Letters from which on a phrase is no short one. A single word is not looked for altered: words are inflected."""


class _Line(NamedTuple):
    """A wording that is said, and where it stands."""

    text: str
    """The key of the text, of which this is one wording."""
    key: str
    words: str
    stage: str


def check_prescribed(draft: PackDraft) -> None:
    """Complain of prescribed words that no text says, or that one says otherwise."""
    standard = draft.standard
    if standard is None:
        return
    own = draft.reports[STANDARD]
    languages = [language.id for language in draft.pack.languages]
    if standard.language not in languages:
        own.add("language", f"the pack is not written in '{standard.language}'{hint(standard.language, languages)}")
        return
    for clause, prescribed in standard.clause.items():
        if clause not in draft.pack.standard:
            own.add(f"clause.{clause}", f"the standard has no clause '{clause}'{hint(clause, draft.pack.standard)}")
        elif standard.language in draft.texts:
            texts = draft.texts[standard.language]
            _said(draft, standard.language, clause, prescribed.said, list(_lines(draft, texts, clause)))
            key = f"clause.{clause}.wording"
            quoted = [_Line(key, place, words, "") for place, words in wordings(texts.get(key, ""), key)]
            for phrase in prescribed.wording:
                if not any(says(line.words, phrase) for line in quoted):
                    draft.reports[f"{standard.language}.toml"].add(key, f"the standard says here «{phrase}»")


def _said(draft: PackDraft, language: str, clause: str, phrases: tuple[str, ...], lines: list[_Line]) -> None:
    report = draft.reports[f"{language}.toml"]
    told = {line.text for line in lines if any(says(line.words, phrase) for phrase in phrases)}
    for phrase in phrases:
        somewhere = any(says(line.words, phrase) for line in lines)
        for line in lines:
            if altered := _altered(line.words, phrase, phrases):
                message = f"clause {clause} prescribes «{phrase}», letter by letter; here is «{altered}»"
                report.add(line.key, message, line.stage)
                somewhere = True
        if not somewhere:
            message = f"no text of a step or an aid that names {clause} says «{phrase}»"
            draft.reports[STANDARD].add(f"clause.{clause}.said", message)
    for line in lines:
        if line.text in told and not any(says(line.words, phrase) for phrase in phrases):
            message = f"clause {clause} prescribes words that this wording lacks: {_listed(phrases)}"
            report.add(line.key, message, line.stage)


def _lines(draft: PackDraft, texts: Mapping[str, Text], clause: str) -> Iterator[_Line]:
    """Yield every wording of the steps, their answers and the aids that name a clause."""
    keys: dict[str, str] = {}
    for place in draft.places:
        if clause in place.step.clauses:
            phrase = place.step.phrase if isinstance(place.step, Say) else None
            keys[f"step.{phrase or place.step.id}"] = place.stage.id
            keys[f"tip.{place.step.id}"] = place.stage.id
            if isinstance(place.step, Choose):
                keys.update((f"option.{place.step.id}.{each.id}", place.stage.id) for each in place.step.options)
    keys.update((f"aid.{aid.id}.text", "") for aid in draft.pack.aids if clause in aid.clauses)
    for key, stage in keys.items():
        if key in texts:
            yield from (_Line(key, place, words, stage) for place, words in wordings(texts[key], key))


def says(words: str, phrase: str) -> bool:
    """Tell whether a wording has the words that a standard prescribes."""
    return re.search(_pattern(phrase), words) is not None


def _pattern(phrase: str) -> str:
    """Return a phrase as a pattern: its parts in order, the first letter small or not."""
    parts = [part.strip() for part in phrase.split("…") if part.strip()]
    spaced = [r"\s+".join(map(re.escape, part.split())) for part in parts]
    if parts and parts[0][0].isalpha():
        first = parts[0][0]
        spaced[0] = f"[{first.lower()}{first.upper()}]" + spaced[0][1:]
    return r"[\s\S]*?".join(spaced)


def _altered(words: str, phrase: str, phrases: tuple[str, ...]) -> str:
    """Return what a wording has in the place of a phrase, if it is nearly the phrase; empty: it is not, or is right."""
    if says(words, phrase):
        return ""
    rest = words
    for other in phrases:
        rest = re.sub(_pattern(other), " \0 ", rest)
    parts = [part.strip() for part in phrase.split("…")]
    return next((near for part in parts if not says(words, part) and (near := _nearest(rest, part))), "")


def _nearest(words: str, phrase: str) -> str:
    """Return the part of a wording that is nearly the phrase; empty: there is none."""
    from difflib import SequenceMatcher  # only a check pays for loading it

    found, wanted = words.split(), phrase.split()
    if len(wanted) < 2:
        return ""
    matcher = SequenceMatcher(b=_bare(phrase), autojunk=False)
    best, nearest = _NEARER if len(phrase) < _SHORT else _NEAR, ""
    for length in range(len(wanted) - 1, len(wanted) + 2):
        for at in range(len(found) - length + 1):
            part = " ".join(found[at : at + length])
            matcher.set_seq1(_bare(part))
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
                best, nearest = ratio, part
    return nearest


def _bare(words: str) -> str:
    return words.casefold().strip('«»„“”".,;:!?()–—- ')


def _listed(phrases: tuple[str, ...]) -> str:
    return ", ".join(f"«{phrase}»" for phrase in phrases)
