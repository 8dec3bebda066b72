"""What a form works out, as far as a script can say it: the label of what was chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping

from callscript.packs.xlsform.expressions import CannotSay, Question
from callscript.runtime.i18n import _

_CHOICE_NAME = re.compile(r"\s*jr:choice-name\(\s*\$\{\s*(\w+)\s*\}\s*,\s*(['\"])\$\{\s*\1\s*\}\2\s*\)\s*")


def choice_name(question: str) -> str:
    """Return the expression of the label of what was chosen."""
    return f"jr:choice-name(${{{question}}}, '${{{question}}}')"


def named_choice(text: str, known: Mapping[str, Question]) -> str:
    """Return the question whose chosen answer an expression names; raise CannotSay if it says anything else."""
    found = _CHOICE_NAME.fullmatch(text)
    if found is None:
        told = _("a script works nothing out, but for the answer to a choice: {example}; leave the row out, or ask it")
        raise CannotSay(told.replace("{example}", choice_name("name")))
    if known.get(found[1], Question("text")).kind != "choice":
        told = _("calculation: '{name}' is no choice that was asked before this")
        raise CannotSay(told.format(name=found[1]))
    return found[1]
