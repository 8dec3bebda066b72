"""What a session takes beside a relay, and one without: memory, and its start. A real server, a relay a session."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.line import SETTLED
from benchmarks.memory import SIZE, shares
from benchmarks.picture import Expected
from benchmarks.programs import F12, OURS, Program, programs
from benchmarks.table import Row, middle, pairs
from benchmarks.turns import FIRST_KEY, QUICK, Effort, learn_start
from tests.relay.asking import at_work, centre
from tests.relay.office import Office
from tests.relay.server import Postgres

_MORE = 0.3
"""So many MB more may a session take beside a relay."""
_START = 1.02
"""So many times what it takes without one may a start take."""
_SESSIONS = 4


def sessions(server: Postgres, home: Path, *, quick: bool) -> list[Row]:
    """Measure sessions with a relay to ask, and sessions without one, in turns."""
    effort = QUICK if quick else Effort(sessions=_SESSIONS)
    program = programs(home)[OURS]
    beside, without = home / "beside", home / "without"
    names = ["start", *(f"share{number}" for number in range(effort.sessions))]
    with relays(server, {f"s{number}": beside / name / "home" for number, name in enumerate(names)}):
        ours, theirs = list[float](), list[float]()
        expected = learn_start(program, SIZE, without / "start")
        learn_start(program, SIZE, beside / "start")
        for number in range(effort.starts):
            turn = [(beside, ours), (without, theirs)]
            for folder, found in turn if number % 2 else reversed(turn):
                found.append(_start(program, folder / "start", expected))
        more = shares(program, beside, effort) - shares(program, without, effort)
    start = "a session beside a relay: start, live to keys"
    return [
        Row(start, middle(ours), "ms", "no relay", middle(theirs), _START, pairs(ours, theirs)),
        Row("a session beside a relay, in a call: memory (PSS) beyond one without", more, "MB", "limit", _MORE, 1),
    ]


@contextmanager
def relays(server: Postgres, homes: dict[str, Path]) -> Generator[None]:
    """Have a relay at work for each home, by the name of its host: each is a centre of its own."""
    with ExitStack() as stack:
        for host, home in homes.items():
            home.parent.mkdir(parents=True)
            office = Office(server, server.database(host), home, host)
            office.initialise()
            office.folders.make()
            centre(office)
            stack.enter_context(at_work(office))
        yield


def _start(program: Program, folder: Path, expected: Expected) -> float:
    """Start a session, and leave it; return the milliseconds until it has taken a key."""
    with program.start(SIZE, folder) as line:
        line.wait_for_keys()
        line.send(FIRST_KEY)
        took = line.shown(expected, line.begun) * 1000
        line.listen(silence=SETTLED)
        line.gone_after(F12)
        return took
