"""A second opinion on a report: each call is told over again from the lines of journals, as plain dicts, and counted by
plain loops. Of the program it has nothing but the rules of the clauses, which `tests/core/reference.py` judges.

What takes something back (a step back, a detour taken back, another answer) is followed for the answers that are
counted. How such a call stands with the clauses only the program says: `whole` is false then.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from callscript.core.script.model import Script
from tests.core.reference import LogLine, judge_all

Line = Mapping[str, Any]
Share = tuple[int, int]
Group = tuple[tuple[str, str], ...]
MOVES = (
    "task_taken",
    "task_given_back",
    "task_tried",
    "task_done",
    "task_dropped",
    "task_handed_over",
    "task_postponed",
    "task_rescheduled",
    "task_warned",
    "task_reopened",
)
WENT = {"came": "came", "late": "came_late", "missed": "missed"}
CLOSES = {"task_done": "done", "task_dropped": "dropped"}
VERDICTS = {"met": "met", "breached": "breached", "open": "owed", "na": "na"}


def pack_of(folder: Path) -> dict[str, Any]:
    """Return a pack as its file has it."""
    return tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))


def lines_of(home: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the lines of all journals of a home, by call or desk log."""
    found: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for file in sorted(home.rglob("*.jsonl")):
        for raw in file.read_bytes().splitlines():
            line = json.loads(raw)
            found[line["call"]][line["seq"]] = line["event"] | {"seq": line["seq"], "at": line["at"]}
    return {name: [events[seq] for seq in sorted(events)] for name, events in found.items()}


