"""The composition root of the drawing face: the application, and the screens that a journey asks the operator on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual.geometry import Size
from textual.screen import Screen
from textual.worker import WorkerFailed

from callscript.runtime import i18n, startup_time, threads
from callscript.runtime.exit_status import INTERNAL
from callscript.runtime.i18n import _
from callscript.runtime.settings import Profile
from callscript.screens.base import KeyApp, KeyScreen, is_large
from callscript.screens.home import HomeScreen
from callscript.screens.keyboard import Keyboard
from callscript.service.call_back import CallBack
from callscript.service.desk import Desk
from callscript.service.forms.profile import Choice
from callscript.service.journey import Face, Journey, Wish
from callscript.service.leaving import Leaving
from callscript.service.open_calls import OpenCall
from callscript.service.startup import Startup
from callscript.terminal.closed import ClosedApp
from callscript.terminal.display import CellDisplay

if TYPE_CHECKING:
    from callscript.service.board import Board
    from callscript.service.session import Session

_QUIET = 0.2
"""Seconds after the first screen until the others are loaded: an operator seldom types sooner."""
_SCREENS = Path(__file__).parent / "screens"


class DrawnApp(ClosedApp, CellDisplay, KeyApp, inherit_bindings=False):
    """A program on a terminal: keys, the end, failures. Which screens it leads through, others say."""

    def __init__(self, *, ascii_only: bool) -> None:
        super().__init__(ascii_only=ascii_only, ansi_color=True)
        self.theme = "ansi-dark"
        self.animation_level = "none"
        self.keyboard = Keyboard(lambda: self.screen)
        self._was_ready = False
        self.failure: BaseException | None = None
        """What ended the program, if it did not end by itself."""
        self._events: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Task[None] | None = None

    # The end

    def failed(self, error: Exception) -> None:
        """End the program without Textual's report, which shows what the variables hold: callers' details."""
        if self.failure is None:
            self.failure = error.error if isinstance(error, WorkerFailed) else error
        if not self.is_running:
            return
        if self._ending:
            self.exit(INTERNAL)
        elif self.terminal:
            self.terminal.end(INTERNAL)
        else:
            self.end(INTERNAL)

    def _task_failed(self, _loop: asyncio.AbstractEventLoop, context: Mapping[str, object]) -> None:
        """Take a failure behind the screens as one: asyncio by itself would print it, and the program go on."""
        if isinstance(error := context.get("exception"), Exception):
            self.failed(error)

    def thread_failed(self, failed: threading.ExceptHookArgs) -> None:
        """Take a failure in a thread as one: Python by itself would print it, and the program go on."""
        if isinstance(error := failed.exc_value, Exception) and self._events and not self._events.is_closed():
            self._events.call_soon_threadsafe(self.failed, error)

    def end(self, status: int) -> None:
        """Save what is being typed, and end with an exit status: a signal came, the terminal is gone, or we failed."""
        if not self._ending:
            self._ending = asyncio.get_running_loop().create_task(self._end(status), name="end")

    async def _end(self, status: int) -> None:
        try:
            for screen in self.screen_stack:
                if isinstance(screen, KeyScreen):
                    await screen.keep_typed()
            self.exit(status)
        except Exception as error:  # noqa: BLE001 - whatever it is, the program ends now
            self.failed(error)

    async def before_end(self) -> None:
        """Stay until what is being typed is saved, even if what failed is the application's own loop."""
        if self._ending:
            await self._ending

    # The order of screens

    def on_mount(self) -> None:
        """Start to take keys and to lead the operator from screen to screen."""
        self._events = asyncio.get_running_loop()
        self._events.set_exception_handler(self._task_failed)
        self.note_size(self.size)
        self.run_worker(self.keyboard.work(), name="keys", exit_on_error=True)
        self.run_worker(self._lead(), name="lead", exit_on_error=True)

    async def _lead(self) -> None:
        """Lead from screen to screen, then exit."""
        raise NotImplementedError

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Put keys and pastes into the queue of the keyboard; leave everything else to Textual."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.keyboard.put(event)
            return
        if isinstance(event, events.AppBlur | events.AppFocus):
            return  # a field keeps its keys while the operator looks at another window, and right after coming back
        if isinstance(event, events.Resize) and not is_large(event.size):
            self.note_size(event.size)
        await super().on_event(event)

    def screen_ready(self, ready: bool) -> None:
        """Note whether the current screen takes keys."""
        if ready and not self._was_ready:
            self._was_ready = True
            self.set_timer(_QUIET, self._load_the_rest)
        self.keyboard.screen_ready(ready)

    def _load_the_rest(self) -> None:
        """Load the screens to come, and read their looks: if each brought its own, all would be read anew at the first
        key."""
        if not threads.start(threading.Thread(target=_load_screens, name="screens", daemon=True)):
            _load_screens()
        self._read_looks(_SCREENS.glob("*.tcss"))

    def _read_looks(self, files: Iterable[Path]) -> None:
        new = [file for file in files if not self.stylesheet.has_source(str(file))]
        for file in new:
            self.stylesheet.read(file)
        if new:
            self.stylesheet.parse()

    def push_screen(self, screen: Screen | str, *arguments: object, **options: object):  # type: ignore[override]
        """Show a screen; keys wait until it is there."""
        self.screen_ready(False)
        if isinstance(screen, KeyScreen):
            self._read_looks(map(Path, screen.css_path))  # Textual would mount the screen before it reads them
            screen.fit(self.size)
        return super().push_screen(screen, *arguments, **options)  # type: ignore[arg-type]

    def is_shown(self, screen: Screen[Any]) -> bool:
        """Whether it is one of our screens: Textual's own lies below them, blank, while none has come yet."""
        return isinstance(screen, KeyScreen)

    def note_size(self, size: Size) -> None:
        """Note the size that is laid out for; keys wait while it is too small."""
        self.set_class(not self.keyboard.note_size(size), "-too-small")


