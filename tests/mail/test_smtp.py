"""A mail server that refuses, hangs up at each phase, is a stranger or dies: the letter is delivered once it can be."""

from __future__ import annotations

from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path

import pytest

from callscript.core.letters import Letter
from callscript.runtime.centre import PASSWORD as VARIABLE
from callscript.runtime.centre import PasswordClosed
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.delivery.office import PAUSES, Office, way_of
from callscript.service.delivery.ways import Way
from callscript.store.files import FileStore
from tests.mail.server import (
    DEPUTY,
    HEAD,
    PASSWORD,
    PHASES,
    SENDER,
    USER,
    Server,
    certificate,
    listening,
    settings,
)
from tests.store.samples import NOW, letter

DAY = 24 * 60 * 60


class Desk:
    """An outbox with letters in it, and whoever delivers them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.chmod(0o700)
        self.folders = Folders.resolve(home)
        self.clock = FakeClock(NOW)
        self.outbox = FileStore(self.folders).outbox
        self.settled: list[Letter] = []
        self.office = Office(self.outbox, lambda: way_of(self.folders), self.clock.now, self.settled.append)

    def error(self) -> str:
        """Why the one letter was not delivered."""
        (waiting,) = self.outbox.open()
        return waiting.error


def words(taken: EmailMessage) -> str:
    """Return the text of a letter as it arrived."""
    return str(taken.get_content()).replace("\r\n", "\n")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One with a letter in its outbox."""
    desk = Desk(tmp_path)
    desk.outbox.put(letter())
    return desk


def test_a_letter_is_taken_over(desk: Desk) -> None:
    """What arrives is the letter: for whom, from whom, its words, and an id fixed by call and event."""
    with listening() as server:
        settings(desk.home, server.port, to=(HEAD, DEPUTY))
        desk.office.deliver()
    (taken,) = server.taken
    assert server.handler.to == [[HEAD, DEPUTY]]
    assert (taken["From"], taken["To"]) == (SENDER, f"{HEAD}, {DEPUTY}")
    assert taken["Subject"] == letter().subject
    assert taken["Message-ID"] == f"<{letter().id}@callscript>"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert words(taken) == letter().text
    assert desk.outbox.open() == []
    (sent,) = desk.outbox.sent(letter().call)
    assert sent.reply == "localhost: 250 2.0.0 taken as 4711"
    assert [each.state for each in desk.settled] == ["sent"]


@pytest.mark.parametrize("phase", PHASES)
def test_a_line_that_breaks_is_tried_again(desk: Desk, phase: str) -> None:
    """Wherever the server hangs up, the letter waits, and arrives once when it does not any more."""
    with listening() as server:
        settings(desk.home, server.port)
        server.handler.hangs_up.add(phase)
        desk.office.deliver()
        if phase == "QUIT":  # it was taken over before
            assert desk.outbox.open() == []
        else:
            assert desk.error().startswith(f"localhost:{server.port}: ")
            desk.office.deliver()
            assert desk.outbox.open()[0].tries == 1, "it waits first"
            server.handler.hangs_up.clear()
            desk.clock.advance(PAUSES[0])
            desk.office.deliver()
    assert server.ids[-1:] == [f"<{letter().id}@callscript>"]
    assert len(server.taken) == (2 if phase == "end" else 1), "behind the last line nobody knows"
    assert len(set(server.ids)) == 1
    assert desk.outbox.open() == []


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA", "end"])
@pytest.mark.parametrize("answer", ["451 later, please", "554 never"])
def test_a_refusal_is_told_and_tried_again(desk: Desk, phase: str, answer: str) -> None:
    """Whatever a server refuses, and however finally, its words are kept and the letter is tried again."""
    with listening() as server:
        settings(desk.home, server.port)
        server.handler.refuses[phase] = answer
        desk.office.deliver()
        assert server.taken == []
        assert answer[4:] in desk.error()
        server.handler.refuses.clear()
        desk.clock.advance(PAUSES[0])
        desk.office.deliver()
    assert server.ids == [f"<{letter().id}@callscript>"]


