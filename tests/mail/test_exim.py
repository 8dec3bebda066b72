"""A letter goes through a mail server of Debian's (exim4) on this machine, as it would at a centre."""

from __future__ import annotations

import mailbox
import os
import pwd
import socket
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mail.server import HEAD, free_port, settings, wait_until
from tests.mail.test_maildir import policy_message
from tests.mail.test_smtp import Desk, words
from tests.store.samples import letter

CONFIGURATION = """
primary_hostname = mail.court.example
exim_user = {user}
exim_group = {group}
spool_directory = {folder}/spool
log_file_path = {folder}/log-%s
pid_file_path = {folder}/pid
daemon_smtp_ports = {port}
local_interfaces = 127.0.0.1
tls_advertise_hosts =
keep_environment =
acl_smtp_rcpt = accept

begin acl
accept:
  accept

begin routers
everybody:
  driver = accept
  transport = into_a_folder

begin transports
into_a_folder:
  driver = appendfile
  directory = {folder}/received
  maildir_format
  create_directory
  user = {user}
  group = {group}

begin retry
* * F,2h,1m
"""


@contextmanager
def exim() -> Generator[tuple[int, Path]]:
    """Have exim listen; yield its port and the folder that it delivers into. It delivers for nobody as root."""
    account = pwd.getpwnam("Debian-exim") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    port = free_port()
    with TemporaryDirectory(prefix="exim-") as made:
        folder = Path(made)
        file = folder / "exim.conf"
        file.write_text(
            CONFIGURATION.format(folder=folder, port=port, user=account.pw_uid, group=account.pw_gid), encoding="utf-8"
        )
        file.chmod(0o644)
        if os.getuid() == 0:
            os.chown(folder, account.pw_uid, account.pw_gid)
        command = ("exim4", "-C", str(file), "-bdf")
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
            try:
                wait_until(lambda: running.poll() is not None or _listens(port))
                assert running.poll() is None, running.stdout and running.stdout.read()
                yield port, folder / "received"
            finally:
                running.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def test_a_letter_goes_through_exim(tmp_path: Path) -> None:
    """It is taken over with the server's own words, and lies in the mailbox of whom it is for, word by word."""
    home = tmp_path / "home"
    home.mkdir()
    desk = Desk(home)
    desk.outbox.put(letter())
    with exim() as (port, received):
        settings(home, port)
        desk.office.deliver()
        assert desk.outbox.open() == []
        wait_until(lambda: any((received / "new").glob("*")))
        folder = mailbox.Maildir(received, factory=None, create=False)
        (found,) = (policy_message(each.as_bytes()) for each in folder)
    (sent,) = desk.outbox.sent(letter().call)
    assert "250 OK id=" in sent.reply
    assert found["Message-ID"] == f"<{letter().id}@callscript>"
    assert found["To"] == HEAD
    assert words(found) == letter().text
