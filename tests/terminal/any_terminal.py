"""What holds for the program on any terminal, a pty, a window or one inside another: read the screen, wait, press keys.

Nothing here sleeps: whoever waits, waits for something to be on screen, and gets the picture if it does not come.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from threading import Event
from types import TracebackType
from typing import Self

PATIENCE = 20.0
"""Seconds after which something that was waited for is held not to come."""

_UPRIGHT = re.compile("[│║┃┌┐└┘╔╗╚╝├┤─═]+")


class AnyTerminal(ABC):
    """A terminal with the program on it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    @abstractmethod
    def lines(self) -> list[str]:
        """The rows of the screen."""

    @property
    @abstractmethod
    def over(self) -> bool:
        """The program has ended, and all that it had written was taken in."""

    @abstractmethod
    def type(self, text: str) -> None:
        """Type a text."""

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Press keys."""

    @abstractmethod
    def close(self) -> None:
        """End whatever still runs."""

    @property
    def text(self) -> str:
        """What is on screen, box by box, so that a text that wraps within its box is in one piece; without blanks."""
        return squeeze(boxed(self.lines))

    def shows(self, *texts: str) -> bool:
        """Tell whether texts are on screen, however they wrap."""
        shown = self.text
        return all(squeeze(text) in shown for text in texts)

    def wait_for(self, *texts: str, patience: float = PATIENCE) -> None:
        """Wait until all these texts are on screen."""
        self.wait_until(lambda: self.shows(*texts), " and ".join(texts), patience)

    def wait_until(
        self, condition: Callable[[], bool], what: str = "the condition", patience: float = PATIENCE
    ) -> None:
        """Wait until something holds; it is looked at again whenever something may have changed."""
        came = soon(lambda: condition() or self.over, self.wait_for_change, patience)
        if not came or (self.over and not condition()):
            raise AssertionError(f"not on screen: {what}\n" + "\n".join(self.lines))

    def wait_for_change(self, longest: float) -> None:
        """Wait until something may have changed, for so many seconds at most."""
        Event().wait(longest)


def soon(
    condition: Callable[[], bool], wait: Callable[[float], object] | None = None, patience: float = PATIENCE
) -> bool:
    """Tell whether something comes true within some seconds; it is looked at again each time that `wait` returns."""
    wait = wait or Event().wait
    deadline = time.monotonic() + patience
    while not condition():
        left = deadline - time.monotonic()
        if left < 0:
            return False
        wait(min(left, 0.05))
    return True


def squeeze(text: str) -> str:
    """Return a text without blanks."""
    return "".join(text.split())


def boxed(lines: Sequence[str]) -> str:
    """Return the rows of a screen with what stands in one box, or in one column beside others, in one piece."""
    columns: dict[int, list[str]] = {}
    for line in (each.replace("┃", " ") for each in lines):
        start = 0
        for edge in _UPRIGHT.finditer(line):
            columns.setdefault(start, []).append(line[start : edge.start()])
            start = edge.end()
        columns.setdefault(start, []).append(line[start:])
    return "\n".join(" ".join(parts) for _, parts in sorted(columns.items()))


def tool(name: str) -> str:
    """Return where a program is; tests fail where it is missing."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert found, f"{name} is missing: install the Debian packages of tests/debian-packages.txt"
    return found
