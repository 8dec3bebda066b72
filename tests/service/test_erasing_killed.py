"""Kill -9 of an erasure before each step that changes the disk: a call is whole, or the next start erases the rest."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callscript.core.call import events as e
from tests.service.erased import GROUND, PACKS, contents, events, stands
from tests.service.planted import Home, home_of, litter


@pytest.fixture(scope="module", params=PACKS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home as it is before anything is erased: it is copied, never changed."""
    return home_of(tmp_path_factory.mktemp("made") / "home", request.param)


STEPS = ("write", "fdatasync", "rename", "replace", "unlink")
"""The calls to the system that change what is on the disk: the program is killed before each of them."""


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.soak)], ids=["some", "every"])
@pytest.mark.parametrize("littered", [False, True], ids=["tidy", "littered"])
def test_killed_at_each_step(made: Home, tmp_path: Path, littered: bool, every: bool) -> None:
    """Whenever it dies, the call is whole; or the next start erases the rest of it, and it is as if it had lived.

    At each step of a tidy home of one centre; of what lies about there are many, and most of them are alike.
    """
    ua = made.script.pack.id == "ua-court"
    if littered and not ua:
        return  # what lies about is the same under any script
    stride = (4 if littered else 1) if every else 12 if littered else 1 if ua else 3
    alive, step, whole, erased, stood = False, 0, 0, 0, stands(made, made.call)
    while not alive:
        home = made.at(tmp_path / f"{step}")
        if littered:
            litter(home)
        before = contents(home.folders.data)
        alive = killed_at(step, home)
        if alive or any(home.folders.erasing.glob("[!.]*")):
            assert home.eraser().finish() == [], step
            assert home.found() == set(), step
            assert [type(event) for event in events(home, home.call)].count(e.Erased) == 1, step
            assert stands(home, home.call) == stood, step
            erased += 1
        else:
            left = contents(home.folders.data)
            assert home.found() == set() or {n: d for n, d in left.items() if "erasing" not in n} == before, step
            whole += 1
        shutil.rmtree(home.folders.data)
        step += stride
    assert whole
    assert erased > 3


def killed_at(step: int, home: Home) -> bool:
    """Erase a call in a process of its own, which is killed at one of its steps; tell whether it has lived."""
    pid = os.fork()
    if not pid:
        try:
            die_at(step)
            os._exit(1 if home.eraser().erase(home.call, GROUND) else 0)
        finally:
            os._exit(2)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status in (0, -signal.SIGKILL), status
    return status == 0


def die_at(step: int) -> None:
    """Have this process killed at its call to the system of this number."""
    count = -1

    def deadly(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal count
            count += name != "unlink" or os.path.lexists(arguments[0])
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **options)

        return call

    for name in STEPS:
        setattr(os, name, deadly(name, getattr(os, name)))
