"""A block of steps that the main script and a detour share, as the document writes it: led, taken back, proved."""

from __future__ import annotations

import pytest

from callscript.core.call import events as e
from callscript.core.call.fold import fold_all
from callscript.core.call.registrations import registrations
from callscript.core.script.model import Script
from callscript.core.script.steps import detour_behind
from callscript.dialogue.show.told_of import was_told
from callscript.packs import read
from callscript.packs.difference import difference
from callscript.packs.drawing import as_dot, as_text
from callscript.packs.parts import take
from callscript.packs.picture import Picture
from callscript.packs.printing import printed
from callscript.packs.xlsform.writing import write
from callscript.proof.prover import Prover
from callscript.proof.reaching import Reach
from tests.core.scripts import Walk
from tests.packs.conftest import MINI, Bench
from tests.packs.test_docs import DOCUMENT

PART = DOCUMENT.split("**A block of steps that the main script and detours share**")[1].split(":\n\n", 1)[1]
SHOWN = "".join(f"{line.strip()}\n" for line in PART.split("\nEnter says")[0].splitlines())
DETOUR, STEP = SHOWN.split("\n\n")
NEW = f"""
{DETOUR}

[[stages]]
id = "identify"

[[stages.steps]]
kind = "ask"
id = "ask_who"
field = "who"

[[stages.steps]]
kind = "choose"
id = "identified"
options = [
  {{ id = "yes" }},
  {{ id = "no", leave = true }},
]

[[detours]]
id = "complaint"
stage = "complaint"

[[stages]]
id = "complaint"

[[stages.steps]]
kind = "do"
id = "complaint_listen"
detour = "identify"

[[stages.steps]]
kind = "do"
id = "complaint_note"

[[fields]]
id = "who"
group = "call"
"""
RULES = """rules = [
  { kind = "precedence", first = ["done:ask_who"], then = ["registered:reservation"] },
  { kind = "precedence", first = ["chose:identified=yes"], then = ["registered:reservation"] },
  { kind = "precedence", first = ["done:ask_who"], then = ["done:complaint_note"] },
]
"""
TEXTS = {
    "uk.toml": ("Потрібні Ваші дані.", "Хто Ви?", "Чи відомо, хто це?", "Так", "Ні", "Вислухати", "Записати", "Особа"),
    "en.toml": ("I need some details.", "Who are you?", "Is it known?", "Yes", "No", "Listen", "Note it", "Identity"),
}
TO_BOOK = ("+", "+", "book")


def with_shared(mini: Bench) -> Bench:
    """Give the small pack a block that is gone through before a book is looked for, and in a complaint."""
    mini.swap(
        "pack.toml",
        '[[stages.steps]]\nkind = "ask"\nid = "ask_title"',
        f'{STEP}\n[[stages.steps]]\nkind = "ask"\nid = "ask_title"',
    )
    mini.swap("pack.toml", 'id = "MI-04"\nmodality = "must"\n', f'id = "MI-04"\nmodality = "must"\n{RULES}')
    mini.add("pack.toml", NEW)
    for file, (need, who, known, yes, no, listen, note, identity) in TEXTS.items():
        steps = f'need_details = "{need}"\nask_who = "{who}"\nidentified = "{known}"\n'
        mini.swap(file, "[step]\n", f'[step]\n{steps}complaint_listen = "{listen}"\ncomplaint_note = "{note}"\n')
        mini.swap(file, "[stage]\n", f'[stage]\nidentify = "{identity}"\ncomplaint = "{listen}"\n')
        mini.swap(file, "[detour]\n", f'[detour]\nidentify = "{identity}"\ncomplaint = "{listen}"\n')
        mini.swap(file, "[field]\n", f'[field]\nwho = "{identity}"\n')
        mini.add(file, f'[option.identified]\nyes = "{yes}"\nno = "{no}"\n')
    return mini


@pytest.fixture
def shared(mini: Bench) -> Bench:
    """The small pack with a block that is shared."""
    return with_shared(mini)


@pytest.fixture
def script(shared: Bench) -> Script:
    """Its script."""
    assert shared.complaints == []
    return read(shared.folder)


def where(walk: Walk) -> list[tuple[str, str]]:
    """Return the detours that a call is in, with the step of each."""
    return [(frame.detour, frame.step) for frame in walk.call.frames]


def test_the_main_script_and_a_detour_go_through_it(script: Script) -> None:
    """No key more is pressed; behind it goes on where it was come from, each time with answers of its own."""
    walk = Walk(script).go(*TO_BOOK, "+")
    assert where(walk) == [("", "need_details"), ("identify", "ask_who")]
    walk.go("who=Anna", "+", "yes")
    assert where(walk) == [("", "ask_title")]
    assert walk.call.answers["identified"] == "yes"
    walk.go("@complaint", "+")
    assert where(walk) == [("", "ask_title"), ("complaint", "complaint_listen"), ("identify", "ask_who")]
    assert "identified" not in walk.call.answers
    walk.go("+", "no")
    assert where(walk) == [("", "ask_title"), ("complaint", "complaint_note")]
    walk.go("+")
    assert where(walk) == [("", "ask_title")]
    walk.go("title=Faust", "+", "+", "+", "+")
    assert walk.call.ended
    assert (walk.verdict("MI-04").verdict, walk.verdict("MI-02").verdict) == ("met", "met")


