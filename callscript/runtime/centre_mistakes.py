"""Says what is wrong with the centre's settings: where it stands, and what would do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from callscript.core.script.after_call_settings import AfterCallSettings
from callscript.core.script.centre_hours import CentreHours
from callscript.core.script.durations import seconds
from callscript.core.script.hours import DatedHours, DayHours
from callscript.core.script.work_settings import WorkSettings
from callscript.runtime.centre import Centre, CentreWrong, Mail
from callscript.runtime.centre_remedies import REMEDIES
from callscript.runtime.store_settings import StoreSettings

_LONGEST = 366 * 86_400
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def hold_together(file: Path, text: str, centre: Centre, data: Mapping[str, Any]) -> None:
    """Raise what of the settings does not go together."""
    for key, reason in _lacks(centre.mail, data.get("mail", {})):
        raise CentreWrong(file, line_in(text, ("mail", key)), reason, "mail")
    if wrong := centre.store.wrong_in(file.parent):
        raise CentreWrong(file, line_in(text, ("store", wrong)), f"store.{wrong}: {REMEDIES[wrong]}", "store")
    key, reason = centre.after_call.wrong
    if key:
        raise CentreWrong(file, line_in(text, ("after_call", key)), f"after_call.{key}: {reason}", "after_call")
    for kind, within in centre.work.within.items():
        if seconds(within) > _LONGEST:
            reason = f"work.within.{kind}: longer than a year: write 366d at most"
            raise CentreWrong(file, line_in(text, ("work", "within", kind)), reason, "work")


def _lacks(mail: Mail, given: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Say what of the settings does not go together, each by the key that it is about."""
    found: list[tuple[str, str]] = []
    if mail.host is None:
        needless = [key for key in ("port", "tls", "certificates", "user", "password_file") if key in given]
        return [(key, f"{key} is of no use without a server: {REMEDIES['host']}") for key in needless]
    if mail.sender is None:
        found.append(("host", f"the mail server needs a sender: {REMEDIES['from']}"))
    if not any(mail.to.values()):
        found.append(("host", f"there is nobody to send to: {REMEDIES['to']}"))
    if mail.user and mail.tls == "none" and mail.host not in _LOOPBACK:
        found.append(("tls", "the password would go out in clear: " + 'write tls = "starttls" or "implicit"'))
    if mail.password_file and mail.user is None:
        found.append(("password_file", f"a password needs an account: {REMEDIES['user']}"))
    return found


def unfit(file: Path, text: str, data: Mapping[str, Any], error: str, part: str = "") -> CentreWrong:
    """Return what does not fit in the settings, or in a table of them, where it stands and what would do."""
    found = re.search(r" - at `(?:key in )?\$([^`]*)`$", error)
    names = re.findall(r"[^.\[\]]+", found[1] if found else "")
    path = tuple(each for each in (part, *names) if each and not each.isdecimal())
    if found and "[...]" in found[1]:
        path = _found_in(data, path)
    reason = error.removesuffix(found[0]) if found else error
    known = next((each for each in reversed(path) if each in REMEDIES), "")
    if unknown := re.search("unknown field `([^`]*)`", reason):
        allowed = _keys_of(path)
        near = get_close_matches(unknown[1], sorted(allowed), n=1)
        hint = f"; the nearest known one is '{near[0]}'" if near else f"; known ones: {', '.join(sorted(allowed))}"
        return CentreWrong(file, line_in(text, (*path, unknown[1])), f"unknown key '{unknown[1]}'{hint}", *path[:1])
    return CentreWrong(file, line_in(text, path), f"{'.'.join(path)}: {REMEDIES.get(known, reason)}", *path[:1])


def _found_in(data: Mapping[str, Any], path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path of the value that does not fit, of those in a table whose keys are free."""
    table, field = path
    for key, value in data[table][field].items():
        try:
            msgspec.convert({table: {field: {key: value}}}, Centre)
        except msgspec.ValidationError:
            return (table, field, key)
    return path


def _keys_of(path: Sequence[str]) -> set[str]:
    match path:
        case ["work", *_]:
            return set(WorkSettings.__struct_fields__)
        case ["hours", "week", *_]:
            return set(DayHours.__struct_fields__)
        case ["hours", "dated", *_]:
            return set(DatedHours.__struct_fields__)
        case ["hours", *_]:
            return set(CentreHours.__struct_fields__)
        case ["after_call", *_]:
            return set(AfterCallSettings.__struct_fields__)
        case ["store", *_]:
            return set(StoreSettings.__struct_fields__)
        case ["mail", *_]:
            return {"from", *Mail.__struct_fields__} - {"sender"}
        case _:
            return set(Centre.__struct_fields__)


def line_in(text: str, path: Sequence[str]) -> int:
    """Return the line on which something stands, or the table that it belongs to."""
    table: tuple[str, ...] = ()
    best = (0, 1)
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[+\s*([^\]#]+?)\s*\]+", line):
            table = here = _names(header[1])
        elif key := re.match(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*'|\s*\.\s*)+?)\s*=""", line):
            here = (*table, *_names(key[1]))
        else:
            continue
        alike = next((at for at, (one, other) in enumerate(zip(here, path, strict=False)) if one != other), len(here))
        alike = min(alike, len(path))
        if alike == len(here) or alike == len(path):
            best = max(best, (alike, number), key=lambda each: each[0])
    return best[1]


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(each.strip().strip("\"'") for each in dotted.split("."))
