"""The room that a step has on a terminal of 80 columns and 24 rows: a step that is longer is shown by pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import assert_never

from callscript.core.script.model import Script, Text
from callscript.core.script.phrases import ANSWER, PLACEHOLDER
from callscript.core.script.steps import Ask, Choose, Do, End, Pick, Register, Say, Step, Wait
from callscript.packs.wording import wordings
from callscript.runtime.text import bound

COLUMNS = 46
"""Of the words to say."""
ROWS = 14
"""Of the words, the tip, the field and the answers together, with the empty row between."""
_ANSWER = 44
"""Columns of an answer, behind its number."""
_FILLED_IN = "x" * 16
"""About as long is what a placeholder stands for."""


def shown_by_pages(script: Script) -> Iterator[str]:
    """Name the steps that are longer than the pane, in the language in which they are: their words need more pages."""
    for language, texts in script.texts.items():
        for step in script.steps.values():
            needed, key = max(_rows(script, step, texts), default=(0, ""))
            if needed > ROWS:
                yield f"{language}.toml: {key}: {needed} rows with tip and answers, shown by pages: 80×24 has {ROWS}"


def _rows(script: Script, step: Step, texts: Mapping[str, Text]) -> Iterator[tuple[int, str]]:
    """Yield how many rows each wording of a step needs, and its key."""
    apart = 0 if isinstance(step, Ask) else sum(detour.digit is not None for detour in script.pack.detours)
    answers = sum(_answers(script, step, texts)) + apart
    tip = _longest(texts, f"tip.{step.id}", COLUMNS)
    if not tip and isinstance(step, Ask | Pick):
        tip = _longest(texts, f"hint.{step.field}", COLUMNS)
    beside = tip + answers + bool(answers)
    key = f"step.{(step.phrase if isinstance(step, Say) else None) or step.id}"
    for each, words in wordings(texts.get(key, ""), key):
        yield _wrapped(_filled(script, texts, words), COLUMNS) + beside, each


def _answers(script: Script, step: Step, texts: Mapping[str, Text]) -> Iterator[int]:
    match step:
        case Choose():
            for option in step.options:
                yield _longest(texts, f"option.{step.id}.{option.id}", _ANSWER) or 1
        case Pick():
            yield min(9, sum(entry.kind == step.directory for entry in script.directory))
        case Ask():
            yield len(script.fields[step.field].options) or 1
        case Say() | Do() | Wait() | Register() | End():
            pass
        case _:
            assert_never(step)


def _filled(script: Script, texts: Mapping[str, Text], words: str) -> str:
    """Return words with the longest that can be answered, where an answer stands in them."""
    for name in PLACEHOLDER.findall(words) if ANSWER in words else ():
        if name.startswith(ANSWER):
            said = max(_sayable(script, texts, name.removeprefix(ANSWER)), key=len, default=_FILLED_IN)
            words = words.replace(f"{{{name}}}", said)
    return words


def _sayable(script: Script, texts: Mapping[str, Text], step: str) -> Iterator[str]:
    """Yield what can stand where a text names what was answered: an entry of the directory is about as long as any."""
    asked = script.steps[step]
    for option in asked.options if isinstance(asked, Choose) else ():
        keys = (f"answer.{step}.{option.id}", f"option.{step}.{option.id}")
        yield from (words for _, words in wordings(next(texts[key] for key in keys if key in texts), ""))


def _longest(texts: Mapping[str, Text], key: str, columns: int) -> int:
    return max((_wrapped(words, columns) for _, words in wordings(texts.get(key, ""), key)), default=0)


def _wrapped(words: str, columns: int) -> int:
    return sum(len(wrap(bound(line), columns)) or 1 for line in PLACEHOLDER.sub(_FILLED_IN, words).split("\n") if words)
