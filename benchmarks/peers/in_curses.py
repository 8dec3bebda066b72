"""The peer in the standard library's curses, which is about the least that a line can be sent."""

from __future__ import annotations

import curses
import time
from functools import lru_cache
from itertools import cycle

from benchmarks.peers.scenes import Row, Scene, read

_LOOKS = {
    "b": curses.A_BOLD, "d": curses.A_DIM, "i": curses.A_ITALIC, "u": curses.A_UNDERLINE, "r": curses.A_REVERSE, "s": 0,
}  # fmt: skip
_COLOURS = {
    "K": curses.COLOR_BLACK, "R": curses.COLOR_RED, "G": curses.COLOR_GREEN, "Y": curses.COLOR_YELLOW,
    "C": curses.COLOR_CYAN, "W": 8 + curses.COLOR_WHITE,
    "1": curses.COLOR_RED, "2": curses.COLOR_GREEN, "3": curses.COLOR_YELLOW, "6": curses.COLOR_CYAN,
}  # fmt: skip
_PAIRS = {"": 0}
"""The number of each pair of colours."""


def main(window: curses.window) -> None:
    """Show scenes until F12."""
    scenes = read()
    curses.use_default_colors()
    window.leaveok(False)
    stage, ticks, due = 0, cycle(scenes.ticks), 0.0
    show(window, scenes.first)
    typed, card = list[str](), False
    while True:
        window.timeout(max(0, int((due - time.monotonic()) * 1000)) if due else -1)
        try:
            key = window.get_wch()
        except curses.error:  # a second is over
            due += 1
            show(window, next(ticks))
            continue
        if key == curses.KEY_F12:
            return
        if key == curses.KEY_F2:
            due = time.monotonic() + 1
            show(window, next(ticks))
        elif key == "\t":
            card = not card
            show(window, scenes.card if card else scenes.typing)
        elif key == "\n":
            typed.clear()
            show(window, scenes.stages[stage % len(scenes.stages)])
            stage += 1
        elif isinstance(key, str) and key.isprintable():
            typed.append(key)
            window.addstr(key, curses.A_UNDERLINE)
            window.refresh()


def show(window: curses.window, scene: Scene) -> None:
    """Show a scene: curses finds what has changed."""
    curses.curs_set(1 if scene.caret else 0)
    for y, row in enumerate(scene.rows):
        draw(window, y, row)
    if scene.caret:
        window.move(scene.caret[1], scene.caret[0])
    window.refresh()


def draw(window: curses.window, y: int, row: Row) -> None:
    """Put a row into the picture."""
    x = 0
    for text, look in row:
        try:
            window.addstr(y, x, text, attributes(look))
        except curses.error:
            assert y == window.getmaxyx()[0] - 1  # behind the last cell there is no room for the cursor
        x += len(text)


@lru_cache(maxsize=64)
def attributes(look: str) -> int:
    """Return a look as curses has it."""
    colours = "".join(letter for letter in look if letter in _COLOURS)
    if colours not in _PAIRS:
        _PAIRS[colours] = len(_PAIRS)
        foreground = next((_COLOURS[each] for each in colours if each.isalpha()), -1)
        background = next((_COLOURS[each] for each in colours if each.isdecimal()), -1)
        curses.init_pair(_PAIRS[colours], foreground, background)
    return curses.color_pair(_PAIRS[colours]) | sum(_LOOKS.get(letter, 0) for letter in look)


if __name__ == "__main__":
    curses.wrapper(main)
