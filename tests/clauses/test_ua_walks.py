"""ua-court, led at random: whoever goes through what the script asks, to a normal end, breaches nothing.

Left out is what an operator does on purpose: to close by the end key in the middle.
"""

from __future__ import annotations

from random import Random

from callscript.core.call import commands as c
from callscript.core.call.flow import current
from callscript.core.call.refusal import Refused
from callscript.core.script.model import KEY_DETOURS, Script
from callscript.core.script.steps import Ask
from tests.clauses.talk import Talk
from tests.clauses.test_ua_true import owed
from tests.clauses.ways import ringing

CALLS = 120
STEPS = 150
ON_PURPOSE = {"close"}
VALUES = {"phone": "+380441234567", "email": "olena@example.com", "callback_at": "25.11.2026 10:00"}


def test_whoever_goes_through_the_script_breaches_nothing(ua: Script) -> None:
    """However detours, Backspace, matters and time come together, a normal end owes nothing but what was promised."""
    ended = 0
    for seed in range(CALLS):
        chance, keys = Random(seed), list[str]()
        talk = Talk(ua, goes_on=ringing(ua, Random(seed)))
        for _ in range(STEPS):
            if talk.call.frames and not talk.call.ended:
                keys.append(press(talk, chance))
        if talk.call.ended is None or talk.call.ended.how != "operator":
            continue
        ended += 1
        while talk.call.frames:
            talk.do(c.Answer("sent") if talk.call.step == "dispatch" else c.Advance())
        assert owed(talk) == [], " ".join(keys)
    assert ended > CALLS // 4


def press(talk: Talk, chance: Random) -> str:
    """Do something that an operator may do next; say what."""
    wish, step = chance.random(), current(talk.script, talk.call)
    if wish < 0.03:
        talk.wait(chance.choice((1, 5, 12)))
        return "wait"
    if wish < 0.11:
        command: c.Command = c.TakeDetour(chance.choice(KEY_DETOURS))
    elif wish < 0.16:
        command = c.Back()
    elif isinstance(step, Ask) and step.field not in talk.call.fields:
        command = c.Fill(step.field, VALUES.get(step.field, "слово"))
    else:
        offered = [] if isinstance(step, Ask) else [each for each in talk.offers() if each not in ON_PURPOSE]
        command = c.Answer(chance.choice(offered)) if offered else c.Advance()
    try:
        talk.do(command)
    except Refused:
        return "refused"
    return f"{talk.call.step}<-{command}"
