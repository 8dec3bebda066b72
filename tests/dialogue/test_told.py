"""What the log of a call tells is what happened: each deed in its own words, nothing of what was only meant."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call.matters import given_to
from callscript.core.records import Caller, Promise, TaskRecord
from callscript.core.script.model import Script
from callscript.dialogue.show.call_view import came_back, detour_lines
from callscript.dialogue.show.known_caller import awaited, mark
from callscript.dialogue.show.listing import reminder_words, task_row
from callscript.dialogue.show.task_told import promised_words
from callscript.dialogue.show.timeline import timeline
from callscript.dialogue.show.work_left import registered
from callscript.dialogue.show.work_lines import work_line
from tests.clauses.talk import Talk
from tests.clauses.ways import welcomed
from tests.core.walks import script_of

GREETED = "Enter Enter «Олено» Enter «питання»"
PERSON = "фахівець із судового збору"


@pytest.fixture
def ua() -> Script:
    """The Ukrainian court's script."""
    return script_of("ua-court")


def told(script: Script, keys: str) -> list[str]:
    """Return what the log of a call tells in which these keys were pressed."""
    talk = Talk(script)
    talk.play(keys)
    return [line.split("  ", 2)[2] for line in (each.strip() for each in timeline(script, talk.log))]


def test_each_kind_of_step_is_told_in_its_own_words(ua: Script) -> None:
    """A question was asked, an instruction followed, a wait is over; that something was registered is told once."""
    lines = told(ua, f"{GREETED} 1 Enter F2 1 Enter Enter 1 F3 11s Enter 1")
    assert "asked: Як я можу до Вас звертатись?" in lines
    assert "done: “Надайте заявнику кваліфіковану та повну відповідь.”" in lines
    assert "waited: “Заявник чекає на лінії. Шукайте потрібні відомості.”" in lines
    assert "said, and waited: Вас погано чути. Скажіть, будь ласка, ще раз. Ви мене чуєте?" in lines
    lines = told(ua, f"{GREETED} 2 Enter «Шевченко» «Тарас» «-» «Київ» Enter «0501112233» «-» Enter")
    (line,) = (line for line in lines if "зареєструйте" in line or "registered" in line)
    assert line.startswith("registered: Усне звернення № ")


def test_what_was_taken_back_is_told_apart(ua: Script) -> None:
    """A detour gone through to its end, and one taken back, in the log and on the screen."""
    assert "back from: Утримання" in told(ua, f"{GREETED} F2 1 Enter Enter 1")
    for keys in ("F6 F6", "F6 1 Back Back"):
        lines = told(ua, f"{GREETED} {keys}")
        assert "taken back: Ескалація" in lines
        assert "back from: Ескалація" not in lines
    for keys, key, words in (("F6", "escalate", "taken back: Ескалація"), ("F3", "unclear", "back from: Не чути")):
        talk = Talk(ua)
        talk.play(f"{GREETED} F6 F6 {keys}")
        before = talk.call
        talk.key(key)
        assert came_back(ua, before, talk.call) == words


def test_what_is_answered_anew_was_not_something_else(ua: Script) -> None:
    """Consent that is asked for again and given again is no change; another answer is."""
    lines = [line for line in told(ua, f"{GREETED} F2 1 20s F4 F4 1") if "Погоджується зачекати" in line]
    assert len(lines) == 2
    assert not any("was:" in line for line in lines)
    changed = told(ua, f"{GREETED} F4 Enter «довго» «перевірено» 4 Back 3")
    assert any(line.endswith("(was: Ні, не підтвердилося)") for line in changed)


