"""What `centre.toml` says of other hosts, and of what a save waits for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

_LONGEST_PATH = 100
"""Bytes: a socket's path has no room for more (sun_path)."""


class StoreSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether the centre has other hosts, and what a save waits for."""

    kind: Literal["files", "relay"] = "files"
    """`relay`: there are other hosts, and a relay that sends on what is recorded on this one."""
    durability: Literal["host", "centre"] = "host"
    """`centre`: a save waits, a moment, until what was recorded is sent on."""
    socket: Annotated[str, Meta(min_length=1)] = "relay.sock"
    """Where the relay is asked: a path from the root, or from the home."""

    def wrong_in(self, home: Path) -> str:
        """Return the key of what cannot be so in a home; empty: all of it can."""
        if self.kind == "files":
            return "durability" if self.durability == "centre" else ""
        return "socket" if len(os.fsencode(home / self.socket)) > _LONGEST_PATH else ""