def letters_of(home: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the letters that were delivered, by call."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for file in sorted(home.rglob("outbox/sent/**/*.json")):
        letter = json.loads(file.read_bytes())
        found[letter["call"]].append(letter)
    return found


def when(text: str) -> datetime:
    """Read a moment."""
    return datetime.fromisoformat(text)


def latest(task: Mapping[str, Any]) -> Any:
    """Return until when work is done in time."""
    return task.get("due") and task["due"] + task["grace"]


class Retold:
    """A call, told over again line by line."""

    def __init__(self, pack: Mapping[str, Any]) -> None:
        self.pack = pack
        self.steps = {step["id"]: step for stage in pack["stages"] for step in stage.get("steps", ())}
        self.hold = next((timer["id"] for timer in pack.get("timers", ()) if timer.get("hold")), "hold")
        self.start: Line = {}
        self.came: Line = {}
        """Of an entry: how it came, as it was recorded last."""
        self.lines: list[Line] = []
        self.frames: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        self.done: dict[str, int] = {}
        self.tasks: dict[str, dict[str, Any]] = {}
        self.running: dict[str, bool] = {}
        self.holds: list[bool] = []
        """Whether each was over the limit."""
        self.registered = set[int]()
        self.matter = 1
        self.state = "not_closed"
        self.whole = True
        """Whether nothing was taken back."""
        self.log: list[LogLine] = []

    def tell(self, lines: Iterable[Line]) -> Retold:
        """Go on with more lines."""
        for line in lines:
            self.lines.append(line)
            if take := getattr(self, f"on_{line['type']}", None):
                take(line)
            if line["type"] in MOVES and not self.work_moved(line):
                facts: tuple[str, ...] = ()
            else:
                facts = tuple(self._facts(line))
            task = self.tasks.get(line.get("task", ""), {})
            of_task = bool(line.get("by")) and bool(task)
            self.log.append(
                LogLine(
                    when(line["at"]),
                    facts,
                    task["matter"] if of_task else self.matter,
                    task=line.get("task", "") if line["type"].startswith("task_") else "",
                    due=latest(task) if line["type"] == "task_opened" else None,
                    of=task["matter"] if line["type"] == "task_opened" else 0,
                )
            )
        return self

    def deliver(self, letters: Sequence[Line]) -> None:
        """Take in what was delivered and stands in no journal."""
        owed = {
            (notice["id"], number)
            for notice in self.pack.get("notices", ())
            for number, line in enumerate(self.log, start=1)
            if notice["on"] in line.facts
        }
        owed -= {(line["notice"], line["about"]) for line in self.lines if line["type"] == "notice_delivered"}
        for letter in sorted(letters, key=lambda each: when(each["delivered"])):
            if (letter["notice"], letter["event"]) in owed:
                owed.remove((letter["notice"], letter["event"]))
                last = all(notice != letter["notice"] for notice, _ in owed)
                facts = (f"delivered:{letter['notice']}",) if last else ()
                self.log.append(LogLine(when(letter["delivered"]), facts, self.matter))

    # What lines do

    def on_call_started(self, line: Line) -> None:
        self.start = line
        if line.get("entry"):
            return
        self._begin("", line["step"], line["seq"])

    def _begin(self, detour: str, step: str, seq: int) -> None:
        self.frames.append({"detour": detour, "at": 0, "trail": [(step, seq, self.matter)]})

    def on_received(self, line: Line) -> None:
        self.whole = self.whole and not self.came
        self.came = line

    def on_received_corrected(self, line: Line) -> None:
        self.whole = False
        self.came = {**self.came, "channel": line["channel"], "classed": line["classed"]}
        for task in line.get("tasks", ()):
            self.tasks[task]["due"] = when(line["due"])

    def on_said(self, line: Line) -> None:
        self.done = {step: seq for step, seq in self.done.items() if step not in line.get("anew", ())}
        self.done[line["step"]] = line["seq"]

    on_done = on_said

    def on_chosen(self, line: Line) -> None:
        frame = self.frames[-1]
        since = frame["trail"][frame["at"]][1]
        self._drop(lambda answer: answer["step"] == line["step"] and answer["seq"] > since)
        self.on_said(line)
        step, option = line["step"], line["option"]
        self.answers.append({"step": step, "option": option, "seq": line["seq"], "matter": self.matter})

    def _drop(self, gone: Callable[[Mapping[str, Any]], bool]) -> None:
        """Have answers count no more, unless they are settled."""
        left = [answer for answer in self.answers if answer.get("settled") or not gone(answer)]
        self.whole = self.whole and left == self.answers
        self.answers = left

    def on_moved(self, line: Line) -> None:
        if line["to"] is None:
            self.frames = []
            return
        self.matter = line.get("matter") or self.matter
        if not self.frames:
            self._begin("", line["to"], line["seq"])
            return
        frame = self.frames[-1]
        trail, at = frame["trail"], frame["at"]
        if line["back"]:
            self.whole = False
            frame["at"] = max(place for place, (step, _, _) in enumerate(trail[:at]) if step == line["to"])
        elif len(trail) > at + 1 and trail[at + 1][0] == line["to"]:
            frame["at"] += 1
        else:
            self._leave_ahead(frame, line["seq"])
            frame["trail"] = [*trail[: at + 1], (line["to"], line["seq"], self.matter)]
            frame["at"] += 1

    def _leave_ahead(self, frame: dict[str, Any], seq: int) -> None:
        """Drop the answers of the branch that lies ahead of a frame again, and is left."""
        trail, at = frame["trail"], frame["at"]
        ahead, here = trail[at + 1 :], trail[at][0]
        if ahead:
            self.whole = False
            left, since, kept = {step for step, _, _ in ahead}, ahead[0][1], self.done.get(here, seq)
            self._drop(
                lambda answer: (
                    answer["step"] in left
                    and answer["seq"] >= since
                    and not (answer["step"] == here and answer["seq"] >= kept)
                )
            )

    def on_branch_left(self, line: Line) -> None:
        self._leave_ahead(self.frames[line["frame"]], line["seq"])

    def on_detour_entered(self, line: Line) -> None:
        self.whole = self.whole and not line.get("anew")
        self.matter = line.get("matter") or self.matter
        self._begin(line["detour"], line["step"], line["seq"])

    def on_detour_left(self, line: Line) -> None:
        frame = self.frames.pop()
        since = frame["trail"][0][1]
        if line["cancelled"]:
            self.whole = False
            self._drop(lambda answer: answer["seq"] >= since)
        else:
            self.whole = self.whole and not line.get("dropped")
            if line.get("branch"):
                self._leave_ahead(frame, line["seq"])
            for answer in self.answers:
                answer["settled"] = answer.get("settled") or answer["seq"] >= since
        if self.frames:
            below = self.frames[-1]
            self.matter = below["trail"][below["at"]][2]

    def on_timer_started(self, line: Line) -> None:
        self.running[line["timer"]] = False

    def on_timer_overran(self, line: Line) -> None:
        self.running[line["timer"]] = True

    def on_timer_stopped(self, line: Line) -> None:
        over = self.running.pop(line["timer"])
        if line["timer"] == self.hold:
            self.holds.append(over)

    def on_registered(self, line: Line) -> None:
        self.registered.add(line.get("matter") or self.matter)

    def on_informed(self, line: Line) -> None:
        self.whole = self.whole and not line.get("taken_back")

    def on_task_opened(self, line: Line) -> None:
        kept = {"kind": line["kind"], "due": line["due"] and when(line["due"]), "matter": line.get("matter", 0)}
        kept |= {"grace": timedelta(seconds=line.get("grace", 0))}
        kept |= {"visit": line.get("visit", False), "went": "", "moved": False, "unwarned": False, "stays": False}
        self.tasks[line["task"]] = kept | {"state": "open", "attempt": 0, "by": "", "since": None}

    def work_moved(self, line: Line) -> bool:
        """Take in what became of work; tell whether it counts."""
        task, by, attempt = self.tasks.get(line["task"]), line.get("by", ""), line.get("attempt", 0)
        if task is None:
            return False
        if line["type"] == "task_dropped" and not by:
            del self.tasks[line["task"]]
            self.whole = False
            return True
        if task["state"] != "open" and not task["by"]:
            return False
        again = attempt == task["attempt"] and by == task["by"] and task["state"] == "open"
        if not (again or attempt > task["attempt"]):
            return False
        self.whole = self.whole and line["type"] != "task_reopened" and task["state"] == "open"
        if line["type"] == "task_rescheduled":
            task["stays"] = task["stays"] or line.get("unwarned", False)
            task |= {"due": when(line["until"]), "moved": True}
        task["unwarned"] = task["stays"] or line.get("unwarned", False)
        task["went"] = line.get("result", "")
        task |= {"state": CLOSES.get(line["type"], "open"), "attempt": attempt, "by": by, "since": when(line["at"])}
        had = task.get("had", False)
        self.whole = self.whole and not (had and line["type"] in ("task_handed_over", "task_given_back"))
        task["had"] = had or line["type"] in ("task_taken", "task_tried", "task_postponed")
        task |= {"taken": line["type"] == "task_taken", "came_to": line.get("came_to", "")}
        return True

    def on_field_corrected(self, line: Line) -> None:
        for task in line.get("tasks", ()):
            if line.get("due") and self.tasks[task]["state"] == "open":
                self.tasks[task]["due"] = when(line["due"])

    def on_ended(self, line: Line) -> None:
        self.whole = self.whole and not line.get("dropped")
        self.matter = line.get("matter") or self.matter
        self.frames = []
        if line["step"]:
            self._begin("", line["step"], line["seq"])

    def on_end_corrected(self, _: Line) -> None:
        self.whole = False

    def on_end_taken_back(self, _: Line) -> None:
        ended = max((line for line in self.lines if line["type"] == "ended"), key=lambda line: line["seq"])
        first = ended.get("first") or ended["seq"]
        told = self.lines
        again = Retold(self.pack).tell(line for line in told[:-1] if line["seq"] < first)
        self.__dict__ |= again.__dict__ | {"lines": told, "whole": False}

    def on_closed(self, _: Line) -> None:
        self.state = "closed"

    def on_discarded(self, _: Line) -> None:
        self.state = "discarded"

    # What lines establish

    def _facts(self, line: Line) -> Iterator[str]:
        kind = line["type"]
        step = self.steps.get(line.get("step") or "", {})
        option = next((each for each in step.get("options", ()) if each["id"] == line.get("option")), {})
        if kind == "call_started" and line.get("entry"):
            yield from ("entry", f"entry:{line['entry']}")
        elif kind == "received":
            yield from ("received", f"received:{line['channel']}")
            yield from ("classed", f"classed:{line['classed']}") if line["classed"] else ()
        elif kind == "call_started":
            yield from ("started", "open" if line["open"] else "closed_hours")
            yield "outgoing" if line.get("outgoing") else "incoming"
        elif kind == "said":
            yield from ("said", f"said:{line['phrase']}")
        elif kind == "done":
            yield f"done:{line['step']}"
        elif kind == "chosen":
            yield from (f"chose:{line['step']}", f"chose:{line['step']}={line['option']}")
        elif kind == "filled":
            yield f"{'absent' if line['absent'] else 'filled' if line['value'] else 'cleared'}:{line['field']}"
        elif kind == "moved" and line.get("begins"):
            yield "matter"
        elif kind == "ended":
            yield from ("ended", f"ended:{line['how']}")
        elif kind == "informed":
            yield "informed"
        elif kind == "closed":
            yield "closed"
        elif kind == "notice_delivered" and not line.get("more"):
            yield f"delivered:{line['notice']}"
        elif kind == "task_done":
            yield from (self._finished(line["kind"]) if line.get("by") else (f"task_done:{line['kind']}",))
        elif kind == "task_dropped" and line.get("by") and line["kind"] == self.pack.get("visits", {}).get("task"):
            yield f"task_dropped:{line['kind']}"
        elif kind == "task_dropped" and line.get("by"):
            yield from (f"given_up:{fact}" for fact in self._finished(line["kind"]))
        elif kind == "task_handed_over" and line.get("to"):
            yield f"task_handed:{line['kind']}"
        elif kind in ("task_taken", "task_tried", "task_postponed") and line["by"] != self.start["operator"]["number"]:
            yield f"task_taken:{line['kind']}"
        else:
            word, field = {
                "detour_entered": ("entered", "detour"),
                "detour_left": ("left", "detour"),
                "timer_started": ("timing", "timer"),
                "timer_stopped": ("stopped", "timer"),
                "timer_overran": ("overran", "timer"),
                "language_changed": ("language", "language"),
                "registered": ("registered", "what"),
                "task_opened": ("task", "kind"),
                "outcome_set": ("outcome", "outcome"),
                "explained": ("explained", "clause"),
            }.get(kind, ("", ""))
            if word:
                yield f"{word}:{line[field]}"
        if line.get("by") and kind in ("task_done", "task_dropped"):
            yield from self._had(line)
        if line.get("unwarned"):
            yield f"task_unwarned:{line['kind']}"
        if kind in ("said", "done", "chosen"):
            yield from (f"mark:{mark}" for mark in (*step.get("marks", ()), *option.get("marks", ())))

    def _had(self, line: Line) -> Iterator[str]:
        """Say whether another operator has closed work, and whether what came of it was noted."""
        done = line["type"] == "task_done"
        another, noted = done and line["by"] != self.start["operator"]["number"], done and line.get("note")
        yield f"{'' if another else 'given_up:'}task_taken:{line['kind']}"
        yield f"{'' if noted else 'given_up:'}task_noted:{line['kind']}"

    def _finished(self, kind: str) -> list[str]:
        closing = [
            f"chose:{step['id']}={option['id']}"
            for step in self.steps.values()
            for option in step.get("options", ())
            if option.get("closes") == kind
        ]
        return [f"task_done:{kind}", *closing]

    # What there is to count

    @property
    def day(self) -> date:
        """The day on which it began, on the centre's clock."""
        return when(self.start["at"]).astimezone(ZoneInfo(self.pack["timezone"])).date()

    def tallied(self, tally: str) -> list[dict[str, Any]]:
        """Return the answers that count so: the last one of a call, or the last one of each matter."""
        found: dict[int, dict[str, Any]] = {}
        for answer in self.answers:
            if self.steps[answer["step"]].get("tally") == tally:
                found[answer["matter"] if tally in ("feedback", "complaint") else 0] = answer
        return list(found.values())

    @property
    def channel(self) -> str:
        """By which way it came."""
        return self.came.get("channel", "") if self.start.get("entry") else "call"

    def feedback(self) -> list[tuple[str, int]]:
        """Return the classes of all feedback in it, each with the matter that it is about."""
        classed = self.came.get("classed")
        return [(classed, 1)] if classed else [(each["option"], each["matter"]) for each in self.tallied("feedback")]

    def stands(self, matter: int) -> str:
        """Say how the work stands that feedback has left; nothing if it has left none."""
        kinds = {entry["task"]["kind"] for entry in self.pack.get("entries", ()) if entry.get("classes")}
        for task in self.tasks.values():
            if task["kind"] in kinds and task["matter"] == matter:
                return "taken" if task.get("taken") else task["state"]
        return ""

    def verdict(self, script: Script, clause: str, now: datetime) -> str:
        """Judge it by a clause, from the whole log at once."""
        return judge_all(script.clauses[clause].rules, self.log, now, script.zone)[0]

    @property
    def visits(self) -> int:
        """How many visits were booked."""
        return sum(task["visit"] for task in self.tasks.values())

    def became(self, task: Mapping[str, Any], now: datetime) -> str:
        """Say what became of work."""
        if task["state"] == "dropped":
            return "dropped"
        if task["state"] == "done":
            return "late" if task["due"] and task["since"] > latest(task) else "in_time"
        return "overdue" if task["due"] and now > latest(task) else "not_due"


def counted_again(
    all_of_them: Sequence[Retold], verdicts: Sequence[Mapping[str, str]], now: datetime
) -> dict[tuple[str, str, str], Share]:
    """Count some calls and entries of a centre: by section, item and measure, so many of so many."""
    found: dict[tuple[str, str, str], Share] = {}
    calls = [call for call in all_of_them if not call.start.get("entry")]
    closed = [call for call in calls if call.state == "closed"]
    for state in ("closed", "not_closed", "discarded"):
        found["calls", "", state] = sum(call.state == state for call in calls), len(calls)
        for kind in {call.start.get("entry", "") for call in all_of_them} - {""}:
            of_kind = [call for call in all_of_them if call.start.get("entry") == kind]
            found["entries", kind, state] = sum(call.state == state for call in of_kind), len(of_kind)
    of_clauses: dict[str, Counter[str]] = defaultdict(Counter)
    for call, judged in zip(all_of_them, verdicts, strict=True):
        for clause, verdict in judged.items() if call.state == "closed" else ():
            if verdict != "reminder" and not (call.start.get("entry") and verdict == "na"):
                of_clauses[clause][VERDICTS[verdict]] += 1
    for clause, words in of_clauses.items():
        for word in ("met", "breached", "owed"):
            found["clauses", clause, word] = words[word], words["met"] + words["breached"] + words["owed"]
        found["clauses", clause, "na"] = words["na"], words.total()
    holds = [over for call in closed for over in call.holds]
    found["holds", "", "with_hold"] = sum(bool(call.holds) for call in closed), len(closed)
    found["holds", "", "over_limit"] = sum(holds), len(holds)
    found["holds", "", "with_over_limit"] = sum(any(call.holds) for call in closed), sum(bool(c.holds) for c in closed)
    work: dict[str, Counter[str]] = defaultdict(Counter)
    came_to: dict[str, Counter[str]] = defaultdict(Counter)
    for call in (call for call in all_of_them if call.state == "closed"):
        for task in call.tasks.values():
            if not task["visit"]:
                work[task["kind"]][call.became(task, now)] += 1
            if task["state"] == "done" and task.get("came_to"):
                came_to[task["kind"]][task["came_to"]] += 1
    for kind, became in work.items():
        for word in ("in_time", "late", "overdue", "not_due", "dropped"):
            found["work", kind, word] = became[word], became.total()
    for kind, results in came_to.items():
        for result, number in results.items():
            found["results", f"{kind}.{result}", "done"] = number, results.total()
    visits = [task for call in closed for task in call.tasks.values() if task["visit"]]
    went = Counter(
        {"open": "expected", "dropped": "cancelled"}.get(task["state"]) or WENT.get(task["went"]) for task in visits
    )
    went |= {word: sum(task[word] for task in visits) for word in ("moved", "unwarned")}
    for word in ("expected", *WENT.values(), "cancelled", "moved", "unwarned") if visits else ():
        found["visits", "", word] = went[word], len(visits)
    return found


def tallied_again(all_of_them: Sequence[Retold], tally: str) -> dict[tuple[str, str, str], Share]:
    """Count the answers of some calls of a centre that count as a tally; of feedback what was entered, too."""
    closed = [call for call in all_of_them if call.state == "closed" and not call.start.get("entry")]
    steps = [step for step in (all_of_them[0].steps.values() if all_of_them else ()) if step.get("tally") == tally]
    if tally == "feedback":
        return _feedback_again(all_of_them, closed, steps)
    if not steps:
        return {}
    answers = [answer for call in closed for answer in call.tallied(tally)]
    found: dict[tuple[str, str, str], Share] = {}
    found[tally, "", "answered"] = sum(bool(call.tallied(tally)) for call in closed), len(closed)
    for option in {option["id"] for step in steps for option in step["options"]}:
        found[tally, option, "given"] = sum(answer["option"] == option for answer in answers), len(answers)
    return found


def _feedback_again(
    all_of_them: Sequence[Retold], closed: Sequence[Retold], steps: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, str, str], Share]:
    told = [call for call in all_of_them if call.state == "closed"]
    pack = all_of_them[0].pack if all_of_them else {}
    classes = {each for entry in pack.get("entries", ()) for each in entry.get("classes", ())}
    classes |= {option["id"] for step in steps for option in step["options"]}
    given = [(call, classed, matter) for call in told for classed, matter in call.feedback()]
    found: dict[tuple[str, str, str], Share] = {}
    found["feedback", "", "answered"] = sum(bool(call.feedback()) for call in closed), len(closed)
    for one in classes:
        own = [(call, matter) for call, classed, matter in given if classed == one]
        found["feedback", one, "given"] = len(own), len(given)
        found["feedback", one, "registered"] = sum(matter in call.registered for call, matter in own), len(own)
        stands = [state for call, matter in own if (state := call.stands(matter))]
        for state in ("open", "taken", "done", "dropped"):
            found["feedback", one, state] = stands.count(state), len(stands)
    for channel in {call.channel for call, _, _ in given}:
        found["channels", channel, "given"] = sum(call.channel == channel for call, _, _ in given), len(given)
    return found
