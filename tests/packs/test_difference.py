"""What a version changes against another: by what it means in a call."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from callscript.packs import PackErrors, check, locate
from callscript.packs.difference import Change, difference
from callscript.packs.parts import parts, take
from tests.packs.conftest import MINI, Bench


def changes(mini: Bench, before: Path = MINI) -> list[Change]:
    """Return what the pack under work changes."""
    return list(difference(take(before), take(mini.folder)).changes)


def brief(found: list[Change]) -> list[tuple[str, str, str, str]]:
    """Return what is otherwise, without what it was and is."""
    return [(each.how, each.kind, each.id, each.key) for each in found]


def test_nothing_is_otherwise_in_the_same_pack() -> None:
    """Nor where stages stand in another order in their file: the flow goes by names."""
    for pack in ("ua-court", "lv-lvrtc"):
        version = take(locate(pack))
        found = difference(version, version)
        assert (found.changes, found.other_rules) == ((), ())
        assert set(found.same_rules) >= set(version.pack.standard)


def test_the_order_of_stages_in_the_file_means_nothing(mini: Bench) -> None:
    """A stage that is written elsewhere is the same stage."""
    file = mini.folder / "pack.toml"
    text = file.read_text(encoding="utf-8")
    first, *stages = re.split(r"(?m)^(?=\[\[)", text)
    moved = [each for each in stages if each.startswith("[[stages]]\n") or each.startswith("[[stages.")]
    assert len(moved) > 2
    head: list[list[str]] = []
    for each in moved:
        head.append([each]) if each.startswith("[[stages]]") else head[-1].append(each)
    others = [each for each in stages if each not in moved]
    file.write_text("".join((first, *(part for group in reversed(head) for part in group), *others)), encoding="utf-8")
    assert mini.complaints == []
    assert file.read_text(encoding="utf-8") != text
    assert changes(mini) == []


def test_a_digit_that_means_something_else_comes_first(tmp_path: Path) -> None:
    """Two answers that have changed places are told before all else, each with both meanings."""
    mini = of_the_court(tmp_path)
    first, second = '{ id = "consultation", to = "advice" },', '{ id = "appeal", to = "appeal" },'
    mini.swap("pack.toml", f"{first}\n    {second}", f"{second}\n    {first}")
    mini.swap("en.toml", "I am listening.", "I am all ears.")
    found = changes(mini, locate("ua-court"))
    assert [(each.how, each.id, each.key, each.before, each.after) for each in found[:2]] == [
        ("digit", "need_kind", "1", "consultation", "appeal"),
        ("digit", "need_kind", "2", "appeal", "consultation"),
    ]
    assert {each.how for each in found[2:]} == {"words"}


def test_a_digit_that_leads_elsewhere_is_another(tmp_path: Path) -> None:
    """The same answer under the same digit, and the call goes another way."""
    mini = of_the_court(tmp_path)
    mini.swap("pack.toml", '{ id = "consultation", to = "advice" }', '{ id = "consultation", to = "appeal" }')
    assert next((each.how, each.key, each.before, each.after) for each in changes(mini, locate("ua-court"))) == (
        "digit",
        "1",
        "consultation → to advice",
        "consultation → to appeal",
    )


def test_a_digit_that_means_nothing_any_more(tmp_path: Path) -> None:
    """An answer that is gone from the end of a choice, and one that is new there: of that nobody has a habit."""
    mini = of_the_court(tmp_path)
    mini.swap("pack.toml", '    { id = "feedback", detour = "feedback" },\n  ] },', "  ] },")
    found = changes(mini, locate("ua-court"))
    assert (found[0].how, found[0].key, found[0].before, found[0].after) == ("digit", "7", "feedback", None)
    assert ("removed", "answer", "need_kind.feedback", "") in brief(found)
    back = difference(take(mini.folder), take(locate("ua-court"))).changes
    assert [each for each in back if each.how == "digit"] == []


def test_digits_of_lists_and_detours_are_compared_too(mini: Bench) -> None:
    """A directory in another order, a detour under another digit, the values of a field."""
    version = take(mini.folder)
    directory = (mini.folder / "directory.toml").read_text(encoding="utf-8")
    first, *entries = re.split(r"(?m)^(?=\[\[entry\]\])", directory)
    (mini.folder / "directory.toml").write_text(first + "".join(reversed(entries)), encoding="utf-8")
    found = difference(version, take(mini.folder)).changes
    assert found
    assert {each.how for each in found} == {"digit"}
    assert {each.before for each in found} == {each.after for each in found}


def of_the_court(tmp_path: Path) -> Bench:
    """Copy the pack of the court, which has a standard's own words, with its directory."""
    folder = tmp_path / "ua-court"
    shutil.copytree(locate("ua-court"), folder)
    return Bench(folder)


