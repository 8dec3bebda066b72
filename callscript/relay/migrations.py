"""The schema, numbered SQL files that are run in order and never back: `data/postgres/migrations/0001_tables.sql`.

Each is run once, whole or not at all, by one administrator at a time; which ones were run, and what they said, is kept
in `callscript.version`. A file may say `-- needs: N`: relays of releases that do not know schema N stop in words. A
release first adds what it needs, and a later one takes away what nobody needs any more: hosts are upgraded one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from callscript.relay.postgres import Connected
from callscript.runtime.exit_status import UNAVAILABLE, Foreseen
from callscript.runtime.shipped import data_folder

OLDEST = 7
"""The oldest schema that the relay of this release works on."""
_NEEDS = re.compile(rb"^-- needs: ([0-9]+)$", re.MULTILINE)
_VERSIONS = """
    create table if not exists callscript.version (
      number integer primary key, name text not null, digest text not null,
      needs integer not null, at timestamptz not null default now()
    )"""


class SchemaUnfit(Foreseen):
    """The tables in the database are not those that this release knows."""

    status = UNAVAILABLE


class Migration(NamedTuple):
    """A file of the schema."""

    number: int
    name: str
    sql: bytes

    @property
    def digest(self) -> str:
        """What tells whether it was changed."""
        return sha256(self.sql).hexdigest()

    @property
    def needs(self) -> int:
        """The schema that a relay has to know to work on this one."""
        found = _NEEDS.search(self.sql)
        return int(found[1]) if found else 0


def shipped() -> list[Migration]:
    """Return the files that come with this release, in order."""
    found: list[Migration] = []
    for file in sorted((data_folder() / "postgres" / "migrations").glob("[0-9]*.sql")):
        number, _, name = file.stem.partition("_")
        found.append(Migration(int(number), name, file.read_bytes()))
    return found


def newest() -> int:
    """Return the number of the newest schema that this release knows."""
    return shipped()[-1].number


def version(connection: Connected) -> int:
    """Return the number of the schema in the database; 0: there is none. Raise `SchemaUnfit` for a newer one."""
    there = connection.execute("select to_regclass('callscript.version') is not null").fetchone()
    if not (there and there[0]):
        return 0
    row = connection.execute(
        "select coalesce(max(number), 0), coalesce(max(needs), 0) from callscript.version"
    ).fetchone()
    number, needs = row or (0, 0)
    if needs > newest():
        told = f"the tables are of a newer release (schema {number}): this one knows schema {newest()}"
        raise SchemaUnfit(f"{told}. Upgrade callscript here")
    return int(number)


def hold_fit(connection: Connected) -> int:
    """Return the number of the schema if the relay of this release works on it; raise `SchemaUnfit`."""
    number = version(connection)
    if number == 0:
        raise SchemaUnfit("there is no callscript in this database: run callscript store init")
    if number < OLDEST:
        raise SchemaUnfit(f"the tables are of an older release (schema {number}): run callscript store migrate")
    return number


def migrate(connection: Connected) -> Iterator[Migration]:
    """Run what was not run yet as the owner of the tables; yield each file once it is done."""
    connection.execute("set role cs_owner")
    connection.execute(_VERSIONS)
    for migration in shipped():
        with connection.transaction():
            connection.execute("lock table callscript.version in share row exclusive mode")
            kept = connection.execute(
                "select digest from callscript.version where number = %s", (migration.number,)
            ).fetchone()
            if kept is None:
                connection.execute(migration.sql)
                row = (migration.number, migration.name, migration.digest, migration.needs)
                connection.execute(
                    "insert into callscript.version (number, name, digest, needs) values (%s, %s, %s, %s)", row
                )
            elif kept[0] != migration.digest:
                told = f"file {migration.number:04d}_{migration.name}.sql was changed since it was run"
                raise SchemaUnfit(f"{told}: what was run once stays as it is, changes get a new number")
        if kept is None:
            yield migration
    connection.execute("reset role")
