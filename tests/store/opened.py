"""What this process holds open, as the kernel lists it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def opened(place: Path) -> list[str]:
    """Return the files that are open at or below a place, those too that were removed since."""
    found: list[str] = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # the listing's own
            found.append(str(descriptor.readlink()))
    return [path for path in found if path.startswith(str(place))]
