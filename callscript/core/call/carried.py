"""What a call knows from an earlier one at its beginning, as its first event carries it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import json

from callscript.core.call.call import Value, Values
from callscript.core.call.event import ERASED
from callscript.core.call.event_started import CallStarted


def written(values: Values) -> str:
    """Return what is known as the event has it."""
    return json.encode({field: _written(value) for field, value in values.items()}).decode() if values else ""


def known(start: CallStarted) -> Values:
    """Return what is known at the beginning of a call; what was erased since is there all the same."""
    if start.values == ERASED:
        return {field: Value(ERASED) for field in start.fields}
    kept: Mapping[str, Any] = json.decode(start.values) if start.values else {}
    return {field: Value(**kept[field]) for field in start.fields}


def _written(value: Value) -> dict[str, object]:
    nobody = {"reaches_nobody": True} if value.reaches_nobody else {}
    return {"text": value.text, "absent": value.absent, **nobody}
