"""What is asked of PostgreSQL besides: a question that takes too long costs its own answer, and nobody else's."""

from __future__ import annotations

from queue import SimpleQueue

from callscript.relay.asked import Asked, Asking
from callscript.relay.postgres import Connected
from callscript.relay.settings import read_settings
from callscript.store.relayed.questions import Answer
from tests.relay.office import Office
from tests.relay.server import wait_until
from tests.terminal.any_terminal import PATIENCE


def test_what_takes_too_long(office: Office) -> None:
    """It is not answered; what is asked right behind it is, over the same connection."""
    asked = Asked(office.folders, read_settings(office.own, as_host=True))
    wait_until(lambda: answer(asked, "select pg_backend_pid()"), "a connection")
    pid = answer(asked, "select pg_backend_pid()")
    assert answer(asked, "select pg_sleep(30)") == ""
    assert answer(asked, "select pg_backend_pid()") == pid


def answer(asked: Asked, statement: str) -> str:
    """Ask for a value; return it, empty if there is no answer."""
    found = SimpleQueue[Answer]()

    def work(connection: Connected) -> Answer:
        row = connection.execute(statement.encode()).fetchone()
        return Answer(asked=True, refused=str(row and row[0]))

    asked.ask(Asking(1, work), found.put)
    return found.get(timeout=PATIENCE).refused
