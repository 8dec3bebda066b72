"""ua-court, UA-01 to UA-06: the first words of a call, and how one speaks all through it.

Each test is a plain function of the script, so that `test_mutations.py` can call it on a script that lacks something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from callscript.core.call import commands as c
from callscript.core.call.before import with_before
from callscript.core.call.events import CallStarted, Chosen, Done, Ended, LanguageChanged, Said
from callscript.core.script.model import Script, Text
from tests.clauses.talk import LATIN, MONDAY, NAME, Talk
from tests.clauses.ways import advised, begun, cut_short, excuses, goodbye, greeted


class Bilingual(Talk):
    """A call in which the language is switched there and back before every step."""

    def take(self, step: str, answer: str = "") -> None:
        self.switch_there_and_back()
        super().take(step, answer)

    def switch_there_and_back(self) -> None:
        """Press the language key twice: the place, the clocks and what was recorded must be the same."""
        before, words = self.call, self.view.words
        self.do(c.SwitchLanguage("en"))
        event = self.log[-1]
        assert isinstance(event, LanguageChanged)
        assert event.language == "en"
        assert list(with_before(self.log))[-1] == (event, {"old": "uk"})
        assert self.call.frames == before.frames
        assert self.call.fields == before.fields
        assert self.call.running == before.running
        assert self.view.words
        assert (self.view.words != words) == self.view.spoken  # what is to be done is for the operator to read
        self.do(c.SwitchLanguage("uk"))
        assert self.call.frames == before.frames
        assert self.view.words == words


def test_ua_01_the_language_is_switched_at_any_step_without_losing_the_place(ua: Script) -> None:
    """The script's language can be switched at any moment; the place is kept, and the switch is in the log."""
    talk = Bilingual(ua, MONDAY)
    talk.through("greet", "introduce", ("ask_address", "Олено"), "offer_help", ("ask_subject", "Судовий збір"))
    talk.take("need_kind", "search")
    talk.take("hold_consent", "agrees")
    talk.key("complaint")
    talk.through(
        "complaint_listen", ("complaint_cause", "довго"), ("complaint_measure", "пояснено"), ("fault", "service")
    )
    talk.through("apology_service", ("complaint_resolved", "unresolved"), ("escalate_to", "management"))
    talk.switch_there_and_back()
    assert [frame.detour for frame in talk.call.frames] == ["", "hold", "complaint", "escalate"]


def test_ua_01_the_language_both_accept_is_a_reminder(ua: Script) -> None:
    """Which language both sides accept is not in a log: the operator is reminded."""
    talk = Talk(ua)
    talk.is_a_reminder("UA-01")
    assert "мовою, прийнятною" in talk.aids("UA-01")


def test_ua_02_greets_by_time_of_day(ua: Script) -> None:
    """The right one of three greetings is chosen by the clock in Kyiv, winter and summer; night is evening."""
    for clock, words in (
        ("05:00", "Доброго ранку"),
        ("10:59", "Доброго ранку"),
        ("11:00", "Доброго дня"),
        ("17:59", "Доброго дня"),
        ("18:00", "Доброго вечора"),
        ("23:59", "Доброго вечора"),
        ("04:59", "Доброго вечора"),
    ):
        for day in ("2026-11-23", "2026-07-06"):
            talk = Talk(ua, f"{day} {clock}")
            talk.say("greet", words)
            talk.stands("UA-02", "met", Said, step="greet")
    for moment, words in (("2026-11-23T09:00+00:00", "Доброго дня"), ("2026-07-06T07:59+00:00", "Доброго ранку")):
        Talk(ua, moment).shows(words)


def test_ua_02_the_greeting_is_the_first_thing_said(ua: Script) -> None:
    """Whatever else is said before the greeting breaches; a caller who is gone before it does not."""
    talk = Talk(ua)
    talk.stands("UA-02", "open", CallStarted)
    talk.hang_up("caller")
    talk.stands("UA-02", "na", Ended)
    talk = Talk(ua)
    cut_short(talk, "no_contact")
    talk.stands("UA-02", "na", Said, step="not_heard")
    talk = greeted(ua)
    assert talk.had_it_not_been("UA-02", Said, step="greet") == "breached"


def test_ua_02_no_key_spoils_the_greeting(ua: Script) -> None:
    """Before the greeting no key leads to other words, nor to the end of the call: each says what is first."""
    talk = Talk(ua)
    for detour in ("hold", "complaint", "abuse", "escalate", "transfer", "callback"):
        talk.refuses(c.TakeDetour(detour), "detour_not_offered")
        assert "привітайтеся" in talk.text(f"detour_unless.{detour}")
    talk.key("end")
    assert "привітання" in talk.offer("close").text
    assert talk.offers() == ["caller", "stay"]
    assert "привітайтеся" in talk.offer("abuse").text
    talk.take("end_how", "stay")
    talk.take("greet")
    for detour in ("hold", "complaint", "abuse", "escalate", "callback"):
        talk.key(detour)
        talk.key(detour)
    talk.stands("UA-02", "met", Said, step="greet")


def test_ua_05_no_key_ends_the_call_before_the_offer(ua: Script) -> None:
    """Until help was offered the call is neither closed nor transferred: the greeting is finished first."""
    talk = Talk(ua)
    for step in ("greet", "introduce", ("ask_address", "Олено"), "offer_help"):
        talk.refuses(c.TakeDetour("transfer"), "detour_not_offered")
        assert "до кінця" in talk.text("detour_unless.transfer")
        talk.key("end")
        assert not talk.offer("close").offered
        assert "закінчіть розпочате" in talk.offer("close").text
        talk.take("end_how", "stay")
        talk.through(step)
    talk.key("transfer")
    talk.key("transfer")
    talk.key("end")
    assert talk.offer("close").offered
    searched = begun(ua, MONDAY, "greet")
    searched.play("F2 1 Enter Enter 3 4")
    searched.at("transfer_consent")
    assert not searched.offer("agrees").offered


