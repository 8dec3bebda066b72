"""Answers what the sessions of a host ask, over a Unix socket, on a thread of its own.

A question is a line, a connection has one, and who asks is known from the kernel. Whatever somebody sends, or does not
send, takes a bounded time and room, and names nobody: nothing of a question is told or kept.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import re
import socket
import stat
from asyncio import Future, StreamReader, StreamWriter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import assert_never

import msgspec

from callscript.relay.asked import Asked, Asking
from callscript.relay.board import Others, open_call
from callscript.relay.history import who_rang
from callscript.relay.peers import account_of, acts_for, has_recorded, may_ask, sits
from callscript.relay.progress import Progress
from callscript.relay.scripts import Bringing
from callscript.relay.seats import of_seat
from callscript.relay.taking import open_work, take, work_of
from callscript.runtime.files import PRIVATE, SHARED, open_private
from callscript.runtime.paths import Folders
from callscript.store.names import parse_log_id
from callscript.store.relayed.questions import (
    HELD,
    HELD_FOR_BOARD,
    HELD_FOR_SEATS,
    LONGEST_QUESTION,
    Answer,
    HowAreYou,
    HowTheyStand,
    IsSaved,
    LinesOf,
    OfSeat,
    OpenCall,
    OpenWork,
    Question,
    SitDown,
    StillSit,
    TakeOver,
    TakeWork,
    WhatElsewhere,
    WhoRang,
    WorkOf,
    encode,
)

_IN_ALL = 1.0
"""Seconds after which a connection is closed, whatever has come or was taken by then."""
_AT_ONCE = 256
"""Connections at most: one more is closed unread."""
_AGAIN = 5.0
"""Seconds after which it is tried again to listen."""
_decode = msgspec.json.Decoder(Question).decode
_JOURNAL = re.compile(r"[0-9]{4}/[0-9]{4}-[0-9]{2}-[0-9]{2}/[^/]+\.jsonl")


class CannotListen(Exception):  # noqa: N818 - it says what happened
    """Sessions cannot ask."""


class Listening:
    """Listens at a place, for as long as the program runs. `say` gets a line for whatever there is to tell."""

    def __init__(
        self, path: Path, folders: Folders, progress: Progress, asked: Asked, say: Callable[[str], None]
    ) -> None:
        self._path = path
        self._folders = folders
        self._progress = progress
        self._asked = asked
        self._others = Others(asked.host)
        self._scripts = Bringing(folders.packs, say)
        self._say = say
        self._open = 0
        self._waiting = set[Future[None]]()
        """Those who wait for something to be sent on."""

    def start(self) -> None:
        """Listen from now on."""
        Thread(target=lambda: asyncio.run(self._listen()), name="listening", daemon=True).start()

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        self._progress.moved = lambda: loop.call_soon_threadsafe(self._look_again) if self._waiting else None
        told = ""
        while True:
            try:
                line = listen(self._path, self._folders)
            except (CannotListen, OSError) as error:
                reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
                if told != reason:
                    self._say(f"sessions cannot ask at {self._path}: {reason}")
                told = reason
                await asyncio.sleep(_AGAIN)
            else:
                break
        server = await asyncio.start_unix_server(self._take, sock=line, limit=LONGEST_QUESTION)
        self._say(f"sessions ask at {self._path}")
        await server.serve_forever()

    async def _take(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Answer the question of a connection, and close it."""
        self._open += 1
        with suppress(TimeoutError, OSError, ValueError, EOFError):  # whoever asks hears nothing then
            async with asyncio.timeout(_IN_ALL):
                if self._open <= _AT_ONCE:
                    account = account_of(writer.get_extra_info("socket"))
                    writer.write(encode(await self._answer(account, reader)) + b"\n")
                    await writer.drain()
                    writer.close()
                    await writer.wait_closed()
        writer.transport.abort()
        self._open -= 1

    async def _answer(self, account: int, reader: StreamReader) -> Answer:
        question = await reader.readuntil(b"\n")  # before anything is said: whoever still writes would not hear it
        if not may_ask(account, self._folders):
            return Answer(refused="this account has no part in the home")
        try:
            asked: Question = _decode(question)
        except msgspec.DecodeError:
            return Answer(refused="this is no question")
        match asked:
            case HowAreYou():
                return Answer(
                    connected=self._progress.connected, ahead=self._asked.ahead, silent=self._progress.silent()
                )
            case IsSaved():
                return await self._saved(account, asked)
            case WhoRang():
                return await self._ask(who_rang(asked.phone, self._asked.host), HELD)
            case SitDown() | StillSit() | WhatElsewhere() | LinesOf() | TakeOver():
                return await self._of_seat(account, asked)
            case HowTheyStand():
                return await self._ask(self._others.asking(), HELD_FOR_BOARD)
            case OpenCall():
                opened = open_call(asked.call, asked.by, account, self._asked.host, self._scripts)
                return await self._ask(opened, HELD_FOR_BOARD)
            case OpenWork():
                return await self._ask(open_work(asked, self._asked.host), HELD_FOR_SEATS)
            case WorkOf():
                return await self._ask(work_of(asked, self._asked.host), HELD_FOR_SEATS)
            case TakeWork():
                if not acts_for(account, asked.operator, self._folders):
                    return Answer(refused="the account does not sit there")
                return await self._ask(take(asked, self._asked.host), HELD_FOR_SEATS)
            case _:
                assert_never(asked)

    async def _saved(self, account: int, asked: IsSaved) -> Answer:
        """Answer as soon as something is sent on; that it is not, if it cannot be or takes too long."""
        if not (_JOURNAL.fullmatch(asked.file) and has_recorded(account, self._folders.journal / asked.file)):
            return Answer(refused="this is no journal of the account")
        self._progress.want(asked.file)
        with suppress(TimeoutError):
            async with asyncio.timeout(HELD):
                while self._progress.connected:
                    self._waiting.add(moved := asyncio.get_running_loop().create_future())
                    try:
                        if self._progress.has(asked.file, asked.inode, asked.upto):
                            return Answer(connected=True, saved=True)
                        await moved
                    finally:
                        self._waiting.discard(moved)
        return Answer(connected=self._progress.connected)

    async def _of_seat(self, account: int, asked: OfSeat) -> Answer:
        """Answer whoever sits there on this host, about their own logs."""
        if not sits(account, asked.operator, self._folders):
            return Answer(refused="the account does not sit there")
        if isinstance(asked, LinesOf | TakeOver):
            ref = parse_log_id(asked.log)
            if not ref or ref.operator != asked.operator:
                return Answer(refused="this is no log of the operator")
        return await self._ask(of_seat(asked, self._asked.host, self._scripts), HELD_FOR_SEATS)

    async def _ask(self, asking: Asking, held: float) -> Answer:
        """Ask PostgreSQL; what is not answered in time is not answered."""
        loop = asyncio.get_running_loop()
        found = loop.create_future()

        def answered(answer: Answer) -> None:
            loop.call_soon_threadsafe(lambda: None if found.done() else found.set_result(answer))

        self._asked.ask(asking, answered)
        with suppress(TimeoutError):
            return await asyncio.wait_for(found, held)
        return Answer()

    def _look_again(self) -> None:
        for moved in self._waiting:
            if not moved.done():
                moved.set_result(None)


def listen(path: Path, folders: Folders) -> socket.socket:
    """Return a socket that listens at a place, for the home's owner or group; raise `CannotListen` or `OSError`.

    One relay of a home listens: it holds a lock beside the socket. A socket of one that is gone is taken away.
    """
    access = SHARED if folders.share == "group" else PRIVATE
    lock = open_private(path.with_name(f".{path.name}.lock"), os.O_RDWR, PRIVATE)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with suppress(FileNotFoundError):
            if not stat.S_ISSOCK(path.lstat().st_mode):
                raise CannotListen("something else stands there")
            path.unlink()
        line = socket.socket(socket.AF_UNIX)
        before = os.umask(0o777 & ~PRIVATE.file)
        try:
            line.bind(str(path))
        finally:
            os.umask(before)
        if folders.share == "group":
            os.chown(path, -1, folders.data.stat().st_gid)
        path.chmod(access.file)
        line.listen(_AT_ONCE)
    except BlockingIOError:
        os.close(lock)
        raise CannotListen("another relay listens there") from None
    except BaseException:
        os.close(lock)
        raise
    return line  # the lock is held until the process ends
