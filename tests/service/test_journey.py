"""The journey from start to leaving, asked by a face in memory: whatever the operator does, the desk is left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.records import CallSummary
from callscript.runtime import failures
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.runtime.settings import Profile, read_profile
from callscript.service.desk import Desk
from callscript.service.journey import ChangeProfile, FindCall, Journey, Leave, TakeCall, Wish
from callscript.service.session import Session
from callscript.service.startup import Startup
from callscript.store.files import FileStore
from tests.service.conftest import PROFILE, close, hang_up, id_of
from tests.service.scripted import Act, Scripted
from tests.store.test_journal import size_limit

OTHER = replace(PROFILE, number="18")


HOME_LEFT = Act("home", Leave())


async def over(_desk: Desk, session: Session) -> bool:
    """Lead a call until the caller hangs up."""
    await hang_up(session)
    return False


async def closed(desk: Desk, session: Session) -> bool:
    """Finish a wrap-up."""
    await close(desk, session)
    return False


WHOLE_CALL = (Act("call", over), Act("wrap-up", closed), Act("drop"))


def open_files() -> list[Path]:
    """Return the files that this process has open."""
    found: list[Path] = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # that of the folder itself
            found.append(descriptor.readlink())
    return found


class Place:
    """A home for journeys."""

    def __init__(self, home: Path) -> None:
        self.folders = Folders.resolve(home)
        self.clock = FakeClock()

    def startup(self, profile: Profile | None = PROFILE) -> Startup:
        """Return what a program starts with."""
        return Startup(self.folders, self.clock, profile, language="en")

    async def go(self, *acts: Act, profile: Profile | None = PROFILE) -> Scripted:
        """Make a journey to its end; hold that all was asked and that the desk is left."""
        face = await self.journey(*acts, profile=profile)
        self.hold_left()
        return face

    async def journey(self, *acts: Act, profile: Profile | None) -> Scripted:
        """Make a journey to its end; hold that all was asked."""
        face = Scripted(*acts)
        await Journey(self.startup(profile), face).go()
        assert face.left == []
        return face

    async def fail(self, *acts: Act, error: BaseException) -> None:
        """Make a journey that an error ends; hold that it comes out as it is, and that the desk is left."""
        face = Scripted(*acts)
        with pytest.raises(type(error)) as raised:
            await Journey(self.startup(), face).go()
        assert raised.value is error
        assert face.left == []
        self.hold_left()

    def hold_left(self) -> None:
        """Hold that nobody sits at a desk, and that no journal is open."""
        for number in ("17", "18"):
            FileStore(self.folders).seats.sit_down(number).leave()
        assert not [path for path in open_files() if path.is_relative_to(self.folders.journal)]

    def filed(self) -> list[CallSummary]:
        """Return the calls that are filed."""
        return FileStore(self.folders).lookup.summaries(self.clock.now().date())

    def log(self, call: str) -> list[e.Event]:
        """Return what the journal has of a call."""
        return list(FileStore(self.folders).journal.read_call(call).events)

    async def leave_open(self, profile: Profile = PROFILE, *, ended: bool = False) -> str:
        """Leave a call open, in its wrap-up if the caller has hung up; return its id."""
        desk = self.startup(profile).open_desk(profile)
        session = await desk.start_call()
        if ended:
            await hang_up(session)
        await desk.finish(session)
        desk.leave()
        return id_of(session)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A home for journeys."""
    return Place(tmp_path)


