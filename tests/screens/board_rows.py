"""A morning on a supervisor's board: operators of three hosts, one of each kind of state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from callscript.core.live import Clock, LiveRow, State
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.board import Board
from callscript.store.access import AccessRecords
from callscript.store.errors import StoreError, StoreUnavailable
from callscript.store.files import FileStore
from callscript.store.live import Look

_SILENT = "desk9"


class _Morning:
    """Rows that come from nowhere."""

    def __init__(self, began: datetime) -> None:
        self._rows = list(rows(began))

    def look(self) -> Look:
        """Return the rows."""
        troubles: list[StoreError] = [StoreUnavailable(_SILENT, "nothing is heard of it since 23.11. 09:58:40")]
        return Look(self._rows, troubles)


def morning(home: Path, clock: FakeClock) -> Board:
    """Return a board with these operators."""
    folders = Folders.resolve(home)
    folders.make()
    versions = Versions(folders)
    return Board(_Morning(clock.now()), FileStore(folders), AccessRecords(folders.access), versions, clock, "5")


def rows(began: datetime) -> Sequence[LiveRow]:
    """Return how the operators stand when the morning begins."""

    def ago(seconds: float) -> datetime:
        return began - timedelta(seconds=seconds)

    def call(operator: str, state: State, since: float, latest: float, *, phone: str) -> LiveRow:
        return LiveRow(
            operator=operator, state=state, since=ago(since), latest=ago(latest), call=f"c{operator}",
            phone=f"•••{phone}", stage="matter", stage_name="З’ясування суті звернення",
        )  # fmt: skip

    def held(row: LiveRow, seconds: float, **more: Any) -> LiveRow:
        clock = Clock(name="Утримання", started=ago(seconds), limit=180, warn=30, hold=True, recorded=seconds > 180)
        return replace(row, detour="Утримання", clocks=(clock,), **more)

    return (
        LiveRow(operator="9", since=ago(3100), seated_since=ago(2900)),
        call("17", "call", 65, 12, phone="67"),
        held(call("18", "hold", 155, 155, phone="43"), 155, holds=1, held=41.0),
        held(call("19", "hold", 196, 16, phone="20"), 196),
        replace(call("20", "call", 1500, 400, phone="99"), seated=False),
        replace(call("21", "after_call", 700, 650, phone="11"), stage="closing", stage_name="Завершення розмови"),
        replace(
            call("101", "consult", 240, 33, phone="05"),
            host="desk8", detour="Консультація", holds=2, held=190.0, holds_over=1,
        ),
        LiveRow(operator="102", host="desk8", since=ago(30), seated_since=ago(9000)),
        replace(call("111", "call", 200, 90, phone="77"), host=_SILENT, unheard=ago(80)),
        LiveRow(operator="112", host=_SILENT, since=ago(600), seated_since=ago(9000), unheard=ago(80)),
    )  # fmt: skip
