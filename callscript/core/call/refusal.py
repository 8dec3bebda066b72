"""Why a command is refused: a code for the screen to put into words, and the names that it concerns."""

from __future__ import annotations

from typing import Literal

Code = Literal[
    "no_start",  # no stage of the pack can begin a call now
    "no_outgoing",  # nor one that the operator begins, for work of this kind
    "no_entry",  # nothing that comes without a call is of this kind, or this is a call
    "entry_lacks",  # what: `channel`, `received`, `class`, or a field
    "not_come_yet",  # it is said to have come later than now
    "no_moment",  # what was typed for when it came
    "entered_before",  # it is said to have come later than it was registered
    "only_entered",  # it is an entry, not a call: this is not done in one
    "no_call",
    "closed",
    "call_over",
    "not_over",
    "no_such",  # the name
    "nothing_asked",
    "fill_first",  # the field
    "missing_fields",  # the fields
    "choose_first",
    "not_offered",  # the text that tells why
    "detour_not_offered",  # the detour
    "already_open",  # the detour
    "at_start",
    "registered",  # Backspace does not go behind what is registered
    "registered_keeps",  # the field
    "promise_keeps",  # the field
    "detour_stays",  # the detour
    "waiting",
    "work_moved",  # somebody has moved work of the call, and that is to be read first
    "not_a_value",  # the field
    "no_number",  # the field
    "no_day",  # the field
    "day_over",  # the field
    "no_date",  # the field, of a day that may be over
    "day_ahead",  # likewise
    "day_alone",  # the field, and the day that was typed with a time
    "other_day",  # the field, the first day that it takes and the last one; empty: any
    "day_off",  # the field
    "holiday",  # the field, and the day
    "no_time",  # the field
    "time_over",
    "too_far",  # the field
    "not_received",  # the field
    "closed_then",  # the field
    "visit_moved",  # the field, and the time that it was moved to
    "visit_cancelled",  # the field
    "visit_over",  # the field
    "sent_on",  # the field
    "says_nothing",  # the field
    "absent_never",  # the field
    "absent_reason",  # the field
    "outcome_unfit",  # the outcome
    "outcome_first",
    "reasons_first",  # the clauses
    "after_call_first",
    "not_empty",
    "not_changed",  # the field; of an entry, what is said to be otherwise
    "reason_wanted",
]


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Says that a command cannot be carried out now; the call is as it was."""

    def __init__(self, code: Code, *names: str) -> None:
        super().__init__(code, *names)
        self.code: Code = code
        self.names = names
