"""A server whose disk is small, and full when a test wants that."""

from __future__ import annotations

import os
import pwd
import shlex
from pathlib import Path

from tests.relay.office import Office
from tests.relay.server import ACCOUNT, Postgres
from tests.terminal.any_terminal import tool

_SMALL = 1_500_000
"""Bytes of a disk that is soon full."""


class SmallDisk:
    """A centre whose tables are on a small disk; the server, which was not started yet, is on its own."""

    def __init__(self, server: Postgres, home: Path) -> None:
        small = server.folder / "small"
        small.mkdir()
        server.start(*on_a_small_disk(small))
        assert server.process
        self.filler = Path(f"/proc/{server.process.pid}/root{small}") / "filler"
        """Takes the room, as long as it is there."""
        self.office = Office(server, server.database("centre"), home)
        with self.office.connect() as connection:
            connection.execute(f"create tablespace small location '{small}'".encode())
        self.office.initialise()
        with self.office.connect() as connection:
            connection.execute("grant create on tablespace small to cs_owner")
            connection.execute("alter database centre set default_tablespace = small")


def on_a_small_disk(folder: Path) -> list[str]:
    """Return a program that gives a server a disk of its own in a folder, which nobody else sees there."""
    unshare, account = tool("unshare"), pwd.getpwnam(ACCOUNT) if ACCOUNT else pwd.getpwuid(os.geteuid())
    if ACCOUNT:
        apart, back, owner = [unshare, "--mount"], [], f",uid={account.pw_uid},gid={account.pw_gid}"
    else:
        apart, owner = [unshare, "--user", "--map-root-user", "--mount"], ""
        back = [unshare, "--user", f"--map-user={account.pw_uid}", f"--map-group={account.pw_gid}"]
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SMALL},mode=700{owner}", "none", str(folder)]
    return [*apart, "sh", "-c", f'{shlex.join(mount)} && exec {shlex.join(back)} "$@"', "sh"]


def fill(file: Path) -> None:
    """Take all room that there is on the disk of a file."""
    with file.open("wb", buffering=0) as filler:
        try:
            while filler.write(bytes(4096)):
                pass
        except OSError:
            return
