"""An appeal line by line: its number is told to the caller, and finds its call again."""

from __future__ import annotations

from callscript.runtime.paths import Folders
from callscript.service.summary import filed
from callscript.store.files import FileStore
from tests.plain.conversation import start
from tests.terminal.still import StillPlace
from tests.test_register_command import UA, appeal, number_of


def test_the_history_finds_a_call_by_the_number(still_ua: StillPlace) -> None:
    """However it is parted; of one that is mistyped it is said so."""
    talk, folders = appeal("2026-11-23 09:30", "beyond"), Folders.resolve(still_ua.home)
    folders.make()
    store, number = FileStore(folders), number_of(talk)
    assert talk.call.start
    store.journal.append(talk.call.start.call, talk.log)
    found = filed(UA, talk.call)
    assert found
    store.registers.file_call(*found)
    store.journal.close()
    with start(still_ua, program=still_ua.program) as conversation:
        conversation.prompted()
        conversation.say("3")
        assert "Шевченко" in conversation.say(number.replace("-", " "))
        told = conversation.say("1")
        assert f"Усне звернення № {number}" in told
        conversation.say("")
        conversation.say("3")
        told = conversation.say(f"{number[:-3]}{(int(number[-3]) + 1) % 10}{number[-2:]}")
        assert "This number is mistyped" in told
        assert "no calls" in told