class CallscriptApp(DrawnApp, inherit_bindings=False):
    """The program that calls are taken with."""

    CSS_PATH = ["app.tcss", "screens/home.tcss"]

    def __init__(self, startup: Startup, face: Callable[[CallscriptApp], Face] | None = None) -> None:
        super().__init__(ascii_only=startup.ascii_only)
        self._startup = startup
        self._face = face or ScreenFace

    async def _lead(self) -> None:
        await Journey(self._startup, self._face(self)).go()
        self.exit(0)


class BoardApp(DrawnApp, inherit_bindings=False):
    """A supervisor's board: the one screen, and the calls that are opened from it."""

    CSS_PATH = ["app.tcss", "screens/board.tcss"]

    def __init__(self, board: Board, *, ascii_only: bool) -> None:
        super().__init__(ascii_only=ascii_only)
        self._board = board

    async def _lead(self) -> None:
        from callscript.screens.board import BoardScreen

        await self.push_screen_wait(BoardScreen(self._board))
        self.exit(0)


class ScreenFace:
    """Asks the operator on screens, one after another."""

    def __init__(self, app: CallscriptApp) -> None:
        self._app = app

    async def ask_profile(
        self, before: Profile | None, centres: Mapping[str, Choice], language: str, notice: str
    ) -> Profile | None:
        """Show the profile as a form."""
        from callscript.screens.profile import ProfileScreen

        return await self._app.push_screen_wait(ProfileScreen(before, centres, language=language, notice=notice))

    async def ask_open_call(self, left: OpenCall) -> bool | None:
        """Ask what becomes of a call that was left open; F12 leaves."""
        from callscript.screens.sheets import LEAVES, Question

        answers = (_("Go on with it"), _("The caller is gone: close it"))
        question = Question(_("An open call"), left.question, answers, passes=LEAVES)
        answer = await self._app.push_screen_wait(question)
        return None if answer in LEAVES else answer == "1"

    async def choose(self, title: str, question: str, answers: tuple[str, ...]) -> int:
        """Show a question over whatever there is."""
        from callscript.screens.sheets import Question

        return int(await self._app.push_screen_wait(Question(title, question, answers, escape=str(len(answers)))))

    async def end(self, title: str, text: str) -> None:
        """Show why nothing goes on here, over whatever there is."""
        await self.choose(title, text, (_("Leave the program"),))

    async def home(self, desk: Desk) -> Wish:
        """Show home, until something is wanted."""
        return await self._app.push_screen_wait(HomeScreen(desk))

    async def ask_to_leave(self, desk: Desk) -> bool:
        """Ask whether to leave although something is not saved."""
        from callscript.screens.call_sheets import leave_question

        leaving = Leaving(desk, in_call=False)
        while question := await leaving.question():
            if await self._app.push_screen_wait(leave_question(leaving, question, in_call=False)) != "2":
                return False
        return True

    async def history(self, desk: Desk) -> CallBack | None:
        """Show the history, until it is left."""
        from callscript.screens.history import HistoryScreen

        return await self._app.push_screen_wait(HistoryScreen(desk))

    async def call(self, desk: Desk, session: Session) -> bool:
        """Show the call, until nothing more is asked."""
        from callscript.screens.call import CallScreen

        return await self._app.push_screen_wait(CallScreen(desk, session)) == "left"

    async def wrap_up(self, desk: Desk, session: Session) -> bool:
        """Show the wrap-up, until the call is closed."""
        from callscript.screens.wrap_up import WrapUpScreen

        return await self._app.push_screen_wait(WrapUpScreen(desk, session)) == "left"

    async def entry(self, desk: Desk, session: Session) -> bool:
        """Show what is entered, until it is registered or set aside."""
        from callscript.screens.entry import EntryScreen

        return await self._app.push_screen_wait(EntryScreen(desk, session)) == "leave"

    def drop_typed(self) -> None:
        """Drop the keys that were typed for a call that is over."""
        self._app.keyboard.drop()


def _load_screens() -> None:
    """Load all screens with what only they need: not at the key that asks for one, nor hours later, from files that an
    upgrade of the program has replaced."""
    for file in _SCREENS.glob("[a-z]*.py"):
        import_module(f"callscript.screens.{file.stem}")
    startup_time.ready()


def run(startup: Startup, face: Callable[[CallscriptApp], Face] | None = None) -> int:
    """Run the program on this terminal; return its exit status, 70 if it did not end by itself; raise what failed."""
    i18n.use(startup.interface_language(startup.profile))
    return _run(CallscriptApp(startup, face))


def run_board(board: Board, *, ascii_only: bool) -> int:
    """Run a board on this terminal, likewise."""
    return _run(BoardApp(board, ascii_only=ascii_only))


def _run(app: DrawnApp) -> int:
    caught, threading.excepthook = threading.excepthook, app.thread_failed
    try:
        status = app.run(mouse=False)
    finally:
        threading.excepthook = caught
    if app.failure is not None:
        raise app.failure
    return INTERNAL if status is None else status
