"""A second opinion on the flow: python-statemachine, its states and transitions made out of the pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace
from statemachine import State, StateMachine

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.fold import fold
from callscript.core.call.guards import holds
from callscript.core.script.conditions import Guard
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask, Choose, End, Option, Pick, Wait

NOWHERE, OVER = "-", "."


class Oracle:
    """Leads a call by state machines, one for the main script and each detour, on a stack of its own."""

    def __init__(self, script: Script, call: Call) -> None:
        self.script = script
        self.views: list[Call] = [call]
        self.machine = self._build()()
        self.stack = [_Place("", [_Visit(call.step)])]

    @property
    def place(self) -> tuple[tuple[str, str], ...]:
        return tuple((place.detour, place.visit.step) for place in self.stack)

    def follow(self, before: Call, command: c.Command, events: Sequence[e.Event]) -> None:
        """Carry out a command that the engine has carried out, looking at the call as it was at each decision."""
        self.views = list(_views(self.script, before, events))
        match command:
            case c.Advance():
                self._advance()
            case c.Answer(option):
                self._choose(option)
            case c.Back():
                self._back()
            case c.TakeDetour(detour):
                self._take(detour)
            case c.LoseLine():
                self._end()
            case _:
                pass

    def _advance(self) -> None:
        top = self.stack[-1].visit
        step = self.script.steps[top.step]
        if isinstance(step, Choose | Pick):
            self._choose(self.views[0].answers[step.id])
        elif isinstance(step, End):
            self._end()
        else:
            top.done = True
            self._send("go")

    def _choose(self, option_id: str) -> None:
        top = self.stack[-1].visit
        step = self.script.steps[top.step]
        options = step.options if isinstance(step, Choose) else ()
        option = next((each for each in options if each.id == option_id), None)
        listed = isinstance(step, Pick) and any(
            entry.id == option_id and entry.kind == step.directory for entry in self.script.directory
        )
        if option is None and not listed:
            self._take(option_id)
            return
        top.done = True
        if option is None:
            self._send("go")
        elif option.end:
            self._end()
        elif option.leave or option.back:
            self._leave(cancelled=False, back=option.back)
        elif option.detour:
            self._enter(option.detour, onward=True)
        elif option.out:
            while self.stack and self.stack[-1].detour:
                self._leave(cancelled=True, out=True)
            self._arrive(self._run(NOWHERE, f"enter_{option.out}"))
        else:
            self._send(f"choose_{option.id}" if option.to else "go")

    def _back(self) -> None:
        place = self.stack[-1]
        steps = [visit.step for visit in place.trail]
        here = place.at
        while here > 1 and getattr(self.script.steps[steps[here - 1]], "again", None) == steps[place.at]:
            here = max((at for at in range(here - 1) if steps[at] == steps[place.at]), default=0)
        for at in reversed(range(here)):
            if not isinstance(self.script.steps[place.trail[at].step], Wait):
                place.at = at
                return
        self._leave(cancelled=True)

    def _take(self, detour: str) -> None:
        if not self.stack or self.stack[-1].detour != detour:
            self._enter(detour, onward=False)
        elif isinstance(self.script.steps[self.stack[-1].visit.step], Wait):
            if self.script.detours[detour].again == "leave":
                self._leave(cancelled=False)
            else:
                self._advance()
        else:
            self._leave(cancelled=True)

    def _enter(self, detour: str, *, onward: bool) -> None:
        first = self._run(NOWHERE, f"enter_{self.script.detours[detour].stage}")
        self._decided()
        self.stack.append(_Place(detour, [_Visit(first)], onward=onward))

    def _leave(self, *, cancelled: bool, out: bool = False, back: bool = False) -> None:
        place = self.stack.pop()
        self._decided()
        if out or not self.stack:
            return
        below = self.script.steps[self.stack[-1].visit.step]
        if place.onward and back:
            self._arrive(self._run(below.id, "again"))
        elif place.onward and not cancelled:
            self._send("go")
        elif isinstance(below, Wait) and below.again and below.timer not in self.views[0].running:
            self._arrive(below.again)

    def _end(self) -> None:
        self.views = self.views[-1:]
        after, self.stack = self.script.pack.after_call, []
        first = self._run(NOWHERE, f"enter_{after}") if after else OVER
        self.stack = [] if first == OVER else [_Place("", [_Visit(first)])]

    def _send(self, event: str) -> None:
        self._arrive(self._run(self.stack[-1].visit.step, event))

    def _arrive(self, step: str) -> None:
        if step == OVER:
            if self.stack and self.stack[-1].detour:
                self._leave(cancelled=False)
            else:
                self._decided()
                self.stack = []
            return
        self._decided()
        if not self.stack:
            self.stack = [_Place("", [_Visit(step)])]
            return
        place = self.stack[-1]
        place.at += 1
        if place.at == len(place.trail) or place.trail[place.at].step != step:
            place.trail[place.at :] = [_Visit(step)]
        if isinstance(self.script.steps[step], Wait) and place.visit.done:
            self._send("go")

    def _decided(self) -> None:
        """The next decision looks at the call as this one has left it."""
        if len(self.views) > 1:
            self.views.pop(0)

    def _run(self, state: str, event: str) -> str:
        self.machine.current_state_value = state
        self.machine.send(event)
        (value,) = self.machine.configuration_values
        return str(value)

    def _build(self) -> Callable[..., StateMachine]:
        states = {NOWHERE: State(initial=True, value=NOWHERE), OVER: State(value=OVER)}
        states |= {step: State(value=step) for step in self.script.steps}
        events: dict[str, object] = {"stop": states[NOWHERE].to(states[OVER]) | states[OVER].to(states[NOWHERE])}

        def connect(event: str, source: str, stage: str | None, after: str = "", again: str = "") -> None:
            for target, guard in self._candidates(stage, after, again):
                path = states[source].to(states[target], cond=self._condition(target, guard))
                events[event] = events[event] | path if event in events else path  # pyright: ignore[reportOperatorIssue]

        for stage in self.script.pack.stages:
            connect(f"enter_{stage.id}", NOWHERE, stage.id)
            for step in stage.steps:
                connect("go", step.id, stage.id, step.id)
                connect("again", step.id, stage.id, again=step.id)
                for option in step.options if isinstance(step, Choose) else ():
                    if _leads_on(option):
                        connect(f"choose_{option.id}", step.id, option.to)
        names = {f"state_{number}": state for number, state in enumerate(states.values())}
        return type("Flow", (StateMachine,), {**names, **events})

    def _candidates(self, stage: str | None, after: str, again: str = "") -> Iterator[tuple[str, Guard | None]]:
        """The steps that may come next, in order of preference; one without a condition ends the list."""
        passed = {""}
        while stage is not None and stage not in passed:
            found = self.script.stages[stage]
            names = [step.id for step in found.steps]
            if here := after or again:
                more = 0 if again or self.script.steps[here].each else 1
                follow = found.steps[names.index(here) + more :]
            else:
                passed.add(stage)
                follow = found.steps
            for step in follow:
                yield step.id, step.when
                if step.when is None and step.each is None:
                    return
            stage, after, again = found.next, "", ""
        yield OVER, None

    def _condition(self, target: str, guard: Guard | None) -> Callable[[], bool]:
        return lambda: self._has_work(target) and (guard is None or holds(guard, self._seen_from(target)))

    def _has_work(self, target: str) -> bool:
        """A step that is asked for each task of a kind is come to while there is one that it was not asked about."""
        view, step = self.views[0], self.script.steps.get(target)
        if step is None or step.each is None:
            return True
        place = self.stack[-1] if self.stack else None
        ahead = place is not None and any(visit.step == target for visit in place.trail[place.at + 1 :])
        asked = set[int]() if ahead else {entry.matter for entry in view.record if entry.step == target}
        return any(task.kind == step.each and task.matter not in asked for task in view.tasks)

    def _seen_from(self, target: str) -> Call:
        """What a step that lies ahead has itself found out does not count for its own condition."""
        view, step = self.views[0], self.script.steps.get(target)
        place = self.stack[-1] if self.stack else None
        if place is None or not any(visit.step == target for visit in place.trail[place.at + 1 :]):
            return view
        own = step.field if isinstance(step, Ask | Pick) else None
        fields = {name: value for name, value in view.fields.items() if name != own}
        answers = {name: answer for name, answer in view.answers.items() if name != target}
        last = {fact: entry.seq for entry in view.record if entry.step != target for fact in entry.facts}
        return replace(view, fields=fields, answers=answers, happened=last, latest_of=last)


class _Visit(Struct):
    step: str
    done: bool = False


class _Place(Struct):
    detour: str
    trail: list[_Visit]
    at: int = 0
    onward: bool = False

    @property
    def visit(self) -> _Visit:
        return self.trail[self.at]


def _leads_on(option: Option) -> bool:
    return bool(option.to) and not (option.end or option.leave or option.back or option.detour or option.out)


def _views(script: Script, call: Call, events: Sequence[e.Event]) -> Iterator[Call]:
    """The call before each event that moves it, and at the end."""
    for event in events:
        if isinstance(event, e.Moved | e.DetourEntered | e.DetourLeft | e.Ended):
            yield call
        call = fold(script, call, event)
    yield call
