"""Callers as files: what is read, and what is said of one that is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from callscript import packs
from callscript.commands.maintenance import check
from callscript.packs import PackErrors, read
from callscript.practice import callers
from tests.packs.conftest import MINI, Bench

SOUND = """
id = "one"
pack = "mini"
phone = "067 123 45 67"
says = [{ at = "greet", text = "Алло!" }, { at = "need", text = "Книжку б мені.", answers = "book" }]
does = [
  { after = "timing:hold", seconds = 200, unless = "stopped:hold", text = "(гудки)", act = "hangs_up" },
]
[title]
uk = "Питає книжку"
[facts]
title = "Кобзар"
[stock]
wait = "Чекаю."
[expects]
ended = "operator"
met = ["MI-01"]
not_breached = "must"
"""


@pytest.fixture
def mini(tmp_path: Path) -> Bench:
    """Copy the small pack."""
    shutil.copytree(MINI, tmp_path / "mini")
    return Bench(tmp_path / "mini")


def written(mini: Bench, text: str) -> Path:
    """Write a caller beside the pack."""
    file = mini.folder / callers.FOLDER / "one.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_caller_is_read(mini: Bench) -> None:
    """What is written is what is played; what was left out is as if nothing was said."""
    caller = callers.read(written(mini, SOUND), read(mini.folder))
    assert (caller.id, caller.says[1].answers, caller.does[0].seconds) == ("one", "book", 200)
    assert (caller.called("uk"), caller.called("lv")) == ("Питає книжку", "Питає книжку")
    assert check([str(mini.folder)]).lines == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"greet"', '"greeet"', "says[greeet].at: the script has no step 'greeet'; the nearest known one is 'greet'"),
        ('answers = "book"', 'answers = "boook"', "says[need].answers: the script has no answer 'boook'"),
        ('title = "Кобзар"', 'titel = "Кобзар"', "facts.titel: the script has no field 'titel'"),
        ('"timing:hold"', '"timing:hald"', "does[1].after: the script has no fact 'timing:hald'"),
        ('"MI-01"', '"MI-99"', "expects.met: the script has no clause 'MI-99'"),
        ('ended = "operator"', 'ended = "abuse"', "expects.ended: no call of this script ends as 'abuse'"),
        ('id = "one"', 'id = "two"', "id: must be as the file is called, 'one'"),
        ('pack = "mini"', 'pack = "other"', "pack: the caller is of 'other', the script is 'mini'"),
        ('text = "Алло!"', 'text = ""', "says[greet].text: is empty"),
        ('text = "Алло!"', f'text = "{"А" * 69}"', "says[greet].text: must fit into a line: 68 letters at most, 69"),
        ('at = "need"', 'at = "greet"', "says[greet]: is given twice"),
        ("seconds = 200", "seconds = -1", "does[1]: no time is less than nothing"),
        ("seconds = 200", 'seconds = "200"', "does[1].seconds: must be a whole number, not '200'"),
        (
            'pack = "mini"',
            'pack = "mini"\nearlier = ["third"]',
            "earlier: the script asks nothing 'third' about earlier c",
        ),
        ("does = [", "doess = [", "doess: unknown key"),
        ('wait = "Чекаю."', 'weit = "Чекаю."', "stock.weit: no step is of this kind; the nearest known one is 'wait'"),
        ('id = "one"', 'id = "one', "line 2: not valid TOML"),
        ('uk = "Питає книжку"', "", "title: is empty"),
        ('pack = "mini"', 'pack = "mini"\nbegins = 2026-11-23T10:00:00Z', "begins: is no time on the centre's clock"),
    ],
)
def test_what_is_wrong_is_told_by_its_place(mini: Bench, old: str, new: str, told: str) -> None:
    """File, place and remedy, by `check` too."""
    assert old in SOUND
    file = written(mini, SOUND.replace(old, new, 1))
    with pytest.raises(PackErrors) as wrong:
        callers.read(file, read(mini.folder))
    assert f"{file}: {told}" in str(wrong.value)
    assert any(told in line for line in check([str(mini.folder)]).lines)


def test_what_cannot_be_read(mini: Bench) -> None:
    """A caller that is not there is told of."""
    with pytest.raises(PackErrors, match=r"nobody\.toml: No such file"):
        callers.read(mini.folder / "nobody.toml", read(mini.folder))


def test_a_centre_s_own_come_first(mini: Bench) -> None:
    """Those beside the pack, then those that come with the program, but for one of the same name."""
    own = written(mini, SOUND).rename(mini.folder / callers.FOLDER / "abusive.toml")
    found = callers.files(mini.folder, "ua-court")
    assert found[0] == own
    assert [file.stem for file in found].count("abusive") == 1
    assert callers.files(packs.locate("ua-court"), "ua-court")[0].stem == "abusive"
