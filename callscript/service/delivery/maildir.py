"""Puts letters into a mail folder (Maildir), which every mail program opens: each once, by a name of its own."""

from __future__ import annotations

from pathlib import Path

from callscript.core.letters import Letter
from callscript.runtime.centre import Mail
from callscript.runtime.files import make_folder, names_in, sync_folder, write_new
from callscript.service.delivery.message import as_file, message
from callscript.service.delivery.ways import Accepted, NotDelivered

_NOWHERE = "localhost"


class MailFolder:
    """A mail folder on this machine."""

    def __init__(self, folder: Path, mail: Mail) -> None:
        self._folder = folder
        self._mail = mail

    @property
    def patience(self) -> int:
        """The seconds after which a letter is given up."""
        return self._mail.patience

    def deliver(self, letter: Letter) -> Accepted:
        """Put a letter in, unless it is there, read or unread."""
        to = self._mail.to.get(letter.to) or (f"{letter.to}@{_NOWHERE}",)
        name = f"{int(letter.since.timestamp())}.{letter.id}.callscript"
        try:
            for part in ("tmp", "new", "cur"):
                make_folder(self._folder / part)
            if not self._has(name):
                sender = self._mail.sender or f"callscript@{_NOWHERE}"
                beginning = self._folder / "tmp" / name
                beginning.unlink(missing_ok=True)  # of a program that was killed
                write_new(beginning, as_file(message(letter, sender, to)))
                beginning.rename(self._folder / "new" / name)
                sync_folder(self._folder / "new")
        except OSError as error:
            raise NotDelivered(f"{self._folder.name}: {error.strerror or error}") from error
        return Accepted(tuple(to), f"mail folder: {name}")

    def _has(self, name: str) -> bool:
        read = (each for each in names_in(self._folder / "cur") if each.partition(":")[0] == name)
        return (self._folder / "new" / name).exists() or any(read)
