"""Takes from the tests, for a while, the power of root to pass by the modes of files and folders: what is closed is so.

Only the calling thread loses it (capset), and the threads and programs that it starts meanwhile.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Generator
from contextlib import contextmanager

_VERSION = 0x20080522
_OVERRIDE, _READ_SEARCH = 1, 2


class _Head(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def no_powers() -> Generator[None]:
    """Obey modes as any account does."""
    libc = ctypes.CDLL(None, use_errno=True)
    head, data = _Head(_VERSION, 0), (_Data * 2)()

    def call(name: str) -> None:
        if getattr(libc, name)(ctypes.byref(head), data):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    call("capget")
    before = data[0].effective
    data[0].effective = before & ~(1 << _OVERRIDE | 1 << _READ_SEARCH)
    call("capset")
    try:
        yield
    finally:
        data[0].effective = before
        call("capset")
