"""Turns an exception that ends the program into a sentence and an exit status.

An unexpected one is logged without a word of a caller: the kind of the error, the lines of code it came through, the
call that was open.
"""

from __future__ import annotations

import os
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
    told = _("something went wrong in the program. What was recorded of the call is kept: start callscript again.")
    try:
        log = Folders.resolve(home).log
    except Foreseen:  # there is no place for it
        return told
    call = f" call {_call}" if _call else ""
    entry = "\n".join([f"{SystemClock().now().isoformat()}{call}", *_chain(error)])
    try:
        files.make_folder(log.parent, files.PRIVATE)
        fd = files.open_private(log, os.O_WRONLY | os.O_APPEND, files.PRIVATE)
        try:
            os.fchmod(fd, 0o600)  # it may have been made by somebody else
            files.write_all(fd, f"{clean_lines(entry)}\n".encode())
        finally:
            os.close(fd)
    except OSError:
        return told
    return told + " " + _("See {file}").format(file=clean(str(log)))


def _chain(error: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"  {type(error).__module__}.{type(error).__qualname__}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"    {'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__
