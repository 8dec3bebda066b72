"""`callscript store`: what an administrator does in PostgreSQL."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal

from callscript.commands.extra import wanting_psycopg
from callscript.commands.report import Report
from callscript.packs.versions import Versions
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import USAGE, Stop
from callscript.runtime.paths import Folders

Deed = Literal["init", "migrate", "status", "rebuild", "drop-month", "retention", "holds", "erase", "moved"]


def store(home: str | None, settings: str | None, deed: Deed, what: str = "", ground: str = "") -> Report:
    """Do something in the PostgreSQL of the settings given, or of the relay's own; return what came of it.

    `what`: the month to drop, the call to erase, that on a ground, or the host that has moved.
    """
    if deed == "moved" and not what:
        raise Stop(USAGE, "moved wants a host, as in desk7")
    if deed not in ("erase", "moved") and bool(what) != (deed == "drop-month"):
        raise Stop(USAGE, f"{deed} wants no month" if what else "drop-month wants a month, as in 2025-11")
    if ground and deed != "erase":
        raise Stop(USAGE, f"{deed} wants no ground")
    month = month_of(what) if deed == "drop-month" else None
    with wanting_psycopg():
        from callscript.relay import admin, gone, holds, place, retention
        from callscript.relay.filing import summarising
        from callscript.relay.postgres import connected
        from callscript.relay.scripts import fetched
        from callscript.relay.settings import SETTINGS, read_settings
    folders, report = Folders.resolve(home), Report()
    own = read_settings(Path(settings) if settings else folders.data / SETTINGS, as_host=False)
    with connected(own, "callscript store", in_time=False) as connection:
        match deed:
            case "init":
                done, refused = admin.initialise(connection)
                report.lines += done
                report.trouble(refused)
            case "migrate":
                report.lines += admin.bring_up_to_date(connection)
            case "status":
                report.lines += [*admin.status(connection), *retention.kept(connection, own, SystemClock())]
            case "rebuild":
                versions = Versions(folders)
                versions.elsewhere = partial(fetched, connection)
                calls, without_script = admin.rebuild(connection, summarising(versions))
                report.lines.append(f"calls: {calls}")
                told = f"calls whose script is not here, left as they stood: {len(without_script)}"
                report.trouble([told] if without_script else [])
            case "drop-month":
                assert month
                report.lines += admin.drop_month(connection, month, SystemClock())
            case "retention":
                report.lines += retention.retain(connection, own, SystemClock())
            case "holds":
                found = holds.holds(connection)
                report.lines += [
                    f"{each.month:%Y-%m} {each.operator}: over: {each.over} of {each.holds}" for each in found
                ]
                unknown = holds.not_counted(connection)
                told = f"closed calls whose holds were not counted yet, until callscript store rebuild: {unknown}"
                report.trouble([told] if unknown else [])
            case "erase":
                done, left = gone.erase_here(connection, what, ground)
                report.lines += done
                report.trouble(left)
            case "moved":
                if not (there := place.forget(connection, what)):
                    raise Stop(USAGE, f"there is no host {what} that is sent on from anywhere")
                report.lines.append(
                    f"host {what}: no more sent on from {there}; the next relay that sends as it is the one"
                )
    return report


def month_of(text: str) -> date:
    """Read a month, as in 2025-11."""
    year, _, month = text.partition("-")
    if len(year) == 4 and len(month) == 2 and (year + month).isdecimal() and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    raise Stop(USAGE, "not a month such as 2025-11")
