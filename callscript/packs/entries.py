"""What comes without a call: kinds of entries, and what comes of work, name only what there is."""

from __future__ import annotations

from callscript.core.script.durations import CENTRE, due_field
from callscript.core.script.entries import CALL, CHANNEL, CLASS, RECEIVED, EntryKind
from callscript.core.tasks import TOLD
from callscript.packs.calendar import check_duration
from callscript.packs.draft import PackDraft

_DIGITS = 9
_TOLD = frozenset({"done", "tried", "reached", "informed"})


def check_entries(draft: PackDraft) -> None:
    """Complain of names that nothing bears, of what could not be entered, and of what no entry could ever keep."""
    report = draft.report
    for kind in draft.pack.entries:
        _kind(draft, kind, f"entries[{kind.id}]")
    if len(draft.pack.entries) > _DIGITS:
        report.add("entries", f"more than {_DIGITS} kinds cannot be numbered 1–9")
    for kind, results in draft.pack.results.items():
        draft.must_exist(kind, draft.task_kinds, "task", f"results.{kind}")
        _few(draft, f"results.{kind}", results)
        if kind in TOLD or (draft.pack.visits and draft.pack.visits.task == kind):
            report.add(f"results.{kind}", "of this work it is said how the caller was told, or how the visit went")
        for name in _TOLD.intersection(results):
            report.add(f"results.{kind}", f"'{name}' says how a caller was told: name what came of it otherwise")


def _kind(draft: PackDraft, kind: EntryKind, key: str) -> None:
    report = draft.report
    _few(draft, f"{key}.channels", kind.channels)
    if CALL in kind.channels:
        report.add(f"{key}.channels", f"'{CALL}' is the way of calls themselves")
    if kind.classes:
        _few(draft, f"{key}.classes", kind.classes)
    if not kind.fields:
        report.add(f"{key}.fields", "nothing would be recorded of it")
    for field in kind.fields:
        draft.must_exist(field, draft.fields, "field", f"{key}.fields")
        if field in (CHANNEL, RECEIVED, CLASS):
            report.add(f"{key}.fields", f"'{field}' is recorded of every entry: call the field otherwise")
    for field in kind.requires:
        draft.must_exist(field, kind.fields, "field of this entry", f"{key}.requires")
    clauses = {clause.id for clause in draft.pack.clauses}
    for clause in kind.clauses:
        draft.must_exist(clause, clauses, "clause", f"{key}.clauses")
    check_duration(report, f"{key}.task.due", kind.task.due)
    if due_field(kind.task.due) or kind.task.due == CENTRE:
        report.add(f"{key}.task.due", "must be reckoned from the moment at which it came: use s, m, h, d, wd or today")


def _few(draft: PackDraft, key: str, names: tuple[str, ...]) -> None:
    """Complain of choices that nothing can be chosen of, or not by a digit."""
    if not names:
        draft.report.add(key, "names nothing to choose")
    if len(names) > _DIGITS:
        draft.report.add(key, f"more than {_DIGITS} cannot be numbered 1–9")
    for name in sorted({name for name in names if names.count(name) > 1}):
        draft.report.add(key, f"'{name}' is there {names.count(name)} times")
