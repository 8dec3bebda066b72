"""Scripts that travel: a version that calls of this host began with is sent on once, by its hash; one that a call of
another host began with is brought here, and kept where those of this host are.

What travels is what is hashed. So nothing else is taken for it: PostgreSQL refuses it when it is sent, and whoever has
changed it there since, it is refused here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import psycopg

from callscript.core.call.events import CallStarted
from callscript.packs.errors import PackChanged
from callscript.packs.files import Files, load, packed, unpacked
from callscript.packs.library import is_hash, is_kept, put
from callscript.relay.postgres import Connected
from callscript.runtime.files import names_in
from callscript.store.journal.lines import decode_sound

SCHEMA = 11
"""The schema that has scripts."""
LARGEST = 4 * 1024 * 1024
"""Bytes of all files of a script together."""
_TOO_LARGE = f"its files have more than {LARGEST} bytes"
_THERE = "select hash from callscript.pack where hash = any (%s)"
_SEND = "insert into callscript.pack (hash, content, host) values (%s, %s, %s) on conflict (hash) do nothing"
_IS_THERE = "select to_regclass('callscript.pack') is not null"
_FETCH = """
    select case when octet_length(content) <= %s then content end from callscript.pack where hash = %s"""
_PATIENCE = "set local statement_timeout = '5s'"
"""For a script that comes over a slow network: nobody waits for it but those who ask meanwhile, and they ask again."""

Once = Callable[[str, str], None]
"""Tells of something what is wrong with it, unless it was told so last; empty: nothing is."""


class Keeping:
    """The versions that a host keeps, sent on over one connection after the other."""

    def __init__(self, store: Path, host: str, once: Once) -> None:
        self._store = store
        self._host = host
        self._once = once
        self._there: set[str] = set()
        """Those that this server has."""
        self._waiting: list[str] = []
        self._seen: int | None = None
        """When a version was kept last, as far as was looked; None: it is to be looked anew."""

    def begin(self) -> None:
        """Note that there is another connection, to a server that has whatever it has."""
        self._there, self._waiting, self._seen = set(), [], None

    def look_again(self) -> None:
        """Look anew at what could not be sent on, too."""
        self._seen = None

    def send_next(self, connection: Connected) -> bool:
        """Send on one version that is not there; tell whether there was one: lines do not wait for all of them."""
        if not self._waiting:
            self._look(connection)
        while self._waiting:
            if self._send(connection, self._waiting.pop()):
                return True
        return False

    def _look(self, connection: Connected) -> None:
        try:
            seen = self._store.stat().st_mtime_ns if self._store.exists() else 0
            if seen == self._seen:
                return
            found = [name for name in names_in(self._store) if is_hash(name) and name not in self._there]
        except OSError as error:
            self._once("scripts", f"what scripts there are cannot be told: {error.strerror or error}")
            return
        self._seen = seen
        self._once("scripts", "")
        if found:
            self._there |= {hash for (hash,) in connection.execute(_THERE, (found,))}
            self._waiting = [hash for hash in found if hash not in self._there]

    def _send(self, connection: Connected, hash: str) -> bool:
        """Send a version on; tell whether it could be. If not that is told, and lines are sent on all the same."""
        try:
            piece = packed(load(self._store / hash))
            if reason := _wrong(piece, hash):
                raise PackChanged(reason)
            connection.execute(_SEND, (hash, piece, self._host))
        except psycopg.Error as error:
            if connection.broken:
                raise
            reason = error.diag.message_primary or type(error).__name__
        except (OSError, PackChanged) as error:
            reason = str(error)
        else:
            self._there.add(hash)
            reason = ""
        told = f"{self._store / hash}: this script cannot be sent on to other hosts: {reason}"
        self._once(f"script {hash}", told if reason else "")
        return not reason


class Bringing:
    """Has the scripts of other hosts' calls at hand; `say` gets a line for whatever there is to tell."""

    def __init__(self, store: Path, say: Callable[[str], None]) -> None:
        self._store = store
        self._say = say

    def bring(self, connection: Connected, lines: Sequence[str]) -> str:
        """Have the script at hand that a call began with, if it is anywhere.

        Return its hash if what PostgreSQL has by it is something else.
        """
        line = decode_sound(lines[0].encode()) if lines else None
        if not line or not isinstance(line.event, CallStarted) or not is_hash(hash := line.event.pack_hash):
            return ""
        try:
            if is_kept(self._store, hash):
                return ""
            with connection.transaction():
                connection.execute(_PATIENCE)
                found = fetched(connection, hash)
            if found:
                aside = put(self._store, hash, found)
                damaged = f"; what was kept of it was damaged, and is in {aside}" if aside else ""
                self._say(f"brought here from another host: the script {hash}{damaged}")
        except PackChanged as error:
            self._say(str(error))
            return hash
        except OSError as error:
            self._say(f"{self._store / hash}: this script cannot be kept here: {error.strerror or error}")
        return ""


def fetched(connection: Connected, hash: str) -> Files | None:
    """Return the files of a version; None: it is not there. Raise PackChanged if something else is."""
    there = connection.execute(_IS_THERE).fetchone()
    row = connection.execute(_FETCH, (LARGEST, hash)).fetchone() if there and there[0] else None
    if row is None:
        return None
    piece: bytes | None = row[0]
    reason = _TOO_LARGE if piece is None else _wrong(piece, hash)
    if piece is None or reason:
        raise PackChanged(f"the script {hash} in PostgreSQL is not used: {reason}")
    return unpacked(piece)


def _wrong(piece: bytes, hash: str) -> str:
    """Say why a piece is not the version with a hash, or does not travel; nothing if it does."""
    if sha256(piece).hexdigest() != hash:
        return "it is not what its hash says"
    if len(piece) > LARGEST:
        return _TOO_LARGE
    try:
        unpacked(piece)
    except ValueError as error:  # also what is no UTF-8
        return str(error)
    return ""
