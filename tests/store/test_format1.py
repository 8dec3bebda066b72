"""What the release before recorded is read for ever, and a call that it left open can be gone on with by both."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from callscript import cli, packs
from callscript.core import acts
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.before import with_before
from callscript.core.call.decide import wanting
from callscript.core.call.events import Known
from callscript.core.call.refusal import Refused
from callscript.dialogue.show.standing import judged
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.runtime.settings import Profile
from callscript.service.erasing import Eraser
from callscript.service.session import Session
from callscript.service.startup import Startup
from callscript.service.summary import by_own_script
from callscript.store.files import FileStore
from callscript.store.journal import format1
from tests.core.scripts import due_of
from tests.service.at_work import sit_down
from tests.store.before import ReleaseBefore

KEPT = Path(__file__).parent / "format1"
TOLD = KEPT / "told"
CALLS = sorted(path.stem for path in TOLD.glob("2*.json"))
DAYS = sorted(path.stem.removeprefix("calls-") for path in TOLD.glob("calls-*.json"))
OPEN = "20261124-17"
LATER = {
    *(set(get_args(e.TaskMove)) - {e.TaskDropped}),
    *(
        e.AfterCallProlonged,
        e.BranchLeft,
        e.Informed,
        e.NoticeDelivered,
        e.Discarded,
        e.Erased,
        e.Received,
        e.Drafted,
        e.EarlierFound,
        e.EndTakenBack,
        e.EndCorrected,
        e.FieldCorrected,
        e.ReceivedCorrected,
    ),
}
"""Events that the release before did not know."""
OLENA = Profile(
    number="17", name="Олена Коваль", name_latin="Olena Koval", gender="feminine", pack="ua-court", language="uk"
)


def copied(home: Path) -> Path:
    """Copy the home, for its owner alone: in a checkout others may be able to write it."""
    shutil.copytree(KEPT / "home", home)
    for path in [home, *home.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    return home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of the home that the release before has written."""
    return copied(tmp_path / "home")


@pytest.fixture
def kept(home: Path) -> Iterator[FileStore]:
    """The store in it."""
    store = FileStore(Folders.resolve(home))
    yield store
    store.journal.close()


def records(folder: Path) -> dict[str, list[Any]]:
    """Return what registers say, by file, in no order."""
    found: dict[str, list[Any]] = {}
    for path in sorted(folder.rglob("*.json")):
        rows = json.loads(path.read_bytes())["records"].values()
        found[str(path.relative_to(folder))] = sorted(rows, key=lambda row: row["id"])
    return found


def test_every_kind_of_event_is_there(kept: FileStore) -> None:
    """Two operators, both packs, all types of events, every field of them used: nothing is left unread."""
    logs = [kept.journal.read_call(call).events for call in CALLS]
    types = {type(event) for log in logs for event in log}
    assert types == set(get_args(Known)) - LATER
    events = [event for log in logs for event in log]
    assert {event.pack for event in events if isinstance(event, e.CallStarted)} == {"ua-court", "lv-lvrtc"}
    assert {event.open for event in events if isinstance(event, e.CallStarted)} == {True, False}
    assert any(isinstance(event, e.DetourLeft) and event.cancelled for event in events)
    assert any(isinstance(event, e.DetourEntered) and event.onward for event in events)
    assert any(isinstance(event, e.Moved) and event.back for event in events)
    assert any(isinstance(event, e.Filled) and event.absent for event in events)
    assert any(isinstance(event, e.Filled) and not event.value for event in events)
    changed = {type(event) for log in logs for event, was in with_before(log) if was.get("old")}
    assert changed == {e.Chosen, e.Filled, e.LanguageChanged, e.OutcomeSet, e.Explained, e.Summarised}
    assert any(was.get("old_absent") for log in logs for _, was in with_before(log))


