"""A server that does not answer, and does not end either: the relay tells that once, and once that it is over."""

from __future__ import annotations

import re

import pytest

from tests.relay.asking import at_work, centre
from tests.relay.office import Office
from tests.relay.server import Postgres, ServerMaker, wait_until

BEGUN = re.compile(r"PostgreSQL does not answer, for [0-9]+ s: nothing is sent on until it does")
OVER = re.compile(r"PostgreSQL answers again, after [0-9]+ s")


@pytest.fixture
def server(maker: ServerMaker) -> Postgres:
    """A server of the test's own: it is stopped."""
    return maker().make().start()


def test_a_server_that_is_frozen_is_told_of(office: Office) -> None:
    """With how long it lasts, also by `doctor`; nothing else is told of it, and all is sent on then."""
    office.folders.make()
    centre(office)
    with at_work(office) as relay:
        assert "connected" in [relay.line() for _ in range(3)]
        with office.server.hanging():
            office.lead()
            assert BEGUN.fullmatch(relay.line())
            told = office.run("doctor").stdout
            assert re.search(r"problem .*PostgreSQL does not answer it, for [0-9]+ s", told), told
        assert OVER.fullmatch(relay.line())
        wait_until(lambda: office.events() == office.journals(), "the call")
        assert "does not answer" not in office.run("doctor").stdout
        assert "answer" not in relay.end()
    office.server.stop()
