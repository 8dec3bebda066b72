"""A call led by commands over a script, as an operator leads it, with a clock that is told to move.

Every expectation here fails with an AssertionError or a refusal, whatever has been taken away from the script: that is
what `test_mutations.py` relies on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from datetime import datetime

from msgspec.structs import replace

from callscript.core import acts
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call import timers
from callscript.core.call.call import Call
from callscript.core.call.decide import begin, decide, wanting
from callscript.core.call.fold import fold, fold_all
from callscript.core.call.notices import Delivery, deliveries, not_delivered
from callscript.core.call.outgoing import Continued
from callscript.core.call.refusal import Refused
from callscript.core.records import task_record
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask, Choose, Pick
from callscript.core.script.working_time import local
from callscript.core.standard.verdicts import Finding, Verdict, verdicts
from callscript.core.tasks import Standing
from callscript.dialogue.actions import ACTIONS
from callscript.dialogue.read import field_text
from callscript.dialogue.show import call_view
from callscript.dialogue.show.card import card
from callscript.dialogue.show.clocks import clocks
from callscript.dialogue.show.values import ClockLine, FieldRow, OfferLine, ScriptView
from callscript.runtime.clock import FakeClock
from callscript.store.names import new_call_id
from tests.core.scripts import due_of

MONDAY = "2026-11-23 10:00"
"""A working day in both countries."""
NIGHT = "2026-11-23 22:00"
NAME = "Олена Коваль"
LATIN = "Olena Koval"
FUNCTION_KEYS = {action.key.upper(): action.id for action in ACTIONS if action.detour}
"""By function key: the detour."""


class Talk:
    """One call: what the operator does, what the screen says, what the log proves."""

    def __init__(
        self,
        script: Script,
        start: str = MONDAY,
        *,
        gender: e.Gender = "feminine",
        phone: str = "",
        goes_on: Continued | None = None,
    ) -> None:
        self.script = script
        moment = datetime.fromisoformat(start)
        self.clock = FakeClock(moment if moment.tzinfo else moment.replace(tzinfo=script.zone))
        self.call = Call()
        self.log: list[e.Event] = []
        operator = e.Operator(number="17", name=NAME, name_latin=LATIN, gender=gender)
        now = self.clock.now()
        call = new_call_id("17", local(script, now))
        self._take(begin(script, call, operator, now, phone=phone, goes_on=goes_on))

    def fork(self) -> Talk:
        """Return a second call that has come to the same place in the same way."""
        other = copy(self)
        other.clock = FakeClock(self.clock.now())
        other.log = list(self.log)
        return other

    # What the operator does

    def do(self, *commands: c.Command) -> None:
        """Carry out commands."""
        for command in commands:
            self._take(decide(self.script, self.call, command, self.clock.now()))

    def take(self, step: str, answer: str = "") -> None:
        """Do the current step, which must be `step`: answer it, or press Enter."""
        self.at(step)
        current = self.script.steps[step]
        if isinstance(current, Ask) and answer:
            self.fill(current.field, answer)
        self.do(c.Answer(answer) if isinstance(current, Choose | Pick) and answer else c.Advance())

    def through(self, *steps: str | tuple[str, str]) -> None:
        """Do one step after another, those with an answer given as a pair."""
        for step in steps:
            self.take(*([step] if isinstance(step, str) else step))

    def say(self, step: str, *words: str) -> None:
        """Do the current step, which must show all these words."""
        self.at(step)
        self.shows(*words)
        self.do(c.Advance())

    def fill(self, field: str, value: str, *, absent: bool = False) -> None:
        """Write into a field, on the card or at the current step."""
        self.do(c.Fill(field, value, absent))

    def key(self, detour: str) -> None:
        """Press the key of a detour."""
        self.do(c.TakeDetour(detour))

    def digit(self, number: int) -> None:
        """Press a digit at a step that is not typed into."""
        offer = next((line for line in self.view.offers if line.number == number), None)
        assert offer is not None, f"no {number} at {self.call.step}"
        self.do(c.Answer(offer.id))

    def play(self, keys: str) -> None:
        """Press keys as an operator does: digits, Enter, Back, F2 to F12, «text» and Enter; `11s` lets time pass."""
        for key in re.findall(r"«[^»]*»|\S+", keys):
            if key == "Enter":
                self.do(c.Advance())
            elif key == "Back":
                self.do(c.Back())
            elif key.startswith("«"):
                step = self.script.steps[self.call.step]
                assert isinstance(step, Ask), f"nothing is typed at {step.id}"
                self.do(field_text.read(self.script, step.field, key[1:-1]))
                self.do(c.Advance())
            elif key.startswith("F"):
                self.key(FUNCTION_KEYS[key])
            elif key.endswith("s"):
                self.wait(float(key[:-1]))
            else:
                self.digit(int(key))

    def wait(self, seconds: float) -> None:
        """Let time pass, as the session's tick notices it."""
        self.clock.advance(seconds)
        self._take(timers.limits_reached(self.script, self.call, self.clock.now()))

    def hang_up(self, how: str = "close") -> None:
        """Press the end key and say how the call ends."""
        self.key("end")
        self.take("end_how", how)

    def finish(self, kind: str, after: float = 0) -> None:
        """Do the work of a kind that is due first, so many seconds later."""
        task = min((task for task in self.call.tasks if task.kind == kind), key=due_of, default=None)
        assert task is not None, f"no task {kind}"
        self.clock.advance(after)
        self._take([e.TaskDone(seq=self.call.seq + 1, at=self.clock.now(), task=task.id, kind=kind)])

    def deliver(self, *numbers: int, after: float = 0) -> None:
        """Have what others are to be told delivered, so many seconds later: all of it, or of these events."""
        self.clock.advance(after)
        owed, now = not_delivered(self.script, self.call), self.clock.now()
        found = [Delivery(each.notice, each.event, now) for each in owed if not numbers or each.event in numbers]
        self._take(deliveries(self.script, self.call, found))

    def owes(self) -> list[str]:
        """Name what others are to be told of the call and were not yet."""
        return [each.notice for each in not_delivered(self.script, self.call)]

    def moved(self, kind: str, event: type[e.TaskMoved], when: str, *, by: str = "18", **said: str) -> None:
        """Have somebody move the work of a kind outside of the call, at a time on the centre's clock."""
        found = self.call.tasks_done if event is e.TaskReopened else self.call.tasks
        task = next((task for task in found if task.kind == kind), None)
        assert task is not None, f"no task {kind}"
        self.clock.set(datetime.fromisoformat(when).replace(tzinfo=self.script.zone))
        start, seq = self.call.start, self.call.seq + 1
        made = event(
            seq=seq, at=self.clock.now(), task=task.id, kind=kind, call=start.call if start else "", by=by,
            attempt=task.attempt + 1,
        )  # fmt: skip
        assert isinstance(made, e.TaskMove)
        self._take([replace(made, **said)])

    def visited(self, deed: acts.Deed, when: str) -> None:
        """Have somebody do something to the visit that was booked, at a time on the centre's clock."""
        task = next((task for task in self.call.tasks if task.visit), None)
        assert task is not None, "no visit"
        self.clock.set(datetime.fromisoformat(when).replace(tzinfo=self.script.zone))
        stands = {name: getattr(task, name) for name in Standing.__struct_fields__}
        record = replace(task_record(self.call.start.call if self.call.start else "", "17", task), **stands)
        made = acts.event_of(record, deed, "18", task.attempt + 1, self.clock.now())
        self._take([replace(made, seq=self.call.seq + 1)])

    # What must be so

    def at(self, step: str) -> None:
        """Expect to be at a step."""
        assert self.call.step == step, f"at {self.call.step}, not at {step}"

    @property
    def view(self) -> ScriptView:
        """The script as it is on screen."""
        return call_view.script_view(self.script, self.call)

    def shows(self, *words: str) -> None:
        """Expect words in what is to be said now, letter by letter."""
        for each in words:
            assert each in self.view.words, f"{each!r} is not in {self.view.words!r}"

    def offer(self, option: str) -> OfferLine:
        """Return an answer offered, or dimmed, at the current step."""
        found = next((line for line in self.view.offers if line.id == option), None)
        assert found is not None, f"{option} is not at {self.call.step}"
        return found

    def offers(self) -> list[str]:
        """Name the answers that can be given now, without the detours."""
        return [line.id for line in self.view.offers if line.offered and not (line.apart or line.field)]

    def row(self, field: str) -> FieldRow:
        """Return a line of the caller's card."""
        found = next((row for row in card(self.script, self.call) if row.id == field), None)
        assert found is not None, f"{field} is not on the card"
        return found

    def clock_line(self) -> ClockLine:
        """Return the latest running clock."""
        lines = clocks(self.script, self.call, self.clock.now())
        assert lines, "no clock is running"
        return lines[0]

    def text(self, key: str) -> str:
        """Return a text of the pack as this call shows it."""
        return phrases.wording(self.script, self.call, key)

    def aids(self, clause: str) -> str:
        """Return the words at hand for a clause."""
        found = [aid.id for aid in self.script.pack.aids if clause in aid.clauses]
        assert found, f"nothing is at hand for {clause}"
        texts = [self.text(f"aid.{aid}.{part}") for aid in found for part in ("title", "text")]
        assert all(texts), f"empty words at hand for {clause}"
        return "\n".join(texts)

    def refuses(self, command: c.Command, code: str) -> tuple[str, ...]:
        """Expect a refusal; return the names it gives."""
        refusal = self._refusal(command)
        assert refusal is not None, f"{command} was not refused"
        assert refusal.code == code, f"refused as {refusal.code}, not as {code}"
        return refusal.names

    def _refusal(self, command: c.Command) -> Refused | None:
        try:
            decide(self.script, self.call, command, self.clock.now())
        except Refused as refusal:
            return refusal
        return None

    def value(self, field: str) -> str:
        """Return what a field holds."""
        kept = self.call.fields.get(field)
        assert kept is not None, f"{field} was not recorded"
        return kept.text

    def answer(self, step: str) -> str:
        """Return the answer recorded at a step."""
        assert step in self.call.answers, f"{step} was not answered"
        return self.call.answers[step]

    def due(self, kind: str) -> str:
        """Return when the call's latest task of a kind falls due, on the centre's clock."""
        found = [task for task in self.call.tasks if task.kind == kind]
        assert found, f"no task {kind}"
        return local(self.script, due_of(found[-1])).strftime("%Y-%m-%d %H:%M")

    # What the log proves

    def verdict(self, clause: str) -> Verdict:
        """Judge the call by a clause, as things stand now."""
        found = verdicts(self.script, self.call.watches, self.clock.now())
        judged = {verdict.clause: verdict for verdict in found}
        assert clause in judged, f"{clause} is not judged"
        return judged[clause]

    def stands(self, clause: str, finding: Finding, by: type[e.Event] | None = None, /, **fields: object) -> None:
        """Expect a verdict, decided by the latest event that is such; without one, by no event at all."""
        verdict = self.verdict(clause)
        assert verdict.verdict == finding, f"{clause} is {verdict.verdict} by {verdict.event}, not {finding}"
        assert verdict.event == (self.number(by, **fields) if by else None), f"{clause} {finding} by {verdict.event}"

    def is_promised(self, clause: str, kind: str) -> None:
        """Expect a clause to be open for nothing but work that outlives the call, until that is due."""
        verdict = self.verdict(clause)
        assert (verdict.verdict, verdict.lasting) == ("open", True), f"{clause} is {verdict.verdict}"
        assert verdict.limit == min(due_of(task) for task in self.call.tasks if task.kind == kind)
        wanted = [each.clause for each in wanting(self.script, self.call, self.clock.now())]
        assert clause not in wanted, f"{clause} wants a reason"

    def is_owed_yet(self, clause: str) -> None:
        """Expect a clause to be open for something that is owed in the call itself."""
        verdict = self.verdict(clause)
        assert (verdict.verdict, verdict.lasting) == ("open", False), f"{clause} is {verdict.verdict}"

    def is_met_once_done(self, clause: str, kind: str) -> None:
        """Expect a clause to be open for nothing but work, and to be met when that is done in time."""
        self.is_promised(clause, kind)
        done = self.fork()
        done.finish(kind)
        done.stands(clause, "met", e.TaskDone, kind=kind)

    def is_met_once_taken(self, clause: str, kind: str) -> None:
        """Expect a clause to be open until another operator has work: done by whose call it was is not enough.

        Unless what was learnt is noted with it.
        """
        self.is_promised(clause, kind)
        now = f"{self.clock.now().astimezone(self.script.zone):%Y-%m-%d %H:%M}"
        for by, event, finding, said in (
            ("21", e.TaskTaken, "met", {}),
            ("21", e.TaskDone, "met", {}),
            ("17", e.TaskTaken, "open", {}),
            ("17", e.TaskDone, "breached", {"result": "reached"}),
            ("17", e.TaskDone, "breached", {"result": "reached", "note": "–"}),
            ("17", e.TaskDone, "met", {"result": "reached", "note": "speciālists: jāatjauno sertifikāts"}),
            ("17", e.TaskDone, "met", {"note": e.ERASED}),
            ("21", e.TaskDropped, "breached", {"reason": "x"}),
        ):
            moved = self.fork()
            moved.moved(kind, event, now, by=by, **said)
            assert moved.verdict(clause).verdict == finding, (by, event, said)

    def is_made_good_by(self, clause: str, kind: str) -> None:
        """Expect a clause to be owed by work, whenever that is done: met by it, and breached if it is dropped."""
        verdict = self.verdict(clause)
        assert (verdict.verdict, verdict.lasting) == ("open", True), f"{clause} is {verdict.verdict}"
        done, dropped, again = self.fork(), self.fork(), self.fork()
        done.moved(kind, e.TaskDone, "2026-12-31 10:00", result="reached")
        assert done.verdict(clause).verdict == "met"
        dropped.moved(kind, e.TaskDropped, "2026-12-31 10:00", reason="x")
        dropped.stands(clause, "breached", e.TaskDropped, kind=kind)
        again.moved(kind, e.TaskDone, "2026-12-31 10:00", result="reached")
        again.moved(kind, e.TaskReopened, "2026-12-31 10:01", reason="x")
        assert again.verdict(clause) == verdict

    def is_a_reminder(self, clause: str) -> None:
        """Expect a clause that no log can decide to be said so, and to be on screen at the whole call."""
        self.stands(clause, "reminder")
        assert self.aids(clause)

    def number(self, kind: type[e.Event], /, **fields: object) -> int:
        """Return the number of the latest event that is such."""
        found = [event.seq for event in self.log if _is(event, kind, fields)]
        assert found, f"no {kind.__name__} {fields} in the log"
        return found[-1]

    def had_it_not_been(self, clause: str, kind: type[e.Event], /, **fields: object) -> Finding:
        """Judge the log as it would be without such events: what the script does not let happen is still judged."""
        assert self.number(kind, **fields)
        left = [event for event in self.log if not _is(event, kind, fields)]
        found = verdicts(self.script, fold_all(self.script, left).watches, self.clock.now())
        return next(verdict.verdict for verdict in found if verdict.clause == clause)

    def wants_a_reason(self, clause: str) -> None:
        """Expect the wrap-up not to close before a reason was given for this clause."""
        for outcome in self.script.pack.outcomes:
            try:
                self.do(c.SetOutcome(outcome.id))
            except Refused:
                continue
            break
        owed = self.refuses(c.Close(), "reasons_first")
        assert clause in owed
        for each in owed:
            self.do(c.Explain(each, "so it was"))
        self.do(c.Close())
        assert self.call.closed

    def _take(self, events: Sequence[e.Event]) -> None:
        for event in events:
            self.log.append(event)
            self.call = fold(self.script, self.call, event)


def _is(event: e.Event, kind: type[e.Event], fields: dict[str, object]) -> bool:
    return isinstance(event, kind) and all(getattr(event, name) == value for name, value in fields.items())
