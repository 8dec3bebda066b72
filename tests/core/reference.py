"""Rules judged the slow way, from the whole log at once: what the monitors must agree with.

Written from the words of `docs/packs.md`, in terms of positions in the log, with nothing carried along.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from callscript.core.standard.clauses import Absence, Existence, Precedence, Response, Rule
from callscript.core.standard.verdicts import Finding

Found = tuple[Finding, int | None]
RIGA = ZoneInfo("Europe/Riga")
CUT_SHORT = ("ended:caller", "ended:no_contact", "ended:abuse")
"""What ends a call before all could be said."""
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class LogLine(Struct, frozen=True):
    """A line of the log: its moment and the facts that it establishes. Its number is its place, from 1."""

    at: datetime
    facts: Collection[str]
    matter: int = 0
    obliges: bool = True
    task: str = ""
    """The work that it opens, or says to be done."""
    due: datetime | None = None
    of: int = 0
    """The matter that the work is about which it opens."""


class Judge:
    """One rule over one whole log."""

    def __init__(self, rule: Rule, log: Sequence[LogLine], now: datetime, zone: ZoneInfo) -> None:
        self.zone = zone
        self.rule = rule
        self.log = log
        self.now = now
        self.numbers = range(1, len(log) + 1)

    def has(self, number: int, facts: Collection[str]) -> bool:
        return any(fact in facts for fact in self.log[number - 1].facts)

    def where(self, facts: Collection[str]) -> list[int]:
        return [number for number in self.numbers if self.has(number, facts)]

    def obliging(self, facts: Collection[str]) -> list[int]:
        return [number for number in self.where(facts) if self.log[number - 1].obliges]

    def applies(self, number: int) -> bool:
        return not self.rule.when or any(opened <= number for opened in self.obliging(self.rule.when))

    def excuse(self, number: int) -> int | None:
        """The event that excuses the rule at this point: the first `unless` since it was last brought into scope."""
        opened = max((each for each in self.obliging(self.rule.when) if each <= number), default=0)
        excuses = [each for each in self.where(self.waivers) if opened <= each <= number and self.applies(each)]
        return min(excuses, default=None)

    @property
    def waivers(self) -> tuple[str, ...]:
        """What waives the rule; of what every call owes, that it is no call."""
        return (*self.rule.unless, "entry") if isinstance(self.rule, Existence) else self.rule.unless

    def owed(self, number: int) -> bool:
        return self.applies(number) and self.excuse(number) is None

    @property
    def last(self) -> int:
        return len(self.log)

    @property
    def end(self) -> int | None:
        return min(self.where(("ended",)), default=None)

    def judge(self) -> Found:
        rule = self.rule
        judges: dict[type, Callable[[], Found]] = {
            Existence: lambda: self.existence(rule),  # pyright: ignore[reportArgumentType]
            Absence: lambda: self.absence(rule),  # pyright: ignore[reportArgumentType]
            Precedence: lambda: self.precedence(rule),  # pyright: ignore[reportArgumentType]
            Response: lambda: self.response(rule),  # pyright: ignore[reportArgumentType]
        }
        return judges[type(rule)]()

    def existence(self, rule: Existence) -> Found:
        first_after = min(self.where(rule.after), default=None) if rule.after else 0
        due = [each for each in self.where(rule.before) if self.owed(each)]
        if self.end and not rule.outlives and self.owed(self.end):
            due.append(self.end)
        first_due = min(due, default=None)
        until = first_due or self.last
        coming = [each for each in self.where(rule.some) if first_after is not None and first_after < each <= until]
        withdrawn = [each for each in self.where(rule.lapses) if each <= until and each not in coming]
        left = sorted(each for each in coming if each > max(withdrawn, default=0))
        met = left[rule.times - 1] if len(left) >= rule.times else None
        if first_due and met is None:
            return ("breached", first_due)
        if not self.applies(self.last):
            return ("na", None)
        if met is not None:
            return ("met", met)
        if excuse := self.excuse(self.last):
            return ("na", excuse)
        return ("open", min(self.obliging(rule.when), default=None))

    def absence(self, rule: Absence) -> Found:
        for each in self.where(rule.none):
            if self.owed(each):
                return ("breached", each)
        if not self.applies(self.last):
            return ("na", None)
        if excuse := self.excuse(self.last):
            return ("na", excuse)
        return ("met", self.end)

    def precedence(self, rule: Precedence) -> Found:
        met, used = None, 1
        for each in self.where(rule.then):
            if not self.owed(each):
                continue
            stale = max((lapse for lapse in self.where(rule.lapses) if lapse <= each), default=0)
            if not any(max(used, stale) <= first < each for first in self.where(rule.first)):
                return ("breached", each)
            met = each
            if rule.fresh:
                used = each
        if not self.applies(self.last):
            return ("na", None)
        return ("met", met) if met else ("na", self.excuse(self.last))

    def response(self, rule: Response) -> Found:
        breaches: list[int] = []
        answers: list[int] = []
        pending: list[int] = []
        dropped: list[int] = []
        for opened in self.obliging(rule.after):
            if not self.applies(opened) or self.has(opened, rule.unless):
                continue
            excuses = [each for each in self.where(rule.unless) if each > opened and self.excuses(rule, opened, each)]
            excused = next(iter(excuses), self.last + 1)
            answered = self.answered(rule, opened, rule.then)
            limit = self.limit(rule, opened)
            if not (answered and answered < excused) and (made := self.makes_good(rule, opened, excused)):
                done, given_up = self.ends(rule, made, excused)
                if given_up:
                    breaches.append(given_up)
                elif not done:
                    pending.append(opened)
                elif len(rule.then) > 1 and self.answered(rule, opened, rule.then[:-1]) is None:
                    dropped.append(done)
                else:
                    answers.append(done)
                continue
            settled = min(answered or self.last + 1, excused)
            gone = [each for each in self.where(self.given_up(rule)) if opened < each < settled]
            if gone := [each for each in gone if self.same(rule, opened, each)]:
                breaches.append(gone[0])
                continue
            if self.end and opened < self.end < settled and not rule.outlives:
                breaches.append(self.end)
            if settled > self.last:
                pending.append(opened)
            elif settled == excused:
                dropped.append(excused)
            elif limit and self.log[settled - 1].at > limit:
                breaches.append(settled)
            else:
                answers.append(settled)
        if breaches:
            return ("breached", min(breaches))
        if not self.applies(self.last):
            return ("na", None)
        if pending:
            limits = {number: self.limit(rule, number) for number in pending}
            first = min(pending, key=lambda number: (limits[number] is None, limits[number], number))
            limit = limits[first]
            return ("breached" if limit and self.now > limit else "open", first)
        if answers and not self.cut_short(self.dropped(rule, dropped)):
            return ("met", max(answers))
        return ("na", self.dropped(rule, dropped))

    def makes_good(self, rule: Response, opened: int, excused: int) -> str:
        """The work that is owed in place of what was cut short; empty: it was not, or there is none."""
        if not rule.redeemed or rule.cut is None or excused > self.last or not self.cut_short_by(rule, excused):
            return ""
        works = [self.log[each - 1] for each in self.where((f"task:{rule.cut.kind}",))]
        over = {self.log[each - 1].task for each in self.where((f"task_done:{rule.cut.kind}",)) if each < excused}
        found = [each.task for each in works if each.of == self.log[opened - 1].matter and each.task not in over]
        return found[-1] if found else ""

    def cut_short_by(self, rule: Response, number: int) -> bool:
        """Whether an event ends the call in a way that cuts it short, and excuses the rule so."""
        return self.has(number, [fact for fact in rule.unless if fact in CUT_SHORT])

    def ends(self, rule: Response, task: str, after: int) -> tuple[int, int]:
        """When work was done, and when it was dropped; 0: it was not."""
        kind = rule.cut.kind if rule.cut else ""
        of_it = [each for each in self.numbers if each > after and self.log[each - 1].task == task]
        done = [each for each in of_it if self.has(each, (f"task_done:{kind}",))]
        dropped = [each for each in of_it if self.has(each, (f"given_up:task_done:{kind}",))]
        return next(iter(done), 0), next(iter(dropped), 0)

    def given_up(self, rule: Response) -> tuple[str, ...]:
        """The facts that say of a response that it is not going to come."""
        wanted = [(each,) if isinstance(each, str) else each for each in rule.then]
        return tuple(f"given_up:{fact}" for facts in wanted for fact in facts)

    def dropped(self, rule: Response, dropped: Sequence[int]) -> int | None:
        """The event that excused last what was owed, since the rule was last brought into scope."""
        reopened = max(self.obliging(rule.when), default=0)
        return max((each for each in dropped if each >= reopened), default=None)

    def cut_short(self, number: int | None) -> bool:
        """Whether the event that excuses the rule cuts the call short."""
        return number is not None and self.has(number, [fact for fact in self.rule.unless if fact in CUT_SHORT])

    def same(self, rule: Response, opened: int, number: int) -> bool:
        if rule.within == "due":
            return self.log[opened - 1].task == self.log[number - 1].task
        return not rule.by_matter or self.log[opened - 1].matter == self.log[number - 1].matter

    def excuses(self, rule: Response, opened: int, number: int) -> bool:
        return self.same(rule, opened, number) or self.has(number, ("ended",))

    def answered(self, rule: Response, opened: int, then: Sequence[str | tuple[str, ...]]) -> int | None:
        """When the last of some responses came, each one with or after the one before it."""
        number = opened
        for place, wanted in enumerate(then):
            start = opened + 1 if place == 0 else number
            any_of = (wanted,) if isinstance(wanted, str) else wanted
            coming = [each for each in self.where(any_of) if each >= start and self.same(rule, opened, each)]
            if not coming:
                return None
            number = coming[0]
        return number

    def limit(self, rule: Response, opened: int) -> datetime | None:
        if rule.within is None:
            return None
        if rule.within == "due":
            return self.log[opened - 1].due
        if rule.within == "today":
            there = self.log[opened - 1].at.astimezone(self.zone)
            return there.replace(hour=23, minute=59, second=59, microsecond=999999)
        return self.log[opened - 1].at + timedelta(seconds=int(rule.within[:-1]) * UNITS[rule.within[-1]])


def judge(rule: Rule, log: Sequence[LogLine], now: datetime, zone: ZoneInfo = RIGA) -> Found:
    """Return the verdict on one rule, and the number of the event that decided it."""
    return Judge(rule, log, now, zone).judge()


def judge_all(rules: Sequence[Rule], log: Sequence[LogLine], now: datetime, zone: ZoneInfo = RIGA) -> Found:
    """Return the verdict on a clause: the gravest of its rules', decided by the latest of the events that did.

    What was cut short weighs more than what was met, unless a deed after the call that the clause wants was done: a
    rule that outlives the call is met.
    """
    if not rules:
        return ("reminder", None)
    found = [judge(rule, log, now, zone) for rule in rules]
    cut = [
        word == "na" and isinstance(rule, Existence | Response) and Judge(rule, log, now, zone).cut_short(event)
        for rule, (word, event) in zip(rules, found, strict=True)
    ]
    done = any(rule.outlives and word == "met" for rule, (word, _) in zip(rules, found, strict=True))
    words = ("breached", "open", *(("na",) if any(cut) and not done else ()), "met", "na")
    gravest = next(each for word in words for each in found if each[0] == word)[0]
    return (gravest, max((event for word, event in found if word == gravest and event), default=None))
