"""lv-lvrtc, LV-10: what comes of an in-person visit that was booked."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from callscript.core import acts
from callscript.core.call import commands as c
from callscript.core.call.events import Ended, Side, TaskDone, TaskDropped
from callscript.core.script.model import Script
from tests.clauses.talk import MONDAY, Talk
from tests.clauses.ways import excuses, parted, welcomed


def booked(lv: Script, start: str = MONDAY) -> Talk:
    """Return a call in which a visit was booked for 2 December, and which is over."""
    talk = welcomed(lv, start, need="visit")
    talk.through(("ask_visit_at", "02.12. plkst. 10"), ("ask_visit_place", "Rīgā"), ("ask_visit_given_name", "Jānis"))
    talk.through(("ask_visit_surname", "Ozols"), ("ask_visit_phone", "+37167108787"), "register_visit", "visit_told")
    talk.hang_up()
    parted(talk)
    return talk


def test_lv_10_a_visit_is_kept_or_warned_of_beforehand(lv: Script) -> None:
    """The verdict follows what came of the visit: open until it is known, met by coming or by a warning beforehand."""
    talk = booked(lv)
    assert (talk.verdict("LV-10").verdict, talk.verdict("LV-10").lasting) == ("open", True)
    came = talk.fork()
    came.visited(acts.Finish("came"), "2026-12-02 10:05")
    came.stands("LV-10", "met", TaskDone, result="came")
    for deed in (acts.Finish("missed"), acts.Finish("late"), acts.Drop("slims", "customer"), later("customer")):
        missed = talk.fork()
        missed.visited(deed, "2026-12-02 10:20")
        assert missed.verdict("LV-10").verdict == "breached", deed
        warned = talk.fork()
        warned.visited(acts.Warn("customer", "sastrēgums"), "2026-12-02 09:50")
        warned.visited(deed, "2026-12-02 10:20")
        assert warned.verdict("LV-10").verdict == ("open" if isinstance(deed, acts.Move) else "met"), deed
    for deed in (acts.Drop("slims", "customer"), acts.Drop("avārija", "centre")):
        cancelled = talk.fork()
        cancelled.visited(deed, "2026-12-01 10:00")
        cancelled.stands("LV-10", "met", TaskDropped)
    moved = talk.fork()
    moved.visited(later("customer"), "2026-12-01 10:00")
    assert moved.due("visit") == "2026-12-03 14:00"
    moved.visited(acts.Finish("came"), "2026-12-03 13:55")
    moved.stands("LV-10", "met", TaskDone, result="came")


def later(side: Side) -> acts.Move:
    """Return that a visit is moved to the next day."""
    return acts.Move(datetime(2026, 12, 3, 14, tzinfo=ZoneInfo("Europe/Riga")), side)


def test_lv_10_who_is_cut_off_is_told_of_the_visit(lv: Script) -> None:
    """The customer who is gone before they were asked to come on time, or to warn, is owed that."""
    talk = welcomed(lv, need="visit")
    talk.through(("ask_visit_at", "02.12. plkst. 10"), ("ask_visit_place", "Rīgā"), ("ask_visit_given_name", "Jānis"))
    talk.through(("ask_visit_surname", "Ozols"), ("ask_visit_phone", "+37167108787"), "register_visit")
    talk.do(c.LoseLine())
    assert talk.due("inform") == "2026-11-24 10:00"
    assert talk.due("visit") == "2026-12-02 10:00"


def test_lv_10_who_is_cut_off_while_booking_is_rung_up(lv: Script) -> None:
    """What was noted of the visit is not lost: it is owed, and then work to ring them up; taken back, it is not."""
    talk = welcomed(lv, need="visit")
    talk.through(("ask_visit_at", "02.12. plkst. 10"), ("ask_visit_place", "Rīgā"), ("ask_visit_given_name", "Jānis"))
    talk.through(("ask_visit_surname", "Ozols"), ("ask_visit_phone", "+37167108787"))
    talk.is_owed_yet("LV-10")
    excuses("LV-10", talk.fork)
    back = talk.fork()
    for _ in range(6):
        back.do(c.Back())
    back.stands("LV-10", "na")
    talk.do(c.LoseLine())
    assert [task.kind for task in talk.call.tasks] == ["inform"]
    assert talk.due("inform") == "2026-11-24 10:00"
    talk.stands("LV-10", "na", Ended)