@pytest.fixture(autouse=True)
def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the calls that are noted for the record of a failure, as they are."""
    found: list[str] = []
    monkeypatch.setattr(failures, "note_call", found.append)
    return found


async def test_a_first_start_that_is_left(place: Place) -> None:
    """Without a profile the operator is asked; leaving that leaves the program, and nothing is written."""
    face = await place.go(Act("profile", None), profile=None)
    assert face.told == [None, "en", ""]
    assert not place.folders.profile.exists()
    assert not place.folders.journal.exists()


async def test_a_first_start(place: Place) -> None:
    """The profile given at the first start is saved, and its desk is opened."""
    numbers: list[str] = []

    def home(desk: Desk) -> Wish:
        numbers.append(desk.operator.number)
        return Leave()

    await place.go(Act("profile", OTHER), Act("home", home), profile=None)
    assert numbers == ["18"]
    assert read_profile(place.folders.profile) == OTHER


async def test_what_is_wrong_with_the_profile_is_told(place: Place) -> None:
    """A notice from before the first screen is told with the question for the profile, and once."""
    startup = place.startup(None)
    startup.notice = "The profile cannot be used"
    face = Scripted(Act("profile", PROFILE), HOME_LEFT)
    await Journey(startup, face).go()
    assert face.told == [None, "en", "The profile cannot be used"]


async def test_a_profile_that_cannot_be_saved(place: Place) -> None:
    """A profile that cannot be saved holds for this time, and is told of at home."""
    with size_limit(10):
        face = await place.go(Act("profile", PROFILE), HOME_LEFT, profile=None)
    assert "The profile could not be saved" in str(face.told[-1])


async def test_calls_and_a_search(place: Place) -> None:
    """From home to a call, its wrap-up and home again; what was typed for a call is dropped with it."""
    face = await place.go(
        Act("home", TakeCall("044 277 76 01")), *WHOLE_CALL,
        Act("home", FindCall()), Act("history"),
        Act("home", TakeCall()), *WHOLE_CALL,
        HOME_LEFT,
    )  # fmt: skip
    assert face.told == ["+380442777601", ""]
    assert sorted((each.phone, each.closed) for each in place.filed()) == [("", True), ("+380442777601", True)]


@pytest.mark.parametrize(
    "acts", [[Act("call", True)], [Act("call", over), Act("wrap-up", True)]], ids=["call", "after"]
)
async def test_a_call_that_is_left(place: Place, acts: list[Act]) -> None:
    """A call left in the middle, or in its wrap-up, leaves the program; it is filed as it stands and offered again."""
    await place.go(Act("home", TakeCall()), *acts, Act("drop"))
    (filed,) = place.filed()
    assert not filed.closed
    face = await place.go(Act("open call", True), acts[-1], Act("drop"))
    assert face.told[0] == filed.id


async def test_an_open_call_that_goes_on(place: Place) -> None:
    """A call that was left open goes on where it was, and home comes after it."""
    call = await place.leave_open()

    async def lead(desk: Desk, session: Session) -> bool:
        assert (session.call.step, session.call.under_way) == ("greet", True)
        return await over(desk, session)

    face = await place.go(Act("open call", True), Act("call", lead), *WHOLE_CALL[1:], HOME_LEFT)
    assert face.told == [call, ""]
    log = place.log(call)
    assert isinstance(log[-1], e.Closed)
    assert [event.seq for event in log] == list(range(1, len(log) + 1))


async def test_an_open_call_whose_caller_is_gone(place: Place) -> None:
    """A caller who is gone meanwhile is recorded as such, and only the wrap-up is asked for."""
    call = await place.leave_open()
    await place.go(Act("open call", False), Act("wrap-up", closed), Act("drop"), HOME_LEFT)
    assert [event.how for event in place.log(call) if isinstance(event, e.Ended)] == ["caller"]
    assert place.filed()[0].closed


@pytest.mark.parametrize("goes_on", [True, False])
async def test_an_open_wrap_up(goes_on: bool, place: Place) -> None:
    """A call that was left in its wrap-up goes on there, whatever is said of the caller."""
    call = await place.leave_open(ended=True)
    await place.go(Act("open call", goes_on), Act("wrap-up", closed), Act("drop"), HOME_LEFT)
    assert sum(isinstance(event, e.Ended) for event in place.log(call)) == 1


async def test_an_open_call_that_is_left_again(place: Place) -> None:
    """A call that is taken up and left again leaves the program, and is offered at the next start."""
    call = await place.leave_open()
    await place.go(Act("open call", True), Act("call", True), Act("drop"))
    face = await place.go(Act("open call", True), *WHOLE_CALL, HOME_LEFT)
    assert face.told[0] == call


async def test_the_next_open_call_comes_before_home(place: Place) -> None:
    """After an open call is closed the next one is asked about, the oldest first, before home."""
    calls: list[str] = []
    for _ in range(3):
        calls.append(await place.leave_open())
        place.clock.advance(60)
    asked = [act for _ in calls for act in (Act("open call", True), *WHOLE_CALL)]
    face = await place.go(*asked, HOME_LEFT)
    assert face.told[::2] == calls
    assert all(each.closed for each in place.filed())


async def test_one_that_is_left_again_ends_the_asking(place: Place) -> None:
    """Of several open calls the one that is left again leaves the program; all that are open are offered again."""
    calls = [await place.leave_open()]
    place.clock.advance(60)
    calls.append(await place.leave_open())
    await place.go(Act("open call", True), Act("call", True), Act("drop"))
    face = await place.go(Act("open call", True), *WHOLE_CALL, Act("open call", True), *WHOLE_CALL, HOME_LEFT)
    assert face.told[::2] == calls


async def test_one_that_cannot_be_taken_up_ends_the_asking(place: Place) -> None:
    """An open call that cannot be brought back is told of at home; nothing more is asked about open calls."""
    await place.leave_open()
    (journal,) = place.folders.journal.glob("*/*/*.jsonl")
    journal.rename(journal.with_suffix(".gone"))
    journal.mkdir()
    face = await place.go(HOME_LEFT)
    assert len(face.told) == 1


async def test_a_changed_profile(place: Place) -> None:
    """A changed profile has a desk of its own; an unchanged one stays at the desk that it has."""
    seen: list[Desk] = []

    def home(wish: Wish) -> Callable[[Desk], Wish]:
        def note(desk: Desk) -> Wish:
            seen.append(desk)
            return wish

        return note

    call = await place.leave_open(OTHER)
    face = await place.go(
        Act("home", home(ChangeProfile())), Act("profile", None),
        Act("home", home(ChangeProfile())), Act("profile", OTHER),
        Act("open call", True), *WHOLE_CALL,
        Act("home", home(Leave())),
    )  # fmt: skip
    assert [desk.operator.number for desk in seen] == ["17", "17", "18"]
    assert seen[0] is seen[1]
    assert face.told == [PROFILE, "en", "", PROFILE, "en", "", call, ""]
    assert read_profile(place.folders.profile) == OTHER


FAILING: dict[str, Sequence[Act]] = {
    "home": (Act("home", Leave()),),
    "call": (Act("home", TakeCall()), Act("call")),
    "wrap-up": (Act("home", TakeCall()), Act("call", over), Act("wrap-up")),
    "history": (Act("home", FindCall()), Act("history")),
    "profile": (Act("home", ChangeProfile()), Act("profile")),
    "home after a call": (Act("home", TakeCall()), *WHOLE_CALL, Act("home")),
}


@pytest.mark.parametrize("kind", [RuntimeError, asyncio.CancelledError])
@pytest.mark.parametrize("where", FAILING)
async def test_a_face_that_fails(where: str, kind: type[BaseException], place: Place, noted: list[str]) -> None:
    """Wherever a face fails the desk is left, a call is filed as it stands, and the failure comes out as it was."""
    *before, last = FAILING[where]
    error = kind(where)
    await place.fail(*before, last._replace(answer=error), error=error)
    in_call = where in ("call", "wrap-up")
    calls = place.filed()
    assert [call.closed for call in calls] == ([False] if in_call else [True] if "after" in where else [])
    assert noted[-1:] == ([calls[0].id] if in_call else [""] if "after" in where else [])


async def test_a_face_that_fails_with_an_open_call(place: Place) -> None:
    """A face that fails at the question about an open call leaves it open for the next start."""
    call = await place.leave_open()
    error = RuntimeError("at the question")
    await place.fail(Act("open call", error), error=error)
    face = await place.go(Act("open call", True), *WHOLE_CALL, HOME_LEFT)
    assert face.told[0] == call


async def test_a_desk_that_cannot_be_opened(place: Place) -> None:
    """A changed profile whose desk cannot be opened ends the program with what is wrong, and the old desk is left."""
    place.folders.make()
    taken = FileStore(place.folders).seats.sit_down("18")
    face = Scripted(Act("home", ChangeProfile()), Act("profile", OTHER))
    with pytest.raises(Exception, match="another live session"):
        await Journey(place.startup(), face).go()
    taken.leave()
    place.hold_left()
