"""Ways of ending of a pack's own: as the document has them they are led, told, drawn, compared and proved."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.fold import fold_all
from callscript.core.call.refusal import Refused
from callscript.core.records import CallSummary
from callscript.core.script.model import Script
from callscript.dialogue.show.endings import ending
from callscript.dialogue.show.listing import call_row
from callscript.dialogue.show.timeline import timeline
from callscript.packs import read
from callscript.packs.difference import difference
from callscript.packs.drawing import as_dot, as_mermaid, as_text
from callscript.packs.parts import take
from callscript.packs.picture import Picture
from callscript.packs.printing import printed
from callscript.packs.xlsform.writing import write
from callscript.practice import callers
from callscript.proof.goals import Goal
from callscript.proof.prover import Prover
from callscript.proof.reaching import Reach
from callscript.store.journal.event import decode
from tests.core.scripts import MONDAY, Walk
from tests.packs.conftest import MINI, Bench
from tests.packs.test_docs import DOCUMENT

SHOWN = DOCUMENT.split("**Ways of ending of the pack's own**")[1].split("endings = ", 1)[1].splitlines()[0]
NAMES = {"uk.toml": ("Автовідповідач", "Помилилися номером"), "en.toml": ("Voicemail", "Wrong number")}
WRONG = """
[[stages]]
id = "wrong"

[[stages.steps]]
kind = "say"
id = "excuse"

[[stages.steps]]
kind = "end"
id = "wrong_hang_up"
how = "wrong_number"

[[outcomes]]
id = "nobody"
ended = ["voicemail", "wrong_number"]
"""
RULE = """rules = [
  { kind = "precedence", first = ["said:excuse"], then = ["ended:wrong_number"] },
  { kind = "existence", some = ["said:excuse"], unless = ["ended:operator", "ended:caller", "ended:transfer"] },
]
"""


def with_own(mini: Bench) -> Bench:
    """Give the small pack the ways of ending that the document shows: one by an answer, one by a step."""
    mini.swap("pack.toml", 'after_call = "note"\n', f'after_call = "note"\nendings = {SHOWN.strip()}\n')
    mini.swap("pack.toml", '{ id = "hung_up",', '{ id = "machine", end = "voicemail" },\n  { id = "hung_up",')
    mini.swap(
        "pack.toml", '{ id = "book", to = "book" },', '{ id = "wrong", to = "wrong" },\n  { id = "book", to = "book" },'
    )
    mini.swap("pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\n{RULE}')
    mini.swap("pack.toml", '"ended:transfer"]', '"ended:transfer", "ended:voicemail", "ended:wrong_number"]')
    mini.add("pack.toml", WRONG)
    for file, (voicemail, wrong) in NAMES.items():
        mini.swap(file, "[step]\n", f'[step]\nexcuse = "{wrong}!"\nwrong_hang_up = "{wrong}."\n')
        mini.swap(file, "[option.need]\n", f'[option.need]\nwrong = "{wrong}"\n')
        mini.swap(file, "[option.how_ended]\n", f'[option.how_ended]\nmachine = "{voicemail}"\n')
        mini.swap(file, "[stage]\n", f'[stage]\nwrong = "{wrong}"\n')
        mini.swap(file, "[outcome]\n", f'[outcome]\nnobody = "{voicemail}, {wrong}"\n')
        mini.add(file, f'[ending]\nvoicemail = "{voicemail}"\nwrong_number = "{wrong}"\n')
    return mini


@pytest.fixture
def own(mini: Bench) -> Bench:
    """The small pack with ways of ending of its own."""
    return with_own(mini)


@pytest.fixture
def script(own: Bench) -> Script:
    """Its script."""
    assert own.complaints == []
    return read(own.folder)


def refused(walk: Walk, command: c.Command) -> str:
    """Return why a command is refused."""
    with pytest.raises(Refused) as found:
        walk.do(command)
    return found.value.code


def test_a_call_ends_in_a_way_of_the_packs_own(script: Script) -> None:
    """By an answer and by a step: it is recorded, a fact that rules and outcomes go by, and told by its name."""
    walk = Walk(script).go("+", "+", "@end", "machine")
    assert walk.call.ended is not None
    assert (walk.call.ended.how, "ended:voicemail" in walk.call.happened) == ("voicemail", True)
    assert walk.verdict("MI-02").verdict == "na"
    assert walk.verdict("MI-04").verdict == "breached"
    assert walk.do(c.SetOutcome("nobody"))
    assert any(line.endswith("Автовідповідач") for line in timeline(script, walk.log))
    other = Walk(script).go("+", "+", "wrong", "+", "+")
    assert other.call.ended is not None
    assert other.call.ended.how == "wrong_number"
    assert other.verdict("MI-04").verdict == "met"
    assert refused(other, c.SetOutcome("helped")) == "outcome_unfit"


def test_it_leaves_nothing_behind_and_waives_nothing_for_good(script: Script) -> None:
    """But for its name it is as if the operator had ended the call: nobody was cut off, no attempt has failed."""
    by = {how: Walk(script, phone="+380441234567").go("+", "+", "@end", "hung_up") for how in ("voicemail", "operator")}
    for how, walk in by.items():
        walk.do(c.CorrectEnd(how, "misheard"))
    assert by["voicemail"].call.tasks == by["operator"].call.tasks == ()
    assert by["voicemail"].verdict("MI-03") == by["operator"].verdict("MI-03")


def test_an_end_is_corrected_to_it_and_back(script: Script) -> None:
    """It can be corrected to a way of the pack's own, and from it; a way that neither list has is refused."""
    walk = Walk(script).go("+", "+", "@end", "hung_up")
    walk.do(c.CorrectEnd("wrong_number", "they said so"))
    assert ("ended:wrong_number" in walk.call.happened, "ended:caller" in walk.call.happened) == (True, False)
    assert any("Помилилися номером" in line for line in timeline(script, walk.log))
    assert refused(walk, c.CorrectEnd("wrong_numbre", "they said so")) == "no_such"
    walk.do(c.CorrectEnd("caller", "they did not"))
    assert walk.call.ended is not None
    assert walk.call.ended.how == "caller"
    assert fold_all(script, walk.log) == walk.call


