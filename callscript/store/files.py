"""The store in files: the journal, TinyDB registers beside it, and seats. The default."""

from __future__ import annotations

from callscript.runtime.clock import SystemClock
from callscript.runtime.paths import Folders
from callscript.store.journal.journal import FileJournal
from callscript.store.journal.spare import Spare
from callscript.store.journal.stamp import Stamping, of_this_machine
from callscript.store.others import Recorded
from callscript.store.outbox.files import FileOutbox
from callscript.store.ports import Store
from callscript.store.registers.lookup import FileLookup
from callscript.store.registers.register_files import RegisterFiles
from callscript.store.registers.registers import FileRegisters
from callscript.store.registers.tasks import FileTasks
from callscript.store.seats import FileSeats


class FileStore(Store):
    """All ports, below the folders of an account."""

    def __init__(self, folders: Folders, stamping: Stamping | None = None, recorded: Recorded | None = None) -> None:
        registers = RegisterFiles(folders.registers, folders.locks)
        stamping = stamping or of_this_machine(SystemClock())
        journal = FileJournal(folders.journal, stamping, Spare(folders.spare), recorded)
        super().__init__(
            journal=journal,
            seats=FileSeats(folders.open_calls, folders.locks),
            registers=FileRegisters(registers, tasks := FileTasks(registers)),
            tasks=tasks,
            lookup=FileLookup(registers),
            outbox=FileOutbox(folders.outbox),
        )
