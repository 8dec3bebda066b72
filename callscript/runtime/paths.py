"""The locations of files: one folder given by `--home` or `CALLSCRIPT_HOME`, otherwise the XDG folders of the account.

Nothing here is made before `Folders.make`; what is made belongs to its owner alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs

from callscript.runtime.exit_status import UNAVAILABLE, Foreseen
from callscript.runtime.files import make_folder
from callscript.runtime.i18n import N_

HOME_VARIABLE = "CALLSCRIPT_HOME"


class FolderUnavailable(Foreseen):
    """A folder that callscript needs cannot be made or written to."""

    status = UNAVAILABLE
    frame = N_("the store cannot be used: {reason}")

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.folder = folder
        self.reason = reason


@dataclass(frozen=True)
class Folders:
    """The folders and files of one account."""

    config: Path
    data: Path
    state: Path

    @classmethod
    def resolve(cls, home: str | Path | None = None, environment: Mapping[str, str] = os.environ) -> Folders:
        """Get the folders: the home given, that of the environment variable, or the account's own."""
        if chosen := home or environment.get(HOME_VARIABLE):
            folder = Path(chosen).expanduser().absolute()
            return cls(folder, folder, folder)
        own = PlatformDirs("callscript", appauthor=False)
        return cls(own.user_config_path, own.user_data_path, own.user_state_path)

    @property
    def profile(self) -> Path:
        """The operator's settings, a TOML file."""
        return self.config / "profile.toml"

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
    def cache(self) -> Path:
        """Packs that have passed their check and public holidays, kept to start sooner. All of it may be deleted."""
        return self.data / "cache"

    @property
    def locks(self) -> Path:
        """Lock files, which are never replaced."""
        return self.data / "locks"

    @property
    def log(self) -> Path:
        """The error log, which holds no word of a caller."""
        return self.state / "callscript.log"

    def make(self) -> None:
        """Make the folders, or raise `FolderUnavailable`."""
        parts = (self.journal, self.open_calls, self.registers, self.packs, self.locks)
        for folder in (self.config, self.data, self.state, *parts):
            try:
                make_folder(folder)
            except OSError as error:
                raise FolderUnavailable(folder, error.strerror or str(error)) from error
            if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
                raise FolderUnavailable(folder, "not writable")
