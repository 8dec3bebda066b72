"""Reads what is sent on next while PostgreSQL has to do with what was sent before."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from callscript.relay.inserting import columns_of
from callscript.relay.shipping import Batch


class Ahead:
    """Batches, one after another."""

    def __init__(self, batches: Iterator[Batch], reader: ThreadPoolExecutor) -> None:
        self._batches = batches
        self._reader = reader
        self._coming: Future[Batch | None] | None = None

    def next(self) -> Batch | None:
        """Return the next one; None: that was all."""
        coming, self._coming = self._coming, None
        batch = coming.result() if coming else next(self._batches, None)
        if batch and batch.backlog:
            batch.under_way = self._begin
        return batch

    def end(self) -> None:
        """Wait for what is being read."""
        if self._coming:
            self._coming.exception()

    def _begin(self) -> None:
        """Read the next one from now on, if that is not done yet."""
        self._coming = self._coming or self._reader.submit(self._read)

    def _read(self) -> Batch | None:
        if batch := next(self._batches, None):
            batch.columns = columns_of(batch.lines)
        return batch
