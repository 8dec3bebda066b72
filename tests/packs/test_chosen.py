"""Conditions on which values of a choice were chosen, as the document shows them: checked, proved, told in a form."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callscript.core.script.conditions import Answered, Chose, Guard, HasValue, atoms
from callscript.core.script.model import Field
from callscript.core.script.recorded import MANY, fits, told_apart
from callscript.packs import parts, read
from callscript.packs.difference import difference
from callscript.packs.xlsform.telling import Before
from callscript.proof.goals import Goal
from callscript.proof.items import VALUE, is_so, value_of
from callscript.proof.prover import Prover
from callscript.proof.reaching import Reach
from tests.core.scripts import Walk
from tests.packs.conftest import Bench
from tests.packs.test_docs import DOCUMENT

SHOWN = DOCUMENT.split("**Which values were chosen.**")[1].split("\nA `not` holds too")[0]
HELP = "".join(f"{line[4:]}\n" for line in SHOWN.splitlines() if line.startswith("    "))
FIELD, STEPS = HELP[: HELP.index("[[stages.steps]]")], HELP[HELP.index("[[stages.steps]]") :]
REGISTER = '[[stages.steps]]\nkind = "register"'
WAY = """[[stages.steps]]
kind = "choose"
id = "way"
options = [
  { id = "sent", when = { field = "help", among = ["delivery"] } },
  { id = "fetched", when = { not = { field = "help", among = ["delivery"] } } },
]

