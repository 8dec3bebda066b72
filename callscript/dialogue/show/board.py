"""What a board says of each operator, in words: the same for a screen, line by line, and beside what programs are told.

Nobody is named, and nothing that a caller said is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from msgspec import Struct

from callscript.core.live import Running, Standing, State
from callscript.dialogue.show.clocks import length
from callscript.dialogue.show.values import minutes
from callscript.runtime.i18n import _, n_

_WAY = " › "
_WITH_CALLER: tuple[State, ...] = ("call", "unheard", "consult")
"""The states of those who have a caller on the line who is not on hold."""


class _Badge(Struct, frozen=True):
    words: str = ""
    bad: bool = False
    """Whether that is wrong."""
    short: str = ""
    """The same where there is no room for it."""


class BoardLine(Struct, frozen=True):
    """An operator."""

    operator: str
    host: str
    """Empty: this one."""
    state: str
    time: str
    """For how long it is so."""
    stage: str
    detour: str
    holds: str
    """How many holds the call has had, and how long they are in all."""
    phone: str
    badge: str = ""
    """What a supervisor should see first."""
    short_badge: str = ""
    """The same where there is no room for it."""
    bad: bool = False
    """Whether that is wrong: a silent seat, a limit that was gone over."""

    @property
    def place(self) -> str:
        """Where in the script the call is."""
        return _WAY.join(filter(None, (self.stage, self.detour)))

    @property
    def text(self) -> str:
        """All of it as a line of text."""
        sign = ("! " if self.bad else "• ") if self.badge else ""
        who = (_("№ {number}").format(number=self.operator), self.host)
        told = (*who, self.state, self.time, self.place, self.holds, self.phone)
        return "  ".join(filter(None, (*told, f"{sign}{self.badge}")))

    @property
    def news(self) -> tuple[object, ...]:
        """What of it changes by more than the time."""
        return self.state, self.stage, self.detour, self.bad, bool(self.badge)


def board_lines(standings: Sequence[Standing]) -> tuple[BoardLine, ...]:
    """Return a line an operator, in their order."""
    return tuple(map(_line, standings))


def board_counts(standings: Sequence[Standing]) -> tuple[str, ...]:
    """Say how many stand how: first all that asks for somebody, and who is ready; then how many lead calls."""
    silent = sum(bool(each.silence) for each in standings)
    over = sum(any(_is_over(clock) for clock in each.clocks) for each in standings if not each.silence)
    states = [each.state for each in standings]
    first = (
        (_("no sign of life: {number}"), silent),
        (_("over the limit: {number}"), over),
        (_("on hold: {number}"), states.count("hold")),
        (_("ready: {number}"), states.count("ready")),
    )
    others = (
        (_("in a call: {number}"), sum(not each.silence and each.state in _WITH_CALLER for each in standings)),
        (_("after the call: {number}"), states.count("after_call")),
    )
    told, more = ([words.format(number=number) for words, number in each if number] for each in (first, others))
    return tuple(filter(None, ("  ".join(told), *more)))


def no_call(operator: str) -> str:
    """Say that there is nothing to open."""
    return _("№ {number} has no open call").format(number=operator)


def not_opened(error: Exception) -> str:
    """Say that a call was not opened, and why."""
    return _("Not opened: {reason}").format(reason=error)


def state_name(state: State) -> str:
    """Name how an operator stands."""
    match state:
        case "ready":
            return _("ready")
        case "call":
            return _("in a call")
        case "hold":
            return _("on hold")
        case "unheard":
            return _("cannot hear")
        case "consult":
            return _("consulting")
        case "after_call":
            return _("after the call")
        case "gone":
            return _("gone")
        case "unknown":
            return _("cannot be read")
        case _:
            assert_never(state)


def _line(each: Standing) -> BoardLine:
    row = each.row
    badge = _badge(each)
    not_known = each.silence == "cut_off" and each.state == "unknown"
    return BoardLine(
        operator=row.operator,
        host=row.host,
        state=_("not known") if not_known else state_name(each.state),
        time="" if each.seconds is None else minutes(each.seconds),
        stage=row.stage_name,
        detour=row.detour,
        holds=_holds(each),
        phone=row.phone,
        badge=badge.words,
        short_badge=badge.short,
        bad=badge.bad,
    )


def _holds(each: Standing) -> str:
    number = each.row.holds + (each.hold is not None)
    about = any(clock.clock.about and clock.clock.hold for clock in each.clocks)
    told = n_("{number} hold, {time}", "{number} holds, {time}", number)
    return told.format(number=number, time=length(each.held, about=about)) if number else ""


def _badge(each: Standing) -> _Badge:
    """Return what is to be seen first of an operator."""
    if each.silence == "cut_off":
        return _Badge(_("no news for {time}").format(time=minutes(each.silent_for)), bad=True)
    if each.silence == "quiet":
        return _Badge(_("silent for {time}").format(time=minutes(each.silent_for)))
    if each.silence:
        return _Badge(_("no sign of life"), bad=True)
    return next(_of_clocks(each), _Badge())


def _of_clocks(each: Standing) -> Iterator[_Badge]:
    for clock in sorted(each.clocks, key=lambda clock: clock.phase != "over"):
        left = clock.clock.limit - clock.spent
        if _is_over(clock):
            told = _("+{time} over {limit}")
            yield _Badge(told.format(time=minutes(left), limit=minutes(clock.clock.limit)), bad=True)
        elif clock.phase == "over":
            yield _Badge(_("time is up"))
        elif clock.phase == "warning":
            yield _Badge(_("{time} left").format(time=minutes(left)))
    if number := each.row.holds_over:
        short = _("over before: {number}").format(number=number)
        yield _Badge(_("over the limit before: {number}").format(number=number), short=short)


def _is_over(clock: Running) -> bool:
    """Tell whether a limit was gone over that ought not to be: one of which nothing warns only says when to go on."""
    return clock.phase == "over" and bool(clock.clock.warn)