def test_whom_it_reached_gets_it_once(desk: Desk) -> None:
    """Where one of two addresses is refused, only that one is tried again."""
    with listening() as server:
        settings(desk.home, server.port, to=(HEAD, DEPUTY))
        server.handler.refuses[DEPUTY] = "450 mailbox busy"
        desk.office.deliver()
        (waiting,) = desk.outbox.open()
        assert (waiting.reached, waiting.error) == ((HEAD,), f"{DEPUTY}: 450 mailbox busy")
        server.handler.refuses.clear()
        desk.clock.advance(PAUSES[0])
        desk.office.deliver()
    assert server.handler.to == [[HEAD], [DEPUTY]]
    assert desk.outbox.open() == []


def test_the_pauses_grow_and_end(desk: Desk) -> None:
    """A server that is not there is tried ever more seldom; after a day the letter is given up, loudly."""
    server = Server()
    settings(desk.home, server.port)
    moments: list[float] = []
    while not desk.settled:
        due = desk.office.deliver()
        moments.append((desk.clock.now() - NOW).total_seconds())
        if due:
            desk.clock.set(due)
    pauses = [later - sooner for sooner, later in pairwise(moments)]
    assert pauses[: len(PAUSES)] == list(PAUSES)
    assert set(pauses[len(PAUSES) :]) == {PAUSES[-1]}
    assert DAY <= moments[-1] < DAY + PAUSES[-1]
    (given_up,) = desk.settled
    assert given_up.state == "given_up"
    assert "Connection refused" in given_up.error
    assert [each.state for each in desk.outbox.open()] == ["given_up"]
    assert desk.office.deliver() is None


def test_what_was_given_up_is_tried_on_demand(desk: Desk) -> None:
    """It is tried once more when somebody asks for that, and from then on by itself again."""
    server = Server()
    settings(desk.home, server.port, give_up="1s")
    desk.clock.advance(5)
    desk.office.deliver()
    assert [each.state for each in desk.outbox.open()] == ["given_up"]
    desk.clock.advance(DAY)
    desk.office.deliver(again=True)
    assert [each.state for each in desk.outbox.open()] == ["waiting"]
    server.start()
    try:
        desk.clock.advance(PAUSES[-1])
        desk.office.deliver()
    finally:
        server.stop()
    assert desk.outbox.open() == []


def test_a_server_that_is_started_again(desk: Desk) -> None:
    """Letters put in while it is away arrive when it is there again, each once."""
    others = [letter(number) for number in range(8, 12)]
    with listening() as server:
        settings(desk.home, server.port)
        server.stop()
        for each in others:
            desk.outbox.put(each)
        desk.office.deliver()
        assert len(desk.outbox.open()) == 5
        server.start()
        desk.clock.advance(PAUSES[0])
        desk.office.deliver()
    assert sorted(server.ids) == sorted(f"<{each.id}@callscript>" for each in (letter(), *others))


