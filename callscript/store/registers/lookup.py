"""Looks calls and open work up in the register files."""

from __future__ import annotations

from datetime import date
from itertools import islice

from callscript.core.records import CallSummary, Earlier, Query, TaskRecord
from callscript.store.names import ANYBODY, file_name
from callscript.store.registers.register_files import RegisterFiles
from callscript.store.registers.search import alike, by_urgency, in_order, last_closed, search


class FileLookup:
    """Reads register files."""

    def __init__(self, files: RegisterFiles) -> None:
        self._files = files

    def summaries(self, day: date, operator: str | None = None) -> list[CallSummary]:
        """Return a day's calls, the earliest first."""
        files = self._files
        registers = files.calls_of(day) if operator is None else [files.calls(day, operator)]
        return in_order(each for register in registers for each in files.read(register))

    def history(self, phone: str) -> list[Earlier]:
        """Return the calls under a number, the latest first."""
        register = self._files.phones(phone)
        return alike(phone, self._files.read(register) if register else [])

    def tasks(self, operator: str | None = None) -> list[TaskRecord]:
        """Return the open work of an operator and of anybody, or all of it, the most urgent first."""
        files = self._files
        names = () if operator is None else (file_name(operator), ANYBODY)
        registers = map(files.open_work, names) if names else files.all_open_work()
        return by_urgency(task for register in registers for task in files.read(register))

    def closed(self) -> list[TaskRecord]:
        """Return the work that was closed since its call was, what was closed last first."""
        files = self._files
        return last_closed(each.stands for register in files.histories() for each in files.read(register))

    def find(self, query: Query, most: int) -> list[CallSummary]:
        """Return the calls that answer a query, the latest first, and not more than so many."""
        return list(islice(search(query, reversed(self._files.known_days()), self.summaries, self.history), most))
