"""Real accounts of this machine that work in one home, each made for a test and taken away after it.

`python -m tests.accounts NAME HOME ARGUMENT…` is the program run as an account.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tests.programs import ROOT
from tests.terminal.any_terminal import PATIENCE

AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]
_numbers = count(1)


class Account:
    """An account, with a folder of its own."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.home = folder

    @property
    def id(self) -> int:
        """Its number."""
        return pwd.getpwnam(self.name).pw_uid

    def run(self, *arguments: str | Path, lines: str = "") -> subprocess.CompletedProcess[str]:
        """Run callscript as this account."""
        command = [sys.executable, "-m", "tests.accounts", self.name, str(self.home), *map(str, arguments)]
        return subprocess.run(
            [*AS_ROOT, *command], cwd=ROOT, input=lines, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def sh(self, command: str) -> int:
        """Run a shell's command as this account; return its exit status."""
        given = [
            "setpriv",
            f"--reuid={self.name}",
            f"--regid={_group(self.name)}",
            "--init-groups",
            "sh",
            "-c",
            command,
        ]
        return subprocess.run([*AS_ROOT, *given], cwd="/", capture_output=True, check=False).returncode

    def owns(self, path: Path, mode: int = 0o700) -> Path:
        """Give a file or folder to this account."""
        os.chown(path, self.id, pwd.getpwnam(self.name).pw_gid)
        path.chmod(mode)
        return path


@contextmanager
def group_of(members: int, strangers: int) -> Generator[tuple[Path, str, list[Account]]]:
    """Make a group, its members and accounts outside it; yield a folder that all can reach, the group, the accounts."""
    name = f"cs{os.getpid()}x{next(_numbers)}"
    folder = Path(tempfile.mkdtemp(prefix="callscript-accounts-"))
    folder.chmod(0o755)
    accounts: list[Account] = []
    _system("groupadd", name)
    try:
        for number in range(members + strangers):
            belongs = ["-G", name] if number < members else []
            _system("useradd", "--no-create-home", "--user-group", *belongs, f"{name}n{number}")
            account = Account(f"{name}n{number}", folder / f"home-{number}")
            account.home.mkdir()
            account.owns(account.home)
            accounts.append(account)
        yield folder, name, accounts
    finally:
        for account in accounts:
            _system("userdel", account.name)
        _system("groupdel", name)
        shutil.rmtree(folder)


def shared_home(folder: Path, group: str) -> Path:
    """Make a home that a group shares."""
    home = folder / "shared"
    home.mkdir()
    shutil.chown(home, group=group)
    home.chmod(0o2770)
    settings = home / "settings.toml"
    settings.write_text('[store]\nshare = "group"\n', encoding="utf-8")
    shutil.chown(settings, group=group)
    settings.chmod(0o640)
    return home


def profile(account: Account, number: str) -> Path:
    """Give an account a profile of its own."""
    file = account.home / ".config" / "callscript" / "profile.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f'number = "{number}"\nname = "Олена"\nname_latin = "Olena"\ngender = "feminine"\n'
        'pack = "ua-court"\nlanguage = "en"\n',
        encoding="utf-8",
    )
    for folder in (file.parent.parent, file.parent):
        account.owns(folder)
    return account.owns(file, 0o600)


def _group(name: str) -> int:
    return pwd.getpwnam(name).pw_gid


def _system(*command: str) -> None:
    subprocess.run([*AS_ROOT, *command], check=True, capture_output=True)


def become(name: str) -> None:
    """Be an account from now on."""
    account = pwd.getpwnam(name)
    os.initgroups(name, account.pw_gid)
    os.setresgid(account.pw_gid, account.pw_gid, account.pw_gid)
    os.setresuid(account.pw_uid, account.pw_uid, account.pw_uid)
    os.umask(0o022)


def open_paths() -> None:
    """Have modules found by open folders: the paths of Python and of the checkout may be closed to other accounts."""
    opened = {
        path: f"/proc/self/fd/{os.open(path, os.O_RDONLY | os.O_DIRECTORY)}" for path in sys.path if Path(path).is_dir()
    }
    sys.path[:] = [opened.get(path, path) for path in sys.path]
    sys.path_importer_cache.clear()
    longest = sorted(opened, key=len, reverse=True)
    for module in list(sys.modules.values()):
        if (found := getattr(module, "__path__", None)) and isinstance(found, list):
            for at, place in enumerate(found):
                if parent := next((path for path in longest if str(place).startswith(f"{path}/")), None):
                    found[at] = opened[parent] + str(place)[len(parent) :]


def main(name: str, home: str, *arguments: str) -> int:
    """Run callscript as an account."""
    open_paths()
    become(name)
    from callscript import cli

    kept = {name: os.environ[name] for name in ("PATH", "TERM") if name in os.environ}
    os.environ.clear()
    os.environ.update(kept | {"HOME": home, "LANG": "C.UTF-8"})
    os.chdir("/")
    return cli.main(list(arguments))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
