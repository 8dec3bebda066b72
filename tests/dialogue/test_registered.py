"""What was registered: under which number it is told, found again, and how it stands in the register of its day."""

from __future__ import annotations

from dataclasses import replace as settled
from datetime import datetime

import pytest
from msgspec.structs import replace

from callscript.core.call.effects import Notify
from callscript.core.call.events import (
    CallStarted,
    Event,
    FieldCorrected,
    Registered,
    TaskDone,
    TaskDropped,
    TaskHandedOver,
)
from callscript.core.call.notices import owed
from callscript.core.call.registrations import number_of as number_of_task
from callscript.core.call.registrations import registrations
from callscript.core.records import Caller, Promise, Query
from callscript.core.register_number import read_number
from callscript.core.script.model import Script
from callscript.core.script.work_settings import WorkSettings
from callscript.dialogue.read.query import parse
from callscript.dialogue.show import sheets, task_told
from callscript.dialogue.show.known_caller import known
from callscript.dialogue.show.letter import letter
from callscript.dialogue.show.listing import task_lines
from callscript.dialogue.show.pressing import not_sent
from callscript.dialogue.show.register import Answer, Row, rows, same_day
from callscript.dialogue.show.register_told import row_lines
from callscript.dialogue.show.registered import mistyped
from callscript.dialogue.show.task_told import who_has
from callscript.dialogue.show.timeline import timeline
from callscript.dialogue.show.work_left import left_by
from callscript.dialogue.show.work_lines import work_line
from callscript.packs import locate, read
from callscript.service.summary import filed
from tests.clauses.talk import Talk
from tests.clauses.ways import goodbye, registered, welcomed


@pytest.fixture(scope="module")
def ua() -> Script:
    return read(locate("ua-court"))


@pytest.fixture(scope="module")
def lv() -> Script:
    return read(locate("lv-lvrtc"))


def printed(found: Row, script: Script, now: str = "2026-11-23 12:00") -> str:
    """Return a matter as it is printed for people, at some time on the day on which it was registered or later."""
    return "\n".join(row_lines(script, found, datetime.fromisoformat(now).replace(tzinfo=script.zone)))


def number_of(talk: Talk, at: int = -1) -> str:
    """Return a number that was given in a call: the last one."""
    number = registrations(talk.script, talk.call)[at].number
    assert number
    return number


def call_of(talk: Talk) -> str:
    """Return the id of a call."""
    assert isinstance(talk.log[0], CallStarted)
    return talk.log[0].call


def happens(talk: Talk, event: Event) -> None:
    """Have something recorded that the operator's keys do not do here."""
    talk._take([replace(event, seq=talk.call.seq + 1)])


def row(talk: Talk, at: int = 0) -> Row:
    """Return a line of the register."""
    return list(rows(talk.script, talk.call))[at]


def sent_on(ua: Script, answer: str) -> Talk:
    """Return a call in which an appeal beyond competence was registered, its dispatch answered."""
    talk = registered(ua, competence="beyond")
    talk.through(("pick_body", "hcj"), "dispatch_told")
    goodbye(talk)
    talk.take("dispatch", answer)
    return talk


def test_the_caller_is_told_the_number(ua: Script) -> None:
    """Within competence or beyond it, the words say it; so does the question whether it was sent."""
    within = registered(ua)
    within.say("appeal_accepted", number_of(within))
    beyond = registered(ua, competence="beyond")
    beyond.take("pick_body", "hcj")
    beyond.say("dispatch_told", number_of(beyond))
    goodbye(beyond)
    beyond.shows(f"№ {number_of(beyond)}")


def test_two_appeals_of_a_call_have_numbers_of_their_own(ua: Script) -> None:
    """Each matter says its own, and each leads to the call."""
    talk = registered(ua)
    talk.through("appeal_accepted", ("understood", "more"), ("ask_subject", "друге"), ("need_kind", "appeal"))
    talk.through("appeal_intro", "ask_substance", "register_appeal", ("competence", "within"))
    first, second = (each.number for each in registrations(ua, talk.call))
    assert first != second
    talk.say("appeal_accepted", second)
    assert {read_number(each).call for each in (first, second)} == {call_of(talk)}  # type: ignore[union-attr]


