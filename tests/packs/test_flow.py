"""The flow: every stage is come to, every way leads to an end, and nothing is complained of that could be right."""

from __future__ import annotations

import pytest

from tests.packs.conftest import Bench

STAGE = '\n[[stages]]\nid = "{0}"\n{1}\n\n[[stages.steps]]\nid = "{0}_step"\n{2}\n'


def _texts(mini: Bench, *names: str, options: str = "") -> None:
    """Write the texts of added stages, so that only the flow is complained of."""
    for file in ("uk.toml", "en.toml"):
        for name in names:
            mini.swap(file, "[stage]", f'[stage]\n{name} = "X"')
            mini.swap(file, "[step]", f'[step]\n{name}_step = "X"')
        mini.add(file, options)


def test_the_small_pack_is_sound(mini: Bench) -> None:
    """A pack that has nothing wrong is not complained of."""
    assert mini.complaints == []


def test_a_stage_that_nothing_leads_to(mini: Bench) -> None:
    """A stage that no start, answer, `next` or detour leads to is told."""
    mini.add("pack.toml", STAGE.format("attic", 'next = "closing"', 'kind = "do"'))
    _texts(mini, "attic")
    assert mini.complaints == ["pack.toml: stage attic: stages[attic]: nothing leads to this stage"]


def test_stages_that_lead_only_to_each_other(mini: Bench) -> None:
    """Two stages that name each other are not come to by that."""
    mini.add("pack.toml", STAGE.format("attic", 'next = "cellar"', 'kind = "do"'))
    mini.add("pack.toml", STAGE.format("cellar", 'next = "attic"', 'kind = "do"'))
    _texts(mini, "attic", "cellar")
    assert mini.complaints == [
        "pack.toml: stage attic: stages[attic]: nothing leads to this stage",
        "pack.toml: stage cellar: stages[cellar]: nothing leads to this stage",
    ]


def test_a_stage_of_a_detour_that_no_key_offers(mini: Bench) -> None:
    """A detour without digit, function key and option is told, and its stages with it."""
    mini.swap("pack.toml", 'id = "hold"\nstage = "holding"', 'id = "hould"\nstage = "holding"')
    assert mini.complaints[:2] == [
        "pack.toml: detours[hould]: nothing leads to this detour: give it a digit, or an answer or step with `detour`",
        "pack.toml: stage holding: stages[holding]: nothing leads to this stage",
    ]


def test_a_detour_that_is_urgent_needs_no_other_way(mini: Bench) -> None:
    """Insert leads to an urgent detour: nothing else has to."""
    mini.swap("pack.toml", 'id = "hold"\nstage = "holding"', 'id = "hould"\nurgent = true\nstage = "holding"')
    assert not any("nothing leads to" in complaint for complaint in mini.complaints)


def test_a_detour_that_only_an_answer_offers(mini: Bench) -> None:
    """An answer with `detour` leads to a detour that has no key."""
    mini.swap("pack.toml", 'id = "hold"\nstage = "holding"', 'id = "look_up"\nstage = "holding"')
    mini.swap("pack.toml", '{ id = "other", to = "closing"', '{ id = "other", detour = "look_up"')
    for file in ("uk.toml", "en.toml"):
        mini.swap(file, "[detour]\nhold", "[detour]\nlook_up")
    assert "pack.toml: stage need: stages[need]: a dead end: the steps can run out here" in mini.complaints[0]
    mini.swap("pack.toml", 'id = "need"\n\n', 'id = "need"\nnext = "closing"\n\n')
    assert mini.complaints == []


@pytest.mark.parametrize("before", ['kind = "end"', 'kind = "choose"\noptions = [{ id = "on", to = "closing" }]'])
def test_a_step_behind_an_end(mini: Bench, before: str) -> None:
    """A step behind one that always leads elsewhere is told."""
    mini.swap("pack.toml", 'next = "need"', 'next = "attic"')
    mini.add("pack.toml", STAGE.format("attic", "", before))
    mini.add("pack.toml", '[[stages.steps]]\nkind = "say"\nid = "late"\n')
    _texts(mini, "attic", options="[option.attic_step]\non = 'X'\n" if "on" in before.split("[")[-1] else "")
    for file in ("uk.toml", "en.toml"):
        mini.swap(file, "[step]", '[step]\nlate = "X"')
    assert (
        "pack.toml: stage attic: stages[attic].steps[late]: never come to: every way leads elsewhere before it"
        in mini.complaints
    )


