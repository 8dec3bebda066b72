"""What a caller calls himself is text: shown literally wherever it comes up, obeyed by nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callscript.commands.run import demo_profile
from callscript.core.call import decide as core
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.commands import Fill
from callscript.core.script.working_time import local
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from callscript.store.names import new_call_id
from tests.terminal.calls import HOME, WRAP_UP, Place, fold_more
from tests.terminal.terminal import Terminal

HOSTILE = {
    "markup": "Ivan [/red]",
    "action": "[@click=app.quit()]",
    "link": "[link=http://a.b]x[/]",
    "formula": "=cmd|'/c calc'!A0",
    "escape": "Eve\x1b]0;PWNED\x07\x1b[2J\x1b[cIvan",
    "control": "Ada\x9b5n\x00\x7f\x08Ivan",
    "override": "Ann\u202enavI\u2066\u200bIvan",
}

NEVER = (b"PWNED\x07", b"\x1b]0;", b"\x1b]8;", b"\x1b[c", b"\x1b[5n", b"\xc2\x9b", b"\xe2\x80\xae", b"\xe2\x80\x8b")
"""What would be obeyed, turn the text round or hide: none of it may reach the terminal."""


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_name(kind: str, ua: Place) -> None:
    """A hostile name, even one that is in the journal already, is shown literally on every screen and by `show`."""
    name, literal = HOSTILE[kind], shown(HOSTILE[kind])
    record(ua, name)
    with ua.start(columns=120, rows=40) as terminal:
        terminal.wait_for("An open call")
        terminal.press("enter")
        terminal.wait_for("Caller", literal)
        terminal.wait_until(ua.recorded(lambda call: call.step == "greet"))
        for move in (*ua.route.moves[:2], *(ua.route.moves[number]._replace(text="") for number in (2, 3, 4))):
            terminal.wait_until(ua.recorded(lambda call, move=move: call.step == move.step), move.step)
            terminal.press("enter")
        ua.walk(terminal, ua.route.moves[5:])
        terminal.wait_for(WRAP_UP)
        terminal.press("enter")
        terminal.wait_for("Enter closes the call")
        terminal.paste(literal)
        terminal.press("enter")
        terminal.wait_for(HOME, literal)
        look_up(terminal, literal)
        harmless(terminal)
        terminal.press("f12")
        assert terminal.exit_status() == 0
    call = ua.call()
    assert call.closed
    assert call.summary == literal
    (call_id,) = ua.logs()
    day = local(ua.script, ua.log()[0].at).date().isoformat()
    for command in (("show", call_id), ("calls", "--day", day)):
        told = ua.run(*command)
        assert literal in told
        assert not [sign for sign in told if not sign.isprintable() and sign != "\n"]
        assert ua.run(*command, "--json").isascii()
    assert {value for value in ua.tell("show", call_id)["fields"].values() if isinstance(value, str)} <= {name, literal}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_paste(kind: str, ua: Place) -> None:
    """A hostile text that is pasted, for the caller's number and into a field, is kept and shown as harmless text."""
    with ua.start() as terminal:
        terminal.wait_for(HOME)
        terminal.paste(HOSTILE[kind] + "7")  # what has no digit is not taken for a number
        terminal.press("enter")
        ua.walk(terminal, ua.route.moves[:2])
        terminal.press("tab")
        terminal.paste(HOSTILE[kind])
        terminal.press("tab")
        terminal.wait_until(ua.recorded(lambda call: "surname" in call.fields), "the name in the journal")
        terminal.paste(HOSTILE[kind])
        terminal.press("enter")
        ua.wait_for_step(terminal, "offer_help")
        call = ua.call()
        kept = [call.start.phone if call.start else "", *(value.text for value in call.fields.values())]
        assert len(kept) == 3
        for text in kept:
            assert text.isprintable()
            assert text.removesuffix("7") == shown(HOSTILE[kind]) or "\x1b" in HOSTILE[kind]
            assert "Ivan" in text or "Ivan" not in HOSTILE[kind]
        terminal.wait_for(kept[0][:8], kept[1][:8], kept[2][:8])
        harmless(terminal)


def test_a_paste_waits_its_turn(ua: Place) -> None:
    """What is pasted is taken in between the keys before and behind it, in the field that they lead to."""
    with ua.ring() as terminal:
        terminal.press("enter", "enter")
        terminal.paste("пані\nОлено")
        terminal.press("enter")
        ua.wait_for_step(terminal, "offer_help")
    assert ua.call().fields["address"].text == "пані Олено"


def test_answers_of_the_terminal(ua: Place) -> None:
    """What a terminal answers, and control characters that are typed, end nothing and get into no field."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        ua.wait_for_step(terminal, "ask_address")
        terminal.type("Ivan")
        terminal.send(b"\x01\x02\x00\x1b[I\x1b[?2026;2$y\x1b[O")
        terminal.type("ko")
        terminal.wait_for("Ivanko")
        terminal.press("enter")
        ua.wait_for_step(terminal, "offer_help")
    assert ua.call().fields["address"].text == "Ivanko"


def record(place: Place, name: str) -> None:
    """Leave a call open in which the caller, his request and how to address him are all of this name."""
    folders = Folders.resolve(place.home)
    folders.make()
    store, now = FileStore(folders), datetime.now(UTC)
    operator = demo_profile(str(place.pack)).operator
    call_id = new_call_id(operator.number, local(place.script, now))
    log: list[e.Event] = list(core.begin(place.script, call_id, operator, now, phone=name))
    call = fold_more(place.script, Call(), log)
    for field in ("surname", "address", "subject"):
        filled = core.decide(place.script, call, Fill(field, name), now)
        log += filled
        call = fold_more(place.script, call, filled)
    seat = store.seats.sit_down(operator.number)
    seat.begin(call_id)
    store.journal.append(call_id, log)
    seat.leave()
    store.journal.close()


def look_up(terminal: Terminal, literal: str) -> None:
    """Open the call from home, then find it in the history by its name."""
    terminal.press("tab", "enter")
    terminal.wait_for("Recorded", literal)
    terminal.press("enter")
    terminal.wait_until(lambda: not terminal.shows("Recorded"))
    terminal.press("tab", "1")
    terminal.wait_for("Find a call", literal)
    terminal.paste(literal)
    terminal.wait_for("Found", literal)
    terminal.press("enter")
    terminal.wait_for("Recorded", literal)
    terminal.press("enter")
    terminal.wait_until(lambda: not terminal.shows("Recorded"))
    terminal.press("f12")
    terminal.wait_for(HOME)


def shown(name: str) -> str:
    """Return what a person may see of a name: neither control characters nor what turns or hides letters."""
    return "".join(sign for sign in name if sign.isprintable())


def harmless(terminal: Terminal) -> None:
    """Hold that nothing of a name got through that a terminal obeys."""
    assert [needle for needle in NEVER if needle in terminal.raw] == []
