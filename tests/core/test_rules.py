"""Verdicts on clauses: found step by step, and the same as from the whole log at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.script.model import Script
from callscript.core.script.steps import TaskSpec
from callscript.core.standard.clauses import Absence, Clause, Existence, Precedence, Response, Rule
from callscript.core.standard.monitors import Watch, Work, observe
from callscript.core.standard.verdicts import verdicts
from tests.core.reference import LogLine, judge, judge_all
from tests.core.scripts import MONDAY, TO_NEED, TO_REGISTERED, Walk, make_script


def _script(*rules: Rule) -> Script:
    return make_script(clauses=(Clause(id="R-01", modality="must", rules=rules),), standard=("R-01",))


def _lines(log: str, step: float) -> list[LogLine]:
    """Read `a b+c ended`: a word an event, one every `step` seconds."""
    return [
        LogLine(MONDAY + timedelta(seconds=step * place), word.split("+")) for place, word in enumerate(log.split())
    ]


def _found(script: Script, log: list[LogLine], wait: float = 0) -> tuple[str, int | None]:
    watches: Mapping[str, tuple[Watch, ...]] = {}
    for number, line in enumerate(log, start=1):
        work = Work(line.task, line.due)
        watches = observe(script, watches, number, line.at, tuple(line.facts), work=work)
    (verdict,) = verdicts(script, watches, (log[-1].at if log else MONDAY) + timedelta(seconds=wait))
    return (verdict.verdict, verdict.event)


A, B, C = ("a",), ("b",), ("c",)
GONE = ("ended:caller",)


@pytest.mark.parametrize(
    ("rule", "log", "expected"),
    [
        (Existence(some=A), "", ("open", None)),
        (Existence(some=A), "x a", ("met", 2)),
        (Existence(some=A), "x a a ended", ("met", 2)),
        (Existence(some=A), "x ended", ("breached", 2)),
        (Existence(some=A), "x ended a", ("breached", 2)),
        (Existence(some=A), "a+ended", ("met", 1)),
        (Existence(some=A, outlives=True), "x ended", ("open", None)),
        (Existence(some=A, outlives=True), "x ended a", ("met", 3)),
        (Existence(some=A, after=B), "a", ("open", None)),
        (Existence(some=A, after=B), "a b", ("open", None)),
        (Existence(some=A, after=B), "a b a", ("met", 3)),
        (Existence(some=A, after=B), "b b a", ("met", 3)),
        (Existence(some=A, after=B), "a+b", ("open", None)),
        (Existence(some=A, before=B), "b a", ("breached", 1)),
        (Existence(some=A, before=B), "a b", ("met", 1)),
        (Existence(some=A, before=B), "a+b", ("met", 1)),
        (Existence(some=A, when=C), "x", ("na", None)),
        (Existence(some=A, when=C), "x ended", ("na", None)),
        (Existence(some=A, when=C), "x c", ("open", 2)),
        (Existence(some=A, when=C), "a c", ("met", 1)),
        (Existence(some=A, when=C), "a", ("na", None)),
        (Existence(some=A, when=C), "x c ended", ("breached", 3)),
        (Existence(some=A, when=C, before=B), "b c a", ("met", 3)),
        (Existence(some=A, when=("ended",)), "x ended", ("breached", 2)),
        (Existence(some=A, unless=B), "x b", ("na", 2)),
        (Existence(some=A, unless=B), "x b b", ("na", 2)),
        (Existence(some=A, unless=B), "x ended+b", ("na", 2)),
        (Existence(some=A, unless=B), "a b", ("met", 1)),
        (Existence(some=A, unless=B), "x ended b", ("breached", 2)),
        (Existence(some=A, unless=B), "b a", ("met", 2)),
        (Existence(some=A, unless=B, before=C), "b c a", ("met", 3)),
        (Existence(some=A, unless=B, when=C), "b c", ("open", 2)),
        (Existence(some=A, unless=B, when=C), "c b", ("na", 2)),
        (Existence(some=A, unless=B, when=C), "c b c", ("open", 1)),
        (Existence(some=A, unless=B, when=C), "c b c ended", ("breached", 4)),
        (Existence(some=A, unless=B, when=C, after=("d",)), "c b d c a", ("met", 5)),
        (Existence(some=A, lapses=B), "a b", ("open", None)),
        (Existence(some=A, lapses=B), "a b ended", ("breached", 3)),
        (Existence(some=A, lapses=B), "a b a a ended", ("met", 3)),
        (Existence(some=A, lapses=B), "a+b", ("met", 1)),
        (Existence(some=A, lapses=B), "a a+b ended", ("met", 1)),
        (Existence(some=A, lapses=B), "a ended b", ("met", 1)),
        (Existence(some=A, lapses=B, outlives=True), "a ended b", ("open", None)),
        (Existence(some=A, lapses=B, before=C), "a c b ended", ("met", 1)),
        (Existence(some=A, lapses=B, before=C), "a b c a", ("breached", 3)),
        (Existence(some=A, lapses=B, before=C), "a b+c", ("breached", 2)),
        (Existence(some=A, lapses=B, before=C), "a+c b", ("met", 1)),
        (Existence(some=A, lapses=B, before=C, when=("d",)), "a c b d", ("open", 4)),
        (Existence(some=A, lapses=B, after=C), "c a b a", ("met", 4)),
        (Existence(some=A, lapses=B, unless=C), "a c b", ("na", 2)),
        (Existence(some=A, lapses=B, unless=C), "a b c ended", ("na", 3)),
        (Existence(some=A, times=2), "a", ("open", None)),
        (Existence(some=A, times=2), "a x a a", ("met", 3)),
        (Existence(some=A, times=2), "a ended", ("breached", 2)),
        (Existence(some=("a", "b"), times=2), "a+b b", ("met", 2)),
        (Existence(some=A, times=2, after=C), "a c a", ("open", None)),
        (Existence(some=A, times=2, before=C), "a c a", ("breached", 2)),
        (Existence(some=A, times=2, lapses=B), "a b a", ("open", None)),
        (Existence(some=A, times=2, lapses=B), "a b a a", ("met", 4)),
        (Existence(some=A, times=2, lapses=B), "a a b a", ("open", None)),
        (Absence(none=A), "x", ("met", None)),
        (Absence(none=A), "x ended", ("met", 2)),
        (Absence(none=A), "x a ended", ("breached", 2)),
        (Absence(none=A), "x a a", ("breached", 2)),
        (Absence(none=A), "ended a", ("breached", 2)),
        (Absence(none=A, when=C), "a", ("na", None)),
        (Absence(none=A, when=C), "a c", ("met", None)),
        (Absence(none=A, when=C), "c a", ("breached", 2)),
        (Absence(none=A, unless=B), "x b a", ("na", 2)),
        (Precedence(first=A, then=B), "a", ("na", None)),
        (Precedence(first=A, then=B), "a b", ("met", 2)),
        (Precedence(first=A, then=B), "a b b", ("met", 3)),
        (Precedence(first=A, then=B), "b a", ("breached", 1)),
        (Precedence(first=A, then=B), "b b a b", ("breached", 1)),
        (Precedence(first=A, then=B), "a+b", ("breached", 1)),
        (Precedence(first=A, then=B, fresh=True), "a b b", ("breached", 3)),
        (Precedence(first=A, then=B, fresh=True), "a b a b", ("met", 4)),
        (Precedence(first=A, then=B, when=C), "b c", ("na", None)),
        (Precedence(first=A, then=B, when=C), "a c b", ("met", 3)),
        (Precedence(first=A, then=B, unless=C), "c b", ("na", 1)),
        (Response(after=A, then=B), "x", ("na", None)),
        (Response(after=A, then=B), "x a", ("open", 2)),
        (Response(after=A, then=B), "a x b", ("met", 3)),
        (Response(after=A, then=B), "a b a", ("open", 3)),
        (Response(after=A, then=B), "a a b", ("met", 3)),
        (Response(after=A, then=B), "b a", ("open", 2)),
        (Response(after=A, then=B), "a+b", ("open", 1)),
        (Response(after=A, then=B), "a x ended", ("breached", 3)),
        (Response(after=A, then=B), "a b+ended", ("met", 2)),
        (Response(after=A, then=B, outlives=True), "a ended", ("open", 1)),
        (Response(after=A, then=B, outlives=True), "a ended b", ("met", 3)),
        (Response(after=("ended",), then=B), "x ended", ("open", 2)),
        (Response(after=("ended",), then=B), "x ended b", ("met", 3)),
        (Response(after=A, then=("b", "c")), "a c b", ("open", 1)),
        (Response(after=A, then=("b", "c")), "a b x c", ("met", 4)),
        (Response(after=A, then=("b", "c")), "a b+c", ("met", 2)),
        (Response(after=A, then=("b", "c")), "a b a c", ("open", 3)),
        (Response(after=A, then=("b", "c")), "a b a c b c", ("met", 6)),
        (Response(after=A, then=B, within="15s"), "a x b", ("breached", 3)),
        (Response(after=A, then=B, within="20s"), "a x b", ("met", 3)),
        (Response(after=A, then=B, within="15s"), "a x x", ("breached", 1)),
        (Response(after=A, then=B, within="15s"), "a x b a b", ("breached", 3)),
        (Response(after=A, then=B, when=C), "a", ("na", None)),
        (Response(after=A, then=B, when=C), "a c", ("na", None)),
        (Response(after=A, then=B, when=C), "c a", ("open", 2)),
        (Response(after=A, then=B, unless=C), "a c", ("na", 2)),
        (Response(after=A, then=B, unless=C), "a c ended", ("na", 2)),
        (Response(after=A, then=B, unless=C), "c a", ("open", 2)),
        (Response(after=A, then=B, unless=C), "a c a", ("open", 3)),
        (Response(after=A, then=B, unless=C), "a+c", ("na", None)),
        (Response(after=A, then=B, unless=C), "a ended+c", ("na", 2)),
        (Response(after=A, then=B, unless=GONE), "a b a ended+ended:caller", ("na", 4)),
        (Response(after=A, then=B, unless=C), "a b a c", ("met", 2)),
        (Response(after=A, then=B, unless=GONE), "a b ended+ended:caller", ("met", 2)),
        (Existence(some=A, unless=GONE), "x ended+ended:caller", ("na", 2)),
    ],
)
def test_rule(rule: Rule, log: str, expected: tuple[str, int | None]) -> None:
    """A rule is judged from the facts of the log, with the number of the event that decided it."""
    lines = _lines(log, 10)
    assert _found(_script(rule), lines) == expected
    assert judge(rule, lines, lines[-1].at if lines else MONDAY) == expected


def test_overdue_without_an_event() -> None:
    """A response that is not there in time is breached although nothing happens; until then it says by when."""
    script = _script(Response(after=A, then=B, within="15s"))
    assert _found(script, _lines("a", 1), wait=15) == ("open", 1)
    assert _found(script, _lines("a", 1), wait=15.1) == ("breached", 1)
    watches = observe(script, {}, 1, MONDAY, A)
    assert verdicts(script, watches, MONDAY)[0].limit == MONDAY + timedelta(seconds=15)


def test_what_lasts() -> None:
    """A clause that is open only by what outlives the call is so for longer, and is told apart."""
    lasts, ends = Existence(some=A, outlives=True), Existence(some=B)
    for rules, log, wanted in (
        ((lasts,), "x", True),
        ((lasts,), "x ended", True),
        ((lasts,), "a", False),
        ((ends,), "x", False),
        ((lasts, ends), "x", False),
        ((lasts, ends), "b", True),
        ((lasts, ends), "x ended", False),
    ):
        script, watches = _script(*rules), dict[str, tuple[Watch, ...]]()
        for number, line in enumerate(_lines(log, 1), start=1):
            watches = dict(observe(script, watches, number, line.at, tuple(line.facts)))
        assert verdicts(script, watches, MONDAY)[0].lasting == wanted, (rules, log)


def test_clause_of_several_rules() -> None:
    """All rules of a clause must hold: the gravest finding is the clause's."""
    script = _script(Existence(some=A), Existence(some=B))
    assert _found(script, _lines("a b", 1)) == ("met", 2)
    assert _found(script, _lines("x a", 1)) == ("open", None)
    assert _found(script, _lines("x a ended", 1)) == ("breached", 3)


