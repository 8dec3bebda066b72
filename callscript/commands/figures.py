"""`callscript report`: how the calls of a home kept the standard, and what callers said of it, as figures.

Every figure is so many of so many. No caller is in it, and operators go by their numbers. `docs/command-line.md` fixes
the shape of the JSON and of the CSV.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from callscript.commands.csv_cells import csv_line
from callscript.commands.report import Report, as_json, moment, own_centre
from callscript.commands.tables import Row, table
from callscript.core.counts import SECTIONS, Dimension, Measure, Section
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.sums import BESIDE_THE_CALENDAR, Figure
from callscript.dialogue.show.figures import group_name, item_name, measure_name, section_name, share
from callscript.packs.versions import Versions
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import USAGE, Stop
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean
from callscript.service.counting import Counting
from callscript.service.counts_kept import CountsKept
from callscript.store.files import FileStore

_INDENT = 2


class Asked(NamedTuple):
    """What is to be counted."""

    first: date | None = None
    last: date | None = None
    by: tuple[Dimension, ...] = ()


class _Centre(NamedTuple):
    """What was counted of a centre."""

    script: Script
    figures: Sequence[Figure]


def report(home: str | None, asked: Asked, *, json: bool = False, csv: bool = False) -> Report:
    """Count the calls of a home."""
    if asked.first and asked.last and asked.last < asked.first:
        raise Stop(USAGE, _("the last day lies before the first"))
    folders, now = Folders.resolve(home), SystemClock().now()
    own_centre(folders)
    kept, told = CountsKept(folders.cache), Report()
    counting = Counting(FileStore(folders), Versions(folders), now, asked.by, kept)
    counting.count(asked.first, asked.last)
    centres = [
        _Centre(counting.scripts[pack], list(sums.figures(counting.scripts[pack])))
        for pack, sums in sorted(counting.sums.items())
    ]
    told.trouble(counting.problems)
    if counting.uncounted:
        told.trouble([_("calls that are not counted: {number}").format(number=counting.uncounted)])
    if json:
        told.lines.append(as_json(_record(centres, asked, now, counting.uncounted)))
    elif csv:
        told.lines.extend(_cells(centres, asked))
    else:
        told.lines.extend(clean(line) for line in _text(centres, asked, now))
        told.notes.extend([] if centres else [_("no calls")])
    return told


def _record(centres: Sequence[_Centre], asked: Asked, now: datetime, uncounted: int) -> dict[str, object]:
    return {
        "from": asked.first and asked.first.isoformat(),
        "to": asked.last and asked.last.isoformat(),
        "by": list(asked.by),
        "uncounted": uncounted,
        "centres": [
            {
                "pack": each.script.pack.id,
                "at": moment(now, each.script.zone),
                "figures": [figure._asdict() | {"group": dict(figure.group)} for figure in each.figures],
            }
            for each in centres
        ],
    }


def _cells(centres: Sequence[_Centre], asked: Asked) -> Iterator[str]:
    """Yield lines of CSV: a figure each, with all that it is told apart by in columns of their own."""
    by = asked.by if set(asked.by) - BESIDE_THE_CALENDAR else (*asked.by, "year")
    yield csv_line(("pack", *by, "section", "item", "name", "measure", "number", "of"))
    for centre in centres:
        script = centre.script
        for each in centre.figures:
            group = dict(each.group)
            name = item_name(script, each.section, each.item)
            told = (script.pack.id, *(group.get(dimension, "") for dimension in by), each.section, each.item, name)
            yield csv_line((*told, each.measure, each.number, each.of))


def _text(centres: Sequence[_Centre], asked: Asked, now: datetime) -> Iterator[str]:
    for number, (script, figures) in enumerate(centres):
        yield from [""] * bool(number)
        yield phrases.label(script, "centre")
        yield _period(asked, now.astimezone(script.zone))
        for section in SECTIONS:
            found = [figure for figure in figures if figure.section == section]
            if found:
                yield ""
                yield from _table(script, section, found)


def _period(asked: Asked, now: datetime) -> str:
    since = _("calls from {day} on").format(day=f"{asked.first:%d.%m.%Y}") if asked.first else _("all calls")
    until = _("to {day}").format(day=f"{asked.last:%d.%m.%Y}") if asked.last else ""
    return ", ".join(filter(None, (since, until, _("as they stand at {time}").format(time=f"{now:%d.%m.%Y %H:%M}"))))


def _table(script: Script, section: Section, figures: Sequence[Figure]) -> Iterator[str]:
    """Yield a section: a line an item, under it one for each of what it is told apart by, if there are several."""
    columns: list[Measure] = []
    for column in map(_column, figures):
        if column not in columns:
            columns.append(column)
    groups = {figure.group for figure in figures if figure.group}
    only = group_name(script, *groups) if len(groups) == 1 else ""
    title, rows = ", ".join(filter(None, (section_name(section), only))), list[Row]()
    if section == "visits":
        return table(title, [_("visits")], list(_below(script, figures, alone=bool(only))))
    for (item, group), found in groupby(figures, lambda figure: (figure.item, figure.group)):
        if group and only:
            continue
        cells = {_column(figure): share(figure) for figure in found}
        label = group_name(script, group) or item_name(script, section, item) or _("all together")
        rows.append(Row(label, [cells.get(column, "") for column in columns], _INDENT * bool(group)))
    return table(title, [measure_name(column) for column in columns], rows)


def _below(script: Script, figures: Sequence[Figure], *, alone: bool) -> Iterator[Row]:
    """Yield a line a measure, where there are too many of them to stand side by side; under it what tells it apart."""
    measures: dict[Measure, None] = {figure.measure: None for figure in figures}
    for measure in measures:
        for figure in figures:
            if figure.measure == measure and not (figure.group and alone):
                label = group_name(script, figure.group) or measure_name(measure)
                yield Row(label, [share(figure)], _INDENT * bool(figure.group))


def _column(figure: Figure) -> Measure:
    return "given" if figure.measure == "answered" else figure.measure
