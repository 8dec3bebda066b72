"""Runs the tests against a program with one fault in it, each in a process of its own; nothing is written anywhere."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from types import ModuleType

from tests.mutants.faults import ROOT, Fault, with_fault

_HUNG = 240
"""Seconds after which a run has hung."""


class _Faulty(MetaPathFinder, Loader):
    """Loads one module with a fault in it."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._name = fault.file.removesuffix(".py").replace("/", ".")

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Find the module."""
        return (
            spec_from_file_location(fullname, ROOT / self._fault.file, loader=self) if fullname == self._name else None
        )

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:  # noqa: ARG002 - as every loader has it
        """Have it made as usual."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Fill it."""
        path = ROOT / self._fault.file
        exec(compile(with_fault(path.read_bytes(), self._fault.number), str(path), "exec"), module.__dict__)


def notices(fault: Fault | None, tests: Sequence[str]) -> bool:
    """Tell whether tests fail with a fault in the program; none: with the program as it is."""
    child = os.fork()
    if child == 0:
        _test(fault, tests)
    until = time.monotonic() + _HUNG
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _test(fault: Fault | None, tests: Sequence[str]) -> None:
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nowhere, fd)
    if fault:
        sys.meta_path.insert(0, _Faulty(fault))
    import pytest

    status = 1
    try:
        status = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests])
    finally:
        os._exit(int(status))
