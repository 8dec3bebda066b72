"""Words of texts as they are looked for: folded on both sides, the last one by its beginning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callscript.contacts.texts import loosely, meets, places, wanted, words
from callscript.core.articles import Wanted

LETTERS = st.sampled_from("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’'ʼ–- АЄҐaāčēģīķļņšūžABC0123.,;()«»")
TEXTS = st.text(LETTERS, max_size=80)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Ґанок суду", "ганок"),
        ("зв’язок", "зв'язок"),
        ("зв’язок", "звязок"),
        ("Йосип Їжак", "иосип іжак"),
        ("Bērziņš, Ķekava", "berzins ke"),
        ("онлайн-заявка", "заявка"),
        ("№ 44 (044) 207-35-46", "207 35"),
        ("eParaksts", "EPAR"),
    ],
)
def test_how_it_is_typed_does_not_matter(text: str, typed: str) -> None:
    """Marks on letters, apostrophes, dashes and capitals do not matter, neither in the text nor in what is typed."""
    line = " ".join(words(text))
    assert meets(line, wanted(typed)) == len(wanted(typed)) > 0


@given(TEXTS)
def test_a_text_is_found_by_each_of_its_words(text: str) -> None:
    """Each word that stands in a text finds it, whole and by each of its beginnings."""
    line = " ".join(words(text))
    for word in text.split():
        for end in range(1, len(word) + 1):
            sought = wanted(word[:end])
            assert meets(line, sought) == len(sought), word[:end]


@given(st.text(max_size=200), st.text(max_size=20))
def test_what_is_marked_stands_in_the_text(text: str, typed: str) -> None:
    """Whatever is typed and written, what is marked lies within the text, in order, and is one of the words typed."""
    before = 0
    for start, end in places(text, wanted(typed)):
        assert before <= start < end <= len(text)
        before = end
        assert any(meets(" ".join(words(text[start:end])), (each,)) for each in wanted(typed))


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Зв’язок з судом", "звязок", ["Зв’язок"]),
        ("судовий збір, суд", "суд", ["судовий", "суд"]),
        ("судовий збір, суд", "суд збір", ["збір", "суд"]),
        ("Bērziņš un bērzi", "berz", ["Bērziņš", "bērzi"]),
        ("044 207-35-46", "207", ["207"]),
    ],
)
def test_the_words_that_were_found(text: str, typed: str, marked: list[str]) -> None:
    """A word is marked whole, as it stands there."""
    assert [text[start:end] for start, end in places(text, wanted(typed))] == marked


def test_a_word_with_another_end() -> None:
    """Second best, the ends of words do not matter; a short word keeps its letters."""
    assert loosely(wanted("судового збору ні ні")) == (
        Wanted("судов", begins=True), Wanted("збор", begins=True), Wanted("ні", begins=True),
    )  # fmt: skip
    assert meets("судовий зборі", loosely(wanted("судового збору"))) == 2
    assert wanted("  ") == wanted("«-»") == ()
