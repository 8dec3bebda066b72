"""How often something has happened, as the document counts it: in conditions, in rules, by the number in a field."""

from __future__ import annotations

import pytest

from callscript.core.call.guards import how_often
from callscript.packs import read
from callscript.packs.difference import difference
from callscript.packs.parts import take
from callscript.proof.goals import Goal
from callscript.proof.prover import Prover
from callscript.proof.reaching import Reach
from tests.core.scripts import Walk
from tests.packs.conftest import Bench
from tests.packs.test_docs import DOCUMENT

SHOWN = DOCUMENT.split("**How often something has happened.**")[1].split("\n\n**")[0]
STAGE, RULE = (
    "".join(f"{line.strip()}\n" for line in block.splitlines() if line.startswith("    "))
    for block in SHOWN.split("\n\nWith `since")
)
TEXTS = {
    "uk.toml": ("Пропозиція", "Можу запропонувати іншу книжку.", "Так", "Ще раз", "Ні", "Вже двічі", "Осіб"),
    "en.toml": ("An offer", "I can offer you another book.", "Yes", "Once more", "No", "Twice already", "People"),
}
TO_OFFER = ("+", "+", "nothing")
AGAIN = '{ not = { happened = "said:offer", times = 2 } }'
PEOPLE = '[[fields]]\nid = "people"\nkind = "number"\nleast = 1\nmost = 9\n'


