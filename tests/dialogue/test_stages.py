"""The row of stages: the way taken, in its places, and the main line ahead; no branch that nobody has taken."""

from __future__ import annotations

import pytest

from callscript import packs
from callscript.core.call.call import Call
from callscript.core.script import phrases
from callscript.dialogue.show.stages import stages
from tests.clauses.talk import Talk
from tests.core.walks import script_of
from tests.programs import ROOT

GREETED = "Enter Enter «Олено» Enter «питання»"
MINI = ROOT / "tests" / "packs" / "fixtures" / "mini"
NIGHT = "2026-11-23T21:00:00+02:00"


def row(script: str, keys: str, start: str = "") -> str:
    """Return the row after some keys: what is done, [where the call is], what lies ahead."""
    talk = Talk(script_of(script), start) if start else Talk(script_of(script))
    talk.play(keys)
    sign = {"done": "+{}", "now": "[{}]", "ahead": "{}"}
    return " ".join(sign[line.state].format(line.text) for line in stages(talk.script, talk.call))


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("", "[Вітання] Запит Відповідь Перевірка Прощання"),
        (GREETED, "+Вітання [Запит] Відповідь Перевірка Прощання"),
        (f"{GREETED} 1", "+Вітання +Запит [Відповідь] Перевірка Прощання"),
        (f"{GREETED} 2", "+Вітання +Запит [Звернення] Перевірка Прощання"),
        (f"{GREETED} 1 Enter", "+Вітання +Запит +Відповідь [Перевірка] Прощання"),
        (f"{GREETED} 1 Enter 3", "+Вітання +Запит +Відповідь +Перевірка [Пояснення] Прощання"),
        (f"{GREETED} 1 Enter 1", "+Вітання +Запит +Відповідь +Перевірка [Прощання]"),
    ],
)
def test_the_way_taken_and_the_main_line(keys: str, shown: str) -> None:
    """What is done keeps its place, whatever the script's order; ahead is what comes unless an answer leads away."""
    assert row("ua-court", keys) == shown


def test_what_became_wanting_is_on_the_way() -> None:
    """A stage that is passed over unless something is wanting is shown from when it is, until it is no more."""
    missing = f"{GREETED} F2 1 Enter Enter"
    assert row("ua-court", f"{missing} 4") == "+Вітання [Запит] Відповідь Чого бракує Перевірка Прощання"
    assert row("ua-court", f"{missing} 1") == "+Вітання [Запит] Відповідь Перевірка Прощання"


def test_a_call_outside_of_working_hours() -> None:
    """The closed-hours script has a main line of its own; what follows it is not told over again behind the end."""
    assert row("lv-lvrtc", "") == "[Sveiciens] Klienta vēlmes Risinājums Noslēgums"
    assert row("lv-lvrtc", "", NIGHT).count("[") == 1
    assert row("lv-lvrtc", "", NIGHT).endswith(" Noslēgums")
    assert "Klienta vēlmes" not in row("lv-lvrtc", "", NIGHT)


def test_where_a_choice_decides_all_its_ways_are_shown() -> None:
    """A script whose main line ends in a choice of ways does not say which of them is the main one."""
    script = packs.read(MINI)
    talk = Talk(script)
    shown = [phrases.label(script, f"stage.{stage}") for stage in ("greeting", "need", "book", "colleague", "closing")]
    assert [line.text for line in stages(script, talk.call)] == shown
    talk.play("Enter Enter 1")
    assert [line.text for line in stages(script, talk.call)] == [*shown[:3], shown[4]]


def test_nothing_before_a_call_begins() -> None:
    """Without a call there is no stage."""
    assert stages(script_of("ua-court"), Call()) == ()
