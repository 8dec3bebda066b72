"""The registers in files: calls and open work are entered when a call is over, and again from the journals."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from callscript.core.call.effects import FileCall, effects
from callscript.core.records import CallSummary, Filed, Summarise, TaskHistory, TaskRecord
from callscript.runtime.files import make_folder
from callscript.store.errors import Damaged, StoreError
from callscript.store.in_words import in_words
from callscript.store.logs import DayLog
from callscript.store.names import LogRef, file_name, filed_as
from callscript.store.ports import Journal, Rebuilt, Standing
from callscript.store.rebuilding import Remade, all_calls
from callscript.store.registers.anew import beside, put_in_place
from callscript.store.registers.record_file import RecordFile, sync, write
from callscript.store.registers.register_files import RegisterFiles
from callscript.store.registers.search import filed_under
from callscript.store.registers.survey import survey
from callscript.store.registers.tasks import FileTasks, place_of
from callscript.store.registers.work import CallWork

_Record = TypeVar("_Record", bound=Struct)
_ByFile = dict[Path, dict[str, _Record]]
"""By file, and by id."""


class FileRegisters:
    """Writes register files."""

    def __init__(self, files: RegisterFiles, tasks: FileTasks | None = None) -> None:
        self._files = files
        self._tasks = tasks or FileTasks(files)

    def file_call(self, summary: CallSummary, tasks: Sequence[TaskRecord]) -> None:
        """Enter a call and its open work, in place of what is there."""
        files, calls = self._files, self._files.calls(summary.day, summary.operator)
        ref, owners = (
            LogRef(summary.day, file_name(summary.operator)),
            [task.owner for task in tasks if task.owner is not None],
        )
        with self._tasks.alone(summary.id, ref, owners) as held:
            held.work.leave(tasks)
            before = next((each for each in files.sound(calls) if each.id == summary.id), None)
            old, new = _of_numbers(files, before), _of_numbers(files, summary)
            left = [register for path, register in old.items() if path not in new]
            with files.lanes(*left, *new.values()):
                for register in (*left, *new.values()):
                    files.sound(register)
                for register in left:
                    register.remove("id", summary.id)
                    sync(write(register))  # before the calls say that it is elsewhere
                for register in new.values():
                    register.put(summary)
                calls.put(summary)
                folders = write(*(written := (*new.values(), *held.renew(), calls)))
                files.inventory.add(register.path for register in written if not register.missing)
        sync(folders)  # not under the locks: whoever comes next finds the files in their places already

    def note_owed(self, summary: CallSummary) -> None:
        """Enter how a filed call stands with the clauses now."""
        if (ref := filed_as(summary.id)) is None:
            return
        files, calls = self._files, RecordFile(self._files.day_folder(ref.day) / f"{ref.operator}.json", CallSummary)
        with files.under(files.locks.share()), files.lanes(calls):
            before = next((each for each in files.sound(calls) if each.id == summary.id), None)
            if before is None or (now := before.standing_as(summary)) == before:
                return
            numbers = _of_numbers(files, before).values()
            with files.lanes(*numbers):
                for register in (*numbers, calls):
                    files.sound(register)
                    register.put(now)
                folders = write(*numbers, calls)
        sync(folders)

    def rebuild(self, journal: Journal, summarise: Summarise, *, losing: bool = True) -> Rebuilt:
        """Make the registers again from the journal, which is only read."""
        problems: list[Damaged] = []

        def made(place: RegisterFiles) -> int:
            count = _fill(place, all_calls(journal, summarise, problems))
            for day in journal.days():
                make_folder(place.day_folder(day))
            return count

        return Rebuilt(self._make_anew(made, problems, losing=losing), problems)

    def fill(self, calls: Iterable[Filed]) -> int:
        """Make all registers anew; return the number of calls."""
        return self._make_anew(lambda place: _fill(place, ((filed, ()) for filed in calls)), [], losing=True)

    def incomplete(self) -> bool:
        """Tell whether registers were set aside, or are gone, since the last rebuild."""
        with in_words(self._files.mark):
            return os.path.lexists(self._files.mark) or self._files.gone()

    def standing(self, journal: Journal) -> Standing:
        """Tell how the registers stand beside the journal."""
        days, filed = journal.days(), self._files.days()
        # On the latest day there may be no call yet but one that is being led, which is filed when it is over.
        lacking = not {*days[:-1]} <= {*filed}
        if days and not lacking and self._files.lacks_parts():  # nor any folder, if that day is the first
            lacking = self._files.locks.used or _any_over(journal.read_day(days[-1]))
        gone = [day for day in filed if day not in days and self._files.names(self._files.day_folder(day))]
        return Standing(complete=not (lacking or self.incomplete()), gone=gone)

    def wanting(self) -> list[StoreError]:
        """Return what of the registers is gone, damaged or cannot be read. All files are looked at, none is changed."""
        return survey(self._files)

    def take_notices(self) -> list[Damaged]:
        """Return what was set aside, by those who looked something up too, since the last time this was asked."""
        return self._files.notices.take()

    def _make_anew(self, make: Callable[[RegisterFiles], int], problems: list[Damaged], *, losing: bool) -> int:
        """Make registers beside those that are used, and put them in their place; return the number of calls."""
        files = self._files
        with files.under(files.locks.whole()), beside(files.folder) as place:
            new = files.at(place)
            new.make_parts()
            count = make(new)
            problems += put_in_place(place, files.folder, losing=losing)
        return count


def _any_over(day: DayLog) -> bool:
    """Tell whether a call of a day is over, so that it should have been filed."""
    return any(FileCall() in effects(event) for events in day.calls.values() for event in events)


def _of_numbers(files: RegisterFiles, summary: CallSummary | None) -> dict[Path, RecordFile[CallSummary]]:
    """Return the registers of the numbers that a call is found by."""
    found = (files.phones(number) for number in (filed_under(summary) if summary else ()))
    return {register.path: register for register in found if register}


def _fill(files: RegisterFiles, calls: Iterable[Remade]) -> int:
    """Write registers where none are; return the number of calls. Of one that comes twice the second counts."""
    by_day: _ByFile[CallSummary] = defaultdict(dict)
    by_phone: _ByFile[CallSummary] = defaultdict(dict)
    by_owner: _ByFile[TaskRecord] = defaultdict(dict)
    histories: _ByFile[TaskHistory] = defaultdict(dict)
    for (summary, tasks), moves in calls:
        by_day[files.calls(summary.day, summary.operator).path][summary.id] = summary
        for path in _of_numbers(files, summary):
            by_phone[path][summary.id] = summary
        work = CallWork(summary.id, (), tasks)
        for event in moves:
            work.move(event)
        for history in work.histories:
            path = files.history(LogRef(summary.day, file_name(summary.operator))).path
            histories[path][history.id] = history
            for earlier in by_owner.values():  # if it comes twice
                earlier.pop(history.id, None)
        for task in work.open_tasks:
            by_owner[files.open_work(place_of(task)).path][task.id] = task
    _make(by_day, CallSummary)
    _make(by_phone, CallSummary)
    _make(by_owner, TaskRecord)
    _make(histories, TaskHistory)
    with in_words(files.inventory.path):
        files.inventory.add(())
    return sum(map(len, by_day.values()))


def _make(by_file: _ByFile[_Record], kind: type[_Record]) -> None:
    for path, records in by_file.items():
        if records:
            _write_one(RecordFile(path, kind), records.values())


def _write_one(register: RecordFile[_Record], records: Iterable[_Record]) -> None:
    register.fill(records)
    with in_words(register.path):
        folders = write(register)
    sync(folders)
