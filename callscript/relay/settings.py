"""The relay's own settings, `relay.toml`: which PostgreSQL, as which account, in the name of which host.

They stand apart from the centre's, since operators have no business with them; the password has a file of its own.
"""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from callscript.runtime.exit_status import Foreseen
from callscript.runtime.files import read_private

SETTINGS = "relay.toml"
ACCOUNT = "cs_relay_"
"""What the account of a host's relay is called in PostgreSQL, before the name of the host."""
_VERIFIED = "verify-full"
_ELSEWHERE = ("password", "passfile", "service", "servicefile")
"""What of a connection would bring settings or secrets from elsewhere."""


class SettingsWrong(Foreseen):
    """The relay's settings cannot be used."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class _Given(Struct, frozen=True, forbid_unknown_fields=True):
    dsn: str
    host: Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,40}$")] = ""
    password_file: str = ""
    keep_months: Annotated[int, Meta(ge=1, le=1200)] | None = None


class Settings(Struct, frozen=True):
    """What `relay.toml` says."""

    file: Path
    dsn: str
    """How libpq is told to connect (`host=… dbname=… user=…`), without a password."""
    host: str
    """The name that this host's lines are sent under; empty: these settings are an administrator's."""
    password_file: Path | None
    keep_months: int | None = None
    """How many months that are over are kept; None: all of them, as long as nobody drops one."""

    def password(self) -> str | None:
        """Return the password; None: none is needed. It is read at each connection, so that it can be changed."""
        if self.password_file is None:
            return None
        try:
            password = read_private(self.password_file).decode().rstrip("\r\n")
            mode = self.password_file.stat().st_mode
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "is no UTF-8"
            raise SettingsWrong(self.password_file, f"the password cannot be read: {reason}") from error
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SettingsWrong(self.password_file, f"others can read the password: chmod 600 {self.password_file}")
        if not password:
            raise SettingsWrong(self.password_file, "there is no password in it: write it on the first line")
        return password


def read_settings(file: Path, *, as_host: bool) -> Settings:
    """Read settings: of a host's relay, which has to say its name, or of an administrator. Raise `SettingsWrong`."""
    try:
        given = msgspec.convert(tomllib.loads(read_private(file).decode()), _Given)
    except (FileNotFoundError, NotADirectoryError):
        raise SettingsWrong(file, "is not there: it says which PostgreSQL, see docs/many-hosts.md") from None
    except OSError as error:
        raise SettingsWrong(file, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise SettingsWrong(file, "is no UTF-8: save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsWrong(file, f"no TOML: {str(error).lower()}") from error
    except RecursionError as error:
        raise SettingsWrong(file, "no TOML: tables and lists are nested too deeply") from error
    except msgspec.ValidationError as error:
        raise SettingsWrong(file, _in_words(str(error))) from error
    except ValueError as error:
        raise SettingsWrong(file, "a number in it has far too many digits") from error
    if as_host and not given.host:
        raise SettingsWrong(file, 'it says no host: write the name of this machine, as in host = "desk7"')
    if wrong := _wrong_dsn(given.dsn):
        raise SettingsWrong(file, f"dsn: {wrong}")
    password_file = file.parent / given.password_file if given.password_file else None
    return Settings(file, given.dsn, given.host, password_file, given.keep_months)


def _in_words(error: str) -> str:
    if "`$.host`" in error:
        return 'host: write letters from a to z, digits and _, 40 at most, as in host = "desk7"'
    if "`$.keep_months`" in error:
        return "keep_months: write a whole number of months, from 1 to 1200, as in keep_months = 24"
    if "missing required field `dsn`" in error:
        return 'it says no PostgreSQL: write dsn = "host=… dbname=callscript user=… sslmode=verify-full"'
    if "unknown field" in error:
        return f"{error.split(' - ')[0].lower()}; known ones: dsn, host, password_file, keep_months"
    return error


def _wrong_dsn(dsn: str) -> str:
    """Say what a connection must not be; nothing if it is all right."""
    try:
        given: Mapping[str, Any] = conninfo_to_dict(dsn)
    except ProgrammingError as error:
        return f"not as libpq wants it: {str(error).strip()}"
    if found := next((key for key in _ELSEWHERE if key in given), ""):
        remedy = "write password_file" if found == "password" else "write all of it here"
        return f"{found} does not belong here: {remedy}"
    if lacking := next((key for key in ("host", "dbname", "user") if not given.get(key)), ""):
        return f"it says no {lacking}"
    sockets = all(each.startswith("/") for each in str(given["host"]).split(",")) and "hostaddr" not in given
    if not sockets and given.get("sslmode") != _VERIFIED:
        return f"what callers say goes over the network: write sslmode={_VERIFIED}, and sslrootcert"
    return ""