# The line is secured, and both ends are known


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_known_server_is_trusted(desk: Desk, tls: str) -> None:
    """Over TLS, either way, a letter goes to a server whose certificate is trusted, with the password from a file."""
    public, context = certificate(desk.home / "tls")
    (desk.home / "password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    (desk.home / "password").chmod(0o600)
    with listening(tls=context, implicit=tls == "implicit", auth=True) as server:
        settings(desk.home, server.port, tls=tls, certificates=str(public), user=USER, password_file="password")
        desk.office.deliver()
    assert len(server.taken) == 1


def test_the_password_may_come_from_the_environment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable does as well as a file."""
    public, context = certificate(desk.home / "tls")
    monkeypatch.setenv(VARIABLE, PASSWORD)
    with listening(tls=context, auth=True) as server:
        settings(desk.home, server.port, tls="starttls", certificates=str(public), user=USER)
        desk.office.deliver()
    assert len(server.taken) == 1


def test_a_wrong_password_is_told_without_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's refusal is told; the password stands nowhere."""
    public, context = certificate(desk.home / "tls")
    monkeypatch.setenv(VARIABLE, "wrong-secret")
    with listening(tls=context, auth=True) as server:
        settings(desk.home, server.port, tls="starttls", certificates=str(public), user=USER)
        desk.office.deliver()
    assert server.taken == []
    assert "535" in desk.error()
    assert all(b"wrong-secret" not in file.read_bytes() for file in desk.folders.outbox.rglob("*.json"))


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
@pytest.mark.parametrize("wrong", ["another name", "nobody's"])
def test_a_stranger_gets_nothing(desk: Desk, tls: str, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose certificate is for another host, or of nobody who is trusted, gets neither letter nor password."""
    public, context = certificate(desk.home / "tls", "elsewhere.example" if wrong == "another name" else "localhost")
    monkeypatch.setenv(VARIABLE, PASSWORD)
    trusted = str(public) if wrong == "another name" else ""
    with listening(tls=context, implicit=tls == "implicit", auth=True) as server:
        settings(desk.home, server.port, tls=tls, user=USER, certificates=trusted)
        desk.office.deliver()
    assert server.taken == []
    assert "its certificate is not trusted" in desk.error()


def test_a_server_without_tls_gets_nothing_that_is_secured(desk: Desk) -> None:
    """Where TLS is wanted, a server that does not offer it is not talked to in clear."""
    with listening() as server:
        settings(desk.home, server.port, tls="starttls")
        desk.office.deliver()
    assert server.taken == []
    assert "STARTTLS" in desk.error()


# What callers say


def test_a_hostile_name_is_text(desk: Desk) -> None:
    """Line breaks and headers in what a caller said, or in a subject, end up as text and nowhere else."""
    evil = "Шевченко\r\nBcc: thief@example.com\r\n\r\n.\r\nQUIT\r\n<b>\x1b[2J\u202e"
    desk.outbox.put(letter(8, subject=f"Subject {evil}", text=f"Прізвище: {evil}\n.\n..\nFrom x\n"))
    with listening() as server:
        settings(desk.home, server.port)
        desk.office.deliver()
    assert len(server.taken) == 2
    taken = next(each for each in server.taken if "8.appeal" in str(each["Message-ID"]))
    assert taken["Bcc"] is None
    assert server.handler.to == [[HEAD], [HEAD]]
    assert "\n" not in str(taken["Subject"])
    assert "\n.\n..\nFrom x\n" in words(taken)


def test_a_repeat_is_the_same_letter(desk: Desk) -> None:
    """What is sent twice is the same to the last byte, so that whoever gets it knows."""
    with listening() as server:
        settings(desk.home, server.port)
        server.handler.hangs_up.add("end")
        desk.office.deliver()
        server.handler.hangs_up.clear()
        desk.clock.advance(PAUSES[0])
        desk.office.deliver()
    first, second = (each.as_bytes() for each in server.taken)
    assert first == second


# Whoever must not read the password


def test_who_may_not_read_the_password_leaves_letters_alone(desk: Desk) -> None:
    """Letters are left to those who may: they are neither tried nor put off."""

    def closed() -> Way:
        raise PasswordClosed(desk.folders.centre, 0, "this account may not read the password")

    before = desk.outbox.open()
    for again in (False, True):
        assert Office(desk.outbox, closed, desk.clock.now).deliver(again=again)
        assert desk.outbox.open() == before


def test_settings_that_cannot_be_used_are_the_reason(desk: Desk) -> None:
    """A letter waits, with what is wrong with the settings as its error, and goes once they are mended."""
    desk.folders.centre.write_text("[mail]\nhots = 'mail.example.org'\n", encoding="utf-8")
    desk.folders.centre.chmod(0o600)
    desk.office.deliver()
    assert "centre.toml, line 2: unknown key 'hots'; the nearest known one is 'host'" in desk.error()
    desk.folders.centre.unlink()
    desk.clock.advance(PAUSES[0])
    desk.office.deliver()
    assert desk.outbox.open() == []


def test_whom_the_settings_do_not_name_is_told(desk: Desk) -> None:
    """A letter to somebody for whom there are no addresses waits, and says what to write."""
    desk.outbox.put(letter(8, to="somebody"))
    with listening() as server:
        settings(desk.home, server.port)
        desk.office.deliver()
    assert len(server.taken) == 1
    assert "write to.somebody below [mail] in centre.toml" in desk.error()
