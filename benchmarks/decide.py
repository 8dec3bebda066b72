"""What a command costs with a long call behind it: decided and folded, beside one transition of python-statemachine.

Run as `python -m benchmarks.decide [PACK]`. The target: under 100 µs at p99 with 300 events behind. The time is the
processor's, spent by this thread, the collector's included: what the neighbours of a busy machine take does not count.
"""

from __future__ import annotations

import gc
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import thread_time_ns

from statemachine import State, StateMachine

from benchmarks.table import Row, at, middle
from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.decide import begin, carry_out, decide
from callscript.core.call.events import Operator
from callscript.core.call.flow import current, offers
from callscript.core.call.fold import fold
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask, Choose, Pick, Register
from callscript.packs.reader import read

EVENTS = 300
CALLS = 40
COMMANDS = 60
"""Measured in each call, from `EVENTS` events on."""
TARGET = 100.0
PACKS = Path(__file__).parents[1] / "data" / "packs"
PACK = "ua-court"
Way = Callable[[Script, Call, c.Command, datetime], Call]
OPERATOR = Operator(number="17", name="Олена Коваль", name_latin="Olena Koval", gender="feminine")
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Peer(StateMachine):
    """Three stages in a circle: one transition without a guard or an action, the least that a peer can do."""

    greeting = State(initial=True)
    need = State()
    closing = State()
    go = greeting.to(need) | need.to(closing) | closing.to(greeting)


def propose(script: Script, call: Call, random: Random) -> c.Command:
    """Return a command as in a long and winding call that does not end."""
    step, chance = current(script, call), random.random()
    if chance < 0.1:
        return c.Back()
    if chance < 0.2:
        return c.TakeDetour(random.choice([each.id for each in script.pack.detours if each.id != "end"]))
    if chance < 0.3:
        return _fill(script, random.choice(script.pack.fields).id, random)
    if chance < 0.35:
        return c.SwitchLanguage(random.choice([each.id for each in script.pack.languages]))
    if isinstance(step, Ask) and step.field not in call.fields:
        return _fill(script, step.field, random)
    missing = [field for field in step.requires if field not in call.fields] if isinstance(step, Register) else []
    if missing:
        return _fill(script, missing[0], random)
    if isinstance(step, Choose | Pick):
        return c.Answer(random.choice([offer.id for offer in offers(script, call) if not offer.detour] or [""]))
    return c.Advance()


def _fill(script: Script, field: str, random: Random) -> c.Fill:
    return c.Fill(field, random.choice(script.fields[field].options or ("Ivan", "Petro", "Oksana")))


def decided_and_folded(script: Script, call: Call, command: c.Command, now: datetime) -> Call:
    """Decide, then fold what was decided: every event is folded twice."""
    for event in decide(script, call, command, now):
        call = fold(script, call, event)
    return call


def carried_out(script: Script, call: Call, command: c.Command, now: datetime) -> Call:
    """Decide, and take over the call as the decision has folded it."""
    return carry_out(script, call, command, now)[1]


def measure(script: Script, way: Way, random: Random, costs: dict[str, list[float]]) -> int:
    """Lead one call; add what the commands behind its first events cost, in µs; return its length.

    It is ended once, as a call is, and then goes on from before: long calls are measured, not short ones.
    """
    now = START
    call = Call()
    for event in begin(script, "c", OPERATOR, now):
        call = fold(script, call, event)
    measured, ended = 0, False
    while measured < COMMANDS:
        now += timedelta(seconds=random.randrange(40))
        command = propose(script, call, random)
        begun = thread_time_ns()
        try:
            after, name = way(script, call, command, now), type(command).__name__
        except Refused:
            after, name = call, "refused"
        cost = (thread_time_ns() - begun) / 1000
        over = not after.under_way
        if call.seq >= EVENTS and not (over and ended):
            ended = ended or over
            costs["ending the call" if over else name].append(cost)
            measured += 1
        if after.under_way and after.frames:
            call = after
    return call.seq


def peer() -> list[float]:
    """Return what transitions of the peer cost, in µs."""
    machine, costs = Peer(), list[float]()
    for _ in range(2000):
        begun = thread_time_ns()
        machine.go()
        costs.append((thread_time_ns() - begun) / 1000)
    return costs


def led(script: Script, way: Way, calls: int) -> tuple[dict[str, list[float]], int]:
    """Lead calls in this way; return what the commands cost, by kind, and the length of the longest call."""
    costs: dict[str, list[float]] = defaultdict(list)
    random = Random(1)
    length = max(measure(script, way, random, costs) for _ in range(calls))
    return costs, length


def accepted(costs: dict[str, list[float]]) -> list[float]:
    """Return what commands cost that were not refused."""
    return [cost for name, each in costs.items() if name != "refused" for cost in each]


def rows(script: Script | None = None, *, calls: int = CALLS) -> list[Row]:
    """Measure a command as the program carries it out."""
    settle()
    found = accepted(led(script or read(PACKS / PACK), carried_out, calls)[0])
    gc.unfreeze()
    what = f"a command with {EVENTS} events behind it"
    return [
        Row(f"{what}, p99", at(found, 0.99), "µs", "limit", TARGET, 1),
        Row(f"{what}, p50", middle(found), "µs", "python-statemachine, one transition", middle(peer()), 1),
    ]


def settle() -> None:
    """Warm the peer up; set aside what is no garbage, as the application does after its imports."""
    peer()
    gc.collect()
    gc.freeze()


def table(script: Script, way: Way, peers: list[float]) -> float:
    """Print what leading calls in this way costs; return p99 over all commands."""
    costs, length = led(script, way, CALLS)
    every = accepted(costs)
    base = middle(peers)
    print(f"\n{way.__name__.replace('_', ' ')}: {CALLS} calls, {EVENTS} to {length} events behind; µs a command")
    print(f"{'command':<22}{'n':>7}{'p50':>9}{'p99':>9}{'max':>9}{'p50/peer':>10}")
    for name, each in {**dict(sorted(costs.items())), "all commands": every, "peer: one transition": peers}.items():
        p50, p99 = at(each, 0.5), at(each, 0.99)
        print(f"{name:<22}{len(each):>7}{p50:>9.1f}{p99:>9.1f}{max(each):>9.1f}{p50 / base:>10.2f}")
    return at(every, 0.99)


def main(folder: Path) -> int:
    """Print the tables; return 0 if the target is met."""
    script = read(folder)
    settle()
    print(f"pack {script.pack.id}")
    table(script, decided_and_folded, peer())
    p99 = table(script, carried_out, peer())
    print(f"\ncarried out: p99 {p99:.1f} µs, target {TARGET:.0f} µs: {'met' if p99 < TARGET else 'MISSED'}")
    return 0 if p99 < TARGET else 1


if __name__ == "__main__":
    sys.exit(main(PACKS / (sys.argv[1] if len(sys.argv) > 1 else PACK)))
