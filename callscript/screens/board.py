"""The board of a supervisor: how the operators stand, each second; a call is opened from it to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from callscript.core.live import LiveRow, Standing
from callscript.dialogue.show.board import BoardLine, board_counts, board_lines, no_call, not_opened
from callscript.dialogue.show.values import HeaderView
from callscript.runtime.exit_status import Foreseen
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.screens.base import KeyScreen
from callscript.screens.sheets import Sheet, help_with
from callscript.service.board import Board, Seen
from callscript.service.lookup import Questioner, Recorded, soon
from callscript.widgets.bars import Header, MessageBar, NoticeBar
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.columns import Row
from callscript.widgets.key_line import KeyLine, key_cap
from callscript.widgets.looks import BAD
from callscript.widgets.picked_line import PickedLine
from callscript.widgets.rule import Rule

_EACH = 1.0
"""Seconds between two looks."""


class BoardScreen(KeyScreen[None]):
    """The operators, one a line."""

    CSS_PATH = "board.tcss"

    def __init__(self, board: Board) -> None:
        super().__init__()
        self._board = board
        self._looks = Questioner[Seen]()
        self._calls = Questioner[Recorded]()
        self._standing, self._opening = self.place(), self.place()
        self._standings: Sequence[Standing] = ()
        self._lines: Sequence[BoardLine] = ()

    def compose_screen(self) -> ComposeResult:
        yield Header()
        yield Rule()
        with Vertical(id="board-box"):
            yield ChoiceList(id="operators")
            yield PickedLine(id="picked")
        yield Rule(id="last-rule")
        yield NoticeBar()
        yield KeyLine()

    async def on_mount(self) -> None:
        operators = self._operators
        operators.title, operators.active, operators.nothing = _("Operators"), True, _("nobody is here")
        operators.steady = True
        self.query_one(KeyLine).keys = (
            key_cap("↑ ↓", _("choose")),
            key_cap("Tab", _("the next that is marked|next marked")),
            key_cap("Enter", _("open the call|open")),
            key_cap("F1", _("help"), "1"),
            key_cap("F12", _("leave"), "0"),
        )
        await soon(self._standing.show(self._look()))  # then the first picture has all of it
        self.set_interval(_EACH, self.look)

    def look(self) -> None:
        """Look again how everybody stands; what is still looked up is waited for."""
        if not self._standing.at_work:
            self._standing.show(self._look())

    @property
    def _operators(self) -> ChoiceList:
        return self.query_one(ChoiceList)

    async def _look(self) -> None:
        try:
            seen = await self._looks.ask(self._board.look)
        except Foreseen as error:
            self._warn(clean(str(error)))
            return
        picked = self._picked()
        self._standings, self._lines = seen.standings, board_lines(seen.standings)
        operators = self._operators
        operators.lines = tuple(map(_row, self._lines))
        if picked:
            who = [(each.row.operator, each.row.host) for each in seen.standings]
            same = (picked.operator, picked.host)
            operators.picked = who.index(same) if same in who else operators.picked
        self._show_picked()
        now = self._board.clock.now().astimezone()
        left = (_("Board"), *board_counts(seen.standings))
        self.query_one(Header).view = HeaderView(left=left, right=f"{now:%H:%M:%S}")
        self._warn("  ".join(clean(str(each)) for each in seen.troubles))

    def _warn(self, trouble: str) -> None:
        """Say what cannot be read, until it can."""
        self.query_one(MessageBar).trouble = trouble

    def _picked(self) -> LiveRow | None:
        return self._standings[self._operators.picked].row if self._standings else None

    def escape(self, waiting: bool) -> None:
        self.query_one(KeyLine).escaped = waiting

    async def press(self, key: str) -> None:
        self.say("")
        self._opening.drop()
        operators = self._operators
        page = max(1, operators.size.height - 2)
        match key:
            case "up" | "down":
                operators.move(-1 if key == "up" else 1)
            case "pageup" | "pagedown":
                operators.move(-page if key == "pageup" else page)
            case "home" | "end":
                operators.move(len(self._lines) * (-1 if key == "home" else 1))
            case "tab" | "shift+tab":
                operators.picked = next(self._marked(-1 if key == "shift+tab" else 1), operators.picked)
            case "enter" | "ctrl+j":
                await self._open()
            case "f1":
                self.root.push_screen(_help())
            case "f12" | "leave":
                self.dismiss(None)
            case _:
                pass
        self._show_picked()

    def _show_picked(self) -> None:
        """Tell the line that is picked whole, under the list."""
        lines = self._operators.lines
        self.query_one(PickedLine).row = lines[self._operators.picked] if lines else None

    def _marked(self, by: int) -> Iterator[int]:
        """Yield the lines that something is said of first, from the one that is picked on, and round."""
        number, at = len(self._lines), self._operators.picked
        yield from (line for step in range(1, number + 1) if self._lines[line := (at + by * step) % number].badge)

    async def _open(self) -> None:
        """Open the call of the operator who is picked, once it is recorded who does."""
        row = self._picked()
        if row is None or not row.call:
            self.say(no_call(row.operator) if row else _("nobody is here"))
            return
        self._opening.show(self._show_call(row))
        await self._opening.soon()

    async def _show_call(self, row: LiveRow) -> None:
        from callscript.screens.filed import filed_sheet

        try:
            call = await self._calls.ask(lambda: self._board.open(row))
        except Foreseen as error:
            self.say(clean(not_opened(error)))
            return
        if self.takes_keys:
            self.root.push_screen(filed_sheet(call.script, call.log, self._board.clock.now(), ""))


def _row(line: BoardLine) -> Row:
    """Return a line with its forms, the most telling first."""
    who = (line.operator, line.host, line.state, line.time)
    return Row(
        (
            (*who, line.place, line.holds, line.phone),
            (*who, line.place, line.holds),
            (*who, line.detour or line.stage, line.holds),
            (*who, line.detour or line.stage),
        ),
        badge=line.badge,
        short_badge=line.short_badge,
        badge_is_bad=line.bad,
        looks=(BAD,) if line.bad else (),
    )


def _help() -> Sheet:
    return help_with(
        _("↑ ↓ PgUp PgDn  choose an operator"),
        _("Tab Shift+Tab  the next, the previous one of whom something is marked"),
        _("Enter          open the call, to be read; that you do is recorded first"),
        _("F12            leave the board"),
        _("Esc and a digit is the same as the function key: Esc 0 is F12."),
    )
