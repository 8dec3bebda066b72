"""The interface's language, by gettext. The script's own texts are the pack's, in whatever language the call is held.

Messages are looked up when they are shown, never when a module is imported: the language can differ by operator.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Mapping

from callscript.runtime.shipped import data_folder

LANGUAGES = {"uk": "Українська", "lv": "Latviešu", "en": "English"}
"""By id: what the language calls itself."""

_current: gettext.NullTranslations = gettext.NullTranslations()


def use(language: str) -> None:
    """Show the interface in `language`; English where it has no translation."""
    global _current
    _current = _translations(language)


def _translations(language: str) -> gettext.NullTranslations:
    return gettext.translation("callscript", data_folder() / "locale", [language], fallback=True)


def current() -> str:
    """Return the language of the interface as it is now."""
    return _current.info().get("language", "en")


def of_locale(environment: Mapping[str, str] = os.environ) -> str:
    """Return the interface language that the environment asks for, as gettext reads it; English where it says nothing.

    The variables alone decide: the system need not have the locale that they name.
    """
    chosen = next((name for each in ("LC_ALL", "LC_MESSAGES", "LANG") if (name := environment.get(each))), "")
    if chosen in ("C", "POSIX"):
        return "en"
    names = (environment.get("LANGUAGE") or chosen).split(":")
    known = (language for name in names if (language := re.split(r"[_.@-]", name)[0].lower()) in LANGUAGES)
    return next(known, "en")


def _(message: str) -> str:
    """Translate a message of the interface."""
    return _current.gettext(message)


def in_language(language: str, message: str) -> str:
    """Translate a message into the language that a centre writes in, whatever the interface is in.

    A message in English where that has no translation.
    """
    return _translations(language).gettext(message)


def n_(one: str, many: str, number: int) -> str:
    """Translate a message that counts, in the plural form that `number` takes."""
    return _current.ngettext(one, many, number)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a message that is translated later, where it is shown."""
    return message
