"""What conditions read, as far as it is followed along a path: each with what is known of it there."""

from __future__ import annotations

from collections.abc import Sequence

from callscript.core.script.model import Script
from callscript.proof.items import NOBODY, UNKNOWN, Often, Put, What, facts_of
from callscript.proof.keys import each_apart

Values = list[object]
"""Beside what is followed."""


class Following:
    """What is followed, and how its values change."""

    def __init__(self, script: Script, followed: Sequence[What]) -> None:
        self.places = {what: place for place, what in enumerate(followed)}
        self._script = script
        self._followed = followed
        self._often: dict[str, list[int]] = {}
        """By field that says how often something is to happen: where that stands."""
        for place, what in enumerate(followed):
            if what[0] == "often":
                self._often.setdefault(what[1], []).append(place)
        self._apart = {field: each_apart(script, script.fields[field]) for field in self._often}
        self.read = frozenset({*self.places, *(("field", field) for field in self._often)})
        """What is followed, and the fields that say how often something is to happen."""

    def changes(self, put: Put) -> bool:
        """Tell whether what is put is followed."""
        return put.what in self.places or bool(self._by(put))

    def put(self, values: Values, put: Put) -> None:
        """Change what has another value now."""
        if (place := self.places.get(put.what)) is not None:
            values[place] = put.value
        for place in self._by(put):
            text = None if put.value in (None, NOBODY) else str(put.value)
            value = values[place]
            values[place] = (
                value._replace(wanted=self._number(put.what[1], text)) if isinstance(value, Often) else value
            )

    def _by(self, put: Put) -> Sequence[int]:
        return self._often.get(put.what[1], ()) if put.what[0] == "field" else ()

    def gone(self, values: Values, facts: tuple[str, ...]) -> None:
        """Change what hangs on facts that count no more, or some of which do not."""
        for place, what in enumerate(self._followed):
            if not set(facts).isdisjoint(facts_of(what)):
                value = values[place]
                values[place] = value._replace(came=UNKNOWN) if isinstance(value, Often) else UNKNOWN

    def happened(self, values: Values, facts: tuple[str, ...]) -> None:
        """Change what hangs on facts that an event has established."""
        for place, what in enumerate(self._followed):
            fact, *since = facts_of(what) or ("",)
            if not set(since).isdisjoint(facts):
                value = values[place]
                none = 0 if what[0] == "times" else False
                values[place] = value._replace(came=0) if isinstance(value, Often) else none
            elif fact in facts:
                values[place] = self._once_more(what, values[place])

    def _once_more(self, what: What, value: object) -> object:
        """Return what is seen of a fact once it has occurred again; it is counted as far as it matters."""
        if what[0] == "fact":
            return True
        if isinstance(value, Often):
            return value._replace(
                came=self._counted(what[1], value.came + 1) if isinstance(value.came, int) else UNKNOWN
            )
        return min(value + 1, int(what[1])) if isinstance(value, int) else UNKNOWN

    def often(self, field: str, came: int, text: str | None) -> Often:
        """Return how often something has happened that is to happen as often as a field says, which has this text."""
        return Often(self._counted(field, came), self._number(field, text), self._least(field))

    def _least(self, field: str) -> int:
        return int(self._script.fields[field].least or 1)

    def _counted(self, field: str, came: int) -> int:
        """Return how often something has happened, as far as it matters."""
        apart = self._apart[field]
        return min(came, apart[-1] if apart else self._least(field))

    def _number(self, field: str, text: str | None) -> int | str | None:
        """Return the number in a field, as far as it is told apart from others."""
        if text is None:
            return None
        return int(text) if text.isdecimal() and int(text) in self._apart[field] else UNKNOWN
