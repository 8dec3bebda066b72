"""What is not known yet: `{due}` in a text is filled in only where a task has been opened by then, and an answer only
where its question can have come before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from callscript.core.script.durations import CENTRE
from callscript.core.script.phrases import ANSWER, PLACEHOLDER
from callscript.core.script.steps import Choose, Option, Register, Say, Step, detour_behind
from callscript.packs.draft import PackDraft
from callscript.packs.graph import Graph, Node, Way
from callscript.packs.wording import wordings


class _Filled(NamedTuple):
    """A placeholder that something fills in."""

    placeholder: str
    fills: Callable[[Step | Option], bool]
    """Whether a step does, whatever is answered there, or an answer."""
    why_not: str

    def by(self, step: Step) -> bool:
        """Tell whether a step may fill it in."""
        return self.fills(step) or (isinstance(step, Choose) and any(map(self.fills, step.options)))


def _promises(what: Step | Option) -> bool:
    return what.task is not None and what.task.due != CENTRE


def _registers(what: Step | Option) -> bool:
    return isinstance(what, Register)


_DUE = _Filled(
    "{due}",
    _promises,
    "{due} is said where nothing has been promised yet: a way leads here past every `task`",
)
_NUMBER = _Filled(
    "{register_number}",
    _registers,
    "{register_number} is said where nothing has been registered yet: a way leads here past every `register`",
)


def check_promises(draft: PackDraft, graph: Graph) -> None:
    """Complain of texts that say what is not known yet, on whichever way."""
    _check_answers(draft, graph)
    if draft.report.lost or any(".task" in problem.key for problem in draft.report.problems):
        return  # there is no telling which tasks are meant
    cut = any(rule.cut for clause in draft.pack.clauses for rule in clause.rules)
    _check(_DUE, draft, graph, elsewhere=cut)
    _check(_NUMBER, draft, graph)


def _check_answers(draft: PackDraft, graph: Graph) -> None:
    """Complain of texts that say what can only be answered after them."""
    for node in sorted(graph.next):
        for language, texts in draft.texts.items():
            said = (wording for key in _keys(graph.step(node)) for wording in wordings(texts.get(key, ""), key))
            for place, words in said:
                for name in PLACEHOLDER.findall(words) if ANSWER in words else ():
                    asked = name.removeprefix(ANSWER)
                    if name.startswith(ANSWER) and asked in draft.answers and not _can_be_behind(node, asked, graph):
                        message = f"{{{name}}} is said where that cannot have been answered: '{asked}' comes later only"
                        draft.reports[f"{language}.toml"].add(place, message, node.stage)


def _can_be_behind(node: Node, asked: str, graph: Graph) -> bool:
    """Tell whether a way leads from a question to a step; a detour can be taken at any time, and lead on elsewhere."""
    questions = {each for each in graph.next if graph.step(each).id == asked}
    if not questions or any(each.context != node.context for each in questions):
        return True
    open_ends = [each for each in graph.next if each.context == "detour"]
    open_ends += [each for question in questions for each in graph.next[question] if isinstance(each, Node)]
    found: set[Node] = set()
    while open_ends:
        each = open_ends.pop()
        if each not in found:
            found.add(each)
            open_ends += [after for after in graph.next[each] if isinstance(after, Node)]
    return node in found


def _check(filled: _Filled, draft: PackDraft, graph: Graph, *, elsewhere: bool = False) -> None:
    openers = {node for node in graph.next if filled.by(graph.step(node))}
    anywhere = bool(openers) or elsewhere
    without = frozenset(_without(filled, graph, _entries(draft, graph)))
    for node in sorted(graph.next):
        step = graph.step(node)
        lacking = not anywhere or openers == {node}
        if not lacking and (step.when is not None or node not in without or _is_behind(node, openers, graph)):
            continue
        for language, texts in draft.texts.items():
            for key in _keys(step):
                for place, words in wordings(texts.get(key, ""), key):
                    if filled.placeholder in words:
                        draft.reports[f"{language}.toml"].add(place, filled.why_not, node.stage)


def _entries(draft: PackDraft, graph: Graph) -> Iterator[Node | Way]:
    """Yield where a call begins, and every detour that can be taken at any time."""
    for stage in draft.begins:
        yield from graph.enter("main", stage)
    for detour in draft.pack.detours:
        if detour.when is None and detour.id in graph.detours:
            yield from graph.enter("detour", detour.stage)


def _without(filled: _Filled, graph: Graph, entries: Iterable[Node | Way]) -> set[Node]:
    """Return the steps that can be come to with nothing filled in, in the main script or in the same detour."""
    found: set[Node] = set()
    open_ends = [node for node in entries if isinstance(node, Node)]
    while open_ends:
        node = open_ends.pop()
        if node not in found:
            found.add(node)
            open_ends.extend(
                each for each in _past(filled, graph, node) if isinstance(each, Node) and each[0] == node[0]
            )
    return found


def _past(filled: _Filled, graph: Graph, node: Node) -> Iterator[Node | Way]:
    step = graph.step(node)
    if filled.fills(step):
        return
    if detour_behind(step):
        return
    if not isinstance(step, Choose):
        yield from graph.next[node]
        return
    for option in step.options:
        if not filled.fills(option) and option.detour is None:  # a detour may have filled it in
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
