"""The room that a step has on a terminal of 80 columns and 24 rows: what is to be said must be seen whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import assert_never

from callscript.core.script.model import Text
from callscript.core.script.phrases import PLACEHOLDER
from callscript.core.script.steps import Ask, Choose, Do, End, Pick, Register, Say, Step, Wait
from callscript.packs.draft import PackDraft, Place
from callscript.packs.graph import Graph
from callscript.packs.wording import wordings

COLUMNS = 44
"""Of the words to say."""
ROWS, ROWS_IN_DETOUR = 15, 13
"""Of the words, the tip, the field and the answers together: in the main script, and where a detour lists its steps."""
ROWS_OF_CLOCKS = 2
"""What a countdown takes of them."""
_ANSWER = 40
"""Columns of an answer, behind its number."""
_FILLED_IN = "x" * 16
"""About as long is what a placeholder stands for."""


def check_room(draft: PackDraft, graph: Graph) -> None:
    """Complain of steps that are longer than the pane, in the language in which they are."""
    in_detour = {node.stage for node in graph.next if node.context == "detour"}
    for language, texts in draft.texts.items():
        for place in draft.places:
            room = ROWS_IN_DETOUR if place.stage.id in in_detour else ROWS
            room -= ROWS_OF_CLOCKS if isinstance(place.step, Wait) else 0
            needed, key = max(_rows(draft, place, texts), default=(0, ""))
            if needed > room:
                message = f"longer than the pane: {needed} rows with tip and answers, and there are {room} on 80×24"
                draft.reports[f"{language}.toml"].add(key, message, place.stage.id)


def _rows(draft: PackDraft, place: Place, texts: Mapping[str, Text]) -> Iterator[tuple[int, str]]:
    """Yield how many rows each wording of a step needs, and its key."""
    step = place.step
    apart = 0 if isinstance(step, Ask) else sum(detour.digit is not None for detour in draft.pack.detours)
    beside = _longest(texts, f"tip.{step.id}", COLUMNS) + sum(_answers(draft, step, texts)) + apart
    key = f"step.{(step.phrase if isinstance(step, Say) else None) or step.id}"
    for each, words in wordings(texts.get(key, ""), key):
        yield _wrapped(words, COLUMNS) + beside, each


def _answers(draft: PackDraft, step: Step, texts: Mapping[str, Text]) -> Iterator[int]:
    match step:
        case Choose():
            for option in step.options:
                yield _longest(texts, f"option.{step.id}.{option.id}", _ANSWER) or 1
        case Pick():
            yield len(draft.entries(step.directory))
        case Ask():
            field = draft.fields.get(step.field)
            yield len(field.options) if field and field.options else 1
        case Say() | Do() | Wait() | Register() | End():
            pass
        case _:
            assert_never(step)


def _longest(texts: Mapping[str, Text], key: str, columns: int) -> int:
    return max((_wrapped(words, columns) for _, words in wordings(texts.get(key, ""), key)), default=0)


def _wrapped(words: str, columns: int) -> int:
    return sum(len(wrap(line, columns)) or 1 for line in PLACEHOLDER.sub(_FILLED_IN, words).split("\n") if words)
