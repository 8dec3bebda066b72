"""Homes and accounts: one home for a group, a private one, and what belongs to somebody else. With real accounts."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.accounts import AS_ROOT, Account, group_of, profile, shared_home
from tests.programs import ROOT

WHOLE_CALL = "*0\n2\n\n\n"
"""The caller hangs up, the outcome is filed, the summary stays empty."""
PHONE = "0501234567"


class Office(NamedTuple):
    """Two operators and a supervisor of one group, a home of theirs, and a stranger."""

    home: Path
    group: int
    first: Account
    second: Account
    stranger: Account


@pytest.fixture
def office() -> Iterator[Office]:
    """A shared home that nobody has used yet."""
    with group_of(2, 1) as (folder, group, (first, second, stranger)):
        home = shared_home(folder, group)
        for account, number in ((first, "17"), (second, "18"), (stranger, "19")):
            profile(account, number)
        yield Office(home, home.stat().st_gid, first, second, stranger)


def take_call(account: Account, home: Path) -> str:
    """Take a whole call; return what was told."""
    done = account.run("run", "--plain", "--home", home, lines=f"{PHONE}\n{WHOLE_CALL}")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


def modes(folder: Path) -> dict[str, int]:
    """Return the mode of everything in a folder."""
    return {str(path.relative_to(folder)): stat.S_IMODE(path.lstat().st_mode) for path in folder.rglob("*")}


def test_one_home_for_many_accounts(office: Office) -> None:
    """Each takes calls there, finds those of the others, and can change nobody's journal, seat or profile."""
    home = office.home
    take_call(office.first, home)
    told = take_call(office.second, home)
    assert "Today's calls: 1\n" in told
    assert "no earlier calls" not in told
    for account in (office.first, office.second):
        listed = account.run("calls", "--home", home)
        assert (listed.returncode, listed.stderr, len(listed.stdout.splitlines())) == (0, "", 2)
        found = account.run("calls", "--home", home, "--phone", PHONE)
        assert (found.returncode, len(found.stdout.splitlines())) == (0, 2)
        assert account.run("show", found.stdout.split()[0], "--home", home).returncode == 0

    has = modes(home)
    journal = next((home / "journal").rglob("17.jsonl"))
    for name, mode in {
        "journal": 0o3770,
        "open": 0o3770,
        "registers": 0o2770,
        "packs": 0o2770,
        "locks": 0o2770,
    }.items():
        below = {path: found for path, found in has.items() if path.split("/")[0] == name}
        folders = {found for path, found in below.items() if (home / path).is_dir()}
        assert folders == {mode}, name
        files = {path: found for path, found in below.items() if not (home / path).is_dir()}
        wanted = {"journal": 0o640, "open": 0o600}.get(name, 0o660)
        seats = {f"locks/{name}.lock": 0o600 for name in ("17", "17_aside", "18", "18_aside")}
        assert files == {path: seats.get(path, wanted) for path in files}, name
    assert {path.lstat().st_gid for path in home.rglob("*")} == {office.group}
    assert not (home / "profile.toml").exists()

    for attack in (
        f"echo x >>{journal}",
        f"rm -f {journal} && ! test -e {journal}",
        f"mv {journal.parent} {home}/x",
        f"cat {home}/locks/17.lock",
        f"cat {office.first.home}/.config/callscript/profile.toml",
    ):
        assert office.second.sh(attack) != 0, attack
    assert journal.stat().st_uid == office.first.id
    for looks in (f"cat {journal}", f"ls {home}", f"cat {home}/settings.toml"):
        assert office.second.sh(looks) == 0
        assert office.stranger.sh(looks) != 0


def test_registers_are_shared(office: Office) -> None:
    """Whoever makes them again, the others can file in them; a damaged one is set aside by whoever finds it."""
    home = office.home
    take_call(office.first, home)
    assert office.second.run("rebuild", "--home", home).stdout == "calls: 1\n"
    take_call(office.first, home)
    next((home / "registers" / "phones").iterdir()).write_bytes(b"null")
    assert "not a register" in office.second.run("calls", "--home", home, "--phone", PHONE).stderr
    take_call(office.second, home)
    assert office.first.run("rebuild", "--home", home).stdout == "calls: 3\n"
    assert office.second.run("doctor", "--home", home).returncode == 0


def test_a_day_that_its_owner_has_closed_is_not_empty(office: Office) -> None:
    """Nobody of the group is told that there are no calls; who can open it is named, and whose it is mends it."""
    home = office.home
    take_call(office.first, home)
    day = next((home / "journal").glob("*/*"))
    day.chmod(0o700)
    listed = office.second.run("calls", "--home", home)
    assert (listed.returncode, listed.stdout) == (1, "")
    assert f"{day.name}: Permission denied: see callscript doctor" in listed.stderr
    assert office.second.run("rebuild", "--home", home).returncode == 69
    told = office.second.run("doctor", "--fix", "--home", home)
    assert told.returncode == 1
    assert "only its owner or root can mend that" in told.stdout
    assert f"mended         {day}" in office.first.run("doctor", "--fix", "--home", home).stdout
    assert office.second.run("calls", "--home", home).returncode == 0


def test_a_stranger_is_not_let_in(office: Office) -> None:
    """Who is not of the group is told so, with the status of a store that cannot be used."""
    take_call(office.first, office.home)
    for command in (("run", "--plain"), ("calls",), ("rebuild",)):
        done = office.stranger.run(*command, "--home", office.home)
        assert done.returncode == 69, done
        assert "Permission denied" in done.stderr


