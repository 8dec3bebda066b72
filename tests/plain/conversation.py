"""Calls led line by line, over pipes: a line in, and what is told until the next prompt.

Nothing here sleeps: whoever waits, waits for a prompt or for a text, and gets all that was told if it does not come.
"""

from __future__ import annotations

import os
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import FileIO
from pathlib import Path
from signal import Signals
from threading import Condition, Thread
from types import TracebackType
from typing import Self

import msgspec

from callscript.core.call import events as e
from tests import programs
from tests.programs import SURROUNDINGS
from tests.terminal.any_terminal import PATIENCE
from tests.terminal.calls import MAILED, PROGRAM, Move, Place

PROMPT = "> "
NEW_CALL = "New call> "

UNLIKE = ("at", "call", "task", "due", "seconds", "pack_hash")
"""What no two calls have in common."""


class Conversation:
    """A program on pipes."""

    def __init__(self, command: Sequence[str], home: Path, *, env: Mapping[str, str] = {}) -> None:
        self.raw = b""
        """All that it has told."""
        self.complaints = b""
        """All that it has written to the standard error."""
        self._told = Condition()
        self._over = 0
        (its_in, told), (heard, its_out), (blamed, its_err) = os.pipe(), os.pipe(), os.pipe()
        self.process = programs.start(command, {"HOME": str(home), **SURROUNDINGS, **env}, (its_in, its_out, its_err))
        for end in (its_in, its_out, its_err):
            os.close(end)
        self._in, self._out, self._err = FileIO(told, "wb"), FileIO(heard), FileIO(blamed)
        self._readers = [Thread(target=self._read, args=(self._err, False), daemon=True)]
        self._readers[0].start()

    def __enter__(self) -> Self:
        self.listen()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        for reader in self._readers:
            reader.join(PATIENCE)
        for end in (self._in, self._out, self._err):
            end.close()

    def listen(self) -> None:
        """Begin to take in what is told."""
        reader = Thread(target=self._read, args=(self._out, True), daemon=True)
        self._readers.append(reader)
        reader.start()

    @property
    def text(self) -> str:
        """All that was told so far; of its last letter there may be half yet, which is left out."""
        with self._told:
            return getincrementaldecoder("utf-8")().decode(self.raw)

    def prompted(self, *, after: int = 0) -> str:
        """Wait for a prompt; return what was told behind the first so many bytes."""
        self.wait_until(lambda: len(self.raw) > after and self.raw.endswith(PROMPT.encode()), "a prompt")
        return self.raw[after:].decode()

    def say(self, line: str) -> str:
        """Type a line; return what is told until the next prompt."""
        return self.say_bytes(line.encode() + b"\n")

    def say_bytes(self, data: bytes) -> str:
        """Send bytes; return what is told until the next prompt."""
        before = len(self.raw)
        self.send(data)
        return self.prompted(after=before)

    def send(self, data: bytes) -> None:
        """Send bytes, and wait for nothing."""
        self._in.write(data)

    def wait_for(self, text: str, patience: float = PATIENCE) -> None:
        """Wait until a text was told."""
        self.wait_until(lambda: text.encode() in self.raw, text, patience)

    def wait_until(self, condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        """Wait until something holds; it is looked at again whenever something is told, and now and then."""
        deadline = time.monotonic() + patience
        while True:
            with self._told:
                over = self._over
                if condition():
                    return
                left = deadline - time.monotonic()
                if left < 0 or over:
                    break
                self._told.wait(min(left, 0.05))
        raise AssertionError(f"not told: {what}\n{self.raw.decode()}\n{self.complaints.decode()}")

    def hang_up(self) -> int:
        """Close the input; return the exit status."""
        self._in.close()
        return self.exit_status()

    def stop_listening(self) -> None:
        """Close the output, before anybody listens to it."""
        self._out.close()

    def signal(self, signal: Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(signal)

    def exit_status(self) -> int:
        """Wait for the end; return the exit status."""
        status = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        return status

    def _read(self, stream: FileIO, told: bool) -> None:
        while data := stream.read(65536):
            with self._told:
                if told:
                    self.raw += data
                else:
                    self.complaints += data
                self._told.notify_all()
        with self._told:
            self._over += told
            self._told.notify_all()


def start(place: Place, *options: str, env: Mapping[str, str] = {}, program: Sequence[str] = PROGRAM) -> Conversation:
    """Start the program line by line."""
    place.prepare()
    command = (*program, "demo", "--plain", "--home", str(place.home), "--pack", str(place.pack), *options)
    return Conversation(command, place.folder, env=env)


def line_of(move: Move) -> str:
    """Return the line that does what the operator does at a step."""
    return move.text or (move.key if move.key.isdecimal() else "")


def lead(talk: Conversation, lines: Iterable[str]) -> None:
    """Say lines one by one, each when there is a prompt."""
    talk.prompted()
    for line in lines:
        talk.say(line)


def told_of(log: Sequence[e.Event]) -> list[dict[str, object]]:
    """Return a call's events without what no two calls have in common.

    On screen what is being typed is kept as well, before it is an answer. When a notice is delivered, no key says.
    """
    found: list[dict[str, object]] = []
    for event in log:
        if isinstance(event, e.Drafted | e.NoticeDelivered):
            continue
        plain: dict[str, object] = msgspec.to_builtins(event)
        kept = {name: value for name, value in plain.items() if name not in (*UNLIKE, "seq", "day_part")}
        if isinstance(event, e.Closed):
            kept["verdicts"] = {clause: each for clause, each in event.verdicts.items() if clause != MAILED}
        if found and kept["type"] == found[-1]["type"] == "filled" and kept["field"] == found[-1]["field"]:
            found.pop()
        found.append(kept)
    return found


def harmless(raw: bytes) -> None:
    """Hold that what was told is text and line ends, nothing that a terminal obeys."""
    text = raw.decode()
    assert not [sign for sign in text if not sign.isprintable() and sign != "\n"]
