"""Does things on threads, and goes on where the system has none left (EAGAIN): then they are done in their turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Thread
from typing import Any, TypeVar

Answer = TypeVar("Answer")

_NO_THREAD = "can't start new thread"
_kept = ThreadPoolExecutor(thread_name_prefix="save")  # the loop's own takes another thread to be shut down


async def on_thread(do: Callable[..., Answer], *arguments: Any) -> Answer:
    """Do something on a thread of those that are kept for it, and return what comes of it.

    It may be done a second time later, if there was no thread for it: it must bear that.
    """
    try:
        doing = asyncio.get_running_loop().run_in_executor(_kept, do, *arguments)
    except RuntimeError as error:
        if str(error) != _NO_THREAD:
            raise
        return do(*arguments)
    return await doing


async def once_on_thread(do: Callable[[], Answer]) -> Answer:
    """Do something on a thread that must not be done a second time."""
    done: list[Answer] = []
    one_at_a_time = Lock()

    def once() -> Answer:
        with one_at_a_time:
            done.extend(() if done else [do()])
            return done[0]

    return await on_thread(once)


def start(thread: Thread) -> bool:
    """Start a thread; False: the system has none left."""
    try:
        thread.start()
    except RuntimeError as error:
        if str(error) != _NO_THREAD:
            raise
        return False
    return True
