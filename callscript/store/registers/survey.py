"""Looks at every register file, and changes none: what of them is gone, damaged or closed to this account."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from callscript.core.records import CallSummary, TaskHistory, TaskRecord
from callscript.runtime.files import names_in
from callscript.store.errors import Damaged, StoreError
from callscript.store.in_words import in_words, known_as
from callscript.store.registers.record_file import RecordFile
from callscript.store.registers.register_files import RegisterFiles


def survey(files: RegisterFiles) -> list[StoreError]:
    """Return what is wrong with registers."""
    wrong: list[StoreError] = []
    for path in sorted({*_listed(files.folder, wrong), *_written(files, wrong)}):
        register = RecordFile[Any](path, _kind(path))
        try:
            register.all()
        except StoreError as error:
            wrong.append(error)
        if register.missing:
            wrong.append(Damaged(known_as(path), 0, "is gone"))
    return wrong


def _kind(path: Path) -> type[Struct]:
    if path.parent.name == "tasks":
        return TaskRecord
    return TaskHistory if path.parent.parent.name == "tasks" else CallSummary


def _written(files: RegisterFiles, wrong: list[StoreError]) -> list[Path]:
    """Return the registers that were written at any time."""
    try:
        with in_words(files.inventory.path):
            by_folder = files.inventory.folders()
            return [files.folder / folder / name for folder, names in by_folder.items() for name in names]
    except StoreError as error:
        wrong.append(error)
        return []


def _listed(folder: Path, wrong: list[StoreError]) -> list[Path]:
    """Return the registers that there are; a folder that cannot be looked through is wrong."""
    found: list[Path] = []
    try:
        with in_words(folder):
            for path in (folder / name for name in names_in(folder)):
                if path.is_dir() and not path.is_symlink():
                    found += _listed(path, wrong)
                elif path.suffix == ".json":
                    found.append(path)
    except StoreError as error:
        wrong.append(error)
    return found
