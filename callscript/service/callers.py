"""What is known of a caller by their numbers: the calls before, on all hosts of the centre, and what they left open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from callscript.contacts.phones import kept, numbers
from callscript.core.records import Caller, CallSummary, Earlier, Promise, TaskRecord
from callscript.core.script.model import Script
from callscript.packs.versions import Versions
from callscript.store.others import Elsewhere, OtherHosts
from callscript.store.ports import Journal, Lookup

_IN_WORDS = 5
"""How many of a caller's promises are read in their words."""
_LISTED = 100
"""How many of a caller's earlier calls, and of what they left open, are worth listing while the next call is led."""


class Callers:
    """Looks up callers, on a thread of whoever wants to know."""

    def __init__(
        self, script: Script, versions: Versions, journal: Journal, lookup: Lookup, others: OtherHosts
    ) -> None:
        self._script = script
        self._versions = versions
        self._journal = journal
        self._lookup = lookup
        self._others = others

    def earlier(self, told: Sequence[str]) -> Elsewhere:
        """Return the calls from the numbers in some texts, of this host and of others, the latest first."""
        found: dict[str, Earlier] = {}
        left_out, asked = 0, True
        for number in dict.fromkeys(number for text in told for number in numbers(text, self._script.pack.region)):
            here, elsewhere = self._lookup.history(number), self._others.history(number)
            left_out, asked = left_out + elsewhere.left_out, asked and elsewhere.asked
            for each in (*elsewhere.earlier, *here):
                if each.sure or each.summary.id not in found:
                    found[each.summary.id] = each
        latest = sorted(found.values(), key=lambda each: (each.summary.started, each.summary.id), reverse=True)
        return Elsewhere(latest, left_out, asked)

    def known(self, told: Sequence[str], call_id: str, own: str, today: date) -> Caller:
        """Return what is known by the numbers in some texts, but for one call; `own` is the caller's own."""
        found = self.earlier(told)
        earlier = [each for each in found.earlier if each.summary.id != call_id]
        promises = self._promises_of(earlier)
        return Caller(
            told,
            earlier[:_LISTED],
            promises[:_LISTED],
            sure=sum(each.sure for each in earlier),
            older=len(earlier[_LISTED:]) + found.left_out,
            less_urgent=len(promises[_LISTED:]),
            others_asked=found.asked,
            conditions=self._holding(found, [each.summary for each in earlier], own, today),
        )

    def _holding(self, found: Elsewhere, calls: Sequence[CallSummary], own: str, today: date) -> tuple[str, ...] | None:
        """Return what of the script's conditions on earlier calls holds; None: not all calls are known that count."""
        conditions = self._script.pack.earlier
        if not conditions or not found.asked:
            return None
        from callscript.core.earlier_calls import first_day, holding  # no other script waits for it

        own = kept(own, self._script.pack.region) or own
        held = holding(conditions, own, calls, today)
        listed = [each.summary.day for each in found.earlier if each.host]  # the latest; what is left out lies before
        for each in conditions if found.left_out else ():
            if each.id not in held and all(day >= first_day(each, today) for day in listed):
                return None
        return held

    def _promises_of(self, calls: Sequence[Earlier]) -> list[Promise]:
        """Look up what calls left open, with whichever operator."""
        sure = {each.summary.id: each.sure for each in calls}
        open_work = self._lookup.tasks() if sure else ()
        found = [task for task in open_work if task.call in sure]
        return [
            Promise(task, sure[task.call], self._words_of(task) if at < _IN_WORDS else "")
            for at, task in enumerate(found)
        ]

    def _words_of(self, task: TaskRecord) -> str:
        """Read in which words work was promised; empty: that cannot be read."""
        from callscript.dialogue.show.task_told import promised_words

        log = self._journal.read_call(task.call).events
        script = self._versions.of(log) if log else None
        return promised_words(script, log, task.task) if script else ""
