"""`callscript pack watch`: a script is played while it is written.

Lines are typed as for `--plain`, and no call is recorded. Each time that a file of the pack is saved, it is checked and
the same lines are typed again: what follows is tried where one was, on the script as it is now.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from callscript import packs
from callscript.commands.pack_cases import Case, Led, Unfit
from callscript.commands.pack_named import SHORT, home_of
from callscript.commands.run import prepare
from callscript.core.script.model import Script
from callscript.core.script.moments import written_moment
from callscript.dialogue.show.card import card
from callscript.dialogue.show.endings import ended
from callscript.packs.files import digest, places
from callscript.plain.card import row_words
from callscript.plain.conversation import numbered
from callscript.plain.line_io import LineStream, until_gone
from callscript.plain.step import step, where
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import USAGE, Stop
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean

_EACH = 0.5
"""Seconds between two looks at the files. What differs in two looks is still being written."""


def watch(home: str | None, pack: str, begins: str = "", *, ascii_only: bool = False) -> int:
    """Play the pack in a folder until the input ends; return the exit status. The call begins at a time, or now."""
    prepare(plain=True)
    folders, at = home_of(home), written_moment(begins)
    if begins and not at:
        raise Stop(USAGE, _("This is no time: {text}").format(text=clean(begins)))
    return asyncio.run(_run(Played(packs.locate(pack), folders, at), LineStream(ascii_only=ascii_only)))


async def _run(played: Played, line: LineStream) -> int:
    return await until_gone(line, _play(played, line))


async def _play(played: Played, line: LineStream) -> None:
    await line.tell(_("What is typed here is tried only: no call is recorded. “+60s” lets a minute pass."))
    while True:
        for told in played.look():
            await line.tell(told)
        typed = await line.read(_EACH)
        if typed is not None:
            for told in played.type(typed):
                await line.tell(told)


class Played:
    """A pack as it was when its check found nothing last, and a call that it leads by the lines typed so far."""

    def __init__(self, folder: Path, folders: Folders, begins: datetime | None = None) -> None:
        self._folder = folder
        self._folders = folders
        self._seen = ""
        self._known = ""
        """The version that was looked through."""
        self._begins = begins
        """By the centre's clock; None: now."""
        self._led: Led | None = None
        self._typed: list[str] = []

    def look(self) -> Iterator[str]:
        """Look whether the pack was saved; then yield what is wrong with it, or where the call stands by it."""
        before, self._seen = self._seen, self._version()
        if self._seen in ("", self._known) or (self._known and self._seen != before):
            return
        self._known = self._seen
        if wrong := packs.check(self._folder, self._folders.cache, own=self._folders.directories):
            yield from map(str, wrong)
            yield _("the script has problems: once they are mended, it goes on here")
            return
        script = packs.read(self._folder, cache=self._folders.cache, own=self._folders.directories)
        yield _("script {version}").format(version=script.hash[:SHORT])
        # At the same time whenever it is typed again: another time of day may have another greeting.
        self._begins = self._begins or SystemClock().now().astimezone(script.zone).replace(tzinfo=None)
        self._led, unfit = self._typed_again(script, self._begins)
        if unfit:
            yield _("what was typed from there on is dropped: {reason}").format(reason=unfit)
        yield from _stands(self._led)

    def type(self, line: str) -> Iterator[str]:
        """Type a line; yield where the call stands then, or why it means nothing."""
        if self._led is None:
            yield _("the script has problems: once they are mended, it goes on here")
            return
        try:
            self._led.type(line, f"{len(self._typed) + 1} «{line}»")
        except Unfit as unfit:
            yield str(unfit)
            # Of what the line stands for, a part may have been done.
            self._led, _unfit = self._typed_again(self._led.script, self._led.begins)
            return
        self._typed.append(line)
        yield from _stands(self._led)

    def _typed_again(self, script: Script, begins: datetime) -> tuple[Led, str]:
        """Lead a call by the lines typed so far; drop them from the first unfit one on, and return why it is."""
        led = Led(script, Case(begins=begins, does=()))
        for at, line in enumerate(self._typed):
            try:
                led.type(line, f"{at + 1} «{line}»")
            except Unfit as unfit:
                del self._typed[at:]
                return self._typed_again(script, begins)[0], str(unfit)
        return led, ""

    def _version(self) -> str:
        """Return the hash of the files as they lie; empty: they cannot be read now."""
        try:
            found = places(self._folder, self._folders.directories)
            return digest({name: path.read_bytes() for name, path in found.items()})
        except OSError:
            return ""


def _stands(led: Led) -> Iterator[str]:
    if led.call.ended:
        yield ended(led.script, led.call)
        return
    yield where(led.script, led.call)
    if told := led.clocks:
        yield told
    if row := next((each for each in card(led.script, led.call) if each.id == led.on_card), None):
        yield from filter(None, (row_words(row), row.hint, *numbered(row.options)))
        return
    yield from step(led.script, led.call, led.page, led.wanted)