def test_whom_the_caller_was_only_to_be_put_through_to(ua: Script) -> None:
    """A name is only picked until the deed, in the panel of the detour as in the log; the end tells who it was."""
    talk = Talk(ua)
    talk.play(f"{GREETED} F7 1 4")
    assert f"only picked: Переключено: {PERSON}" in [line.text for line in detour_lines(ua, talk.call)]
    assert f"transferred, Переключено: {PERSON}" in told(ua, f"{GREETED} F7 1 4 1 Enter Enter")
    talk.play("1 Enter Enter")
    talk.do(c.TakeEndBack("фахівець не відповів"))
    talk.play("F7 F12 1 6 Enter Enter")
    assert "transferred_to" not in talk.call.fields
    ended = [line for line in timeline(ua, talk.log) if line.endswith("ended by the operator")]
    assert len(ended) == 1
    passed_on = Talk(ua)
    passed_on.play(f"{GREETED} F6 1 1 «складне» «пункт 14» «0501112233» 2 Enter F6 1")
    assert "only picked" not in "".join(line.text for line in detour_lines(ua, passed_on.call))


def test_what_was_promised_is_what_was_said(ua: Script) -> None:
    """With its number and its day; until the caller was told it is what was agreed, and until when that is due."""

    def promised(keys: str) -> str:
        talk = Talk(ua)
        talk.play(f"{GREETED} {keys}")
        return promised_words(ua, talk.log, talk.call.tasks[-1].id)

    when = "понеділка, 23.11.2026 о 11:00"
    said = f"Олено, ми зателефонуємо Вам на номер +380671112233 не пізніше {when}."
    assert promised("F8 «0671112233» 1 Enter F12 2") == said
    assert promised("F8 «0671112233» 1 Enter F8 2 Enter F12 2").endswith("понеділка, 23.11.2026 о 18:00.")
    agreed = promised("F8 «0671112233» 1 F12 2")
    assert agreed.startswith("Коли ")
    assert agreed.endswith("Протягом години — due Mon 23.11.2026 11:00")


def test_what_was_promised_is_what_was_said_of_that_work(ua: Script) -> None:
    """A time that a field holds is told by the line that names it; a line about other work tells nothing of this."""
    talk = Talk(ua)
    talk.play(f"{GREETED} F8 «0671112233» 4 «понеділок 15:00» Enter")
    said = "Олено, ми зателефонуємо Вам на номер +380671112233 у понеділок, 23.11.2026 о 15:00."
    assert promised_words(ua, talk.log, talk.call.tasks[-1].id) == said
    talk = Talk(ua)
    talk.play(f"{GREETED} F4 Enter «довго» «перевірено» 1 Enter 2 1 1 «складне» «пункт 14» «0501112233» 2 Enter")
    remedy, escalation = (promised_words(ua, talk.log, task.id) for task in talk.call.tasks)
    assert remedy.startswith("Просимо вибачення за неякісне обслуговування")
    assert escalation.endswith("Відповідь Ви отримаєте не пізніше вівторка, 24.11.2026 о 10:00.")


def test_what_is_due_in_another_year_is_told_with_it(ua: Script) -> None:
    """And a reminder that would come after it is due says so, unless it is overdue already."""
    talk = Talk(ua)
    talk.play(f"{GREETED} F8 «0671112233» 1 Enter F12 2")
    (task,) = talk.call.tasks
    record = registered(ua, talk.call, task.id)
    assert record
    assert record.due
    later = record.due + timedelta(days=400)
    assert task_row(ua, record, later).due == "overdue since Mon 23.11.2026 11:00"
    assert task_row(ua, record, record.due + timedelta(days=2)).due == "overdue since Mon 23.11. 11:00"
    ahead = replace(record, due=record.due + timedelta(days=100))
    assert task_row(ua, ahead, talk.clock.now()).due == "due Wed 03.03.2027 11:00"
    reminded = replace(record, reminder=record.due + timedelta(hours=1))
    assert reminder_words(ua, reminded, talk.clock.now()) == "reminder 12:00, after it is due"
    assert reminder_words(ua, reminded, record.due + timedelta(minutes=30)) == "reminder 12:00"


