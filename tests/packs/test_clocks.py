"""Clocks of their own, which run whatever step the call is at, and timers whose time is up again and again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.timers import Countdown, countdowns, next_alarm
from callscript.core.script.model import Script
from callscript.dialogue.show.clocks import clocks, gauge_note
from callscript.packs import read
from callscript.proof.goals import Goal
from callscript.proof.prover import Prover
from callscript.proof.reaching import Reach
from tests.core.scripts import Walk
from tests.packs.conftest import Bench
from tests.packs.test_docs import DOCUMENT

SHOWN = DOCUMENT.split("### Clocks of their own")[1].split("counts down anew:\n\n")[1].split("\nEach time")[0]
CLOCKS = "".join(f"{line.strip()}\n" for line in SHOWN.splitlines())
SAID = 'kind = "say"\nid = "farewell"\n'
RULE = '{ kind = "response", after = ["overran:back_to_caller"], then = ["stopped:hold"], within = "20s" },'
NAMES = {"uk.toml": ("Повернутися до абонента", "Розмова"), "en.toml": ("Back to the caller", "The talk")}


@pytest.fixture
def timed(mini: Bench) -> Bench:
    """The small pack with the clocks that the document shows, and a rule that the operator goes back to the caller."""
    assert CLOCKS.count("[[timers]]") == 2
    mini.add("pack.toml", CLOCKS)
    mini.swap(
        "pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\nrules = [\n{RULE}\n]\n'
    )
    for file, (back, talk) in NAMES.items():
        mini.swap(file, "[timer]\n", f'[timer]\nback_to_caller = "{back}"\ntalk = "{talk}"\n')
    return mini


@pytest.fixture
def script(timed: Bench) -> Script:
    """The pack, read."""
    assert timed.complaints == []
    return read(timed.folder)


def overruns(walk: Walk) -> list[tuple[str, int, float]]:
    """Return which limits are recorded, for the how manieth time, and how long after the beginning."""
    begun = walk.log[0].at
    found = (event for event in walk.log if isinstance(event, e.TimerOverran))
    return [(event.timer, event.reached, (event.at - begun).total_seconds()) for event in found]


def on_hold(script: Script) -> Walk:
    """Lead a call to where the caller waits."""
    return Walk(script).wait(4).go("+").wait(6).go("@hold", "+", "yes")


def test_clocks_run_beside_each_other(script: Script) -> None:
    """One runs from the greeting on, one while the caller waits: each shows what is left of it."""
    walk = on_hold(script).wait(12)
    assert [(each.timer, each.left) for each in countdowns(script, walk.call, walk.now)] == [
        ("hold", 168),
        ("back_to_caller", 18),
        ("talk", 582),
    ]
    walk.go("+")
    assert [each.timer for each in countdowns(script, walk.call, walk.now)] == ["talk"]
    assert not walk.call.empty


def test_a_clock_is_nothing_that_was_done(script: Script) -> None:
    """A greeting that was confirmed faster than it can be said makes no call, though a clock runs from it."""
    walk = Walk(script).wait(1).go("+")
    assert "talk" in walk.call.running
    assert walk.call.empty


def test_time_is_up_again_and_again(script: Script) -> None:
    """Each time is recorded at its moment; what nobody was there to see counts once, and is known by its number."""
    walk = on_hold(script).wait(31).do_nothing().wait(30).do_nothing().wait(95).do_nothing()
    assert overruns(walk) == [("back_to_caller", 1, 40), ("back_to_caller", 2, 70), ("back_to_caller", 5, 160)]


def test_it_is_shown_to_be_up_and_counts_down_anew(script: Script) -> None:
    """For five seconds it shows that its time was up; then what is left until the next time."""
    walk = on_hold(script)
    shown = {}
    for spent in (29, 30, 34, 35, 59, 60, 65):
        now = walk.now + timedelta(seconds=spent)
        shown[spent] = next(each for each in countdowns(script, walk.call, now) if each.timer == "back_to_caller")
    assert shown == {
        29: Countdown("back_to_caller", 1, "running"),
        30: Countdown("back_to_caller", 0, "over"),
        34: Countdown("back_to_caller", 0, "over"),
        35: Countdown("back_to_caller", 25, "running"),
        59: Countdown("back_to_caller", 1, "running"),
        60: Countdown("back_to_caller", 0, "over"),
        65: Countdown("back_to_caller", 25, "running"),
    }
    alarms = [walk.now]
    while (coming := next_alarm(script, walk.call, alarms[-1])) and coming <= walk.now + timedelta(seconds=65):
        alarms.append(coming)
    assert [(each - walk.now).total_seconds() for each in alarms[1:]] == [30, 35, 60, 65]


def test_a_rule_asks_for_what_follows_each_time(script: Script) -> None:
    """Whoever goes back to the caller in time has met it; whoever does so once too late has not."""
    assert on_hold(script).wait(31).go("+").verdict("MI-04").verdict == "met"
    late = on_hold(script).wait(31).go("+", "@hold", "+", "yes").wait(55).go("+")
    assert late.verdict("MI-04").verdict == "breached"


def test_a_fact_that_stops_and_starts_begins_it_anew(timed: Bench) -> None:
    """So a clock measures from the latest of something."""
    timed.swap("pack.toml", 'starts = ["said:greet"]\n', 'starts = ["timing:hold"]\nstops = ["timing:hold"]\n')
    script = read(timed.folder)
    walk = on_hold(script).wait(50).go("+", "@hold", "+", "yes").wait(5)
    assert [each.left for each in countdowns(script, walk.call, walk.now) if each.timer == "talk"] == [595]
    assert [(run.timer, run.step) for run in walk.call.past_runs] == [
        ("hold", "hold_wait"),
        ("back_to_caller", ""),
        ("talk", ""),
    ]


def test_the_end_of_the_call_stops_it_and_taking_that_back_lets_it_run(script: Script) -> None:
    """How often its time was up is not forgotten with that."""
    walk = on_hold(script).wait(65).do_nothing().go("@end", "hung_up")
    assert walk.call.running == {}
    walk.wait(3).do(c.TakeEndBack(reason="помилка"))
    assert walk.call.running.keys() == {"talk", "hold", "back_to_caller"}
    walk.wait(10).do_nothing()
    assert overruns(walk) == [("back_to_caller", 2, 70)]


def test_nothing_is_proved_of_what_a_clock_brings_about(timed: Bench, mini: Bench) -> None:
    """It is told why; what hangs on no clock is proved as it is without one."""
    found = {(each.clause, each.place): each for each in Prover(read(timed.folder)).rules()}
    judged = found.pop(("MI-04", 0))
    assert (judged.verdict, judged.why) == ("undecided", "it hangs on a clock of its own, which is not walked")
    for text in (CLOCKS, f"rules = [\n{RULE}\n]\n"):
        mini.swap("pack.toml", text, "")
    for file, (back, talk) in NAMES.items():
        mini.swap(file, f'back_to_caller = "{back}"\ntalk = "{talk}"\n', "")
    without = {(each.clause, each.place): each.verdict for each in Prover(read(mini.folder)).rules()}
    assert without == {key: each.verdict for key, each in found.items()}
    assert "proved" in without.values()


def test_a_path_that_takes_a_clock_for_what_it_is_not_is_no_proof(timed: Bench) -> None:
    """Farewell is said only when the time for the talk is up: it is shown to be missing, or left open, never proved."""
    timed.swap("pack.toml", SAID, f'{SAID}when = {{ happened = "overran:talk" }}\n')
    found = {(each.clause, each.place): each for each in Prover(read(timed.folder)).rules()}
    assert found["MI-02", 0].verdict in ("breached", "undecided")


def test_no_clock_starts_as_the_call_ends(timed: Bench) -> None:
    """Whoever hangs up while on hold stops the hold, and nothing that starts by that runs on behind the end."""
    timed.swap("pack.toml", 'starts = ["said:greet"]\n', 'starts = ["stopped:hold"]\n')
    script = read(timed.folder)
    walk = on_hold(script).wait(5).do(c.LoseLine())
    assert [event.timer for event in walk if isinstance(event, e.TimerStarted)] == []
    again = on_hold(script).wait(5).go("+")
    assert again.call.running.keys() == {"talk"}


def test_whoever_talks_is_not_told_to_go_back_to_the_caller(script: Script) -> None:
    """Of a clock of its own it is told that it is nearly over, and over; of a wait, to whom to go back."""
    walk = Walk(script).go("+")
    notes = [gauge_note(clocks(script, walk.call, walk.now + timedelta(seconds=spent))[0]) for spent in (550, 610)]
    assert notes == ["nearly over", "over the limit"]
    held = on_hold(script)
    assert "back to the caller" in gauge_note(clocks(script, held.call, held.now + timedelta(seconds=175))[0])


def test_a_clock_asks_for_earlier_calls(timed: Bench) -> None:
    """What is asked about them is asked for where nothing but a clock goes by it."""
    timed.add("pack.toml", '[[earlier]]\nid = "third"\ncalls = 2\nwithin = "12mo"\n')
    for file in NAMES:
        timed.add(file, '[earlier]\nthird = "3"\n')
    timed.swap("pack.toml", 'starts = ["said:greet"]', 'starts = ["earlier:third"]')
    assert timed.complaints == []


@pytest.mark.parametrize(("times", "known"), [(3, {}), (40, {Goal("step", "farewell"): "undecided"})])
def test_a_step_that_a_clock_leads_to_is_not_called_out_of_reach(
    timed: Bench, times: int, known: dict[Goal, str]
) -> None:
    """Time is waited for again and again; where that is too much, it is left open: no walk has a clock."""
    timed.swap("pack.toml", 'limit = "10m"\n', 'limit = "10m"\nrepeats = true\n')
    timed.swap("pack.toml", SAID, f'{SAID}when = {{ happened = "overran:talk", times = {times} }}\n')
    found = {each.goal: each.known for each in Reach(read(timed.folder)).amiss()}
    assert {goal: found[goal] for goal in found if goal.kind == "step"} == known


WRONG = [
    ('starts = ["said:greet"]', 'starts = ["closed"]', "timers[talk].starts: there is no fact 'closed'"),
    ('starts = ["said:greet"]', 'starts = [""]', "timers[talk].starts: a name is empty"),
    ('id = "talk"\n', 'id = "hold"\n', "timers[hold].id: it has `starts`: a hold is measured by"),
    (
        'repeats = true\nstarts = ["timing:hold"]\n',
        "repeats = true\n",
        "needs `starts`: a timer of a `wait` step stops",
    ),
    ('limit = "30s"', 'limit = "5s"', "timers[back_to_caller].limit: of one that repeats, 10s or more"),
    (
        'starts = ["said:greet"]',
        'starts = ["said:great"]',
        "there is no fact 'said:great'; the nearest known one is 'said:greet'",
    ),
    ('starts = ["said:greet"]', 'starts = ["overran:hold"]', "starts: there is no fact 'overran:hold'"),
    ('starts = ["said:greet"]', 'starts = ["timing:back_to_caller"]', "there is no fact 'timing:back_to_caller'"),
    ('starts = ["said:greet"]', 'starts = ["said:greet"]\nhold = true', "it has `starts`: a hold is measured by"),
    ('timer = "hold"', 'timer = "talk"', "timers[talk].starts: a `wait` step starts it already"),
    (
        f"{SAID}",
        f'{SAID}when = {{ overran = "talk" }}\n',
        "a clock of its own: ask whether `overran:talk` has `happened`",
    ),
]


@pytest.mark.parametrize(("old", "new", "complaint"), WRONG)
def test_what_is_no_clock(timed: Bench, old: str, new: str, complaint: str) -> None:
    """Each is told at its place, with what to do."""
    timed.swap("pack.toml", old, new)
    assert any(complaint in each for each in timed.complaints), timed.complaints


def test_a_step_comes_by_a_clock(timed: Bench) -> None:
    """Once its time is up, and not before."""
    timed.swap("pack.toml", SAID, f'{SAID}when = {{ happened = "overran:talk" }}\n')
    script = read(timed.folder)
    assert Walk(script).go("+", "address=Anna", "+").wait(599).go("other").call.step == "hang_up"
    assert Walk(script).go("+", "address=Anna", "+").wait(601).go("other").call.step == "farewell"


def test_a_command_is_decided_with_what_came_due(script: Script) -> None:
    """Typing on the caller's card is a command too: the limit is recorded before it, at its own moment."""
    walk = on_hold(script).wait(33)
    assert [type(event) for event in walk.do(c.Fill("address", "Анна"))] == [e.TimerOverran, e.Filled]
