"""What an answer says of when something will be done is what is promised by it: every answer, every day of a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from msgspec import structs

from callscript.core.script import phrases
from callscript.core.script.hours import DayHours
from callscript.core.script.model import Script
from callscript.core.script.steps import Choose, TaskSpec
from callscript.core.script.working_time import can_be_promised, due_at
from tests.core.day_by_day import spans, works

SAYS = {
    "1 hour": "1h", "15 minutes": "15m", "Within an hour": "1h",
    "1 stunda": "1h", "15 minūtes": "15m", "Stundas laikā": "1h", "Протягом години": "1h",
    "Today, by the end of the day": "today", "Today, by closing time": "today",
    "Šodien, līdz darba laika beigām": "today", "Сьогодні, до кінця дня": "today",
    "1 working day": "1wd", "Within 1 working day": "1wd", "3 working days": "3wd", "Within 3 working days": "3wd",
    "5 working days": "5wd", "Within 5 working days": "5wd",
    "1 darba diena": "1wd", "1 darba dienas laikā": "1wd", "3 darba dienas": "3wd", "3 darba dienu laikā": "3wd",
    "5 darba dienas": "5wd", "Протягом одного робочого дня": "1wd", "Протягом п’яти робочих днів": "5wd",
    "Tomorrow, by this time": "tomorrow", "Завтра, до цієї ж години": "tomorrow",
    "Within a week": "week", "Протягом тижня": "week",
}  # fmt: skip
"""What a label tells the caller of the time, whatever language it is in; the last ones a pack may come to say again."""
OF_NO_TIME = ("competence",)
"""What is asked there has no time in its answers."""
FIRST = date(2026, 6, 1)
HOURS = ("00:10", "07:30", "09:00", "11:59", "12:45", "16:59", "17:30", "18:00", "23:40")
WEEK = (
    DayHours(days=(1, 2, 3, 4), open=("08:30-12:30", "13:15-17:30")),
    DayHours(days=(5,), open=("08:30-12:30", "13:15-16:15")),
    DayHours(days=(6,), open=("10:00-13:00",)),
)


def answers(script: Script) -> Iterator[tuple[str, TaskSpec]]:
    """Yield what is promised by each answer of a script, once, with what the label says in each language."""
    found = {
        (SAYS[phrases.label(script, f"option.{step.id}.{option.id}", language)], option.task.due): option.task
        for step in script.steps.values()
        if isinstance(step, Choose) and step.id not in OF_NO_TIME
        for option in step.options
        if option.task
        for language in script.texts
    }
    yield from ((says, task) for (says, _due), task in found.items())


def days_on(script: Script, day: date, number: int) -> date:
    """Return the so many-th day after a day on which the centre works."""
    while number:
        day += timedelta(days=1)
        number -= works(script, day)
    return day


def agrees(script: Script, says: str, at: datetime, due: datetime) -> bool:
    """Tell whether what is said at a moment is kept by what is done until `due`."""
    here, there = at.astimezone(script.zone), due.astimezone(script.zone)
    match says:
        case "1h" | "15m":
            return due - at == timedelta(hours=1) if says == "1h" else due - at == timedelta(minutes=15)
        case "today":
            return there.date() == here.date()
        case "tomorrow":
            return there.replace(tzinfo=None) == here.replace(tzinfo=None) + timedelta(days=1)
        case "week":
            return there.replace(tzinfo=None) <= here.replace(tzinfo=None) + timedelta(days=7)
        case _:
            number = int(says.removesuffix("wd"))
            last = days_on(script, here.date(), number)
            opened = spans(script, there.date())
            in_time = there.date() < last or (
                there.date() == last and (due.time() <= here.time() or not is_in(script, at) or due == opened[0][0])
            )
            return any(opens <= due <= closes for opens, closes in opened) and in_time


def is_in(script: Script, at: datetime) -> bool:
    """Tell whether a moment lies in the hours of its day."""
    return any(opens < at < closes for opens, closes in spans(script, at.astimezone(script.zone).date()))


@pytest.mark.parametrize("week", [(), WEEK], ids=["alike", "week"])
@pytest.mark.parametrize("pack", ["ua", "lv"])
def test_a_promise_and_its_label_agree(pack: str, week: tuple[DayHours, ...], request: pytest.FixtureRequest) -> None:
    """On no day, a Friday or the eve of a holiday included, does an answer say one time and promise another: it is
    offered only where it can be kept, and what is due then is what it says. So it is where days differ."""
    script: Script = request.getfixturevalue(pack)
    if week:
        assert script.pack.hours
        hours = structs.replace(script.pack.hours, days=(), opens="", closes="", week=week)
        script = replace(script, pack=structs.replace(script.pack, hours=hours))
    told = list(answers(script))
    assert len({says for says, _task in told}) >= 4
    wrong = [
        (says, f"{at:%a %d.%m.%Y %H:%M}", f"{due_at(script, task, at).astimezone(script.zone):%a %d.%m.%Y %H:%M}")
        for day in range(366)
        for hour in HOURS
        for at in (datetime.combine(FIRST + timedelta(days=day), time.fromisoformat(hour), script.zone),)
        for says, task in told
        if can_be_promised(script, task, at) and not agrees(script, says, at, due_at(script, task, at))
    ]
    assert wrong == []