"""
RULES = """rules = [
  { kind = "existence", some = ["said:say_courier"], before = ["chose:way"], when = ["chose:way=sent"] },
  { kind = "existence", some = ["done:note_large_print"], before = ["chose:way"], when = ["chose:way=sent"] },
]
"""
TEXTS = {
    "uk.toml": (
        ("Що Вам допоможе?", "Привезе кур’єр.", "Запишіть: великий шрифт.", "Як Ви її отримаєте?"),
        ("Допомога", "Великий шрифт", "Доставка", "Візок", "Надішлемо", "Заберуть"),
    ),
    "en.toml": (
        ("What will help you?", "A courier will bring it.", "Note down: in large print.", "How will you get it?"),
        ("Help", "Large print", "Delivery", "Wheelchair", "It is sent", "It is fetched"),
    ),
}


def with_help(bench: Bench) -> Bench:
    """Have the small pack ask what helps the caller, as the document does."""
    bench.add("pack.toml", FIELD)
    bench.swap("pack.toml", REGISTER, STEPS + WAY + REGISTER)
    for file, ((ask, courier, note, way), (label, large, delivery, wheelchair, sent, fetched)) in TEXTS.items():
        steps = f'ask_help = "{ask}"\nsay_courier = "{courier}"\nnote_large_print = "{note}"\nway = "{way}"\n'
        bench.swap(file, "[step]\n", f"[step]\n{steps}")
        bench.swap(file, "[field]\n", f'[field]\nhelp = "{label}"\n')
        bench.add(
            file, f'[value.help]\nlarge_print = "{large}"\ndelivery = "{delivery}"\nwheelchair = "{wheelchair}"\n'
        )
        bench.add(file, f'[option.way]\nsent = "{sent}"\nfetched = "{fetched}"\n')
        bench.add(file, f'[unless.way]\nsent = "{sent}?"\nfetched = "{fetched}?"\n')
    return bench


@pytest.fixture
def helping(mini: Bench) -> Bench:
    """The small pack, which asks what helps the caller."""
    return with_help(mini)


def test_what_the_document_shows_is_sound(helping: Bench) -> None:
    """Answers whose conditions leave no choice out are not held to be a dead end."""
    assert helping.complaints == []


@pytest.mark.parametrize(
    ("chosen", "come"),
    [
        ("", "way"),
        ("large_print", "note_large_print"),
        ("large_print,delivery", "say_courier"),
        ("wheelchair", "say_courier"),
    ],
)
def test_what_comes_by_what_was_chosen(helping: Bench, chosen: str, come: str) -> None:
    """One of those asked for is enough, whatever was chosen besides."""
    walk = Walk(read(helping.folder)).go("+", "+", "book", "title=Kobzar", "+")
    walk.go(*((f"help={chosen}",) if chosen else ()), "+")
    assert walk.call.step == come


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            'among = ["delivery"] } }] }',
            'among = ["delivry"] } }] }',
            "when.all[2].not.among: there is no value 'delivry'; the nearest known one is 'delivery'",
        ),
        ('{ field = "help", among = ["large_print"] }', '{ among = ["large_print"] }', "needs `answer` or `field`"),
        (
            '{ field = "help", among = ["large_print"] }',
            '{ field = "title", among = ["large_print"] }',
            "when.all[1].field: values are chosen: 'title' is of kind 'text'",
        ),
        (
            '{ field = "help", among = ["large_print"] }',
            '{ field = "hepl", among = ["large_print"] }',
            "there is no field 'hepl'",
        ),
        (
            '{ field = "help", among = ["large_print"] }',
            '{ field = "help", among = ["large_print"], least = 2 }',
            "among: has no number: compare it by `least` and `most`, or choose by `among`",
        ),
        (
            '{ field = "help", among = ["large_print"] }',
            '{ field = "help", answer = "need", among = ["book"] }',
            "among: is about `answer` here: ask about `field` in a condition of its own, both under `all`",
        ),
        (
            '{ not = { field = "help", among = ["delivery"] } } },\n]',
            '{ field = "help", among = ["wheelchair"] } },\n]',
            "all its answers can be hidden at once",
        ),
    ],
)
def test_what_cannot_be_asked(helping: Bench, old: str, new: str, complaint: str) -> None:
    """Each is told at its place."""
    helping.swap("pack.toml", old, new)
    assert any(complaint in each for each in helping.complaints), helping.complaints


def test_what_is_proved_of_choices(helping: Bench) -> None:
    """What was chosen is so wherever it is asked of; where a rule is breached, that is chosen which does it."""
    helping.swap("pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\n{RULES}')
    prover = Prover(read(helping.folder))
    assert prover.rule("MI-04", 0).verdict == "proved"
    breached = prover.rule("MI-04", 1)
    assert (breached.verdict, breached.level) == ("breached", 0)
    assert breached.played is not None
    assert "delivery" in breached.played.call.fields["help"].text.split(",")


def test_a_step_that_no_choice_comes_to(helping: Bench) -> None:
    """Of one value only one is chosen: two at once come to nothing."""
    helping.swap("pack.toml", "several = true\n", "")
    both = ('{ not = { field = "help", among = ["delivery"] } }] }', '{ field = "help", among = ["delivery"] }] }')
    helping.swap("pack.toml", *both)
    lost = {each.goal: each.known for each in Reach(read(helping.folder)).amiss()}
    assert lost[Goal("step", "note_large_print")] == "never"


@given(st.lists(st.sets(st.sampled_from("abcd"), min_size=1), min_size=1, max_size=3), st.booleans())
def test_some_choice_stands_for_each(asked: list[set[str]], several: bool) -> None:
    """Among those that are told apart is one for whatever can be chosen."""
    field = Field(id="x", kind="choice", options=tuple("abcd"), several=several)
    atoms = [Chose("x", tuple(sorted(each))) for each in asked]
    apart = [[fits(text, each) for each in atoms] for text in told_apart(field, atoms)]
    for together in range(1, 5 if several else 2):
        for chosen in combinations("abcd", together):
            assert [fits(",".join(chosen), each) for each in atoms] in apart


def test_more_values_than_can_be_told_apart(helping: Bench) -> None:
    """A proof takes such a choice for whichever it may be; of an earlier call nobody knows which it was."""
    many = [f"v{number}" for number in range(MANY + 1)]
    field = Field(id="x", kind="choice", options=tuple(many), several=True)
    assert len(told_apart(field, [Chose("x", (each,)) for each in many])) == 66
    script = read(helping.folder)
    assert value_of(script, "help", "delivery,wheelchair") == "delivery,wheelchair"
    assert value_of(script, "help", "a") == VALUE
    script.fields["help"] = field  # pyright: ignore[reportIndexIssue]
    assert value_of(script, "help", "v1,v2") == VALUE
    assert is_so(Chose("help", ("v1",)), VALUE) is None
    assert is_so(Chose("help", ("v1",)), None) is False


def test_a_choice_of_a_form() -> None:
    """A form has words for it."""
    before = Before(filled={"help": ["ask_help"]})
    said = before.expression(Guard(field="help", among=("delivery", "wheelchair")))
    assert said == "(selected(${ask_help}, 'delivery') or selected(${ask_help}, 'wheelchair'))"


def test_which_condition_is_read() -> None:
    """With `among` what was chosen, without it whether there is anything."""
    assert tuple(atoms(Guard(field="help", among=("a",)))) == (Chose("help", ("a",)),)
    both = atoms(Guard(field="help", answer="need", among=("a",)))
    assert tuple(both) == (HasValue("help"), Answered("need", ("a",)))
    assert tuple(atoms(Guard(field="help"))) == (HasValue("help"),)


def test_another_value_is_a_change(helping: Bench) -> None:
    """What comes by another choice is told of two versions."""
    before = parts.take(helping.folder)
    helping.swap("pack.toml", 'among = ["delivery", "wheelchair"]', 'among = ["delivery"]')
    changed = difference(before, parts.take(helping.folder)).changes
    assert [(each.how, each.kind, each.id, each.key) for each in changed] == [
        ("changed", "step", "say_courier", "when")
    ]
