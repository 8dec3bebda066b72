"""Names of calls and of operators' files. A call's id carries its day and its operator, so its file is found directly.

`20261123-17-k3f9abc`: the day on the centre's clock, the operator, the second of the day and three random signs.
`20261123-17-desk`: the operator's desk log of that day, in the same file: what they did outside a call.
`20261123-17_aside-deskk3f9abc`: what a command of theirs did, or corrections of what one has entered, in a file beside.
"""

from __future__ import annotations

import hashlib
import os
import re
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from callscript.core.register_number import ASIDE, SIGNS

_ID = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})-([A-Za-z0-9_]+)-([a-z0-9]+)")
_MOMENT = re.compile(rf"[{SIGNS}]{{7}}")
_ESCAPED = re.compile(r"(?:_[0-9a-f]{2})+")
_DESK = "desk"
JOURNAL = ".jsonl"
"""How the name of a journal ends."""
ANYBODY = "_anybody"
"""The name of a file that no operator's number is written as."""
_DAY = 24 * 60 * 60
_LONGEST = 100


class LogRef(NamedTuple):
    """What the id of a call or of a desk log says."""

    day: date
    operator: str
    """As `file_name` writes it."""

    def journal(self, folder: Path) -> Path:
        """Return the journal file that holds the call."""
        return day_folder(folder, self.day) / f"{self.operator}{JOURNAL}"


def new_call_id(operator: str, at: datetime, *, aside: bool = False) -> str:
    """Return an id for a call that starts now; `at` is on the centre's clock, which tells the day.

    `aside`: for what a command enters, in the file that commands of the operator write.
    """
    second = at.hour * 3600 + at.minute * 60 + at.second
    moment = "".join(SIGNS[second >> shift & 31] for shift in (15, 10, 5, 0))
    return f"{at:%Y%m%d}-{beside(operator) if aside else file_name(operator)}-{moment}{_chance(3)}"


def desk_log_id(operator: str, day: date) -> str:
    """Return the id of an operator's desk log of a day: read here, and written once there are events for it."""
    return f"{day:%Y%m%d}-{file_name(operator)}-{_DESK}"


def new_aside_log_id(operator: str, day: date) -> str:
    """Return an id for the log of what a command of an operator does on a day, in the file that commands write.

    Several hosts may have one, under one number, and nobody has a seat for it: so each command has a log of its own.
    """
    return f"{day:%Y%m%d}-{beside(operator)}-{_DESK}{_chance(7)}"


def beside(operator: str) -> str:
    """Return the name of the file that commands of an operator write: no other operator's is ever written so."""
    return f"{file_name(operator)}{ASIDE}"


def is_beside(name: str) -> bool:
    """Tell the name of the file that commands of an operator write from that of the operator's own."""
    return name.endswith(ASIDE)


def desk_log_of(call: str) -> str:
    """Return the id of the desk log that what is done about a call after it stands in: that of its operator and day; of
    what a command has entered, one of its own.
    """
    filed, _, moment = call.rpartition("-")
    return f"{filed}-{_DESK}{moment if is_beside(filed) else ''}"


def is_desk_log(log: str) -> bool:
    """Tell the id of a desk log from that of a call."""
    return log.rpartition("-")[2].startswith(_DESK)  # no moment of a day is written so


def parse_log_id(log: str) -> LogRef | None:
    """Read the id of a call or of a desk log; None if it is neither."""
    if not (match := _ID.fullmatch(log)):
        return None
    try:
        return LogRef(date(int(match[1]), int(match[2]), int(match[3])), match[4])
    except ValueError:
        return None


def parse_call_id(call: str) -> LogRef | None:
    """Read a call's id; None if it is none."""
    return None if is_desk_log(call) else parse_log_id(call)


def filed_as(call: str) -> LogRef | None:
    """Return the day and the operator that a call is filed under, whichever file it stands in; None: it is no call."""
    ref = parse_call_id(call)
    return ref and LogRef(ref.day, ref.operator.removesuffix(ASIDE))


def is_aside(call: str) -> bool:
    """Tell what a command has entered from what a session has recorded."""
    ref = parse_call_id(call)
    return ref is not None and is_beside(ref.operator)


def began(call: str) -> time | None:
    """Return the time on the centre's clock at which a call began, as its id says; None if it does not."""
    moment = call.rpartition("-")[2]
    if not _MOMENT.fullmatch(moment):
        return None
    second = 0
    for sign in moment[:4]:
        second = second << 5 | SIGNS.index(sign)
    return time(second // 3600, second // 60 % 60, second % 60) if second < _DAY else None


def _chance(signs: int) -> str:
    return "".join(SIGNS[byte & 31] for byte in os.urandom(signs))


def file_name(operator: str) -> str:
    """Write an operator's number as a harmless file name; two numbers never share one."""
    name = "".join(sign if sign.isascii() and sign.isalnum() else _escaped(sign) for sign in operator) or "_"
    if len(name) > _LONGEST:
        return "_h" + hashlib.sha256(operator.encode("utf-8", "surrogatepass")).hexdigest()
    return name


def operator_named(name: str) -> str:
    """Return the number that `file_name` has written so; the name itself where the number was too long for one."""
    try:
        written = _ESCAPED.sub(lambda found: _read(found[0]), name)
    except UnicodeDecodeError:
        return name
    return written if file_name(written) == name else name


def work_file(owner: str) -> str:
    """Return the name of the file that holds somebody's open work; of nobody: what is anybody's."""
    return file_name(owner) if owner else ANYBODY


def named_day(name: str) -> date | None:
    """Read the name of a day's folder; None if it is that of something else."""
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def day_folder(folder: Path, day: date) -> Path:
    """Return the folder of a day's journals."""
    return folder / f"{day:%Y}" / day.isoformat()


def _escaped(sign: str) -> str:
    return "".join(f"_{byte:02x}" for byte in sign.encode("utf-8", "surrogatepass"))


def _read(escaped: str) -> str:
    return bytes.fromhex(escaped.replace("_", "")).decode("utf-8", "surrogatepass")