@pytest.mark.parametrize(
    ("to", "step", "behind"),
    [(TO_BOOK, "need_details", "ask_title"), (("+", "@complaint"), "complaint_listen", "complaint_note")],
)
def test_it_is_taken_back(script: Script, to: tuple[str, ...], step: str, behind: str) -> None:
    """Backspace at its first step stands at the step that led there, which is not done twice; one more goes on back."""
    walk = Walk(script).go(*to)
    before = where(walk)
    walk.go("+", "who=Anna", "+", "<", "<")
    assert where(walk) == before
    assert "identified" not in walk.call.answers
    walk.go("+")
    done = [each for each in walk.log if isinstance(each, e.Said | e.Done) and each.step == step]
    assert (len(done), walk.call.step) == (1, "ask_who")
    walk.go("+", "yes")
    assert walk.call.step == behind
    walk.go("<")
    assert where(walk) == before
    walk.go("+", "+", "yes")
    assert walk.call.step == behind
    assert fold_all(script, walk.log) == walk.call


def test_a_call_is_gone_on_with_anywhere_in_it(script: Script) -> None:
    """Whatever is on the disk, the rest of the call leads to the same place."""
    rest = ("who=Anna", "+", "yes", "title=Faust", "+", "+", "+", "+")
    whole = Walk(script).go(*TO_BOOK, "+", *rest)
    for at in range(len(rest)):
        walk = Walk(script).go(*TO_BOOK, "+", *rest[:at])
        walk.call = fold_all(script, walk.log)
        assert where(walk.go(*rest[at:])) == where(whole)
        assert walk.call.ended


def test_where_it_cannot_be_taken_it_is_passed_by(shared: Bench) -> None:
    """While it is being taken already, while its condition does not hold, and where nothing in it is asked."""
    walk = Walk(read(shared.folder)).go(*TO_BOOK, "+", "@complaint", "+")
    assert where(walk) == [("", "need_details"), ("identify", "ask_who"), ("complaint", "complaint_note")]
    shared.swap("pack.toml", 'stage = "identify"\n', 'stage = "identify"\nwhen = { not = { field = "who" } }\n')
    for file, why in (("uk.toml", "Вже відомо"), ("en.toml", "Known")):
        shared.add(file, f'[detour_unless]\nidentify = "{why}"\n')
    assert shared.complaints == []
    walk = Walk(read(shared.folder)).go(*TO_BOOK, "+", "who=Anna", "+", "yes", "@complaint", "+")
    assert where(walk) == [("", "ask_title"), ("complaint", "complaint_note")]


@pytest.mark.parametrize("kind", ["ask", "pick"])
def test_behind_a_question(shared: Bench, kind: str) -> None:
    """A question and a list lead there as words do: once they are answered."""
    step = 'id = "pick_colleague"\n' if kind == "pick" else 'id = "ask_address"\n'
    shared.swap("pack.toml", step, f'{step}detour = "identify"\n')
    assert shared.complaints == []
    way = ("+", "+") if kind == "ask" else ("+", "+", "colleague", "archive")
    assert Walk(read(shared.folder)).go(*way).call.step == "ask_who"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            'detour = "identify"\n\n[[stages.steps]]\nkind = "ask"',
            'detour = "idenify"\n\n[[stages.steps]]\nkind = "ask"',
            "stage book: stages[book].steps[need_details].detour: there is no detour 'idenify'; the nearest known "
            "one is 'identify'",
        ),
        (
            'what = "reservation"\n',
            'what = "reservation"\ndetour = "identify"\n',
            "stage book: stages[book].steps[reserve].detour: unknown key",
        ),
        (
            'id = "write_note"\n',
            'id = "write_note"\ndetour = "identify"\n',
            "stage note: stages[note].steps[write_note].detour: there are no detours once the call is over",
        ),
        (
            'field = "who"\n',
            'field = "who"\ndetour = "complaint"\n',
            "stage identify: stages[identify].steps[ask_who].detour: the detour 'complaint' comes to this step itself, "
            "and is not taken twice at once",
        ),
    ],
)
def test_what_is_wrong_with_it(shared: Bench, old: str, new: str, complaint: str) -> None:
    """A detour that is none, where none can be taken, that leads back into itself."""
    shared.swap("pack.toml", old, new)
    assert any(each.startswith(f"pack.toml: {complaint}") for each in shared.complaints), shared.complaints


