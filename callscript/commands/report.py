"""The output of a command, and where it goes. Lines for people have passed `clean`; JSON is pure ASCII, so that
nothing a caller said is obeyed by a terminal.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from callscript import packs
from callscript.packs import PackError, centres
from callscript.packs.centres import Centre
from callscript.runtime import i18n
from callscript.runtime.accounts import account_name
from callscript.runtime.paths import Folders
from callscript.runtime.settings import Profile, ProfileDamaged, read_profile
from callscript.runtime.text import clean

if TYPE_CHECKING:
    from callscript.core.call.call import Value


@dataclass
class Report:
    """Lines for stdout, and lines for stderr."""

    lines: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])
    """Beside the matter."""
    problems: list[str] = field(default_factory=list[str])
    """What makes the exit status 1."""
    status: int = 0
    """The exit status of a session that it tells of; 0: it ended as it should, or there was none."""

    def trouble(self, problems: Iterable[object]) -> None:
        """Add what is wrong."""
        self.problems.extend(clean(str(problem)) for problem in problems)


def as_json(value: object) -> str:
    """Write a value as one line of JSON that no terminal obeys."""
    return json.dumps(value).replace("\x7f", "\\u007f")


def moment(at: datetime | None, zone: tzinfo) -> str | None:
    """Write a time by the centre's clock, as ISO 8601 with its offset."""
    return at.astimezone(zone).isoformat() if at else None


def of_value(value: Value) -> object:
    """Write what is recorded in a field: its text, or that there is nothing, and why."""
    return {"value": None, "reason": value.text} if value.absent else value.text


def own_profile(folders: Folders) -> Profile | None:
    """Return the account's profile; None if it has none that can be read."""
    try:
        return read_profile(folders.profile)
    except ProfileDamaged:
        return None


def own_centre(folders: Folders) -> Centre | None:
    """Return the centre of the account's profile, and speak its language; None if it has none that can be read."""
    profile = own_profile(folders)
    i18n.use(profile.language if profile else i18n.of_locale())
    try:
        return centres.describe(packs.locate(profile.pack)) if profile else None
    except PackError:
        return None


def acting(folders: Folders) -> str:
    """Return who acts: the operator of the profile, or else the name of the account."""
    if profile := own_profile(folders):
        return profile.number
    return account_name(os.getuid()) or str(os.getuid())