def test_what_is_due_at_a_named_time_is_overdue_when_it_is_no_longer_in_time(ua: Script) -> None:
    """The list, the mark of a caller and the count of what is overdue follow its grace, as the verdict does."""
    at = datetime(2026, 11, 24, 10, 0, tzinfo=ua.zone)
    record = TaskRecord(id="c/t1", call="c", operator="17", kind="callback", due=at, grace=900, phone="+380501112233")
    after = Promise(record, sure=True, words="")
    told = [
        (task_row(ua, record, now).when, task_row(ua, record, now).due, task_row(ua, record, now).left)
        for now in (at + timedelta(minutes=minutes) for minutes in (-5, 0, 5, 15, 16))
    ]
    assert told == [
        ("soon", "due 10:00 · 5 min left", "5 min left"),
        ("soon", "due 10:00 · 0 min left", "0 min left"),
        ("soon", "due 10:00 · now, 10 min left", "now, 10 min left"),
        ("soon", "due 10:00 · now, 0 min left", "now, 0 min left"),
        ("over", "overdue 16 min", "overdue 16 min"),
    ]
    for minutes, overdue in ((14, False), (16, True)):
        now = at + timedelta(minutes=minutes)
        assert (record.is_overdue(now), record.place(now)) == (overdue, 0 if overdue else 2)
        assert ("overdue" in awaited(ua, Caller(promises=(after,)), now)) is overdue
        assert ("overdue" in mark(ua, Caller(promises=(after,)), now)) is overdue


def test_work_says_whom_its_matter_goes_to(ua: Script) -> None:
    """The body that a matter is sent to stands with the work in the lists, and with nothing that is about another."""
    talk = Talk(ua)
    talk.play(f"{GREETED} 2 Enter «Шевченко» «Тарас» «-» «Київ» Enter «0501112233» «-» Enter 2")
    assert {given_to(ua, talk.call, task) for task in talk.call.tasks} == {""}
    talk.play("1")
    body = talk.call.fields["sent_to"].text
    (dispatch,) = (task for task in talk.call.tasks if task.kind == "dispatch")
    assert given_to(ua, talk.call, dispatch) == body
    assert given_to(ua, talk.call, replace(dispatch, matter=dispatch.matter + 1)) == ""
    record = registered(ua, talk.call, dispatch.id)
    assert record
    assert record.to == body
    assert f"{body}  " in work_line(ua, record, talk.clock.now())


def test_a_call_back_goes_to_nobody_who_has_advised() -> None:
    """Whoever has advised in the matter is not whom the customer hears from; whom the matter was handed to is."""
    lv = script_of("lv-lvrtc")
    talk = welcomed(lv, need="colleague")
    talk.through(("pick_colleague", "contracts"), "colleague_told")
    handed = talk.fork()
    talk.through(("colleague_how", "advises"), ("ask_advice", "jānosūta rēķins"))
    talk.key("callback")
    talk.through(("ask_callback_phone", "+37167108787"), ("callback_when", "hour"), "callback_promise")
    (task,) = talk.call.tasks
    assert given_to(lv, talk.call, task) == ""
    handed.through(("colleague_how", "hand"), ("ask_handed_phone", "+37167108787"), ("handed_when", "hour"))
    handed.take("handed_promise")
    (task,) = handed.call.tasks
    assert given_to(lv, handed.call, task) == "līgumu un norēķinu speciālists"


def test_work_that_nobody_promised_is_told_as_what_it_is(ua: Script) -> None:
    """A call-back that the caller heard of is a task; one that a lost line leaves behind says why it is there."""
    promised, left = "task: Зателефонувати заявнику", "left to do, the caller is gone: Зателефонувати заявнику"
    lines = told(ua, f"{GREETED} F8 «0671112233» 1 Enter F12 2")
    assert [line.partition(",")[0] for line in lines if "Зателефонувати" in line] == [promised]
    lines = told(ua, f"{GREETED} F2 1 F8 «0671112233» 4 F12 2")
    assert [line.rpartition(",")[0] for line in lines if "Зателефонувати" in line] == [left]
