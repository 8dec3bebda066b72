"""`callscript run` and `demo`: examines the terminal, makes the process safe, finds the operator. Nothing before that
imports Textual, so whatever stands in the way is told as plain text; nor does anything that is led line by line.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Generator
from contextlib import contextmanager
from typing import cast

from callscript import packs
from callscript.packs import centres
from callscript.packs.published import begun_on
from callscript.runtime import i18n, streams
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import HUNG_UP, UNAVAILABLE, USAGE, Stop
from callscript.runtime.i18n import _
from callscript.runtime.paths import HOME_VARIABLE, Folders
from callscript.runtime.settings import InterfaceLanguage, Profile, ProfileDamaged, read_profile
from callscript.runtime.text import clean, clean_lines
from callscript.service.startup import Startup

DEMO_PACK = "ua-court"
_DEMO_NAMES = {"lv-lvrtc": ("Ліга Берзіня", "Līga Bērziņa")}
_SMALL = 4096
"""Bytes: where files may not even be that large, nothing can be recorded."""
_DEMO_NAME = ("Олена Коваленко", "Olena Kovalenko")


def run(
    pack: str = "", language: str = "", home: str | None = None, *, ascii_only: bool = False, plain: bool = False
) -> int:
    """Take calls; return the exit status. The arguments are those of the command line."""
    prepare(language, plain=plain)
    folders = Folders.resolve(home)
    profile, notice = _profile(folders)
    startup = Startup(folders, SystemClock(), profile, pack, language, notice, ascii_only)
    i18n.use(startup.interface_language(profile))
    if profile is None:
        folders.make()
        if pack:
            begun_on(packs.locate(pack), folders, startup.clock.now())
    else:
        startup.open_ahead(profile)
    return _lead(startup, plain=plain)


def demo(pack: str = "", home: str | None = None, *, ascii_only: bool = False, plain: bool = False) -> int:
    """Take calls as a demo operator; return the exit status."""
    prepare(plain=plain)
    with _demo_home(home) as folder:
        profile = demo_profile(pack or DEMO_PACK)
        startup = Startup(Folders.resolve(folder), SystemClock(), profile, ascii_only=ascii_only)
        startup.open_ahead(profile)
        return _lead(startup, plain=plain)


def demo_profile(pack: str) -> Profile:
    """Return the demo operator of a pack, given by its id or folder."""
    centre = centres.describe(packs.locate(pack))
    name, name_latin = _DEMO_NAMES.get(centre.id if centre else "", _DEMO_NAME)
    return Profile(
        number="17",
        name=name,
        name_latin=name_latin,
        gender="feminine",
        pack=pack,
        language=cast("InterfaceLanguage", i18n.of_locale()),
    )


def _lead(startup: Startup, *, plain: bool) -> int:
    if plain:
        from callscript.plain import program as face
    else:
        from callscript import app as face
    status = face.run(startup)
    if words := startup.last_words:
        raise Stop(status or UNAVAILABLE, clean_lines("\n".join(words)))
    return status


def prepare(language: str = "", *, plain: bool = False) -> None:
    """Make the process safe to draw, after refusing a terminal that cannot be drawn on."""
    i18n.use(language or i18n.of_locale())
    if not plain:
        _look_at_terminal()
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]  # they log keys, load code and press keys
    os.environ["TEXTUAL_THEME"] = "ansi-dark"  # set later, the looks would be read twice
    if not os.environ.get("NO_COLOR"):
        os.environ.pop("NO_COLOR", None)  # empty it does not count, though Textual would take it


def _look_at_terminal() -> None:
    if streams.hung_up(0) or streams.hung_up(1):
        raise Stop(HUNG_UP, _("the terminal is gone"))
    if not (os.isatty(0) and os.isatty(1)):
        raise Stop(
            USAGE,
            _(
                "this needs a terminal: its input and output must not be redirected. "
                "With --plain it takes calls line by line, without one"
            ),
        )
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise Stop(
            USAGE,
            _(
                "the terminal cannot place text: the variable TERM says so, or is not set. "
                "With --plain calls are taken on it line by line"
            ),
        )


def _profile(folders: Folders) -> tuple[Profile | None, str]:
    """Return the profile, if there is one that can be used, and what to say if it cannot."""
    try:
        return read_profile(folders.profile), ""
    except ProfileDamaged as damaged:
        return None, clean(_("The profile cannot be used: {reason}").format(reason=damaged.reason))


@contextmanager
def _demo_home(given: str | None) -> Generator[str]:
    """Yield the home that was asked for, or a temporary one that is deleted afterwards."""
    if home := given or os.environ.get(HOME_VARIABLE):
        yield home
        return
    with temporary_home("demo") as folder:
        yield folder


@contextmanager
def temporary_home(what: str) -> Generator[str]:
    """Yield a home for its owner alone that is deleted afterwards."""
    from tempfile import TemporaryDirectory

    try:
        made = TemporaryDirectory(prefix=f"callscript-{what}-", ignore_cleanup_errors=True)
    except OSError as error:
        told = _("no temporary home can be made: {reason}. Name a folder with --home")
        raise Stop(UNAVAILABLE, clean(told.format(reason=_why_no_room(error)))) from error
    with made as folder:
        yield folder


def _why_no_room(error: OSError) -> str:
    """Return why nothing temporary can be written: a limit for the size of files is not in what Python says of it."""
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    if 0 <= most < _SMALL:
        return _("files may have {number} bytes at most (ulimit -f)").format(number=most)
    return error.strerror or type(error).__name__
