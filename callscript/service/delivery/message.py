"""A letter as mail: the same bytes each time, so that a repeat is known as one. Every text in it is text."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from callscript.core.letters import Letter
from callscript.runtime.text import clean

_UNIX = SMTP.clone(linesep="\n")


def message(letter: Letter, sender: str, to: Sequence[str]) -> EmailMessage:
    """Return a letter as a message. Its id is fixed by the call, the event and the notice."""
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = f"<{letter.id}@callscript>"
    mail["Date"] = format_datetime(letter.since)
    mail["From"] = sender
    mail["To"] = ", ".join(to)
    mail["Subject"] = clean(letter.subject)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text, cte="quoted-printable")
    return mail


def as_file(mail: EmailMessage) -> bytes:
    """Return a message as it stands in a file."""
    return mail.as_bytes(policy=_UNIX)
