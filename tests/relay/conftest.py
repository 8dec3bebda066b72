"""A server for all tests of a run, and a database in it for each."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.relay.hosts import two_hosts
from tests.relay.office import Office
from tests.relay.server import Postgres, ServerMaker, servers

_numbers = count(1)


@pytest.fixture(scope="session")
def maker() -> Iterator[ServerMaker]:
    """What makes servers that are gone when the run ends."""
    with servers() as made:
        yield made


@pytest.fixture(scope="session")
def server(maker: ServerMaker) -> Postgres:
    """The server of the run."""
    return maker().make("log_statement = all", "log_min_duration_statement = 0").start()


@pytest.fixture
def office(server: Postgres, tmp_path: Path) -> Office:
    """A home, and a database with tables and an account for its relay."""
    return opened(server, tmp_path / "home")


@pytest.fixture
def hosts(office: Office, tmp_path: Path) -> Generator[tuple[Office, Office]]:
    """Two hosts of a centre, each with its relay at work."""
    with two_hosts(office, tmp_path / "other") as found:
        yield found


@pytest.fixture(scope="module")
def office_of_module(server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The same for all tests of a module."""
    return opened(server, tmp_path_factory.mktemp("office") / "home")


def opened(server: Postgres, home: Path) -> Office:
    """Make a home and its database."""
    office = Office(server, server.database(f"cs{next(_numbers)}"), home)
    office.initialise()
    return office
