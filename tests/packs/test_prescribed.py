"""The words that a standard prescribes are kept apart from a pack's texts, which are held against them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest

from callscript.core.script.model import Text
from callscript.packs import locate
from callscript.packs.apart import take_apart
from callscript.packs.draft import PackDraft
from callscript.packs.files import load
from callscript.packs.prescribed import _Line as Line
from callscript.packs.prescribed import _lines as prescribed_lines
from callscript.packs.prescribed import check_prescribed
from callscript.packs.wording import wordings
from tests.packs.conftest import Bench

STANDARD = """language = "en"
[clause.MI-01]
said = ["Good morning! {centre}", "Good afternoon! {centre}", "Good evening! {centre}"]
[clause.MI-04]
said = ["If you please", "By all means"]
wording = ["Be courteous"]
"""


@pytest.fixture
def kept(mini: Bench) -> Bench:
    """Give the small pack the words of its standard."""
    (mini.folder / "standard.toml").write_text(STANDARD, encoding="utf-8")
    return mini


def test_words_that_are_said_as_they_are_prescribed(kept: Bench) -> None:
    """Each of the three greetings is said in its part of the day; the aid has the words of courtesy."""
    assert kept.complaints == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "Good morning! {centre}",
            "Good moming! {centre}",
            "stage greeting: step.greet.morning: clause MI-01 prescribes «Good morning! {centre}», letter by letter; "
            "here is «Good moming! {centre}",
        ),
        (
            "Good evening! {centre}",
            "Hello, this is {centre}",
            "stage greeting: step.greet.evening: clause MI-01 prescribes words that this wording lacks: ",
        ),
        (
            "By all means.",
            "By al means.",
            "aid.courtesy.text: clause MI-04 prescribes «By all means», letter by letter",
        ),
        (
            'wording = "Be courteous."',
            'wording = "Be polite."',
            "clause.MI-04.wording: the standard says here «Be court",
        ),
    ],
)
def test_words_that_were_altered(kept: Bench, old: str, new: str, complaint: str) -> None:
    """Whatever the slip, the complaint says where it is, what is prescribed and what is there."""
    kept.swap("en.toml", old, new)
    assert any(line.startswith(f"en.toml: {complaint}") for line in kept.complaints), kept.complaints


def test_words_that_nothing_says(kept: Bench) -> None:
    """Where no text is near, it is the standard's words that are missing."""
    kept.swap("en.toml", 'text = "If you please. By all means."', 'text = "Thank you."')
    assert kept.complaints == [
        "standard.toml: clause.MI-04.said: no text of a step or an aid that names MI-04 says «If you please»",
        "standard.toml: clause.MI-04.said: no text of a step or an aid that names MI-04 says «By all means»",
    ]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('language = "en"', 'language = "de"', "language: the pack is not written in 'de'; known ones: en, uk"),
        ("clause.MI-04", "clause.MI-05", "clause.MI-05: the standard has no clause 'MI-05'; the nearest known one is"),
        ("wording =", "wordng =", "clause.MI-04.wordng: unknown key; the nearest known one is 'wording'"),
    ],
)
def test_a_file_that_does_not_fit_the_pack(kept: Bench, old: str, new: str, complaint: str) -> None:
    """A slip in the file itself is told like one in any other."""
    kept.swap("standard.toml", old, new)
    assert kept.complaints[0].startswith(f"standard.toml: {complaint}")


@pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc"])
def test_no_prescribed_phrase_of_a_shipped_pack_can_be_altered_unseen(pack: str) -> None:
    """Wherever a phrase stands, in whichever wording, another letter in it is complained of."""
    draft = drafted(locate(pack))
    assert draft.standard
    language = draft.standard.language
    texts = cast("dict[str, Mapping[str, Text]]", draft.texts)
    whole = texts[language]
    altered = 0
    for clause, prescribed in draft.standard.clause.items():
        said, wording = list(prescribed_lines(draft, whole, clause)), list(wordings_of(whole, clause))
        for phrase, lines in (*((each, said) for each in prescribed.said), *((w, wording) for w in prescribed.wording)):
            part = max(phrase.split("…"), key=len).strip()
            for line in lines:
                if part not in line.words or " " not in part:
                    continue
                at = line.words.index(part) + next(n for n in range(len(part) // 2, len(part)) if part[n].isalnum())
                wrong = line.words[:at] + ("ж" if line.words[at] != "ж" else "щ") + line.words[at + 1 :]
                texts[language] = {**whole, line.text: swapped(whole[line.text], line.words, wrong)}
                check_prescribed(draft)
                assert any(report.problems for report in draft.reports.values()), f"{clause} {line.key}: {phrase}"
                for report in draft.reports.values():
                    report.problems.clear()
                altered += 1
    assert altered > 20


def drafted(folder: Path) -> PackDraft:
    """Take a pack apart."""
    draft, problems = take_apart(folder, load(folder))
    assert not problems
    assert draft
    return draft


def wordings_of(texts: Mapping[str, Text], clause: str) -> Iterator[Line]:
    """Yield the wording of a clause."""
    key = f"clause.{clause}.wording"
    yield from (Line(key, place, words, "") for place, words in wordings(texts[key], key))


def swapped(text: Text, old: str, new: str) -> Text:
    """Return a text with one of its wordings replaced."""
    if isinstance(text, str):
        return new if text == old else text
    return {name: swapped(inner, old, new) for name, inner in text.items()}
