"""The board line by line: how everybody stands, then whatever changes, each second; a number opens that call."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from callscript.dialogue.show.board import BoardLine, board_counts, board_lines, no_call, not_opened
from callscript.plain.line_io import LineStream, until_gone
from callscript.plain.sheets import filed
from callscript.runtime.exit_status import Foreseen
from callscript.runtime.i18n import _
from callscript.service.board import Board, Seen

_EACH = 1.0
"""Seconds between two looks."""


def run(board: Board, *, ascii_only: bool = False) -> int:
    """Tell how the operators stand over standard input and output, until that ends; return the exit status."""
    return asyncio.run(_run(board, LineStream(ascii_only=ascii_only)))


async def _run(board: Board, line: LineStream) -> int:
    return await until_gone(line, PlainBoard(board, line).go())


class PlainBoard:
    """Tells what changes, and opens calls."""

    def __init__(self, board: Board, line: LineStream) -> None:
        self._board = board
        self._line = line
        self._told: Mapping[tuple[str, str], BoardLine] = {}
        """What was told of each operator, at each host, last."""
        self._trouble = ""

    async def go(self) -> None:
        """Tell and open until the input ends or a signal comes."""
        await self._line.tell(_("The number of an operator opens their call; an empty line tells all again."))
        await self._look(all_of_them=True)
        while True:
            typed = await self._line.read(_EACH)
            if typed is None:
                await self._look()
            elif operator := typed.strip():
                await self._open(operator)
            else:
                await self._look(all_of_them=True)

    async def _look(self, *, all_of_them: bool = False) -> None:
        """Tell what has changed by more than the time; or how everybody stands."""
        seen = await self._seen()
        if seen is None:
            return
        lines = {(line.operator, line.host): line for line in board_lines(seen.standings)}
        known, self._told = self._told, lines
        if all_of_them:
            await self._line.tell("  ".join(board_counts(seen.standings)) or _("nobody is here"))
        for who, line in lines.items():
            before = known.get(who)
            if all_of_them or before is None or before.news != line.news:
                await self._line.tell(line.text)

    async def _seen(self) -> Seen | None:
        """Look; tell a trouble, each once."""
        seen: Seen | None = None
        try:
            seen = await asyncio.to_thread(self._board.look)
            trouble = "  ".join(map(str, seen.troubles))
        except Foreseen as error:
            trouble = str(error)
        if trouble and trouble != self._trouble:
            await self._line.tell(trouble)
        self._trouble = trouble
        return seen

    async def _open(self, operator: str) -> None:
        seen = await self._seen()
        rows = [each.row for each in seen.standings if each.row.operator == operator] if seen else []
        row = next((row for row in rows if row.call), None)
        if row is None:
            await self._line.tell(no_call(operator))
            return
        try:
            call = await asyncio.to_thread(self._board.open, row)
        except Foreseen as error:
            await self._line.tell(not_opened(error))
            return
        for told in filed(call.script, call.log, self._board.clock.now()):
            await self._line.tell(told)