@pytest.mark.parametrize("call", CALLS)
def test_a_call_is_shown_as_it_was(home: Path, call: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`show --json` says of a call all that the release before said, verdicts and all; it may say more."""
    assert cli.main(["show", call, "--json", "--home", str(home)]) == 0
    said = json.loads(capsys.readouterr().out)
    told = json.loads((TOLD / f"{call}.json").read_bytes())
    assert {name: said[name] for name in told} == told


@pytest.mark.parametrize("day", DAYS)
def test_calls_are_listed_as_they_were(home: Path, day: str, capsys: pytest.CaptureFixture[str]) -> None:
    """So does `calls --json` of a day."""
    assert cli.main(["calls", "--day", day, "--json", "--home", str(home)]) == 0
    said = json.loads(capsys.readouterr().out)
    told = json.loads((TOLD / f"calls-{day}.json").read_bytes())
    assert [{name: row[name] for name in old} for row, old in zip(said, told, strict=True)] == told


def test_registers_are_read_and_made_again(home: Path, kept: FileStore, capsys: pytest.CaptureFixture[str]) -> None:
    """The registers of the release before are looked up in, and a rebuild makes the records that its own would."""
    filed = records(home / "registers")
    assert {row["id"] for rows in filed.values() for row in rows if "call" not in row} == {
        each.id for day in kept.journal.days() for each in kept.lookup.summaries(day)
    }
    assert [task.kind for task in kept.lookup.tasks("17")] == ["dispatch", "callback"]
    assert cli.main(["rebuild", "--home", str(home)]) == 0
    assert capsys.readouterr().out == f"calls: {len(CALLS)}\n"
    made, told = records(home / "registers"), records(TOLD / "registers")
    assert made.keys() == told.keys()
    closed = {name: [row for row in rows if not row["id"].startswith(OPEN)] for name, rows in made.items()}
    for known, new in ((told, made), (filed, closed)):
        for name, rows in known.items():
            assert [{key: row[key] for key in old} for row, old in zip(new[name], rows, strict=True)] == rows


def test_its_work_is_taken_done_and_handed_over_here(
    home: Path, kept: FileStore, capsys: pytest.CaptureFixture[str]
) -> None:
    """Work that the release before registered is moved by whoever has this one: its files stay as they are, its call
    tells what became of it, and a rebuild makes the same of all journals."""
    before = {path: path.read_bytes() for path in sorted((home / "journal").rglob("*.jsonl"))}
    dispatch, call_back = kept.lookup.tasks("17")
    script = packs.read(packs.locate("ua-court"))
    store, work = sit_down(Folders.resolve(home), script, "18", FakeClock(due_of(call_back)))
    work.do(call_back.id, acts.Take())
    assert work.do(call_back.id, acts.Finish("reached")).state == "done"
    assert work.do(dispatch.id, acts.HandOver("19", "знає суд")).whose == "19"
    store.journal.close()
    assert {path: path.read_bytes() for path in before} == before
    moves = store.tasks.of_call(call_back.call)
    assert [type(each) for each in moves if each.task == call_back.task] == [e.TaskTaken, e.TaskDone]
    assert [task.id for task in store.lookup.tasks("19")] == [dispatch.id]
    listed = store.lookup.tasks()
    assert cli.main(["show", call_back.call, "--home", str(home)]) == 0
    assert "№ 18" in capsys.readouterr().out
    assert cli.main(["rebuild", "--home", str(home)]) == 0
    anew = [msgspec.structs.replace(task, to="") for task in store.lookup.tasks()]  # to whom: not registered before
    assert anew == listed
    assert store.tasks.of_call(call_back.call) == moves


def test_lines_are_written_as_the_release_before_wrote_them(home: Path, kept: FileStore) -> None:
    """Whoever goes on with a call in format 1 writes to the byte what that release would: `old` is worked out."""
    for path in sorted((home / "journal").rglob("*.jsonl")):
        content = path.read_bytes()
        written = b"".join(
            format1.encode(call, event, was)
            for call in CALLS
            if call.encode() in content
            for event, was in with_before(kept.journal.read_call(call).events)
        )
        assert written == content


def profile_file(home: Path, profile: Profile) -> None:
    """Settle who takes calls in a home, as both releases read it."""
    settings = msgspec.to_builtins(profile) | {"language": "en"}
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in settings.items()]
    (home / "profile.toml").write_text("".join(lines), "utf-8")


async def close(session: Session, clock: FakeClock) -> None:
    """Lose the caller and wrap the call up."""
    await session.do(c.LoseLine())
    for outcome in session.script.pack.outcomes:
        with suppress(Refused):
            await session.do(c.SetOutcome(outcome.id))
    for owed in wanting(session.script, session.call, clock.now()):
        await session.do(c.Explain(owed.clause, "зв’язок обірвався"))
    await session.do(c.Close())


async def test_the_open_call_goes_on_in_format_1(home: Path, tmp_path: Path) -> None:
    """It is offered here, goes on as it began, and the release before takes it up again as it was left here."""
    before = ReleaseBefore(tmp_path / "before")
    clock = FakeClock(datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
    desk = Startup(Folders.resolve(home), clock, OLENA).open_desk(OLENA)
    left = await desk.left_open()
    assert left
    log, call = left.log, left.id
    assert isinstance(log[0], e.CallStarted)
    assert call.startswith(OPEN)
    session = await desk.resume(left)
    for command in (c.Fill("subject", "не те"), c.SwitchLanguage("en"), c.SwitchLanguage("uk"), c.Advance(), c.Back()):
        clock.advance(2)
        await session.do(command)
    assert session.trouble is None
    desk.leave()
    assert [path.name for path in (home / "open").iterdir()] == ["17.json"]
    journal = home / "journal" / "2026" / "2026-11-24" / "17.jsonl"
    assert b'"v":2' not in journal.read_bytes()

    shown = before.run("show", call, "--json", "--home", home)
    assert (shown.returncode, shown.stderr) == (0, "")
    types = [event["type"] for event in json.loads(shown.stdout)["events"]]
    assert len(types) == len(session.log)
    assert types[len(log)] == "resumed"
    profile_file(home, OLENA)
    taken_up = before.run("run", "--plain", "--home", home, given="\n")
    assert taken_up.returncode == 0, taken_up.stderr
    assert (home / "open" / "17.json").exists()

    desk = Startup(Folders.resolve(home), clock, OLENA).open_desk(OLENA)
    again = await desk.left_open()
    assert again
    assert desk.notices.take() == []
    assert list(again.log[: len(session.log)]) == session.log
    assert isinstance(again.log[len(session.log)], e.Resumed)
    session = await desk.resume(again)
    await close(session, clock)
    await desk.finish(session)
    assert list((home / "open").iterdir()) == []
    desk.leave()
    assert b'"v":2' not in journal.read_bytes()
    assert json.loads(before.run("show", call, "--json", "--home", home).stdout)["outcome"]


def test_what_a_caller_gave_can_be_erased(home: Path) -> None:
    """There the texts stand in the events: they go, what was there before with them, and all is read as before."""
    folders = Folders.resolve(home)
    store, clock = FileStore(folders), FakeClock(datetime(2026, 11, 25, tzinfo=UTC))
    versions = Versions(folders)
    erased = 0
    for call in CALLS:
        before = store.journal.read_call(call)
        if not any(isinstance(event, e.Closed) for event in before.events):
            continue
        given = {
            text
            for event in before.events
            for name in event.given
            if len(text := getattr(event, name)) > 3 and not text.isascii()
        }
        script = versions.needed(before.events)
        verdicts_before = judged(script, before.events, clock.now())
        assert Eraser(folders, versions, clock, "17").erase(call, "asked for it") == ""
        after = store.journal.read_call(call)
        assert after.problems == []
        assert [type(event) for event in after.events] == [*map(type, before.events), e.Erased]
        assert judged(script, after.events, clock.now()) == verdicts_before
        lines = b"".join(
            line
            for path in folders.journal.rglob("*.jsonl")
            for line in path.read_bytes().splitlines()
            if call.encode() in line
        ).decode()
        assert not [text for text in given if f'"{text}"' in lines]
        erased += bool(given)
    assert erased
    assert store.registers.rebuild(store.journal, by_own_script(versions, store.outbox)).problems == []
