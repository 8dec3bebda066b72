"""What the digits stand for when there are more answers than digits."""

from __future__ import annotations

import pytest

from callscript.dialogue.read.digits import offer_at, page_of
from callscript.dialogue.show.values import OfferLine


def answers(number: int) -> tuple[OfferLine, ...]:
    """Return so many answers to a step."""
    return tuple(OfferLine(at, f"Answer {at}", f"a{at}") for at in range(1, number + 1))


@pytest.mark.parametrize("number", [1, 9])
def test_up_to_nine_answers_have_a_digit_each(number: int) -> None:
    """Where the digits are enough, each answer has its own on every page, and detours keep theirs behind them."""
    detour = OfferLine(9, "End", "end", apart=True)
    assert page_of((*answers(number), detour), 3) == (*answers(number), detour)


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
