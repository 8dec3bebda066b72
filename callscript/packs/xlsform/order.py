"""What of a script is written, and in which order."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from callscript.core.script.model import Pack, Text
from callscript.core.script.steps import Choose, Stage


def said(part: msgspec.Struct) -> dict[str, Any]:
    """Return what a part of a pack says that is not left out."""
    return cast("dict[str, Any]", msgspec.to_builtins(part))


def ids(value: Any) -> list[str]:
    """Name the parts of a key of the pack."""
    items = cast("list[Any]", value) if isinstance(value, list | tuple) else []
    return [str(cast("dict[str, Any]", each).get("id", "")) if isinstance(each, dict) else str(each) for each in items]


def reached(pack: Pack) -> set[str]:
    """Return the stages of the main script: those that a call comes to from its beginning."""
    stages = {stage.id: stage for stage in pack.stages}
    found, waiting = set[str](), [start.stage for start in pack.start]
    while waiting:
        stage = stages.get(waiting.pop())
        if stage is None or stage.id in found:
            continue
        found.add(stage.id)
        options = [option for step in stage.steps if isinstance(step, Choose) for option in step.options]
        waiting += [each for each in (stage.next, *(option.to or option.out for option in options)) if each]
    return found


def in_order(pack: Pack) -> list[Stage]:
    """Return the stages of the main script, then the others, each in the pack's order."""
    main = reached(pack)
    return sorted(pack.stages, key=lambda stage: stage.id not in main)


def plain(text: Text) -> str:
    """Return of a text with several wordings that which fits any call."""
    while isinstance(text, dict):
        text = next((text[each] for each in ("plain", "day", "other") if each in text), next(iter(text.values()), ""))
    return text
