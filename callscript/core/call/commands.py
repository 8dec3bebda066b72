"""What an operator can ask for: a closed union that `decide` turns into events or refuses."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from callscript.core.script.base import Ending


class Advance(Struct, frozen=True):
    """Confirm the current step, which is said or done, and go on."""


class Answer(Struct, frozen=True):
    """Answer the current step with one of its options, or with a directory entry."""

    option: str


class Back(Struct, frozen=True):
    """Return to the step before, keeping what was recorded there."""


class TakeDetour(Struct, frozen=True):
    """Take a detour; while it is the one being taken: end its wait, or leave it."""

    detour: str


class Fill(Struct, frozen=True):
    """Put a value into a field; with `absent`, record that there is none, the value being the reason."""

    field: str
    value: str
    absent: bool = False
    confirm: bool = False
    """It was confirmed as it is: recorded anew if an answer that was changed had led to it."""
    matter: int = 0
    """The number of the matter, of one of several that was set aside."""


class Draft(Struct, frozen=True):
    """Keep what is being typed at a place, before it is confirmed; empty: nothing is."""

    place: str
    """As in the event."""
    text: str


class TellEarlier(Struct, frozen=True):
    """Record what was found of the caller's earlier calls: conditions that hold now, and those that do not any more."""

    found: tuple[str, ...]
    gone: tuple[str, ...] = ()


class Receive(Struct, frozen=True):
    """Record of an entry by which way it came, when, of which class it is; what is not given stays as it was."""

    channel: str = ""
    received: datetime | None = None
    classed: str = ""


class SwitchLanguage(Struct, frozen=True):
    """Continue in another language of the script, at the same place."""

    language: str


class Inform(Struct, frozen=True):
    """Mark a paragraph of an article as the information given; of one that is marked, take the mark back."""

    article: str
    title: str
    paragraph: int
    text: str


class Prolong(Struct, frozen=True):
    """Put the limit of the work after the call off, by as much as the centre gives at a time."""


class SetOutcome(Struct, frozen=True):
    """File the finished call under an outcome."""

    outcome: str


class Explain(Struct, frozen=True):
    """Record why a clause was not met."""

    clause: str
    reason: str


class TakeEndBack(Struct, frozen=True):
    """Go on with a call that was taken for ended."""

    reason: str


class CorrectEnd(Struct, frozen=True):
    """Record that the call ended in another way."""

    how: Ending
    reason: str


class CorrectField(Struct, frozen=True):
    """Record after the call what a field should have: a value, none (empty), or with `absent` that there is none."""

    field: str
    value: str
    reason: str
    absent: bool = False
    matter: int = 0
    """The number of the matter, if it is one that was set aside."""


class CorrectReceived(Struct, frozen=True):
    """Record of a registered entry that it came another way, at another time, is of another class; what is not given
    stays as it was.
    """

    reason: str
    channel: str = ""
    received: datetime | None = None
    classed: str = ""


class Summarise(Struct, frozen=True):
    """Replace the call's summary."""

    text: str


class Close(Struct, frozen=True):
    """Finish the wrap-up."""


class Discard(Struct, frozen=True):
    """Discard a call that was opened by mistake."""


class LoseLine(Struct, frozen=True):
    """Record that nobody is on the line any more: the caller hung up, or the line was lost with the terminal."""


class Resume(Struct, frozen=True):
    """Take an interrupted call up again; `about`: it is not known for sure how long it was interrupted."""

    about: bool = False


Command = (
    Advance
    | Answer
    | Back
    | TakeDetour
    | Fill
    | Draft
    | TellEarlier
    | Receive
    | SwitchLanguage
    | Inform
    | Prolong
    | SetOutcome
    | Explain
    | TakeEndBack
    | CorrectEnd
    | CorrectField
    | CorrectReceived
    | Summarise
    | Close
    | Discard
    | LoseLine
    | Resume
)