def test_whoever_looks_for_a_number_finds_its_call(ua: Script) -> None:
    """The number is typed into the history; one that is mistyped is told, and finds nothing."""
    talk = registered(ua)
    number = number_of(talk)
    day = talk.clock.now().date()
    assert parse(ua, number) == Query(call=call_of(talk), first=day, last=day)
    assert mistyped(number) == ""
    wrong = f"{number[:-3]}{(int(number[-3]) + 1) % 10}{number[-2:]}"
    assert "mistyped" in mistyped(wrong)
    assert parse(ua, wrong).call == ""
    assert mistyped("Шевченко") == ""


def test_it_is_told_wherever_the_call_or_its_work_is(ua: Script) -> None:
    """The filed call, its timeline, the work that it has left, and the notice to management name it."""
    talk = sent_on(ua, "later")
    number, now = number_of(talk), talk.clock.now()
    told = " ".join(timeline(ua, talk.log))
    assert f"registered: Усне звернення № {number}" in told
    filed = sheets.filed(ua, talk.log, now)[0]
    assert any(number in line for line in filed.lines)
    (task,) = left_by(ua, talk.log)
    lines = [line for section in task_told.opened(ua, talk.log, task, "17", now) for line in section.lines]
    assert any(number in line for line in lines)
    event = next(each for each in talk.log if isinstance(each, Registered))
    notice = letter(ua, talk.call, Notify("appeal", event.seq, event.matter, now), now)
    assert f"№ {number}" in notice.subject
    assert f"№ {number}\n" in notice.text


def test_work_about_it_is_listed_under_its_number(ua: Script) -> None:
    """In every list of open work, and by `show`; work about anything else has none."""
    talk = sent_on(ua, "later")
    found = filed(ua, talk.call)
    assert found
    (task,) = found.tasks
    assert task.number == number_of(talk)
    assert left_by(ua, talk.log)[0].number == task.number
    (line,) = task_lines(ua, found.tasks, talk.clock.now())
    assert f"Направити звернення за належністю № {task.number}" in line
    other = registered(ua)
    other.through("appeal_accepted", ("understood", "more"), ("ask_subject", "друге"), ("need_kind", "callback"))
    other.take("callback_when", "today")
    assert number_of_task(ua, other.call, other.call.tasks[-1]) == ""


def test_the_register_tells_the_fields_as_they_are_now(ua: Script) -> None:
    """All that the standard asks for, in its order; what was corrected since stands corrected."""
    talk = registered(ua)
    talk.through("appeal_accepted")
    found = row(talk)
    assert list(found.fields) == [
        "surname", "given_name", "patronymic", "residence", "phone", "email", "subject", "kind"
    ]  # fmt: skip
    assert (found.number, found.operator, found.what, found.matter) == (number_of(talk), "17", "appeal", 1)
    assert (found.competence, found.body, found.told, found.answer) == ("within", "", True, Answer(due=None))
    corrected = FieldCorrected(seq=0, at=talk.clock.now(), field="surname", value="Коваль", reason="x")
    happens(talk, corrected)
    assert row(talk).fields["surname"].text == "Коваль"
    assert row(talk).number == found.number


def test_the_register_tells_what_was_not_said_yet(ua: Script) -> None:
    """Before the answer nothing is known of competence; before the words the caller was not told."""
    talk = registered(ua, competence="beyond")
    found = row(talk)
    assert (found.competence, found.body, found.told, found.sent) == ("beyond", "", False, None)
    assert found.due
    talk.take("pick_body", "hcj")
    assert row(talk).body == "Вища рада правосуддя"
    told = printed(row(talk), ua)
    assert "beyond the centre’s competence: Вища рада правосуддя, not sent yet, due 23:59" in told
    assert "the caller was not told" in told


