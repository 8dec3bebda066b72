"""What a script asks about the caller's earlier calls: as the document shows it, checked, proved, and in real calls."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from callscript.commands.pack_cases import otherwise
from callscript.core.call import commands as c
from callscript.core.call.events import EarlierFound
from callscript.packs import read
from callscript.packs.difference import difference
from callscript.packs.parts import take
from callscript.proof.prover import Prover
from callscript.proof.reaching import Reach
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.core.scripts import Walk
from tests.packs.conftest import Bench
from tests.packs.test_docs import DOCUMENT
from tests.plain.conversation import Conversation

NUMBER, OTHER = "0502222222", "0671111111"
WORDS = {
    "uk.toml": ("Скажіть старшому", "Дзвонить утретє за рік"),
    "en.toml": ("Tell the supervisor", "Third in a year"),
}
THIRD = ('"earlier:third"', "third")


def shown() -> str:
    """Return what the document shows of earlier calls, as it stands there."""
    told = DOCUMENT.split("**Earlier calls.**")[1].split(":\n\n", 1)[1].split("\nThe calls of")[0]
    return "".join(f"{line.strip()}\n" for line in told.splitlines())


@pytest.fixture
def third(mini: Bench) -> Bench:
    """The small pack, in which the supervisor is told of who rings for the third time in a year."""
    asked, step = shown().split("[[stages.steps]]")
    assert asked.startswith("[[earlier]]")
    before = '[[stages.steps]]\nkind = "ask"\nid = "ask_address"'
    mini.swap("pack.toml", before, f"[[stages.steps]]{step}\n{before}")
    mini.add("pack.toml", asked)
    for file, (tell, name) in WORDS.items():
        mini.swap(file, "[step]\n", f'[step]\ntell_supervisor = "{tell}"\n')
        mini.add(file, f'[earlier]\nthird = "{name}"\n')
    return mini


def with_own(bench: Bench) -> None:
    """Have the caller's own number on the card."""
    bench.add("pack.toml", '[[fields]]\nid = "phone"\nkind = "phone"\nown = true\n')
    for file in WORDS:
        bench.swap(
            file, "[field]\n", '[field]\nphone = "Phone"\n' if file == "en.toml" else '[field]\nphone = "Тел."\n'
        )


def test_what_the_document_shows_is_sound(third: Bench) -> None:
    """The check has nothing to say; the step comes where it was found, and not where it was not."""
    assert third.complaints == []
    script = read(third.folder)
    assert Walk(script).go("+").call.step == "ask_address"
    walk = Walk(script)
    walk.do(c.TellEarlier(("third",)))
    assert walk.go("+").call.step == "tell_supervisor"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("calls = 2", "calls = 0", "earlier[third].calls: "),
        ('"12mo"', '"12m"', "earlier[third].within: "),
        ('"12mo"', '"12mo"\noutcome = ["helpd"]', "earlier[third].outcome: there is no outcome 'helpd'; the nearest"),
        ('happened = "earlier:third"', "open = true", "earlier[third]: nothing asks for it: name the fact 'earlier:th"),
        (
            '"12mo"',
            '"12mo"\nregistered = ["reservatoin"]',
            "earlier[third].registered: there is no register 'reservatoin'; the nearest known one is 'reservation'",
        ),
        (
            '"earlier:third"',
            '"earlier:thrid"',
            "there is no fact 'earlier:thrid'; the nearest known one is 'earlier:third'",
        ),
        (
            "when = { open = false }",
            'when = { happened = "earlier:third" }',
            "start[1].when.happened: earlier calls are",
        ),
    ],
)
def test_what_is_wrong_with_it(third: Bench, old: str, new: str, complaint: str) -> None:
    """Each is told at its place, with what to do."""
    third.swap("pack.toml", old, new)
    assert any(complaint in each for each in third.complaints), third.complaints


