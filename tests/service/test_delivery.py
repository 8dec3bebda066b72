"""What a call owes others: put into the outbox once the journal has it, delivered, and known to the call then."""

from __future__ import annotations

import asyncio
import socket
import time
from pathlib import Path

import pytest

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.registrations import registrations
from callscript.core.standard.verdicts import verdicts
from callscript.service.delivery.office import PAUSES
from callscript.service.forms.wrap_up import WrapUp
from callscript.service.session import Session
from tests.mail.server import settings, wait_until
from tests.service.conftest import Table, close, id_of
from tests.service.test_saving import no_journal

CALLER = {
    "surname": "Шевченко",
    "given_name": "Тарас",
    "patronymic": "Григорович",
    "residence": "Київ",
    "email": "t@example.org",
    "phone": "+380441234567",
}


async def register(table: Table) -> Session:
    """Lead a call in which an oral appeal is registered."""
    session = await table.desk.start_call("044 277 76 01")
    await go_on_to(session, "ask_address")
    await session.do(c.Fill("address", "Тарасе"))
    await go_on_to(session, "ask_subject")
    await session.do(c.Fill("subject", "Скарга на бездіяльність"))
    await go_on_to(session, "need_kind")
    await session.do(c.Answer("appeal"))
    for field, value in CALLER.items():
        await session.do(c.Fill(field, value))
    await go_on_to(session, "competence")
    await session.do(c.Answer("within"))
    return session


async def go_on_to(session: Session, step: str) -> None:
    """Press Enter until a step has come."""
    while session.call.step != step:
        await session.do(c.Advance())


def finding(table: Table, session: Session, clause: str = "UA-10") -> str:
    """Return how a call stands with a clause now."""
    found = verdicts(session.script, session.call.watches, table.clock.now())
    return next(each.verdict for each in found if each.clause == clause)


def notices(table: Table) -> list[str]:
    """Name what is in the outbox."""
    return [letter.notice for letter in table.store.outbox.open()]


async def test_the_end_of_the_call_puts_the_notice_in(table: Table) -> None:
    """It lies in the outbox when the key has done its work, with the fields of the matter, in the centre's language."""
    session = await register(table)
    assert notices(table) == []
    await session.do(c.LoseLine())
    (letter,) = table.store.outbox.open()
    number = next(event.seq for event in session.log if isinstance(event, e.Registered))
    assert letter.id == f"{id_of(session)}.{number}.appeal"
    (registered,) = registrations(table.desk.script, session.call)
    assert letter.subject == f"Зареєстровано усне звернення № {registered.number} ({id_of(session)})"
    assert "Шевченко" not in letter.subject
    for words in (
        "Прізвище: Шевченко",
        "Суть: Скарга на бездіяльність",
        "Телефон: +380441234567",
        "№ 17 Олена Коваленко",
    ):
        assert words in letter.text
    assert finding(table, session) == "open"


async def test_the_call_comes_to_know_that_it_was_delivered(table: Table) -> None:
    """The next thing done in the call records it, at the moment when it was delivered; the clause is met by that."""
    session = await register(table)
    await session.do(c.LoseLine())
    table.clock.advance(40)
    table.desk.post.deliver()
    delivered = table.clock.now()
    table.clock.advance(40)
    await close(table.desk, session)
    (event,) = [each for each in session.log if isinstance(each, e.NoticeDelivered)]
    assert event.at == delivered
    assert isinstance(session.log[-1], e.Closed)
    assert session.log[-1].verdicts["UA-10"] == "met"
    assert not table.desk.post.on_the_way(id_of(session))


async def test_what_comes_too_late_is_a_breach(table: Table) -> None:
    """Delivered after more than a minute: the clause wants a reason, and stays breached."""
    session = await register(table)
    await session.do(c.LoseLine())
    table.clock.advance(61)
    table.desk.post.deliver()
    await session.tick()
    assert finding(table, session) == "breached"
    assert "UA-10" in [each.clause for each in WrapUp(session, table.desk.now).not_met]


async def test_a_call_may_be_closed_before(table: Table) -> None:
    """The verdict at closing stays open; how it stands now follows the outbox, in the list and in the call."""
    session = await register(table)
    await session.do(c.LoseLine())
    await close(table.desk, session)
    await table.desk.finish(session)
    assert [call.owed for call in table.filed()] == [1]
    table.clock.advance(20)
    table.desk.post.deliver()
    assert [call.owed for call in table.filed()] == [0]
    filed = await table.desk.lookups.filed(id_of(session))
    assert isinstance(filed.log[-1], e.NoticeDelivered)
    assert list(filed.own) == session.log


async def test_what_was_delivered_first_is_filed_so(table: Table) -> None:
    """A call that is filed after its notice was delivered, and closed before it knew, is filed as owing nothing."""
    session = await register(table)
    await session.do(c.LoseLine())
    wrap_up = WrapUp(session, table.desk.now)
    while not session.call.closed:
        await wrap_up.go("")
    table.desk.post.deliver()
    await table.desk.finish(session)
    assert [call.owed for call in table.filed()] == [0]


async def test_a_complaint_that_is_taken_back_is_not_told(table: Table) -> None:
    """What a detour taken back has undone is not sent; one that was gone through is, at once."""
    session = await register(table)
    await session.do(c.TakeDetour("complaint"))
    await go_on_to(session, "complaint_cause")
    await session.do(c.Fill("cause", "довго чекав"))
    await go_on_to(session, "complaint_measure")
    await session.do(c.Fill("measure", "пояснено"))
    await go_on_to(session, "fault")
    await session.do(c.Answer("unconfirmed"))
    await go_on_to(session, "complaint_resolved")
    await session.do(c.Answer("unresolved"))
    assert session.call.frames[-1].detour == "escalate"
    await session.do(c.TakeDetour("escalate"))
    await session.do(c.TakeDetour("complaint"))
    await session.do(c.LoseLine())
    assert notices(table) == ["appeal"]


