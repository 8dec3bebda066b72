"""What comes without a call, entered line by line under both packs: the same records as on screen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from callscript.core.call import events as e
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.plain.conversation import Conversation, start
from tests.terminal.calls import LV, UA, Place
from tests.terminal.still import StillPlace

KIND = {"ua": (), "lv": ("2",)}


@pytest.fixture(params=KIND)
def standard(request: pytest.FixtureRequest) -> str:
    """Each of the two."""
    return request.param


@pytest.fixture
def place(standard: str, tmp_path_factory: pytest.TempPathFactory) -> StillPlace:
    """A home under it."""
    return StillPlace(tmp_path_factory.mktemp(standard), {"ua": UA, "lv": LV}[standard])


def log(place: Place) -> Sequence[e.Event]:
    """Return the only log of a home."""
    journal = FileStore(Folders.resolve(place.home)).journal
    (found,) = [log for day in journal.days() for log in journal.read_day(day).calls.values()]
    return found


def test_line_by_line(standard: str, place: StillPlace) -> None:
    """A question each; what is shown is kept by Enter; it is set aside, told whole, gone on with and registered."""
    with start(place, program=place.program) as talk:
        talk.prompted()
        told = talk.say("5")
        for line in KIND[standard]:
            told = talk.say(line)
        assert "1. " in told
        assert "Choose one of the numbers." in talk.say("99")
        talk.say("1")
        assert "This is no time" in talk.say("whenever")
        assert "Class" in talk.say("")
        talk.say("2")
        talk.say("[red] =A1")
        assert "Begun to be entered" in talk.say("*0")
        assert "Register it?" in talk.say("5")
        assert "[red] =A1" in talk.say("*=")
        assert "if it is known" in talk.say("*-")
        assert "Register it?" in talk.say("")
        assert "Registered: " in talk.say("1")
    events = log(place)
    assert [type(event) for event in events[-3:]] == [e.Registered, e.TaskOpened, e.Closed]
    (filled,) = [event for event in events if isinstance(event, e.Filled)]
    assert filled.value == "[red] =A1"


def to_the_register(talk: Conversation, standard: str) -> None:
    """Enter something, up to the question whether it is registered."""
    talk.prompted()
    for line in ("5", *KIND[standard], "1", "", "1", "so"):
        talk.say(line)
    for _ in range(7):
        if "Register it?" in talk.say(""):
            break


def test_corrected(standard: str, place: StillPlace) -> None:
    """Chosen among today's calls: what was wrong, how it should be, why; it is told with what it was before."""
    with start(place, program=place.program) as talk:
        to_the_register(talk, standard)
        assert "Registered: " in talk.say("1")
        talk.say("1")
        assert "*0 corrects this call." in talk.say("1")
        assert "1. How it came: " in talk.say("*0")
        assert "2. " in talk.say("1")
        assert "Why is it corrected?" in talk.say("2")
        assert "A correction needs a reason." in talk.say("")
        assert "Corrected." in talk.say("from the envelope")
        told = talk.say("")
        assert "corrected: How it came: " in told
        assert "(was: " in told
        assert "— from the envelope" in told
    assert isinstance(log(place)[-1], e.Closed), "its own log stays as it is"


def test_discarded(standard: str, place: StillPlace) -> None:
    """It counts as nothing; what was begun by mistake is discarded by itself."""
    with start(place, program=place.program) as talk:
        talk.prompted()
        for line in ("5", *KIND[standard]):
            talk.say(line)
        assert "Begun to be entered" not in talk.say("*0")
    assert isinstance(log(place)[-1], e.Discarded)


def test_what_is_recorded_is_not_discarded_unasked(standard: str, place: StillPlace) -> None:
    """Enter keeps it; the second answer discards it."""
    with start(place, program=place.program) as talk:
        to_the_register(talk, standard)
        assert "Something is recorded in it." in talk.say("2")
        assert "Register it?" in talk.say("")
        assert "1. No, it stays" in talk.say("2")
        assert "Discarded: " in talk.say("2")
    assert isinstance(log(place)[-1], e.Discarded)