def test_its_name_is_wanted_in_each_language(third: Bench) -> None:
    """Operators read it."""
    third.swap("en.toml", "third = ", "thrid = ")
    assert any("the nearest missing one is 'earlier.third'" in each for each in third.complaints)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('"For {title}"', "a name has no placeholders: write {title} out"),
        ('{ feminine = "She knows", masculine = "He knows" }', "a name has no variants: write one text"),
    ],
)
def test_its_name_is_the_same_in_every_call(third: Bench, text: str, complaint: str) -> None:
    """It stands on the caller's sheet and in the history as it is written."""
    for file, (_, name) in WORDS.items():
        third.swap(file, f'third = "{name}"', f"third = {text}")
    assert third.complaints == [f"{file}: earlier.third: {complaint}" for file in ("en.toml", "uk.toml")]


def test_a_version_differs_by_it(third: Bench) -> None:
    """The difference between versions names what is asked otherwise."""
    before = take(third.folder)
    third.swap("pack.toml", "calls = 2", "calls = 3")
    (change,) = difference(before, take(third.folder)).changes
    assert (change.kind, change.id, change.key, change.before, change.after) == ("earlier", "third", "calls", 2, 3)


def test_what_is_proved_of_it(third: Bench) -> None:
    """It may come at any step, or not: what holds either way is proved, what holds only without it is shown."""
    rules = '{ kind = "absence", none = ["done:tell_supervisor"] }, { kind = "precedence", first = ["earlier:third"], '
    rules += 'then = ["done:tell_supervisor"] }, { kind = "response", after = ["earlier:third"], '
    rules += 'then = ["done:tell_supervisor"] }'
    third.swap(
        "pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\nrules = [{rules}]\n'
    )
    assert third.complaints == []
    script = read(third.folder)
    absence, precedence, response = (Prover(script).rule("MI-04", place) for place in range(3))
    assert (absence.verdict, absence.level) == ("breached", 0)
    assert absence.played
    assert "earlier:third" in absence.played.call.happened
    assert precedence.verdict == "proved"
    assert response.verdict == "breached"  # it was found behind the step
    assert [each.goal for each in Reach(script).amiss()] == []


def test_what_is_asked_besides_costs_a_proof_nothing(third: Bench) -> None:
    """Of much that is asked only what a rule looks at is told apart; one that looks at too much is undecided."""
    ids = [f"more_{number}" for number in range(15)]
    third.add("pack.toml", "".join(f'[[earlier]]\nid = "{id}"\ncalls = 9\nwithin = "12mo"\n' for id in ids))
    for file in WORDS:
        third.add(file, "".join(f'{id} = "{id}"\n' for id in ids))
    rules = '{ kind = "precedence", first = ["earlier:third"], then = ["done:tell_supervisor"] }, '
    rules += f'{{ kind = "absence", none = {[f"earlier:{id}" for id in ids]} }}'.replace("'", '"')
    third.swap(
        "pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\nrules = [{rules}]\n'
    )
    assert third.complaints == []
    one, all_of_them = (
        Prover(read(third.folder), limit=20_000, budget=100_000).rule("MI-04", place) for place in (0, 1)
    )
    assert (one.verdict, one.level) == ("proved", 2)
    assert (all_of_them.verdict, all_of_them.why) == ("undecided", "it takes too much work")