def test_the_register_tells_of_a_complaint_what_its_caller_was_told(lv: Script) -> None:
    """Passed on, they are told who sees to it, and until when; settled in the call, nothing is to be told."""
    talk = welcomed(lv)
    talk.key("complaint")
    talk.through("complaint_listen", ("complaint_cause", "rēķins"), ("complaint_class", "service_complaint"))
    talk.through(("complaint_measure", "pārbaudīju"), ("fault", "confirmed"), "apology", "register_complaint")
    settled_now = talk.fork()
    settled_now.take("complaint_resolved", "resolved")
    for each in (talk, settled_now):
        assert row(each).told is None
        assert "the caller was" not in "\n".join(row_lines(lv, row(each), each.clock.now()))
    talk.through(("complaint_resolved", "unresolved"), ("escalate_to", "management"), ("pick_management", "head"))
    talk.through(("ask_escalation_reason", "rēķins"), ("ask_escalation_grounds", "LV-18"))
    talk.through(("ask_escalation_phone", "+37167108787"), ("escalation_when", "today"))
    assert row(talk).told is False
    assert "the caller was not told" in "\n".join(row_lines(lv, row(talk), talk.clock.now()))
    talk.take("escalation_told")
    assert row(talk).told is True


def test_the_register_tells_who_sent_it_and_whether_on_the_same_day(ua: Script) -> None:
    """Sent in the call, by another operator later that day, or on the next day."""
    sent = row(sent_on(ua, "sent"))
    assert (sent.sent_by, same_day(ua, sent), sent.told) == ("17", True, True)
    for when, same in (("2026-11-23 15:00", True), ("2026-11-24 09:00", False)):
        talk = sent_on(ua, "later")
        assert (row(talk).sent, same_day(ua, row(talk))) == (None, None)
        talk.moved("dispatch", TaskDone, when)
        assert (row(talk).sent_by, same_day(ua, row(talk))) == ("18", same)
        assert ("the same day" if same else "not the same day") in printed(row(talk), ua)


def test_the_register_tells_what_is_too_late(ua: Script) -> None:
    """Once its day is over, what was not sent on is overdue, and an answer once its term is; what was done is not."""
    talk = sent_on(ua, "later")
    assert "not sent yet, due 23:59\n" in printed(row(talk), ua, "2026-11-23 23:59") + "\n"
    assert "not sent yet, due 23:59, overdue" in printed(row(talk), ua, "2026-11-24 00:00")
    talk.moved("dispatch", TaskDone, "2026-11-24 09:00")
    assert "overdue" not in printed(row(talk), ua, "2026-11-24 10:00")
    owed = registered(settled(ua, work=WorkSettings(within={"answer": "30d"})))
    assert "overdue" not in printed(row(owed), ua, "2026-12-23 23:59")
    assert "not answered yet, due Wed 23.12.2026 23:59, overdue" in printed(row(owed), ua, "2026-12-24 00:00")
    owed.moved("answer", TaskDone, "2026-12-24 09:00", by="3", result="informed")
    assert "overdue" not in printed(row(owed), ua, "2026-12-24 10:00")


def test_a_caller_who_hung_up_is_told_afterwards(ua: Script) -> None:
    """The work to tell them is opened; once it is done they were told."""
    talk = registered(ua, competence="beyond")
    talk.take("pick_body", "hcj")
    talk.hang_up("caller")
    assert not row(talk).told
    talk.moved("inform", TaskDone, "2026-11-23 15:00")
    assert row(talk).told


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2026-11-23 21:59", ""),
        ("2026-11-23 22:05", "To be sent on today: 1, 1 h 54 min left."),
        ("2026-11-23 23:29", "To be sent on today: 1, 30 min left."),
        ("2026-11-23 23:31", "NOT SENT ON YET: 1, only 28 min left of the day."),
        ("2026-11-24 00:01", ""),  # it is overdue, and listed as that
    ],
)
def test_the_end_of_the_day_is_warned_of(ua: Script, when: str, told: str) -> None:
    """From two hours before it on, louder from half an hour on: in the list of work, and where it is opened."""
    talk = sent_on(ua, "later")
    now = datetime.fromisoformat(when).replace(tzinfo=ua.zone)
    (task,) = left_by(ua, talk.log)
    assert not_sent((task,), now) == told
    lines = [line for section in task_told.opened(ua, talk.log, task, "17", now) for line in section.lines]
    assert told in lines or not told
    assert not_sent((replace(task, kind="callback"), replace(task, state="done")), now) == ""


