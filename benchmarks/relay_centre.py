"""What it costs that a save waits until PostgreSQL has it (`durability = "centre"`), and for how long at most."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter, sleep

from benchmarks.relay_scale import Scale
from benchmarks.relay_writer import Writer
from benchmarks.store_disk import settle
from benchmarks.table import Row, middle, pairs
from callscript.runtime.centre import read_centre
from callscript.store.relayed.relayed import Relayed
from tests.relay.asking import at_work, centre
from tests.relay.office import Office
from tests.relay.server import wait_until

_SAVE = 2.0
"""So many times what an append takes may a save take that waits."""
_BEYOND = 260.0
"""So many milliseconds longer than an append may it take, whatever becomes of PostgreSQL."""
_BARE = "create table public.bare (at timestamptz not null default clock_timestamp(), line text not null)"
_INSERT = "insert into public.bare (line) values (%s)"
_LINE = "x" * 300


def waiting(office: Office, scale: Scale) -> Iterator[Row]:
    """Save in turns with a wait and without one; beside it, what a commit of the server takes by itself."""
    alone = office.home.with_name("centre alone")
    alone.mkdir(mode=0o700)
    centre(office, durability="centre")
    link = Relayed(office.folders, read_centre(office.folders.centre).store)
    ours, theirs = Writer(office.home, "17", link.recorded), Writer(alone, "17")
    with at_work(office), office.connect() as connection:
        connection.execute(_BARE)
        saves, appends, commits = list[float](), list[float](), list[float]()

        def commit() -> float:
            begun = perf_counter()
            connection.execute(_INSERT, (_LINE,), prepare=True)
            return (perf_counter() - begun) * 1000

        what = [
            (lambda: ours.append()[1], saves),
            (lambda: theirs.append()[1], appends),
            (commit, commits),
        ]
        for each, _ in what * 3:  # what comes with the first line of a day is not what is measured
            each()
        settle()
        for number in range(scale.appends):
            for each, costs in what[number % 3 :] + what[: number % 3]:
                costs.append(each())
                sleep(0.002)  # nobody types faster
        beyond = list[float]()
        for _ in range(scale.rounds):
            wait_until(lambda: not link.only_here, "all sent on")
            with office.server.hanging():
                beyond += [ours.append()[1] - theirs.append()[1] for _ in range(5)]
        wait_until(lambda: not link.only_here, "all sent on")
    for writer in (ours, theirs):
        writer.store.journal.close()
    link.leave()
    both = [append + bare for append, bare in zip(appends, commits, strict=True)]
    save = "a save that waits for PostgreSQL, p50"
    yield Row(save, middle(saves), "ms", "an append", middle(appends), _SAVE, pairs(saves, appends))
    syncs = "an append and a bare commit, one after the other"
    yield Row(save, middle(saves), "ms", syncs, middle(both), float("inf"), pairs(saves, both))
    both_rows = "an append and a bare commit, one after the other, p50"
    yield Row(both_rows, middle(both), "ms", "an append", middle(appends), float("inf"), pairs(both, appends))
    longest = "the longest save beyond an append, PostgreSQL stopped (SIGSTOP)"
    yield Row(longest, max(beyond), "ms", "limit", _BEYOND, 1)
