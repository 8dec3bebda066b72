"""The texts of a pack in one language: taken apart into keys, and held against what the pack's structure needs.

`[step] greet = "…"` becomes `step.greet`, `[clause.UA-01] title = "…"` becomes `clause.UA-01.title`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from callscript.core.script.base import ENDS
from callscript.core.script.model import WEEKDAYS, Text
from callscript.core.script.steps import Pick, Register, Say
from callscript.core.script.working_time import needs_hours
from callscript.packs.draft import PackDraft
from callscript.packs.errors import Report, hint, named, nearest

FLAT = (
    "stage",
    "step",
    "tip",
    "detour",
    "detour_unless",
    "detour_stay",
    "field",
    "hint",
    "outcome",
    "ending",
    "task",
    "people",
    "timer",
    "earlier",
    "attempts",
    "register",
    "weekday",
    "on_day",
    "entries",
    "channel",
    "class",
)
NESTED = ("option", "answer", "unless", "value", "clause", "aid", "notice", "result")


def flatten(data: Mapping[str, Any], report: Report, ids: Collection[str] = ()) -> dict[str, Text]:
    """Return the texts by key, with a complaint for all that is no text; `ids` are names that the pack gives."""
    found: dict[str, Text] = {}
    for name in FLAT + NESTED:
        data = _lifted(name, data, report, ids)
    for name, value in data.items():
        if name == "centre":
            _keep(found, name, value, report)
        elif name not in FLAT + NESTED:
            report.add(name, f"unknown key{hint(name, (*FLAT, *NESTED, 'centre'))}")
            meant = nearest(name, set(FLAT + NESTED) - data.keys())
            if meant and isinstance(value, dict):
                found.update(flatten({meant: value}, report))
        elif not isinstance(value, dict):
            report.add(name, "must be a table of texts")
        else:
            for key, inner in cast("dict[str, object]", value).items():
                _branch(found, name, key, inner, report)
    return found


def _lifted(name: str, data: Mapping[str, Any], report: Report, ids: Collection[str]) -> Mapping[str, Any]:
    """Take out from under a heading what was meant to stand beside it: `stage.need = "…"` behind `[step]`."""
    under = data.get(name)
    if not isinstance(under, dict):
        return data
    texts = cast("dict[str, object]", under)
    strays = {
        key: cast("dict[str, object]", value)
        for key, value in texts.items()
        if key in FLAT + NESTED and key not in ids and isinstance(value, dict)
    }
    if not strays:
        return data
    kept = {**data, name: {key: text for key, text in texts.items() if key not in strays}}
    for key, table in strays.items():
        kept[key] = _together(table, kept.get(key, {}))
    message = f"what stands behind the heading [{name}] belongs to it: put {', '.join(f'{key}.…' for key in strays)}"
    report.add(name, f"{message} before the first heading, or give each a heading of its own")
    return kept


def _together(one: object, other: object) -> object:
    """Return what two tables have, of a key that both have the other one's."""
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return other
    table, there = cast("dict[str, object]", one), cast("dict[str, object]", other)
    return {**table, **{key: _together(table.get(key, {}), value) for key, value in there.items()}}


def _branch(found: dict[str, Text], name: str, key: str, value: object, report: Report) -> None:
    if name in FLAT:
        _keep(found, f"{name}.{key}", value, report)
    elif isinstance(value, dict):
        for word, text in cast("dict[str, object]", value).items():
            _keep(found, f"{name}.{key}.{word}", text, report)
    else:
        report.add(f"{name}.{key}", "must be a table of texts")


def _keep(found: dict[str, Text], key: str, value: object, report: Report) -> None:
    if _is_text(key, value, report):
        found[key] = cast("Text", value)
    else:
        found[key] = ""


def _is_text(key: str, value: object, report: Report) -> bool:
    """Tell whether this is a wording or a table of wordings."""
    if isinstance(value, str):
        if not value.strip():
            report.add(key, "the text is empty")
        return True
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        if not table:
            report.add(key, "the text is empty")
        sound = [_is_text(f"{key}.{name}", each, report) for name, each in table.items()]
        return all(sound)
    report.add(key, f"must be a text, not {named(value)}")
    return False


