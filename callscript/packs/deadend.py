"""Dead ends: stages of the main script whose steps can run out with nothing to go on to.

Every combination of the conditions is tried, so that ends whose conditions leave no gap are not complained of.
An answer counts as given where no way leads past its question, and only the answers that lead here are reckoned with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from callscript.core.script.conditions import Answered, Atom, Guard, Told, atoms, holds_where
from callscript.core.script.steps import Choose, End, Stage, Step
from callscript.core.script.working_time import needs_hours
from callscript.packs.draft import PackDraft
from callscript.packs.graph import Graph, Node, Way
from callscript.packs.numbers import can_go_together

_CASES = 4096
"""So many combinations are tried for one stage; a stage with more is not judged."""

_DEAD_END = "a dead end: the steps can run out here with no `next` stage and no `end`"
_RING = "a dead end: every step of this stage, and of those that follow it, can be passed over"

Answers = dict[str, str | None]


def check_dead_ends(draft: PackDraft, graph: Graph) -> None:
    """Complain of stages in which a call can come to have nothing to ask."""
    for stage in draft.pack.stages:
        if not stage.steps or not any(node.context == "main" and node.stage == stage.id for node in graph.next):
            continue
        ring = _ring(draft, stage)
        if stage.next is not None and not ring:
            continue
        if any(_is_told_of(draft, f"stages[{each.id}].steps[") for each in ring or [stage]):
            continue
        steps = [step for each in ring or [stage] for step in each.steps]
        runs_out = _passed_over if ring else _run_out
        if any(runs_out(steps, told, answers) for told, answers in _cases(draft, graph, stage, steps)):
            message = _RING if ring else _DEAD_END
            draft.report.add(f"stages[{stage.id}]", message + led_from_main(draft, graph, stage.id), stage.id)


def check_hidden(draft: PackDraft, graph: Graph) -> None:
    """Complain of choices all of whose answers can be hidden at once, some by a condition, some by the hour."""
    for place in draft.places:
        if not isinstance(place.step, Choose) or not place.step.options:
            continue
        if not any(node.stage == place.stage.id for node in graph.next) or _is_told_of(draft, place.key):
            continue
        sure = [option for option in place.step.options if not (draft.pack.hours and needs_hours(option.task))]
        if all(option.when for option in sure) and any(
            holds_where(place.step.when, told) and not any(holds_where(option.when, told) for option in sure)
            for told, _ in _cases(draft, graph, place.stage, [place.step])
        ):
            message = (
                "all its answers can be hidden at once: leave one without `when`, or let the conditions leave no gap"
            )
            draft.report.add(f"{place.key}.options", message, place.stage.id)


def _is_told_of(draft: PackDraft, place: str) -> bool:
    """Tell whether a condition is complained of already: there is no telling what it is to leave open."""
    return any(problem.key.startswith(place) and ".when." in problem.key for problem in draft.report.problems)


def led_from_main(draft: PackDraft, graph: Graph, stage: str) -> str:
    """Say, of a stage of a detour, what in the main script leads to it as if it were one of its own; empty: nothing."""
    detour = next((each.id for each in draft.pack.detours if each.stage == stage), "")
    led = next(_leading_from_main(draft, graph, stage), "") if detour else ""
    told = f': {led} leads here as to a stage of the main script; take the detour by detour = "{detour}" of'
    return led and f"{told} {'a step' if led.endswith('.next') else 'the answer'}"


def _leading_from_main(draft: PackDraft, graph: Graph, stage: str) -> Iterator[str]:
    """Yield the keys in the main script that lead to a stage."""
    main = {(node.stage, graph.step(node).id) for node in graph.next if node.context == "main"}
    for place, option, key in draft.options():
        if option.out == stage:
            yield f"{key}.out"
        elif option.to == stage and (place.stage.id, place.step.id) in main:
            yield f"{key}.to"
    for before in draft.pack.stages:
        if before.next == stage and before.id in {name for name, _ in main}:
            yield f"stages[{before.id}].next"


def _ring(draft: PackDraft, stage: Stage) -> list[Stage]:
    """Return the stages that lead from this one back to it by `next`, if they do."""
    ring = [stage]
    while (following := draft.stages.get(ring[-1].next or "")) and following not in ring:
        ring.append(following)
    return ring if following is stage else []


def _passed_over(steps: list[Step], told: Told, _: Answers) -> bool:
    return not any(holds_where(step.when, told) for step in steps)


def _run_out(steps: list[Step], told: Told, answers: Answers) -> bool:
    for step in steps:
        if not holds_where(step.when, told):
            continue
        if isinstance(step, End):
            return False
        if isinstance(step, Choose):
            onward = [
                option.id
                for option in step.options
                if not (option.to or option.out or option.end or option.leaves) and holds_where(option.when, told)
            ]
            if not onward or (step.id in answers and answers[step.id] not in onward):
                return False
    return True


def _cases(draft: PackDraft, graph: Graph, stage: Stage, steps: list[Step]) -> Iterator[tuple[Told, Answers]]:
    """Yield every combination of what the conditions of `steps` ask for; a detour may be taken after any answer."""
    found = list(dict.fromkeys(atom for step in steps for guard in _guards(step) for atom in atoms(guard)))
    facts: list[Atom] = [atom for atom in found if not isinstance(atom, Answered)]
    choices = list(dict.fromkeys(atom.step for atom in found if isinstance(atom, Answered)))
    domains = [_answers(draft, graph, stage, choice) or [None, *draft.answers.get(choice, ())] for choice in choices]
    total = 2 ** len(facts)
    for domain in domains:
        total *= len(domain)
    if total > _CASES:
        return
    for truths in product((True, False), repeat=len(facts)):
        known = dict(zip(facts, truths, strict=True))
        if not can_go_together(draft, known):
            continue
        for given in product(*domains):
            answers = dict(zip(choices, given, strict=True))
            yield _judge(known, answers), answers


def _guards(step: Step) -> Iterator[Guard]:
    """Yield the guards of a step and of its options."""
    if step.when is not None:
        yield step.when
    if isinstance(step, Choose):
        yield from (option.when for option in step.options if option.when is not None)


def _judge(known: dict[Atom, bool], answers: Answers) -> Told:
    def told(atom: Atom) -> bool:
        if not isinstance(atom, Answered):
            return known[atom]
        given = answers[atom.step]
        return given is not None and (not atom.among or given in atom.among)

    return told


def _answers(draft: PackDraft, graph: Graph, stage: Stage, choice: str) -> list[str | None]:
    """Return the answers to `choice` with which a call may come through this stage; None: not answered."""
    step = draft.steps.get(choice)
    if not isinstance(step, Choose):
        return [None, *draft.answers.get(choice, ())]
    if step in stage.steps:
        return [*(option.id for option in step.options), *([None] if step.when else [])]
    main = [node for node in graph.next if node.context == "main"]
    asked = [node for node in main if graph.step(node) is step]
    here = {node for node in main if node.stage == stage.id}

    def comes_here(begin: Iterable[Node | Way]) -> bool:
        return bool(here & graph.spread(begin, asked))

    led: list[str | None] = [
        option.id for option in step.options if any(comes_here(graph.answered(node, option)) for node in asked)
    ]
    begins: list[Node | Way] = [node for start in draft.begins for node in graph.enter("main", start)]
    return [*led, None] if comes_here(begins) else led
