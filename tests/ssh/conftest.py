"""A real sshd on this machine, for the account that runs the tests: open, and with the lines that lock operators in."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from callscript.runtime.shipped import data_folder
from tests.terminal.any_terminal import PATIENCE, tool
from tests.terminal.calls import ROUTES, Place
from tests.terminal.terminal import Terminal

DEPLOY = data_folder() / "deploy"


@dataclass
class Server:
    """An sshd that lets this account in by a key of its own."""

    folder: Path
    port: int

    def command(self, *arguments: str, program: str = "ssh", port: str = "-p") -> list[str]:
        """Return the command of an ssh client."""
        options = ("StrictHostKeyChecking=no", f"UserKnownHostsFile={self.folder}/known", "LogLevel=ERROR")
        options += ("IdentitiesOnly=yes", f"IdentityFile={self.folder}/key", "BatchMode=yes", "ControlPath=none")
        given = [part for option in options for part in ("-o", option)]
        return [tool(program), "-F", "none", port, str(self.port), *given, *arguments]

    @property
    def host(self) -> str:
        """Who logs in, and where."""
        return f"{getpass.getuser()}@127.0.0.1"

    def run(self, *arguments: str, program: str = "ssh", port: str = "-p", **environment: str) -> str:
        """Run a client to its end; return all that it printed."""
        done = subprocess.run(
            self.command(*arguments, program=program, port=port),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | environment,
            timeout=PATIENCE,
            check=False,
        )
        return done.stdout.decode(errors="replace")

    def log_in(self, folder: Path, *options: str, asked: str = "") -> Terminal:
        """Log in at a terminal, perhaps asking for a command."""
        return Terminal(self.logging_in(*options, asked=asked), folder)

    def logging_in(self, *options: str, asked: str = "") -> list[str]:
        """Return the command that logs in at a terminal."""
        return self.command("-tt", *options, self.host, *filter(None, (asked,)))


def serve(folder: Path, lines: str) -> Iterator[Server]:
    """Run an sshd with some lines of configuration."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("host", "key"):
        subprocess.run([tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    shutil.copy(folder / "key.pub", folder / "authorized")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "sshd_config"
    config.write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nPidFile none\nUsePAM no\nStrictModes no\n"
        f"AuthorizedKeysFile {folder}/authorized\nPasswordAuthentication no\nSubsystem sftp internal-sftp\n"
        f"X11Forwarding yes\nPermitTunnel yes\nAcceptEnv *\nPermitRootLogin prohibit-password\n{lines}",
        encoding="utf-8",
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with (folder / "sshd.log").open("wb") as log:
        daemon = subprocess.Popen([tool("sshd"), "-D", "-e", "-f", str(config)], stderr=log)
        try:
            deadline = time.monotonic() + PATIENCE
            while True:
                assert daemon.poll() is None, (folder / "sshd.log").read_text()
                assert time.monotonic() < deadline, "sshd does not answer"
                with socket.socket() as line:
                    if line.connect_ex(("127.0.0.1", port)) == 0:
                        break
            yield Server(folder, port)
        finally:
            daemon.terminate()
            daemon.wait(PATIENCE)


@pytest.fixture(scope="session")
def unlocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An sshd without the lines that lock operators in: by it each way out is shown to be one."""
    yield from serve(tmp_path_factory.mktemp("open"), "")


@pytest.fixture(params=["ua", "lv"])
def operator(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """The home of an operator, under each standard in turn."""
    return Place(tmp_path, ROUTES[request.param])


@pytest.fixture
def locked(operator: Place, tmp_path: Path) -> Iterator[Server]:
    """An sshd with the lines and the wrapper that come with the program, pointed at this account."""
    wrapper = tmp_path / "callscript-operator"
    text = (DEPLOY / wrapper.name).read_text(encoding="utf-8")
    for line, instead in (
        ("python=.*", f"python={sys.executable}"),
        ("arguments=.*", f"arguments='demo --home {operator.home} --pack {operator.pack}'"),
    ):
        text, found = re.subn(f"(?m)^{line}$", instead, text)
        assert found == 1
    wrapper.write_text(text, encoding="utf-8")
    wrapper.chmod(0o755)
    lines = (DEPLOY / "callscript-operators.conf").read_text(encoding="utf-8")
    for line, instead in (
        ("Match .*", f"Match User {getpass.getuser()}"),
        (" *ForceCommand .*", f"ForceCommand {wrapper}"),
        (" *AuthorizedKeysFile .*", f"AuthorizedKeysFile {tmp_path}/sshd/authorized"),
    ):
        lines, found = re.subn(f"(?m)^{line}$", instead, lines)
        assert found == 1
    yield from serve(tmp_path / "sshd", lines)
