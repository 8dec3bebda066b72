"""`python -m tests.forking FD`: loads what the program loads, then forks a program for each that is asked for.

Such a program is a process like any other: it has streams, an environment and a terminal of its own, runs what its
command line says, and ends by itself. It only has its modules already. `tests/programs.py` asks for them.
"""

from __future__ import annotations

import fcntl
import gc
import io
import os
import runpy
import select
import socket
import struct
import sys
import termios
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import msgspec

from callscript.runtime import startup_time

STATUS = struct.Struct("i")
"""How it is told which process a program is, and how it has ended."""
LARGEST = 1 << 18


class Asked(msgspec.Struct):
    """A program that is asked for: what comes behind the name of the interpreter, and what is around it."""

    command: list[str]
    env: dict[str, str]
    leads: bool
    """Whether it is the leader of a session of its own, on the terminal that is its input."""


def serve(link: socket.socket) -> Asked | None:
    """Fork programs and tell how each has ended, as long as somebody asks; return what is asked, in each of them."""
    ends: dict[int, tuple[int, int]] = {}
    look = select.poll()
    look.register(link, select.POLLIN)
    while True:
        for ready, _ in look.poll():
            if ready in ends:
                pid, told = ends.pop(ready)
                look.unregister(ready)
                os.close(ready)
                status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                with suppress(BrokenPipeError):
                    os.write(told, STATUS.pack(status))
                os.close(told)
                continue
            data, (*streams, told), *_ = socket.recv_fds(link, LARGEST, 4) if _asked(link) else (b"", (-1,))
            if not data:
                return None
            asked = msgspec.json.decode(data, type=Asked)
            if not (pid := os.fork()):
                _become(asked, streams)
                return asked
            for stream in streams:
                os.close(stream)
            os.write(told, STATUS.pack(pid))
            watched = os.pidfd_open(pid)
            ends[watched] = (pid, told)
            look.register(watched, select.POLLIN)


def _asked(link: socket.socket) -> bytes:
    return link.recv(1, socket.MSG_PEEK)


def _become(asked: Asked, streams: list[int]) -> None:
    """Have this process what one that was started by exec would have."""
    if asked.leads:
        os.setsid()
        fcntl.ioctl(streams[0], termios.TIOCSCTTY, 0)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(3, 4096)
    os.environ.clear()
    os.environ.update(asked.env)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        raw = open(number, "wb" if number else "rb", closefd=False)  # noqa: SIM115 - as long as the process lives
        stream = io.TextIOWrapper(
            raw,
            encoding="utf-8",
            errors="backslashreplace" if number == 2 else "surrogateescape",
            line_buffering=number == 2 or os.isatty(number),
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    gc.enable()


def _run(command: list[str]) -> None:
    """Do what an interpreter does with its arguments."""
    kind, what, *arguments = command
    sys.argv = [kind, *arguments]
    sys.orig_argv = [sys.executable, *command]
    if kind == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.path[0] = ""
        names = sys.modules["__main__"].__dict__
        for name in [name for name in names if not name.startswith("__")]:
            del names[name]
        exec(what, names)  # as `python -c` does


def _load() -> None:
    """Import what sessions and commands import, sooner or later."""
    startup_time.begin()
    os.environ["TEXTUAL_THEME"] = "ansi-dark"  # as a session has it when it imports Textual
    from callscript import app

    app._load_screens()
    import_module("callscript.plain.program")
    for file in Path(app.__file__).parent.joinpath("commands").glob("[a-z]*.py"):
        import_module(f"callscript.commands.{file.stem}")
    gc.disable()
    gc.freeze()


if __name__ == "__main__":
    _load()
    found = serve(socket.socket(fileno=int(sys.argv[1])))
    if found:
        _run(found.command)
