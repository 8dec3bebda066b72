"""The words of a report: what its sections, its items and its measures are called."""

from __future__ import annotations

from typing import assert_never

from callscript.core.counts import Figure, Group, Measure, Section
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.tallied import step_of
from callscript.dialogue.show.standing import clause_name, verdict_word
from callscript.runtime.i18n import _


def section_name(section: Section) -> str:
    """Name a part of the report."""
    return {
        "calls": _("Calls"),
        "clauses": _("The standard, clause by clause"),
        "holds": _("Holds"),
        "work": _("Promised work"),
        "visits": _("In-person visits"),
        "rating": _("Marks for the conversation"),
        "survey": _("Marks of the survey"),
        "feedback": _("Feedback by class"),
        "complaint": _("Complaints: what came of them"),
    }[section]


def measure_name(measure: Measure) -> str:
    """Name what is counted."""
    return {
        "closed": _("finished"),
        "not_closed": _("not finished yet"),
        "discarded": _("opened by mistake"),
        "met": verdict_word("met"),
        "breached": verdict_word("breached"),
        "owed": verdict_word("open"),
        "na": verdict_word("na"),
        "with_hold": _("calls with a hold"),
        "over_limit": _("holds over the limit"),
        "with_over_limit": _("calls with such a hold"),
        "in_time": _("done in time"),
        "late": _("done late"),
        "overdue": _("overdue"),
        "not_due": _("not due yet"),
        "dropped": _("dropped"),
        "expected": _("still to come"),
        "came": _("came at the time"),
        "came_late": _("came late"),
        "missed": _("did not come"),
        "cancelled": _("cancelled"),
        "moved": _("moved"),
        "unwarned": _("without warning"),
        "answered": _("calls with an answer"),
        "given": _("answers"),
        "registered": _("registered"),
    }[measure]


def item_name(script: Script, section: Section, item: str) -> str:
    """Name what figures are about; nothing where they are about all of the section."""
    match section:
        case "calls" | "holds" | "visits":
            return ""
        case "clauses":
            title = phrases.named(script, f"clause.{item}.title", script.own_language)
            return f"{clause_name(script, item)} {title}".rstrip()
        case "work":
            return _named(script, f"task.{item}", item)
        case "rating" | "survey" | "feedback" | "complaint":
            if not item:
                return _("calls with an answer")
            return _named(script, f"option.{step_of(script, section, item)}.{item}", item)
        case _:
            assert_never(section)


def group_name(group: Group) -> str:
    """Name what figures are told apart by; nothing where they are all together."""
    return ", ".join(_("№ {number}").format(number=value) if by == "operator" else value for by, value in group)


def share(figure: Figure) -> str:
    """Write a figure as so many of so many."""
    return _("{number} of {whole}").format(number=figure.number, whole=figure.of)


def _named(script: Script, key: str, item: str) -> str:
    """Return what the centre calls something; its id, if only an older version of the script had it."""
    return phrases.named(script, key, script.own_language) or item