def test_logs_are_read_whatever_the_way(script: Script) -> None:
    """A line has the way as a name; what is none is not read, and a way that no script names is told as an end."""
    line = {"type": "ended", "seq": 4, "at": "2026-11-23T10:00:00+00:00", "how": "voicemail"}
    read_back = {how: decode(json.dumps(line | {"how": how}).encode()) for how in ("voicemail", "caller", "Any thing")}
    assert [type(each) for each in read_back.values()] == [e.Ended, e.Ended, e.Unknown]
    assert [ending(script, how) for how in ("voicemail", "caller", "voicemial")] == [
        "Автовідповідач",
        "ended by the caller",
        "ended",
    ]
    filed = CallSummary(
        id="c1", day=MONDAY.date(), operator="17", pack="mini", language="uk", phone="", name="", started=MONDAY,
        ended=MONDAY + timedelta(minutes=2), ended_by="voicemail", outcome="", summary="", closed=False, owed=0,
    )  # fmt: skip
    assert call_row(script, filed).filed == "Автовідповідач"


@pytest.mark.parametrize(
    ("old", "new", "complaints"),
    [
        (
            'how = "wrong_number"',
            'how = "wrong_numbre"',
            [
                "stage wrong: stages[wrong].steps[wrong_hang_up].how: there is no way of ending 'wrong_numbre'; the "
                "nearest known one is 'wrong_number'"
            ],
        ),
        (
            'end = "voicemail"',
            'end = "voicemial"',
            [
                "stage ending: stages[ending].steps[how_ended].options[machine].end: there is no way of ending "
                "'voicemial'; the nearest known one is 'voicemail'"
            ],
        ),
        (
            'ended = ["voicemail"',
            'ended = ["fax"',
            [
                "outcomes[nobody].ended: there is no way of ending 'fax'; known ones: abuse, caller, no_contact, "
                "operator, transfer, voicemail, wrong_number; one of the pack's own is named in `endings`, before the "
                "first heading",
                "outcomes: no outcome fits a call that ended 'voicemail': its wrap-up could not be closed",
            ],
        ),
        (
            'end = "voicemail"',
            'end = "caller"',
            [
                "endings[voicemail]: no `end` step and no answer ends a call in this way",
                "clauses[MI-02].rules[1].unless: nothing in this pack can establish the fact 'ended:voicemail'",
            ],
        ),
        (
            'endings = ["voicemail"',
            'endings = ["caller", "voicemail", "voicemail"',
            [
                "endings[caller]: 'caller' is a way of ending of the program's own: leave it out here",
                "endings[voicemail]: 'voicemail' is given 2 times",
            ],
        ),
        (
            'endings = ["voicemail"',
            'endings = ["Voice Mail", "voicemail"',
            ["endings[1]: must be a name of small Latin letters, digits and _, beginning with a letter"],
        ),
    ],
)
def test_what_is_wrong_with_a_way_of_ending(own: Bench, old: str, new: str, complaints: list[str]) -> None:
    """One that is misspelt, unused, without an outcome, given twice or the program's is told at its place."""
    own.swap("pack.toml", old, new)
    found = own.complaints
    for complaint in complaints:
        assert any(each.startswith(f"pack.toml: {complaint}") for each in found), found


