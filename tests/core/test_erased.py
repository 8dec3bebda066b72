"""A call from which what the caller gave was erased: it counts as before, and nothing is added to it."""

from __future__ import annotations

import pytest

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.before import before
from callscript.core.call.fold import fold
from callscript.core.call.refusal import Refused
from tests.core.scripts import TO_NEED, Walk, make_script
from tests.core.test_correct import WHY, closed, findings


def test_an_erased_call_counts_as_before() -> None:
    """It knows who erased it, when and why; each verdict and all that happened stay, what was being typed is gone."""
    walk = closed(Walk(make_script()).go(*TO_NEED, "name=Ivan"))
    walk.do(c.Draft(e.correction_of("name", 0, "why"), "half a reason"))
    stood, call = findings(walk), walk.call
    erased = e.Erased(seq=call.seq + 1, at=walk.now, ground="asked for it", by="17")
    walk.call = fold(walk.script, call, erased)
    assert (walk.call.erased, walk.call.drafts, walk.call.fields) == (erased, {}, call.fields)
    assert (findings(walk), walk.call.record, walk.call.happened) == (stood, call.record, call.happened)
    assert before(call, erased) == {}


def test_an_erased_call_takes_no_correction() -> None:
    """What was given would come back."""
    walk = closed(Walk(make_script()).go(*TO_NEED, "name=Ivan"))
    erased = e.Erased(seq=walk.call.seq + 1, at=walk.now, ground="asked for it", by="17")
    walk.call = fold(walk.script, walk.call, erased)
    for command in (c.CorrectField("name", "Ivan Franko", WHY), c.Draft(e.correction_of("name", 0, "how"), "Iv")):
        with pytest.raises(Refused, match="closed"):
            walk.do(command)
