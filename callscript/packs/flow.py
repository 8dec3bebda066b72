"""The flow of a pack: every stage can be come to, and no call gets to where nothing leads on."""

from __future__ import annotations

from callscript.core.script.base import ENDS
from callscript.core.script.conditions import Atom, BegunOpen, Happened, holds_where
from callscript.core.script.model import Start
from callscript.core.script.steps import Choose, End, Wait, detour_behind
from callscript.packs.deadend import check_dead_ends, check_hidden, led_from_main
from callscript.packs.draft import PackDraft
from callscript.packs.facts import as_meant, endings
from callscript.packs.graph import Context, Graph, Node, Way
from callscript.packs.promises import check_promises


def check_flow(draft: PackDraft) -> None:
    """Complain of what no call comes to, and of where a call could not go on."""
    graph = Graph(draft)
    _start(draft)
    _reachable(draft, graph)
    _steps(draft, graph)
    check_dead_ends(draft, graph)
    check_hidden(draft, graph)
    _waits(draft, graph)
    _loops(draft, graph, "main", "the end of the call")
    _loops(draft, graph, "detour", "the way back out of the detour")
    _outcomes(draft)
    check_promises(draft, graph)


def _start(draft: PackDraft) -> None:
    pack = draft.pack
    if not pack.start:
        draft.report.add("start", "nothing begins a call: name a stage")
        return
    for is_open in (True, False) if pack.hours else (True,):
        hour = "open" if is_open else "closed"
        if not any(_begins(draft, start, is_open, {"incoming"}) for start in pack.start):
            draft.report.add("start", f"nothing begins a call while the centre is {hour}")
        if pack.outgoing is None or draft.meant(pack.outgoing.stage, draft.stages) not in draft.stages:
            continue
        for kind in pack.outgoing.done:
            if not _begins(draft, Start(stage=pack.outgoing.stage), is_open, {"outgoing", f"continues:{kind}"}):
                message = f"nothing begins a call about work of the kind '{kind}' while the centre is {hour}"
                draft.report.add("outgoing.stage", message)


def _begins(draft: PackDraft, start: Start, is_open: bool, happened: set[str]) -> bool:
    """Tell whether a call finds a step here: nothing has happened yet but that it begins, open or closed."""
    happened = {"started", "open" if is_open else "closed_hours", *happened}

    def told(atom: Atom) -> bool:
        if isinstance(atom, Happened):
            return atom.fact in happened and atom.times in (None, 1)
        return isinstance(atom, BegunOpen) and is_open

    seen: set[str] = set()
    name = draft.meant(start.stage, draft.stages)
    while holds_where(start.when, told) and name and name not in seen and (stage := draft.stages.get(name)):
        if any(holds_where(step.when, told) for step in stage.steps):
            return True
        seen.add(name)
        name = draft.meant(stage.next, draft.stages)
    return False


def _reachable(draft: PackDraft, graph: Graph) -> None:
    for detour in draft.pack.detours:
        if detour.id and detour.id not in graph.detours:
            message = "nothing leads to this detour: give it a digit, or an answer or step with `detour`"
            draft.report.add(f"detours[{detour.id}]", message)
    if draft.report.lost:
        return  # what leads there may be what could not be read
    come_to = {(node.stage, node.at) for node in graph.next}
    for stage in draft.pack.stages:
        key = f"stages[{stage.id}]"
        if not stage.steps:
            draft.report.add(f"{key}.steps", "the stage has no steps", stage.id)
        elif stage.id not in graph.stages:
            draft.report.add(key, "nothing leads to this stage", stage.id)
            continue
        for at, step in enumerate(stage.steps):
            if (stage.id, at) not in come_to:
                message = "never come to: every way leads elsewhere before it"
                draft.report.add(f"{key}.steps[{step.id}]", message, stage.id)
                break


def _steps(draft: PackDraft, graph: Graph) -> None:
    for node in sorted(graph.next):
        step = graph.step(node)
        key = f"stages[{node.stage}].steps[{step.id}]"
        if isinstance(step, Choose):
            for option in step.options:
                place = f"{key}.options[{option.id}]"
                if option.leaves and node.context != "detour":
                    message = f"there is no detour to leave here{led_from_main(draft, graph, node.stage)}"
                    draft.report.add(f"{place}.{'leave' if option.leave else 'back'}", message, node.stage)
                if option.end and node.context == "after":
                    draft.report.add(f"{place}.end", "the call is over already here", node.stage)
        elif isinstance(step, End) and node.context == "after":
            draft.report.add(key, "the call is over already here", node.stage)
        elif detour_behind(step) and node.context == "after":
            draft.report.add(f"{key}.detour", "there are no detours once the call is over", node.stage)
    _rings(draft, graph)


def _rings(draft: PackDraft, graph: Graph) -> None:
    """Complain of steps that lead to the detour that they are in: it is being taken already, and passed by there."""
    main = [node for node in graph.next if node.context == "main"]
    for detour in draft.pack.detours:
        for node in graph.spread(graph.enter("detour", detour.stage), main):
            if isinstance(node, Node) and node in graph.next and detour_behind(graph.step(node)) == detour.id:
                key = f"stages[{node.stage}].steps[{graph.step(node).id}].detour"
                draft.report.add(
                    key,
                    f"the detour '{detour.id}' comes to this step itself, and is not taken twice at once",
                    node.stage,
                )


def _waits(draft: PackDraft, graph: Graph) -> None:
    """Complain of a wait that would begin again at a step from which nothing leads to it."""
    for node in sorted(graph.next):
        step = graph.step(node)
        if isinstance(step, Wait) and step.again in draft.steps:
            again = [each for each in graph.next if each.context == node.context and graph.step(each).id == step.again]
            if node not in graph.spread(again, ()):
                message = f"'{step.again}' does not lead to this wait: name the step before it that asks for consent"
                draft.report.add(f"stages[{node.stage}].steps[{step.id}].again", message, node.stage)


def _loops(draft: PackDraft, graph: Graph, context: Context, goal: str) -> None:
    """Complain of stages that only lead round to themselves."""
    exits: list[Node | Way] = ["end", "lost", "fall"]
    if context == "detour":
        exits.append("leave")
        exits.extend(node for node in graph.next if node.context == "main")
    free = graph.reaches(exits)
    stuck = [node for node in graph.next if node.context == context and node not in free]
    while stuck:
        ahead = graph.spread(graph.next[stuck[0]], set())
        ring = {node for node in stuck if node in ahead and stuck[0] in graph.spread(graph.next[node], set())}
        names = [stage.id for stage in draft.pack.stages if any(node.stage == stage.id for node in ring)]
        if names:
            message = f"a loop that never comes to {goal}: {' → '.join([*names, names[0]])}"
            draft.report.add(f"stages[{names[0]}]", message, names[0])
        stuck = [node for node in stuck[1:] if node not in ring]


def _outcomes(draft: PackDraft) -> None:
    ways = endings(draft.pack)
    filed = as_meant(draft.pack, (way for outcome in draft.pack.outcomes for way in outcome.ended))
    known = {*ENDS, *draft.pack.endings}
    for way in sorted(ways.intersection(known).difference(filed)):
        draft.report.add("outcomes", f"no outcome fits a call that ended '{way}': its wrap-up could not be closed")
    if not ways:
        draft.report.add("stages", "no step ends a call: one `end` step or option is needed")
