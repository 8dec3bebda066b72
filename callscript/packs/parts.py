"""The parts of a pack one by one, by kind and id: what one version has and another has not, or has otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec

from callscript.core.script.model import Pack
from callscript.core.script.steps import Choose, Pick
from callscript.packs.apart import take_apart
from callscript.packs.draft import GROUPS, PackDraft
from callscript.packs.errors import PackErrors
from callscript.packs.files import digest, lying_in, places
from callscript.packs.house import in_force
from callscript.packs.wording import wordings

Part = tuple[str, str]
"""Its kind and its id; of a part of a part both ids, with a full stop between them."""
Said = Mapping[str, Any]

_KINDS = {"earlier": "earlier", "entries": "entry"}
"""What one of a group is called, where that is not the name of the group without its last letter."""


class Version(NamedTuple):
    """A version of a pack, taken apart."""

    hash: str
    draft: PackDraft

    @property
    def pack(self) -> Pack:
        """Its structure, with the centre's own rules that are in force."""
        return in_force(self.draft.pack)


def take(folder: Path, *, own: Path | None = None, whole: bool = False) -> Version:
    """Take the pack in a folder apart; raise PackErrors if it has no shape, or OSError. `whole`: a version as kept."""
    where = lying_in(folder) if whole else places(folder, own)
    files = {name: path.read_bytes() for name, path in where.items()}
    draft, problems = take_apart(folder, files, where)
    if draft is None or problems:
        raise PackErrors(problems)
    return Version(digest(files), draft)


def parts(version: Version) -> dict[Part, Said]:
    """Return what each part says, without the parts that it has of its own: these stand there by themselves."""
    pack = version.pack
    said = _plain(pack)
    found: dict[Part, Said] = {}
    for stage in said.pop("stages"):
        steps = stage.pop("steps")
        found["stage", stage.pop("id")] = stage
        for step in steps:
            _add_step(found, step)
    for stage in pack.stages:
        for step in stage.steps:
            found["step", step.id] = {"stage": stage.id} | dict(found["step", step.id])
    for name in GROUPS:  # stages and steps are there by now
        kind = _KINDS.get(name, name[:-1])
        for each in said.pop(name, []):
            found[kind, each.pop("id")] = each
    for name in ("matter", "results", "outgoing", "hours", "visits"):
        if name in said:
            value = said.pop(name)
            found[name, ""] = cast("dict[str, Any]", value) if isinstance(value, dict) else {name: value}
    found["pack", ""] = said
    for entry in version.draft.directory:
        of_it = _plain(entry)
        found["directory", of_it.pop("id")] = of_it
    return found


def order(pack: Pack) -> dict[str, Sequence[str]]:
    """Return the steps of each stage in their order."""
    return {stage.id: [step.id for step in stage.steps] for stage in pack.stages}


def digits(version: Version) -> dict[str, dict[int, str]]:
    """Return what each digit means: by the choice, the list or the field that it is typed at, and of detours."""
    pack, found = version.pack, dict[str, dict[int, str]]()
    for stage in pack.stages:
        for step in stage.steps:
            if isinstance(step, Choose):
                found[step.id] = dict(enumerate((option.id for option in step.options), start=1))
            elif isinstance(step, Pick):
                entries = (entry.id for entry in version.draft.entries(step.directory))
                found[step.id] = dict(enumerate(entries, start=1))
    for field in pack.fields:
        if field.options:
            found[f"field {field.id}"] = dict(enumerate(field.options, start=1))
    found["detours"] = {detour.digit: detour.id for detour in pack.detours if detour.digit}
    return found


def texts(version: Version, language: str) -> dict[str, str]:
    """Return every wording of a language by its key, its variant behind it."""
    found = version.draft.texts.get(language, {})
    return dict(wording for key, text in found.items() for wording in wordings(text, key))


def prescribed(version: Version) -> dict[str, str]:
    """Return the standard's own words, by clause, what they are, and their number."""
    standard = version.draft.standard
    return dict(_prescribed(standard.clause)) if standard else {}


def _prescribed(clauses: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for clause, words in clauses.items():
        for kind in ("said", "wording"):
            for number, phrase in enumerate(getattr(words, kind), start=1):
                yield f"{clause}.{kind}.{number}", phrase


def _add_step(found: dict[Part, Said], step: dict[str, Any]) -> None:
    for option in step.pop("options", []):
        found["answer", f"{step['id']}.{option.pop('id')}"] = option
    found["step", step.pop("id")] = step


def _plain(record: msgspec.Struct) -> dict[str, Any]:
    """Return a record as JSON has it, without what is as it is unless it is said."""
    return msgspec.json.decode(msgspec.json.encode(record))
