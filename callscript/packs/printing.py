"""A script as a text to be printed: stage by stage what is said, asked and answered, then clauses and words at hand."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from callscript.core.script.model import Script
from callscript.core.script.steps import Ask, End, Pick, Say, Stage, Step, detour_behind
from callscript.packs.drawing import SIGNS
from callscript.packs.picture import ways
from callscript.packs.wording import wordings

_WIDTH = 80


def printed(script: Script, language: str) -> Iterator[str]:
    """Yield the lines, none wider than 80 columns."""
    for line in _script(script, language):
        indent = " " * (len(line) - len(line.lstrip()))
        yield from wrap(line, _WIDTH, subsequent_indent=f"{indent}  ", break_on_hyphens=False) or [""]


def _script(script: Script, language: str) -> Iterator[str]:
    pack = script.pack
    yield _text(script, language, "centre")
    yield f"{pack.id} {script.hash[:12]} {language}"
    for detour in pack.detours:
        digit = f" {detour.digit}" if detour.digit else ""
        yield f"⟲{digit} {_text(script, language, f'detour.{detour.id}')} → {_stage(script, language, detour.stage)}"
    for stage in pack.stages:
        yield ""
        behind = f" → {_stage(script, language, stage.next)}" if stage.next else ""
        yield f"{_stage(script, language, stage.id).upper()} [{stage.id}]{behind}"
        for step in stage.steps:
            yield from _step(script, language, stage, step)
    yield ""
    for clause in pack.clauses:
        yield f"{clause.id} {_text(script, language, f'clause.{clause.id}.title')} ({clause.modality})"
        yield f"    {_text(script, language, f'clause.{clause.id}.wording')}"
    for aid in pack.aids:
        yield f"{_text(script, language, f'aid.{aid.id}.title')} {' '.join(aid.clauses)}".rstrip()
        yield f"    {_text(script, language, f'aid.{aid.id}.text')}"


def _step(script: Script, language: str, stage: Stage, step: Step) -> Iterator[str]:
    number = stage.steps.index(step) + 1
    asked = " ?" if step.when else ""
    clauses = f" § {', '.join(step.clauses)}" if step.clauses else ""
    yield f"  {number}. {step.__struct_config__.tag} {step.id}{asked}{clauses}"
    key = f"step.{(isinstance(step, Say) and step.phrase) or step.id}"
    for place, words in wordings(script.texts[language].get(key, ""), ""):
        yield f"      {place.lstrip('.')}: {words}" if place else f"      {words}" if words else ""
    asked = f"hint.{step.field}" if isinstance(step, Ask | Pick) else ""
    if tip := _text(script, language, f"tip.{step.id}") or _text(script, language, asked):
        yield f"      ({tip})"
    if isinstance(step, End) and (own := _text(script, language, f"ending.{step.how}")):
        yield f"      {SIGNS['end']} {own}"
    if detour := detour_behind(step):
        yield f"      {SIGNS['detour']} {_text(script, language, f'detour.{detour}')}"
    for entry in script.directory if isinstance(step, Pick) else ():
        if said := _text(script, language, f"answer.{step.id}.{entry.id}"):
            yield f"      {entry.name.get(language) or entry.id} («{said}»)"
    for way in ways(step):
        target = _stage(script, language, way.target) if way.leads in ("to", "out") else way.target
        target = (way.leads == "end" and _text(script, language, f"ending.{way.target}")) or target
        label = _text(script, language, f"option.{step.id}.{way.option}") or way.option
        if said := _text(script, language, f"answer.{step.id}.{way.option}"):
            label = f"{label} («{said}»)"
        yield f"      {way.digit} {label} {SIGNS[way.leads]} {target}".rstrip()


def _stage(script: Script, language: str, stage: str) -> str:
    return _text(script, language, f"stage.{stage}") or stage


def _text(script: Script, language: str, key: str) -> str:
    """Return a text; of one with several wordings all, one behind the other."""
    return " / ".join(words for _, words in wordings(script.texts[language].get(key, ""), key))