@pytest.fixture
def offering(mini: Bench) -> Bench:
    """The small pack, which offers another book twice at most."""
    mini.add("pack.toml", STAGE)
    mini.swap(
        "pack.toml", 'options = [\n  { id = "book"', 'options = [\n  { id = "nothing", to = "offer" },\n  { id = "book"'
    )
    mini.swap("pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\nrules = [{RULE}]\n')
    mini.add("pack.toml", PEOPLE)
    for file, (stage, offer, yes, again, no, twice, people) in TEXTS.items():
        mini.swap(file, "[step]\n", f'[step]\noffer = "{offer}"\noffered = "{offer}?"\n')
        mini.swap(file, "[stage]\n", f'[stage]\noffer = "{stage}"\n')
        mini.swap(file, "[option.need]\n", f'[option.need]\nnothing = "{stage}"\n')
        mini.swap(file, "[field]\n", f'[field]\npeople = "{people}"\n')
        mini.add(
            file,
            f'[option.offered]\nyes = "{yes}"\nagain = "{again}"\nno = "{no}"\n[unless.offered]\nagain = "{twice}"\n',
        )
    return mini


def test_an_offer_is_made_twice_and_not_oftener(offering: Bench) -> None:
    """The answer that leads to it is not given a second time, and the rule counts both."""
    assert offering.complaints == []
    walk = Walk(read(offering.folder)).go(*TO_OFFER, "+")
    walk.go("again", "+")
    assert walk.refusal("again")[0] == "not_offered"
    twice = walk.call.latest_of["said:offer"]
    assert walk.go("no").found("MI-04") == ("met", twice)
    assert Walk(read(offering.folder)).go(*TO_OFFER, "+", "no").found("MI-04")[0] == "breached"


def test_each_matter_counts_anew(offering: Bench) -> None:
    """With `since` only what came after it is counted."""
    offering.swap("pack.toml", "times = 2 } }", 'times = 2, since = "chose:need=nothing" } }')
    offering.swap("pack.toml", '{ id = "no", to = "closing" }', '{ id = "no", to = "need" }')
    walk = Walk(read(offering.folder)).go(*TO_OFFER, "+", "again", "+", "no", "nothing", "+")
    assert walk.go("again", "+").refusal("again")[0] == "not_offered"


def test_what_is_taken_back_is_not_counted(offering: Bench) -> None:
    """A detour that was entered twice, and taken back once, was entered once."""
    offering.swap("pack.toml", AGAIN, AGAIN.replace("said:offer", "entered:hold"))
    offering.swap("pack.toml", RULE.strip(), '{ kind = "existence", some = ["entered:hold"], times = 2 }')
    assert offering.complaints == []
    once = ("@hold", "+", "yes", "+")
    walk = Walk(read(offering.folder)).go(*TO_OFFER, "+", *once, "@hold")
    assert walk.found("MI-04") == ("met", walk.call.latest_of["entered:hold"])
    assert walk.go("@hold").call.step == "offered"
    assert walk.found("MI-04")[0] == "open"
    assert walk.go("again", "+", *once).refusal("again")[0] == "not_offered"
    assert walk.found("MI-04")[0] == "met"


def test_what_was_said_in_a_detour_that_is_taken_back_is_counted(offering: Bench) -> None:
    """What was said, done or filled in stays, as the document says; the detour and its answers do not."""
    assert "An answer, or a detour, that was taken back does not\ncount; what was said, done or filled in does" in SHOWN
    offering.swap("pack.toml", '[[stages.steps]]\nkind = "wait"', f'{LOOKED_UP}[[stages.steps]]\nkind = "wait"')
    for file in TEXTS:
        offering.swap(file, "[step]\n", '[step]\nlook = "1"\nask_what = "2"\ntell = "3"\n')
    assert offering.complaints == []
    walk = Walk(read(offering.folder)).go(*TO_OFFER, "@hold", "+", "yes", "+", "title=Kobzar", "+")
    facts = ("said:hold_consent", "done:look", "filled:title", "chose:hold_agreed=yes", "entered:hold")
    assert [how_often(walk.call, fact) for fact in facts] == [1, 1, 1, 1, 1]
    assert walk.go("@hold").call.happened["cancelled:hold"]
    assert [how_often(walk.call, fact) for fact in facts] == [1, 1, 1, 0, 0]


LOOKED_UP = """[[stages.steps]]
kind = "do"
id = "look"

[[stages.steps]]
kind = "ask"
id = "ask_what"
field = "title"

[[stages.steps]]
kind = "say"
id = "tell"

"""
"""What is done before the caller waits."""


def test_a_rule_takes_its_counts_back(offering: Bench) -> None:
    """What was said stays and is counted, the detour that it was said in is not, once it is taken back."""
    some = 'some = ["entered:hold", "said:hold_consent"], times = 2'
    offering.swap("pack.toml", RULE.strip(), f'{{ kind = "existence", {some} }}')
    walk = Walk(read(offering.folder)).go("+", "@hold", "+")
    assert walk.found("MI-04") == ("met", walk.call.latest_of["said:hold_consent"])
    assert walk.go("<", "<").found("MI-04")[0] == "open"
    assert walk.go("@hold").found("MI-04")[0] == "met"


def test_a_field_says_how_often(offering: Bench) -> None:
    """As often as the number of a field says; while there is none, it is not so often."""
    offering.swap("pack.toml", "times = 2 }", 'times = "people" }')
    assert offering.complaints == []
    script = read(offering.folder)
    walk = Walk(script).go(*TO_OFFER, "+", "again", "+", "again", "+", "people=3")
    assert walk.refusal("again")[0] == "not_offered"
    assert walk.go("people=4", "again", "+").refusal("again")[0] == "not_offered"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (AGAIN, '{ answer = "need", times = 2 }', "when.times: needs `happened`: the fact that occurs so often"),
        (AGAIN, AGAIN.replace("2", "0"), "when.not.times: 1 or more: what is to occur no time always has"),
        (AGAIN, AGAIN.replace("said:offer", "started"), "when.not.times: occurs once in a call: never so often"),
        (AGAIN, AGAIN.replace("2", '"peopel"'), "there is no field 'peopel'; the nearest known one is 'people'"),
        (AGAIN, AGAIN.replace("2", '"title"'), "so often is a whole number: 'title' is none"),
        (AGAIN, AGAIN.replace("2", "true"), "when.not.times: must be"),
        (AGAIN, AGAIN.replace("2", "9" * 23), f"when.not.times: must be a number from 0 to 999, not {'9' * 23}"),
        ("times = 2, before", "times = 1000, before", "rules[1].times: must be a number from 0 to 999, not 1000"),
        ("times = 2, before", "times = 0, before", "rules[1].times: 1 or more: what is to occur no time always has"),
        (RULE, RULE.replace('some = ["said:offer"]', 'some = ["ended"]'), "rules[1].times: occurs once in a call"),
    ],
)
def test_what_cannot_occur_so_often(offering: Bench, old: str, new: str, complaint: str) -> None:
    """Each is told at its place."""
    offering.swap("pack.toml", old, new)
    assert any(complaint in each for each in offering.complaints), offering.complaints


