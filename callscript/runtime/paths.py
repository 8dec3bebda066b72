"""The locations of files: one folder given by `--home` or `CALLSCRIPT_HOME`, otherwise the XDG folders of the account.

Nothing here is made before `Folders.make`; what is made is for its owner alone, or for a group if `settings.toml` with
the data says `share = "group"`. Profile and log are the account's own then: many accounts work in one home.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct
from platformdirs import PlatformDirs

from callscript.runtime.exit_status import UNAVAILABLE, Foreseen
from callscript.runtime.files import ADDED, PRIVATE, SHARED, Access, make_folder, read_private, refused
from callscript.runtime.i18n import N_

HOME_VARIABLE = "CALLSCRIPT_HOME"
_NO_HOME = "the account has no home folder"
SETTINGS = "settings.toml"
Share = Literal["none", "group"]
"""With whom the data is shared: with nobody, or with the group of its folder."""


class FolderUnavailable(Foreseen):
    """A folder or file that callscript needs cannot be made, written to or trusted."""

    status = UNAVAILABLE
    frame = N_("the store cannot be used: {reason}")

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.folder = folder
        self.reason = reason


class _Store(Struct, frozen=True, forbid_unknown_fields=True):
    share: Share = "none"


class _Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """What `settings.toml` says."""

    store: _Store = _Store()


def _share(data: Path) -> Share:
    """Return with whom the data of a folder is shared. Settings that cannot be read are never taken for none."""
    file = data / SETTINGS
    try:
        return msgspec.convert(tomllib.loads(read_private(file).decode()), _Settings).store.share
    except (FileNotFoundError, NotADirectoryError):
        return "none"
    except OSError as error:
        raise FolderUnavailable(file, error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, not settings
        raise FolderUnavailable(file, str(error)) from error


def _absolute(folder: Path) -> Path:
    """Return a folder with the home folder of an account in the place of its tilde; raise `FolderUnavailable`."""
    try:
        return folder.expanduser().absolute()
    except RuntimeError:
        account = folder.parts[0][1:]
        raise _homeless(folder, f"there is no account {account}" if account else _NO_HOME) from None
    except OSError:  # it is named from the working directory
        raise _homeless(folder, "the working directory is gone") from None


def _own(folder: Callable[[], Path]) -> Path:
    """Return a folder of this account's own; raise `FolderUnavailable` if it has none."""
    try:
        found = folder()
    except RuntimeError:
        raise _homeless(Path("~"), _NO_HOME) from None
    return _absolute(found)


def _homeless(folder: Path, reason: str) -> FolderUnavailable:
    return FolderUnavailable(folder, _elsewhere(reason))


def _elsewhere(reason: str) -> str:
    """Return why a folder cannot be had, with the remedy."""
    return f"{reason}: name a folder with --home or {HOME_VARIABLE}"


