"""When a promise falls due: `{due}` in a text is filled in only where a task has been opened by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from callscript.core.script.steps import Choose, Say, Step
from callscript.packs.draft import PackDraft
from callscript.packs.graph import Graph, Node, Way
from callscript.packs.wording import wordings

_DUE = "{due}"


def check_promises(draft: PackDraft, graph: Graph) -> None:
    """Complain of texts that say when something falls due before anything was promised, on whichever way."""
    if any(".task" in problem.key for problem in draft.report.problems):
        return  # there is no telling which tasks are meant
    openers = {node for node in graph.next if _opens(graph.step(node))}
    anywhere = bool(openers) or any(rule.cut for clause in draft.pack.clauses for rule in clause.rules)
    without = frozenset(_without(graph, _entries(draft, graph)))
    for node in sorted(graph.next):
        step = graph.step(node)
        lacking = not anywhere or openers == {node}
        if not lacking and (step.when is not None or node not in without or _is_behind(node, openers, graph)):
            continue
        for language, texts in draft.texts.items():
            for key in _keys(step):
                for place, words in wordings(texts.get(key, ""), key):
                    if _DUE in words:
                        message = (
                            "{due} is said where nothing has been promised yet: a way leads here past every `task`"
                        )
                        draft.reports[f"{language}.toml"].add(place, message, node.stage)


def _opens(step: Step) -> bool:
    return step.task is not None or (isinstance(step, Choose) and any(option.task for option in step.options))


def _entries(draft: PackDraft, graph: Graph) -> Iterator[Node | Way]:
    """Yield where a call begins, and every detour that can be taken at any time."""
    for stage in draft.begins:
        yield from graph.enter("main", stage)
    for detour in draft.pack.detours:
        if detour.when is None and detour.id in graph.detours:
            yield from graph.enter("detour", detour.stage)


def _without(graph: Graph, entries: Iterable[Node | Way]) -> set[Node]:
    """Return the steps that can be come to without a task, in the main script or in the same detour."""
    found: set[Node] = set()
    open_ends = [node for node in entries if isinstance(node, Node)]
    while open_ends:
        node = open_ends.pop()
        if node not in found:
            found.add(node)
            open_ends.extend(each for each in _past(graph, node) if isinstance(each, Node) and each[0] == node[0])
    return found


def _past(graph: Graph, node: Node) -> Iterator[Node | Way]:
    step = graph.step(node)
    if step.task is not None:
        return
    if not isinstance(step, Choose):
        yield from graph.next[node]
        return
    for option in step.options:
        if option.task is None and option.detour is None:  # a detour may have opened one
            yield from graph.answered(node, option)


def _is_behind(node: Node, openers: set[Node], graph: Graph) -> bool:
    """Tell whether a step of the same stage before this one opens a task whenever its condition holds."""
    return any(
        each.context == node.context and each.stage == node.stage and each.at < node.at and graph.step(each).when
        for each in openers
    )


def _keys(step: Step) -> Iterator[str]:
    yield f"step.{(step.phrase if isinstance(step, Say) else None) or step.id}"
    yield f"tip.{step.id}"
    if isinstance(step, Choose):
        yield from (f"option.{step.id}.{option.id}" for option in step.options)
