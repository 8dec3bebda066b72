"""`callscript pack test`: calls that were kept as cases, led once more by the script as it is now, without a terminal.

A case is data: when the call begins, the lines that `--plain` would be typed, how it ends and what the standard says of
it then. It lies in the folder `cases` of a pack, and is no part of the pack.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from callscript.commands.pack_cover import coverage, in_words
from callscript.commands.pack_named import folder_of, home_of, script_of
from callscript.commands.report import Report, as_json
from callscript.core.call import commands as c
from callscript.core.call import timers
from callscript.core.call.call import Call, Value
from callscript.core.call.decide import begin, decide
from callscript.core.call.events import Event, Operator
from callscript.core.call.flow import current
from callscript.core.call.fold import fold
from callscript.core.call.outgoing import Continued
from callscript.core.call.refusal import Refused
from callscript.core.earlier_calls import hold_now, to_look_up
from callscript.core.script.base import Ending, Finding
from callscript.core.script.model import Script
from callscript.core.script.moments import on_the_clock
from callscript.core.script.steps import Ask
from callscript.core.standard.verdicts import verdicts
from callscript.dialogue.actions import detour_of
from callscript.dialogue.read.digits import choosing, narrowed, offer_at, page_of
from callscript.dialogue.read.field_text import entered
from callscript.dialogue.show import call_view, refusals
from callscript.dialogue.show.card import card
from callscript.dialogue.show.clocks import clock_words, clocks
from callscript.dialogue.show.field_text import typed as as_typed
from callscript.dialogue.show.values import OfferLine
from callscript.plain.typed import Star, Text, read
from callscript.runtime.exit_status import USAGE, Stop
from callscript.runtime.i18n import _
from callscript.runtime.text import clean

FOLDER = "cases"
LOST = "+lost"
"""The line is lost, where that is no answer that could be given."""
_WAIT = re.compile(r"\+(\d+(?:\.\d{1,3})?)s")
_WHO = Operator(number="17", name="Олена Коваленко", name_latin="Olena Kovalenko", gender="feminine")


class _Expected(Struct, frozen=True, forbid_unknown_fields=True):
    ended: Ending | None = None
    at: str | None = None
    """The step at which the call stands when all lines are typed."""
    verdicts: Mapping[str, Finding] = {}


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """What an operator rings up about."""

    kind: str
    """Of the work that an earlier call has left."""
    tries: int = 0
    """How often nobody was reached about it before."""
    known: Mapping[str, str] = {}
    """By field: what the earlier call has recorded."""


class Case(Struct, frozen=True, forbid_unknown_fields=True):
    """A call that was kept."""

    begins: datetime
    """By the centre's clock."""
    does: tuple[str, ...]
    """Lines as for `--plain`; `+42s` or `+1.5s` lets so many seconds pass; `+lost`: the line is lost."""
    expects: _Expected = _Expected()
    phone: str = ""
    about: About | None = None
    """None: somebody rings."""
    earlier: tuple[str, ...] = ()
    """What of the script's conditions on earlier calls holds for the caller's number."""
    language: str = ""


class Unfit(Exception):  # noqa: N818 - named for what happened
    """A line of a case has no meaning where it is typed."""


def test(home: str | None, pack: str, cases: Sequence[str], *, json: bool) -> Report:
    """Lead every case of a pack once more, or those that are named; tell what is otherwise, and what none comes to."""
    folders, report = home_of(home), Report()
    script = script_of(folders, pack)
    files = [Path(case) for case in cases] or found_in(folder_of(folders, pack)[0])
    if not files:
        raise Stop(USAGE, _("there are no cases: they are kept in the folder {folder} of a pack").format(folder=FOLDER))
    logs: list[Sequence[Event]] = []
    wrong = {file: tuple(_led(script, file, logs)) for file in files}
    if json:
        told = [{"case": file.stem, "wrong": list(each)} for file, each in wrong.items()]
        report.lines.append(as_json({"cases": told, "coverage": msgspec.to_builtins(coverage(script, logs))}))
    else:
        report.lines += [clean(line) for file, each in wrong.items() for line in _lines(file, each)]
        report.notes += [clean(line) for line in in_words(coverage(script, logs))]
    failed = sum(map(bool, wrong.values()))
    report.trouble([_("cases that are otherwise now: {number}").format(number=failed)] if failed else [])
    return report