def test_one_letter_of_the_standards_words(tmp_path: Path) -> None:
    """It is marked with the clause, in the text that says them and in the standard's own file; other words are not."""
    bench = of_the_court(tmp_path)
    words = "Як я можу до Вас звертатись?"
    bench.swap("uk.toml", f'ask_address = "{words}"', f'ask_address = "{words.replace("В", "B")}"')
    bench.swap("standard.toml", f'said = ["{words}"]', f'said = ["{words.replace("В", "B")}"]')
    bench.swap("uk.toml", "Вітання", "Привітання")
    found = changes(bench, locate("ua-court"))
    assert [(each.kind, each.id, each.clauses) for each in found] == [
        ("standard", "UA-04.said.1", ("UA-04",)),
        ("text", "step.ask_address", ("UA-04",)),
        ("text", "stage.greeting", ()),
    ]
    assert [each.before for each in found[:2]] == [words, words]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("pack.toml", 'limit = "3m"', 'limit = "2m"', ("changed", "timer", "hold", "limit")),
        ("en.toml", "Hang up", "Hang it up", ("words", "text", "step.hang_up", "en")),
    ],
)
def test_what_else_is_otherwise(mini: Bench, file: str, old: str, new: str, expected: tuple[str, ...]) -> None:
    """Each thing is named with what of it, and nothing beside it."""
    mini.swap(file, old, new)
    assert brief(changes(mini)) == [expected]


def test_steps_that_come_go_and_move(tmp_path: Path) -> None:
    """A step is told by its id: new, gone, in another stage, or in another order."""
    bench = of_the_court(tmp_path)
    greet, introduce = (
        f'  {{ kind = "say", id = "{id}", clauses = ["UA-0{n}"] }},\n' for n, id in ((2, "greet"), (3, "introduce"))
    )
    bench.swap("pack.toml", greet + introduce, introduce + greet)
    bench.swap("pack.toml", '  { kind = "say", id = "offer_help", clauses = ["UA-05"], marks = ["welcomed"] },\n', "")
    found = changes(bench, locate("ua-court"))
    assert brief(found) == [("removed", "step", "offer_help", ""), ("moved", "stage", "greeting", "")]
    assert found[1].after == ["introduce", "greet", "ask_address"]
    assert found[0].before["marks"] == ["welcomed"]


def test_a_stage_that_is_only_called_otherwise(tmp_path: Path) -> None:
    """Its steps, and all that leads to it, are as before."""
    bench = of_the_court(tmp_path)
    for file in ("pack.toml", "uk.toml", "en.toml"):
        text = (bench.folder / file).read_text(encoding="utf-8")
        (bench.folder / file).write_text(
            re.sub(r'"explain"|^explain(?= =)', lambda m: m[0].replace("explain", "told_again"), text, flags=re.M),
            encoding="utf-8",
        )
    assert check(bench.folder) == []
    found = changes(bench, locate("ua-court"))
    assert [each for each in brief(found) if each[1] != "text"] == [("renamed", "stage", "told_again", "")]
    assert {each[2] for each in brief(found) if each[1] == "text"} == {"stage.explain", "stage.told_again"}


def test_clauses_whose_rules_are_others_are_not_compared(tmp_path: Path) -> None:
    """Their figures before and after the change are of different things."""
    bench = of_the_court(tmp_path)
    text = (bench.folder / "pack.toml").read_text(encoding="utf-8")
    found = re.search(r'id = "UA-05"\nmodality = "must"', text)
    assert found
    bench.swap("pack.toml", found[0], found[0].replace("must", "should"))
    compared = difference(take(locate("ua-court")), take(bench.folder))
    assert compared.other_rules == ("UA-05",)
    assert "UA-05" not in compared.same_rules
    assert brief(list(compared.changes)) == [("changed", "clause", "UA-05", "modality")]


def test_all_of_a_pack_is_compared() -> None:
    """Every part of both packs stands in the comparison with all that it says, and no two under one name."""
    for pack in ("ua-court", "lv-lvrtc"):
        version = take(locate(pack))
        found = parts(version)
        count = {
            kind: sum(part[0] == kind for part in found) for kind in ("stage", "step", "answer", "clause", "field")
        }
        assert count == {
            "stage": len(version.pack.stages),
            "step": sum(len(stage.steps) for stage in version.pack.stages),
            "answer": sum(len(getattr(step, "options", ())) for stage in version.pack.stages for step in stage.steps),
            "clause": len(version.pack.clauses),
            "field": len(version.pack.fields),
        }


def test_what_has_no_shape_is_not_compared(mini: Bench) -> None:
    """A file that cannot be taken apart is told of like by the check; a draft that is only unfinished is compared."""
    mini.swap("pack.toml", 'next = "need"', 'next = "ned"')
    assert [each.after for each in changes(mini)] == ["ned"]
    mini.add("pack.toml", "x = [[[")
    with pytest.raises(PackErrors):
        changes(mini)
