"""The socket of a relay: who may ask, what becomes of nonsense, and of two relays: real processes, a real server."""

from __future__ import annotations

import shutil
import socket
import stat
import time
from pathlib import Path

import pytest

from callscript.store.relayed.questions import IsSaved, decode_answer
from tests.accounts import group_of, profile, shared_home
from tests.relay.as_account import as_account
from tests.relay.asking import at_work, centre, connected, raw, refused, socket_of, state
from tests.relay.conftest import opened
from tests.relay.office import Office, Running
from tests.relay.server import Postgres, wait_until

HOSTILE = {
    "nothing": b"",
    "half a line": b'{"ask":"sta',
    "garbage": bytes(range(256)).replace(b"\n", b"") + b"\n",
    "no object": b"[1, 2]\n",
    "another question": b'{"ask":"everything"}\n',
    "another type": b'{"ask":"history","phone":["+380501234567"]}\n',
    "a number too large": b'{"ask":"saved","file":"a","inode":' + b"9" * 400 + b',"upto":1}\n',
    "nested": b"[" * 4000 + b"\n",
    "huge": b'{"ask":"history","phone":"' + b"1" * 3_000_000 + b'"}\n',
    "no UTF-8": b'{"ask":"history","phone":"\xff\xfe"}\n',
}


@pytest.fixture
def asked(office: Office) -> Office:
    """A home whose sessions ask a relay."""
    centre(office)
    return office


def test_without_settings_nobody_listens(office: Office) -> None:
    """A relay of a home with one host makes no socket."""
    office.lead()
    with office.relay() as running:
        assert running.line().startswith("sending on")
        assert running.line() == "connected"
        running.end()
    assert not socket_of(office).exists()


def test_a_relay_says_how_it_is(asked: Office) -> None:
    """It listens in the home, for its owner alone, and says whether it has a connection."""
    with at_work(asked) as running:
        assert stat.S_IMODE(socket_of(asked).stat().st_mode) == 0o600
        assert (found := state(asked))
        assert found.connected
        running.end()
    assert state(asked) is None


def test_it_listens_without_postgresql(asked: Office) -> None:
    """A relay that has no connection says so, at once, and answers no question about calls."""
    asked.settings("relay.toml", "cs_relay_desk7", "desk7", connect_timeout="2", port="1")
    with asked.relay():
        wait_until(lambda: state(asked) is not None, "a relay that can be asked")
        assert (found := state(asked))
        assert not found.connected


def test_the_settings_say_where(office: Office, tmp_path: Path) -> None:
    """The path of the socket may be another one."""
    place = tmp_path / "run"
    place.mkdir(mode=0o700)
    centre(office, f'socket = "{place}/asked"')
    with office.relay():
        wait_until(lambda: (place / "asked").is_socket(), "the socket")
    assert not socket_of(office).exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_nonsense_is_answered_in_a_bounded_time(name: str, office_of_module: Office) -> None:
    """Whatever is sent, the line is closed within a second or so, and others are answered meanwhile and after."""
    centre(office_of_module)
    with at_work(office_of_module):
        for ends in (True, False):
            came, seconds = raw(office_of_module, HOSTILE[name], ends=ends)
            assert seconds < 3
            assert came == b"" or decode_answer(came).refused
        assert connected(office_of_module)


def test_many_who_say_nothing_keep_nobody_away_for_long(asked: Office) -> None:
    """Lines that are held open without a word are closed, and then whoever asks is answered."""
    with at_work(asked) as running:
        lines: list[socket.socket] = []
        for _ in range(400):
            lines.append(line := socket.socket(socket.AF_UNIX))
            line.settimeout(5)
            try:
                line.connect(str(socket_of(asked)))
            except OSError:  # there is no more room to wait in
                break
        wait_until(lambda: connected(asked), "an answer", 10)
        for line in lines:
            line.close()
        assert "Traceback" not in running.end()


def test_whoever_does_not_read_is_hung_up_on(asked: Office) -> None:
    """Asking and going away at once harms nobody."""
    with at_work(asked) as running:
        for _ in range(50):
            with socket.socket(socket.AF_UNIX) as line:
                line.connect(str(socket_of(asked)))
                line.sendall(b'{"ask":"history","phone":"+380501234567"}\n')
        assert connected(asked)
        assert "Traceback" not in running.end()


