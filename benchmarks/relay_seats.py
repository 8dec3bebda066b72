"""What the questions of sessions about their seats cost a relay: each asks behind a save, and each few seconds."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic, perf_counter, sleep

from benchmarks.process import share_of
from benchmarks.relay_scale import Scale
from benchmarks.table import Row, at, middle
from callscript.store.files import FileStore
from callscript.store.relayed.line import ask
from callscript.store.relayed.questions import PATIENCE_FOR_SEATS, SitDown, StillSit
from tests.relay.asking import at_work, centre, socket_of
from tests.relay.office import Office
from tests.relay.server import wait_until

_EACH = 2.0
"""Seconds after which an operator who records something in each two asks again."""


def seats(office: Office, scale: Scale) -> Iterator[Row]:
    """Have the sessions of operators ask whether their seats are still theirs; nothing else is recorded meanwhile."""
    centre(office)
    store, place = FileStore(office.folders), socket_of(office)
    with at_work(office) as relay:
        operators = [str(100 + number) for number in range(scale.operators)]
        held = [store.seats.sit_down(each) for each in operators]
        wait_until(lambda: ask(place, SitDown(operators[0]), PATIENCE_FOR_SEATS).seat, "the first seat")
        epochs = [found.epoch if (found := ask(place, SitDown(each), 5).seat) else 0 for each in operators]
        assert all(epochs)
        idle = share_of(relay.process.pid, lambda: sleep(scale.seconds / 4))
        costs = list[float]()

        def asked() -> None:
            begun = monotonic()
            for number in range(int(scale.operators * scale.seconds / _EACH)):
                sleep(max(0.0, begun + number * _EACH / scale.operators - monotonic()))
                who = number % len(operators)
                since = perf_counter()
                assert ask(place, StillSit(operators[who], epochs[who]), PATIENCE_FOR_SEATS).seat
                costs.append((perf_counter() - since) * 1000)

        busy = share_of(relay.process.pid, asked)
    for each in held:
        each.leave()
    who = f"{scale.operators} operators, asking about their seats each in {_EACH:g} s"
    limit = PATIENCE_FOR_SEATS * 1000
    yield Row(f"{who}: an answer, p50", middle(costs), "ms", "limit", limit, float("inf"))
    yield Row(f"{who}: an answer, p99", at(costs, 0.99), "ms", "limit", limit, 1)
    yield Row(f"{who}: processor of the relay", busy, "% of a core", "nobody asks", idle, float("inf"))
