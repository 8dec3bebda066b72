"""Files calls with what was delivered about them, as a session ends them or a letter arrives later."""

from __future__ import annotations

from callscript.core.call.call import Call
from callscript.core.call.fold import fold_all, moved_on
from callscript.core.script.model import Script
from callscript.packs.versions import Versions
from callscript.service.delivery.delivered import with_deliveries
from callscript.service.notices import Notices
from callscript.service.summary import filed, summarise
from callscript.store.ports import Journal, Outbox, Registers, Tasks


class Filing:
    """Enters calls in the registers. Its methods are called off the event loop."""

    def __init__(
        self,
        journal: Journal,
        registers: Registers,
        tasks: Tasks,
        outbox: Outbox,
        versions: Versions,
        notices: Notices,
    ) -> None:
        self._journal = journal
        self._registers = registers
        self._tasks = tasks
        self._outbox = outbox
        self._versions = versions
        self._notices = notices

    def file(self, script: Script, call: Call) -> None:
        """File a call."""
        while True:
            whole = with_deliveries(script, call, self._outbox)
            moves = self._tasks.of_call(call.start.call) if call.start else ()
            if found := filed(script, whole, moves):
                self._registers.file_call(*found)
                self._notices.add(*self._registers.take_notices())
            call = with_deliveries(script, whole, self._outbox)
            if call is whole:  # nothing was delivered meanwhile, of which whoever did it may have filed the call before
                return

    def file_again(self, call_id: str) -> None:
        """Enter how a call stands of which something was delivered after it was closed."""
        log = self._journal.read_call(call_id).whole
        script = self._versions.of(log)
        if script is None or not (call := with_deliveries(script, fold_all(script, log), self._outbox)).closed:
            return
        if summary := summarise(script, moved_on(script, call, self._tasks.of_call(call_id))):
            self._registers.note_owed(summary)
