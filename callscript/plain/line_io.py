"""Reads and writes lines over standard input and output, whatever they are: a terminal, a pipe, a file.

What goes out is text and line ends, nothing that a terminal obeys. Waiting, for a line or for a reader that is slow, is
done by the loop: clocks and signals are never held up, and while nothing comes nothing is done.
"""

from __future__ import annotations

import asyncio
import os
import select
import termios
from collections.abc import Callable, Coroutine
from typing import Any

from callscript.runtime.exit_status import DONE, HUNG_UP, PROBLEMS, Stop
from callscript.runtime.i18n import _
from callscript.runtime.signals import told_to_end
from callscript.runtime.streams import hung_up
from callscript.runtime.text import clean
from callscript.terminal.glyphs import in_ascii

_LONGEST_TYPED = 4095
"""Bytes that Linux keeps of a line that is typed on a terminal."""
_PIECE = 128
"""Bytes that may be written at once wherever something may be written at all."""


class Gone(Exception):  # noqa: N818 - it says what happened
    """The input ended, the terminal hung up, or a signal asked the program to end."""

    def __init__(self, status: int, complaint: str = "", begun: str = "") -> None:
        super().__init__(status)
        self.status = status
        self.complaint = complaint
        """What is to be told elsewhere, if the line itself failed."""
        self.begun = begun
        """The line that was being typed, as far as it is known: a terminal hands on whole lines only."""


class LineStream:
    """A pair of file descriptors, standard input and output unless others are given."""

    def __init__(self, source: int = 0, sink: int = 1, *, ascii_only: bool = False) -> None:
        self._source = source
        self._sink = sink
        self._ascii_only = ascii_only
        self._typed = os.isatty(source)
        """A terminal shows what is typed, with the line end."""
        self._received = bytearray()
        self._over = False
        self._told_to_end: Gone | None = None
        self._waits: asyncio.Future[None] | None = None
        self._listens = False
        """It is a line that is waited for."""
        self._woken = False
        self._bell = False

    def end(self, status: int) -> None:
        """Make every read and write, waiting now or later, raise `Gone` with this status."""
        self._receive_begun()
        begun = b"" if b"\n" in self._received else bytes(self._received)
        self._told_to_end = Gone(status, begun=begun.decode(errors="replace"))
        if self._waits is not None:
            _settle(self._waits)

    # Out

    async def tell(self, text: str) -> None:
        """Write a text on a line of its own."""
        await self._write(self._shown(text) + "\n")

    async def prompt(self, text: str) -> None:
        """Write what stands before the answer."""
        await self._write(self._shown(text))

    async def break_off(self) -> None:
        """Write a line end behind a prompt, since something is told before it is answered."""
        await self._write("\n")

    def ring(self) -> None:
        """Ring the bell (BEL) with the next text, if the output is a terminal."""
        self._bell = os.isatty(self._sink)

    def _shown(self, text: str) -> str:
        shown = clean(text)
        return "".join(map(in_ascii, shown)) if self._ascii_only else shown

    async def _write(self, text: str) -> None:
        data = (b"\a" if self._bell else b"") + text.encode()
        self._bell = False
        loop = asyncio.get_running_loop()
        while data:
            await self._ready(loop.add_writer, loop.remove_writer, self._sink)
            try:
                data = data[os.write(self._sink, data[:_PIECE]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise Gone(DONE)
            except OSError as error:
                status = self._how_it_ended(PROBLEMS)
                failed = f"the output cannot be written: {error.strerror}" if status == PROBLEMS else ""
                raise Gone(status, failed)

    # In

    def wake(self) -> None:
        """Have whoever waits for a line, or will, look up from that: there is something to tell."""
        self._woken = True
        if self._listens and self._waits is not None:
            _settle(self._waits)

    async def comes(self, patience: float | None = None) -> bool:
        """Wait for a line, or the end of the input; False if there is none within so many seconds, or before `wake`."""
        loop = asyncio.get_running_loop()
        while b"\n" not in self._received and not self._over:
            self._listens = not self._woken
            try:
                async with asyncio.timeout(patience):
                    if self._listens:
                        await self._ready(loop.add_reader, loop.remove_reader, self._source)
            except TimeoutError:
                return False
            finally:
                self._listens = False
            if self._woken:
                self._woken = False
                return False
            self._receive()
        return True

    async def read(self, patience: float | None = None) -> str | None:
        """Return the next line; None if there is none yet, as in `comes`. Raise `Gone` at the end of the input."""
        if not await self.comes(patience):
            return None
        end = self._received.find(b"\n")
        if end < 0 and not self._received:
            raise Gone(self._how_it_ended(DONE))
        end = end if end >= 0 else len(self._received)
        taken = bytes(self._received[:end])
        del self._received[: end + 1]
        if not self._typed:
            await self.break_off()
        elif len(taken) >= _LONGEST_TYPED:
            await self.tell(_("The terminal may have cut this line short: look at what was recorded."))
        return taken.decode(errors="replace")

    def drop(self) -> None:
        """Discard what was typed ahead on a terminal; what comes down a pipe is kept."""
        if self._typed and not self._over:
            self._received.clear()
            termios.tcflush(self._source, termios.TCIFLUSH)

    def _receive(self) -> None:
        try:
            data = os.read(self._source, 65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self._received += data
        self._over = not data

    def _receive_begun(self) -> None:
        """Take in what has come and was not looked at yet."""
        if not self._over and select.select([self._source], [], [], 0)[0]:
            self._receive()

    def _how_it_ended(self, otherwise: int) -> int:
        """Return the exit status for an input that has ended: hung up, or `otherwise`."""
        return HUNG_UP if hung_up(self._source) else otherwise

    async def _ready(self, add: Callable[..., object], remove: Callable[[int], object], fd: int) -> None:
        """Wait until a descriptor can be read or written; a regular file, which epoll refuses, always can."""
        waits = self._waits = asyncio.get_running_loop().create_future()
        try:
            if not self._told_to_end:
                add(fd, _settle, waits)
                await waits
        except PermissionError:
            await asyncio.sleep(0)
        finally:
            remove(fd)
        if self._told_to_end:
            raise self._told_to_end


async def until_gone(line: LineStream, talk: Coroutine[Any, Any, None]) -> int:
    """Talk until that is over, the input ends, or a signal comes; return the exit status."""
    with told_to_end(line.end):
        try:
            await talk
        except Gone as gone:
            if gone.complaint:
                raise Stop(gone.status, gone.complaint)
            return gone.status
    return DONE


def _settle(waits: asyncio.Future[None]) -> None:
    if not waits.done():
        waits.set_result(None)
