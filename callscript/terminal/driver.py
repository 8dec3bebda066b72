"""The driver: reads keys from the terminal, writes pictures to it, takes signals, and restores the terminal at the end.
It has no thread and never waits.

What is drawn goes out as far as the terminal takes it; the rest when it takes more. Nobody waits for it: neither saving
nor the clocks nor leaving. Nothing but what the display draws, and the bell, reaches the terminal.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import select
import signal
import struct
import sys
import termios
from collections.abc import Callable, Iterable
from typing import Any, Protocol, cast

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size

from callscript.runtime.signals import EndSignals
from callscript.terminal.burst import Bursts
from callscript.terminal.decoder import Decoder, Pasted, Press

_BEGIN = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?7l"
"""Takes the terminal over: alternate screen, cursor hidden, bracketed paste on, automatic wrapping off."""
_LEAVE = "\x18\x1b[m\x1b[?7h\x1b[?2004l\x1b[?25h\x1b[r\x1b[?1049l"
"""Gives the terminal back; CAN at its beginning breaks off a sequence that may be half sent, and margins end."""
_HUNG_UP = 128 + signal.SIGHUP
_AT_ONCE = 4096
"""Bytes read at a time; then signals, clocks and the screen have their turn."""
_TOO_LONG = 0.2
"""Seconds to wait for a terminal that is slow to read before it is given back."""


class Driven(Protocol):
    """What the driver asks of the application beyond what Textual's has."""

    terminal: TerminalDriver | None
    """The driver makes itself known here."""

    def end(self, status: int) -> None:
        """Save what is being typed, and end with an exit status."""