@dataclass(frozen=True)
class Folders:
    """The folders and files of one account."""

    config: Path
    data: Path
    state: Path
    share: Share = "none"
    """With whom the data is shared; what is in `config` and `state` is not."""

    @classmethod
    def resolve(cls, home: str | Path | None = None, environment: Mapping[str, str] = os.environ) -> Folders:
        """Get the folders: the home given, that of the environment variable, or the account's own.

        Raise `FolderUnavailable` if it cannot be told with whom the data is shared.
        """
        own = PlatformDirs("callscript", appauthor=False)
        chosen = home or environment.get(HOME_VARIABLE)
        data = _absolute(Path(chosen)) if chosen else _own(lambda: own.user_data_path)
        share = _share(data)
        if chosen and share == "none":
            return cls(data, data, data)
        return cls(_own(lambda: own.user_config_path), data, _own(lambda: own.user_state_path), share)

    @property
    def profile(self) -> Path:
        """The operator's settings, a TOML file."""
        return self.config / "profile.toml"

    @property
    def settings(self) -> Path:
        """The settings of the data: with whom it is shared."""
        return self.data / SETTINGS

    @property
    def journal(self) -> Path:
        """The events of all calls, by year and day."""
        return self.data / "journal"

    @property
    def open_calls(self) -> Path:
        """The markers of calls in progress."""
        return self.data / "open"

    @property
    def registers(self) -> Path:
        """The registers that calls and work are looked up in; derived, made again by `callscript rebuild`."""
        return self.data / "registers"

    @property
    def packs(self) -> Path:
        """The versions of script packs that calls were begun with."""
        return self.data / "packs"

    @property
    def directories(self) -> Path:
        """The directories of the centre's own: a folder a pack."""
        return self.data / "directories"

    @property
    def cache(self) -> Path:
        """Packs that were checked, public holidays, what calls count: kept to be sooner. All of it may be deleted."""
        return self.data / "cache"

    @property
    def locks(self) -> Path:
        """Lock files, which are never replaced."""
        return self.data / "locks"

    @property
    def outbox(self) -> Path:
        """Letters on their way, and that they were delivered."""
        return self.data / "outbox"

    @property
    def erasing(self) -> Path:
        """What is being erased: it is finished by the next start, should the program die in the middle of it."""
        return self.data / "erasing"

    @property
    def access(self) -> Path:
        """Who has opened whose call from the board: a file an account."""
        return self.data / "access"

    @property
    def mail(self) -> Path:
        """The mail folder (Maildir) that letters are put into where no mail server is named."""
        return self.data / "mail"

    @property
    def centre(self) -> Path:
        """The centre's settings: where mail goes."""
        return self.data / "centre.toml"

    @property
    def spare(self) -> tuple[Path, ...]:
        """Where a call is put that the journal does not take: in the state folder, or else on another disk."""
        home = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        return self.state / "unsaved", Path(f"/var/tmp/callscript-{os.getuid()}-{home}")

    @property
    def log(self) -> Path:
        """The error log, which holds no word of a caller."""
        return self.state / "callscript.log"

    @property
    def layout(self) -> dict[Path, Access]:
        """The folders that are needed, and for whom each is."""
        shared, added = (SHARED, ADDED) if self.share == "group" else (PRIVATE, PRIVATE)
        own = dict.fromkeys((self.config, self.state), PRIVATE)
        # Whose journal and seat it is shows in the folder: others can add theirs, and change nothing of this one's.
        parts = {self.journal: added, self.open_calls: added}
        return (
            own
            | {self.data: shared}
            | parts
            | dict.fromkeys((self.registers, self.packs, self.locks, self.outbox), shared)
        )

    def make(self) -> list[FolderUnavailable]:
        """Make the folders, or raise `FolderUnavailable`; return what is to be told: those without which calls can
        still be recorded, and a folder of the journals that is new though other folders were there before.
        """
        wanting: list[FolderUnavailable] = []
        if self.locks.exists() and not self.journal.exists():
            wanting.append(FolderUnavailable(self.journal, "was gone, and has been made anew: see callscript doctor"))
        for folder, access in self.layout.items():
            try:
                make_folder(folder, access)
                reason = wrong_with(folder, access)
            except OSError as error:
                reason = _elsewhere(error.strerror or str(error))
            if not reason:
                continue
            unavailable = FolderUnavailable(folder, reason)
            if folder in (self.config, self.data, self.journal, self.locks) or os.access(folder, os.W_OK):
                raise unavailable  # needed, or there and not to be trusted
            wanting.append(unavailable)
        return wanting


def wrong_with(folder: Path, access: Access) -> str:
    """Tell why a folder that is there cannot be worked in; nothing if it can."""
    found = folder.stat()
    if not stat.S_ISDIR(found.st_mode):
        return "is not a folder"
    if reason := refused(found, access, found.st_gid):
        return reason
    mode = stat.S_IMODE(found.st_mode)
    if access != PRIVATE and mode & access.folder != access.folder:
        return f"not shared with the group (mode {mode:04o}): run callscript doctor --fix"
    return "" if os.access(folder, os.R_OK | os.W_OK | os.X_OK) else "not writable"