def test_where_another_number_can_come_nothing_is_proved_of_the_fact(third: Bench) -> None:
    """What was found may be gone again: a rule that names it is left undecided, not called proved."""
    with_own(third)
    rule = '{ kind = "precedence", first = ["earlier:third"], then = ["done:tell_supervisor"] }'
    third.swap("pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\nrules = [{rule}]\n')
    assert Prover(read(third.folder)).rule("MI-04", 0).verdict == "undecided"


def test_who_is_played_may_have_called_before(third: Bench, tmp_path: Path) -> None:
    """A caller to practise with says what holds of them; so does the case that is kept of the call."""
    third.swap("pack.toml", "when = { open = false }", 'when = { field = "title" }')
    (third.folder / "callers").mkdir()
    one = f'id = "one"\npack = "mini"\ntitle = {{ uk = "Утретє" }}\nphone = "{NUMBER}"\nearlier = ["third"]\n'
    (third.folder / "callers" / "one.toml").write_text(one, encoding="utf-8")
    practise = (sys.executable, "-m", "callscript", "pack", "practice", str(third.folder), "--caller", "one", "--plain")
    with Conversation((*practise, "--keep", "kept"), tmp_path) as talk:
        talk.prompted()
        assert WORDS["uk.toml"][0] in talk.say("")
        talk.send("".join(f"{line}\n" for line in ("", "", "*0", "1", *[""] * 8)).encode())
        talk.exit_status()
    case = third.folder / "cases" / "kept.toml"
    kept = case.read_text(encoding="utf-8")
    assert 'earlier = ["third"]\n' in kept
    assert otherwise(read(third.folder), [case]) == []
    case.write_text(kept.replace('["third"]', '["often"]'), encoding="utf-8")
    assert otherwise(read(third.folder), [case]) == [
        "kept: the script asks nothing of this name about earlier calls: often"
    ]


class Line:
    """The small pack, led line by line in a home of its own."""

    def __init__(self, folder: Path, pack: Path) -> None:
        self.home = folder / "home"
        command = (sys.executable, "-m", "callscript", "demo", "--plain", "--home", str(self.home), "--pack", str(pack))
        self.command, self.folder = command, folder

    def start(self) -> Conversation:
        """Start the program."""
        return Conversation(self.command, self.folder)

    def found(self) -> list[list[tuple[Sequence[str], Sequence[str]]]]:
        """Return what each call has recorded of earlier ones."""
        journal = FileStore(Folders.resolve(self.home)).journal
        logs = [log for day in journal.days() for log in journal.read_day(day).calls.values()]
        return [
            [(each.found, each.gone) for each in log if isinstance(each, EarlierFound)]
            for log in sorted(logs, key=lambda log: log[0].at)
        ]


def lead(talk: Conversation, number: str, *lines: str) -> str:
    """Lead a call by the fewest keys, and close it; return what was told before it ended."""
    told = talk.say(number)
    told += "".join(talk.say(line) for line in lines)
    for line in ("*0", "1", *[""] * 8):
        if talk.say(line).endswith("New call> "):
            break
    return told


def test_the_third_call_of_a_number(third: Bench, tmp_path: Path) -> None:
    """Two calls go as ever; in the third the step comes, and the log says why. Another number has none of it."""
    third.swap("pack.toml", "when = { open = false }", 'when = { field = "title" }')  # at any hour it is open
    line = Line(tmp_path, third.folder)
    tell, name = WORDS["uk.toml"]
    with line.start() as talk:
        talk.prompted()
        for told in (lead(talk, NUMBER, ""), lead(talk, NUMBER, "")):
            assert tell not in told
            assert name not in told
        told = lead(talk, NUMBER, "")
        assert tell in told
        assert name in told
        assert tell not in lead(talk, OTHER, "")
        assert tell not in lead(talk, "", "")
    assert line.found() == [[((), ())], [((), ())], [(("third",), ())], [((), ())], []]


def test_another_number_is_looked_up_anew(third: Bench, tmp_path: Path) -> None:
    """What was found for a number holds no more for another one; killed, the call goes on with what was found."""
    third.swap("pack.toml", "when = { open = false }", 'when = { field = "title" }')
    with_own(third)
    line = Line(tmp_path, third.folder)
    tell, _name = WORDS["uk.toml"]
    with line.start() as talk:
        talk.prompted()
        lead(talk, NUMBER)
        lead(talk, NUMBER)
        talk.say(NUMBER)
        assert tell in talk.say("")
        talk.process.kill()
    with line.start() as talk:
        talk.prompted()
        talk.send(b"1\n")
        talk.wait_for(tell)
        talk.process.kill()
    assert line.found()[-1] == [(("third",), ())]
    with line.start() as talk:
        talk.prompted()
        lines = ("1", "*+", "4", OTHER, "*-", "", "")
        talk.send("".join(f"{each}\n" for each in lines).encode())
        talk.wait_for("Звертання> ")
        assert talk.hang_up() == 0
    assert line.found()[-1] == [(("third",), ()), ((), ("third",))]
