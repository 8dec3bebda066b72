"""Asks a relay, within a time: one that hangs or is gone is an error like any other, and soon."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from callscript.runtime.i18n import _
from callscript.store.errors import Damaged
from callscript.store.relayed.questions import LONGEST_ANSWER, PATIENCE, Answer, Question, decode_answer, encode

if TYPE_CHECKING:
    from socket import socket


class NotAnswered(Exception):  # noqa: N818 - it says what happened
    """There is no relay, or it did not answer in time, or not as one does."""


def ask(path: Path, question: Question, patience: float = PATIENCE, longest: int = LONGEST_ANSWER) -> Answer:
    """Ask the relay that listens at a place; raise `NotAnswered`, after so many seconds at the latest."""
    import socket  # after the first picture, as all that is asked

    until = time.monotonic() + patience
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(patience)
            line.connect(str(path))
            line.sendall(encode(question) + b"\n")
            answer = decode_answer(_line(line, until, longest))
    except OSError as error:
        raise NotAnswered(error.strerror or "it does not answer in time") from error
    except (ValueError, msgspec.DecodeError) as error:
        raise NotAnswered("what answers there is no relay of this release") from error
    if answer.refused:
        raise NotAnswered(answer.refused)
    return answer


def hold_unchanged(call: str, answer: Answer) -> None:
    """Raise `Damaged` if somebody has changed the script of a call where all hosts have it."""
    if answer.changed:
        told = _("the script that led it, {version}, is another one in PostgreSQL: somebody has changed it there")
        raise Damaged(call, 0, told.format(version=answer.changed[:12]))


def _line(line: socket, until: float, longest: int) -> bytes:
    data = bytearray()
    while not data.endswith(b"\n"):
        if (left := until - time.monotonic()) <= 0:
            raise TimeoutError
        line.settimeout(left)
        more = line.recv(65536)
        if not more or len(data) + len(more) > longest:
            raise ValueError("no line")
        data += more
    return bytes(data)
