"""What was looked up and marked as the information given: evidence in the log, which can be taken back."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.fold import fold_all
from callscript.core.call.refusal import Refused
from callscript.core.standard.clauses import Clause, Existence
from tests.core.scripts import TO_NEED, Walk, make_script

FEE = c.Inform("fee", "Судовий збір", 2, "Сплачують до подання позову.")
TERM = c.Inform("term", "Строк", 1, "Тридцять днів.")


def test_it_stands_in_the_log_as_it_was_told(walk: Walk) -> None:
    """The event has the article's name and the words; the script stands where it stood, and no clause is touched."""
    walk.go(*TO_NEED)
    before = walk.call
    (informed,) = walk.do(FEE)
    assert isinstance(informed, e.Informed)
    assert (informed.article, informed.title, informed.paragraph, informed.text) == (
        FEE.article,
        FEE.title,
        FEE.paragraph,
        FEE.text,
    )
    after = walk.call
    assert after.informed == (informed,)
    assert (after.frames, after.fields, after.answers, after.watches) == (
        before.frames,
        before.fields,
        before.answers,
        before.watches,
    )
    assert "informed" in after.happened


def test_a_mark_by_mistake_is_taken_back(walk: Walk) -> None:
    """Marked a second time, it counts as not given; what else was marked stays, and it can be marked again."""
    walk.go(*TO_NEED)
    walk.do(FEE, TERM)
    (back,) = walk.do(FEE)
    assert isinstance(back, e.Informed)
    assert back.taken_back
    assert [each.article for each in walk.call.informed] == ["term"]
    assert walk.call.happened["informed"] == walk.call.informed[0].seq
    walk.do(TERM)
    assert walk.call.informed == ()
    assert "informed" not in walk.call.happened
    walk.do(FEE)
    assert [each.article for each in walk.call.informed] == ["fee"]
    assert fold_all(walk.script, walk.log) == walk.call


def test_the_same_words_are_the_same_wherever_they_stand_now(walk: Walk) -> None:
    """A paragraph is known by its words: one put before it in the article does not make it another."""
    walk.go(*TO_NEED)
    walk.do(FEE, replace(FEE, paragraph=3))
    assert walk.call.informed == ()


def test_a_rule_of_the_script_may_ask_for_it() -> None:
    """It meets a clause only where a rule names it; a mark that was taken back meets it no more."""
    asked = Clause(id="T-01", modality="must", rules=(Existence(some=("informed",)),))
    clauses = (asked if each.id == asked.id else each for each in make_script().pack.clauses)
    walk = Walk(make_script(clauses=tuple(clauses)))
    walk.go(*TO_NEED)
    found: list[str] = []
    for _ in range(3):
        found.append(walk.verdict("T-01").verdict)
        walk.do(FEE)
    assert found == ["open", "met", "open"]


def test_it_is_more_than_nothing(walk: Walk) -> None:
    """A call in which information was given was not opened by mistake."""
    walk.do(FEE)
    assert not walk.call.empty
    with pytest.raises(Refused, match="not_empty"):
        walk.do(c.Discard())


def test_nobody_is_told_anything_after_the_end(walk: Walk) -> None:
    """Nothing is marked as given once nobody is on the line."""
    walk.do(FEE, c.LoseLine())
    with pytest.raises(Refused, match="call_over"):
        walk.do(FEE)
