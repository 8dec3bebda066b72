"""What is at hand fits the step; the rest is one key away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.script.model import Aid, Detour, Script
from callscript.dialogue.show import sheets
from callscript.plain.sheets import aids as lines
from tests.clauses.talk import MONDAY, NIGHT, Talk
from tests.core.scripts import DETOURS, Walk, make_script
from tests.core.walks import script_of

AIDS = (
    Aid(id="anywhere"),
    Aid(id="stage", at=("opening",)),
    Aid(id="step", at=("introduce", "hold_wait")),
    Aid(id="detour", at=("pause",)),
    Aid(id="nowhere", at=()),
)


def _script(*aids: Aid) -> Script:
    script = make_script(aids=aids, detours=(*DETOURS, Detour(id="pause", stage="hold")))
    own = dict(script.texts["lv"]) | {f"aid.{aid.id}.{part}": aid.id for aid in aids for part in ("title", "text")}
    return replace(script, texts={**script.texts, "lv": own})


def _fitting(script: Script, call: Call) -> list[str]:
    return [aid.title for aid in sheets.fitting_aids(script, call)]


def _all(script: Script, call: Call) -> list[str]:
    return [aid.title for aid in sheets.aids(script, call)]


def test_what_belongs_to_the_step_comes_first() -> None:
    """What names the step, its stage or the detour being taken is at hand; all others come behind it."""
    walk = Walk(_script(*AIDS))
    assert _fitting(walk.script, walk.call) == ["stage"]
    assert _all(walk.script, walk.call) == ["stage", "anywhere", "step", "detour", "nowhere"]
    walk.go("+")
    assert walk.call.step == "introduce"
    assert _fitting(walk.script, walk.call) == ["stage", "step"]
    walk.go("@pause")
    assert _fitting(walk.script, walk.call) == ["detour"]
    walk.go("agree")
    assert _fitting(walk.script, walk.call) == ["step", "detour"]
    assert _all(walk.script, walk.call) == ["step", "detour", "anywhere", "stage", "nowhere"]
    walk.go("@complaint")
    assert _fitting(walk.script, walk.call) == ["anywhere"]


def test_where_nothing_belongs_what_fits_anywhere_is_at_hand() -> None:
    """What belongs to no step in particular is at hand where nothing belongs more closely, and after the end."""
    walk = Walk(_script(*AIDS))
    walk.do(c.LoseLine())
    walk.go("told")
    assert not walk.call.frames
    assert _fitting(walk.script, walk.call) == ["anywhere"]
    assert _all(walk.script, walk.call) == [aid.id for aid in AIDS]
    assert _fitting(_script(AIDS[-1]), walk.call) == []


@pytest.mark.parametrize(
    ("pack", "keys", "clauses"),
    [
        ("ua-court", "", ["UA-06"]),
        ("ua-court", "Enter F2", ["UA-19 UA-20"]),
        ("ua-court", "F3", ["UA-17 UA-18"]),
        ("ua-court", "Enter F4", ["UA-14", "UA-15"]),
        ("ua-court", "F12", ["UA-01", ""]),
        ("lv-lvrtc", "Enter Enter «Liepas kundze» «e-paraksts» 7", ["LV-17"]),
        ("lv-lvrtc", "Enter Enter «Liepas kundze» «e-paraksts»", ["LV-02 LV-03"]),
        ("lv-lvrtc", "9", ["LV-11 LV-14"]),
    ],
)
def test_the_shipped_packs_have_at_hand_what_the_step_wants(pack: str, keys: str, clauses: list[str]) -> None:
    """Channels at feedback, the search at a hold, ten seconds where nobody is heard, courtesy in the talk."""
    talk = Talk(script_of(pack), MONDAY)
    talk.play(keys)
    assert [aid.note for aid in sheets.fitting_aids(talk.script, talk.call)] == clauses


def test_outside_of_working_time_the_hours_are_at_hand() -> None:
    """The Latvian centre's hours are at hand where a call begins outside of them, and its survey at that step."""
    talk = Talk(script_of("lv-lvrtc"), NIGHT)
    assert [aid.note for aid in sheets.fitting_aids(talk.script, talk.call)] == ["LV-12 LV-13 LV-14 LV-15"]
    talk.through("greet_closed", "recording_closed", ("closed_choice", "other"), "virtual_assistant")
    talk.through(("closed_more", "enough"), ("understood", "done"))
    talk.at("survey")
    assert [aid.note for aid in sheets.fitting_aids(talk.script, talk.call)] == ["LV-16"]


def test_line_by_line_what_fits_is_told_first() -> None:
    """Who has the words at hand read out hears first what the step wants."""
    walk = Walk(_script(*AIDS)).go("@pause")
    assert next(lines(walk.script, walk.call)) == "detour"


def test_what_was_looked_up_comes_first() -> None:
    """What was marked as the information given is at hand, whole, with the article's name, before all else."""
    talk = Walk(_script(*AIDS))
    talk.do(c.Inform("fee", "Судовий збір", 1, "Сплачують до подання позову."), c.Inform("term", "Строк", 1, "Місяць."))
    first, second, *_others = sheets.aids(talk.script, talk.call)
    assert (first.title, first.note, first.lines) == (
        "Information given",
        "Судовий збір",
        ("Сплачують до подання позову.",),
    )
    assert second.lines == ("Місяць.",)
    assert "Information given. Судовий збір" in list(lines(talk.script, talk.call))
