"""Runs callscript on a host whose clock is wrong: `python -m tests.relay.skewed SECONDS ARGUMENTS…`."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, tzinfo

from callscript import cli
from callscript.runtime import clock


class Skewed(datetime):
    """What the system's clock says."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """Return a time that is wrong."""
        return datetime.now(tz) + cls.ahead


def main(seconds: str, *arguments: str) -> int:
    """Run it."""
    Skewed.ahead = timedelta(seconds=float(seconds))
    setattr(clock, "datetime", Skewed)  # noqa: B010 - a clock module that reads another clock
    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