def check_texts(draft: PackDraft, language: str, report: Report) -> None:
    """Complain of texts that are missing and of texts that nothing uses."""
    texts = draft.texts[language]
    needed = needs(draft)
    usable = needed.keys() | offers(draft)
    meant: dict[str, str | None] = {}
    for key in () if draft.report.lost else texts:
        if key not in usable and not _is_of_entry(draft, key):
            missing = (each for each in usable if each not in texts and _heading(each) == _heading(key))
            meant[key] = nearest(key, missing)
    for key, stage in needed.items():
        if key not in texts and key not in meant.values():
            report.add(key, f"no text in {language}", stage)
    for key, near in meant.items():
        report.add(key, "nothing uses this text" + (f"; the nearest missing one is '{near}'" if near else ""))


def _is_of_entry(draft: PackDraft, key: str) -> bool:
    """Tell whether a text names an entry that a `pick` may have had: a centre puts a directory of its own in place of
    the pack's.
    """
    word, step, answer = (*key.split(".", 2), "", "")[:3]
    return word == "answer" and isinstance(draft.steps.get(step), Pick) and not nearest(answer, draft.answers[step])


def _heading(key: str) -> str:
    return key.split(".")[0]


def needs(draft: PackDraft) -> dict[str, str]:
    """Return the keys that every language must have, each with the stage it belongs to."""
    pack = draft.pack
    keys = {"centre": ""}
    keys.update((f"stage.{stage.id}", stage.id) for stage in pack.stages)
    for place in draft.places:
        phrase = place.step.phrase if isinstance(place.step, Say) else None
        keys.setdefault(f"step.{phrase or place.step.id}", place.stage.id)
        if isinstance(place.step, Register):
            keys.setdefault(f"register.{place.step.what}", place.stage.id)
    for place, option, _ in draft.options():
        keys[f"option.{place.step.id}.{option.id}"] = place.stage.id
        if option.when is not None:
            keys[f"unless.{place.step.id}.{option.id}"] = place.stage.id
    for detour in pack.detours:
        keys[f"detour.{detour.id}"] = ""
        if detour.when is not None:
            keys[f"detour_unless.{detour.id}"] = ""
        if detour.stay is not None:
            keys[f"detour_stay.{detour.id}"] = ""
    keys.update((f"task.{kind}", stage) for kind, stage in draft.task_kinds.items())
    keys.update((f"people.{spec.people}", "") for spec in draft.tasks if spec.people)
    for field in draft.fields.values():
        keys[f"field.{field.id}"] = ""
        keys.update((f"value.{field.id}.{option}", "") for option in field.options)
    keys.update((f"outcome.{outcome.id}", "") for outcome in pack.outcomes)
    keys.update((f"ending.{own}", "") for own in pack.endings if own not in ENDS)
    keys.update((f"timer.{timer.id}", "") for timer in pack.timers)
    clauses = map(draft.clause_meant, pack.clauses)
    keys.update((f"clause.{clause}.{word}", "") for clause in clauses for word in ("title", "wording"))
    keys.update((f"aid.{aid.id}.{word}", "") for aid in pack.aids for word in ("title", "text"))
    if outgoing := pack.outgoing:
        keys.update((f"attempts.{draft.meant(kind, draft.task_kinds)}", "") for kind in outgoing.attempts)
    keys.update((f"earlier.{each.id}", "") for each in pack.earlier)
    for notice in pack.notices:
        keys.update((f"notice.{notice.id}.{word}", "") for word in ("subject", "text", *notice.instead))
    for kind in pack.entries:
        keys |= {f"entries.{kind.id}": "", f"register.{kind.what}": keys.get(f"register.{kind.what}", "")}
        keys.update((f"channel.{channel}", "") for channel in kind.channels)
        keys.update((f"class.{each}", "") for each in kind.classes)
    keys.update((f"result.{kind}.{each}", "") for kind, results in pack.results.items() for each in results)
    return {key: stage for key, stage in keys.items() if ".." not in key and not key.endswith(".")}


def offers(draft: PackDraft) -> set[str]:
    """Return the keys that a language may have."""
    tips = {f"tip.{place.step.id}" for place in draft.places}
    hints = {f"hint.{field.id}" for field in draft.pack.fields}
    said = {f"answer.{step}.{answer}" for step, answers in draft.answers.items() for answer in answers}
    shut = {f"unless.{place.step.id}.{option.id}" for place, option, _ in draft.options() if needs_hours(option.task)}
    days = {f"{table}.{word}" for table in ("weekday", "on_day") for word in (*WEEKDAYS, "at")}
    return tips | hints | said | shut | days | {"weekday.by"}