@pytest.mark.parametrize(
    ("owed", "log", "expected"),
    [
        (Response(after=B, then=C, unless=GONE), "x a b ended+ended:caller", ("na", 4)),
        (Response(after=B, then=C, unless=GONE), "x a b c ended+ended:caller", ("met", 4)),
        (Response(after=B, then=C, unless=GONE), "x a ended+ended:caller", ("met", 2)),
        (Response(after=B, then=C, unless=("d",)), "x a b d", ("met", 2)),
        (Response(after=B, then=C, unless=("ended:transfer",)), "x a b ended+ended:transfer", ("met", 2)),
        (Existence(some=B, unless=GONE), "x a ended+ended:caller", ("na", 3)),
        (Existence(some=B, unless=GONE), "b a ended+ended:caller", ("met", 2)),
        (Precedence(first=B, then=C, unless=GONE), "x a ended+ended:caller", ("met", 2)),
        (Absence(none=B, unless=GONE), "x a ended+ended:caller", ("met", 2)),
    ],
)
def test_what_a_lost_caller_is_owed_is_not_met(owed: Rule, log: str, expected: tuple[str, int | None]) -> None:
    """A clause is not met by its other rules where something was owed until the caller was gone."""
    rules, lines = (Existence(some=A), owed), _lines(log, 1)
    assert _found(_script(*rules), lines) == expected
    assert judge_all(rules, lines, lines[-1].at) == expected


