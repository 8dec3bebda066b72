"""Names the languages that scripts are in."""

from __future__ import annotations

from callscript.runtime.i18n import N_, _

_NAMES = {
    "de": N_("German"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "et": N_("Estonian"),
    "fr": N_("French"),
    "hu": N_("Hungarian"),
    "lt": N_("Lithuanian"),
    "lv": N_("Latvian"),
    "pl": N_("Polish"),
    "ro": N_("Romanian"),
    "ru": N_("Russian"),
    "uk": N_("Ukrainian"),
}
"""By id: what is said behind “script:”, in that language (українською, latviski)."""


def script_in(language: str) -> str:
    """Say in which language the script is; one that has no name here stands by its id."""
    return _("script: {language}").format(language=_(_NAMES[language]) if language in _NAMES else language)
