"""The way of calls that the operator begins: it names a stage, kinds of work, facts and fields that there are."""

from __future__ import annotations

from callscript.core.script.durations import due_field
from callscript.packs.calendar import check_duration
from callscript.packs.draft import PackDraft


def check_outgoing(draft: PackDraft) -> None:
    """Complain of names that nothing bears, and of work that no such call could ever do."""
    outgoing, report = draft.pack.outgoing, draft.report
    if outgoing is None:
        return
    draft.must_exist(outgoing.stage, draft.stages, "stage", "outgoing.stage")
    for field in outgoing.fields:
        draft.must_exist(field, draft.fields, "field", "outgoing.fields")
    if not outgoing.done:
        report.add("outgoing.done", "names no kind of work that is done by ringing the caller up")
    kinds = {*outgoing.done, *(draft.meant(kind, draft.task_kinds) or "" for kind in outgoing.done)} - {""}
    for kind, field in outgoing.notes.items():
        draft.must_exist(kind, kinds, "work that is done so:", f"outgoing.notes.{kind}")
        draft.must_exist(field, draft.fields, "field", f"outgoing.notes.{kind}")
    for kind, attempts in outgoing.attempts.items():
        key = f"outgoing.attempts.{kind}"
        draft.must_exist(kind, kinds, "work that is done so:", key)
        check_duration(report, f"{key}.apart", attempts.apart)
        if attempts.then:
            check_duration(report, f"{key}.then.due", attempts.then.due)
            if due_field(attempts.then.due):
                report.add(f"{key}.then.due", "nobody was reached who could name a time: use s, m, h, d, wd or today")
            if attempts.then.kind == kind:
                report.add(f"{key}.then.kind", "is the very work that is given up: name what is done in its place")
    if outgoing.attempts and not any("no_contact" in outcome.ended for outcome in draft.pack.outcomes):
        message = 'no call can be filed that nobody has answered: an outcome has to have ended = ["no_contact"]'
        report.add("outgoing.attempts", message)
    facts = draft.facts
    for kind, done in outgoing.done.items():
        draft.must_exist(kind, draft.task_kinds, "task", f"outgoing.done.{kind}")
        if not done:
            report.add(f"outgoing.done.{kind}", "names no fact")
        for fact in done:
            draft.must_exist(fact, facts, "fact", f"outgoing.done.{kind}")