def test_work_is_owed_until_it_is_done() -> None:
    """Each piece of work on its own, until its own due time: doing another one, or one too late, does not meet it."""
    rule = Response(after=("task:a",), then=("task_done:a",), within="due", outlives=True)
    script = _script(rule)
    soon, later = MONDAY + timedelta(hours=1), MONDAY + timedelta(days=1)
    first, second = LogLine(MONDAY, ("task:a",), task="1", due=later), LogLine(MONDAY, ("task:a",), task="2", due=soon)
    end = LogLine(MONDAY, ("ended",))
    done = {number: LogLine(soon, ("task_done:a",), task=number) for number in "12"}
    late = LogLine(later, ("task_done:a",), task="2")
    for log, wait, expected in (
        ((first,), 0, ("open", 1)),
        ((first, end), 0, ("open", 1)),
        ((first, second, end), 0, ("open", 2)),
        ((first, second, end, done["1"]), 0, ("open", 2)),
        ((first, second, end, done["2"]), 0, ("open", 1)),
        ((first, second, end), 3601, ("breached", 2)),
        ((first, end), 86_401, ("breached", 1)),
        ((first, second, end, done["1"], done["2"]), 0, ("met", 5)),
        ((first, second, end, done["1"], late), 0, ("breached", 5)),
    ):
        assert _found(script, list(log), wait) == expected
        assert judge(rule, log, log[-1].at + timedelta(seconds=wait)) == expected


