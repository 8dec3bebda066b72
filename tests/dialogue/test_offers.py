"""What the digits stand for when there are more answers than digits."""

from __future__ import annotations

import pytest

from callscript.dialogue.read.digits import narrowed, none_found, offer_at, page_of
from callscript.dialogue.show.values import OfferLine


def answers(number: int) -> tuple[OfferLine, ...]:
    """Return so many answers to a step."""
    return tuple(OfferLine(at, f"Answer {at}", f"a{at}") for at in range(1, number + 1))


@pytest.mark.parametrize("number", [1, 9])
def test_up_to_nine_answers_have_a_digit_each(number: int) -> None:
    """Where the digits are enough, each answer has its own on every page, and detours keep theirs behind them."""
    assert page_of(answers(number), 3) == answers(number)


def test_a_detour_keeps_its_digit() -> None:
    """The digit of a detour that is open at every step is no answer's, however many answers there are."""
    detour = OfferLine(2, "End", "end", apart=True)
    assert [line.number for line in page_of((*answers(3), detour), 0)] == [1, 3, 4, 2]
    *lines, more, last = page_of((*answers(9), detour), 0)
    assert [line.number for line in lines] == [1, 3, 4, 5, 6, 7, 8]
    assert (more.number, more.id, last) == (9, "", detour)


def test_answers_are_narrowed_by_what_is_typed() -> None:
    """All the words that are looked for are in the name or the note; roughly, if no answer has them. Detours stay."""
    judge = OfferLine(1, "Печерський суд", "p", note="Київ")
    court = OfferLine(2, "Ґрунтовий суд", "g", note="Львів")
    detour = OfferLine(9, "End", "end", apart=True)
    every = (judge, court, detour)
    assert narrowed(every, " ") == every
    assert narrowed(every, "суд київ") == (judge, detour)
    assert narrowed(every, "грунт") == (court, detour)
    assert narrowed(every, "одеса") == (detour,)


def test_names_come_before_what_somebody_sees_to() -> None:
    """Whoever is called so is meant first; that nothing is found is said, of what is looked for."""
    supreme = OfferLine(1, "Верховний Суд", "s", note="Касаційні скарги", found_by="Верховний Суд апеляційні скарги")
    court = OfferLine(2, "Київський апеляційний суд", "k")
    detour = OfferLine(9, "End", "end", apart=True)
    assert narrowed((supreme, court, detour), "апеляц") == (court, supreme, detour)
    assert none_found(narrowed((supreme, court, detour), "апеляц"), "апеляц") == ""
    assert (
        none_found(narrowed((supreme, detour), "господ"), " господ ") == "Nothing in the directory is found by: господ"
    )
    assert none_found((detour,), "") == ""


@pytest.mark.parametrize(("page", "shown"), [(0, range(1, 9)), (1, range(9, 13)), (2, range(1, 9))])
def test_more_than_nine_answers_are_shown_in_pages(page: int, shown: range) -> None:
    """Eight answers a page are numbered from 1, and 9 turns the page; behind the last page comes the first."""
    *lines, more = page_of(answers(12), page)
    assert [line.id for line in lines] == [f"a{at}" for at in shown]
    assert [line.number for line in lines] == list(range(1, len(shown) + 1))
    assert (more.number, more.id) == (9, "")


def test_a_digit_stands_for_what_is_on_the_page() -> None:
    """The same digit chooses another answer on another page, and none where there is none."""
    assert offer_at(answers(12), 0, 2) == OfferLine(2, "Answer 2", "a2")
    assert offer_at(answers(12), 1, 2) == OfferLine(2, "Answer 10", "a10")
    assert offer_at(answers(12), 1, 5) is None
    assert offer_at((), 0, 1) is None
