"""The tests of the clauses tell: when what realises a clause is taken out of the pack, a test of that clause fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType

import pytest

from callscript.core.call.refusal import Refused
from callscript.core.script.model import WEEKDAYS, Script
from tests.clauses import (
    test_afterwards,
    test_entered,
    test_lv_hours,
    test_lv_house,
    test_lv_matters,
    test_lv_support,
    test_lv_true,
    test_lv_visits,
    test_outgoing,
    test_reached,
    test_ua_between,
    test_ua_greeting,
    test_ua_hard,
    test_ua_matter,
    test_ua_true,
)
from tests.clauses.mutation import (
    Mutation,
    both,
    drop,
    put,
    reword,
    swap,
    unruled,
    without_competences,
    without_detour,
    without_entries,
    without_holidays,
    without_rule,
    without_text,
)

Check = Callable[[Script], None]
MODULES: tuple[ModuleType, ...] = (
    test_ua_greeting,
    test_ua_matter,
    test_ua_hard,
    test_ua_true,
    test_ua_between,
    test_lv_support,
    test_lv_hours,
    test_lv_house,
    test_lv_matters,
    test_lv_true,
    test_lv_visits,
    test_outgoing,
    test_entered,
    test_reached,
    test_afterwards,
)

RECORDED = ("gift", "hold", "complaint", "escalate", "transfer", "callback")
"""Detours of the Latvian centre in which something is written down of the customer."""
TRIED = {"happened": "overran:clarity", "since": "timing:clarity"}
"""The ten seconds were tried for."""
WANTED = ("surname", "given_name", "patronymic", "residence", "subject", "phone", "email")

UA: Mapping[str, Mapping[str, Mutation]] = {
    "UA-01": {"no other language": drop("languages.1"), "nothing at hand": drop("aids.language")},
    "UA-02": {
        "of one's own calls": drop("clauses.UA-02.rules.0.when"),
        "no greeting": drop("steps.greet"),
        "other words in the morning": reword("Доброго ранку", "Вітаю"),
        "other words by day": reword("Доброго дня", "Вітаю"),
        "other words in the evening": reword("Доброго вечора", "Вітаю"),
        "another clock": put("timezone", "UTC"),
        "another morning": put("day_parts.morning.starts", "04:00"),
        "greeting later": swap("greeting", "greet", "introduce"),
        "not the first thing": drop("clauses.UA-02.rules.0.before"),
        **{
            f"{detour} before the greeting": drop(f"detours.{detour}.when")
            for detour in ("hold", "complaint", "escalate", "callback")
        },
        "abuse before the greeting": drop("detours.abuse.when.happened"),
        "closed before the greeting": drop("steps.end_how.options.close.when"),
    },
    "UA-03": {
        "of one's own calls": drop("clauses.UA-03.rules.0.when"),
        "no introduction": drop("steps.introduce"),
        "no number": reword("№ {operator_number}, "),
        "no name": reword("{operator_name}"),
        "before the greeting": drop("clauses.UA-03.rules.0.after"),
    },
    "UA-04": {
        "of one's own calls": drop("clauses.UA-04.rules.0.when"),
        "not asked": drop("steps.ask_address"),
        "other words": reword("Як я можу до Вас звертатись?", "Як Ваше ім’я?"),
        "not wanted": put("steps.ask_address.optional", value=True),
        "not used": reword("{address}", "пане або пані"),
        "nobody may keep it to themselves": drop("fields.address.absent"),
    },
    "UA-05": {
        "of one's own calls": drop("clauses.UA-05.rules.0.when"),
        "not offered": drop("steps.offer_help"),
        "other words": reword("Чим можу Вам допомогти?", "Слухаю."),
        "transferred before the offer": put("detours.transfer.when.happened", "said:greet"),
        "put through before the offer": drop("steps.transfer_consent.options.agrees.when.happened"),
        "closed before the offer": put("steps.end_how.options.close.when.happened", "said:greet"),
        "at any time": drop("clauses.UA-05.rules.0.after"),
    },
    "UA-06": {
        "nothing at hand": drop("aids.courtesy"),
        "familiar": reword("Чи можете Ви", "Чи можеш ти"),
        "a small you": reword("Вам", "вам"),
        "no courtesy words at hand": reword("«Прошу Вас», "),
        "no please": reword("будь ласка, "),
    },
    "UA-07": {
        "no list of reasons": drop("steps.scope_reason"),
        "not explained": drop("steps.explain_legal_advice"),
        "no reason of one's own": drop("steps.ask_scope_reason"),
        "the reason not said": reword("{scope_reason}", "така"),
        "the reason may be empty": put("steps.ask_scope_reason.optional", value=True),
        "one reason for all": drop("clauses.UA-07.rules.0.by_matter"),
        "the reason of the other refusal": put("matter", ["subject", "kind", "sent_to"]),
    },
    "UA-08": {
        "nothing at hand": drop("aids.clarify"),
        "one question less": reword("«Будь ласка, уточніть Ваш запит щодо…»\n"),
        "always feminine": reword("зрозумів ", "зрозуміла "),
        "both forms": reword("зрозуміла", "зрозумів/ла"),
    },
    "UA-09": {
        "known and not counted": put("clauses.UA-09.rules.1.first", ["filled:surname", "absent:surname"]),
        "rung up and not recorded": drop("outgoing.done.appeal"),
        "nothing known": drop("outgoing.fields"),
        **{
            f"without {field}": put("steps.register_appeal.requires", [each for each in WANTED if each != field])
            for field in WANTED
        },
        "surname not asked": drop("steps.ask_surname"),
        "e-mail not asked": drop("steps.ask_email"),
        "a patronymic for everyone": drop("fields.patronymic.absent"),
        "an e-mail for everyone": drop("fields.email.absent"),
        "no reason for no phone": put("fields.phone.absent", "none"),
        "anonymous": put("fields.surname.absent", "none"),
        "registered and emptied": put("steps.register_appeal.requires", [*WANTED[:3], *WANTED[4:]]),
        "gone and forgotten": drop("clauses.UA-09.rules.0.cut"),
        "one appeal for all": drop("clauses.UA-09.rules.0.by_matter"),
        "the substance of the other appeal": put("matter", ["kind", "scope_reason", "sent_to"]),
        "asked again who has none": put("steps.ask_patronymic.when", {"not": {"field": "patronymic"}}),
        "a kind must be named": put("steps.register_appeal.requires", [*WANTED, "kind"]),
        "no kind noted": drop("fields.kind"),
        "only one kind": drop("fields.kind.several"),
        "nobody may decline": drop("fields.residence.absent"),
        "declined without a reason": put("fields.given_name.absent", "none"),
        "not told what the data are for": reword("щоб розглянути звернення й відповісти Вам"),
        "not told who gets the data": reword("керівництво контакт-центру, а якщо", "хтось, а якщо"),
        "not on the card": put("fields.residence.group", "call"),
        "asked twice": drop("steps.ask_phone.when"),
    },
    "UA-10": {
        "not told": drop("notices.appeal"),
        "before the call is over": drop("notices.appeal.after_call"),
        "some day": drop("clauses.UA-10.rules.0.within"),
    },
    "UA-11": {
        "not rung up": drop("outgoing.done.inform"),
        "rung up without a body": drop("steps.ringing_body"),
        "no body": drop("steps.pick_body"),
        "caller not told": drop("steps.dispatch_told"),
        "body not named": reword("Його отримає {sent_to}."),
        "not dispatched": drop("steps.dispatch"),
        "no task": drop("steps.competence.options.beyond.task"),
        "tomorrow": put("steps.competence.options.beyond.task.due", "2d"),
        "sent some day": drop("clauses.UA-11.rules.1.within"),
        "sent once for all": drop("clauses.UA-11.rules.1.by_matter"),
        "told once for all": drop("clauses.UA-11.rules.0.by_matter"),
        "sent and still to be sent": drop("steps.dispatch.options.sent.closes"),
        "the body of the other appeal": put("matter", ["subject", "kind", "scope_reason"]),
        "one matter a call": drop("steps.ask_subject.matter"),
        "gone and forgotten": drop("clauses.UA-11.rules.0.cut"),
        "told later, and as if never": drop("clauses.UA-11.rules.0.redeemed"),
        "no bodies": without_entries("body"),
        "no competences": without_competences,
        "asked of every appeal": drop("steps.dispatch.each"),
    },
    "UA-12": {
        "not asked": drop("steps.understood"),
        "other words": without_text("step.understood"),
        "not of appeals": drop("steps.appeal_accepted.marks"),
        "stuck with what was dealt with": drop("steps.need_kind.options.done"),
        "done before anything was": drop("steps.need_kind.options.done.when"),
        "done with the other question": drop("steps.need_kind.options.done.when.since"),
        "not dealt with by a promise": drop("steps.callback_promise.marks"),
        "not explained again": drop("steps.understood.options.again"),
        "nothing explained again": drop("steps.explain_again"),
        "found is not told": drop("steps.give_found.marks.1"),
        "passed by": put("stages.end.steps.end_how.options.close.out", "closing"),
    },
    "UA-13": {
        "not said": drop("steps.farewell"),
        "other words": reword("завжди будемо раді Вам допомогти", "будемо раді допомогти"),
        "asked of all": drop("clauses.UA-13.rules.0.unless"),
    },
    "UA-14": {
        "not rung up with the answer": drop("outgoing.done.escalation"),
        "no key": without_detour("complaint"),
        "no listening": drop("steps.complaint_listen"),
        "no cause": drop("steps.complaint_cause"),
        "no measure": drop("steps.complaint_measure"),
        "a measure may be left out": put("steps.complaint_measure.optional", value=True),
        "not escalated": drop("steps.complaint_resolved.options.unresolved"),
        "escalated without grounds": drop("steps.ask_escalation_grounds"),
        "an answer at some time": drop("steps.escalation_when"),
        "an answer to nobody": drop("steps.ask_escalation_phone"),
        "an answer to no address": drop("steps.ask_escalation_email"),
        "asked for a number though one is known": drop("steps.ask_escalation_phone.when"),
        "promised to who cannot be reached": drop("steps.escalation_rings"),
        "an answer that nobody owes": drop("steps.escalation_when.options.working_day.task"),
        "the time not said": reword("не пізніше {due}", "скоро"),
        "no appeal of it": drop("steps.complaint_resolved.options.appeal"),
        "an appeal in the middle of something": drop("steps.complaint_resolved.options.appeal.when"),
        "an appeal in place of the question": drop("steps.ask_complaint_substance.matter"),
        "the cause of the other complaint": drop("detours.complaint.matter"),
        "not passed on": drop("clauses.UA-14.rules.1"),
        "passed on once for all": drop("clauses.UA-14.rules.1.by_matter"),
        "passing on is a matter of its own": put("detours.escalate.matter", ["escalated_to"]),
        "the reason of the other question": put("matter", ["subject", "kind", "scope_reason", "sent_to"]),
        "closed before passing on": drop("steps.end_how.options.close.when.not.any.1"),
        "gone and forgotten": drop("clauses.UA-14.rules.1.cut"),
        "put through in the middle of a complaint": drop("steps.transfer_consent.options.agrees.when.not.any.4"),
        "put through before passing on": drop("steps.transfer_consent.options.agrees.when.not.any.6"),
        "put through in the middle of an appeal": drop("steps.transfer_consent.options.agrees.when.not.any.0"),
        "put through with an appeal untold": drop("steps.transfer_consent.options.agrees.when.not.any.2"),
        "put through without a reason": drop("steps.transfer_consent.options.agrees.when.not.any.3"),
        "put through without an apology": drop("steps.transfer_consent.options.agrees.when.not.any.5"),
        "measures of other words": reword("по усуненню причин незадоволення", "для вирішення"),
        "mistakes count": drop("clauses.UA-14.rules.0.unless"),
    },
    "UA-15": {
        "not rung up": drop("outgoing.done.apology"),
        "rung up for something else": drop("steps.ringing_apology"),
        "no apology": drop("steps.apology_service"),
        "no apology for a mistake": drop("steps.apology_mistake"),
        "another question is a fault": put("steps.fault.options.matter.marks", ["fault_confirmed"]),
        "no thanks": drop("steps.thanks_matter"),
        "both sentences wanted": reword("Досить однієї", "Скажіть обидві"),
        "nothing at hand": drop("aids.apology"),
        "another apostrophe": reword("обов’язково", "обов'язково"),
        "other words": reword("звернули нашу увагу", "сказали про це"),
        "apology in any case": drop("steps.apology_service.when"),
        "nothing is a fault": drop("steps.fault.options.service.marks"),
        "past the apology": drop("detours.complaint.stay"),
        "closed before the apology": drop("steps.end_how.options.close.when.not.any.0"),
        "held by another complaint": put("detours.complaint.stay.any.0.since", "mark:apologised"),
        "gone and forgotten": drop("clauses.UA-15.rules.0.cut"),
        "stuck at the apology": put("detours.complaint.stay.any.0", {"happened": "mark:fault_confirmed"}),
        "any complaint will do": drop("clauses.UA-15.rules.1.lapses"),
    },
    "UA-16": {
        "no warning": drop("steps.abuse_warning"),
        "ended at will": put("steps.end_how.options.abuse", {"id": "abuse", "to": "abuse_end"}),
        "two kinds": drop("steps.abuse_kind.options.hatred"),
        "any hatred": reword("національної, расової, релігійної "),
        "kind not kept": drop("steps.abuse_kind"),
        "a duty": drop("steps.abuse_after.options.go_on"),
        "a second chance owed": drop("steps.abuse_after.options.stop"),
        "a must": put("clauses.UA-16.modality", "must"),
        "told long ago": drop("clauses.UA-16.rules.0.lapses"),
        "told before a talk": put("clauses.UA-16.rules.0.lapses", ["chose:abuse_after=go_on"]),
        "ended on what was told before a talk": drop("steps.abuse_after.options.stop.when"),
    },
    "UA-17": {
        "of a call that nobody answers": drop("clauses.UA-17.rules.0.unless"),
        "no key": without_detour("unclear"),
        "tried long ago": drop("clauses.UA-17.rules.0.lapses"),
        "tried before a talk": put("clauses.UA-17.rules.0.lapses", ["timing:clarity", "left:unclear"]),
        "ended on what was tried before a talk": drop("steps.clarity_result.options.no_contact.when"),
        "ended by the end key on that": put("steps.end_how.options.no_contact.when.any.1.since", "timing:clarity"),
        **{
            f"{detour} while parting": drop(f"detours.{detour}.when.not")
            for detour in ("hold", "complaint", "abuse", "escalate", "transfer", "callback")
        },
        "tried once": put("steps.clarity_result.options.no_contact.when.since", ["entered:hold"]),
        "heard without a word": put(
            "steps.clarity_result.when", {"happened": "overran:clarity", "since": "timing:clarity"}
        ),
        "talk is trying": drop("steps.clarity_wait.again"),
        "five seconds": put("timers.clarity.limit", "5s"),
        "a minute": put("timers.clarity.limit", "1m"),
        "ended at will": drop("steps.end_how.options.no_contact.when"),
        "nothing to say": without_text("step.clarity_wait"),
        "no reason why not": without_text("unless.end_how.no_contact"),
    },
    "UA-18": {
        "of a call that nobody answers": drop("clauses.UA-18.rules.0.unless"),
        "not said": drop("steps.not_heard"),
        "other words": reword("будь ласка ще раз, Вас", "будь ласка, ще раз, Вас"),
        "a must": put("clauses.UA-18.modality", "must"),
        "said long ago": drop("clauses.UA-18.rules.0.lapses"),
        "said before a talk": put("clauses.UA-18.rules.0.lapses", ["timing:clarity"]),
        "nothing at hand": drop("aids.line"),
        "no number at hand": reword("044 207-35-46"),
    },
    "UA-19": {
        "never rung up": drop("outgoing"),
        "rung up and never done": drop("outgoing.done.callback"),
        "nothing known": drop("outgoing.fields"),
        "the first matter for all": drop("steps.ringing_dial.matter"),
        "no consent": drop("steps.hold_consent"),
        "no refusal": drop("steps.hold_consent.options.refuses"),
        "the line is cut, and the call-back": drop("clauses.UA-19.rules.4.cut"),
        "called back against the will": drop("clauses.UA-19.rules.4.unless"),
        "called back about nothing": drop("steps.ask_callback_subject"),
        "asked again what is known": drop("steps.ask_callback_subject.when"),
        "called back at a name": put("steps.callback_when.options.hour.when", {"known": "phone"}),
        "once for all holds": drop("clauses.UA-19.rules.0.fresh"),
        "no search": reword("Шукайте потрібні відомості"),
        "no result": drop("steps.hold_result"),
        "transfer without search": drop("steps.transfer_search"),
        "search not first": drop("steps.transfer_search.options.not_yet.detour"),
        "a search without consent": put(
            "steps.transfer_search.options.not_yet", {"id": "not_yet", "marks": ["searched"]}
        ),
        "not asked for at the end": drop("steps.unsettled"),
        "a refusal frees": drop("steps.hold_consent.options.refuses.marks"),
        "a search frees": drop("steps.hold_consent.options.agrees.marks"),
        "no end of a wait": drop("steps.hold_consent.options.over"),
        "the end of a wait before one": drop("steps.hold_consent.options.over.when"),
        "asked once": put("stages.closing.steps.hang_up.when", {"happened": "ended"}),
        "not asked before the rating": drop("steps.rating.when.not.any.1"),
        "not asked before the farewell": drop("steps.farewell.when"),
        "not asked before the end": drop("steps.hang_up.when"),
        "not asked before it is clear": drop("steps.understood.when.not.any.1"),
        "another question before": drop("steps.understood.options.more.when"),
        "an appeal before": drop("steps.complaint_resolved.options.appeal.when.not.any.4"),
        "found in a complaint": drop("detours.hold.when.not.any.4"),
        "found for a complaint": drop("detours.hold.when.not.any.5"),
        "a complaint that lacks something, taken back": drop("detours.complaint.stay.any.1"),
        "said to be found in a complaint": drop("steps.transfer_search.options.found.when"),
        "found is not told": drop("steps.give_found"),
        "found before it is told": put("steps.unsettled.options.found.marks", ["found"]),
        "agreed and not promised": drop("clauses.UA-19.rules.3"),
        "never searched, said to be searching": reword("Утримання вже відкрито", "Ви вже шукаєте"),
        "never searched, said to be not found": reword("відомостей ще немає", "відомостей не знайдено"),
        "promised and not made": drop("clauses.UA-19.rules.5"),
        "promised and made some day": put("clauses.UA-19.rules.5.within", "1d"),
        "a promise meets it": put("clauses.UA-19.rules.5.then", ["mark:promised"]),
        "owed by the end of the call": drop("clauses.UA-19.rules.5.outlives"),
        "closed before the promise": drop("steps.end_how.options.close.when.not.any.2"),
        "an appeal before the promise": drop("steps.complaint_resolved.options.appeal.when.not.any.5"),
        "a search after the farewell": drop("detours.hold.when.not.any.3"),
        "a transfer after the farewell": drop("detours.transfer.when.not.any.3"),
        "put through before the promise": drop("steps.transfer_consent.options.agrees.when.not.any.7"),
        "no transfer after a promise": drop("stages.transfer_person.steps.pick_person.when.not.any.1.detour"),
        "a vain search frees": put("steps.hold_result.options.none.marks", ["found"]),
        "a transfer refused frees": put("steps.transfer_consent.options.refuses.marks", ["found"]),
        "the search of another matter": drop("clauses.UA-19.rules.1.lapses"),
        "not asked about the search of another matter": drop("steps.transfer_search.when.not.since"),
        "gone and forgotten": drop("clauses.UA-19.rules.2.cut"),
        "nobody may decline": drop("steps.unsettled.options.declined"),
        "picked is put through": drop("steps.transfer_hang_up.keeps"),
        "no transfer": without_detour("transfer", "hold_result", "hold_refused"),
        "no call-back": without_detour("callback", "hold_result", "hold_refused", "need_kind"),
        "no promise": drop("steps.callback_when.options.hour.task"),
        "nobody to transfer to": without_entries("colleague"),
    },
    "UA-20": {
        "no clock": put("steps.hold_wait.timer", "clarity"),
        "five minutes": put("timers.hold.limit", "5m"),
        "no warning": drop("timers.hold.warn"),
        "a late warning": put("timers.hold.warn", "10s"),
        "no limit": drop("clauses.UA-20.rules.0.within"),
        "talk is hold": drop("steps.hold_wait.again"),
        "looking at the end key ends it": drop("detours.end.quiet"),
        "a must": put("clauses.UA-20.modality", "must"),
    },
    "UA-21": {
        "not invited": drop("steps.rating"),
        "no address": reword("help-info@ics.gov.ua"),
        "no refusal": drop("steps.rating.options.refused"),
        "asked of all": drop("clauses.UA-21.rules.0.unless"),
        "a must": put("clauses.UA-21.modality", "must"),
        "a favour": reword("просимо обов’язково", "можна"),
        "no mail": drop("entries.feedback.channels.0"),
        "not taken by telephone": drop("steps.need_kind.options.feedback"),
        "not classed": drop("steps.feedback_class"),
        "no class of what is reported": drop("steps.feedback_class.options.breach"),
        "no class of what was sent": drop("entries.feedback.classes"),
        "counted as nothing": drop("steps.feedback_class.tally"),
        "thanked for nothing": drop("steps.feedback_thanks"),
        "the class of the one before": drop("detours.feedback.matter"),
    },
}

LV: Mapping[str, Mapping[str, Mutation]] = {
    "LV-01": {
        "no values": drop("aids.values"),
        "no mission": drop("aids.mission"),
        "a value less": reword("Atvērtība / Ar atvērtu prātu."),
    },
    "LV-02": {
        "nothing at hand": drop("aids.attitude"),
        "no greeting": drop("steps.greet"),
        "no farewell": drop("steps.farewell"),
        "by another clock": put("timezone", "America/New_York"),
        "a fault without an apology": drop("detours.complaint.stay"),
        "closed without an apology": drop("steps.end_how.options.close.when.not.any.1"),
    },
    "LV-03": {
        "known and not counted": put("clauses.LV-03.rules.0.first", ["filled:need"]),
        "need not asked": drop("steps.ask_need"),
        "need not wanted": put("steps.ask_need.optional", value=True),
        "solution before": drop("steps.understood.options.again.when"),
        "no solution": drop("steps.offer_solution"),
        "one wish for all": drop("steps.ask_need.matter"),
        "one wish for the night": drop("steps.closed_choice.matter"),
        "the first wish is there": drop("matter.0"),
        "another solution of nothing": put("steps.understood.options.again.when", {"field": "need"}),
        "no way to the end": drop("steps.dealt"),
        "an end in the middle": drop("steps.dealt.when"),
        "an end inside of a refusal": drop("steps.dealt.when.not.any.2"),
        "an emptied wish": put("clauses.LV-03.rules.0.lapses", ["chose:understood=more"]),
        "an emptied wish is not asked for": drop("steps.ask_need_again"),
        "twice back and not asked": drop("steps.understood.when.any.1"),
    },
    "LV-04": {
        "no such answer": drop("steps.need_kind.options.colleague"),
        "nobody": without_entries("colleague"),
        "nobody involved": drop("steps.colleague_how.options.advises"),
        "once for all matters": drop("steps.ask_need.matter"),
        "a colleague of another matter": drop("clauses.LV-04.rules.1.by_matter"),
        "by mistake": put("clauses.LV-04.rules.1.after", ["chose:need_kind=colleague"]),
        "the line is cut, and the duty": drop("clauses.LV-04.rules.1.cut"),
    },
    "LV-05": {
        "a colleague who does not ring up": drop("outgoing.done.colleague"),
        "not told": drop("steps.colleague_told"),
        "not named": reword("{colleague}", "kolēģis"),
        "no competences": without_competences,
        "the advice may be empty": put("steps.ask_advice.optional", value=True),
        "put through and not involved": put("steps.handover_hang_up.how", "operator"),
        "handed over and not involved": put(
            "clauses.LV-05.rules.0.then", ["said:colleague_told", ["ended:transfer", "done:ask_advice"]]
        ),
        "a transfer settles nothing": put("clauses.LV-05.rules.0.then.0", "said:colleague_told"),
        "told is involved": both(
            put("clauses.LV-05.rules.0.then", ["said:colleague_told"]),
            put("clauses.LV-05.rules.2.then", ["said:colleague_told", "chose:handover_consent"]),
        ),
        "agreed is put through": both(
            put("clauses.LV-05.rules.1.then", ["chose:handover_consent"]),
            put("clauses.LV-05.rules.2.then", ["chose:handover_consent"]),
        ),
        "a colleague of another matter": drop("clauses.LV-05.rules.2.by_matter"),
        "an escalation of another matter": drop("clauses.LV-05.rules.4.by_matter"),
        "the line is cut, and the duty": drop("clauses.LV-05.rules.2.cut"),
        "involved some day": drop("clauses.LV-05.rules.5.within"),
        "handed over and not involved, after the call": put("clauses.LV-05.rules.5.then", ["task_done:colleague"]),
        "passed on and not involved, after the call": put("clauses.LV-05.rules.5.after", ["task:colleague"]),
        "done by whoever had promised it": put(
            "clauses.LV-05.rules.5.then", [["task_taken:colleague", "task_done:colleague", "task_taken:escalation"]]
        ),
        "advice is not enough": put("clauses.LV-05.rules.5.then", [["task_taken:colleague", "task_taken:escalation"]]),
        "a colleague alone": put("clauses.LV-05.rules.4.after", ["chose:pick_escalation_colleague"]),
        "over what is owed": drop("steps.handover_consent.options.agrees.when"),
        **{
            f"over what is owed, {place}": drop(f"steps.handover_consent.options.agrees.when.not.any.{place}")
            for place in range(5)
        },
        "the colleague's name is left": drop("matter.2"),
        "advice is left": put("matter", ["need", "legal_ground", "colleague"]),
        "picked is put through": drop("steps.handover_hang_up.keeps"),
        "picked has advised": drop("steps.ask_advice.keeps"),
        "picked has answered": drop("steps.handed_promise.keeps"),
        "no task for the colleague": drop("steps.handed_when.options.working_day.task"),
        "refused and free": put("steps.handover_consent.options.refuses", {"id": "refuses", "leave": True}),
        "never one's own after all": drop("steps.handover_refused.options.own"),
        "always one's own": drop("steps.handover_refused.options.own.when"),
        "no advice after a refusal": drop("steps.handover_refused.options.advises"),
        "not told on escalation": drop("steps.escalation_told"),
        "rung up, and nothing noted": drop("outgoing.notes"),
        "passed on, rung up, and nothing noted": drop("outgoing.notes.escalation"),
        "rung up, and not asked what was advised": drop("steps.ringing_advice"),
        "noted by whoever has nothing to note": drop("steps.ringing_advice.optional"),
    },
    "LV-06": {
        "not rung up with the answer": drop("outgoing.done.answer"),
        "passed on and not rung up": drop("outgoing.done.escalation"),
        "cut off and not rung up": drop("outgoing.done.inform"),
        "thanked for calling": drop("steps.farewell_rung"),
        "no time": drop("steps.time_needed"),
        "not said": drop("steps.time_promise"),
        "time not said": reword("{due}", "drīz"),
        "no task": drop("steps.time_needed.options.three_days.task"),
        "calendar days": put("steps.time_needed.options.week.task.due", "5d"),
        "no such answer": drop("steps.need_kind.options.deferral"),
        "not after a search": drop("steps.hold_result.options.deferral"),
        "no time on escalation": drop("steps.escalation_when"),
        "the line is cut, and the duty": both(*(drop(f"clauses.LV-06.rules.{rule}.cut") for rule in range(3))),
        "the line is cut, and the escalation": drop("clauses.LV-06.rules.2.cut"),
        "passed on from the time on": put("clauses.LV-06.rules.2.after", ["chose:escalation_when"]),
        "the line is cut, and the call-back": drop("clauses.LV-06.rules.3.cut"),
        "called back about nothing": drop("steps.ask_callback_need"),
        "called back from the time on": put("clauses.LV-06.rules.3.after", ["task:callback"]),
        "called back against the will": drop("clauses.LV-06.rules.3.unless"),
        "answered some day": drop("clauses.LV-06.rules.4.within"),
        "answered by nobody": drop("clauses.LV-06.rules.4"),
        "called back at a name": put("steps.callback_when.options.hour.when", {"known": "phone"}),
        "informed some day": put("clauses.LV-06.rules.0.cut.due", "9wd"),
        "no time of a complaint": reword("un atbilde Jums tiks sniegta līdz {due}", "un atbilde Jums tiks sniegta"),
        "no time of a call-back": drop("steps.callback_promise"),
        "no time of the colleague": drop("steps.handed_promise"),
        "today until midnight": put("hours.closes", "23:59"),
        **{f"no {step}": drop(f"steps.{step}") for step in ("ask_answer_by", "ask_handed_by", "ask_escalation_by")},
        "any day": put("fields.answer_by.kind", "text"),
        "nothing says the day": without_text(*(f"weekday.{day}" for day in WEEKDAYS)),
        "back to the question": drop("steps.dealt"),
        **{
            f"nobody to answer, {step}": drop(f"steps.{step}")
            for step in ("time_rings", "handed_rings", "escalation_rings")
        },
        **{
            f"always rings, {step}": drop(f"steps.{step}.when")
            for step in ("time_rings", "handed_rings", "escalation_rings")
        },
        **{
            f"no {step}": drop(f"steps.{step}")
            for step in ("ask_answer_email", "ask_handed_email", "ask_escalation_email")
        },
        "always an e-mail": drop("steps.ask_answer_email.when"),
    },
    "LV-07": {
        "no reason": drop("steps.ask_refusal_reason"),
        "no grounds": drop("steps.ask_refusal_grounds"),
        "reason may be left out": put("steps.ask_refusal_reason.optional", value=True),
        "grounds may be none": put("fields.refusal_grounds.absent", "none"),
        "reason not said": reword("{refusal_reason}", "zināms"),
        "grounds not said": reword("{refusal_grounds}", "zināms"),
        "not said": drop("steps.refusal_said"),
        "one reason for all": drop("clauses.LV-07.rules.1.lapses"),
        "one ground for all": drop("clauses.LV-07.rules.2.lapses"),
        "the first reason is there": drop("detours.refusal.matter"),
        "an emptied reason": put("clauses.LV-07.rules.1.lapses", ["entered:refusal"]),
        "emptied grounds": put("clauses.LV-07.rules.2.lapses", ["entered:refusal"]),
        "the line is cut, and the duty": drop("clauses.LV-07.rules.0.cut"),
        "anybody's service": drop("steps.suspension_identity.options.unproven"),
        "no reason for the unproven": put(
            "steps.suspension_identity.options.unproven", {"id": "unproven", "leave": True}
        ),
    },
    "LV-08": {
        "not on the card": put("fields.legal_ground.group", "call"),
        "not at a refusal": drop("steps.ask_legal_ground"),
        "nothing at hand": drop("aids.law"),
    },
    "LV-09": {
        "no key": drop("detours.gift.digit"),
        "not declined": drop("steps.gift_declined"),
        "no phrase": reword("nepieprasām un nepieņemam"),
        "not kept": drop("steps.gift_offer"),
        "may be empty": put("steps.gift_offer.optional", value=True),
    },
    "LV-10": {
        "no principles": drop("aids.principles"),
        "no order of visits": drop("aids.visits"),
        "a principle less": reword("Patiesums: sniegt tikai patiesu informāciju.\n"),
        "visit not registered": drop("steps.register_visit"),
        "time not wanted": put("steps.register_visit.requires", ["given_name"]),
        "customer not asked": reword("ierodieties noteiktajā laikā vai iepriekš brīdiniet"),
        "any text is a time": put("fields.visit_at.kind", "text"),
        "at any hour": drop("visits"),
        "no work": drop("steps.register_visit.task"),
        "not told": drop("clauses.LV-10.rules.0"),
        "who is cut off": drop("clauses.LV-10.rules.0.cut"),
        "what came of it": drop("clauses.LV-10.rules.1"),
        "nobody need warn": drop("clauses.LV-10.rules.2"),
        "cut off while booking, and forgotten": drop("clauses.LV-10.rules.3.cut"),
        "begun and never booked": drop("clauses.LV-10.rules.3"),
    },
    "LV-11": {
        "no notice to whom one rings up": drop("steps.ringing_recording"),
        "no notice": drop("steps.recording"),
        "no notice at night": drop("steps.recording_closed"),
        "no notice before a suspension": drop("steps.recording_suspension"),
        "said too often": drop("steps.recording_suspension.when"),
        "said again by day": drop("steps.recording.when"),
        "said again at night": drop("steps.recording_closed.when"),
        "other words": reword("tiek ierakstītas", "tiek dzirdētas"),
        "too late": swap("greeting", "recording", "ask_address"),
        "at any time": drop("clauses.LV-11.rules.0.before"),
        "a gift before": put("clauses.LV-11.rules.0.before", ["filled:address"]),
        **{f"{detour} before": drop(f"detours.{detour}.when") for detour in RECORDED},
        "closed before": drop("steps.end_how.options.close.when"),
        "no word of the card": without_text("tip.greet", "tip.greet_closed"),
    },
    "LV-12": {
        "always open": drop("hours"),
        "open earlier": put("hours.opens", "08:00"),
        "open later": put("hours.closes", "19:00"),
        "open on Saturdays": put("hours.days", [1, 2, 3, 4, 5, 6]),
        "no holidays": without_holidays,
        "another clock": put("timezone", "UTC"),
        "no worked Saturdays": drop("hours.working_days"),
        "not said": reword("Jūs zvanāt ārpus darba laika"),
        "nothing at hand": drop("aids.hours"),
    },
    "LV-13": {
        "offered to whom one rings up": drop("clauses.LV-13.rules.0.unless.0"),
        "not by itself": drop("start.0.when"),
        "not offered": both(
            drop("steps.virtual_assistant"), drop("steps.virtual_assistant_more"), drop("steps.virtual_assistant_last")
        ),
        "not at the end": drop("steps.virtual_assistant_last"),
        "not on days off": reword(", arī brīvdienās un svētku dienās"),
        "asked again": drop("steps.closed_choice.when"),
        "no way to the end": drop("steps.dealt"),
        "not for a second question": drop("steps.virtual_assistant_more"),
        "no portal": reword("portālā eparaksts.lv"),
        "for everyone": drop("steps.virtual_assistant.when"),
        "nothing else": drop("steps.closed_more.options.application"),
        "not to who is put through": drop("steps.virtual_assistant_handover"),
        "twice to who is put through": drop("steps.virtual_assistant_handover.when"),
    },
    "LV-14": {
        "no key": drop("detours.suspension.digit"),
        "another key": put("detours.suspension.digit", 7),
        "in working time only": put("detours.suspension.when", {"open": True}),
        "at night only": put("detours.suspension.when", {"open": False}),
        "no revocation": drop("steps.suspension_action.options.revoke"),
        "nobody identified": drop("steps.suspension_identity"),
        "not confirmed": drop("steps.suspension_confirm"),
        "not registered": drop("steps.register_suspension"),
        "for nobody": drop("steps.register_suspension.requires"),
        "no portal": reword("visu diennakti portālā eparaksts.lv"),
        "no number": reword("67108787"),
        "left half done": drop("steps.end_how.options.close.when.not"),
        "another refusal": put("clauses.LV-14.rules.0.unless", ["said:refusal_said", "chose:suspension_confirm=no"]),
        "the line is cut, and the duty": drop("clauses.LV-14.rules.0.cut"),
        "tomorrow": put("clauses.LV-14.rules.0.cut.due", "1wd"),
        "in the morning": drop("clauses.LV-14.rules.0.cut.any_hour"),
    },
    "LV-15": {
        "no task": drop("steps.register_application.task"),
        "two days": put("steps.register_application.task.due", "2wd"),
        "a calendar day": put("steps.register_application.task.due", "1d"),
        "no holidays": without_holidays,
        "not told": drop("steps.application_told"),
        "not told at night": drop("steps.application_told_closed"),
        "not told before nine": drop("steps.application_told_today"),
        "tomorrow before nine": reword("sāksim šodien", "sāksim nākamajā darba dienā"),
        "time not told": reword("{due}", "drīz"),
        "registered and not processed": drop("clauses.LV-15.rules.1"),
        "processed some day": put("clauses.LV-15.rules.1.within", "9d"),
        "something missing": put("steps.register_application.requires", ["need"]),
        "the line is cut, and the duty": drop("clauses.LV-15.rules.2.cut"),
        "sent in, and two days": put("entries.application.task.due", "2wd"),
        "told to nobody": drop("clauses.LV-15.rules.2.when"),
        "cut off while applying, and forgotten": drop("clauses.LV-15.rules.3.cut"),
        "begun and never registered": drop("clauses.LV-15.rules.3"),
    },
    "LV-16": {
        "not invited": drop("steps.survey"),
        "no refusal": drop("steps.survey.options.refused"),
        "nothing at hand": drop("aids.survey"),
        "other words": without_text("step.survey"),
    },
    "LV-17": {
        "nothing at hand": drop("aids.channels"),
        "a channel less": reword("Zemitāna iela 9 k-3, "),
        "none taken": drop("steps.need_kind.options.feedback"),
        "none taken at the end": drop("steps.understood.options.feedback"),
        "not registered": drop("steps.register_feedback"),
        "empty": put("steps.ask_feedback.optional", value=True),
        "not by post": drop("entries.feedback.channels.2"),
    },
    "LV-18": {
        "no class": drop("steps.feedback_class"),
        "three classes": drop("steps.feedback_class.options.praise"),
        "another name": reword("Sūdzība par apkalpošanu", "Sūdzība"),
        "no class of a complaint": drop("steps.complaint_class"),
        "a class that does not count": drop("steps.complaint_class.marks"),
        "one class for all": drop("clauses.LV-18.rules.1.lapses"),
        "one cause for all": drop("detours.complaint.matter"),
        "the line is cut before the class": drop("clauses.LV-18.rules.0.cut"),
        "the line is cut, and the complaint": drop("clauses.LV-18.rules.2.cut"),
        "classed and not registered": drop("clauses.LV-18.rules.2"),
        "no class of what was sent": drop("entries.feedback.classes"),
        "classed in calls only": drop("clauses.LV-18.rules.1.first.1"),
    },
}

HOUSE: Mapping[str, Mapping[str, Mutation]] = {
    "H-01": {
        "once for all holds": drop("clauses.H-01.rules.0.fresh"),
        "five minutes": put("clauses.H-01.rules.1.within", "5m"),
        "no consent": drop("steps.hold_consent"),
        "talk is hold": drop("steps.hold_wait.again"),
        "looking is talk": drop("detours.end.quiet"),
        "waiting for nothing": drop("steps.hold_consent.options.over"),
        "never asked": drop("steps.hold_consent.options.over.when"),
    },
    "H-02": {
        "of a call that nobody answers": both(drop("clauses.H-02.rules.0.unless"), drop("clauses.H-02.rules.1.unless")),
        "once a call, in the flow": put("steps.clarity_result.options.no_contact.when.since", ["entered:hold"]),
        "heard without a word": put(
            "steps.clarity_result.when", {"happened": "overran:clarity", "since": "timing:clarity"}
        ),
        "once a call, in the rule": drop("clauses.H-02.rules.0.lapses"),
        "ended at will": drop("steps.end_how.options.no_contact.when"),
        "not said": drop("steps.not_heard"),
        "the clock runs on": drop("steps.clarity_wait.again"),
        "a talk later": drop("steps.clarity_result.options.no_contact.when"),
        "a talk later, in the rules": both(
            put("clauses.H-02.rules.0.lapses", ["timing:clarity"]),
            put("clauses.H-02.rules.1.lapses", ["timing:clarity"]),
        ),
    },
    "H-21": {
        "not registered": drop("steps.register_feedback"),
        "registered and not dealt with": drop("clauses.H-21.rules.1"),
        "taken and not registered": drop("clauses.H-21.rules.0"),
        "held against who was hung up on": drop("clauses.H-21.rules.0.unless"),
        "some day": put("entries.feedback.task.due", "30d"),
        "some day, in a call": put("steps.register_feedback.task.due", "30d"),
        "nobody's": drop("steps.register_feedback.task"),
        "a must": put("clauses.H-21.modality", "must"),
        "the standard's": drop("clauses.H-21.house"),
    },
    "H-03": {
        "once a call, in the flow": put("steps.end_how.options.abuse.when", {"happened": "said:abuse_warning"}),
        "a talk later": drop("steps.abuse_after.options.continues.when"),
        "a talk later, in the rule": put("clauses.H-03.rules.0.lapses", ["entered:abuse", "left:abuse"]),
        "no other warning": drop("steps.abuse_after.options.again"),
        "once a call, in the rule": drop("clauses.H-03.rules.0.lapses"),
        "no warning": drop("steps.abuse_warning"),
    },
}


def checks(clause: str) -> list[Check]:
    """Return the tests of a clause."""
    start = f"test_{clause.lower().replace('-', '_')}_"
    return [check for module in MODULES for name, check in vars(module).items() if name.startswith(start)]


def told(clause: str, script: Script) -> bool:
    """Does a test of the clause fail on this script?"""
    for check in checks(clause):
        try:
            check(script)
        except (AssertionError, Refused):
            return True
    return False


CASES = [
    pytest.param(clause, mutation, id=f"{clause} {name}")
    for table in (UA, LV, HOUSE)
    for clause, mutations in table.items()
    for name, mutation in mutations.items()
]


def of(clause: str, ua: Script, lv: Script) -> Script:
    """Return the script of a clause."""
    return ua if clause in ua.clauses else lv


@pytest.mark.parametrize(("clause", "mutation"), CASES)
def test_a_clause_taken_away_is_told(clause: str, mutation: Mutation, ua: Script, lv: Script) -> None:
    """Each clause has tests named after its id, and one of them fails when its behaviour is taken away."""
    assert told(clause, mutation(of(clause, ua, lv)))


def test_every_clause_is_tested_and_taken_away(ua: Script, lv: Script) -> None:
    """No clause of either standard is without a test and a mutation, and none is tested on a script that lacks it."""
    for script, table, count in ((ua, UA, 21), (lv, LV, 18)):
        assert len(script.pack.standard) == count
        assert tuple(table) == script.pack.standard
        for clause in script.pack.standard:
            assert table[clause]
            assert not told(clause, script)


def test_every_rule_of_a_clause_is_told(ua: Script, lv: Script) -> None:
    """No rule, alone or with the others of its clause, can be taken out of a pack without a test failing."""
    for script in (ua, lv):
        for clause in script.pack.clauses:
            if clause.rules:
                assert told(clause.id, unruled(clause.id)(script)), clause.id
            for place in range(len(clause.rules)):
                assert told(clause.id, without_rule(clause.id, place)(script)), f"{clause.id} rule {place}"
