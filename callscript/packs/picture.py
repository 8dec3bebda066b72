"""The flow of a script as points and ways between them, once for every manner of drawing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from callscript.core.call import events as e
from callscript.core.script.model import Script, Text
from callscript.core.script.steps import Choose, End, Leads, Option, Say, Stage, Step

Onward = Literal["on"] | Leads
"""Where an answer leads: to the next step, to a stage, out of every detour, into one, back, to the end of the call."""


class Way(NamedTuple):
    """An answer, and where it leads."""

    option: str
    digit: int
    leads: Onward
    target: str


class Seen(NamedTuple):
    """How many calls there were, and how many of them came to a step, gave an answer, took a detour."""

    calls: int
    steps: Counter[str]
    answers: Counter[tuple[str, str]]
    detours: Counter[str]


class Picture:
    """A script to be drawn, with what was seen of it in calls if that is known."""

    def __init__(self, script: Script, seen: Seen | None = None) -> None:
        self.script = script
        self.seen = seen

    @property
    def stages(self) -> Sequence[Stage]:
        """The stages in the order of their file."""
        return self.script.pack.stages

    @property
    def begins(self) -> Iterator[tuple[str, str]]:
        """Yield what begins at which stage."""
        pack = self.script.pack
        yield from (("start", start.stage) for start in pack.start)
        yield from [("outgoing", pack.outgoing.stage)] if pack.outgoing else []
        yield from [("after_call", pack.after_call)] if pack.after_call else []

    def words(self, key: str) -> str:
        """Return a text in the centre's own language, in its first wording; empty: there is none."""
        return _first(self.script.texts[self.script.own_language].get(key, ""))

    def step_words(self, step: Step) -> str:
        """Return the words of a step: of a line that is said elsewhere too, those."""
        return self.words(f"step.{(isinstance(step, Say) and step.phrase) or step.id}")

    def first(self, stage: str) -> str:
        """Return the first step of a stage, or of the one behind it if it has none; empty: there is none."""
        seen: set[str] = set()
        while stage and stage not in seen:
            seen.add(stage)
            found = self.script.stages[stage]
            if found.steps:
                return found.steps[0].id
            stage = found.next or ""
        return ""

    def behind(self, stage: Stage, step: Step) -> str:
        """Return the step that comes behind one; empty: the detour is left there."""
        at = stage.steps.index(step) + 1
        return stage.steps[at].id if at < len(stage.steps) else self.first(stage.next or "")

    def goes_on(self, step: Step) -> bool:
        """Tell whether the next step may come behind this one without an answer."""
        return not isinstance(step, Choose | End)

    def came_to(self, step: str) -> int | None:
        """Return how many calls came to a step; None: nobody has counted."""
        return self.seen and self.seen.steps[step]

    def answered(self, step: str, option: str) -> int | None:
        """Return how many calls gave an answer; None: nobody has counted."""
        return self.seen and self.seen.answers[step, option]


def ways(step: Step) -> Iterator[Way]:
    """Yield the answers of a step, and where they lead."""
    if isinstance(step, Choose):
        for digit, option in enumerate(step.options, start=1):
            yield Way(option.id, digit, *_leads(option))


def seen(logs: Iterable[Sequence[e.Event]]) -> Seen:
    """Count, of calls, each step, answer and detour once a call."""
    steps, answers, detours = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    calls = 0
    for log in logs:
        calls += 1
        steps.update({step for event in log if (step := _step(event))})
        answers.update({(event.step, event.option) for event in log if isinstance(event, e.Chosen)})
        detours.update({event.detour for event in log if isinstance(event, e.DetourEntered)})
    return Seen(calls, steps, answers, detours)


def _step(event: e.Event) -> str | None:
    """Return the step that an event came to."""
    if isinstance(event, e.Moved):
        return event.to
    return event.step if isinstance(event, e.CallStarted | e.DetourEntered | e.Ended) else None


def _leads(option: Option) -> tuple[Onward, str]:
    key = option.leads
    target = getattr(option, key) if key else ""
    return key or "on", target if isinstance(target, str) else ""


def _first(text: Text) -> str:
    while isinstance(text, dict):
        text = next(iter(text.values()), "")
    return text
