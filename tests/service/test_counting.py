"""Calls counted out of a home: every figure is that of a recount of the plain lines of its journals."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from callscript import packs
from callscript.core.call import events as e
from callscript.core.call.fold import fold_all, moved_on
from callscript.core.counts import TALLIES, Dimension
from callscript.core.script.model import Script
from callscript.core.standard.verdicts import verdicts
from callscript.packs.versions import Versions
from callscript.runtime.paths import Folders
from callscript.service.counting import Counting
from callscript.service.delivery.delivered import with_deliveries
from callscript.store.files import FileStore
from callscript.store.journal import checksum
from callscript.store.names import desk_log_of, is_desk_log
from tests.checked import script_of
from tests.recount import Group, Retold, Share, counted_again, letters_of, lines_of, pack_of, tallied_again
from tests.service.taken_at_random import DAYS, FIRST, NOW, PACKS, take_calls
from tests.service.visits_booked import book_visits

LEAST = 150
AT = NOW.replace(tzinfo=script_of("ua-court").zone)
Key = tuple[str, Group, str, str, str]
"""A pack, what is told apart, section, item, measure."""


class Home(NamedTuple):
    """A home full of calls, and what plain lines tell of them."""

    store: FileStore
    folders: Folders
    calls: Sequence[Retold]
    judged: Mapping[str, Mapping[str, str]]
    """By call and clause: how it stands."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Many calls of both centres, and some that have booked visits."""
    path = tmp_path_factory.mktemp("home")
    store = book_visits(take_calls(path, LEAST, seed=10, entries=LEAST // 3), Folders.resolve(path))
    scripts = {pack: packs.read(packs.locate(pack)) for pack in PACKS}
    plain = {pack: pack_of(packs.locate(pack)) for pack in PACKS}
    lines, letters = lines_of(path), letters_of(path)
    moves = [line for name in lines if is_desk_log(name) for line in lines[name] if line.get("by")]
    calls: list[Retold] = []
    for name in sorted(each for each in lines if not is_desk_log(each)):
        told = Retold(plain[lines[name][0]["pack"]]).tell(lines[name])
        told.tell(line for line in lines.get(desk_log_of(name), ()) if line.get("call") == name and not line.get("by"))
        told.deliver(letters[name])
        own = sorted((line for line in moves if line["call"] == name), key=lambda line: (line["at"], line["attempt"]))
        calls.append(told.tell(own))
    judged = {told.start["call"]: _judged(store, scripts[told.pack["id"]], told) for told in calls}
    return Home(store, Folders.resolve(path), calls, judged)


def _judged(store: FileStore, script: Script, told: Retold) -> Mapping[str, str]:
    """Judge a call by every clause: from the whole of its lines, or, where something was taken back, as it is shown."""
    name = told.start["call"]
    call = with_deliveries(script, fold_all(script, store.journal.read_call(name).whole), store.outbox)
    call = moved_on(script, call, store.tasks.of_call(name))
    found = {each.clause: each.verdict for each in verdicts(script, call.watches, AT)}
    if told.whole and told.state != "discarded":
        assert found == {clause: told.verdict(script, clause, AT) for clause in found}, name
    return found


def recount(home: Home, first: date | None, last: date | None, by: tuple[Dimension, ...]) -> dict[Key, Share]:
    """Count the calls of some days once more."""
    found: dict[Key, Share] = {}
    calls = [call for call in home.calls if (first or call.day) <= call.day <= (last or call.day)]
    of_tallies = by if set(by) - {"operator", "channel"} else (*by, "year")
    for pack in PACKS:
        own = [call for call in calls if call.pack["id"] == pack]
        for group in {(), *(_group(call, by) for call in own)}:
            some = [call for call in own if not group or _group(call, by) == group]
            shares = counted_again(some, [home.judged[call.start["call"]] for call in some], AT)
            found |= {(pack, group, *key): share for key, share in shares.items()}
        for group in {(), *(_group(call, of_tallies) for call in own)}:
            some = [call for call in own if not group or _group(call, of_tallies) == group]
            for tally in TALLIES:
                found |= {(pack, group, *key): share for key, share in tallied_again(some, tally).items()}
    return {key: share for key, share in found.items() if share[1]}


def _group(call: Retold, by: Sequence[Dimension]) -> Group:
    week = call.day.isocalendar()
    values = {
        "operator": call.start["operator"]["number"],
        "channel": call.channel,
        "year": call.day.strftime("%Y"),
        "month": call.day.strftime("%Y-%m"),
        "week": f"{week.year}-W{week.week:02}",
        "day": call.day.isoformat(),
    }
    return tuple((dimension, values[dimension]) for dimension in by)


def counted(home: Home, first: date | None, last: date | None, by: tuple[Dimension, ...]) -> dict[Key, Share]:
    """Count the calls of some days as the report does."""
    counting = Counting(home.store, Versions(home.folders), AT, by)
    counting.count(first, last)
    assert (counting.problems, counting.uncounted) == ([], 0)
    return {
        (pack, each.group, each.section, each.item, each.measure): (each.number, each.of)
        for pack, sums in counting.sums.items()
        for each in sums.figures(counting.scripts[pack])
    }


BY: tuple[tuple[Dimension, ...], ...] = (
    (),
    ("operator",),
    ("week",),
    ("operator", "week"),
    ("year",),
    ("month", "operator"),
    ("day",),
    ("channel",),
    ("operator", "channel"),
)


@pytest.mark.parametrize("by", BY, ids="-".join)
def test_every_figure_is_that_of_a_recount(home: Home, by: tuple[Dimension, ...]) -> None:
    """All figures of both centres, however they are told apart."""
    assert counted(home, None, None, by) == recount(home, None, None, by)


@pytest.mark.parametrize("days", [(0, 2), (3, None), (None, 4), (5, 5), (DAYS + 2, None)], ids=str)
def test_some_days_are_counted(home: Home, days: tuple[int | None, int | None]) -> None:
    """From a day, to a day, one day, a day without calls: those that began then, whenever they were finished."""
    first, last = (None if day is None else FIRST.date() + timedelta(days=day) for day in days)
    found = counted(home, first, last, ("operator",))
    assert found == recount(home, first, last, ("operator",))
    assert bool(found) == (days != (DAYS + 2, None))


def test_the_home_has_all_there_is_to_count(home: Home) -> None:
    """Else the figures would agree for want of anything to count."""
    found = counted(home, None, None, ())
    shares = {(section, measure): 0 for _, _, section, _, measure in found}
    for (_, _, section, _, measure), (number, _) in found.items():
        shares[section, measure] += number
    assert {key for key, number in shares.items() if not number} == set()
    assert {section for section, _ in shares} == {
        *("calls", "entries", "clauses", "holds", "work", "visits", "results", "channels"),
        *TALLIES,
    }
    assert sum(call.whole for call in home.calls) > LEAST // 4
    assert sum(not call.whole for call in home.calls) > LEAST // 4


def counting_of(home: Path) -> Counting:
    """Count all calls of a home."""
    folders = Folders.resolve(home)
    counting = Counting(FileStore(folders), Versions(folders), AT)
    counting.count()
    return counting


def begun(counting: Counting) -> int:
    """Return how many calls are among the figures."""
    found = (each for pack, sums in counting.sums.items() for each in sums.figures(counting.scripts[pack]))
    return sum(each.number for each in found if each.section == "calls")


def test_what_cannot_be_counted_is_told(tmp_path: Path) -> None:
    """A call whose script is nowhere, or which is of a newer format, is named and counted apart; others are counted."""
    store = take_calls(tmp_path, 12, seed=3)
    whole = counting_of(tmp_path)
    assert (begun(whole), whole.uncounted, whole.problems) == (12, 0, [])
    day = store.journal.days()[0]
    first, *rest = next(iter(store.journal.read_day(day).calls.values()))
    assert isinstance(first, e.CallStarted)
    lost = f"{day:%Y%m%d}-19-k3f9abc"
    store.journal.append(lost, [replace(first, call=lost, pack_hash="0" * 64), *rest])
    newer = f"{day:%Y%m%d}-20-k3f9abc"
    line = f'{{"v":9,"call":"{newer}","seq":1,"at":"2030-01-01T00:00:00Z"'.encode()
    (tmp_path / "journal" / f"{day:%Y}" / f"{day}" / "20.jsonl").write_bytes(checksum.closed(line))
    counting = counting_of(tmp_path)
    assert (begun(counting), counting.uncounted) == (12, 2)
    told = "\n".join(map(str, counting.problems))
    assert f"call {lost} cannot be read" in told
    assert f"call {newer} was recorded by a newer release" in told


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    """A day whose journals are gone, or cannot be read, and registers that are not complete: figures may not be all."""
    store = take_calls(tmp_path, 12, seed=3)
    gone, closed, *_ = store.journal.days()
    shutil.rmtree(tmp_path / "journal" / f"{gone:%Y}" / f"{gone}")
    folder = tmp_path / "journal" / f"{closed:%Y}" / f"{closed}"
    shutil.rmtree(folder)
    folder.write_text("")
    shutil.rmtree(tmp_path / "registers" / "tasks")
    counting = counting_of(tmp_path)
    told = "\n".join(map(str, counting.problems))
    assert f"the journal of {gone} is missing" in told
    assert f"{closed}" in told
    assert "the registers are not complete" in told
    assert 0 < begun(counting) < 12


def test_nothing_to_count(tmp_path: Path) -> None:
    """A home in which no call was taken has no figures and no problems."""
    counting = counting_of(tmp_path)
    assert (counting.sums, counting.problems, counting.uncounted) == ({}, [], 0)
