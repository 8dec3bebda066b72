"""How often a caller is rung up about work, as the document shows it: put off, given up, and what is done instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from callscript.core.call import events as e
from callscript.packs import read
from callscript.packs.difference import difference
from callscript.packs.parts import take
from callscript.proof.prover import Prover
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.packs.conftest import Bench
from tests.packs.test_docs import DOCUMENT
from tests.packs.test_earlier import NUMBER, Line
from tests.plain.conversation import Conversation

WAY = """
[outgoing]
stage = "ringing"
fields = ["title"]
done = { fetch_book = ["said:tell_book"] }

[[stages]]
id = "ringing"

[[stages.steps]]
kind = "do"
id = "say_to_machine"
when = { happened = "attempt:last" }

[[stages.steps]]
kind = "choose"
id = "answered"
options = [{ id = "yes", to = "tell" }, { id = "nobody", end = "no_contact" }]

[[stages]]
id = "tell"
next = "closing"

[[stages.steps]]
kind = "say"
id = "tell_book"

[[outcomes]]
id = "unreached"
ended = ["no_contact"]
"""
MACHINE, WHY = "Скажіть автовідповідачу", "Нікого не застали двічі"
STEPS = {"say_to_machine": MACHINE, "answered": "Чи відповіли?", "tell_book": "Ваша книжка: {title}."}


def shown() -> str:
    """Return what the document shows of attempts, with two of them and the work of the small pack."""
    told = DOCUMENT.split("    [outgoing.attempts.fetch]")[1].split("\n\n")[0]
    lines = "[outgoing.attempts.fetch_book]" + "".join(f"\n{line.strip()}" for line in told.splitlines()[0:])
    return lines.replace("most = 3", "most = 2") + "\n"


@pytest.fixture
def trying(mini: Bench) -> Bench:
    """The small pack, whose readers are rung up twice about the book that was fetched."""
    mini.swap("pack.toml", "when = { open = false }", 'when = { field = "title" }')  # at any hour it is open
    mini.swap("pack.toml", '"ended:caller", "ended:transfer"]', '"ended:caller", "ended:transfer", "ended:no_contact"]')
    mini.add("pack.toml", WAY.replace("\n[[stages]]", f"\n{shown()}\n[[stages]]", 1))
    for file, other in (("uk.toml", ""), ("en.toml", " (en)")):
        mini.swap(file, "[step]\n", "[step]\n" + "".join(f'{key} = "{text}{other}"\n' for key, text in STEPS.items()))
        mini.swap(file, "[stage]\n", f'[stage]\nringing = "Дзвінок{other}"\ntell = "Повідомити{other}"\n')
        mini.swap(file, "[task]\n", f'[task]\nletter = "Написати листа{other}"\n')
        mini.swap(file, "[outcome]\n", f'[outcome]\nunreached = "Не застали{other}"\n')
        mini.add(file, f'[option.answered]\nyes = "Так{other}"\nnobody = "Ні{other}"\n')
        mini.add(file, f'[attempts]\nfetch_book = "{WHY}{other}"\n')
    return mini


def test_what_the_document_shows_is_sound(trying: Bench) -> None:
    """The check has nothing to say, and the difference between versions names what is otherwise."""
    assert trying.complaints == []
    before = take(trying.folder)
    trying.swap("pack.toml", "most = 2", "most = 4")
    (change,) = difference(before, take(trying.folder)).changes
    assert (change.kind, change.key) == ("outgoing", "attempts")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "attempts.fetch_book]",
            "attempts.fetch_bok]",
            "outgoing.attempts.fetch_bok: there is no work that is done so:",
        ),
        ("most = 2", "most = 0", "outgoing.attempts.fetch_book.most: "),
        ('apart = "1d"', 'apart = "900d"', "outgoing.attempts.fetch_book.apart: "),
        ('kind = "letter"', 'kind = "fetch_book"', "outgoing.attempts.fetch_book.then.kind: is the very work"),
        ('due = "2wd"', 'due = "by:title"', "outgoing.attempts.fetch_book.then.due: nobody was reached who"),
        (
            'ended = ["no_contact"]',
            'ended = ["abuse"]',
            "outgoing.attempts: no call can be filed that nobody has answered",
        ),
        ('"attempt:last"', '"attempt:3"', "there is no fact 'attempt:3'"),
    ],
)
def test_what_is_wrong_with_it(trying: Bench, old: str, new: str, complaint: str) -> None:
    """Each is told at its place, with what to do."""
    trying.swap("pack.toml", old, new)
    assert any(complaint in each for each in trying.complaints), trying.complaints


def test_why_it_is_given_up_is_wanted_in_words(trying: Bench) -> None:
    """The reason stands in the record."""
    trying.swap("en.toml", "[attempts]\nfetch_book", "[attempts]\nfetch_bok")
    assert any("the nearest missing one is 'attempts.fetch_book'" in each for each in trying.complaints)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('"2 × —"', "is no reason: say in words why the work is given up"),
        ('" "', "the text is empty"),
        ('"No use: {title}"', "a name has no placeholders: write {title} out"),
        ('{ feminine = "She did", masculine = "He did" }', "a name has no variants: write one text"),
    ],
)
def test_why_it_is_given_up_is_a_reason(trying: Bench, text: str, complaint: str) -> None:
    """What could not be recorded as one is complained of: with it the work would never be given up."""
    for file, other in (("uk.toml", ""), ("en.toml", " (en)")):
        trying.swap(file, f'fetch_book = "{WHY}{other}"', f"fetch_book = {text}")
    assert trying.complaints == [f"{file}: attempts.fetch_book: {complaint}" for file in ("en.toml", "uk.toml")]


def test_what_is_proved_of_it(trying: Bench) -> None:
    """A letter is left only if nobody is reached at the last attempt, and then it is."""
    rules = '{ kind = "precedence", first = ["attempt:last"], then = ["task:letter"] }, '
    rules += '{ kind = "absence", none = ["task:letter"] }, '
    rules += '{ kind = "precedence", first = ["done:say_to_machine"], then = ["task:letter"] }'
    trying.swap(
        "pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\nrules = [{rules}]\n'
    )
    assert trying.complaints == []
    first, never, told = (Prover(read(trying.folder)).rule("MI-04", place, (0,)) for place in range(3))
    assert first.verdict == "proved"
    assert never.verdict == "breached"
    assert never.beginning
    assert (never.beginning.work, never.beginning.tries) == ("fetch_book", 1)
    assert told.verdict == "proved"


def test_a_call_beyond_the_last_attempt_is_thought_of(trying: Bench) -> None:
    """Work that was given up and is opened again is rung up about once more: that call may breach a rule as well."""
    rule = '{ kind = "absence", none = ["ended:no_contact"], unless = ["incoming", "attempt:1", "attempt:2"] }'
    trying.swap(
        "pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\nrules = [{rule}]\n'
    )
    assert trying.complaints == []
    judged = Prover(read(trying.folder)).rule("MI-04", 0)
    assert judged.verdict == "breached"
    assert judged.beginning
    assert judged.beginning.tries == 2


def rung_up(talk: Conversation, *lines: str) -> str:
    """Ring the reader up from the open work, and close the call; return all that was told."""
    told = talk.say("2") + talk.say("1") + talk.say("8")
    for line in (*lines, *[""] * 8):
        said = talk.say(line)
        told += said
        if said.endswith("New call> "):
            break
    return told


def test_nobody_is_reached_twice(trying: Bench, tmp_path: Path) -> None:
    """After the first call the work is put off by itself, after the second one it is given up, and a letter is left."""
    line = Line(tmp_path, trying.folder)
    with line.start() as talk:
        talk.prompted()
        for each in (NUMBER, "", "", "1", "Кобзар", "", "", "", *[""] * 6):
            if talk.say(each).endswith("New call> "):
                break
        first = rung_up(talk, "2")
        assert MACHINE not in first
        assert "It is put off until" in first
        last = rung_up(talk, "", "2")
        assert MACHINE in last
        assert "Nobody was reached in 2 attempts, it is given up" in last
        assert "Написати листа" in talk.say("2")
    store = FileStore(Folders.resolve(line.home))
    logs = [log for day in store.journal.days() for log in store.journal.read_day(day).calls.values()]
    calls = sorted((log for log in logs if isinstance(log[0], e.CallStarted)), key=lambda log: log[0].at)
    assert [log[0].tries for log in calls if isinstance(log[0], e.CallStarted)] == [0, 0, 1]
    ringing = calls[0][0]
    assert isinstance(ringing, e.CallStarted)
    tried, dropped = (
        each for each in store.tasks.of_call(ringing.call) if isinstance(each, e.TaskTried | e.TaskDropped)
    )
    assert isinstance(tried, e.TaskTried)
    assert tried.until
    assert isinstance(dropped, e.TaskDropped)
    assert (dropped.tries, dropped.reason) == (2, WHY)
    (left,) = store.lookup.tasks()
    assert (left.kind, left.phone) == ("letter", "+380502222222")
