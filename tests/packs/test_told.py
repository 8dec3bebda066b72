"""Complaints of the check where an author can mend them: at the place of the slip, once, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from callscript.packs import check
from tests.packs.test_docs import BLOCKS, DOCUMENT, build

NO_LINK = 'id = "hung_up", end = '
BORN = '\n[[fields]]\nid = "born"\nkind = "date"\ndays = "{days}"\n'
LEADS = (
    "stages[need].steps[need].options[book].to leads here as to a stage of the main script; "
    'take the detour by detour = "hold" of the answer'
)


def complaints(folder: Path, *swaps: tuple[str, str, str], words: str = "", pack: str = "") -> list[str]:
    """Return what the check says of the library's pack of the document, with slips in it."""
    build(folder / "library", BLOCKS)
    for file, added in (("en.toml", words), ("pack.toml", pack)):
        with (folder / "library" / file).open("a", encoding="utf-8") as text:
            text.write(added)
    for file, old, new in swaps:
        path = folder / "library" / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(problem).replace(f"{folder}/library/", "") for problem in check(folder / "library")]


def test_an_answer_that_leads_into_a_detour(tmp_path: Path) -> None:
    """What is wrong in the detour then is told with the answer that leads there, and what to write in it."""
    told = complaints(tmp_path, ("pack.toml", 'to = "book"', 'to = "holding"'))
    assert told[1:] == [
        "pack.toml: stage holding: stages[holding].steps[hold_consent].options[no].leave: "
        f"there is no detour to leave here: {LEADS}",
        "pack.toml: stage holding: stages[holding]: a dead end: the steps can run out here with no `next` stage and "
        f"no `end`: {LEADS}",
    ]


def test_a_stage_that_leads_into_a_detour(tmp_path: Path) -> None:
    """So is a stage whose `next` is one of a detour."""
    told = complaints(tmp_path, ("pack.toml", 'id = "greeting"\nnext = "need"', 'id = "greeting"\nnext = "holding"'))
    assert told[-1].endswith(
        ": stages[greeting].next leads here as to a stage of the main script; take the detour by "
        'detour = "hold" of a step'
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'when = { field = "address" }',
            'when = { field = "need" }',
            "field: 'need' is a step, not a field: ask about it by `a",
        ),
        (
            'when = { field = "address" }',
            'when = { answer = "address" }',
            "'address' is a field, not a step: ask about it by `f",
        ),
    ],
)
def test_a_step_and_a_field_that_were_mixed_up(old: str, new: str, told: str, tmp_path: Path) -> None:
    """What is asked by which key is told."""
    (only,) = complaints(tmp_path, ("pack.toml", old, new))
    assert told in only


def test_an_ending_that_stands_nowhere(tmp_path: Path) -> None:
    """Where the pack's own ways of ending stand is told; that no outcome fits it, not."""
    told = complaints(tmp_path, ("pack.toml", f'{NO_LINK}"caller"', f'{NO_LINK}"voicemail"'))
    assert told[0].endswith("transfer; one of the pack's own is named in `endings`, before the first heading")
    assert not [each for each in told if "no outcome fits" in each]


def test_keys_behind_a_heading_that_they_do_not_belong_to(tmp_path: Path) -> None:
    """One complaint says what stands there by mistake; the texts themselves are found."""
    centre = 'centre = "The town library"\n'
    told = complaints(tmp_path, ("en.toml", centre, f'{centre}[unless.need]\nother = "x"\n[step]\n'))
    assert told[0].startswith("en.toml: step: what stands behind the heading [step] belongs to it: put stage.…, ")
    assert told[0].endswith("before the first heading, or give each a heading of its own")
    assert [each for each in told[1:] if "unless.need.other" not in each] == []


@pytest.mark.parametrize(
    ("due", "days", "told"),
    [
        (
            "by:born",
            "past",
            "nothing can be due by 'born': it may be over (days = \"past\"), so name a day that is coming",
        ),
        ("by:title", "past", "goes by a field of kind 'date': 'title' is of kind 'text'"),
        ("at:born", "past", "goes by a field of kind 'time': 'born' is of kind 'date'"),
        ("by:bron", "past", "there is no date 'bron'; the nearest known one is 'born'"),
        ("2 days", "past", "not '2 days': write 2d"),
        ("by:born", "before", ""),
    ],
)
def test_by_what_work_can_be_due(due: str, days: str, told: str, tmp_path: Path) -> None:
    """A day that may be over, a field of another kind, and nothing where the field itself has a slip in it."""
    found = complaints(
        tmp_path,
        ("pack.toml", 'due = "1wd"', f'due = "{due}"'),
        words='\nfield.born = "Born"\n',
        pack=BORN.replace("{days}", days),
    )
    (only,) = found
    assert only.endswith(told or "fields[born].days: must be one of any, coming, past, not 'before'")


@pytest.mark.parametrize("slip", ["tiems = 2", 'since = "said:thnk"'])
def test_a_slip_in_a_condition_hides_no_answers(slip: str, tmp_path: Path) -> None:
    """What such a condition leaves open nobody can tell: the slip alone is told."""
    yes, no = '  { id = "yes" },', '  { id = "no", leave = true },'
    right = slip.replace("tiems", "times").replace("thnk", "thank")
    conditions = (
        ("pack.toml", yes, yes.replace(" }", f', when = {{ not = {{ happened = "said:greet", {slip} }} }} }}')),
        ("pack.toml", no, no.replace(" }", f', when = {{ happened = "said:greet", {right} }} }}')),
    )
    words = '\nunless.hold_consent.yes = "Twice"\nunless.hold_consent.no = "Once"\n'
    (told,) = complaints(tmp_path, *conditions, words=words)
    assert f"options[yes].when.not.{slip.partition(' ')[0]}: " in told


@pytest.mark.parametrize(("limit", "meant"), [("10 min", "10m"), ("90 Sec.", "90s"), ("2hours", "2h"), ("1 day", "1d")])
def test_a_duration_in_words(limit: str, meant: str, tmp_path: Path) -> None:
    """How it is written is told."""
    (told,) = complaints(tmp_path, ("pack.toml", 'limit = "3m"', f'limit = "{limit}"'))
    assert (
        told
        == f"pack.toml: timers[hold].limit: must be a duration like 90s, 3m, 2h or 1d, not '{limit}': write {meant}"
    )


def test_a_duration_that_is_none(tmp_path: Path) -> None:
    """Nothing is proposed that would not do there."""
    (told,) = complaints(tmp_path, ("pack.toml", 'within = "3m"', 'within = "3 working days soon"'))
    assert told.endswith("must be a duration like 90s, 3m, 2h or 1d, or today, or due, not '3 working days soon'")


def test_the_results_of_the_document(tmp_path: Path) -> None:
    """What the document shows of results passes the check, and names work of the library."""
    shown = DOCUMENT.split("**What has come of work.**")[1].split("\nWho says")[0]
    lines = [line[4:] for line in shown.splitlines() if line.startswith("    ")]
    pack, words = "\n".join(lines[:2]), "\n".join(lines[2:])
    assert complaints(tmp_path, pack=f"\n{pack}\n", words=f"\n{words}\n") == []
