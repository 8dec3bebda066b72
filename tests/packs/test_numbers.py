"""Fields of kind `number`: bounds that can be kept, comparisons that can hold, and a proof that knows both."""

from __future__ import annotations

import pytest

from callscript.packs import read
from callscript.proof.prover import Prover
from tests.packs.conftest import Bench

FIELD = """
[[fields]]
id = "years"
kind = "number"
group = "call"
least = 0
most = 120
"""
ASKED = """
[[stages.steps]]
kind = "ask"
id = "ask_age"
field = "years"

[[stages.steps]]
kind = "say"
id = "ask_parents"
when = { field = "years", most = 17 }

[[stages.steps]]
kind = "choose"
id = "shelf"
options = [
  { id = "of_children", when = { field = "years", most = 17 } },
  { id = "of_all", when = { not = { field = "years", most = 17 } } },
]

"""
_ASKED_FIRST = 'kind = "existence", some = ["said:ask_parents"], before = ["registered:reservation"]'
RULES = f"""rules = [
  {{ {_ASKED_FIRST}, when = ["chose:shelf=of_children"] }},
  {{ {_ASKED_FIRST}, when = ["chose:shelf=of_all"] }},
]
"""
BEHIND = '[[stages.steps]]\nkind = "register"'


@pytest.fixture
def aged(mini: Bench) -> Bench:
    """The small pack, which asks for the age, and whom it asks for more."""
    mini.add("pack.toml", FIELD)
    mini.swap("pack.toml", BEHIND, ASKED + BEHIND)
    texts = {
        "uk.toml": ("Скільки Вам років?", "Запитайте згоди батьків.", "Яка полиця?", "Дитяча", "Загальна", "Вік"),
        "en.toml": (
            "How old are you?",
            "Ask for the parents' consent.",
            "Which shelf?",
            "For children",
            "For all",
            "Age",
        ),
    }
    for file, (age, parents, shelf, children, everybody, label) in texts.items():
        steps = f'[step]\nask_age = "{age}"\nask_parents = "{parents}"\nshelf = "{shelf}"\n'
        mini.swap(file, "[step]\n", steps)
        mini.swap(file, "[field]\n", f'[field]\nyears = "{label}"\n')
        mini.add(file, f'[option.shelf]\nof_children = "{children}"\nof_all = "{everybody}"\n')
        mini.add(file, f'[unless.shelf]\nof_children = "{children}?"\nof_all = "{everybody}?"\n')
    return mini


def test_a_pack_with_a_number_is_sound(aged: Bench) -> None:
    """Answers whose conditions leave no number out are not held to be a dead end."""
    assert aged.complaints == []
    age = read(aged.folder).fields["years"]
    assert (age.least, age.most, age.decimals) == (0, 120, 0)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("least = 0", "least = 130", "fields[years].least: no number is 130 at least and 120 at most"),
        ('kind = "number"', 'kind = "text"', "fields[years].least: only of a field of kind 'number'"),
        (
            "least = 0",
            'absent = "none"',
            "fields[years].least: at least 0 where there can be none: a dash at the beginning says that there is none",
        ),
        (
            'when = { field = "years", most = 17 }',
            'when = { field = "title", most = 17 }',
            "numbers are compared: 'title' is of kind 'text'",
        ),
        ('when = { field = "years", most = 17 }', "when = { open = true, most = 17 }", "most: needs `field`"),
        *(
            ('when = { field = "years", most = 17 }', f'when = {{ field = "years", most = {number} }}', f"not {number}")
            for number in ("inf", "-inf", "nan", "1e+308", "9" * 23)
        ),
        (
            "least = 0",
            "least = -1e13",
            "fields[years].least: must be a number from -1000000000000 to 1000000000000, not ",
        ),
        (
            'when = { field = "years", most = 17 }',
            'when = { field = "years", least = 18, most = 17 }',
            "least: no number is 18 at least and 17 at most",
        ),
        (
            'when = { field = "years", most = 17 }',
            'when = { field = "years", least = 121 }',
            "least: 'years' takes no number above 120",
        ),
        (
            'when = { field = "years", most = 17 }',
            'when = { field = "years", most = -1 }',
            "most: 'years' takes no number below 0",
        ),
        (
            'when = { field = "years", most = 17 }',
            'when = { field = "yearss", most = 17 }',
            "there is no field 'yearss'",
        ),
        ('kind = "number"', 'kind = "number"\ndecimals = 12', "decimals"),
        (
            '{ not = { field = "years", most = 17 } }',
            '{ field = "years", least = 19 }',
            "all its answers can be hidden at once",
        ),
    ],
)
def test_what_cannot_be_kept(aged: Bench, old: str, new: str, complaint: str) -> None:
    """Each is told at its place."""
    aged.swap("pack.toml", old, new)
    assert any(complaint in each for each in aged.complaints), aged.complaints


def test_what_is_proved_of_numbers(aged: Bench) -> None:
    """A number that was typed is in the same ranges wherever it is asked of, so what hangs on it holds on every path;
    and where a rule is breached, a number that does it is typed."""
    aged.swap("pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\n{RULES}')
    script = read(aged.folder)
    prover = Prover(script)
    assert prover.rule("MI-04", 0).verdict == "proved"
    breached = prover.rule("MI-04", 1)
    assert (breached.verdict, breached.level) == ("breached", 0)
    assert breached.played is not None
    assert breached.played.call.fields["years"].text == "18"


def test_answers_that_no_number_opens_are_found(aged: Bench) -> None:
    """A condition that each number of the field meets leaves none of the others open."""
    of_children = 'id = "of_children", when = '
    before, behind = '{ field = "years", most = 17 }', '{ not = { field = "years", least = 20 } }'
    aged.swap("pack.toml", "least = 0", "least = 50")
    aged.swap("pack.toml", '{ not = { field = "years", most = 17 } }', '{ not = { field = "years", least = 18 } }')
    aged.swap("pack.toml", of_children + before, of_children + behind)
    assert any("all its answers can be hidden at once" in each for each in aged.complaints), aged.complaints
