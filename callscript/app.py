"""The composition root of the screens: which one comes next, and the keys, handed to the current one in order.

Keys wait in a queue until what the key before has done is on screen; those typed before a call was closed are dropped
with it. Below 40×10 they wait until the terminal is larger.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual import events
from textual.geometry import Size
from textual.screen import Screen
from textual.worker import WorkerFailed

from callscript import failures, i18n
from callscript.core.commands import LoseLine
from callscript.core.events import Event
from callscript.desk import Desk
from callscript.i18n import _
from callscript.opening import Opening
from callscript.screens.base import SMALLEST, KeyApp, KeyScreen
from callscript.screens.call import CallScreen
from callscript.screens.history import HistoryScreen
from callscript.screens.home import HomeScreen
from callscript.screens.profile import ProfileScreen
from callscript.screens.sheets import Question
from callscript.screens.wrap_up import WrapUpScreen
from callscript.session import Session
from callscript.settings import Profile, write_profile
from callscript.terminal import escape_digits
from callscript.widgets.entry import Entry

_LEAVE = ("ctrl+q", "ctrl+c")
_BACK = ("backspace", "ctrl+h")
_SCREEN_KEYS = {f"f{number}" for number in range(1, 13)}.union(
    (*_LEAVE, "enter", "ctrl+j", "ctrl+m", "tab", "shift+tab", "up", "down", "pageup", "pagedown", "escape")
)
"""Keys that are the screen's even while a field is typed in."""


