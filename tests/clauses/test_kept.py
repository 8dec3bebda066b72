"""What the clauses want recorded lasts: a call led through a session is read back from the store as it was led."""

from __future__ import annotations

from datetime import datetime

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.events import CallStarted
from callscript.core.call.fold import fold_all
from callscript.core.script.model import Script
from callscript.core.standard.verdicts import verdicts
from callscript.runtime.clock import FakeClock
from callscript.service.session import Session
from callscript.service.summary import filed
from callscript.store.files import FileStore
from tests.clauses.talk import MONDAY, NIGHT, Talk
from tests.clauses.ways import APPEAL, goodbye, parted


class Noted(Talk):
    """A call whose commands are noted, to be given again."""

    def __init__(self, script: Script, start: str = MONDAY) -> None:
        super().__init__(script, start)
        self.given: list[tuple[datetime, c.Command]] = []

    def do(self, *commands: c.Command) -> None:
        """Carry out commands and note them with their time."""
        super().do(*commands)
        self.given += [(self.clock.now(), command) for command in commands]


async def read_back(led: Noted, store: FileStore) -> Call:
    """Give the commands of a call to a session over the store; return the call that the store gives back."""
    start = led.log[0]
    assert isinstance(start, CallStarted)
    clock = FakeClock(start.at)
    session = Session(led.script, clock, store.journal.append)
    await session.start(start.call, start.operator)
    for at, command in led.given:
        clock.set(at)
        await session.tick()
        await session.do(command)
    assert session.trouble is None
    assert session.call == led.call
    found = filed(led.script, session.call)
    assert found is not None
    store.registers.file_call(*found)
    found = store.journal.read_call(start.call)
    assert not found.problems
    back = fold_all(led.script, found.events)
    assert verdicts(led.script, back.watches, led.clock.now()) == verdicts(
        led.script, led.call.watches, led.clock.now()
    )
    return back


async def test_an_appeal_is_kept_with_all_that_was_found_out(ua: Script, store: FileStore) -> None:
    """An appeal beyond competence, after a hold and a complaint: fields, answers, holds and open work come back."""
    led = Noted(ua)
    led.through("greet", "introduce", ("ask_address", "Олено"), "offer_help", ("ask_subject", "затримка"))
    led.through(("need_kind", "search"), ("hold_consent", "agrees"))
    led.wait(200)
    led.through("hold_wait", "hold_thanks", ("hold_result", "found"), "give_advice", ("understood", "more"))
    led.key("complaint")
    led.through(
        "complaint_listen", ("complaint_cause", "довго"), ("complaint_measure", "пояснено"), ("fault", "service")
    )
    led.through("apology_service", ("complaint_resolved", "resolved"), ("ask_subject", "скарга на суд"))
    led.take("need_kind", "appeal")
    led.take("appeal_intro")
    for field, value in APPEAL.items():
        led.fill(field, value)
    led.through("ask_surname", "ask_substance", "register_appeal", ("competence", "beyond"), ("pick_body", "hcj"))
    led.take("dispatch_told")
    goodbye(led)
    led.through(("dispatch", "later"))
    led.do(c.SetOutcome("appeal"))
    led.do(c.Explain("UA-11", "орган уже зачинено"))
    led.do(c.Close())
    back = await read_back(led, store)
    for field, value in {**APPEAL, "cause": "довго", "measure": "пояснено", "sent_to": "Вища рада правосуддя"}.items():
        assert back.fields[field].text == value
    assert back.answers["fault"] == "service"
    assert back.answers["rating"] == "five"
    assert [(run.ended - run.started).seconds for run in back.runs_of("hold")] == [200]
    assert "UA-11" in back.reasons
    assert [task.kind for task in store.lookup.tasks("17")] == ["dispatch", "remedy"]


async def test_a_night_call_is_kept_with_all_that_was_found_out(lv: Script, store: FileStore) -> None:
    """A suspension, a gift and feedback outside working time, and an application with its due time, come back."""
    led = Noted(lv, NIGHT)
    led.through("greet_closed", "recording_closed", ("closed_choice", "suspension"))
    led.through(("suspension_action", "revoke"), ("suspension_service", "card"), ("ask_suspension_given_name", "Jānis"))
    led.through(("ask_suspension_surname", "Ozols"), ("suspension_identity", "proven"), ("suspension_confirm", "yes"))
    led.through("register_suspension", "revoked_told")
    led.digit(8)
    led.through("gift_declined", ("gift_offer", "konfektes"), ("understood", "feedback"))
    led.through(("ask_feedback", "ātri"), ("feedback_class", "praise"), "register_feedback", "feedback_thanks")
    led.at("survey")
    led.do(c.Back())
    led.take("understood", "more")
    led.through("virtual_assistant_more", ("ask_need", "jauna karte"), ("need_kind", "application"))
    led.through(("ask_phone", "+37167108787"), ("ask_email", "janis@example.lv"), "register_application")
    led.take("application_told_closed")
    parted(led)
    back = await read_back(led, store)
    kept = {"given_name": "Jānis", "surname": "Ozols", "gift": "konfektes", "feedback": "ātri", "need": "jauna karte"}
    for field, value in kept.items():
        assert back.fields[field].text == value
    first = back.about(1).aside.answers  # the call went on to another matter
    assert first["suspension_action"] == "revoke"
    assert first["feedback_class"] == "praise"
    assert back.answers["survey"] == "four"
    assert [task.kind for task in store.lookup.tasks("17")] == ["application", "feedback"]
