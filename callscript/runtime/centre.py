"""The centre's settings, `centre.toml` with the data: how mail goes out, and to whom; until when work is to be done
that the script leaves to the centre, and by whom; how long the work after a call may take; whether the centre has
other hosts. Without the file there is no mail server, and letters go into a mail folder; such work has no term, nor
has the work after a call; and there is one host.

What is wrong with them is told with the file, the line and the remedy, and holds up no call. It keeps nothing from
being used but the table that it stands in.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from callscript.core.script.after_call_settings import AfterCallSettings
from callscript.core.script.centre_hours import CentreHours
from callscript.core.script.durations import Duration, seconds
from callscript.core.script.work_settings import WorkSettings
from callscript.runtime.exit_status import Foreseen
from callscript.runtime.files import read_private
from callscript.runtime.store_settings import StoreSettings

PASSWORD = "CALLSCRIPT_MAIL_PASSWORD"

_ADDRESS = r"^[!#-'*+\-/-9=?A-Z^-~.]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$"
_Address = Annotated[str, Meta(pattern=_ADDRESS)]
_Word = Annotated[str, Meta(pattern=r"^[!-~]+$")]
_PORTS = {"starttls": 587, "implicit": 465, "none": 25}


class CentreWrong(Foreseen):
    """The centre's settings cannot be used."""

    def __init__(self, file: Path, line: int, reason: str, part: str = "") -> None:
        super().__init__(f"{file}, line {line}: {reason}" if line else f"{file}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason
        self.part = part
        """The table that the mistake stands in, such as `work`; empty: that cannot be said."""
        self.holds_up = frozenset(filter(None, (part,)))
        """The tables that cannot be used before it is mended."""


class PasswordClosed(CentreWrong):
    """The password is not for this account: others deliver for it."""


class HoursWrong(CentreWrong):
    """The hours that a centre names do not go with those of its script, or are wanting."""


class Mail(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"sender": "from"}):
    """How letters go out."""

    host: Annotated[str, Meta(pattern=r"^[A-Za-z0-9.:-]+$")] | None = None
    """The mail server; None: they go into the mail folder."""
    port: Annotated[int, Meta(ge=1, le=65535)] | None = None
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    """Without it nothing is sent that is secret, unless the server is on this machine."""
    certificates: str | None = None
    """The authorities that are trusted, in place of those that the system trusts."""
    user: _Word | None = None
    password_file: str | None = None
    """The password itself never stands here: in that file, or in the variable `PASSWORD`."""
    sender: _Address | None = None
    give_up: Duration = "1d"
    """After so long a letter that could not be delivered is not tried any more by itself."""
    to: Mapping[str, tuple[_Address, ...]] = {}
    """The addresses by whom the scripts tell, such as `management`."""

    @property
    def way_in(self) -> int:
        """The port of the server."""
        return self.port or _PORTS[self.tls]

    @property
    def patience(self) -> int:
        """The seconds after which a letter is given up."""
        return seconds(self.give_up)


class Centre(Struct, frozen=True, forbid_unknown_fields=True):
    """What `centre.toml` says."""

    mail: Mail = Mail()
    work: WorkSettings = WorkSettings()
    hours: CentreHours | None = None
    """When the centre is open, where its script says otherwise, or nothing."""
    after_call: AfterCallSettings = AfterCallSettings()
    store: StoreSettings = StoreSettings()


_PARTS: Mapping[str, type[Any]] = {
    "mail": Mail,
    "work": WorkSettings,
    "hours": CentreHours,
    "after_call": AfterCallSettings,
    "store": StoreSettings,
}
"""Each is read by itself: what a centre does not say takes no memory."""


def read_centre(file: Path, part: str = "") -> Centre:
    """Read the centre's settings; those of a centre that has none, if there is no file.

    Raise `CentreWrong`: of a part only what keeps that one from being used.
    """
    centre, wrong = _read(file)
    for error in wrong:
        if not part or part in error.holds_up:
            raise error
    return centre


def mistakes(file: Path) -> Sequence[CentreWrong]:
    """Return what is wrong with the centre's settings, a mistake a table."""
    return _read(file)[1]


def _read(file: Path) -> tuple[Centre, Sequence[CentreWrong]]:
    """Read what is right of the settings, and what is not."""
    try:
        text, data = _parsed(file)
    except CentreWrong as error:
        error.holds_up = frozenset(_PARTS)
        return Centre(), (error,)
    right: dict[str, Any] = {}
    wrong: list[CentreWrong] = []
    for part in sorted(_PARTS.keys() & data.keys()):
        try:
            right[part] = _part(file, text, part, data[part])
        except CentreWrong as error:
            wrong.append(error)
    if strays := [key for key in data if key not in _PARTS]:
        from callscript.runtime.centre_mistakes import unfit

        error = unfit(file, text, data, f"Object contains unknown field `{strays[0]}`")
        error.part, error.holds_up = "", frozenset(_PARTS.keys() - data.keys())  # it may be meant for one of these
        wrong.append(error)
    return Centre(**right), tuple(wrong)


def _parsed(file: Path) -> tuple[str, Mapping[str, Any]]:
    try:
        text = read_private(file).decode()
    except (FileNotFoundError, NotADirectoryError):
        return "", {}
    except OSError as error:
        raise CentreWrong(file, 0, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise CentreWrong(file, 0, "this is no UTF-8: save the file as UTF-8") from error
    try:
        return text, tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"\(at line ([0-9]+), column [0-9]+\)", str(error))
        reason = str(error).removesuffix(found[0] if found else "").strip().lower()
        line = int(found[1]) if found else text.count("\n") + 1
        raise CentreWrong(file, line, f"no TOML: {reason}. Look for a quotation mark or bracket left out") from error
    except ValueError as error:
        raise CentreWrong(file, 0, "a number in it has far too many digits") from error


def _part(file: Path, text: str, part: str, said: object) -> Any:
    """Return what a table of the settings says; raise what is wrong with it."""
    try:
        found = msgspec.convert(said, _PARTS[part])
    except msgspec.ValidationError as error:
        from callscript.runtime.centre_mistakes import unfit  # only settings with a mistake pay for loading it

        raise unfit(file, text, {part: said}, str(error), part) from error
    centre = Centre(**{part: found})
    if part not in ("store", "hours") or centre.store.wrong_in(file.parent):
        from callscript.runtime.centre_mistakes import hold_together  # nor do those that name other hosts alone

        hold_together(file, text, centre, {part: said})
    return found


def line_of(file: Path, *path: str) -> int:
    """Return the line of the settings on which something stands that was read from them."""
    from callscript.runtime.centre_mistakes import line_in

    return line_in(read_private(file).decode(), path)


def password_of(file: Path, mail: Mail, environment: Mapping[str, str] = os.environ) -> str:
    """Return the password for the mail server; empty: none is needed. Raise `CentreWrong`."""
    if mail.user is None:
        return ""
    if mail.password_file is None:
        return environment.get(PASSWORD, "")
    kept = file.parent / mail.password_file
    try:
        password = read_private(kept).decode().rstrip("\r\n")
        if kept.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
            raise CentreWrong(kept, 0, f"others can read the password: chmod o= {kept}")
    except PermissionError as error:
        raise PasswordClosed(kept, 0, "this account may not read the password") from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is no UTF-8"
        raise CentreWrong(kept, 0, f"the password cannot be read: {reason}") from error
    if not password:
        raise CentreWrong(kept, 0, "there is no password in it: write it on the first line")
    return password