def test_an_answer_is_owed_to_what_the_centre_settles(ua: Script) -> None:
    """Without a term of the centre's, too; what goes to another body is answered there."""
    within = row(registered(ua))
    assert within.answer == Answer(due=None)
    assert "not answered yet, without a term" in printed(within, ua)
    assert row(registered(ua, competence="beyond")).answer is None


DAYS = [("2026-12-22", "in time"), ("2026-12-23", "in time"), ("2026-12-24", "late")]


@pytest.mark.parametrize(("day", "in_time"), DAYS)
def test_the_answer_is_told_when_and_what(ua: Script, day: str, in_time: str) -> None:
    """Until when it is owed; then when it was given, by whom, in time or late, how, and what was noted of it."""
    talk = registered(settled(ua, work=WorkSettings(within={"answer": "30d"})))
    assert "not answered yet, due Wed 23.12.2026 23:59" in printed(row(talk), ua)
    talk.moved("answer", TaskDone, f"{day} 15:00", by="3", result="informed", note="Лист № 7")
    moves = [event for event in talk.log if isinstance(event, TaskDone)]
    (found,) = rows(ua, talk.call, moves)
    weekday = {"2026-12-22": "Tue 22.12.", "2026-12-23": "Wed 23.12.", "2026-12-24": "Thu 24.12."}[day]
    how = "the caller was told in another way — Лист № 7"
    assert f"answered {weekday} 15:00 by № 3, {in_time} — {how}" in printed(found, ua)


def test_an_answer_that_will_not_be_given_is_told(ua: Script) -> None:
    """It was dropped: that is a decision, and stands in the register."""
    talk = registered(ua)
    talk.moved("answer", TaskDropped, "2026-11-25 15:00", by="3", reason="повторне")
    assert "it is not going to be answered" in printed(row(talk), ua)


def test_whose_the_answer_is_is_told(ua: Script) -> None:
    """In lists, where the work is opened, and in the timeline: management, until somebody has it."""
    talk = registered(ua)
    now, found = talk.clock.now(), filed(ua, talk.call)
    assert found
    (task,) = found.tasks
    line = work_line(ua, task, now)
    assert "without a term" in line
    assert line.endswith("керівництво")
    assert who_has(ua, task, "17", now) == "керівництво"
    assert f"Дати відповідь на звернення № {number_of(talk)}" in line
    lines = [line for section in task_told.opened(ua, talk.log, task, "17", now) for line in section.lines]
    assert "Due: the centre has set no term" in lines
    assert any("Дати відповідь на звернення, керівництво, without a term" in line for line in timeline(ua, talk.log))
    (told,) = known(ua, Caller(("1",), (), (Promise(task, sure=True),)), now)[:1]
    assert told.lines[0].startswith("1  without a term  Дати відповідь")
    talk.moved("answer", TaskHandedOver, "2026-11-23 15:00", to="4")
    assert who_has(ua, left_by(ua, talk.log)[0], "4", now) == "yours"


def letters(script: Script, keys: str) -> list[str]:
    """Return the letters about a call in which these keys were pressed, each with its subject before it."""
    talk = Talk(script, phone="+380671234567")
    talk.play(f"Enter Enter «Олено» Enter «питання» {keys}")
    found = (letter(script, talk.call, each, talk.clock.now()) for each in owed(script, talk.call))
    return [f"{each.subject}\n{each.text}" for each in found]


