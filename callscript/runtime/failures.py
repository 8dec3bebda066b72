"""Turns an exception that ends the program into a sentence and an exit status.

An unexpected one is logged without a word of a caller: the kind of the error, the lines of code it came through, the
call that was open.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

from callscript.runtime import files
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import INTERNAL, UNAVAILABLE, Foreseen
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean, clean_lines

_call = ""


def note_call(call_id: str) -> None:
    """Set the call that the error log names; empty: none is open."""
    global _call
    _call = call_id


def explain(error: Exception, home: str | None = None) -> tuple[int, str]:
    """Return the exit status and the sentence for an error; log one that is not `Foreseen`."""
    if isinstance(error, Foreseen):
        return error.status, _(error.frame).format(reason=clean_lines(str(error)))
    if isinstance(error, ZoneInfoNotFoundError):
        return UNAVAILABLE, _("this machine does not know the time zones of the world: install tzdata")
    return INTERNAL, record(error, home)


def record(error: BaseException, home: str | None = None) -> str:
    """Append an error to the log, without its message and its variables; return what to tell the operator."""
    return _recorded(error, home)[1]


def record_aside(error: BaseException, home: str | None = None) -> None:
    """Append an error to the log that ends nothing; it is told on the standard error only where that fails."""
    there, told = _recorded(error, home)
    if not there:
        sys.stderr.write(f"{told}\n")
        sys.stderr.flush()


def _recorded(error: BaseException, home: str | None) -> tuple[bool, str]:
    """Return whether the log has an error now, and what to tell: all that it would have, if it has not."""
    told = _("something went wrong in the program. What was recorded of the call is kept: start callscript again.")
    call = f" call {_call}" if _call else ""
    entry = clean_lines("\n".join([f"{SystemClock().now().isoformat()}{call}", *_chain(error)]))
    try:
        return True, told + " " + _("See {file}").format(file=clean(str(_append(entry, home))))
    except Exception as lost:  # noqa: BLE001 - whatever it is, the first error must not be lost with it
        reason = lost.strerror if isinstance(lost, OSError) else str(lost) if isinstance(lost, Foreseen) else ""
        why = _("It cannot be written to the error log: {reason}").format(reason=clean(reason or type(lost).__name__))
        return False, "\n".join((told, why, entry))


def _append(entry: str, home: str | None) -> Path:
    """Append an entry to the log; return its file."""
    log = Folders.resolve(home).log
    files.make_folder(log.parent, files.PRIVATE)
    fd = files.open_private(log, os.O_WRONLY | os.O_APPEND, files.PRIVATE)
    try:
        os.fchmod(fd, 0o600)  # it may have been made by somebody else
        files.write_all(fd, f"{entry}\n".encode())
    finally:
        os.close(fd)
    return log


def _chain(error: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"  {type(error).__module__}.{type(error).__qualname__}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"    {'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__
