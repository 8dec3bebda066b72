"""Texts of one language held against those of the others: a placeholder that was lost, a text not translated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from callscript.core.script.model import ADDRESS_FIELD, Text
from callscript.core.script.phrases import PLACEHOLDER
from callscript.packs.draft import PackDraft
from callscript.packs.wording import LABELS, fillable, wordings

_WORDS = 3
"""Words in a row from which on a text cannot be the same in two languages: fewer may be a name."""
_FilledIn = Callable[[str], set[str]]
_WORD = re.compile(r"[^\W\d_]{2,}")


def check_languages(draft: PackDraft) -> None:
    """Complain of what one language says and another does not."""
    names = fillable(draft)

    def filled_in(words: str) -> set[str]:
        """Return the placeholders of a wording, each as the one that it is most likely a slip for."""
        return {name for found in PLACEHOLDER.findall(words) if (name := draft.meant(found, names)) in names}

    for language, texts in draft.texts.items():
        report = draft.reports[f"{language}.toml"]
        others = {other: found for other, found in draft.texts.items() if other != language}
        for key, text in texts.items():
            lost = () if key.split(".")[0] in LABELS else _lost(key, text, others, filled_in)
            for place, message in (*lost, *_within(key, text, language, filled_in), *_untranslated(key, text, others)):
                report.add(place, message)


def _lost(
    key: str, text: Text, others: Mapping[str, Mapping[str, Text]], filled_in: _FilledIn
) -> Iterator[tuple[str, str]]:
    own = _all(text, filled_in)
    for language, texts in others.items():
        for name in sorted(_all(texts.get(key, ""), filled_in) - own):
            yield key, f"{{{name}}} is lost: the text in {language} has it"


def _within(key: str, text: Text, language: str, filled_in: _FilledIn) -> Iterator[tuple[str, str]]:
    """Yield what is in one wording of a text and not in another; the form of address is there only if it is known."""
    every = _all(text, filled_in) - {ADDRESS_FIELD}
    for place, words in wordings(text, key):
        for name in sorted(every - filled_in(words)):
            if not _says_number(place.removeprefix(key), name, language):
                yield place, f"{{{name}}} is lost: another wording of this text has it"


def _says_number(variant: str, name: str, language: str) -> bool:
    """Tell whether a wording is for one single value of a field, so that it may say that itself: “one book”."""
    _outer, counts, form = variant.partition(f".{name}.")
    if not counts:
        return False
    from callscript.packs.plurals import of_one_number  # only a text that counts pays for loading it

    return of_one_number(language, form.partition(".")[0])


def _all(text: Text, filled_in: _FilledIn) -> set[str]:
    return {name for _, words in wordings(text, "") for name in filled_in(words)}


def _untranslated(key: str, text: Text, others: Mapping[str, Mapping[str, Text]]) -> Iterator[tuple[str, str]]:
    for place, words in wordings(text, key):
        if len(_WORD.findall(PLACEHOLDER.sub("", words))) < _WORDS:
            continue
        for language, texts in others.items():
            if any(words == other for _, other in wordings(texts.get(key, ""), key)):
                yield place, f"not translated: the text in {language} is the same"
