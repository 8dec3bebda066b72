"""What was meant by a key that is not known where it stands."""

from __future__ import annotations

from msgspec import inspect

from callscript.core.script.conditions import Guard
from callscript.core.script.model import Pack
from callscript.core.script.steps import Choose
from callscript.packs.errors import nearest

TELLTALE = {
    "options": "choose",
    "timer": "wait",
    "what": "register",
    "directory": "pick",
    "how": "end",
    "field": "ask",
    "phrase": "say",
    "some": "existence",
    "none": "absence",
    "first": "precedence",
    "after": "response",
}
"""Keys that tell what kind of step or rule was meant where `kind` does not."""


def instead(kind: inspect.StructType, key: str) -> str:
    """Return what to write instead of a key that is often put where it is not known; empty: it is a slip of the pen."""
    if kind.cls is Guard and not nearest(key, kind.cls.__struct_encode_fields__, 0.75):
        chosen = f'{{ field = "{key}", among = ["…"] }}'
        answered = f'{{ answer = "{key}", among = ["…"] }}'
        return f': {{ field = "{key}" }} asks for a field, {chosen} for what was chosen in it, {answered} for an answer'
    if kind.cls is Choose and key == "field":
        return ": a choice keeps its answer itself, and conditions ask `answer`; a step of kind `ask` fills a field"
    if kind.cls is Pack and key in ("steps", "step"):
        return ": a step stands under [[stages.steps]], behind the stage that it belongs to"
    return ""


def in_its_place(kind: inspect.StructType, key: str, missing: str) -> str:
    """Say what a key is there in place of: the one that is missing, or the kind that has this one."""
    other = f", or the kind is '{TELLTALE[key]}'" if kind.tag_field and key in TELLTALE else ""
    return f": the key '{missing}' is missing here{other}"