def test_a_socket_that_was_left_is_taken_away(asked: Office) -> None:
    """A relay that was killed leaves its socket; the next one listens all the same."""
    with at_work(asked) as running:
        running.kill()
    assert socket_of(asked).is_socket()
    assert state(asked) is None
    with at_work(asked):
        pass


def test_what_is_no_socket_stays(asked: Office) -> None:
    """A file under the socket's name is nobody's to take away: that is told, and what is recorded is sent on."""
    socket_of(asked).write_text("a note")
    asked.lead()
    with asked.relay() as running:
        wait_until(lambda: asked.events() == asked.journals(), "the lines")
        told = running.end()
    assert "sessions cannot ask at" in told
    assert "something else stands there" in told
    assert socket_of(asked).read_text() == "a note"


def test_of_two_relays_one_listens(asked: Office) -> None:
    """The second one says so and sends on; the first is asked as before. When it is gone, the second listens."""
    with at_work(asked) as first, asked.relay() as second:
        told = [second.line() for _ in range(3)]
        assert any("another relay listens there" in line for line in told), told
        assert connected(asked)
        first.kill()
        wait_until(lambda: connected(asked), "the second relay", 10)


def test_settings_that_are_wrong_hold_up_no_relay(office: Office) -> None:
    """They are told, and what is recorded is sent on."""
    centre(office, 'sockt = "x"')
    with office.relay() as running:
        assert "unknown key 'sockt'; the nearest known one is 'socket'" in running.line()
        assert running.line().startswith("sending on")


def test_only_journals_of_ones_own_are_told_of(asked: Office) -> None:
    """Whether something is sent on is told of journals alone, and of nothing outside of them."""
    with at_work(asked):
        for file in ("../relay.toml", "/etc/passwd", "2026/2026-11-23/17.json", "2026/2026-11-23/../x.jsonl", ""):
            assert refused(asked, IsSaved(file, 1, 1)) == "this is no journal of the account"
        assert refused(asked, IsSaved("2026/2026-11-23/17.jsonl", 1, 1)) == "this is no journal of the account"


def test_accounts(server: Postgres) -> None:
    """The members of a home's group may ask, each about their own journals; nobody else may, though they reach it."""
    with group_of(3, 1) as (folder, group, (relay, one, other, stranger)):
        office = opened(server, shared_home(folder, group))
        profile(one, "17")
        centre(office)
        for file in (office.folders.centre, office.own):
            shutil.chown(file, group=group)
            file.chmod(0o640)
        relay.owns(office.own, 0o600)
        with Running(["relay", "--settings", str(office.own), "--home", str(office.home)], as_account=relay):
            wait_until(lambda: connected(office), "the relay")
            there = socket_of(office).stat()
            assert (there.st_uid, there.st_gid, stat.S_IMODE(there.st_mode)) == (
                relay.id, office.home.stat().st_gid, 0o660,
            )  # fmt: skip
            assert "ok      relay          is asked at" in one.run("doctor", "--home", office.home).stdout
            assert one.run("run", "--plain", "--home", office.home, lines="0501234567\n*0\n2\n\n\n").returncode == 0
            (journal,) = office.home.rglob("17.jsonl")
            whole = IsSaved(journal.relative_to(office.folders.journal).as_posix(), *_place(journal))
            assert as_account(one, office, whole) == "saved"
            assert as_account(other, office, whole) == "this is no journal of the account"
            assert as_account(stranger, office, whole) == "Permission denied"
            office.home.chmod(0o2771)
            socket_of(office).chmod(0o666)
            assert as_account(stranger, office, whole) == "this account has no part in the home"


def _place(journal: Path) -> tuple[int, int]:
    found = journal.stat()
    return found.st_ino, found.st_size


def test_a_relay_that_hangs_is_waited_for_a_moment(asked: Office) -> None:
    """Whoever asks a process that is stopped has no answer, within the time for it."""
    with at_work(asked) as running:
        with running.hanging():
            begun = time.monotonic()
            assert state(asked) is None
            assert time.monotonic() - begun < 4, "a quarter of a second, where nothing else is done"
        wait_until(lambda: connected(asked), "the relay")


def test_nothing_of_a_question_is_told(asked: Office) -> None:
    """Neither the relay nor the server says which number was asked for."""
    with at_work(asked) as running:
        raw(asked, b'{"ask":"history","phone":"+380507654321"}\n')
        raw(asked, b'{"ask":"history","phone":"+380507654321')
        assert "7654321" not in running.end()
    assert b"7654321" not in asked.server.log.read_bytes()
