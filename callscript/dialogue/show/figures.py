"""The words of a report: what its sections, its items and its measures are called."""

from __future__ import annotations

from typing import assert_never

from callscript.core.counts import Dimension, Group, Measure, Section
from callscript.core.script import phrases
from callscript.core.script.entries import CALL
from callscript.core.script.model import Script
from callscript.core.sums import Figure
from callscript.core.tallied import step_of
from callscript.dialogue.show.standing import clause_name, verdict_word
from callscript.runtime.i18n import _


def section_name(section: Section) -> str:
    """Name a part of the report."""
    return {
        "calls": _("Calls"),
        "entries": _("What came without a call"),
        "clauses": _("The standard, clause by clause"),
        "holds": _("Holds"),
        "work": _("Promised work"),
        "visits": _("In-person visits"),
        "results": _("What came of the work"),
        "rating": _("Marks for the conversation"),
        "survey": _("Marks of the survey"),
        "feedback": _("Feedback by class"),
        "channels": _("Feedback by channel"),
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
        "open": _("still open"),
        "taken": _("somebody is at it"),
        "done": _("dealt with"),
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
        case "entries":
            return _named(script, f"entries.{item}", item)
        case "results":
            kind = item.partition(".")[0]
            return _named(script, f"task.{kind}", kind) + ": " + _named(script, f"result.{item}", item)
        case "channels":
            return channel_name(script, item)
        case "rating" | "survey" | "feedback" | "complaint":
            if not item:
                return _("calls with an answer")
            if named := phrases.named(script, f"class.{item}", script.own_language):
                return named
            return _named(script, f"option.{step_of(script, section, item)}.{item}", item)
        case _:
            assert_never(section)


def channel_name(script: Script, channel: str) -> str:
    """Name the way by which something came: by a call, or without one."""
    return _("by telephone") if channel == CALL else _named(script, f"channel.{channel}", channel) or "—"


def group_name(script: Script, group: Group) -> str:
    """Name what figures are told apart by; nothing where they are all together."""
    return ", ".join(filter(None, (_value_name(script, by, value) for by, value in group)))


def _value_name(script: Script, by: Dimension, value: str) -> str:
    if by == "operator":
        return _("№ {number}").format(number=value)
    return channel_name(script, value) if by == "channel" else value


def share(figure: Figure) -> str:
    """Write a figure as so many of so many."""
    return _("{number} of {whole}").format(number=figure.number, whole=figure.of)


def _named(script: Script, key: str, item: str) -> str:
    """Return what the centre calls something; its id, if only an older version of the script had it."""
    return phrases.named(script, key, script.own_language) or item
