"""What people read is in the words of the pack and of the interface: no name that only the program knows shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from gettext import GNUTranslations
from io import BytesIO
from random import Random

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from callscript.commands.show import lines as shown
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.decide import begin, decide
from callscript.core.call.fold import fold
from callscript.core.call.refusal import Refused
from callscript.core.script.model import KEY_DETOURS, Script, Text
from callscript.core.script.steps import Choose
from callscript.dialogue.actions import BY_ID
from callscript.dialogue.show import call_view, endings, header, listing, refusals, sheets
from callscript.runtime import i18n
from callscript.runtime.shipped import data_folder
from callscript.service.summary import filed
from tests.clauses.talk import Talk
from tests.core.scripts import MONDAY, NIGHT, OPERATOR, make_script
from tests.core.walks import propose, script_of

LANGUAGES = {"ua-court": "uk", "lv-lvrtc": "lv"}
WORDS = {"met", "na", "breached", "open", "reminder", "must", "should", "may", "consent", "caller", "no_contact"}
"""Names of the program's own, beside those of a pack."""


@pytest.fixture(params=LANGUAGES)
def pack(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Script:
    """Each shipped pack, the interface in its own language."""
    catalogue, compiled = data_folder() / "locale" / LANGUAGES[request.param] / "LC_MESSAGES", BytesIO()
    with (catalogue / "callscript.po").open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    monkeypatch.setattr(i18n, "_current", GNUTranslations(compiled))
    return script_of(request.param)


@pytest.mark.parametrize("seed", range(12))
def test_no_name_of_the_program_is_read(pack: Script, seed: int) -> None:
    """Step, timeline, fields, verdicts, lists and refusals name nothing by its id, whatever happens in a call."""
    names = names_of(pack) - words(every_text(pack))
    for text in lead(pack, Random(seed)):
        assert not names & words([text]), text


def lead(script: Script, chance: Random) -> Iterator[str]:
    """Lead a call at random; yield what is read of it."""
    now = NIGHT if chance.random() < 0.3 else MONDAY
    phone = chance.choice(("", "+380442777601"))
    log: list[e.Event] = list(begin(script, "20261123-17-k3f9abc", OPERATOR, now, phone=phone))
    call = Call()
    for event in log:
        call = fold(script, call, event)
    for _step in range(160):
        now += timedelta(seconds=chance.choice((1, 1, 1, 20, 200)))
        command = propose(script, call, chance.randrange(16), chance.randrange(61))
        if isinstance(command, c.SwitchLanguage):
            continue
        try:
            made = decide(script, call, command, now)
        except Refused as refused:
            if "nonsense" not in refused.names:
                yield refusals.words(refused, script, call)
            continue
        log += made
        for event in made:
            call = fold(script, call, event)
        view = call_view.script_view(script, call)
        yield from (view.title, view.before, view.act, view.keys, view.words, view.tip, view.field, *view.after)
        yield from (offer.text for offer in view.offers)
        yield from (line.text for line in call_view.detour_lines(script, call))
        yield from header.header(script, call, OPERATOR, now, 0).left
        if call.closed:
            break
    yield sheets.filed_title(script, log)
    for section in sheets.filed(script, log, now):
        yield from section.lines
    assert isinstance(log[0], e.CallStarted)
    yield from list(shown(script, log[0], log, now))[1:]  # the first line has the id of the call
    found = filed(script, call)
    assert found
    yield listing.call_line(script, found.summary, with_day=True)
    yield from listing.task_lines(script, found.tasks, now)


def words(texts: Iterable[str]) -> set[str]:
    """Return the words of texts."""
    return {word for text in texts for word in re.findall(r"\w+", text)}


def every_text(script: Script) -> Iterator[str]:
    """Yield what a pack and the translators say in its own language, and what is typed at random."""
    own = script.pack.languages[0].id
    yield from (line for text in script.texts[own].values() for line in _wordings(text))
    for entry in script.directory:
        yield from (entry.contact, entry.name[own], entry.competence.get(own, ""))
    catalogue = data_folder() / "locale" / own / "LC_MESSAGES" / "callscript.po"
    yield from re.findall(r'^msgstr.* "(.*)"$', catalogue.read_text("utf-8"), re.MULTILINE)
    yield from ("Ivan [/red] no reason {centre}", OPERATOR.number, own)


def _wordings(text: Text) -> Iterator[str]:
    if isinstance(text, str):
        yield text
    else:
        for each in text.values():
            yield from _wordings(each)


def names_of(script: Script) -> set[str]:
    """Return all ids of a pack, and the program's own names."""
    pack, found = script.pack, set(WORDS) | {script.pack.id}
    for step in script.steps.values():
        found |= {step.id, *step.marks}
        for option in step.options if isinstance(step, Choose) else ():
            found |= {option.id, *option.marks, *((option.task.kind,) if option.task else ())}
    for parts in (pack.stages, pack.detours, pack.fields, pack.timers, pack.outcomes, pack.aids, script.directory):
        found |= {part.id for part in parts}
    return found | {value for field in pack.fields for value in field.options}


def test_a_key_that_a_script_has_no_detour_for_is_named() -> None:
    """A key that does nothing under this script is told by what it would do, not by its id."""
    script = make_script()
    for detour in KEY_DETOURS:
        told = refusals.words(Refused("no_such", detour), script, Call())
        assert told.endswith(f": {BY_ID[detour].title}")


def test_a_call_ended_for_hatred_says_so() -> None:
    """A call ended for inadmissible remarks says of which kind they were: that which was chosen."""
    kinds = ("obscenity", "insults", "hatred")
    for kind in kinds:
        talk = Talk(script_of("ua-court"))
        talk.take("greet")
        talk.key("abuse")
        talk.take("abuse_kind", kind)
        while not talk.call.ended:
            talk.take(talk.call.step, "stop" if talk.call.step == "abuse_after" else "")
        said = endings.how_ended(talk.script, talk.call)
        others = [talk.text(f"option.abuse_kind.{other}") for other in kinds if other != kind]
        assert said.endswith(talk.text(f"option.abuse_kind.{kind}"))
        assert not any(other in said for other in others)