class CallscriptApp(KeyApp, inherit_bindings=False):
    """The program on a terminal."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "app.tcss"

    def __init__(self, opening: Opening) -> None:
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self.animation_level = "none"
        self._opening = opening
        self._keys: asyncio.Queue[events.Key | events.Paste] = asyncio.Queue()
        self._shown = asyncio.Event()
        """The current screen is there and takes keys."""
        self._large = asyncio.Event()
        """The terminal is large enough to be read."""
        self._waiting = 0
        """Keys taken aside and not handed on yet."""
        self._latest = ""
        """The key handed on before."""
        self._escaped = False
        self.failure: BaseException | None = None
        """What ended the program, if it did not end by itself."""
        self._deaf_before = 0.0
        """Keys typed before this moment belong to a call that is closed."""

    def _handle_exception(self, error: Exception) -> None:
        """End the program without Textual's report, which shows what the variables hold: callers' details."""
        if self.failure is None:
            self.failure = error.error if isinstance(error, WorkerFailed) else error
        self.exit(70)

    # The order of screens

    def on_mount(self) -> None:
        """Start to take keys and to lead the operator from screen to screen."""
        self._note_size(self.size)
        self.run_worker(self._take_keys(), name="keys", exit_on_error=True)
        self.run_worker(self._lead(), name="lead", exit_on_error=True)

    async def _lead(self) -> None:
        profile = self._opening.profile
        if profile is None:
            profile = await self._ask_profile(None)
            if profile is None:
                self.exit(0)
                return
        desk = self._opening.open_desk(profile)
        if log := desk.left_open():
            await self._take_up(desk, log)
        while True:
            wish = await self.push_screen_wait(HomeScreen(desk))
            match wish.what:
                case "call":
                    if await self._call(desk, await desk.start_call(wish.number)) == "left":
                        break
                case "find":
                    await self.push_screen_wait(HistoryScreen(desk))
                case "profile":
                    if changed := await self._ask_profile(desk.profile):
                        desk.leave()
                        desk = self._opening.open_desk(changed)
                case "leave":
                    break
        desk.leave()
        self.exit(0)

    async def _ask_profile(self, profile: Profile | None) -> Profile | None:
        screen = ProfileScreen(
            profile,
            self._opening.centres(),
            language=self._opening.interface_language(None),
            notice=self._opening.notice,
        )
        chosen = await self.push_screen_wait(screen)
        i18n.use(self._opening.interface_language(chosen or profile))
        if chosen is not None:
            try:
                write_profile(self._opening.folders.profile, chosen)
            except OSError as error:
                self._opening.notice = _("The profile could not be saved: {reason}").format(reason=error.strerror)
        return chosen

    async def _take_up(self, desk: Desk, log: Sequence[Event]) -> None:
        text = _("The call of {time} is still open.").format(time=desk.started_at(log))
        question = Question(_("An open call"), text, (_("Go on with it"), _("The caller is gone: close it")))
        answer = await self.push_screen_wait(question)
        session = await desk.resume(log)
        if answer == "2" and session.call.under_way:
            await session.do(LoseLine())
        await self._call(desk, session)

    async def _call(self, desk: Desk, session: Session) -> str:
        """Lead a call until it is closed or left."""
        failures.note_call(session.call.start.call if session.call.start else "")
        end = "over"
        if session.call.under_way or session.call.frames:
            end = await self.push_screen_wait(CallScreen(desk, session))
        if end == "over":
            end = await self.push_screen_wait(WrapUpScreen(desk, session))
        await desk.finish(session)
        failures.note_call("")
        self._drop_keys()
        return end

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Take keys and pastes aside; everything else is Textual's."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if event.time >= self._deaf_before:
                self._keys.put_nowait(event)
                self._waiting += 1
                self._count_held()
            return
        if isinstance(event, events.AppBlur | events.AppFocus):
            return  # a field keeps its keys while the operator looks at another window, and right after coming back
        if isinstance(event, events.Resize):
            self._note_size(event.size)
        await super().on_event(event)

    async def _take_keys(self) -> None:
        while True:
            event = await self._keys.get()
            await self._large.wait()
            await self._shown.wait()
            self._waiting -= 1
            if event.time >= self._deaf_before:
                await self._hand_on(event)
            self._keys.task_done()

    async def _hand_on(self, event: events.Key | events.Paste) -> None:
        if isinstance(event, events.Paste):
            self._with_escape("")
            if isinstance(focused := self.screen.focused, Entry):
                focused.take_in(event)
            return
        key = self._with_escape(event.key)
        screen = self.screen
        if key is None or not isinstance(screen, KeyScreen):
            return
        before, self._latest = self._latest, key
        focused = screen.focused
        if isinstance(focused, Entry):
            if key == event.key and key not in _SCREEN_KEYS and not await _nothing_to_erase(focused, key, before):
                focused.take_in(event)
                return
            await _settled(focused)
        await screen.press("leave" if key in _LEAVE else key)

    def _with_escape(self, key: str) -> str | None:
        """Read Esc and a digit as the function key of that digit, however slowly they are typed."""
        escaped, self._escaped = self._escaped, key == "escape" and not self._escaped
        if escaped != self._escaped and isinstance(self.screen, KeyScreen):
            self.screen.escape(self._escaped)
        if key == "escape":
            return None
        return escape_digits.FUNCTION_KEYS.get(key, key) if escaped else key

    async def keys_done(self) -> None:
        """Wait until every key typed so far has been dealt with."""
        await self._keys.join()
        if isinstance(self.screen.focused, Entry):
            await _settled(self.screen.focused)

    def _drop_keys(self) -> None:
        self._deaf_before = events.Key("drop", None).time
        while not self._keys.empty():
            self._keys.get_nowait()
            self._waiting -= 1
            self._keys.task_done()

    def screen_ready(self, ready: bool) -> None:
        """Note whether the current screen takes keys."""
        if ready:
            self._shown.set()
        else:
            self._shown.clear()

    def push_screen(self, screen: Screen | str, *arguments: object, **options: object):  # type: ignore[override]
        """Show a screen; keys wait until it is there."""
        self.screen_ready(False)
        return super().push_screen(screen, *arguments, **options)  # type: ignore[arg-type]

    # Size

    def _note_size(self, size: Size) -> None:
        large = size.width >= SMALLEST[0] and size.height >= SMALLEST[1]
        self.set_class(not large, "-too-small")
        if large:
            self._large.set()
        else:
            self._large.clear()
            self._count_held()

    def _count_held(self) -> None:
        if not self._large.is_set() and isinstance(self.screen, KeyScreen) and self._shown.is_set():
            self.screen.warn_too_small(self._waiting)


async def _nothing_to_erase(entry: Entry, key: str, before: str) -> bool:
    """Tell whether Backspace means one step back: the field is empty, and has not just been emptied with it."""
    if key not in _BACK or before in _BACK:
        return False
    await _settled(entry)
    return not entry.value


async def _settled(entry: Entry) -> None:
    """Wait until a field has taken in the keys that it was handed."""
    done = asyncio.Event()
    entry.call_later(done.set)
    await done.wait()


def run(opening: Opening) -> int:
    """Run the program on this terminal; return its exit status, 70 if it did not end by itself; raise what failed."""
    escape_digits.install()
    i18n.use(opening.interface_language(opening.profile))
    app = CallscriptApp(opening)
    status = app.run(mouse=False)
    if app.failure is not None:
        raise app.failure
    return 70 if status is None else status
