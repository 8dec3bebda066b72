"""What is looked for among the filed calls, read from what the operator has typed."""

from __future__ import annotations

import re
from datetime import date

from callscript.contacts.phones import is_written_as_number, numbers
from callscript.contacts.search import folded
from callscript.core.records import Query
from callscript.core.register_number import read_number
from callscript.core.script import phrases
from callscript.core.script.model import Script

_DAY = re.compile(r"([0-3]?[0-9])\.([01]?[0-9])\.([0-9]{4})")


def parse(script: Script, text: str) -> Query:
    """Read what is looked for: a day, a number (of the register, or a telephone's), an outcome, or a caller's name."""
    if number := read_number(text):
        return Query(call=number.call, first=number.day, last=number.day)
    if found := _DAY.fullmatch(text):
        try:
            day = date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            return Query(name=text)
        return Query(first=day, last=day)
    if is_written_as_number(text, script.pack.region):
        return Query(phones=numbers(text, script.pack.region))
    for language in script.pack.languages:
        for outcome in script.pack.outcomes:
            if text and folded(phrases.label(script, f"outcome.{outcome.id}", language.id)) == folded(text):
                return Query(outcome=outcome.id)
    return Query(name=text)