RING = TaskSpec(kind="ring", due="1d")
OPENED, LATER = ("task:ring",), MONDAY + timedelta(days=3)


def _made_good(rule: Response, log: Sequence[tuple[tuple[str, ...], str, int]]) -> tuple[str, int | None, bool]:
    """Return how a log of facts, each about work and a matter, stands with a rule, and whether that lasts."""
    script, watches = _script(rule), dict[str, tuple[Watch, ...]]()
    for number, (facts, task, matter) in enumerate(log, start=1):
        work = Work(task, matter=matter)
        watches = dict(observe(script, watches, number, MONDAY, facts, matter=matter, work=work))
    (verdict,) = verdicts(script, watches, LATER)
    return verdict.verdict, verdict.event, verdict.lasting


def test_what_was_cut_short_is_made_good_by_work() -> None:
    """Owed by the work that was left for it, about the same matter, opened before the end or by a correction of it."""
    rule = Response(after=A, then=B, by_matter=True, unless=GONE, cut=RING, redeemed=True)
    gone, asked, rung = (("ended", *GONE), "", 1), (A, "", 1), (("task_done:ring",), "r", 1)
    left, dropped = (OPENED, "r", 1), (("given_up:task_done:ring",), "r", 1)
    for log, expected in (
        ((asked, left, gone), ("open", 1, True)),
        ((left, asked, gone), ("open", 2, True)),
        ((asked, left, gone, rung), ("met", 4, False)),
        ((asked, left, gone, dropped), ("breached", 4, False)),
        ((asked, gone), ("na", 2, False)),
        ((asked, gone, left), ("open", 1, True)),
        ((asked, gone, left, rung), ("met", 4, False)),
        ((asked, gone, (OPENED, "r", 2)), ("na", 2, False)),
        ((asked, (A, "", 2), gone, left), ("open", 1, True)),
        ((asked, (A, "", 2), gone, left, rung), ("na", 3, False)),
        ((asked, (B, "", 1), left, gone, dropped), ("met", 2, False)),
        ((asked, (B, "", 1), left, gone, rung), ("met", 2, False)),
        ((asked, left, rung, gone), ("na", 4, False)),
        ((asked, left, gone, (("task_done:ring",), "other", 1)), ("open", 1, True)),
        ((asked, left, (("ended",), "", 1)), ("breached", 3, False)),
    ):
        assert _made_good(rule, log) == expected, log


