"""The callers that come with the program: what each expects can be reached, and can be missed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from callscript import packs
from callscript.commands.pack_cases import otherwise
from callscript.core.call import commands as c
from callscript.core.script.model import Script
from callscript.practice import callers
from callscript.practice.kept import as_case
from callscript.runtime.shipped import data_folder
from tests.practice.operators import Led

PACKS = ("ua-court", "lv-lvrtc")
SIX = 6
FILES = [file for pack in PACKS for file in sorted((data_folder() / callers.FOLDER / pack).glob("*.toml"))]


@cache
def script_of(pack: str) -> Script:
    """Return a script that comes with the program."""
    return packs.read(packs.locate(pack))


def led(file: Path) -> Led:
    """Begin a call of a caller."""
    script = script_of(file.parent.name)
    return Led(script, callers.read(file, script))


@pytest.mark.parametrize("pack", PACKS)
def test_six_callers_a_standard(pack: str) -> None:
    """Each standard has six of them, each with a title in every language of the interface, none with a problem."""
    script = script_of(pack)
    found = callers.files(packs.locate(pack), pack)
    assert len(found) == SIX
    assert callers.problems(script, found) == []
    for file in found:
        assert set(callers.read(file, script).title) == {"uk", "lv", "en"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_fitting_operator_does_what_the_caller_expects(file: Path) -> None:
    """Nothing that is expected is missing, nothing was misheard, nothing refused."""
    call = led(file)
    call.fits()
    found = call.score
    assert (found.unmet, found.misheard, found.refused, found.backs) == ((), (), 0, 0)
    assert found.ended == call.caller.expects.ended
    assert found.met == found.of > 0


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_all_that_a_caller_says_is_heard(file: Path) -> None:
    """A fitting operator comes to each step that the caller has words for, unless the caller is not heard there."""
    call = led(file)
    call.fits()
    said = {line.text for line in call.talk.lines}
    silent = {"clarity_result"} if any(each.act == "unheard" for each in call.caller.does) else set[str]()
    assert [each.at for each in call.caller.says if each.text not in said and each.at not in silent] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_an_operator_who_hangs_up_does_not(file: Path) -> None:
    """Whoever greets and ends the call then is told what is missing, with the event that it hangs on."""
    call = led(file)
    call.passes(2)
    call.do(c.Advance(), c.TakeDetour("end"), c.Answer("caller"))
    found = call.score
    assert found.unmet
    assert found.unmet[0].what == "ended"
    assert found.unmet[0].event == call.log[-1].seq or found.unmet[0].event


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_what_was_played_is_a_case_that_comes_to_the_same(file: Path, tmp_path: Path) -> None:
    """Kept and led once more by `pack test`, the call ends as it ended, with the verdicts that it had."""
    call = led(file)
    call.fits()
    case = tmp_path / "kept.toml"
    case.write_text(as_case(call.script, call.begun, call.played), encoding="utf-8")
    assert otherwise(call.script, [case]) == []
    assert f'ended = "{call.caller.expects.ended}"' in case.read_text(encoding="utf-8")
