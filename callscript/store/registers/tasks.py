"""Work in the register files. Open work lies by whose it is, `tasks/17.json`, and `tasks/_anybody.json`; what
became of work by the day and operator of its call, `tasks/2026-11-23/17.json`: what is closed makes no list longer.

Whoever changes the work of a call has the lanes of that call's operator and of all whose work it was or will be.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from callscript.core.call.events import TaskMove
from callscript.core.records import Granted, TaskHistory, TaskRecord, task_id
from callscript.core.tasks import Act, TaskRefused, granted
from callscript.store.names import LogRef, file_name, filed_as, work_file
from callscript.store.registers.record_file import RecordFile, sync, write
from callscript.store.registers.register_files import RegisterFiles
from callscript.store.registers.work import CallWork

_WHERE = ((), ("",))
"""Where work is looked for: with the operator of its call and those who moved it; if it is not there, with anybody's
too, which many wait for.
"""


class Held(NamedTuple):
    """The work of a call, under its locks, and the registers that it stands in."""

    work: CallWork
    history: RecordFile[TaskHistory]
    histories: Sequence[TaskHistory]
    """What is in that."""
    lists: Mapping[str, RecordFile[TaskRecord]]
    """By the name of a file: the open work of all whose it may be."""
    listed: Mapping[str, Sequence[TaskRecord]]
    """What is in these."""

    def renew(self) -> list[RecordFile[TaskRecord] | RecordFile[TaskHistory]]:
        """Have the registers say how the work stands now; return those that are to be written, in this order.

        Whoever reads meanwhile, without a lock, finds work in the history or in a list at any moment, maybe in two.
        """
        call, placed = self.work.call, dict[str, list[TaskRecord]]()
        for task in self.work.open_tasks:
            placed.setdefault(place_of(task), []).append(task)
        for name, register in self.lists.items():
            before, mine = self.listed[name], placed.get(name, [])
            if _by_id(task for task in before if task.call == call) != _by_id(mine):
                register.fill([task for task in before if task.call != call] + mine)
        now = self.work.histories
        if _by_id(each for each in self.histories if each.call == call) != _by_id(now):
            self.history.fill([each for each in self.histories if each.call != call] + [*now])
        gets, loses = ([each for name, each in self.lists.items() if (name in placed) == has] for has in (True, False))
        return [self.history, *gets, *loses]


class FileTasks:
    """Shares work out of register files."""

    def __init__(self, files: RegisterFiles) -> None:
        self._files = files

    def take(self, task: str, by: str, at: datetime, act: Act = "move") -> Granted:
        """Grant an attempt at work, or raise `TaskRefused`."""
        call, ref = _named(task)
        if ref is None:
            raise TaskRefused("unknown")
        for more in _WHERE:
            with self.alone(call, ref, more) as held:
                if (record := held.work.of(task)) is None:
                    continue
                lease = granted(record, record.lease, by, at, act)
                held.work.lend(task, lease)
                folders = self._write(held)
            sync(folders)
            return Granted(record, lease.attempt)
        raise TaskRefused("unknown")

    def enter(self, call: str, owed: Callable[[], Sequence[TaskRecord]]) -> None:
        """Enter work of a call that is not filed yet, but for what is known of it."""
        if (ref := filed_as(call)) is None:
            return
        with self.alone(call, ref, ("",)) as held:  # a call owes for its operator, or for anybody
            held.work.enter(owed())
            folders = self._write(held)
        sync(folders)

    def file(self, event: TaskMove) -> TaskRecord | None:
        """Enter what became of work; return how it stands then."""
        call, ref = _named(event.call)
        if ref is None:
            return None
        for more in _WHERE:
            with self.alone(call, ref, (event.by, getattr(event, "to", event.by), *more)) as held:
                if not held.work.move(event):
                    continue
                folders = self._write(held)
            sync(folders)
            return held.work.of(task_id(event.call, event.task))
        return None

    def find(self, task: str) -> TaskRecord | None:
        """Return work as it stands; None: it is not known."""
        call, ref = _named(task)
        if ref is None:
            return None
        return next((found for more in _WHERE if (found := self._read(call, ref, more).of(task))), None)

    def of_call(self, call: str) -> list[TaskMove]:
        """Return what became of the work of a call since it was closed."""
        ref = filed_as(call)
        return CallWork(call, self._files.read(self._files.history(ref)), ()).moves if ref else []

    @contextmanager
    def alone(self, call: str, ref: LogRef, more: Iterable[str] = ()) -> Generator[Held]:
        """Yield the work of a call, with all to itself that has to do with it: what a few more operators have, too."""
        files, names = self._files, {ref.operator, *map(work_file, more)}
        while True:
            names |= _owners(CallWork(call, files.read(files.history(ref)), ()), ref)
            with files.under(files.locks.share()), files.locks.lanes(f"operator-{name}" for name in names):
                files.make_parts()
                history, lists = files.history(ref), {name: files.open_work(name) for name in sorted(names)}
                histories, listed = files.sound(history), {name: files.sound(each) for name, each in lists.items()}
                work = CallWork(call, histories, chain.from_iterable(listed.values()))
                if _owners(work, ref) <= names:  # else somebody handed it on in this very moment
                    yield Held(work, history, histories, lists, listed)
                    return

    def _read(self, call: str, ref: LogRef, more: Iterable[str]) -> CallWork:
        """Read the work of a call, without any lock."""
        files = self._files
        names = _owners(CallWork(call, files.read(files.history(ref)), ()), ref)
        lists = map(files.open_work, names.union(map(work_file, more)))
        listed = [task for register in lists for task in files.read(register)]
        return CallWork(call, files.read(files.history(ref)), listed)  # once more: it may have left a list just now

    def _write(self, held: Held) -> set[Path]:
        written = held.renew()
        folders = write(*written)
        self._files.inventory.add(register.path for register in written if not register.missing)
        return folders


def place_of(task: TaskRecord) -> str:
    """Return the name of the file that open work stands in."""
    return file_name(task.operator) if task.owner is None else work_file(task.owner)


def _named(task: str) -> tuple[str, LogRef | None]:
    """Return the call that work is of, and what its id says."""
    call = task.partition("/")[0]
    return call, filed_as(call)


def _owners(work: CallWork, ref: LogRef) -> set[str]:
    """Return the names of the files that work may stand in."""
    return {ref.operator if owner is None else work_file(owner) for owner in work.owners}


def _by_id(records: Iterable[TaskRecord | TaskHistory]) -> list[TaskRecord | TaskHistory]:
    key: Callable[[TaskRecord | TaskHistory], str] = lambda each: each.id  # noqa: E731
    return sorted(records, key=key)