def test_work_makes_good_that_it_was_not_told_and_no_more() -> None:
    """Where more was missing than the last of what is to be done, to tell the caller does not stand for it."""
    rule = Response(after=A, then=("b", "c"), unless=GONE, cut=RING, redeemed=True)
    gone, left, rung = (("ended", *GONE), "", 1), (OPENED, "r", 1), (("task_done:ring",), "r", 1)
    assert _made_good(rule, ((A, "", 1), (B, "", 1), left, gone, rung)) == ("met", 5, False)
    assert _made_good(rule, ((A, "", 1), left, gone)) == ("open", 1, True)
    assert _made_good(rule, ((A, "", 1), left, gone, rung)) == ("na", 4, False)


def test_undecidable_clause_is_a_reminder(walk: Walk) -> None:
    """A clause that no log can decide says so, at any moment."""
    assert walk.found("T-10") == ("reminder", None)


FACTS = ("a", "b", "c", "d", "ended", "ended:caller")
_some = st.lists(st.sampled_from(FACTS), min_size=1, max_size=2, unique=True).map(tuple)
_few = st.one_of(st.just(()), _some)
_within = st.sampled_from([None, "10s", "25s", "due"])
_work = st.tuples(st.sampled_from(["", "1", "2"]), st.sampled_from([None, MONDAY, MONDAY + timedelta(seconds=25)]))
_common = {"when": _few, "unless": _few, "outlives": st.booleans()}
_rules: st.SearchStrategy[Rule] = st.one_of(
    st.builds(Existence, some=_some, after=_few, before=_few, lapses=_few, times=st.integers(1, 3), **_common),
    st.builds(Absence, none=_some, **_common),
    st.builds(Precedence, first=_some, then=_some, fresh=st.booleans(), lapses=_few, **_common),
    st.builds(Response, after=_some, then=_some, within=_within, **_common),
)


@st.composite
def _logs(draw: st.DrawFn) -> list[LogLine]:
    length = draw(st.integers(0, 14))
    step = st.tuples(st.sets(st.sampled_from(FACTS[:4]), max_size=2), st.sampled_from([0, 5, 10, 20]))
    steps = draw(st.lists(step, min_size=length, max_size=length))
    end = draw(st.integers(0, max(0, len(steps) * 2)))
    at, lines = MONDAY, list[LogLine]()
    for place, (facts, passed) in enumerate(steps):
        at += timedelta(seconds=passed)
        ended = ("ended", "ended:caller") if place == end else ()
        task, due = draw(_work)
        lines.append(LogLine(at, (*sorted(facts), *ended), task=task, due=due))
    return lines