APPEAL = "2 Enter «Шевченко» «Тарас» «-» «Київ» Enter «0501112233» «-» Enter"


def test_a_letter_says_what_the_case_is(ua: Script) -> None:
    """An appeal that is sent on asks for no answer, but says where to and until when; one within competence does."""
    (sent,) = letters(ua, f"{APPEAL} 2 1 Enter F12 2")
    assert "не належить до компетенції" in sent
    assert "надати відповідь заявнику" not in sent
    assert "Кому направити: Верховний Суд\n" in sent
    assert "Направити звернення за належністю: до понеділка, 23.11.2026 о 23:59\n" in sent
    assert "☎ +380671234567\n" in sent  # another number was recorded
    (within,) = letters(ua, f"{APPEAL} 1 Enter F12 2")
    assert "надати відповідь заявнику" in within
    assert "до понеділка" not in within  # the centre has set no term


def test_a_letter_of_abuse_names_its_kind_and_the_number(ua: Script) -> None:
    """In its text alone: the subject speaks of no person."""
    (told,) = letters(ua, "F5 2 Enter 2 Enter Enter")
    subject, text = told.split("\n", 1)
    assert "Що саме прозвучало від заявника? — Образи" in text
    assert "☎ +380671234567\n" in text
    assert "380671234567" not in subject
    (same,) = letters(ua, f"{APPEAL.replace('0501112233', '0671234567')} 1 Enter F12 2")
    assert "☎" not in same


def test_a_letter_of_abuse_is_about_what_was_spoken_of(ua: Script) -> None:
    """Not about the appeal of before, whose dispatch is asked about as soon as the call has ended."""
    talk = registered(ua, competence="beyond")
    talk.through(("pick_body", "hcj"), "dispatch_told", ("understood", "more"), ("ask_subject", "друге питання"))
    talk.key("abuse")
    talk.through(("abuse_kind", "insults"), "abuse_warning", ("abuse_after", "stop"), "abuse_farewell", "abuse_hang_up")
    talk.at("dispatch")
    _, told = (letter(ua, talk.call, each, talk.clock.now()).text for each in owed(ua, talk.call))
    assert "Суть: друге питання\n" in told
    assert "Судовий збір" not in told
    assert "Направити звернення" not in told
    assert "Що саме прозвучало від заявника? — Образи" in told


def test_a_letter_about_a_complaint_says_to_whom_it_was_handed_on(lv: Script) -> None:
    """That is recorded in a detour of its own, taken from the complaint: of that one, not of another one's."""
    talk = welcomed(lv)

    def complain(of: str, to: str, why: str) -> None:
        talk.key("complaint")
        talk.through("complaint_listen", ("complaint_cause", of), ("complaint_class", "handling_complaint"))
        talk.through(("complaint_measure", "pārbaudīts"), ("fault", "confirmed"), "apology", "register_complaint")
        talk.through(("complaint_resolved", "unresolved"), ("escalate_to", to))
        talk.take(talk.call.step, talk.offers()[0])
        talk.through(("ask_escalation_reason", why), ("ask_escalation_grounds", "noteikumi"))
        if talk.call.step == "ask_escalation_phone":
            talk.take("ask_escalation_phone", "29123456")
        talk.through(("escalation_when", "working_day"), "escalation_told", ("dealt", "no"))

    complain("gaidīšana", "management", "pirmais")
    complain("tonis", "body", "otrais")
    letters = [letter(lv, talk.call, notify, talk.clock.now()).text for notify in owed(lv, talk.call)]
    assert [text.count("Kāpēc") for text in letters] == [1, 1]
    assert "pirmais" in letters[0]
    assert "otrais" not in letters[0]
    assert "otrais" in letters[1]
    assert "gaidīšana" not in letters[1]
    assert all("Nr. 17 " in text and "№" not in text for text in letters)  # as the centre's language has it
