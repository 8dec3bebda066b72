"""The standard streams as a program is given them: perhaps closed, perhaps in another encoding."""

from __future__ import annotations

import io
import os
import sys

from callscript.runtime.exits import USAGE, Stop


def use_utf8() -> None:
    """Start once more in UTF-8, if the locale is of another encoding: names of files would not be read right."""
    if sys.getfilesystemencoding() == "utf-8":
        return
    if sys.flags.utf8_mode or not sys.executable:
        raise Stop(USAGE, "this needs a UTF-8 locale, such as LANG=C.UTF-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"}
    arguments = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
    os.execve(sys.executable, arguments, environment | {"PYTHONUTF8": "1"})


def make_ready() -> set[int]:
    """Put out in UTF-8, as the screens do, whatever the locale says; return the numbers of streams that are closed.

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
    """Write what an output still holds back to nobody."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), number)
