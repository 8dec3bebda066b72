"""Two machines that were set up alike: the second is refused, and told what to do; a host that has moved goes on."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from callscript.relay.place import SCHEMA
from tests.relay.asking import centre, connected, state
from tests.relay.office import Office, Running
from tests.relay.server import wait_until
from tests.terminal.any_terminal import tool

_MACHINE, _BOOT = "/etc/machine-id", "/proc/sys/kernel/random/boot_id"


def seeing(folder: Path, **files: str) -> list[str]:
    """Return a program that changes into another one, which sees other files of the machine in place of its own."""
    apart = [tool("unshare"), *([] if os.geteuid() == 0 else ["--user", "--map-root-user"]), "--mount"]
    lines = list[str]()
    for name, place in (("machine", _MACHINE), ("boot", _BOOT)):
        if text := files.get(name):
            (other := folder / name).write_text(text, encoding="ascii")
            lines.append(shlex.join(["mount", "--bind", str(other), place]))
    return [*apart, "sh", "-c", f'{" && ".join(lines)} && exec "$@"', "sh"]


@pytest.fixture
def copied(office: Office, tmp_path: Path) -> Office:
    """Another home whose relay has the settings of the first."""
    other = Office(office.server, office.database, tmp_path / "copied")
    for each in (office, other):
        each.folders.make()
        centre(each)
    return other


def test_the_second_of_one_name_is_refused(office: Office, copied: Office) -> None:
    """It sends nothing, nobody there is answered as the host, and both places are named, with what to do."""
    copied.lead("18", 2)
    with office.relay() as first:
        wait_until(lambda: connected(office), "the first")
        with copied.relay() as second:
            told = told_after_beginning(second)
            machine = os.uname().nodename
            assert told == (
                f"host desk7 is sent on from {office.home} on {machine}, and this is {copied.home} on {machine}. "
                "Nothing is sent from here: give this host a name and an account of its own; if the host has "
                "moved here, end the relay there and run callscript store moved desk7"
            )
            assert (answer := state(copied))
            assert not answer.connected
            office.lead()
            wait_until(lambda: office.events() == office.journals(), "the call of the first")
            assert (once := copied.run("relay", "--once")).returncode == 69
            assert told in once.stderr
            assert f", from: {office.home} on " in office.administer("status")[-2]
            first.end()
            second.end()


def test_a_host_that_has_moved(office: Office, copied: Office) -> None:
    """Once an administrator says so the new place is the one, by itself; the old one is refused if it still runs."""
    with office.relay() as first:
        wait_until(lambda: connected(office), "the first")
        office.lead()
        wait_until(lambda: office.events() == office.journals(), "the call")
        with first.hanging():
            said = office.ok("store", "moved", "desk7", "--settings", office.admin)
            assert said.startswith(f"host desk7: no more sent on from {office.home} on ")
            copied.lead("18", 2)
            with copied.relay() as second:
                wait_until(lambda: connected(copied), "the second")
                wait_until(lambda: set(copied.journals()) <= set(office.events()), "its call")
                second.end()
        while not (line := first.line()).startswith("host desk7 is sent on from "):
            assert line
        assert str(copied.home) in line
        first.end()
    nobody = office.run("store", "moved", "desk9", "--settings", office.admin)
    assert (nobody.returncode, nobody.stdout) == (2, "")
    assert "there is no host desk9 that is sent on from anywhere" in nobody.stderr


def test_another_machine_with_the_same_home(office: Office, tmp_path: Path) -> None:
    """Where the home lies at the same place on either, the machine's own identity tells."""
    office.folders.make()
    office.send()
    with office.relay(*seeing(tmp_path, machine="0" * 32 + "\n")) as other:
        assert told_after_beginning(other).startswith("host desk7 is sent on from ")
        other.end()


def test_a_copy_that_has_the_identity_too(office: Office, tmp_path: Path) -> None:
    """While the first is heard it is refused; the machine that was started again goes on."""
    office.folders.make()
    office.send()
    within = seeing(tmp_path, boot="00000000-0000-4000-8000-000000000000\n")
    with office.relay(*within) as other:
        told = told_after_beginning(other)
        assert told.startswith("a machine with the same /etc/machine-id sends as desk7 just now (")
        office.rows("update callscript.place set at = at - interval '15 seconds' returning 1")
        assert other.line() == "connected"
        other.end()


def test_tables_of_the_release_before(office: Office, copied: Office) -> None:
    """On these nobody is refused; once they are brought up to date, and a relay connects anew, its host is sent on from
    there alone.
    """
    with office.connect() as connection:
        connection.execute("drop table callscript.place")
        connection.execute("delete from callscript.version where number >= %s", (SCHEMA,))
    with office.relay() as first:
        wait_until(lambda: connected(office), "the first")
        copied.send()
        moved = office.run("store", "moved", "desk7", "--settings", office.admin)
        assert "the tables are of schema 15: run callscript store migrate" in moved.stderr
        assert office.administer("migrate")[0] == "schema 0016: places"
        office.lead()
        wait_until(lambda: office.events() == office.journals(), "the call")
        first.end()
    office.send()
    assert "host desk7 is sent on from " in copied.refused(copied.own)


def told_after_beginning(relay: Running) -> str:
    """Return the first thing that a relay tells but where it is and where it is asked."""
    while (line := relay.line()).startswith(("sending on what is recorded", "sessions ask at")):
        pass
    return line
