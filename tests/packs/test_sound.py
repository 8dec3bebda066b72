"""What passes the check can be led: no call of it comes to where the script has nothing to ask before the end."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from callscript.core.call import commands as c
from callscript.core.call.decide import begin, decide
from callscript.core.call.flow import offers
from callscript.core.call.fold import fold, fold_all
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Script
from callscript.packs import check, locate, read
from tests.core.scripts import MONDAY, OPERATOR
from tests.packs.damage import ORIGINAL, write

STAGES = [stage["id"] for stage in ORIGINAL["pack.toml"]["stages"]]
GUARDS: list[dict[str, Any]] = [
    {"field": "title"},
    {"not": {"field": "title"}},
    {"open": True},
    {"open": False},
    {"happened": "said:greet"},
    {"answer": "need"},
    {"not": {"answer": "need"}},
    {"answer": "need", "among": ["book"]},
    {"answer": "hold_agreed", "among": ["yes"]},
    {"overran": "hold"},
    {"detour": "hold"},
]
LEADS: list[tuple[str, list[Any]]] = [
    ("to", STAGES),
    ("out", STAGES),
    ("leave", [True]),
    ("back", [True]),
    ("end", ["caller"]),
    ("detour", ["hold", "end"]),
    ("", [None]),
]


def _rewired(random: Random) -> dict[str, Any]:
    """Return the small pack with some of its flow changed at random."""
    files = deepcopy(ORIGINAL)
    stages = files["pack.toml"]["stages"]
    choices = [step for stage in stages for step in stage["steps"] if step["kind"] == "choose"]
    for _ in range(random.randint(1, 3)):
        stage = random.choice(stages)
        match random.randrange(4):
            case 0:
                stage.pop("next", None)
                stage.update({"next": random.choice(STAGES)} if random.random() < 0.7 else {})
            case 1:
                random.choice(stage["steps"])["when"] = random.choice(GUARDS)
            case 2:
                random.shuffle(stage["steps"])
            case _:
                option = random.choice(random.choice(choices)["options"])
                key, values = random.choice(LEADS)
                for old, _ in LEADS:
                    option.pop(old, None)
                option.update({key: random.choice(values)} if key else {})
    return files


def _lead(script: Script, random: Random, steps: int = 60) -> None:
    """Lead a call at random, and fail if it gets stuck."""
    now = MONDAY + timedelta(hours=random.choice([0, 12]))
    call = fold_all(script, begin(script, "call", OPERATOR, now))
    detours = [c.TakeDetour(detour.id) for detour in script.pack.detours]
    fills = [c.Fill(field.id, field.options[0] if field.options else "X") for field in script.pack.fields]
    for _ in range(steps):
        now += timedelta(seconds=random.choice([1, 20, 400]))
        answers = [c.Answer(offer.id) for offer in offers(script, call) if offer.offered]
        try:
            events = decide(
                script, call, random.choice([c.Advance()] * 3 + answers * 3 + fills + detours + [c.Back()]), now
            )
        except Refused:
            continue
        for event in events:
            call = fold(script, call, event)
        assert call.frames or not call.under_way, "nothing to ask before the end of the call"
        if not call.frames:
            return


@pytest.mark.parametrize("seed", range(12))
def test_a_pack_that_passes_never_gets_stuck(seed: int, tmp_path: Path) -> None:
    """However a pack is rewired: it is complained of, or its calls always have something to ask until they end."""
    random = Random(seed)
    for number in range(12):
        folder = tmp_path / str(number)
        folder.mkdir()
        write(folder, _rewired(random))
        if not check(folder):
            script = read(folder)
            for _ in range(5):
                _lead(script, random)


@pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc"])
def test_the_shipped_packs_never_get_stuck(pack: str) -> None:
    """No call under a shipped pack comes to where there is nothing to ask before its end."""
    script = read(locate(pack))
    for seed in range(40):
        _lead(script, Random(seed), steps=150)
