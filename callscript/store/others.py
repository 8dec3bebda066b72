"""The port to the other hosts of a centre: what they have recorded of a caller, and how far what is recorded here is
sent on. Where a centre has one host nobody is asked anything (`OneHost`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from callscript.core.call.events import Event
from callscript.core.records import Earlier
from callscript.runtime.exit_status import Foreseen
from callscript.runtime.paths import Folders

if TYPE_CHECKING:
    from callscript.runtime.store_settings import StoreSettings
    from callscript.store.ports import Lookup, Tasks

Recorded = Callable[[Path, int], None]
"""Hears of a journal file to which so many events were added, once they are on the disk."""


class Elsewhere(NamedTuple):
    """What other hosts have under a number."""

    earlier: Sequence[Earlier] = ()
    """The latest first."""
    left_out: int = 0
    """How many more there are."""
    asked: bool = True
    """Whether they could be asked, where there are any."""


class OpenElsewhere(NamedTuple):
    """What other hosts have of an operator."""

    calls: Mapping[str, str] = {}
    """Calls that are open, and at which host."""
    desk_logs: Sequence[str] = ()
    """Logs of these days that another host wrote to last."""
    led: Collection[str] = ()
    """Logs that another host goes on with, whatever this one has of them."""


class SeatElsewhere(NamedTuple):
    """Where an operator sits."""

    host: str
    since: datetime


class CentreSeat(Protocol):
    """An operator's seat in a centre of several hosts. Its methods are not called on the event loop."""

    heard: Callable[[], object]
    """Is called, from any thread, when it was taken over."""

    @property
    def epoch(self) -> int:
        """How often it went to another host; 0: that could not be asked."""
        ...

    @property
    def ahead(self) -> float:
        """By how many seconds the centre's clock is ahead of this machine's, as it was last heard."""
        ...

    @property
    def taken_over(self) -> SeatElsewhere | None:
        """Where the operator has sat down since; then nothing that is recorded here goes on with a call from there."""
        ...

    def sit_down(self, operator: str, *, confirmed: bool = False) -> SeatElsewhere | None:
        """Take the seat, as far as that can be asked for.

        Return where the operator sits, if that is another host: they stay there, unless it is `confirmed` that they
        are here.
        """
        ...

    def elsewhere(self) -> OpenElsewhere:
        """Return what other hosts have of the operator: nothing, if nobody can be asked."""
        ...

    def lines(self, log: str) -> list[bytes]:
        """Return what is recorded of a call or desk log of the operator's, line by line; raise `StoreUnavailable`."""
        ...

    def take_over(self, log: str) -> None:
        """Have this host go on with a call or desk log of the operator's; raise `StoreUnavailable`."""
        ...


class CentreWork(Protocol):
    """Work that is shared among the hosts of a centre. Its methods are not called on the event loop."""

    learned: Callable[[str], object]
    """Is called with a call of this host of whose work others have done something, once that is entered here."""

    @property
    def asked(self) -> bool:
        """Whether the list that was looked up last has the work of other hosts too."""
        ...

    def read(self, call: str, by: str) -> Sequence[Event]:
        """Return a call of another host, once it is recorded that an operator opens it; raise `StoreError`."""
        ...

    def share(self, tasks: Tasks, lookup: Lookup) -> tuple[Tasks, Lookup]:
        """Return the ports of one host as those of all of them."""
        ...


class OtherHosts(Protocol):
    """The other hosts of a centre."""

    heard: Callable[[], object]
    """Is called, from any thread, when `only_here` has changed."""

    @property
    def recorded(self) -> Recorded | None:
        """What is to hear of each save; None: nothing is."""
        ...

    @property
    def only_here(self) -> int:
        """How many events of this session are on this host only, longer than it takes as a rule."""
        ...

    @property
    def clock_wrong(self) -> int:
        """By how many seconds the clock of this machine is wrong, by the centre's; 0: by less than is told of."""
        ...

    @property
    def seat(self) -> CentreSeat | None:
        """The operator's seat in the centre; None: that of this host is all there is."""
        ...

    @property
    def work(self) -> CentreWork | None:
        """The work of all hosts; None: that of this one is all there is."""
        ...

    def history(self, phone: str) -> Elsewhere:
        """Return the calls under a number; not on the event loop."""
        ...

    def leave(self) -> None:
        """Leave the seat to whoever comes, and ask nothing more; not on the event loop."""
        ...


_WRONG = 2
"""Seconds by which a clock is wrong that is told of."""


def told_of_clock(ahead: float) -> int:
    """Return the seconds that are told of a clock that another one is ahead of, or behind; 0: they are the same."""
    seconds = round(abs(ahead))
    return seconds if seconds >= _WRONG else 0


def nobody() -> None:
    """Nobody is there to hear."""


class OneHost:
    """A centre with one host."""

    recorded = None
    only_here = 0
    clock_wrong = 0
    seat = None
    work = None

    def __init__(self) -> None:
        self.heard: Callable[[], object] = nobody

    def history(self, phone: str) -> Elsewhere:  # noqa: ARG002 - there is nobody to be asked
        """Return that there is nothing."""
        return Elsewhere()

    def leave(self) -> None:
        """Leave nothing: there is one seat."""


def other_hosts(folders: Folders) -> OtherHosts:
    """Return the other hosts as the centre's settings say: none by settings that are wrong, which `arranged` tells."""
    if (store := relayed_by(folders)) is None:
        return OneHost()
    from callscript.store.relayed.relayed import Relayed  # a start with settings of one host does not wait for it

    return Relayed(folders, store)


def shared(others: OtherHosts, tasks: Tasks, lookup: Lookup) -> tuple[Tasks, Lookup]:
    """Return the work of all hosts in place of that of one, where a centre has several."""
    return others.work.share(tasks, lookup) if others.work else (tasks, lookup)


def relayed_by(folders: Folders) -> StoreSettings | None:
    """Return how a relay is asked about other hosts; None: there are none, as far as the settings tell."""
    if not folders.centre.exists():
        return None
    from callscript.runtime.centre import read_centre  # nor one without settings for this

    try:
        store = read_centre(folders.centre, "store").store
    except Foreseen:
        return None
    return None if store.kind == "files" else store
