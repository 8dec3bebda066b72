"""A small script that has one of everything, and helpers to lead calls through it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Self

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.decide import begin, decide
from callscript.core.call.fold import fold
from callscript.core.call.refusal import Refused
from callscript.core.call.timers import limits_reached
from callscript.core.records import TaskRecord
from callscript.core.script.conditions import Guard
from callscript.core.script.model import (
    Aid,
    DayPart,
    Detour,
    DirectoryEntry,
    Field,
    Hours,
    Language,
    Outcome,
    Pack,
    Script,
    Start,
    Text,
    Timer,
)
from callscript.core.script.steps import Ask, Choose, Do, End, Option, Pick, Register, Say, Stage, TaskSpec, Wait
from callscript.core.standard.clauses import Absence, Clause, Existence, Precedence, Response
from callscript.core.standard.verdicts import Verdict, verdicts
from callscript.core.tasks import Task

OPERATOR = e.Operator(number="17", name="Олена Коваль", name_latin="Olena Koval", gender="feminine")
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""10:00 in Riga on a working day."""
NIGHT = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)

STAGES = (
    Stage(
        id="opening",
        next="need",
        steps=(
            Say(id="greet", clauses=("T-01",), marks=("polite",)),
            Say(id="introduce", phrase="name_oneself"),
            Ask(id="ask_address", field="address", optional=True),
        ),
    ),
    Stage(id="closed", next="opening", steps=(Say(id="closed_notice"),)),
    Stage(
        id="need",
        next="info",
        steps=(
            Choose(
                id="need",
                options=(
                    Option(id="info"),
                    Option(id="appeal", to="appeal", marks=("wanted",)),
                    Option(id="elsewhere", detour="escalate", task=TaskSpec(kind="pass_on", due="today")),
                    Option(id="promise", to="closing", task=TaskSpec(kind="call_back", due="2h")),
                    Option(id="urgent", to="appeal", when=Guard(open=False)),
                    Option(id="gone", end="caller"),
                ),
            ),
        ),
    ),
    Stage(
        id="info",
        next="closing",
        steps=(
            Do(id="search"),
            Say(id="advise", marks=("advised",), when=Guard(not_=Guard(field="matter"))),
            Say(id="advise_matter", marks=("advised",), when=Guard(field="matter")),
        ),
    ),
    Stage(
        id="appeal",
        next="closing",
        steps=(
            Ask(id="ask_matter", field="matter"),
            Choose(
                id="record",
                options=(
                    Option(id="agreed", marks=("consented",)),
                    Option(id="refused", to="closing"),
                ),
            ),
            Ask(id="ask_name", field="name"),
            Register(
                id="enter_appeal",
                what="appeal",
                requires=("name", "phone"),
                task=TaskSpec(kind="dispatch", due="1wd"),
            ),
            Say(id="promise", task=TaskSpec(kind="notice", due="1d")),
        ),
    ),
    Stage(
        id="closing",
        steps=(
            Say(
                id="understood",
                when=Guard(any=(Guard(answer="need", among=("info",)), Guard(happened="registered:appeal"))),
            ),
            Choose(id="more", options=(Option(id="yes", to="need"), Option(id="no"))),
            Say(id="farewell"),
            End(id="hang_up"),
        ),
    ),
    Stage(
        id="after",
        steps=(
            Do(id="tidy", when=Guard(all=(Guard(happened="ended:operator"), Guard(answer="need")))),
            Choose(id="tell", options=(Option(id="told", closes="tidying"), Option(id="again", end="operator"))),
        ),
    ),
    Stage(
        id="hold",
        steps=(
            Choose(id="hold_consent", options=(Option(id="agree", marks=("held",)), Option(id="refuse", leave=True))),
            Wait(id="hold_wait", timer="hold"),
            Say(id="hold_thanks"),
        ),
    ),
    Stage(id="unclear", steps=(Do(id="unclear_try"), Wait(id="unclear_wait", timer="clarity"))),
    Stage(
        id="complaint",
        steps=(
            Do(id="listen"),
            Choose(
                id="fault",
                options=(
                    Option(id="confirmed", task=TaskSpec(kind="amend", due="1d")),
                    Option(id="denied"),
                    Option(id="above", detour="escalate"),
                    Option(id="settled", out="closing"),
                ),
            ),
            Say(id="sorry", when=Guard(answer="fault", among=("confirmed",))),
            Say(id="thank", when=Guard(detour="escalate")),
        ),
    ),
    Stage(
        id="escalate",
        steps=(
            Pick(id="pick_colleague", directory="colleague", field="colleague", task=TaskSpec(kind="tell", due="90s")),
            Wait(id="colleague_wait", timer="hold"),
            Say(id="tell_colleague"),
        ),
    ),
    Stage(id="abuse", steps=(Say(id="warn"),)),
    Stage(id="callback", steps=(Do(id="agree_time"),)),
    Stage(id="hidden", steps=(Do(id="never", when=Guard(happened="ended")),)),
    Stage(
        id="end",
        steps=(
            Choose(
                id="end_how",
                options=(
                    Option(id="gone", end="caller"),
                    Option(id="silence", end="no_contact", when=Guard(overran="clarity")),
                    Option(id="abuse", end="abuse", when=Guard(happened="said:warn")),
                    Option(id="close", out="closing"),
                    Option(id="stay", leave=True),
                ),
            ),
        ),
    ),
)