def test_a_stage_without_steps(mini: Bench) -> None:
    """A stage needs a step."""
    mini.swap("pack.toml", 'next = "need"', 'next = "attic"')
    mini.add("pack.toml", '[[stages]]\nid = "attic"\nnext = "need"\nsteps = []\n')
    for file in ("uk.toml", "en.toml"):
        mini.swap(file, "[stage]", '[stage]\nattic = "X"')
    assert mini.complaints == ["pack.toml: stage attic: stages[attic].steps: the stage has no steps"]


def test_a_dead_end(mini: Bench) -> None:
    """A stage of the main script that runs out with no `next` and no `end` is told."""
    mini.swap("pack.toml", 'id = "book"\nnext = "closing"', 'id = "book"')
    assert mini.complaints == [
        "pack.toml: stage book: stages[book]: a dead end: the steps can run out here with no `next` stage and no `end`"
    ]


def test_a_choice_without_options(mini: Bench) -> None:
    """A choice that offers nothing is told as the dead end it is."""
    mini.swap("pack.toml", '{ id = "yes" },\n  { id = "no", leave = true },', "")
    assert (
        "pack.toml: stage holding: stages[holding].steps[hold_agreed].options: a choice without options is a dead end"
        in mini.complaints
    )


END = '[[stages.steps]]\nkind = "end"\nid = "hang_up"\n'


@pytest.mark.parametrize(
    ("first", "second", "dead"),
    [
        ('{ field = "title" }', '{ not = { field = "title" } }', False),
        ('{ field = "title" }', '{ field = "address" }', True),
        ("{ open = true }", "{ open = false }", False),
        ('{ happened = "ended" }', '{ not = { happened = "ended" } }', False),
        ('{ any = [{ field = "title" }, { field = "age" }] }', '{ not = { field = "age" } }', False),
        ('{ all = [{ field = "title" }, { field = "age" }] }', '{ not = { field = "age" } }', True),
        ('{ overran = "hold" }', '{ detour = "hold" }', True),
        ('{ answer = "need" }', '{ not = { answer = "need" } }', False),
        ('{ answer = "need", among = ["book"] }', '{ answer = "need", among = ["other"] }', True),  # closed: no answer
    ],
)
def test_conditions_that_leave_no_gap_are_no_dead_end(mini: Bench, first: str, second: str, dead: bool) -> None:
    """Ends with conditions are a dead end exactly if the conditions can all fail together."""
    second_end = f'[[stages.steps]]\nkind = "end"\nid = "hang_up_too"\nwhen = {second}\n'
    mini.swap("pack.toml", END, f"{END}when = {first}\n\n{second_end}")
    for file in ("uk.toml", "en.toml"):
        mini.swap(file, "[step]", '[step]\nhang_up_too = "X"')
    assert [line.split(": ")[3] for line in mini.complaints] == (["a dead end"] if dead else [])


def test_an_answer_given_on_the_only_way_counts(mini: Bench) -> None:
    """Where every way comes from one choice, only the answers that lead here are reckoned with."""
    mini.swap("pack.toml", '{ stage = "closed", when = { open = false } },', "")
    mini.swap(
        "pack.toml",
        '[[stages]]\nid = "closed"\nnext = "closing"\n\n[[stages.steps]]\nkind = "say"\nid = "tell_hours"\n',
        "",
    )
    mini.swap("pack.toml", 'out = "closing"', 'end = "operator"')
    for file in ("uk.toml", "en.toml"):
        mini.swap(file, "tell_hours", "#")
        mini.swap(file, "closed", "#")
    second = '[[stages.steps]]\nkind = "end"\nid = "too"\nwhen = { answer = "need", among = ["other"] }\n'
    mini.swap("pack.toml", END, f'{END}when = {{ answer = "need", among = ["book"] }}\n\n{second}')
    for file in ("uk.toml", "en.toml"):
        mini.swap(file, "[step]", '[step]\ntoo = "X"')
    assert mini.complaints == []


