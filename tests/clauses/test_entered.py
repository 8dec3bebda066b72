"""What comes without a call is judged as what comes in one: by what was registered, and by what became of it."""

from __future__ import annotations

from datetime import datetime

from callscript.core.call import commands as c
from callscript.core.call.events import Chosen, Closed, Ended, Registered, TaskDone, TaskDropped, TaskOpened
from callscript.core.counts import Mark, Measure, counted
from callscript.core.script.model import Script
from callscript.core.script.steps import Choose
from callscript.dialogue.show.standing import judged, judged_words
from tests.clauses.entering import Entering, application, feedback, report
from tests.clauses.talk import Talk
from tests.clauses.ways import greeted

DUE = {
    "2026-11-25 10:00": "2026-11-26 10:00",
    "2026-11-25 17:59": "2026-11-26 17:59",
    "2026-11-25 18:00": "2026-11-26 18:00",  # the end of working time: it is begun on the next day
    "2026-11-25 22:15": "2026-11-26 18:00",
    "2026-11-21 12:00": "2026-11-23 18:00",  # a Saturday
    "2026-11-17 20:00": "2026-11-19 18:00",  # the day after is a holiday
}


def test_lv_15_what_was_sent_in_is_due_as_reckoned_from_when_it_came(lv: Script) -> None:
    """Not from when it was entered: outside of working time it is begun on the next working day."""
    for received, due in DUE.items():
        assert application(lv, received).due("application") == due, received


def test_lv_15_what_was_sent_in_is_processed_in_time(lv: Script) -> None:
    """Nothing has to be told to anybody; done days later it is late, given up it is breached."""
    entry = application(lv, "2026-11-27 11:00")
    entry.is_promised("LV-15", "application")
    in_time, late, dropped = entry.fork(), entry.fork(), entry.fork()
    in_time.moved("application", TaskDone, "2026-11-30 10:59")
    in_time.stands("LV-15", "met", TaskDone)
    late.moved("application", TaskDone, "2026-12-03 11:01")
    late.stands("LV-15", "breached", TaskDone)
    dropped.moved("application", TaskDropped, "2026-11-30 10:00")
    dropped.stands("LV-15", "breached", TaskDropped)


def test_lv_15_what_is_entered_too_late_is_late_already(lv: Script) -> None:
    """The letter has lain for a week."""
    application(lv, "2026-11-20 10:00").stands("LV-15", "breached", TaskOpened)


def test_lv_15_a_moment_that_was_misread_is_corrected(lv: Script) -> None:
    """The work is due as reckoned from the right one, and the verdict follows; that of the registration stays."""
    entry = application(lv, "2026-11-20 10:00")
    moment = datetime.fromisoformat("2026-11-27 11:00").replace(tzinfo=lv.zone)
    entry.do(c.CorrectReceived("misread", received=moment))
    entry.is_promised("LV-15", "application")
    assert entry.due("application") == "2026-11-30 11:00"
    (closed,) = [event for event in entry.log if isinstance(event, Closed)]
    assert closed.verdicts["LV-15"] == "breached"
    done = entry.fork()
    done.moved("application", TaskDone, "2026-11-30 10:59")
    done.stands("LV-15", "met", TaskDone)
    late = entry.fork()
    late.moved("application", TaskDone, "2026-11-30 11:01")
    late.stands("LV-15", "breached", TaskDone)
    late.do(c.CorrectReceived("misread", received=moment.replace(hour=11, minute=30)))
    late.stands("LV-15", "met", TaskDone)


def test_lv_17_feedback_comes_by_every_way_that_the_standard_names(lv: Script) -> None:
    """E-mail, the official e-address, post, the web page, surveys; in calls by telephone, and in person."""
    ways = lv.entry_kinds["feedback"].channels
    assert set(ways) == {"email", "e_address", "post", "website", "survey", "in_person"}
    for channel in ways:
        assert feedback(lv, channel=channel).due("feedback") == "2026-11-30 10:00"


def test_lv_18_what_was_sent_is_classed(lv: Script) -> None:
    """By the four classes of the standard; without one it is not registered."""
    for classed in ("suggestion", "praise", "service_complaint", "handling_complaint"):
        feedback(lv, classed).stands("LV-18", "met", Registered)
    assert lv.entry_kinds["feedback"].classes == ("suggestion", "praise", "service_complaint", "handling_complaint")
    unclassed = Entering(lv, "feedback").came("post", "2026-11-23 09:00").with_fields(feedback="laipni")
    assert unclassed.refuses(c.Close(), "entry_lacks") == ("class",)