def led_by(script: Script, file: Path) -> Sequence[Event]:
    """Return the call of a case, as far as its lines lead."""
    logs: list[Sequence[Event]] = []
    tuple(_led(script, file, logs))
    return logs[0] if logs else ()


def found_in(folder: Path) -> list[Path]:
    """Return the cases of a pack."""
    return sorted((folder / FOLDER).glob("*.toml"))


def otherwise(script: Script, files: Sequence[Path]) -> list[str]:
    """Return what is otherwise now in cases, each with the name of its case."""
    return [f"{file.stem}: {told}" for file in files for told in _led(script, file, [])]


def _led(script: Script, file: Path, logs: list[Sequence[Event]]) -> Iterator[str]:
    """Yield what is otherwise in a case; add its call to `logs`."""
    try:
        case = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Case)
        led = Led(script, case)
    except (OSError, ValueError) as error:  # not there, not TOML, not a case
        yield str(error)
        return
    logs.append(led.log)
    try:
        for number, line in enumerate(case.does, start=1):
            led.type(line, f"{number} «{line}»")
    except Unfit as unfit:
        yield str(unfit)
        return
    yield from led.compared(case.expects)


class Led:
    """A call that is led by the lines of a case."""

    def __init__(self, script: Script, case: Case) -> None:
        if case.begins.tzinfo or not (now := on_the_clock(script, case.begins)):
            raise ValueError(_("This is no time: {text}").format(text=case.begins))
        if case.language and case.language not in script.texts:
            raise ValueError(_("the script is not written in {language}").format(language=case.language))
        if strange := set(case.earlier) - {each.id for each in script.pack.earlier}:
            told = _("the script asks nothing of this name about earlier calls: {name}")
            raise ValueError(told.format(name=", ".join(sorted(strange))))
        self._earlier = case.earlier
        self.on_card = ""
        """The field of the card that the next line is for."""
        self.page, self.wanted = 0, ""
        """Which of the answers the digits stand for: the page, and what is looked for."""
        self.log: list[Event] = []
        self.call = Call()
        self.script, self.begins = script, case.begins
        self._now, self._line = now, ""
        language = case.language
        about = case.about and _continued(script, case.about)
        named = "20260101-17-kcase00"
        self._take(begin(script, named, _WHO, now, phone=case.phone, language=language, goes_on=about))
        self._look_up()

    def type(self, line: str, named: str) -> None:
        """Type a line; raise Unfit, which names it so, if it means nothing here."""
        self._line = named
        if wait := _WAIT.fullmatch(line):
            self._now += timedelta(seconds=float(wait[1]))
            self._take(timers.limits_reached(self.script, self.call, self._now))
            return
        before = self.call.frames
        meant = (c.LoseLine(),) if line == LOST else self._meant(line)
        try:
            for command in meant:
                self._take(decide(self.script, self.call, command, self._now))
        except Refused as refused:
            raise self._unfit(refusals.words(refused, self.script, self.call)) from refused
        if self.call.frames != before:
            self.page, self.wanted = 0, ""
        self._look_up()

    @property
    def clocks(self) -> str:
        """How the running clocks stand."""
        return ", ".join(map(clock_words, clocks(self.script, self.call, self._now)))

    def _look_up(self) -> None:
        """Find what holds of the caller's earlier calls, as soon as their number is known."""
        if self._earlier and to_look_up(self.script, self.call):
            new = tuple(each for each in self._earlier if each not in hold_now(self.script, self.call))
            self._take(decide(self.script, self.call, c.TellEarlier(new), self._now))

    def compared(self, expected: _Expected) -> Iterator[str]:
        """Yield what came otherwise than it is expected."""
        ended = self.call.ended.how if self.call.ended else None
        told = _("{what}: {expected} is expected, it is {found}")
        if expected.ended != ended and (expected.ended or ended):
            yield told.format(what="ended", expected=expected.ended or "—", found=ended or "—")
        if expected.at is not None and expected.at != self.call.step:
            yield told.format(what="at", expected=expected.at, found=self.call.step)
        stand = {each.clause: each for each in verdicts(self.script, self.call.watches, self._now)}
        for clause, finding in expected.verdicts.items():
            found = stand.get(clause)
            if found is None or found.verdict != finding:
                event = f" ({found.event})" if found and found.event else ""
                yield told.format(what=clause, expected=finding, found=f"{found.verdict if found else '—'}{event}")

    def _meant(self, line: str) -> tuple[c.Command, ...]:
        script, call, typed = self.script, self.call, read(line)
        asked, found = current(script, call), tuple[c.Command, ...]()
        if isinstance(typed, Star) and typed.action.id == "next_panel":
            self.on_card = self._row(typed.number)
            return ()
        if isinstance(typed, Text) and self.on_card:
            fill = entered(script, call, self.on_card, typed.text, confirm=True)
            self.on_card, found = "", (fill,) if fill else ()
        elif isinstance(typed, Star) and typed.action.id == "language":
            found = (c.SwitchLanguage(call_view.next_language(script, call)),)
        elif isinstance(typed, Star):
            detour = detour_of(typed.action, script)
            found = (c.Back(),) if typed.action.id == "back" else (c.TakeDetour(detour),) if detour else ()
        elif isinstance(typed, Text) and isinstance(asked, Ask) and call_view.is_typed(asked, script):
            text = typed.text or as_typed(script, call, asked.field)
            fill = entered(script, call, asked.field, text, confirm=True)
            found = (fill, c.Advance()) if fill else (c.Advance(),)
        elif isinstance(typed, Text) and not typed.text:
            found = (c.Advance(),)
        elif isinstance(typed, Text):
            offers = self._offers
            named = (offer for offer in offers if typed.text in (offer.id, offer.text))
            offer = next(named, None) if typed.number is None else offer_at(offers, self.page, typed.number)
            if offer and not offer.id:
                self.page += 1
                return ()
            if offer and offer.field:
                self.on_card = offer.field
                return ()
            if offer is None and typed.number is None and call_view.is_looked_for(asked, script):
                self.wanted, self.page = typed.text, 0
                return ()
            found = choosing(asked, offer) if offer else ()
            if not found and isinstance(asked, Ask) and script.fields[asked.field].several:
                fill = entered(script, call, asked.field, typed.text, confirm=True)
                found = (fill, c.Advance()) if fill else ()
        if not found:
            raise self._unfit(_("means nothing here"))
        return found

    @property
    def _offers(self) -> tuple[OfferLine, ...]:
        """What can be chosen, of what is looked for."""
        return narrowed(call_view.script_view(self.script, self.call).offers, self.wanted)

    def _row(self, number: int) -> str:
        """Return the field of a line of the card."""
        rows = card(self.script, self.call)
        if not 1 <= number <= len(rows):
            raise self._unfit(_("means nothing here"))
        return rows[number - 1].id

    def _unfit(self, reason: str) -> Unfit:
        shown = page_of(self._offers, self.page)
        digits = ", ".join(f"{offer.number} {offer.id or offer.text}" for offer in shown)
        told = _("line {line}: {reason} (step {step}; digits: {digits})")
        return Unfit(told.format(line=self._line, reason=reason, step=self.call.step, digits=digits or "—"))

    def _take(self, events: Sequence[Event]) -> None:
        for event in events:
            self.call = fold(self.script, self.call, event)
            self.log.append(event)


def _continued(script: Script, about: About) -> Continued:
    """Return what a call of a case goes on with."""
    outgoing = script.pack.outgoing
    if not outgoing or about.kind not in outgoing.done:
        raise ValueError(_("the script rings nobody up about this: {kind}").format(kind=about.kind))
    if strange := about.known.keys() - script.fields.keys():
        raise ValueError(_("the script has no field {name}").format(name=", ".join(sorted(strange))))
    values = {field: Value(text) for field, text in about.known.items()}
    return Continued(task="case/1", kind=about.kind, attempt=1, values=values, tries=about.tries)


def _lines(file: Path, wrong: Sequence[str]) -> Iterator[str]:
    yield f"{'!' if wrong else '✓'} {file.stem}"
    yield from (f"    {each}" for each in wrong)
