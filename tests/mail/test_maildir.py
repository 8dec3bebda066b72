"""Without a mail server letters go into a mail folder: each once, whatever dies, and every mail program opens it."""

from __future__ import annotations

import mailbox
import subprocess
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from callscript.runtime.centre import Mail
from callscript.service.delivery.maildir import MailFolder
from callscript.service.delivery.ways import NotDelivered
from tests.mail.test_smtp import Desk, words
from tests.store.samples import letter


def read(home: Path) -> list[EmailMessage]:
    """Read the mail folder by the standard library's reader."""
    folder = mailbox.Maildir(home / "mail", factory=None, create=False)
    found = [policy_message(each.as_bytes()) for each in folder]
    return sorted(found, key=lambda each: str(each["Message-ID"]))


def policy_message(content: bytes) -> EmailMessage:
    """Read a message."""
    from email import message_from_bytes

    found = message_from_bytes(content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One with a letter in its outbox, and no settings."""
    desk = Desk(tmp_path)
    desk.outbox.put(letter())
    return desk


def test_a_letter_lies_in_the_folder(desk: Desk) -> None:
    """It is new there, whole, under its name, for those whom the home is for."""
    desk.office.deliver()
    (found,) = read(desk.home)
    assert found["Subject"] == letter().subject
    assert words(found) == letter().text
    (file,) = (desk.home / "mail" / "new").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"\r" not in file.read_bytes()
    assert list((desk.home / "mail" / "tmp").iterdir()) == []
    assert desk.outbox.sent(letter().call)[0].reply == f"mail folder: {file.name}"


@pytest.mark.parametrize("opened", [False, True])
def test_a_repeat_changes_nothing(desk: Desk, opened: bool) -> None:
    """A letter that lies there already, read or unread, is not put there a second time."""
    way = MailFolder(desk.folders.mail, Mail())
    way.deliver(letter())
    (file,) = (desk.home / "mail" / "new").iterdir()
    if opened:
        file.rename(desk.home / "mail" / "cur" / f"{file.name}:2,S")
    before = sorted(path.name for path in (desk.home / "mail").rglob("*"))
    desk.office.deliver()
    assert sorted(path.name for path in (desk.home / "mail").rglob("*")) == before
    assert desk.outbox.open() == []


def test_what_a_killed_program_began_is_begun_anew(desk: Desk) -> None:
    """A letter that was not whole when the program was killed does not stand in the way of the whole one."""
    MailFolder(desk.folders.mail, Mail()).deliver(letter())
    (file,) = (desk.home / "mail" / "new").iterdir()
    (desk.home / "mail" / "tmp" / file.name).write_bytes(file.read_bytes()[:20])
    file.unlink()
    desk.office.deliver()
    (found,) = read(desk.home)
    assert words(found) == letter().text


def test_a_folder_that_cannot_be_written_is_told(desk: Desk) -> None:
    """A file in the place of the folder: the letter waits."""
    desk.folders.mail.write_bytes(b"")
    with pytest.raises(NotDelivered, match="mail: Not a directory"):
        MailFolder(desk.folders.mail, Mail()).deliver(letter())
    desk.office.deliver()
    assert desk.error() == "mail: Not a directory"


def test_a_mail_program_opens_it(desk: Desk) -> None:
    """s-nail lists the letters, and shows the words of one."""
    for number in (8, 9):
        desk.outbox.put(letter(number))
    desk.office.deliver()
    told = nail(desk.home, "-H", "-f", str(desk.home / "mail"))
    assert told.count("Зареєстровано усне") == 3
    shown = nail(desk.home, "-Y", "type 1\nxit\n", "-f", str(desk.home / "mail"))
    assert "Прізвище: Шевченко" in shown


def nail(home: Path, *arguments: str) -> str:
    """Run the mail program with settings of nobody's; return what it shows."""
    command = ("s-nail", "-:/", "-R", "-S", "ttycharset=utf-8", *arguments)
    own = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "COLUMNS": "120", "PAGER": "cat"}
    done = subprocess.run(command, env=own, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()