def test_h_21_what_is_sent_is_dealt_with(ua: Script) -> None:
    """Within the time of the centre; the verdict follows what was done, days after too. It is the centre's own rule."""
    assert ua.clauses["H-21"].house
    assert ua.clauses["H-21"].modality == "should"
    entry = report(ua)
    entry.is_promised("H-21", "feedback")
    assert entry.verdict("UA-21").verdict == "na"
    assert entry.due("feedback") == "2026-12-08 10:00"
    in_time, late = entry.fork(), entry.fork()
    in_time.moved("feedback", TaskDone, "2026-12-07 10:00")
    in_time.stands("H-21", "met", TaskDone)
    late.moved("feedback", TaskDone, "2026-12-08 10:01")
    late.stands("H-21", "breached", TaskDone)


def test_ua_21_a_report_has_a_class_and_comes_by_mail(ua: Script) -> None:
    """A report that the standard was not kept, or a rating of the communication."""
    kind = ua.entry_kinds["feedback"]
    assert kind.classes == ("breach", "rating")
    assert {"email", "post", "portal", "in_person"} < set(kind.channels)


def reporting(ua: Script) -> Talk:
    """Return a call in which the caller reports something, up to what is asked of that."""
    return greeted(ua, need="feedback")


def test_ua_21_what_is_reported_in_a_call_is_classed(ua: Script) -> None:
    """By the classes of what is sent in; then the call goes on as it does, and the caller is asked to rate it."""
    talk = reporting(ua)
    options = ua.steps.get("feedback_class")
    assert isinstance(options, Choose)
    assert tuple(option.id for option in options.options) == ua.entry_kinds["feedback"].classes
    talk.through(("ask_feedback", "вчора не привіталися"), ("feedback_class", "breach"), "register_feedback")
    talk.through("feedback_thanks", ("understood", "more"), ("ask_subject", "і ще"), ("need_kind", "feedback"))
    assert "feedback" not in talk.call.fields
    talk.through(("ask_feedback", "усе добре"), ("feedback_class", "rating"), "register_feedback", "feedback_thanks")
    talk.through(("understood", "clear"), ("rating", "five"), "farewell", "hang_up")
    talk.stands("UA-21", "met", Chosen, step="rating")
    talk.do(c.SetOutcome("feedback"), c.Close())
    found = counted(ua, talk.call, talk.clock.now())
    assert found
    measures: tuple[Measure, ...] = ("given", "registered", "open")
    for classed in ("breach", "rating"):
        for measure in measures:
            assert found.marks.count(Mark("feedback", classed, measure)) == 1, (classed, measure)
    assert found.marks.count(Mark("channels", "call", "given")) == 2


def test_h_21_what_is_reported_in_a_call_is_registered_and_dealt_with(ua: Script) -> None:
    """Unless the caller has gone before; it is anybody's work, and judged by when it was done."""
    cut = reporting(ua)
    cut.through(("ask_feedback", "x"))
    assert cut.verdict("H-21").verdict == "open"
    cut.do(c.LoseLine())
    assert cut.verdict("H-21").verdict == "na"
    left = reporting(ua)
    left.through(("ask_feedback", "x"), ("feedback_class", "breach"))
    left.play("F7 1 1 1 Enter Enter")
    left.stands("H-21", "breached", Ended, how="transfer")
    talk = reporting(ua)
    talk.through(("ask_feedback", "x"), ("feedback_class", "breach"), "register_feedback")
    talk.is_promised("H-21", "feedback")
    assert talk.due("feedback") == "2026-12-08 10:00"
    (task,) = talk.call.tasks
    assert task.owner == ""


def test_nothing_else_is_asked_of_what_came_without_a_call(ua: Script, lv: Script) -> None:
    """No greeting, no farewell, no notice of recording."""
    for entry, own in ((report(ua), "H-21"), (feedback(lv), "LV-18"), (application(lv, "2026-11-27 11:00"), "LV-15")):
        for clause in entry.script.pack.clauses:
            if clause.id != own:
                assert entry.verdict(clause.id).verdict in ("na", "reminder"), clause.id
        found = judged(entry.script, entry.log, entry.clock.now())
        assert not any("any more" in judged_words(entry.script, entry.call, each) for each in found)
