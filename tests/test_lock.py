"""The lock in requirements/: what CI, people and operators' machines install."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.programs import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS: dict[str, list[str]] = PROJECT["dependency-groups"]
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
RANGES: dict[str, list[str]] = {
    "first": GROUPS["first"],
    "deployed": PROJECT["project"]["dependencies"],
    **{name: [*PROJECT["project"]["dependencies"], *extra] for name, extra in EXTRAS.items()},
    "build": PROJECT["build-system"]["requires"],
    "dev": [
        *GROUPS["first"],
        *PROJECT["project"]["dependencies"],
        *(each for extra in EXTRAS.values() for each in extra),
        *PROJECT["build-system"]["requires"],
        *GROUPS["dev"],
    ],
}
"""What pyproject.toml asks for, by the file that locks it."""


def text(name: str) -> str:
    """Return what a file of the lock says."""
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def locked(name: str) -> dict[str, str]:
    """Return the releases that a file of the lock names, by package."""
    return dict(re.findall(r"(?m)^([a-z0-9-]+)(?:\[[a-z]+\])?==([^ ;]+)", text(name)))


@pytest.mark.parametrize("name", RANGES)
def test_the_lock_fits_the_ranges(name: str) -> None:
    """Each package that pyproject.toml names is locked to one release, within its range: else run scripts/lock."""
    releases = locked(name)
    wanted = [Requirement(each) for each in RANGES[name]]
    assert wanted
    for each in wanted:
        assert releases[canonicalize_name(each.name)] in each.specifier, each


@pytest.mark.parametrize("name", RANGES)
def test_every_release_is_known_by_its_hashes(name: str) -> None:
    """Every line of the lock is a release with hashes, and none says where it is to be had from."""
    entries = re.sub(r"\\\n", "", re.sub(r"(?m)^#.*\n", "", text(name))).splitlines()
    assert len(entries) == len(locked(name)) > 0
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9-]+(\[[a-z]+\])?==[\w.]+( ; [^-]+?)?( +--hash=sha256:[0-9a-f]{64})+", entry), entry


def test_the_files_of_the_lock_agree() -> None:
    """What is deployed, and what builds it, is what the tests use."""
    for name in ("first", "deployed", *EXTRAS, "build"):
        assert locked(name).items() <= locked("dev").items()
