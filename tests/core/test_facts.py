"""What an event establishes, in the words that rules and guards use."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import get_args

import pytest
from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.script.model import Script
from callscript.core.standard.facts import facts
from tests.core.scripts import MONDAY, NIGHT, OPERATOR


def _started(*, opened: bool, at: datetime = MONDAY) -> e.CallStarted:
    return e.CallStarted(
        seq=1,
        at=at,
        call="c",
        pack="test",
        pack_hash="",
        operator=OPERATOR,
        language="lv",
        open=opened,
        day_part="day",
        step="greet",
    )


def _came(channel: str = "", classed: str = "") -> e.Received:
    return e.Received(seq=2, at=AT, channel=channel, received=AT, classed=classed)


AT: datetime = MONDAY
CASES: tuple[tuple[e.Event, tuple[str, ...]], ...] = (
    (_started(opened=True), ("started", "incoming", "open")),
    (_started(opened=False, at=MONDAY + timedelta(hours=10)), ("started", "incoming", "closed_hours")),
    (_started(opened=False, at=NIGHT), ("started", "incoming", "closed_hours", "opens_today")),
    (replace(_started(opened=True), step="", entry="letter"), ("entry", "entry:letter")),
    (_came(), ()),
    (_came("post"), ("received", "received:post")),
    (_came("post", "praise"), ("received", "received:post", "classed", "classed:praise")),
    (
        e.Said(seq=2, at=AT, step="introduce", phrase="name_oneself", language="lv"),
        ("said", "said:name_oneself"),
    ),
    (e.Said(seq=2, at=AT, step="greet", phrase="greet", language="lv"), ("said", "said:greet", "mark:polite")),
    (e.Done(seq=2, at=AT, step="search"), ("done:search",)),
    (e.Chosen(seq=2, at=AT, step="need", option="info"), ("chose:need", "chose:need=info")),
    (e.Chosen(seq=2, at=AT, step="need", option="appeal"), ("chose:need", "chose:need=appeal", "mark:wanted")),
    (
        e.Chosen(seq=2, at=AT, step="pick_colleague", option="ilze"),
        ("chose:pick_colleague", "chose:pick_colleague=ilze"),
    ),
    (e.Filled(seq=2, at=AT, field="name", value="Ivan"), ("filled:name",)),
    (e.Filled(seq=2, at=AT, field="name", value=""), ("cleared:name",)),
    (e.Filled(seq=2, at=AT, field="phone", value="afraid", absent=True), ("absent:phone",)),
    (e.Moved(seq=2, at=AT, to="greet"), ()),
    (e.Moved(seq=2, at=AT, to="greet", matter=2), ()),
    (e.Moved(seq=2, at=AT, to="greet", matter=2, begins=True), ("matter",)),
    (e.TaskDone(seq=2, at=AT, task="t", kind="notice"), ("task_done:notice",)),
    (e.DetourEntered(seq=2, at=AT, detour="hold", step="hold_consent"), ("entered:hold",)),
    (e.DetourLeft(seq=2, at=AT, detour="hold"), ("left:hold",)),
    (e.DetourLeft(seq=2, at=AT, detour="hold", cancelled=True), ("left:hold", "cancelled:hold")),
    (e.TimerStarted(seq=2, at=AT, timer="hold", step="hold_wait"), ("timing:hold",)),
    (e.TimerStopped(seq=2, at=AT, timer="hold", seconds=1.0), ("stopped:hold",)),
    (e.TimerOverran(seq=2, at=AT, timer="hold"), ("overran:hold",)),
    (e.LanguageChanged(seq=2, at=AT, language="en"), ("language:en",)),
    (e.Registered(seq=2, at=AT, what="appeal"), ("registered:appeal",)),
    (e.EarlierFound(seq=2, at=AT, found=("third",), gone=("often",)), ("earlier", "earlier:third")),
    (e.Informed(seq=2, at=AT, article="a", title="A", paragraph=1, text="x"), ("informed",)),
    (e.Informed(seq=2, at=AT, article="a", title="A", paragraph=1, text="x", taken_back=True), ()),
    (e.TaskOpened(seq=2, at=AT, task="t", kind="notice", due=AT, step="promise"), ("task:notice",)),
    (e.Unknown(seq=2, at=AT, name="rung"), ()),
    (e.TaskDropped(seq=2, at=AT, task="t"), ()),
    (e.TaskTaken(seq=2, at=AT, task="t", kind="dispatch", by="18"), ()),
    (e.TaskGivenBack(seq=2, at=AT, task="t", kind="dispatch", by="18", to="19"), ()),
    (e.TaskTried(seq=2, at=AT, task="t", kind="dispatch", by="18"), ()),
    (e.TaskDone(seq=2, at=AT, task="t", kind="notice", by="18"), ("task_done:notice",)),
    (e.TaskDone(seq=2, at=AT, task="t", kind="tidying", by="18"), ("task_done:tidying", "chose:tell=told")),
    (
        e.TaskDropped(seq=2, at=AT, task="t", kind="tidying", by="18"),
        ("given_up:task_done:tidying", "given_up:chose:tell=told"),
    ),
    (e.TaskHandedOver(seq=2, at=AT, task="t", kind="notice", by="18"), ()),
    (e.TaskHandedOver(seq=2, at=AT, task="t", kind="notice", by="18", to="19"), ("task_handed:notice",)),
    (e.TaskPostponed(seq=2, at=AT, task="t", kind="notice", by="18", until=AT), ()),
    (e.TaskRescheduled(seq=2, at=AT, task="t", kind="notice", by="18", until=AT), ()),
    (
        e.TaskRescheduled(seq=2, at=AT, task="t", kind="notice", by="18", until=AT, unwarned=True),
        ("task_unwarned:notice",),
    ),
    (e.TaskWarned(seq=2, at=AT, task="t", kind="notice", by="18", side="customer"), ()),
    (e.TaskReopened(seq=2, at=AT, task="t", kind="notice", by="18"), ()),
    (e.NoticeDelivered(seq=2, at=AT, notice="appeal", about=1), ("delivered:appeal",)),
    (e.NoticeDelivered(seq=2, at=AT, notice="appeal", about=1, more=True), ()),
    (e.Ended(seq=2, at=AT, how="caller"), ("ended", "ended:caller")),
    (e.BranchLeft(seq=2, at=AT, frame=0), ()),
    (e.AfterCallProlonged(seq=2, at=AT, seconds=60, operator="17"), ()),
    (e.OutcomeSet(seq=2, at=AT, outcome="complete"), ("outcome:complete",)),
    (e.Explained(seq=2, at=AT, clause="T-01", reason="x"), ("explained:T-01",)),
    (e.Summarised(seq=2, at=AT, text="x"), ()),
    (e.Drafted(seq=2, at=AT, place="name", text="x"), ()),
    (e.Closed(seq=2, at=AT), ("closed",)),
    (e.Discarded(seq=2, at=AT), ()),
    (e.Erased(seq=2, at=AT, ground="x", by="17"), ()),
    (e.EndTakenBack(seq=2, at=AT, reason="x"), ()),
    (e.EndCorrected(seq=2, at=AT, how="caller", outcome="", reason="x"), ()),
    (e.FieldCorrected(seq=2, at=AT, field="name", value="x", reason="x"), ()),
    (e.ReceivedCorrected(seq=2, at=AT, channel="post", received=AT, classed="", reason="x"), ()),
    (e.Resumed(seq=2, at=AT), ()),
)


@pytest.mark.parametrize(("event", "expected"), CASES)
def test_facts(script: Script, event: e.Event, expected: tuple[str, ...]) -> None:
    """Every event establishes the facts of the table, and no others."""
    assert facts(script, event) == expected


def test_no_event_is_forgotten() -> None:
    """Every kind of event is in the table above."""
    assert {type(event) for event, _ in CASES} == set(get_args(e.Event))
