"""Ways that many tests of the clauses go: calls that have come to a certain place, and calls that end."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Value
from callscript.core.call.outgoing import Continued
from callscript.core.script.model import Script
from tests.clauses.talk import MONDAY, Talk

CUT_SHORT = ("caller", "no_contact", "abuse")


def cut_short(talk: Talk, how: str) -> None:
    """Lose the caller, or end the call for no contact or for abuse, in the way the script allows it."""
    if how == "caller":
        talk.do(c.LoseLine())
    elif how == "no_contact":
        talk.key("unclear")
        talk.wait(10)
        talk.hang_up(how)
        talk.through("not_heard", "no_contact_hang_up")
    else:
        talk.key("abuse")
        talk.through(("abuse_kind", "insults"), "abuse_warning")
        talk.at("abuse_after")
        talk.digit(2)
        talk.through("abuse_farewell", "abuse_hang_up")
    assert talk.call.ended is not None
    assert talk.call.ended.how == how


def excuses(clause: str, owing: Callable[[], Talk]) -> None:
    """Expect what is open to be owed no more where the call was cut short, but for work that outlives it."""
    for how in CUT_SHORT:
        talk = owing()
        assert talk.verdict(clause).verdict == "open"
        cut_short(talk, how)
        found = talk.verdict(clause)
        over = found.verdict in ("na", "met") or found.lasting
        assert over, f"{clause} is {found.verdict} in a call that ended by {how}"


def begun(script: Script, start: str, *steps: str | tuple[str, str]) -> Talk:
    """Return a call that has gone through these steps from its beginning."""
    talk = Talk(script, start)
    talk.through(*steps)
    return talk


def ringing(script: Script, random: Random) -> Continued | None:
    """Return what a call goes on with that the operator begins, by chance; None: it is one in which somebody rings."""
    outgoing = script.pack.outgoing
    if outgoing is None or random.random() < 0.6:
        return None
    texts = {
        "phone": "+380441234567",
        "sent_to": script.name_of(next(each for each in script.directory if each.kind == "body")),
    }
    fields = [field for field in outgoing.fields if not script.fields[field].options and random.random() < 0.5]
    values = {field: Value(texts.get(field, "слово")) for field in fields}
    return Continued(task="c0/c0-9", kind=random.choice(sorted(outgoing.done)), attempt=1, values=values)


def greeted(script: Script, start: str = MONDAY, *, gender: e.Gender = "feminine", need: str = "") -> Talk:
    """Return a call to the Ukrainian centre that has come to the question what is needed, or has answered it."""
    talk = Talk(script, start, gender=gender)
    talk.through("greet", "introduce", ("ask_address", "Олено Іванівно"), "offer_help", ("ask_subject", "Судовий збір"))
    talk.at("need_kind")
    if need:
        talk.take("need_kind", need)
    return talk


def advised(script: Script) -> Talk:
    """Return a call to the Ukrainian centre in which advice was given."""
    talk = greeted(script)
    talk.through(("need_kind", "consultation"), "give_advice")
    return talk


def goodbye(talk: Talk, understood: str = "clear") -> None:
    """End a call to the Ukrainian centre kindly."""
    if talk.call.step == "understood":
        talk.take("understood", understood)
    talk.through(("rating", "five"), "farewell", "hang_up")
    assert talk.call.ended is not None


APPEAL = {
    "surname": "Шевченко",
    "given_name": "Олена",
    "patronymic": "Іванівна",
    "residence": "Київ, вул. Січова, 1",
    "kind": "complaint",
    "phone": "+380441234567",
    "email": "olena@example.com",
}


def registered(script: Script, start: str = MONDAY, competence: str = "within") -> Talk:
    """Return a call to the Ukrainian centre in which an oral appeal was registered."""
    talk = greeted(script, start)
    talk.through(("need_kind", "appeal"), "appeal_intro")
    for field, value in APPEAL.items():
        talk.fill(field, value)
    while talk.call.step in (f"ask_{field}" for field in APPEAL):
        talk.do(c.Advance())
    talk.through("ask_substance", "register_appeal", ("competence", competence))
    return talk


def welcomed(script: Script, start: str = MONDAY, need: str = "") -> Talk:
    """Return a call to the Latvian centre that has come to the question how the need is met, or has answered it."""
    talk = Talk(script, start)
    talk.through("greet", "recording", ("ask_address", "Ozola kungs"), ("ask_need", "eParaksts nedarbojas"))
    talk.at("need_kind")
    if need:
        talk.take("need_kind", need)
    return talk


def parted(talk: Talk, understood: str = "done") -> None:
    """End a call to the Latvian centre kindly."""
    if talk.call.step == "understood":
        talk.take("understood", understood)
    talk.through(("survey", "four"), "farewell", "hang_up")
    assert talk.call.ended is not None