class TerminalDriver(Driver):
    """Drives the terminal that standard input and output are."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._events = asyncio.get_running_loop()
        self._application = app
        driven = cast("Driven", app)
        driven.terminal = self
        self.on_drained: Callable[[], None] | None = None
        """Called when the terminal has accepted all output."""
        self.on_lost: Callable[[], None] | None = None
        """Called when it is unknown what the terminal shows: after SIGWINCH and SIGCONT."""
        self._input = sys.__stdin__.fileno() if sys.__stdin__ else 0
        self._output = _own_output()
        self._decoder = Decoder()
        self._bursts = Bursts()
        self._burst_over: asyncio.TimerHandle | None = None
        self._silence: asyncio.TimerHandle | None = None
        self._since = 0.0
        """When the decoder began to wait for the rest of a sequence, on the loop's clock."""
        self._unsent = b""
        self._before: list[Any] | None = None
        """The terminal's settings (termios), as they were found."""
        self._raw: list[Any] | None = None
        self._endings = EndSignals(driven.end, self._end_now)

    # Down the line

    @property
    def congested(self) -> bool:
        """Tell whether the terminal has not accepted all output yet."""
        return bool(self._unsent)

    def draw(self, data: str) -> None:
        """Send a part of a picture."""
        self._unsent += data.encode(errors="replace")
        self._send()

    def write(self, data: str) -> None:
        """Write the bell (BEL), and nothing else that Textual writes by itself."""
        if data == "\a":
            self.draw(data)

    def _send(self) -> None:
        waited = self._events.remove_writer(self._output)
        try:
            while self._unsent:
                self._unsent = self._unsent[os.write(self._output, self._unsent) :]
        except BlockingIOError:
            self._events.add_writer(self._output, self._send)
            return
        except OSError:
            self._unsent = b""  # the terminal is gone: reading from it tells
        if waited and self.on_drained:
            self.on_drained()

    # Up the line

    def _receive(self) -> None:
        try:
            data = os.read(self._input, _AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self._events.remove_reader(self._input)
            self.end(_HUNG_UP)
            return
        self._hand_on(self._decoder.feed(data))

    def _give_up(self) -> None:
        self._hand_on(self._decoder.give_up())

    def _hand_on(self, typed: Iterable[Press | Pasted]) -> None:
        self._post(self._bursts.take(typed, self._events.time()))
        if self._burst_over is not None:
            self._burst_over.cancel()
        due = self._bursts.due
        self._burst_over = None if due is None else self._events.call_at(due, self._end_burst)
        if self._silence is not None:
            self._silence.cancel()
        if not self._decoder.goes_on:
            self._since = self._events.time()
        patience = self._decoder.patience
        self._silence = None if patience is None else self._events.call_at(self._since + patience, self._give_up)

    def _end_burst(self) -> None:
        self._post(self._bursts.give_up())

    def _post(self, typed: Iterable[Press | Pasted]) -> None:
        for each in typed:
            event = events.Paste(each.text) if isinstance(each, Pasted) else events.Key(each.key, each.character)
            event.set_sender(self._application)
            self._application.post_message(event)

    # Beginning and end

    def start_application_mode(self) -> None:
        """Put the terminal into raw mode and onto the alternate screen; listen to keys and signals."""
        self._before = termios.tcgetattr(self._input)
        self._raw = _raw(termios.tcgetattr(self._input))
        termios.tcsetattr(self._input, termios.TCSANOW, self._raw)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        self._endings.listen()
        self._events.add_signal_handler(signal.SIGWINCH, self._tell_size)
        self._events.add_signal_handler(signal.SIGCONT, self._come_back)
        self._events.add_reader(self._input, self._receive)
        self.draw(_BEGIN)
        self._tell_size()

    def _come_back(self) -> None:
        """Take the terminal over again after SIGCONT: while the program was stopped, others may have used it."""
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._input, termios.TCSANOW, self._raw or [])
        self.draw(_BEGIN)
        self._tell_size()

    def _tell_size(self) -> None:
        try:
            rows, columns, _, _ = struct.unpack("HHHH", fcntl.ioctl(self._input, termios.TIOCGWINSZ, bytes(8)))
        except OSError:
            return
        size = Size(columns or 80, rows or 24)
        self._application.post_message(events.Resize(size, size))
        if self.on_lost:
            self.on_lost()  # the size may have changed and changed back, with a part of the picture cut off

    def end(self, status: int) -> None:
        """Tell the application to end; end the process if it has not ended in time."""
        self._endings.tell(status)

    def _end_now(self, status: int) -> None:
        self._restore()
        os._exit(status)

    def disable_input(self) -> None:
        """Stop reading keys."""
        self._events.remove_reader(self._input)
        for timer in (self._silence, self._burst_over):
            if timer is not None:
                timer.cancel()

    def stop_application_mode(self) -> None:
        """Restore the terminal, and let go of the signals."""
        self.disable_input()
        self._events.remove_writer(self._output)
        self._restore()
        for number in (signal.SIGWINCH, signal.SIGCONT):
            self._events.remove_signal_handler(number)
        self._endings.close()

    def _restore(self) -> None:
        """Discard unsent output (tcflush), leave the alternate screen, restore the terminal's settings (termios)."""
        with contextlib.suppress(OSError, termios.error):
            if self.congested:
                termios.tcflush(self._output, termios.TCOFLUSH)
            if select.select([], [self._output], [], _TOO_LONG)[1]:
                os.write(self._output, _LEAVE.encode())
        self._unsent = b""
        if self._before is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._input, termios.TCSANOW, self._before)

    def close(self) -> None:
        """Close the file descriptor that the driver has opened."""
        if self._output > 2:
            os.close(self._output)


def _own_output() -> int:
    """Open the terminal a second time, with O_NONBLOCK: on a descriptor shared with others it would hold for them."""
    standard = sys.__stdout__.fileno() if sys.__stdout__ else 1
    try:
        return os.open(os.ttyname(standard), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:  # it belongs to somebody else, as after `su`
        os.set_blocking(standard, False)
        return standard


def _raw(settings: list[Any]) -> list[Any]:
    """Return a terminal's settings in raw mode: no echo, no flow control, no signals from keys."""
    settings[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR | termios.ISTRIP)
    settings[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    settings[6][termios.VMIN] = 1
    settings[6][termios.VTIME] = 0
    return settings