def test_nothing_else_leads_there(shared: Bench) -> None:
    """Without the steps that lead there, it is told that nothing does."""
    for _ in range(2):
        shared.swap("pack.toml", 'detour = "identify"\n', "")
    assert any("detours[identify]: nothing leads to this detour" in each for each in shared.complaints)


def test_a_block_that_is_the_centres_own(shared: Bench) -> None:
    """Switched off, it is not there, and the steps go on."""
    shared.swap("pack.toml", DETOUR.strip(), f'{DETOUR.strip()}\nhouse = "MI-09"')
    shared.add(
        "pack.toml",
        '[[clauses]]\nid = "MI-09"\nmodality = "must"\nhouse = true\n'
        'rules = [{ kind = "existence", some = ["said"] }]\n',
    )
    for file, words in (("uk.toml", "Питати, хто це"), ("en.toml", "Ask for details")):
        shared.add(file, f'[clause.MI-09]\ntitle = "{words}"\nwording = "{words}."\n')
    assert shared.complaints == []
    script = read(shared.folder)
    assert not any(map(detour_behind, script.steps.values()))
    assert Walk(script).go(*TO_BOOK, "+").call.step == "ask_title"


def test_it_is_drawn_printed_and_compared(shared: Bench, script: Script) -> None:
    """Pictures have the way into it; print tells its name; a form has no words for it; `diff` names the step."""
    picture = Picture(script)
    assert "  say need_details ⟲ identify  Потрібні Ваші дані." in list(as_text(picture))
    assert '  s_need_details -> d_identify [label=""];' in list(as_dot(picture))
    assert "      ⟲ Identity" in list(printed(script, "en"))
    version = take(shared.folder)
    assert write(version)[1]["steps.detour"] == ["need_details", "complaint_listen"]
    assert ("added", "step", "need_details") in [
        (each.how, each.kind, each.id) for each in difference(take(MINI), version).changes
    ]
    shared.swap("pack.toml", STEP.strip(), STEP.replace('detour = "identify"', "").strip())
    (change,) = difference(version, take(shared.folder)).changes
    assert (change.how, change.id, change.key, change.before, change.after) == (
        "changed", "need_details", "detour", "identify", None,
    )  # fmt: skip


def test_what_is_proved_of_it(shared: Bench, script: Script) -> None:
    """Nobody registers without having gone through the block, whatever keys are pressed; that who is known need not be.
    In a complaint out of the block itself it is passed by, and a call shows that; where that cannot be, it is proved.
    """
    prover = Prover(script)
    assert prover.rule("MI-04", 0).verdict == "proved"
    without = prover.rule("MI-04", 1)
    assert (without.verdict, without.level) == ("breached", 0)
    inside = prover.rule("MI-04", 2)
    assert (inside.verdict, inside.level) == ("breached", 1)
    assert inside.played
    assert [each for each in Reach(script).amiss() if each.goal.of in ("identify", "ask_who", "identified")] == []
    shared.swap("pack.toml", 'stage = "complaint"\n', 'stage = "complaint"\nwhen = { not = { detour = "identify" } }\n')
    for file, why in (("uk.toml", "Спершу хто це"), ("en.toml", "First who it is")):
        shared.add(file, f'[detour_unless]\ncomplaint = "{why}"\n')
    assert shared.complaints == []
    assert Prover(read(shared.folder)).rule("MI-04", 2).verdict == "proved"


def test_what_is_said_in_a_block_behind_a_register_tells_the_caller(shared: Bench) -> None:
    """As what is said where an answer leads on: until it is said, the caller was not told."""
    closing = '[[stages]]\nid = "colleague"\n'
    behind = '[[stages.steps]]\nkind = "do"\nid = "look"\ndetour = "tell"\n\n'
    shared.swap("pack.toml", closing, behind + closing)
    stage = '[[stages]]\nid = "tell"\n\n[[stages.steps]]\nkind = "say"\nid = "tell"\n'
    shared.add("pack.toml", f'[[detours]]\nid = "tell"\nstage = "tell"\n\n{stage}')
    for file, words in (("uk.toml", "Розповісти"), ("en.toml", "Tell")):
        shared.swap(file, "[step]\n", f'[step]\nlook = "{words}:"\ntell = "{words}."\n')
        shared.swap(file, "[stage]\n", f'[stage]\ntell = "{words}"\n')
        shared.swap(file, "[detour]\n", f'[detour]\ntell = "{words}"\n')
    assert shared.complaints == []
    script = read(shared.folder)
    walk = Walk(script).go(*TO_BOOK, "+", "who=Anna", "+", "yes", "title=Faust", "+", "+")
    told: list[bool | None] = []
    for word in ("+", "+", ""):
        (registered,) = registrations(script, walk.call)
        told.append(was_told(script, walk.call, registered, script.stage_of["reserve"]))
        walk.go(*filter(None, [word]))
    assert told == [None, False, True]
    assert walk.call.step == "farewell"