def test_two_accounts_do_not_share_an_operators_number(office: Office) -> None:
    """A seat is private: whose it was first, whose it stays, and the other is told so instead of losing calls."""
    take_call(office.first, office.home)
    profile(office.second, "17")
    done = office.second.run("run", "--plain", "--home", office.home, lines=f"{PHONE}\n{WHOLE_CALL}")
    assert done.returncode == 69
    assert "17.lock" in done.stderr


def private_home(account: Account) -> Path:
    """Return a home that an account has for itself, with one call in it."""
    home = account.home / "own"
    account.home.chmod(0o755)
    home.mkdir()
    account.owns(home)
    shutil.copy(account.home / ".config" / "callscript" / "profile.toml", home / "profile.toml")
    account.owns(home / "profile.toml", 0o600)
    take_call(account, home)
    return home


def test_a_private_home_stays_private(office: Office) -> None:
    """Without the setting a home is its owner's alone, whatever groups there are."""
    home = private_home(office.first)
    assert {mode & 0o7077 for mode in modes(home).values()} == {0}
    assert office.second.run("calls", "--home", home).returncode == 69


REFUSED = {
    "profile.toml": True,
    "journal": True,
    "registers": True,
    "registers/phones": False,
    "registers/calls/*": False,
    "registers/phones/*": False,
}
"""By place, whether no call can be taken at all; otherwise the rest is done, and told."""


def test_what_others_could_have_written_is_refused(office: Office) -> None:
    """A file or folder that others can write is not worked with; it is told why, and the doctor mends it."""
    home = private_home(office.first)
    for name, all_of_it in REFUSED.items():
        path = next(home.glob(name))
        path.chmod(path.stat().st_mode | 0o002)
        done = office.first.run("run", "--plain", "--home", home, lines=f"{PHONE}\n{WHOLE_CALL}")
        assert "others can write it" in done.stdout + done.stderr, name
        assert done.returncode == (69 if all_of_it else 0), name
        found = office.first.run("doctor", "--home", home)
        assert (found.returncode, str(path) in found.stdout) == (1, True), name
        assert str(path) in office.first.run("doctor", "--home", home, "--fix").stdout
    assert {mode & 0o7077 for mode in modes(home).values()} == {0}
    take_call(office.first, home)


def test_what_belongs_to_another_account_is_refused(office: Office) -> None:
    """It is not worked with; only its owner or root can mend that, and the doctor does not try to."""
    home = private_home(office.first)
    for name in REFUSED:
        path = next(home.glob(name))
        mode = path.stat().st_mode
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.chown(path, office.second.id, -1)
        done = office.first.run("run", "--plain", "--home", home, lines=f"{PHONE}\n{WHOLE_CALL}")
        assert "belongs to another account" in done.stdout + done.stderr, name
        assert done.returncode == (69 if name in ("profile.toml", "journal") else 0), name
        assert "only its owner or root" in office.first.run("doctor", "--home", home, "--fix").stdout
        assert path.stat().st_uid == office.second.id
        os.chown(path, office.first.id, -1)
        path.chmod(mode)
    take_call(office.first, home)


def test_the_doctor_makes_a_home_shared(office: Office) -> None:
    """What its owner had alone is given to the group by the setting and one command; the seat stays private."""
    home = private_home(office.first)
    os.chown(home, -1, office.group)
    shutil.copy(office.home / "settings.toml", home / "settings.toml")
    office.first.owns(home / "settings.toml", 0o600)
    assert office.first.run("calls", "--home", home).returncode == 0
    assert "doctor --fix" in office.first.run("run", "--plain", "--home", home).stderr
    assert "mended" in office.first.run("doctor", "--home", home, "--fix").stdout
    take_call(office.second, home)
    take_call(office.first, home)
    assert len(office.second.run("calls", "--home", home).stdout.splitlines()) == 3
    assert office.second.sh(f"echo x >>{next((home / 'journal').rglob('17.jsonl'))}") != 0


def test_what_a_caller_gave_is_erased_by_whoever_has_recorded_it(office: Office) -> None:
    """Another of the group is told so, and changes nothing; root may, and leaves all files to whom they belong."""
    home = office.home
    take_call(office.first, home)
    take_call(office.first, home)
    one, other = (line.split()[0] for line in office.first.run("calls", "--home", home).stdout.splitlines())
    journal = next((home / "journal").rglob("17.jsonl"))
    before = journal.read_bytes()
    theirs = office.second.run("erase", one, "--ground", "asked for it", "--home", home)
    assert (theirs.returncode, theirs.stdout) == (1, "")
    assert "17.jsonl belongs to another account: erase it there, or as root" in theirs.stderr
    assert journal.read_bytes() == before
    own = office.first.run("erase", one, "--ground", "asked for it", "--home", home)
    assert (own.returncode, own.stdout, own.stderr) == (0, f"erased: {one}\n", "")
    (home / "locks" / "17.lock").unlink()
    was = {path: (path.stat().st_uid, path.stat().st_mode) for path in (journal, *(home / "journal").rglob("*"))}
    done = subprocess.run(
        [*AS_ROOT, sys.executable, "-m", "callscript", "erase", other, "--ground", "asked for it", "--home", str(home)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"erased: {other}\n", "")
    assert {path: (path.stat().st_uid, path.stat().st_mode) for path in was} == was
    assert b"0501234567" not in journal.read_bytes()
    assert "Today's calls: 3" in take_call(office.first, home)
    assert office.second.run("doctor", "--home", home).returncode == 0
