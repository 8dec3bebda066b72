"""Public holidays of a country, worked out by the package `holidays` and kept, since loading it costs 0.2 s.

What is kept is named for the country, the years and the installation that worked it out: a newer one does it anew.
Nothing is lost with it, and a file that cannot be read or written only costs the time.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import msgspec

from callscript.core.script.hours import Hours
from callscript.runtime import files

YEARS = range(2020, 2046)
_ORDERED_FROM = 7
"""The month from which on the moved days of the next year are known: Latvia orders them by 1 July."""


def known_years(hours: Hours | None) -> str:
    """Say until which year the centre's days off are known; empty where it goes by no holidays."""
    if hours is None or hours.holidays is None:
        return ""
    if hours.known_until is None:
        return "it is not said until which year days moved by order are entered: name it in hours.known_until"
    holidays = f"public holidays of {hours.holidays} are known until {YEARS[-1]}"
    return f"{holidays}, days moved by order until {hours.known_until} (hours.known_until)"


def wanting_year(hours: Hours | None, today: date) -> int | None:
    """Return the year whose moved days should be entered by now: from July on they are ordered for the next one too."""
    if hours is None or hours.holidays is None:
        return None
    wanted = today.year + (today.month >= _ORDERED_FROM)
    return wanted if (hours.known_until or 0) < wanted else None


def known_countries() -> frozenset[str]:
    """Return the codes of the countries whose public holidays are known."""
    import holidays

    return frozenset(holidays.list_supported_countries(include_aliases=False))


def public_holidays(country: str, years: range = YEARS, cache: Path | None = None) -> frozenset[date]:
    """Return the public holidays of `country`; with `cache`, a folder, keep them there for the next time."""
    kept = _file(cache, country, years) if cache else None
    if kept is None:
        return _work_out(country, years)
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(files.read_private(kept), type=frozenset[date])
    found = _work_out(country, years)
    with suppress(OSError):
        files.make_folder(kept.parent)
        files.replace(kept, msgspec.json.encode(sorted(found)))
    return found


def is_kept(country: str, years: range = YEARS, cache: Path | None = None) -> bool:
    """Tell whether the holidays of a country are at hand without loading the package."""
    kept = _file(cache, country, years) if cache else None
    with suppress(OSError):  # they lie in a folder that is another account's alone
        return kept is not None and kept.is_file()
    return False


def _work_out(country: str, years: range) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays(country, years=years))


def _file(cache: Path, country: str, years: range) -> Path | None:
    package = find_spec("holidays")
    origin = package.origin if package else None
    return cache / f"{country}-{years.start}-{years.stop}-{Path(origin).stat().st_mtime_ns}.json" if origin else None