def test_a_field_that_says_no_time_is_told(offering: Bench) -> None:
    """A number that can be nought, or has a fraction, is none to count by."""
    offering.swap("pack.toml", "times = 2 }", 'times = "people" }')
    offering.swap("pack.toml", "least = 1\n", "least = 0\n")
    (complaint,) = offering.complaints
    assert complaint.endswith("give 'people' a `least` of 1 or more: what is to occur no time holds at once")
    offering.swap("pack.toml", "least = 0\n", "least = 1\ndecimals = 1\n")
    (complaint,) = offering.complaints
    assert complaint.endswith("so often is a whole number: 'people' is none")


def _with_conditions(offering: Bench, yes: str, other: str) -> None:
    """Give every answer a condition: the first one its own."""
    for file, (*_, twice, _) in TEXTS.items():
        offering.swap(file, "[unless.offered]\n", f'[unless.offered]\nyes = "{twice}."\nno = "{twice}?"\n')
    offering.swap("pack.toml", AGAIN, other)
    offering.swap("pack.toml", '{ id = "yes", to = "book" }', f'{{ id = "yes", to = "book", when = {yes} }}')
    offering.swap("pack.toml", '{ id = "no", to = "closing" }', f'{{ id = "no", to = "closing", when = {other} }}')


def test_what_has_occurred_twice_has_occurred_once(offering: Bench) -> None:
    """No answer is missed for what cannot be."""
    _with_conditions(offering, '{ happened = "said:offer" }', AGAIN)
    assert offering.complaints == []


def test_answers_that_are_all_hidden_after_one_are_told(offering: Bench) -> None:
    """What has occurred once is neither twice nor never."""
    _with_conditions(offering, '{ happened = "said:offer", times = 2 }', '{ not = { happened = "said:offer" } }')
    assert any("all its answers can be hidden at once" in each for each in offering.complaints)


def _no_only_after(offering: Bench, times: str) -> None:
    when = f'{{ happened = "said:offer", times = {times} }}'
    offering.swap("pack.toml", '{ id = "no", to = "closing" }', f'{{ id = "no", to = "closing", when = {when} }}')
    for file in TEXTS:
        offering.swap(file, "[unless.offered]\n", '[unless.offered]\nno = "Offer?"\n')


def test_what_is_proved_of_counts(offering: Bench) -> None:
    """No call makes a third offer; one takes a no down after the first, unless that is hidden then."""
    third = '{ kind = "existence", some = ["said:offer"], times = 3, when = ["said:offer"] }'
    offering.swap("pack.toml", f"rules = [{RULE}]", f"rules = [{RULE.strip()}, {third}]")
    script = read(offering.folder)
    assert Prover(script).rule("MI-04", 0)[2:4] == ("breached", 0)
    assert (Goal("met", "MI-04", "2"), "never") in [(each.goal, each.known) for each in Reach(script).amiss()]
    _no_only_after(offering, "2")
    assert Prover(read(offering.folder)).rule("MI-04", 0).verdict == "proved"


@pytest.mark.parametrize("most", ["most = 9\n", ""])
def test_what_hangs_on_a_number_is_proved(offering: Bench, most: str) -> None:
    """A rule that only holds by the number of a field: by what it says at least, and where one is told apart from
    another, by each. A call that breaches it is shown with the number.
    """
    offering.swap("pack.toml", "most = 9\n", most)
    _no_only_after(offering, '"people"')
    breached = Prover(read(offering.folder)).rule("MI-04", 0)
    assert breached.verdict == "breached"
    assert breached.played
    assert breached.played.call.fields["people"].text == "1"
    offering.swap("pack.toml", "least = 1\n", "least = 2\n")
    assert Prover(read(offering.folder)).rule("MI-04", 0).verdict == "proved"


def test_another_number_of_times_makes_another_rule(offering: Bench) -> None:
    """The difference of two versions has it, at its answer and at its clause."""
    before = take(offering.folder)
    offering.swap("pack.toml", "times = 2 } }", "times = 3 } }")
    found = difference(before, take(offering.folder))
    assert [(each.kind, each.id, each.key) for each in found.changes] == [("answer", "offered.again", "when")]
    offering.swap("pack.toml", "times = 2, before", "times = 3, before")
    assert difference(before, take(offering.folder)).other_rules == ("MI-04",)
