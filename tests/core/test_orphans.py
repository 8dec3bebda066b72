"""What an answer that was changed had led to is marked, until it is typed again or confirmed."""

from __future__ import annotations

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Value
from callscript.core.call.fold import orphaned_fields
from callscript.dialogue.read.field_text import entered
from callscript.dialogue.show.card import card
from callscript.dialogue.show.field_text import field_lines
from tests.core.scripts import TO_RECORD, Walk, make_script


def orphaned() -> Walk:
    """Lead a call in which a field was asked for on a branch that was left."""
    walk = Walk(make_script(), language="en").go(*TO_RECORD, "<", "<", "info")
    assert orphaned_fields(walk.script, walk.call) == {"matter"}
    return walk


def test_it_is_marked_on_the_card_and_for_who_reads_the_call() -> None:
    """The card has its sign, and so has the call for whoever reads it."""
    walk = orphaned()
    assert [row.id for row in card(walk.script, walk.call) if row.state == "orphaned"] == ["matter"]
    marked = [line for line in field_lines(walk.script, walk.call) if line.startswith("~")]
    assert len(marked) == 1
    assert marked[0].endswith("(from an answer that was changed)")


def test_it_clears_when_it_is_typed_again() -> None:
    """Another value, or the same one erased and typed again, is nobody's leftover."""
    for words in (("matter=court",), ("matter=", "matter=tax")):
        walk = orphaned().go(*words)
        assert orphaned_fields(walk.script, walk.call) == frozenset()
        assert not [line for line in field_lines(walk.script, walk.call) if line.startswith("~")]


def test_it_clears_when_it_is_confirmed() -> None:
    """Enter on the value as it is records it anew; passing by does not."""
    walk = orphaned()
    passing, confirming = (entered(walk.script, walk.call, "matter", "1", confirm=confirm) for confirm in (False, True))
    assert passing
    assert confirming
    assert walk.do(passing) == ()
    assert orphaned_fields(walk.script, walk.call) == {"matter"}
    (recorded,) = walk.do(confirming)
    assert isinstance(recorded, e.Filled)
    assert walk.call.fields["matter"] == Value("tax")
    assert orphaned_fields(walk.script, walk.call) == frozenset()
    assert walk.do(confirming) == ()


def test_it_clears_when_it_is_corrected() -> None:
    """After the call, with its reason: the mark is told of no value that somebody has put right."""
    walk = orphaned()
    walk.do(c.LoseLine())
    walk.do(c.CorrectField("matter", "court", "misheard"))
    assert walk.call.fields["matter"] == Value("court")
    assert orphaned_fields(walk.script, walk.call) == frozenset()


def test_what_was_never_orphaned_is_recorded_once() -> None:
    """Confirming a value that is nobody's leftover records nothing."""
    walk = Walk(make_script()).go("name=Ivan")
    assert walk.do(c.Fill("name", "Ivan", confirm=True)) == ()
