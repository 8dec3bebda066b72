"""The call screen: routes keys to commands, and gives the widgets the call as values. It knows no rule."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.timer import Timer
from textual.widgets import Input

from callscript.core.call import commands as c
from callscript.core.call.flow import current
from callscript.core.call.refusal import Refused
from callscript.dialogue.actions import BY_KEY
from callscript.dialogue.read.offers import choosing
from callscript.dialogue.read.typed import DASHES, entered, suggested, typed
from callscript.dialogue.show import call_view, header, refusals
from callscript.dialogue.show.card import card
from callscript.dialogue.show.clocks import clocks
from callscript.dialogue.show.standing import owed, standing
from callscript.dialogue.show.values import ClockLine, HeaderView, OwedLine
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.screens import call_bars, call_sheets
from callscript.screens.base import KeyScreen
from callscript.service.desk import Desk
from callscript.service.session import Session
from callscript.widgets.bars import Header, KeyBar, MessageBar
from callscript.widgets.caller_card import CallerCard
from callscript.widgets.entry import Entry
from callscript.widgets.lists import Clocks, DetourPanel, OwedPanel
from callscript.widgets.piece import Piece, retitle
from callscript.widgets.script_pane import ScriptPane
from callscript.widgets.stage_list import StageList

SAVE_AFTER = 0.8
"""Seconds of silence after which a field being typed in is saved; it is saved at once when it is left."""


class CallScreen(KeyScreen[str]):
    """A call being led. Dismissed with `over` when nothing more is asked after the call, or `left`."""

    CSS_PATH = "call.tcss"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self._desk = desk
        self.session = session
        self._card_open = False
        self._came_back = False
        """Going back stays outside the field of a step, so that Backspace can go on; typing goes into it."""
        self._save: Timer | None = None
        self._step = ""
        self._phases: dict[str, str] = {}
        self._next_tick: asyncio.TimerHandle | None = None

    def compose_screen(self) -> ComposeResult:
        yield Header()
        yield StageList()
        with Horizontal(id="body"):
            with Vertical(id="main"):
                yield Clocks()
                yield ScriptPane()
                with Vertical(id="detour-box"):
                    yield DetourPanel()
                with Vertical(id="aids-box") as aids:
                    aids.border_title = Content(_("At hand · PgUp"))
                    yield Piece(id="aids")
            with Vertical(id="side"):
                yield CallerCard()
                with Vertical(id="owed-box") as owed:
                    owed.border_title = Content(_("Still owed · PgDn"))
                    yield OwedPanel()
        yield MessageBar()
        yield KeyBar()

    def on_mount(self) -> None:
        self.show()
        self._schedule_tick()

    def on_resize(self) -> None:
        """Show more where there is more room."""
        self.call_after_refresh(self.show)

    # What the widgets are given

    def show(self) -> None:
        """Give every widget the call as it is now; those whose value is the same do not repaint."""
        script, call = self.session.script, self.session.call
        pane = self.query_one(ScriptPane)
        if call.step != self._step:
            self._step = call.step
            pane.page = 0
            pane.scroll_home(animate=False)
            self._load_answer(pane)
        pane.low = self.has_class("-low")
        pane.view = call_view.script_view(script, call)
        stages = self.query_one(StageList)
        stages.stages, stages.detours = call_view.stages(script, call), call_view.detour_path(script, call)
        self.query_one(CallerCard).rows = card(script, call)
        self._show_standing()
        if self.has_class("-high"):
            self.query_one("#aids", Piece).put(call_sheets.aids(script, call))
        detour = self.query_one(DetourPanel)
        detour.lines = call_view.detour_lines(script, call)
        retitle(self.query_one("#detour-box"), stages.detours[-1] if stages.detours else "")
        self.mark({"-detour": bool(detour.lines)}, "ScriptPane", "#before", "#after", "#detour-box")
        self.query_one(KeyBar).keys = call_bars.keys(script, call)
        self._show_time()
        self._focus_panel()

    def _show_time(self) -> None:
        script, call, now = self.session.script, self.session.call, self._desk.now()
        running = clocks(script, call, now)
        self.query_one(Clocks).clocks = running
        self.mark({"-clocks": bool(running)}, "Clocks")
        self.query_one(Header).view = self._header()
        trouble = self.session.trouble
        self.query_one(MessageBar).trouble = header.trouble(trouble, self.session.unsaved) if trouble else ""
        phases = _phases(running)
        if any(phase != "running" and self._phases.get(name) != phase for name, phase in phases.items()):
            self._desk.ring(self.root.bell)
        self._phases = phases

    def _show_standing(self) -> None:
        self.query_one(OwedPanel).owed = self._standing()

    def _standing(self) -> tuple[OwedLine, ...]:
        """List what is owed; where there is room, every clause."""
        list_clauses = standing if self.has_class("-huge") else owed
        return list_clauses(self.session.script, self.session.call, self._desk.now())

    def _load_answer(self, pane: ScriptPane) -> None:
        script, call = self.session.script, self.session.call
        step = current(script, call)
        if call_view.is_typed(step, script):
            pane.answer.put(typed(script, call, step.field))
            pane.answer.placeholder = clean(suggested(script, call, step.field))

    def _focus_panel(self) -> None:
        pane, panel = self.query_one(ScriptPane), self.query_one(CallerCard)
        if not self._card_open:
            panel.editing = -1
        taking = {"-card-focus": self._card_open, "-script-focus": not self._card_open}
        self.mark(taking, "ScriptPane", "CallerCard", "#main", "#side")
        typing = call_view.is_typed(current(self.session.script, self.session.call), self.session.script)
        answer = pane.answer if typing and not self._came_back else None
        self.set_focus(panel.entry if self._card_open else answer)

    def wake_field(self) -> Entry | None:
        """Go into the field of a step that was come back to: something is being typed."""
        if self._card_open or not self._came_back:
            return None
        self._came_back = False
        self._focus_panel()
        return self.focused if isinstance(self.focused, Entry) else None

    def escape(self, waiting: bool) -> None:
        self.query_one(KeyBar).escaped = waiting

    # Time

    def _schedule_tick(self) -> None:
        delay = self._desk.until_next_second(self.session.call)
        self._next_tick = asyncio.get_running_loop().call_later(delay, self._tick)

    def on_unmount(self) -> None:
        """Let the clocks be."""
        if self._next_tick is not None:
            self._next_tick.cancel()

    def _tick(self) -> None:
        if not (self.is_attached and self.root.is_running):
            return
        if self.session.wants_tick:
            self.call_later(self._record_time)
            return
        with suppress(NoMatches):  # the screen is being taken down
            self._show_second()
            self._schedule_tick()

    async def _record_time(self) -> None:
        await self.session.tick()
        with suppress(NoMatches):  # the screen is being taken down
            self.show()
            self._schedule_tick()

    def _show_second(self) -> None:
        """Show that a second has passed, and nothing else has happened: no more than that is drawn."""
        running = clocks(self.session.script, self.session.call, self._desk.now())
        if _phases(running) != self._phases:
            self._show_time()
            self._show_standing()
            return
        show = self.root.show_at_once
        self.query_one(Header).tick(Header.view, self._header(), show)
        self.query_one(Clocks).tick(Clocks.clocks, running, show)
        self.query_one(OwedPanel).tick(OwedPanel.owed, self._standing(), show)

    def _header(self) -> HeaderView:
        session, desk = self.session, self._desk
        return header.header(session.script, session.call, desk.operator, desk.now(), session.unsaved)

    # Keys

    async def press(self, key: str) -> None:
        self.say("")
        try:
            await self._press(key)
        except Refused as refused:
            self.say(refusals.words(refused, self.session.script, self.session.call))
        if self.is_attached and self.root.screen is self:
            self.show()
        if self.session.call.over:
            self.dismiss("over")

    async def _press(self, key: str) -> None:
        action = BY_KEY.get(key)
        if action is not None and action.detour:
            await self._take_detour(action.id)
            return
        match action.id if action else key:
            case "go":
                await self._go()
            case "next_panel" | "previous_panel":
                await self._leave_field()
                self._open_card(None if self._card_open else self._first_to_fill())
            case "field_up" if self._card_open:
                await self._leave_field()
                self._open_card(self.query_one(CallerCard).editing + (-1 if key == "up" else 1))
            case "field_up":
                self.query_one(ScriptPane).scroll_relative(y=-1 if key == "up" else 1, animate=False)
            case "back" if not self._card_open:
                await self._leave_field()
                await self.session.do(c.Back())
                self._came_back = True
            case "language":
                await self._leave_field()
                language = call_view.next_language(self.session.script, self.session.call)
                await self.session.do(c.SwitchLanguage(language))
            case "help":
                await self._leave_field()
                sheet = call_sheets.help_sheet(self.session.script, self.session.call)
                self.root.push_screen(sheet, self._help_closed)
            case "standard":
                self.root.push_screen(call_sheets.standard_sheet(self.session, self._desk.now()))
            case "aids":
                self.root.push_screen(call_sheets.aids_sheet(self.session))
            case "leave":
                self.ask_to_leave()
            case _:
                if key.isdecimal() and not self._card_open:
                    await self._choose(int(key))

    async def _take_detour(self, detour: str) -> None:
        await self._leave_field()
        self._open_card(None)
        self._came_back = False
        before = self.session.call
        await self.session.do(c.TakeDetour(detour))
        if back := call_view.came_back(self.session.script, before, self.session.call):
            self.say(back)

    async def _go(self) -> None:
        await self.save_field(confirm=True)
        if not self._card_open:
            await self.session.do(c.Advance())
            self._came_back = False
            return
        following = self.query_one(CallerCard).editing + 1
        self._open_card(following if following < len(self.query_one(CallerCard).rows) else None)

    async def _choose(self, digit: int) -> None:
        pane = self.query_one(ScriptPane)
        offer = pane.offer_at(digit)
        if offer is None:
            self.say(_("There is no {digit} to choose here.").format(digit=digit))
        elif not offer.id:
            pane.page += 1
        else:
            for command in choosing(current(self.session.script, self.session.call), offer):
                await self.session.do(command)
        self._came_back = False

    # Fields

    def _first_to_fill(self) -> int:
        rows = self.query_one(CallerCard).rows
        return next((at for at, row in enumerate(rows) if row.state in ("missing", "empty")), 0)

    def _open_card(self, line: int | None) -> None:
        """Go to a line of the card, or None: back to the script. Each field shows what is recorded now."""
        panel = self.query_one(CallerCard)
        was_open, self._card_open = self._card_open, line is not None
        panel.rows = card(self.session.script, self.session.call)
        panel.editing = -1
        if line is not None:
            panel.editing = max(0, min(len(panel.rows) - 1, line))
        elif was_open:
            self._load_answer(self.query_one(ScriptPane))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Save what is being typed once the keys have been silent for a moment."""
        event.stop()
        if event.input is self.focused:
            self.say("")
        if self._save is not None:
            self._save.stop()
        self._save = self.set_timer(SAVE_AFTER, self._save_typing)

    async def _save_typing(self) -> None:
        self._save = None
        if field := self._typed_into():
            card_open = self._card_open
            text = self.query_one(CallerCard).entry.value if card_open else self.query_one(ScriptPane).answer.value
            known = self.session.script.fields[field]
            if known.options or text.startswith(DASHES):
                return  # half typed it means something else: it is saved when the field is left
            await self.session.do(c.Fill(field, text))
            self._show_time()

    def _typed_into(self) -> str:
        if self._card_open:
            row = self.query_one(CallerCard).row
            return row.id if row else ""
        step = current(self.session.script, self.session.call)
        return step.field if call_view.is_typed(step, self.session.script) else ""

    async def save_field(self, *, confirm: bool = False) -> None:
        """Save the field being typed in, in its normal form; `confirm` takes over a value that is only suggested."""
        field = self._typed_into()
        if not field:
            return
        if self._save is not None:
            self._save.stop()
            self._save = None
        entry = self.query_one(CallerCard).entry if self._card_open else self.query_one(ScriptPane).answer
        if command := entered(self.session.script, self.session.call, field, entry.value, confirm=confirm):
            await self.session.do(command)

    async def keep_typed(self) -> None:
        await self._leave_field()
        await self.session.tick()  # what could not be saved before

    async def _leave_field(self) -> None:
        """Save the field; what it cannot take is told, but never holds up the talk."""
        try:
            await self.save_field()
        except Refused as refused:
            self.say(refusals.words(refused, self.session.script, self.session.call))

    # Leaving

    def ask_to_leave(self) -> None:
        """Ask before leaving in the middle of a call."""
        self.root.push_screen(call_sheets.leave_question(), self._leave)

    def _help_closed(self, answer: str | None) -> None:
        if answer == "0":
            self.ask_to_leave()

    def _leave(self, answer: str | None) -> None:
        if answer == "2":
            self.dismiss("left")


def _phases(running: Iterable[ClockLine]) -> dict[str, str]:
    return {clock.name: clock.phase for clock in running}