@settings(max_examples=250)
@given(st.lists(_rules, min_size=1, max_size=2), _logs(), st.sampled_from([0, 11, 30]))
def test_monitors_agree_with_the_reference(rules: list[Rule], log: list[LogLine], wait: float) -> None:
    """A monitor carried along from event to event finds what the whole log shows, at every prefix of it."""
    script = _script(*rules)
    for length in range(len(log) + 1):
        prefix = log[:length]
        now = (prefix[-1].at if prefix else MONDAY) + timedelta(seconds=wait)
        assert _found(script, prefix, wait) == judge_all(rules, prefix, now)


def test_first_thing_said(walk: Walk) -> None:
    """The clause on the greeting is met by the event of the greeting, and breached by what came instead."""
    assert walk.found("T-01") == ("open", None)
    walk.go("+")
    assert walk.found("T-01") == ("met", walk.seq(e.Said, phrase="greet"))


def test_closing_phrase(walk: Walk) -> None:
    """The closing phrase is owed, except when the caller hung up."""
    dropped = Walk(walk.script).go("@end", "gone")
    assert dropped.found("T-03") == ("na", dropped.seq(e.Ended))
    walk.go("@end", "close", "no")
    assert walk.found("T-03") == ("open", None)
    walk.go("+")
    assert walk.found("T-03") == ("met", walk.seq(e.Said, phrase="farewell"))


def test_hold_only_after_consent(walk: Walk) -> None:
    """Each hold needs a consent of its own."""
    walk.go("@hold", "agree", "@hold", "+")
    assert walk.found("T-04") == ("met", walk.seq(e.TimerStarted, timer="hold"))
    walk.go("@escalate", "ilze")
    assert walk.found("T-04") == ("breached", walk.seq(e.TimerStarted, timer="hold"))


def test_hold_too_long_is_a_warning(walk: Walk) -> None:
    """A hold over its limit breaches the recommendation by the event of the overrun."""
    walk.go("@hold", "agree").wait(190)
    assert walk.found("T-06") == ("breached", walk.seq(e.TimerStarted, timer="hold"))
    walk.go("@hold")
    assert walk.found("T-05") == ("breached", walk.seq(e.TimerOverran, timer="hold"))
    walk.go("+")
    assert walk.found("T-06") == ("breached", walk.seq(e.Said, phrase="hold_thanks"))


def test_owed_after_the_call(walk: Walk) -> None:
    """What outlives the call is owed after it, and met by the work after it."""
    walk.go(*TO_REGISTERED, "no", "+", "+")
    assert walk.found("T-09") == ("open", walk.seq(e.Ended))
    walk.go("+", "told")
    assert walk.found("T-09") == ("met", walk.seq(e.Chosen, step="tell"))


def test_ending_for_abuse(walk: Walk) -> None:
    """Ending for abuse is judged only when the call has ended, and met after the warning."""
    walk.go(*TO_NEED, "@abuse", "+")
    assert walk.found("T-08") == ("na", None)
    walk.go("@end", "abuse")
    assert walk.found("T-08") == ("met", walk.seq(e.Ended))


def test_cancelled_detour_excuses_only_itself(walk: Walk) -> None:
    """Leaving a detour excuses what it owed; taking it again owes it again."""
    walk.go("@complaint", "<")
    assert walk.found("T-11") == ("na", None)
    walk.go("@complaint")
    assert walk.found("T-11") == ("open", walk.seq(e.DetourEntered))
    walk.go("+")
    assert walk.found("T-11") == ("met", walk.seq(e.Done, step="listen"))


def test_data_taken_after_a_refusal(walk: Walk) -> None:
    """What must not happen is breached only within its scope."""
    walk.do(c.Fill("name", "Ivan"))
    assert walk.found("T-12") == ("na", None)
    walk.go(*TO_NEED, "appeal", "matter=tax", "+", "refused")
    assert walk.found("T-12") == ("met", None)
    walk.do(c.Fill("name", "Petro"))
    assert walk.found("T-12") == ("breached", walk.seq(e.Filled, field="name"))
