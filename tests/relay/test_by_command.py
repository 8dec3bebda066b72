"""What commands of one operator record at several hosts: there is no seat for it, and all of it counts."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from benchmarks.store_calls import PACK
from callscript.core.script.model import Script
from callscript.packs import locate, read
from callscript.runtime.settings import write_profile
from callscript.store.names import desk_log_of, is_desk_log
from tests.relay.hosts import OTHER
from tests.relay.office import Office, add_relay, register
from tests.service.conftest import PROFILE


def test_two_hosts_under_one_number(office: Office, tmp_path: Path) -> None:
    """A supervisor moves work at two hosts by commands, on one day: all of it is noted, nothing is late."""
    with office.connect() as connection:
        add_relay(connection, OTHER)
    other, script = Office(office.server, office.database, tmp_path / "other", OTHER), read(locate(PACK))
    moved = [moved_by_command(each, script, number) for number, each in enumerate((office, other), start=1)]
    for each in (office, other):
        assert "late" not in each.send()
    assert office.rows("select line, why from callscript.late") == []
    assert sorted(office.rows("select call, state, taken_by from callscript.task")) == sorted(
        (call, "taken", "1") for call in moved
    )
    assert office.events() == sorted([*office.journals(), *other.journals()])


def moved_by_command(office: Office, script: Script, number: int) -> str:
    """Lead a call that leaves work, have a command note that nobody was reached, and one take it; return the call."""
    call = office.lead(f"{16 + number}", number, appeal=True)
    with office.store() as kept:
        register(kept, script, call)
        [task] = [each.id for each in kept.lookup.tasks()]
    write_profile(office.folders.profile, replace(PROFILE, number="1"))
    office.ok("task", task, "tried")
    office.ok("task", task, "take")
    return call


def test_corrections_of_each_entry_have_a_log() -> None:
    """Entries of one day and number at two hosts are corrected in logs of their own; calls of a session in one."""
    here, there = (desk_log_of(f"20261123-17_aside-{moment}") for moment in ("15g0abc", "15g0abd"))
    assert here != there
    assert is_desk_log(here)
    assert desk_log_of("20261123-17-15g0abc") == desk_log_of("20261123-17-15g0abd") == "20261123-17-desk"
