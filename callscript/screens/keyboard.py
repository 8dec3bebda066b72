"""Keys, handed to the current screen one at a time, in the order in which they were typed.

The next key waits until what the one before has done is on screen and the field has taken in its letters. Below 40×10
all of them wait until the terminal is larger. Those typed before a call was closed are dropped with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual import events
from textual.geometry import Size
from textual.screen import Screen

from callscript.runtime.i18n import _
from callscript.screens.base import KeyScreen, is_large
from callscript.terminal.decoder import BEHIND_ESCAPE
from callscript.widgets.entry import Entry

_LEAVE = ("ctrl+q", "ctrl+c")
_BACK = ("backspace", "ctrl+h")
_OF_A_TEXT = ("enter", "ctrl+j", "ctrl+m", *_BACK)
"""Keys with which a text is typed, besides those that type a sign."""
_DIGITS = tuple("0123456789")
_PAUSE = 1.0
"""Seconds of silence that part a text from what is typed behind it."""
_SCREEN_KEYS = {f"f{number}" for number in range(1, 13)}.union(
    (*_LEAVE, "enter", "ctrl+j", "ctrl+m", "tab", "shift+tab", "up", "down", "pageup", "pagedown", "escape", "insert")
)
"""Keys that are the screen's even while a field is typed in."""


class Keyboard:
    """The queue of keys and pastes that are not dealt with yet."""

    def __init__(self, screen: Callable[[], Screen[Any]]) -> None:
        self._screen = screen
        """Returns the current screen."""
        self._keys: asyncio.Queue[events.Key | events.Paste] = asyncio.Queue()
        self._waiting = 0
        """The number of keys in the queue."""
        self._shown = asyncio.Event()
        """The current screen is there and takes keys."""
        self._large = asyncio.Event()
        """The terminal is large enough to be read."""
        self._latest = ""
        self._latest_at = 0.0
        """The key handed on before."""
        self._escaped = False
        self._closed_at = 0.0
        """When Esc has closed a screen, on the clock of the keys."""
        self._astray_until = 0.0
        """Till then, what is typed belongs to letters that no field has taken in."""
        self._deaf_before = 0.0

    def put(self, event: events.Key | events.Paste) -> None:
        """Put a key or a paste into the queue."""
        if event.time >= self._deaf_before:
            self._keys.put_nowait(event)
            self._waiting += 1
            self._count_held()

    async def work(self) -> None:
        """Hand on keys and pastes one after another, for ever."""
        while True:
            event = await self._keys.get()
            await self._large.wait()
            await self._shown.wait()
            self._waiting -= 1
            if event.time >= self._deaf_before:
                await self._hand_on(event)
            self._keys.task_done()
            if not self._keys.empty():
                await self._let_others()

    async def _let_others(self) -> None:
        """Give signals, clocks and the screen their turn between two keys, however many come at once."""
        if isinstance(focused := self._screen().focused, Entry):
            await _settled(focused)
        await asyncio.sleep(0)

    async def done(self) -> None:
        """Wait until everything typed so far has been dealt with."""
        await self._keys.join()
        if isinstance(focused := self._screen().focused, Entry):
            await _settled(focused)

    def drop(self) -> None:
        """Drop everything typed so far: it was meant for a call that is closed."""
        self._deaf_before = events.Key("drop", None).time
        while not self._keys.empty():
            self._keys.get_nowait()
            self._waiting -= 1
            self._keys.task_done()

    def screen_ready(self, ready: bool) -> None:
        """Note whether the current screen takes keys."""
        if ready:
            self._shown.set()
            self._count_held()
        else:
            self._shown.clear()

    def note_size(self, size: Size) -> bool:
        """Note the terminal's size; tell whether it is large enough."""
        large = is_large(size)
        if large:
            self._large.set()
        else:
            self._large.clear()
            self._count_held()
        return large

    async def _hand_on(self, event: events.Key | events.Paste) -> None:
        screen = self._screen()
        if isinstance(event, events.Paste):
            self._with_escape("")
            self._paste(event, screen)
            return
        key = self._with_escape(event.key)
        if key is None or not isinstance(screen, KeyScreen):
            return
        before = self._latest if event.time < self._latest_at + _PAUSE else ""
        self._latest, self._latest_at = key, event.time
        if key == "escape" and not screen.is_modal:
            self._closed_at = event.time
        elif key == "0" and before == "escape" and event.time - self._closed_at < _PAUSE / 2:
            screen.say(_("Esc has led back already."))
            return
        focused = screen.focused
        if isinstance(focused, Entry):
            of_screen = key in _SCREEN_KEYS or (focused.narrows and key in _DIGITS)
            if key == event.key and not of_screen and not await _steps_back(focused, key, before):
                focused.take_in(event)
                return
            await _settled(focused)
        elif key == event.key and self._is_astray(event):
            screen.say(_("Nothing is typed here. Digits and Enter count again after a pause."))
            return
        if key.isascii():  # digits of other alphabets choose nothing
            await screen.press("leave" if key in _LEAVE else key)

    def _paste(self, event: events.Paste, screen: Screen[Any]) -> None:
        """Hand a paste to the field that is typed in, or have the screen say that there is none."""
        if isinstance(screen.focused, Entry):
            screen.focused.take_in(event)
        elif isinstance(screen, KeyScreen):
            screen.say(_("Not pasted: there is no field here."))

    def _is_astray(self, event: events.Key) -> bool:
        """Tell whether a key belongs to a text for which there is no field, so that what comes behind its letters, a
        digit or Enter, was not meant as an answer. A pause ends it, and so does a key that types nothing."""
        letter = event.is_printable and event.character not in _DIGITS
        goes_on = event.time < self._astray_until and (event.is_printable or event.key in _OF_A_TEXT)
        self._astray_until = event.time + _PAUSE if letter or goes_on else 0.0
        return letter or goes_on

    def _with_escape(self, key: str) -> str | None:
        """Read Esc and a sign as the key that they stand for, however slowly they are typed."""
        screen = self._screen()
        if key == "escape" and isinstance(screen, KeyScreen) and screen.ESCAPE_CLOSES:
            return key
        escaped, self._escaped = self._escaped, key == "escape" and not self._escaped
        if escaped != self._escaped and isinstance(screen, KeyScreen):
            screen.escape(self._escaped)
        if key == "escape":
            return None
        return BEHIND_ESCAPE.get(key, key) if escaped else key

    def _count_held(self) -> None:
        screen = self._screen()
        if not self._large.is_set() and isinstance(screen, KeyScreen) and self._shown.is_set():
            screen.warn_too_small(self._waiting)


async def _steps_back(entry: Entry, key: str, before: str) -> bool:
    """Tell whether Backspace means one step back: what is in the field, if anything, was there before; or the field is
    empty, and has not just been emptied with it."""
    if key not in _BACK:
        return False
    await _settled(entry)
    return entry.untouched or (not entry.value and before not in _BACK)


async def _settled(entry: Entry) -> None:
    """Wait until a field has taken in the keys that it was handed."""
    done = asyncio.Event()
    entry.call_later(done.set)
    await done.wait()
