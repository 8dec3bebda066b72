"""Draws the flow of a script: as lines of text, for Mermaid, for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from callscript.core.script.steps import End, Step, detour_behind
from callscript.packs.picture import Onward, Picture, Way, ways

_WIDTH = 80
_LONGEST = 60
"""Letters of a text that a point shows."""
SIGNS: dict[Onward, str] = {"on": "↓", "to": "→", "out": "⇥", "detour": "⟲", "leave": "⤴", "back": "↰", "end": "✕"}
"""What stands before where an answer leads."""
_ASCII: dict[Onward, str] = {"on": "v", "to": "->", "out": "=>", "detour": "@", "leave": "^", "back": "<-", "end": "x"}


class _Line(NamedTuple):
    """A way from one point to another."""

    start: str
    end: str
    label: str = ""
    taken: bool = True


def as_text(picture: Picture, *, ascii_only: bool = False) -> Iterator[str]:
    """Yield a line a stage, a step and an answer, none of them wider than 80 columns."""
    signs = _ASCII if ascii_only else SIGNS

    def line(told: str, count: int | None, words: str) -> str:
        counted = "" if count is None else f"  {count}"
        room = _WIDTH - len(told) - len(counted) - 2
        shown = "" if ascii_only or room < 8 or not words else f"  {_cut(words, room)}"
        return f"{told}{counted}{shown}"

    if picture.seen:
        yield f"calls: {picture.seen.calls}"
    for what, stage in picture.begins:
        yield f"{what} {signs['to']} {stage}"
    for detour in picture.script.pack.detours:
        count = picture.seen and picture.seen.detours[detour.id]
        yield line(
            f"{signs['detour']} {detour.id} {signs['to']} {detour.stage}", count, picture.words(f"detour.{detour.id}")
        )
    for stage in picture.stages:
        following = f" {signs['to']} {stage.next}" if stage.next else ""
        yield ""
        yield line(f"{stage.id}{following}", None, picture.words(f"stage.{stage.id}"))
        for step in stage.steps:
            kind = step.__struct_config__.tag
            ending = f" {signs['end']} {step.how}" if isinstance(step, End) else ""
            asked = " ?" if step.when else ""
            behind = f" {signs['detour']} {detour}" if (detour := detour_behind(step)) else ""
            told = f"  {kind} {step.id}{ending}{behind}{asked}"
            yield line(told, picture.came_to(step.id), picture.step_words(step))
            for way in ways(step):
                told = f"    {way.digit} {way.option} {signs[way.leads]} {way.target}".rstrip()
                yield line(told, picture.answered(step.id, way.option), _answer(picture, step.id, way))


def as_mermaid(picture: Picture) -> Iterator[str]:
    """Yield a Mermaid flowchart: a subgraph a stage, detours with round ends, what no call has taken dashed."""
    yield "flowchart TD"
    for id, words in _points(picture):
        yield f'  {id}(["{_mermaid(words)}"])'
    for stage in picture.stages:
        yield f'  subgraph g_{stage.id} ["{_mermaid(_named(picture, "stage", stage.id))}"]'
        for step in stage.steps:
            yield f'    s_{step.id}["{_mermaid(_step(picture, step))}"]'
        yield "  end"
    for each in _lines(picture):
        arrow = "-->" if each.taken else "-.->"
        label = f'|"{_mermaid(each.label)}"|' if each.label else ""
        yield f"  {each.start} {arrow}{label} {each.end}"


def as_dot(picture: Picture) -> Iterator[str]:
    """Yield a graph for Graphviz, drawn alike."""
    yield "digraph script {"
    yield "  newrank=true;"  # without it, Graphviz gives up on stages that lead into each other
    yield '  node [shape=box, style=rounded, fontname="sans-serif"];'
    yield '  edge [fontname="sans-serif", fontsize=10];'
    for id, words in _points(picture):
        yield f"  {id} [shape=oval, label={_dot(words)}];"
    for stage in picture.stages:
        yield f"  subgraph cluster_{stage.id} {{"
        yield f"    label={_dot(_named(picture, 'stage', stage.id))};"
        for step in stage.steps:
            yield f"    s_{step.id} [label={_dot(_step(picture, step))}];"
        yield "  }"
    for each in _lines(picture):
        style = "" if each.taken else ", style=dashed"
        yield f"  {each.start} -> {each.end} [label={_dot(each.label)}{style}];"
    yield "}"


def _points(picture: Picture) -> Iterator[tuple[str, str]]:
    """Yield what is no step: where a call begins and ends, the detours, the way back out of one."""
    pack = picture.script.pack
    yield from ((f"b_{number}", what) for number, (what, _) in enumerate(picture.begins))
    yield from ((f"d_{each.id}", f"⟲ {_named(picture, 'detour', each.id)}") for each in pack.detours)
    ends = sorted({each.end for each in _lines(picture) if each.end[:2] == "x_"})
    yield from ((end, f"✕ {_named(picture, 'ending', end[2:])}") for end in ends)
    yield "back", "⤴"


def _lines(picture: Picture) -> Iterator[_Line]:
    for number, (_, stage) in enumerate(picture.begins):
        yield _Line(f"b_{number}", _at(picture.first(stage)))
    for detour in picture.script.pack.detours:
        taken = picture.seen is None or picture.seen.detours[detour.id] > 0
        yield _Line(f"d_{detour.id}", _at(picture.first(detour.stage)), taken=taken)
    for stage in picture.stages:
        for step in stage.steps:
            behind = _at(picture.behind(stage, step))
            if isinstance(step, End):
                yield _Line(f"s_{step.id}", f"x_{step.how}", taken=picture.came_to(step.id) != 0)
            elif picture.goes_on(step):
                yield _Line(f"s_{step.id}", behind, taken=picture.came_to(step.id) != 0)
            if detour := detour_behind(step):
                yield _Line(f"s_{step.id}", f"d_{detour}", taken=picture.came_to(step.id) != 0)
            for way in ways(step):
                count = picture.answered(step.id, way.option)
                counted = "" if count is None else f" ({count})"
                label = f"{way.digit} {_answer(picture, step.id, way)}{counted}"
                yield _Line(f"s_{step.id}", _end(picture, way, behind), label, count != 0)


def _end(picture: Picture, way: Way, behind: str) -> str:
    match way.leads:
        case "to" | "out":
            return _at(picture.first(way.target))
        case "detour":
            return f"d_{way.target}"
        case "end":
            return f"x_{way.target}"
        case "leave" | "back":
            return "back"
        case _:
            return behind


def _at(step: str) -> str:
    return f"s_{step}" if step else "back"


def _step(picture: Picture, step: Step) -> str:
    count, asked = picture.came_to(step.id), " ?" if step.when else ""
    return _cut(picture.step_words(step) or step.id, _LONGEST) + asked + ("" if count is None else f" ({count})")


def _answer(picture: Picture, step: str, way: Way) -> str:
    return _cut(picture.words(f"option.{step}.{way.option}") or way.option, _LONGEST)


def _named(picture: Picture, kind: str, id: str) -> str:
    return picture.words(f"{kind}.{id}") or id


def _cut(words: str, room: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= room else f"{words[: room - 1]}…"


def _mermaid(words: str) -> str:
    """Return a text as Mermaid has it within quotes: nothing in it means anything there."""
    return "".join(each if each.isalnum() or each in " .,:?!()-–—…№«»’⟲✕⤴" else f"#{ord(each)};" for each in words)


def _dot(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