def test_its_name_is_a_text_of_every_language(own: Bench) -> None:
    """A name that is missing, has a placeholder or is the program's is told of; one slip is one complaint."""
    own.swap("en.toml", 'voicemail = "Voicemail"\n', "")
    own.swap(
        "uk.toml", 'wrong_number = "Помилилися номером"', 'wrong_number = "Помилилися: {centre}"\ncaller = "Абонент"'
    )
    assert own.complaints == [
        "en.toml: ending.voicemail: no text in en",
        "uk.toml: ending.caller: nothing uses this text",
        "uk.toml: ending.wrong_number: a name has no placeholders: write {centre} out",
    ]


def test_it_is_drawn_printed_and_compared(own: Bench, script: Script) -> None:
    """Pictures have an end for each, print tells it by its name, a form has no words for it, `diff` names it."""
    picture = Picture(script)
    assert "    1 machine ✕ voicemail  Автовідповідач" in list(as_text(picture))
    assert '  x_wrong_number [shape=oval, label="✕ Помилилися номером"];' in list(as_dot(picture))
    assert '  x_voicemail(["✕ Автовідповідач"])' in list(as_mermaid(picture))
    lines = list(printed(script, "en"))
    assert "      1 Voicemail ✕ Voicemail" in lines
    assert "      ✕ Wrong number" in lines
    version = take(own.folder)
    assert write(version)[1]["endings"] == ["voicemail", "wrong_number"]
    found = [(each.how, each.kind, each.key) for each in difference(take(MINI), version).changes]
    assert ("changed", "pack", "endings") in found
    own.swap("pack.toml", 'how = "wrong_number"', 'how = "voicemail"')
    own.swap("en.toml", 'voicemail = "Voicemail"', 'voicemail = "A machine"')
    changes = [(each.kind, each.id, each.before, each.after) for each in difference(version, take(own.folder)).changes]
    assert changes == [
        ("step", "wrong_hang_up", "wrong_number", "voicemail"),
        ("text", "ending.voicemail", "Voicemail", "A machine"),
    ]


def test_what_is_proved_of_it(own: Bench, script: Script) -> None:
    """A rule that names it is proved, or breached by a call that ends so; that none ends so is found."""
    assert Prover(script).rule("MI-04", 0).verdict == "proved"
    breached = Prover(script).rule("MI-04", 1)
    assert (breached.verdict, breached.level, breached.how) == ("breached", 2, "voicemail")
    assert not [each for each in Reach(script).amiss() if each.goal.kind == "ending"]
    own.swap("pack.toml", 'id = "machine", ', 'id = "machine", when = { happened = "ended:voicemail" }, ')
    for file, why in (("uk.toml", "Ні"), ("en.toml", "No")):
        own.add(file, f'[unless.how_ended]\nmachine = "{why}"\n')
    assert own.complaints == []
    amiss = [each for each in Reach(read(own.folder)).amiss() if each.goal.kind == "ending"]
    assert [(each.goal, each.known) for each in amiss] == [(Goal("ending", "voicemail"), "never")]


def test_a_practised_caller_expects_it(own: Bench, script: Script) -> None:
    """A caller can expect a way of the pack's own; one that is misspelt is told of with the nearest one."""
    file = own.folder / callers.FOLDER / "one.toml"
    file.parent.mkdir()
    text = 'id = "one"\npack = "mini"\n[title]\nuk = "Автовідповідач"\n[expects]\nended = "voicemail"\n'
    file.write_text(text, encoding="utf-8")
    assert callers.read(file, script).expects.ended == "voicemail"
    file.write_text(text.replace("voicemail", "voicemial"), encoding="utf-8")
    (problem,) = callers.problems(script, [file])
    assert problem.message == "no call of this script ends as 'voicemial'; the nearest known one is 'voicemail'"