def test_ua_03_introduces_by_number_and_full_name(ua: Script) -> None:
    """Number and full name come from the profile, after the greeting, in the alphabet of the language."""
    talk = Talk(ua)
    talk.take("greet")
    talk.stands("UA-03", "open", CallStarted)
    talk.shows(f"Оператор № 17, {NAME}")
    talk.do(c.SwitchLanguage("en"))
    talk.shows("17", LATIN)
    talk.do(c.SwitchLanguage("uk"))
    talk.take("introduce")
    talk.stands("UA-03", "met", Said, step="introduce")
    assert talk.had_it_not_been("UA-03", Said, step="greet") == "open"


def test_ua_03_leaving_the_name_out_breaches(ua: Script) -> None:
    """A call that ended without the operator's name would be breached by its end."""
    talk = advised(ua)
    goodbye(talk)
    assert talk.had_it_not_been("UA-03", Said, step="introduce") == "breached"
    excuses("UA-03", lambda: begun(ua, MONDAY, "greet"))


def test_ua_04_asks_how_to_address(ua: Script) -> None:
    """The prescribed question is asked, its answer is typed once and said in every later phrase that addresses."""
    talk = Talk(ua)
    talk.through("greet", "introduce")
    talk.shows("Як я можу до Вас звертатись?")
    assert talk.refuses(c.Advance(), "fill_first") == ("address",)
    talk.take("ask_address", "Олено Іванівно")
    talk.stands("UA-04", "met", Done, step="ask_address")
    talk.say("offer_help", "Олено Іванівно")
    talk.shows("Олено Іванівно")
    talk.key("hold")
    talk.shows("Олено Іванівно")
    talk.key("hold")
    talk.through(("ask_subject", "збір"), ("need_kind", "consultation"), "give_advice")
    talk.shows("Олено Іванівно")
    talk.through(("understood", "clear"), ("rating", "five"))
    talk.shows("Олено Іванівно")


def test_ua_04_a_caller_who_gives_no_name_is_spoken_to_plainly(ua: Script) -> None:
    """That the caller gave no form of address is recorded too; not having asked breaches."""
    talk = Talk(ua)
    talk.through("greet", "introduce")
    talk.fill("address", "", absent=True)
    talk.take("ask_address")
    talk.stands("UA-04", "met", Done, step="ask_address")
    assert talk.view.words == "Дякую. Чим можу Вам допомогти?"
    assert talk.had_it_not_been("UA-04", Said, step="introduce") == "open"
    talk = advised(ua)
    goodbye(talk)
    assert talk.had_it_not_been("UA-04", Done, step="ask_address") == "breached"
    excuses("UA-04", lambda: begun(ua, MONDAY, "greet", "introduce"))


def test_ua_05_offers_help(ua: Script) -> None:
    """Help is offered in the prescribed words, after the question how to address the caller."""
    talk = Talk(ua)
    talk.through("greet", "introduce", ("ask_address", "Олено"))
    assert talk.verdict("UA-05").verdict == "open"
    talk.say("offer_help", "Чим можу Вам допомогти?")
    talk.stands("UA-05", "met", Said, step="offer_help")
    assert talk.had_it_not_been("UA-05", Done, step="ask_address") == "open"
    talk = advised(ua)
    goodbye(talk)
    assert talk.had_it_not_been("UA-05", Said, step="offer_help") == "breached"
    excuses("UA-05", lambda: begun(ua, MONDAY, "greet", "introduce", ("ask_address", "Олено")))


FAMILIAR = re.compile(
    r"\b(ти|тебе|тобі|тобою|твій|твого|твоєму|твоїм|твоя|твоєї|твоїй|твою|твоєю|твоє|твої|твоїх|твоїми)\b",
    re.IGNORECASE,
)
LOWERED = re.compile(r"\b(ви|вас|вам|вами|ваш|ваша|ваше|ваші|вашого|вашої|вашу|ваших|вашим|вашими)\b")


def test_ua_06_only_the_polite_you_and_words_of_courtesy(ua: Script) -> None:
    """No text says «ти», «Ви» is written as the standard writes it, and courtesy words are always at hand."""
    for key, text in wordings(ua, "uk"):
        assert not FAMILIAR.search(text), key
        assert not LOWERED.search(text), key
    talk = Talk(ua)
    talk.is_a_reminder("UA-06")
    for words in ("«Ви»", "«Прошу Вас»", "«Будь ласка»", "«Якщо можна»"):
        assert words in talk.aids("UA-06")


def test_ua_06_the_script_itself_is_courteous(ua: Script) -> None:
    """The words of courtesy are in what the script itself asks for and thanks for."""
    talk = greeted(ua)
    talk.take("need_kind", "appeal")
    talk.shows("якщо можна")
    talk.take("appeal_intro")
    talk.shows("будь ласка")
    talk.key("complaint")
    talk.take("complaint_listen")
    talk.shows("Прошу Вас")
    talk = advised(ua)
    talk.key("hold")
    talk.through(("hold_consent", "agrees"), "hold_wait")
    talk.shows("дякую за очікування")
    assert talk.had_it_not_been("UA-06", Chosen, step="need_kind") == "reminder"


def wordings(script: Script, language: str) -> Iterator[tuple[str, str]]:
    """Yield every wording of a language."""
    for key, text in script.texts[language].items():
        for words in leaves(text):
            yield key, words


def leaves(text: Text) -> Iterator[str]:
    """Yield the variants of a text."""
    if isinstance(text, str):
        yield text
    else:
        for variant in text.values():
            yield from leaves(variant)
