"""What an open call owes, on screen: seen with whose call it is in, and left alone as long as that is led."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.dialogue.show.task_acts import ACTS
from callscript.store.files import FileStore
from tests.service.test_owed import appealed, call_of
from tests.tui.test_open_work import listed, message, offered, opened

Seat = Callable[..., Any]
LED = "№ 18 still leads its call"
WHY_NOT = "№ 18 still leads the call that owes it: it can be moved once that is over"


async def test_seen_and_left_alone(seat: Seat) -> None:
    """All that can be done to it is dimmed with the reason; once that program is gone, it is taken."""
    async with seat() as table:
        talk = appealed()
        start = talk.log[0]
        assert isinstance(start, e.CallStarted)
        call = call_of(talk).replace("-17-", "-18-")
        other = type(start.operator)(number="18", name="Ірина", name_latin="Iryna", gender="feminine")
        log = [replace(start, call=call, operator=other), *talk.log[1:]]
        store = FileStore(table.folders)
        theirs = store.seats.sit_down("18")
        theirs.begin(call)
        store.journal.append(call, log)
        await table.press("pagedown", "tab")
        await table.comes(lambda: LED in listed(table))
        await table.press("1")
        assert f"Who has it: {LED}" in opened(table)
        assert offered(table).plain.count(WHY_NOT) == len(ACTS)
        await table.press("1")
        assert message(table) == WHY_NOT
        theirs.leave()
        await table.press("f12")
        await table.comes(lambda: LED not in listed(table))
        await table.press("1", "1")
        assert "Recorded: you have it since" in message(table)