DETOURS = (
    Detour(id="hold", stage="hold"),
    Detour(id="unclear", stage="unclear", again="leave"),
    Detour(id="complaint", stage="complaint", digit=9),
    Detour(id="escalate", stage="escalate"),
    Detour(id="abuse", stage="abuse"),
    Detour(id="callback", stage="callback", digit=8, when=Guard(field="phone")),
    Detour(id="hidden", stage="hidden"),
    Detour(id="end", stage="end"),
)

CLAUSES = (
    Clause(id="T-01", modality="must", rules=(Existence(some=("said:greet",), before=("chose:need",)),)),
    Clause(id="T-02", modality="must", rules=(Existence(some=("said:name_oneself",), after=("said:greet",)),)),
    Clause(
        id="T-03",
        modality="must",
        rules=(Existence(some=("said:farewell",), unless=("ended:caller", "ended:no_contact", "ended:abuse")),),
    ),
    Clause(id="T-04", modality="must", rules=(Precedence(first=("mark:held",), then=("timing:hold",), fresh=True),)),
    Clause(id="T-05", modality="should", rules=(Absence(none=("overran:hold",)),)),
    Clause(
        id="T-06",
        modality="should",
        rules=(Response(after=("timing:hold",), then=("stopped:hold", "said:hold_thanks"), within="3m"),),
    ),
    Clause(
        id="T-07",
        modality="must",
        rules=(
            Existence(some=("said:understood",), when=("mark:advised",)),
            Response(after=("registered:appeal",), then=("task:dispatch",)),
        ),
    ),
    Clause(
        id="T-08", modality="may", rules=(Precedence(first=("said:warn",), then=("ended:abuse",), when=("ended",)),)
    ),
    Clause(
        id="T-09",
        modality="must",
        rules=(Response(after=("ended",), then=("chose:tell",), when=("registered:appeal",), outlives=True),),
    ),
    Clause(id="T-10", modality="should"),
    Clause(
        id="T-11",
        modality="must",
        rules=(Response(after=("entered:complaint",), then=("done:listen",), unless=("left:complaint",)),),
    ),
    Clause(
        id="T-12",
        modality="must",
        rules=(Absence(none=("filled:name",), when=("chose:record=refused",), unless=("closed",)),),
    ),
)

FIELDS = (
    Field(id="address", group="call"),
    Field(id="name", kind="name"),
    Field(id="phone", kind="phone", absent="reason", own=True),
    Field(id="email", kind="email", absent="none"),
    Field(id="matter", kind="choice", group="matter", options=("tax", "court")),
    Field(id="colleague", group="call"),
)

ENTRIES = (
    DirectoryEntry(id="ilze", kind="colleague", name={"lv": "Ilze Bērziņa", "en": "Ilze B."}),
    DirectoryEntry(id="oleh", kind="colleague", name={"lv": "Oļehs"}),
    DirectoryEntry(id="court", kind="body", name={"lv": "Tiesa"}),
)

TEXTS: Mapping[str, Mapping[str, Text]] = {
    "lv": {
        "centre": "Centrs",
        "step.greet": {"day": "Labdien", "night": "Labvakar"},
        "step.name_oneself": "Operators Nr. {operator_number} {operator_name}",
        "step.understood": {"feminine": "Vai sapratu pareizi?", "masculine": "?"},
        "step.promise": "Līdz {due}",
        "step.farewell": {"addressed": "Paldies, {address}!", "plain": {"day": "Paldies!", "night": "Ar labu nakti!"}},
        "value.matter.tax": "nodokļi",
    },
    "en": {
        "centre": "Centre",
        "step.greet": "Hello, {centre}",
        "step.name_oneself": "Operator {operator_number} {operator_name}, you call from {phone}",
        "step.advise_matter": "About {matter}, mail {email}",
        "value.matter.tax": "taxes",
    },
    "uk": {"centre": "Центр", "step.name_oneself": "{operator_name}"},
}