def test_a_choice_in_the_same_stage_counts(mini: Bench) -> None:
    """After a choice, a step for each of its answers that goes on leaves no gap."""
    options = '{ id = "a" }, { id = "b" }, { id = "c", to = "need" }'
    choice = f'[[stages.steps]]\nkind = "choose"\nid = "which"\noptions = [{options}]\n'
    ends = "".join(
        f'[[stages.steps]]\nkind = "end"\nid = "end_{name}"\nwhen = {{ answer = "which", among = ["{name}"] }}\n'
        for name in "ab"
    )
    mini.swap("pack.toml", END, choice + ends)
    for file in ("uk.toml", "en.toml"):
        mini.swap(file, "hang_up =", 'which = "X"\nend_a = "X"\nend_b = "X"\n#')
        mini.add(file, '[option.which]\na = "X"\nb = "X"\nc = "X"\n')
    assert mini.complaints == []
    mini.swap("pack.toml", '{ id = "c", to = "need" }', '{ id = "c" }')
    assert len(mini.complaints) == 1
    assert "a dead end" in mini.complaints[0]


def test_a_loop_that_never_ends(mini: Bench) -> None:
    """Stages of the main script that only lead round to themselves are told as the ring they are."""
    mini.swap("pack.toml", 'id = "book"\nnext = "closing"', 'id = "book"\nnext = "attic"')
    mini.add("pack.toml", STAGE.format("attic", 'next = "book"', 'kind = "do"'))
    _texts(mini, "attic")
    assert mini.complaints == [
        "pack.toml: stage book: stages[book]: a loop that never comes to the end of the call: book → attic → book"
    ]


def test_a_loop_in_a_detour(mini: Bench) -> None:
    """A detour that only leads round to itself is told."""
    mini.swap("pack.toml", 'id = "holding"\n', 'id = "holding"\nnext = "holding"\n')
    assert mini.complaints == []  # `no` leaves it
    mini.swap("pack.toml", '{ id = "no", leave = true }', '{ id = "no" }')
    assert mini.complaints == [
        "pack.toml: stage holding: stages[holding]: "
        "a loop that never comes to the way back out of the detour: holding → holding"
    ]


def test_leaving_where_there_is_no_detour(mini: Bench) -> None:
    """`leave` in the main script is told: there is nothing to leave."""
    mini.swap("pack.toml", '{ id = "book", to = "book" }', '{ id = "book", to = "book" }, { id = "off", leave = true }')
    _texts(mini)
    for file in ("uk.toml", "en.toml"):
        mini.swap(file, "[option.need]", '[option.need]\noff = "X"')
    assert mini.complaints == [
        "pack.toml: stage need: stages[need].steps[need].options[off].leave: there is no detour to leave here"
    ]


def test_an_end_after_the_end(mini: Bench) -> None:
    """After the call nothing can end it."""
    mini.swap("pack.toml", 'after_call = "note"', 'after_call = "closing"')
    assert "pack.toml: stage closing: stages[closing].steps[hang_up]: the call is over already here" in mini.complaints


def test_a_way_of_ending_without_an_outcome(mini: Bench) -> None:
    """Every way in which the script can end a call has an outcome to file it under."""
    mini.swap("pack.toml", 'ended = ["transfer"]', 'ended = ["operator"]')
    assert mini.complaints == [
        "pack.toml: outcomes: no outcome fits a call that ended 'transfer': its wrap-up could not be closed"
    ]