async def test_abuse_is_told_at_once(table: Table) -> None:
    """A call that is ended for abuse is told of when it ends."""
    session = await table.desk.start_call()
    await session.do(c.Advance())
    await session.do(c.TakeDetour("abuse"))
    await session.do(c.Answer("insults"))
    await session.do(c.Advance())
    await session.do(c.Answer("stop"))
    await session.do(c.Advance())
    assert notices(table) == []
    await session.do(c.Advance())
    assert session.call.ended
    assert session.call.ended.how == "abuse"
    assert notices(table) == ["abuse"]


async def test_nothing_is_told_that_the_journal_does_not_have(table: Table) -> None:
    """While the end of the call cannot be saved nothing goes out; it does once it is saved."""
    session = await register(table)
    with no_journal(table.folders):
        await session.do(c.LoseLine())
        assert notices(table) == []
    await session.tick()
    assert notices(table) == ["appeal"]


async def test_an_outbox_that_fails_is_told_and_tried_again(table: Table) -> None:
    """The call goes on, the operator is told, the mark of the call stays; what is owed is put in before the next."""
    session = await register(table)
    table.folders.outbox.rmdir()
    table.folders.outbox.write_bytes(b"")
    await session.do(c.LoseLine())
    await close(table.desk, session)
    await table.desk.finish(session)
    assert any("Not a directory" in told for told in table.desk.notices.take())
    assert list(table.folders.open_calls.iterdir())
    table.folders.outbox.unlink()
    table.folders.outbox.mkdir(mode=0o700)
    await table.desk.catch_up()
    assert notices(table) == ["appeal"]
    assert not list(table.folders.open_calls.iterdir())


async def test_the_next_start_puts_in_what_is_owed(table: Table, tmp_path: Path) -> None:
    """A session that dies after the end of the call and before the outbox has the next one put it in."""
    session = await register(table)
    table.folders.outbox.rmdir()
    table.folders.outbox.write_bytes(b"")
    await session.do(c.LoseLine())
    table.desk.leave()
    table.folders.outbox.unlink()
    again = Table(tmp_path, clock=table.clock)
    left = await again.desk.left_open()
    assert left
    await again.desk.resume(left)
    assert notices(again) == ["appeal"]


async def test_a_call_that_goes_on_and_ends_again_is_told_once(table: Table) -> None:
    """An end that was none: the notice is out, is not sent twice, and counts for the end that is one."""
    session = await register(table)
    await session.do(c.LoseLine())
    table.desk.post.deliver()
    await session.tick()
    await session.do(c.TakeEndBack("розмова тривала"))
    table.clock.advance(300)
    await session.do(c.LoseLine())
    assert finding(table, session) == "open"
    table.desk.post.deliver()
    await session.tick()
    assert finding(table, session) == "met"
    assert len(list((table.folders.mail / "new").iterdir())) == 1


async def test_what_others_deliver_is_heard_of(table: Table, tmp_path: Path) -> None:
    """A letter that another session took over is known to the call that owed it."""
    session = await register(table)
    await session.do(c.LoseLine())
    other = Table(tmp_path, seat=table.store.seats.sit_down("18"), clock=table.clock)
    other.desk.post.deliver()
    assert table.desk.post.on_the_way(id_of(session))
    table.desk.post.deliver()
    await session.tick()
    assert finding(table, session) == "met"


async def test_a_dead_server_holds_up_no_key(table: Table) -> None:
    """With a server that takes the line and never says a word, every key is done at once, the end of the call too."""
    session = await register(table)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings(table.folders.data, silent.getsockname()[1])
        table.desk.post.start()
        await session.do(c.LoseLine())
        accepted, _ = await asyncio.to_thread(silent.accept)
        slowest = 0.0
        for number in range(20):
            before = time.monotonic()
            await session.do(c.Summarise(f"підсумок {number}"))
            slowest = max(slowest, time.monotonic() - before)
        assert slowest < 1, "less than a tenth of what the server is waited for"
        accepted.close()
        wait_until(lambda: table.store.outbox.open()[0].error)
    table.desk.post.leave()


async def test_what_is_late_or_given_up_is_counted(table: Table) -> None:
    """The desk knows how many letters are late, how many were given up, and tells of the latter."""
    session = await register(table)
    await session.do(c.LoseLine())
    settings(table.folders.data, 1, give_up="10s")
    table.desk.post.deliver()
    assert (table.desk.post.waiting, table.desk.post.given_up) == (1, 0)
    table.clock.advance(PAUSES[0])
    table.desk.post.deliver()
    table.clock.advance(PAUSES[1])
    table.desk.post.deliver()
    assert (table.desk.post.waiting, table.desk.post.given_up) == (0, 1)
    (told,) = table.desk.notices.take()
    assert told.startswith("Not delivered, and not tried any more: ")
    assert "Connection refused" in told


async def test_a_thread_that_is_left_delivers_once_more(table: Table) -> None:
    """What was put in just before leaving goes out on leaving, if that is quick."""
    session = await register(table)
    table.desk.post.start()
    await session.do(c.LoseLine())
    table.desk.post.leave()
    assert notices(table) == []


@pytest.mark.parametrize("pack", ["lv-lvrtc"])
async def test_the_other_centre_has_its_own(pack: str, tmp_path: Path) -> None:
    """Each pack says what is told: there are notices of abuse and of complaints, and none of appeals."""
    table = Table(tmp_path, pack)
    assert [notice.id for notice in table.desk.script.pack.notices] == ["abuse", "complaint"]
