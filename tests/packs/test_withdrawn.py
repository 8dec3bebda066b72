"""A fact that can be withdrawn, as the document shows it: a caller agrees, takes that back, agrees again."""

from __future__ import annotations

import pytest

from callscript.packs import read
from callscript.packs.difference import difference
from callscript.packs.parts import take
from callscript.proof.prover import Prover
from tests.core.scripts import Walk
from tests.packs.conftest import Bench
from tests.packs.test_docs import DOCUMENT

SHOWN = DOCUMENT.split("**A fact that is withdrawn.**")[1].split("\n## ")[0]
DETOUR, RULE = (
    "".join(f"{line.strip()}\n" for line in block.splitlines() if line.startswith("    "))
    for block in SHOWN.split("\n\nWhat was said last")
)
STRICT = RULE.replace("existence", "precedence").replace("some =", "first =").replace("before =", "then =")
AGREES = '{ happened = "mark:agreed", since = "mark:withdrawn" }'
TEXTS = {
    "uk.toml": ("Згода", "Чи погоджується абонент?", "Так", "Ні"),
    "en.toml": ("Consent", "Does the caller agree?", "Yes", "No"),
}
TO_TITLE = ("+", "+", "book", "title=Faust", "+")


@pytest.fixture
def asking(mini: Bench) -> Bench:
    """The small pack, whose reservations need the caller's consent by the clause MI-04."""
    mini.add("pack.toml", DETOUR)
    mini.swap("pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\nrules = [{RULE}]\n')
    for file, (consent, agreed, yes, no) in TEXTS.items():
        mini.swap(file, "[step]\n", f'[step]\nagreed = "{agreed}"\n')
        mini.swap(file, "[stage]\n", f'[stage]\nconsent = "{consent}"\n')
        mini.swap(file, "[detour]\n", f'[detour]\nconsent = "{consent}"\n')
        mini.add(file, f'[option.agreed]\nyes = "{yes}"\nno = "{no}"\n')
    return mini


def test_consent_is_given_withdrawn_and_given_again(asking: Bench) -> None:
    """What was said last counts, until the reservation is made; from then on nothing is withdrawn any more."""
    assert AGREES in SHOWN
    assert asking.complaints == []
    script = read(asking.folder)
    walk = Walk(script).go(*TO_TITLE)
    assert walk.found("MI-04")[0] == "open"
    assert walk.go("@consent", "yes").found("MI-04") == ("met", walk.call.latest_of["mark:agreed"])
    assert walk.go("@consent", "no").found("MI-04")[0] == "open"
    assert Walk(script).go(*TO_TITLE, "@consent", "yes", "@consent", "no", "+").found("MI-04")[0] == "breached"
    walk.go("@consent", "yes")
    again = walk.call.latest_of["mark:agreed"]
    assert walk.found("MI-04") == ("met", again)
    assert walk.go("+", "@consent", "no", "+", "+").call.ended
    assert walk.found("MI-04") == ("met", again)


def test_what_is_taken_back_withdraws_nothing(asking: Bench) -> None:
    """A withdrawal that is taken back never was; nor was a consent, which is owed again then."""
    script = read(asking.folder)
    walk = Walk(script).go(*TO_TITLE, "@consent", "yes", "@consent")
    assert walk.go("no", "+").found("MI-04")[0] == "breached"
    walk = Walk(script).go(*TO_TITLE, "@consent", "yes", "@consent", "@consent")
    assert walk.found("MI-04")[0] == "met"
    assert walk.go("+").found("MI-04")[0] == "met"


def test_the_flow_knows_whether_the_caller_agrees(asking: Bench) -> None:
    """A register that needs the consent is passed over while it is withdrawn, and no call breaches the clause then."""
    asking.swap("pack.toml", 'id = "reserve"\n', f'id = "reserve"\nwhen = {AGREES}\n')
    script = read(asking.folder)
    assert Walk(script).go(*TO_TITLE).call.step == "farewell"
    assert Walk(script).go("@consent", "yes", *TO_TITLE).call.step == "reserve"
    walk = Walk(script).go("@consent", "yes", "@consent", "no", *TO_TITLE)
    assert walk.call.step == "farewell"


def test_what_is_proved_of_it(asking: Bench) -> None:
    """A caller who withdraws at the very step of the reservation is found; led away from it, there is none."""
    asking.swap("pack.toml", 'id = "reserve"\n', f'id = "reserve"\nwhen = {AGREES}\n')
    asking.swap("pack.toml", f"rules = [{RULE}]", f"rules = [{STRICT}]")
    breached = Prover(read(asking.folder)).rule("MI-04", 0)
    assert (breached.verdict, breached.level) == ("breached", 1)
    assert breached.played is not None
    assert "mark:withdrawn" in breached.played.call.happened
    asking.swap(
        "pack.toml", '{ id = "no", marks = ["withdrawn"] }', '{ id = "no", marks = ["withdrawn"], out = "closing" }'
    )
    assert Prover(read(asking.folder)).rule("MI-04", 0).verdict == "proved"


def test_a_withdrawal_is_of_something_else(asking: Bench) -> None:
    """What the rule asks for cannot withdraw itself, and a fact that nothing establishes is told."""
    asking.swap("pack.toml", 'lapses = ["mark:withdrawn"]', 'lapses = ["mark:agreed", "mark:withdrwan"]')
    assert asking.complaints == [
        "pack.toml: clauses[MI-04].rules[1].lapses: nothing in this pack can establish the fact 'mark:withdrwan'; "
        "the nearest known one is 'mark:withdrawn'",
        "pack.toml: clauses[MI-04].rules[1].lapses: 'mark:agreed' stands in `some` too: nothing is withdrawn by coming "
        "again",
    ]


def test_a_withdrawal_makes_another_rule(asking: Bench) -> None:
    """Verdicts of a version that knows none cannot be compared with those of one that does."""
    before = take(asking.folder)
    asking.swap("pack.toml", 'lapses = ["mark:withdrawn"], ', "")
    assert difference(before, take(asking.folder)).other_rules == ("MI-04",)
