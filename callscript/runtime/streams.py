"""Makes the standard streams fit for use: they may be closed, or in another encoding than UTF-8."""

from __future__ import annotations

import errno
import io
import os
import sys
import termios

from callscript.runtime.exit_status import USAGE, Stop


def use_utf8() -> None:
    """Run the program again (exec) in Python's UTF-8 mode if the locale has another encoding."""
    if sys.getfilesystemencoding() == "utf-8":
        return
    if sys.flags.utf8_mode or not sys.executable:
        raise Stop(USAGE, "this needs a UTF-8 locale, such as LANG=C.UTF-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"}
    arguments = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
    os.execve(sys.executable, arguments, environment | {"PYTHONUTF8": "1"})


def make_ready() -> set[int]:
    """Set standard output and error to UTF-8 whatever the locale says; return the numbers of closed streams.

    They are given to nobody, lest a file of ours be opened in their place and take what is meant for the terminal.
    """
    closed: set[int] = set()
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
        except OSError:
            closed.add(os.open(os.devnull, os.O_RDWR))
        if getattr(sys, name) is None:
            opened = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as we live
            setattr(sys, name, opened)
            setattr(sys, f"__{name}__", opened)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return closed


def drop(number: int) -> None:
    """Point an output at /dev/null, so that what is still buffered fails no more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), number)


def hung_up(number: int) -> bool:
    """Tell whether a stream is a terminal that has gone."""
    try:
        termios.tcgetattr(number)
    except termios.error as error:
        return error.args[0] == errno.EIO
    return False