def make_pack(**changes: object) -> Pack:
    """Return the test pack, with some of its keys changed."""
    keys: dict[str, object] = {
        "format": 1,
        "id": "test",
        "languages": (
            Language(id="lv", alphabet="latin"),
            Language(id="en", alphabet="latin"),
            Language(id="uk", alphabet="cyrillic"),
        ),
        "timezone": "Europe/Riga",
        "region": "LV",
        "standard": tuple(clause.id for clause in CLAUSES),
        "start": (Start(stage="opening", when=Guard(open=True)), Start(stage="closed")),
        "after_call": "after",
        "day_parts": (DayPart(id="day", starts="05:00"), DayPart(id="night", starts="18:00")),
        "hours": Hours(days=(1, 2, 3, 4, 5), opens="09:00", closes="18:00", holidays="LV"),
        "stages": STAGES,
        "detours": DETOURS,
        "fields": FIELDS,
        "timers": (Timer(id="hold", limit="3m", warn="30s"), Timer(id="clarity", limit="10s")),
        "clauses": CLAUSES,
        "outcomes": (
            Outcome(id="complete", ended=("operator",)),
            Outcome(id="registered", ended=("operator", "caller"), when=Guard(happened="registered:appeal")),
            Outcome(id="dropped", ended=("caller", "no_contact", "abuse", "transfer")),
        ),
        "aids": (Aid(id="courtesy"),),
    }
    return Pack(**{**keys, **changes})  # pyright: ignore[reportArgumentType]


def make_script(holidays: frozenset[date] = frozenset(), **changes: object) -> Script:
    """Return the test script, with some keys of its pack changed."""
    return Script(make_pack(**changes), TEXTS, ENTRIES, holidays, hash="abc")


def due_of(task: Task | TaskRecord) -> datetime:
    """Return when work is due that has a term."""
    assert task.due
    return task.due


class Walk:
    """A call being led by a test: every event it makes is kept."""

    def __init__(self, script: Script, at: datetime = MONDAY, *, phone: str = "", language: str = "") -> None:
        self.script = script
        self.now = at
        self.log: list[e.Event] = []
        self.call = Call()
        self._take(begin(script, "c1", OPERATOR, at, phone=phone, language=language))

    def _take(self, events: tuple[e.Event, ...]) -> None:
        for event in events:
            self.call = fold(self.script, self.call, event)
            self.log.append(event)

    def wait(self, seconds: float) -> Self:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)
        return self

    def do_nothing(self) -> Self:
        """Let what has come due be recorded, as the program does while nobody presses a key."""
        self._take(limits_reached(self.script, self.call, self.now))
        return self

    def do(self, *commands: c.Command) -> tuple[e.Event, ...]:
        """Carry commands out; return the events of the last one."""
        events: tuple[e.Event, ...] = ()
        for command in commands:
            events = decide(self.script, self.call, command, self.now)
            self._take(events)
        return events

    def go(self, *words: str) -> Walk:
        """Carry out commands written short: `+` go on, `<` back, `@hold` take a detour, `name=…` fill, else choose."""
        for word in words:
            self.do(command(word))
        return self

    def refusal(self, *words: str) -> tuple[str, ...]:
        """Return the refusal of the last command, having made sure that it changed nothing."""
        self.go(*words[:-1])
        before = self.call
        try:
            self.do(command(words[-1]))
        except Refused as refused:
            assert self.call is before
            return (refused.code, *refused.names)
        raise AssertionError("not refused")

    def verdict(self, clause: str) -> Verdict:
        """Return how the call stands with a clause now."""
        return next(each for each in verdicts(self.script, self.call.watches, self.now) if each.clause == clause)

    def found(self, clause: str) -> tuple[str, int | None]:
        """Return the verdict on a clause and the number of the event that decided it."""
        verdict = self.verdict(clause)
        return (verdict.verdict, verdict.event)

    def seq(self, kind: type, **keys: object) -> int:
        """Return the number of the latest event of a kind that has these values."""
        return max(
            event.seq
            for event in self.log
            if isinstance(event, kind) and all(getattr(event, name) == value for name, value in keys.items())
        )


def command(word: str) -> c.Command:
    """Read a command written short."""
    if word == "+":
        return c.Advance()
    if word == "<":
        return c.Back()
    if word.startswith("@"):
        return c.TakeDetour(word[1:])
    if "=" in word:
        name, _, value = word.partition("=")
        return c.Fill(name, value)
    return c.Answer(word)


TO_NEED = ("+", "+", "address=Ivan", "+")
"""From the ring to the question what the caller needs."""
TO_RECORD = (*TO_NEED, "appeal", "matter=tax", "+")
TO_REGISTERED = (*TO_RECORD, "agreed", "name=Ivan", "+", "phone=+37120000000", "+", "+", "+")
