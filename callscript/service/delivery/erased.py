"""Takes what a caller gave out of letters about a call: those on their way, and those in the mail folder.

They stay letters: what management is told is that there was something, of which call, and that the rest was erased.
What a mail server has taken over is not here any more.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from msgspec.structs import replace

from callscript.core.call.call import Call
from callscript.core.call.events import ERASED
from callscript.core.call.notices import owed
from callscript.core.script.model import Script
from callscript.dialogue.show.letter import letter as letter_of
from callscript.runtime.files import read_private, rewrite
from callscript.service.delivery.message import as_file
from callscript.store.erasing.leftovers import files_at
from callscript.store.errors import StoreUnavailable
from callscript.store.in_words import in_words
from callscript.store.ports import Outbox

_PATIENCE, _GLANCE = 5.0, 0.05
"""Seconds to wait for a letter that is being delivered just now, and between two looks."""
_AT = "@callscript>"
_COPIED = ("Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted")

Words = Mapping[str, str]
"""By the ids of letters: what they say once all that a caller gave is erased."""


def words_of(script: Script, call: Call) -> Words:
    """Return what the letters about a call say that was erased."""
    letters = (letter_of(script, call, each, each.since) for each in owed(script, call))
    return {letter.id: letter.text for letter in letters}


def erase_letters(outbox: Outbox, call: str, words: Words) -> None:
    """Have the letters about a call that still have to be delivered say no more than these words."""
    until = time.monotonic() + _PATIENCE
    for letter_id in [letter.id for letter in outbox.open() if letter.call == call]:
        while not _changed(outbox, letter_id, words):
            if time.monotonic() > until:
                raise StoreUnavailable(letter_id, "is being delivered just now")
            time.sleep(_GLANCE)


def _changed(outbox: Outbox, letter_id: str, words: Words) -> bool:
    with outbox.hold(letter_id) as letter:
        if letter is not None:
            outbox.change(replace(letter, text=_words(letter_id, words)))
            return True
    return all(each.id != letter_id for each in outbox.open())


def erase_mail(folder: Path, call: str, words: Words) -> None:
    """Have the letters about a call in a mail folder, read or unread, say no more than these words."""
    for file in files_at(folder):
        with in_words(file):
            data = read_private(file)
            if f"{call}." not in file.name and f"<{call}.".encode() not in data:
                continue
            found = BytesParser(policy=policy.default).parsebytes(data)
            letter_id = str(found["Message-ID"] or "").strip().removeprefix("<").removesuffix(_AT)
            mail = EmailMessage(policy=policy.SMTP)
            for name in _COPIED:
                if found[name] is not None:
                    mail[name] = str(found[name])
            mail.set_content(_words(letter_id, words), cte="quoted-printable")
            if (after := as_file(mail)) != data:
                rewrite(file, after)


def _words(letter_id: str, words: Words) -> str:
    return words.get(letter_id) or f"{ERASED}\n"
