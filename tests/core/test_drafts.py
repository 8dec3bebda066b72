"""What is being typed is kept, and establishes nothing until it is confirmed."""

from __future__ import annotations

import pytest

from callscript.core.call import commands as c
from callscript.core.call import events as e
from tests.core.scripts import TO_NEED, Walk


def test_a_draft_establishes_nothing(walk: Walk) -> None:
    """No field, fact, verdict or record comes of letters: only the field being left makes them an answer."""
    walk.go(*TO_NEED)
    before = walk.call
    field = walk.script.pack.fields[0].id
    (drafted,) = walk.do(c.Draft(field, "t"))
    assert isinstance(drafted, e.Drafted)
    after = walk.call
    assert after.drafts == {field: "t"}
    assert (after.fields, after.happened, after.record, after.watches) == (
        before.fields,
        before.happened,
        before.record,
        before.watches,
    )
    assert walk.do(c.Draft(field, "t")) == (), "the same is kept once"


def test_an_answer_takes_the_drafts_place(walk: Walk) -> None:
    """Once it is confirmed there is no draft any more, whether or not the value has changed by that."""
    field = walk.script.pack.fields[0].id
    walk.do(c.Draft(field, "tek"), c.Fill(field, "teksts"))
    assert (walk.call.fields[field].text, walk.call.drafts) == ("teksts", {})
    walk.do(c.Draft(field, "teksts un"))
    (dropped,) = walk.do(c.Fill(field, "teksts"))
    assert isinstance(dropped, e.Drafted)
    assert walk.call.drafts == {}


def test_the_latest_draft_stands_last(walk: Walk) -> None:
    """One who comes back goes to where was typed last."""
    one, other = (field.id for field in walk.script.pack.fields[:2])
    walk.do(c.Draft(one, "a"), c.Draft(other, "b"), c.Draft(one, "ab"))
    assert list(walk.call.drafts) == [other, one]
    walk.do(c.Draft(one, ""))
    assert list(walk.call.drafts) == [other]


def test_drafts_of_the_wrap_up(walk: Walk) -> None:
    """A reason and a summary that are half typed are no reason and no summary."""
    clause = next(iter(walk.script.clauses))
    walk.do(c.LoseLine(), c.Draft(e.reason_of(clause), "be"), c.Draft(e.SUMMARY, "wa"))
    assert (walk.call.reasons, walk.call.summary, f"explained:{clause}" in walk.call.happened) == ({}, "", False)
    walk.do(c.Explain(clause, "because"), c.Summarise("was"))
    assert walk.call.drafts == {}


def test_only_what_can_be_typed_in_has_drafts(walk: Walk) -> None:
    """A place that is none is refused."""
    with pytest.raises(Exception, match="no_such"):
        walk.do(c.Draft("nowhere", "x"))


def test_a_call_in_which_something_is_typed_is_not_empty(walk: Walk) -> None:
    """It is not to be discarded as opened by mistake."""
    assert walk.call.empty
    walk.do(c.Draft(walk.script.pack.fields[0].id, "x"))
    assert not walk.call.empty


def test_drafts_of_a_correction(walk: Walk) -> None:
    """Half typed it corrects nothing, before the call is closed and after it; made, it has no drafts any more."""
    field = walk.script.pack.fields[0].id
    how, why = (e.correction_of(field, 0, part) for part in ("how", "why"))
    with pytest.raises(Exception, match="not_over"):
        walk.do(c.Draft(how, "x"))
    walk.do(c.LoseLine())
    for place in (e.correction_of("nothing", 0, "how"), "correct.how.0", "correct"):
        with pytest.raises(Exception, match="no_such"):
            walk.do(c.Draft(place, "x"))
    for ended in (False, True):
        if ended:
            while walk.call.frames:
                walk.go("told" if walk.call.step == "tell" else "+")
            walk.do(c.SetOutcome("dropped"))
            walk.do(*(c.Explain(clause, "because") for clause in walk.script.clauses), c.Close())
            with pytest.raises(Exception, match="closed"):
                walk.do(c.Draft(field, "x"))
        before = walk.call
        walk.do(c.Draft(how, "tek"), c.Draft(why, "be"), c.Draft(e.correction_of(e.ENDED, 0, "how"), "1"))
        assert (walk.call.fields, walk.call.ended, walk.call.record) == (before.fields, before.ended, before.record)
        assert len(walk.call.drafts) == 3
        walk.do(c.CorrectField(field, f"teksts {ended}", "because"))
        assert walk.call.drafts == {}
    walk.do(c.Draft(why, "be"), c.CorrectEnd("operator", "because"))
    assert walk.call.drafts == {}


def test_drafts_of_work() -> None:
    """Each act on each piece of work has its own, which are none of a field of the call."""
    places = {
        e.of_work(task, act, part) for task in ("t2", "t3") for act in ("done", "dropped") for part in ("how", "why")
    }
    assert len(places) == 8
    assert all(e.field_at(place) == (place, 0) for place in places)