def test_a_script_without_any_end(mini: Bench) -> None:
    """A script that never ends a call is told."""
    text = (mini.folder / "pack.toml").read_text(encoding="utf-8")
    text = (
        text.replace('kind = "end"', 'kind = "do"')
        .replace('how = "transfer"\n', "")
        .replace('end = "caller"', "leave = true")
    )
    (mini.folder / "pack.toml").write_text(text, encoding="utf-8")
    assert "pack.toml: stages: no step ends a call: one `end` step or option is needed" in mini.complaints


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ('{ stage = "greeting" }', '{ stage = "greeting", when = { open = false } }', "open"),
        ('{ stage = "greeting" }', '{ stage = "greeting", when = { field = "title" } }', "open"),
        ("when = { open = false } }", "when = { open = true } }", None),
    ],
)
def test_a_call_can_always_begin(mini: Bench, old: str, new: str, state: str | None) -> None:
    """Whether the centre is open or closed, some entry of `start` holds."""
    mini.swap("pack.toml", old, new)
    found = [line for line in mini.complaints if line.startswith("pack.toml: start")]
    assert found == ([f"pack.toml: start: nothing begins a call while the centre is {state}"] if state else [])


def test_a_pack_that_nothing_begins(mini: Bench) -> None:
    """A pack needs an entry of `start`."""
    mini.swap(
        "pack.toml",
        'start = [\n  { stage = "closed", when = { open = false } },\n  { stage = "greeting" },\n]',
        "start = []",
    )
    assert "pack.toml: start: nothing begins a call: name a stage" in mini.complaints


def test_stages_that_can_all_be_passed_over(mini: Bench) -> None:
    """A ring of stages whose steps can all be passed over is a dead end; one step without condition breaks it."""
    mini.swap("pack.toml", 'id = "book"\nnext = "closing"', 'id = "book"\nnext = "attic"')
    mini.swap("pack.toml", 'kind = "ask"\nid = "ask_title"', 'kind = "ask"\nwhen = { open = true }\nid = "ask_title"')
    mini.swap("pack.toml", 'kind = "register"', 'kind = "register"\nwhen = { open = true }')
    choice = 'kind = "choose"\noptions = [{ id = "on", to = "closing" }]'
    mini.add("pack.toml", STAGE.format("attic", 'next = "book"', f"{choice}\nwhen = {{ field = 'age' }}"))
    _texts(mini, "attic", options='option.attic_step.on = "X"')
    assert [line.split(": ", 1)[1] for line in mini.complaints if "dead end" in line] == [
        f"stage {stage}: stages[{stage}]: a dead end: "
        "every step of this stage, and of those that follow it, can be passed over"
        for stage in ("book", "attic")
    ]
    mini.swap("pack.toml", "when = { field = 'age' }", "")
    assert not [line for line in mini.complaints if "dead end" in line]


def test_a_start_whose_steps_are_all_passed_over(mini: Bench) -> None:
    """A stage in which nothing holds at the beginning of a call does not begin one."""
    mini.swap("pack.toml", 'id = "tell_hours"', 'id = "tell_hours"\nwhen = { field = "title" }')
    assert mini.complaints == []  # `closing` follows
    mini.swap("pack.toml", 'id = "closed"\nnext = "closing"', 'id = "closed"')
    mini.swap("pack.toml", '{ stage = "greeting" }', '{ stage = "greeting", when = { open = true } }')
    assert "pack.toml: start: nothing begins a call while the centre is closed" in mini.complaints


def test_an_option_that_ends_after_the_end(mini: Bench) -> None:
    """After the call no answer can end it."""
    mini.swap("pack.toml", 'after_call = "note"', 'after_call = "ending"')
    assert (
        "pack.toml: stage ending: stages[ending].steps[how_ended].options[hung_up].end: the call is over already here"
        in mini.complaints
    )


def test_more_conditions_than_can_be_tried(mini: Bench) -> None:
    """A stage with too many conditions is not judged: the check stays fast, and does not complain on suspicion."""
    marks = ", ".join(f'"m{number}"' for number in range(13))
    mini.swap("pack.toml", 'marks = ["thanked"]', f'marks = ["thanked", {marks}]')
    guards = ", ".join(f'{{ happened = "mark:m{number}" }}' for number in range(13))
    mini.swap("pack.toml", END, f"{END}when = {{ all = [{guards}] }}\n")
    assert mini.complaints == []
