"""The terminal's own cursor, which screen readers, braille lines and magnifiers follow."""

from __future__ import annotations

from tests.terminal.calls import HOME, Place
from tests.terminal.terminal import Terminal


def test_the_cursor_is_where_one_types(plain: Place) -> None:
    """The cursor stands behind what was typed, goes where the keys lead, and is hidden where there is no field."""
    with plain.ring() as terminal:
        hidden(terminal)
        plain.walk(terminal, plain.route.moves[:2])
        plain.wait_for_step(terminal, plain.route.moves[2].step)
        terminal.type("Ґedimin її")
        stands(terminal, "Ґedimin її", "")
        terminal.press("left", "left")
        stands(terminal, "Ґedimin ", "її")
        terminal.press("home")
        stands(terminal, "", "Ґedimin її")
        terminal.press("end", "backspace")
        stands(terminal, "Ґedimin ї", "")
        terminal.press("tab")
        terminal.type("ģ")
        stands(terminal, "ģ", "")
        terminal.press("tab")
        stands(terminal, "Ґedimin ї", "")
        terminal.press("f1")
        terminal.wait_for("Help: the keys of the moment")
        hidden(terminal)
        terminal.press("enter")
        stands(terminal, "Ґedimin ї", "")
        terminal.press("f2")
        plain.wait_for_step(terminal, "hold_consent")
        hidden(terminal)


def test_the_cursor_in_wide_letters_and_long_texts(ua: Place) -> None:
    """It is right behind wide letters, letters with marks, and a text longer than its field."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        ua.wait_for_step(terminal, "ask_address")
        terminal.type("字м\u0301字")
        stands(terminal, "字м\u0301字", "")
        terminal.press("home", "right")
        stands(terminal, "字", "м\u0301字")
        terminal.press("end")
        terminal.type("довгий текст, довший від поля, що його вміщує, і ще трохи")
        stands(terminal, "вміщує, і ще трохи", "")


def test_the_cursor_after_a_resize(ua: Place) -> None:
    """It goes with its field when the terminal changes its size, and while clocks run elsewhere on the screen."""
    with ua.start() as terminal:
        terminal.wait_for(HOME)
        terminal.type("050")
        stands(terminal, "050", "")
        terminal.press("enter")
        ua.walk(terminal, ua.route.moves[:2])
        ua.wait_for_step(terminal, "ask_address")
        terminal.type("Олено")
        for size in ((120, 40), (60, 20), (200, 60), (80, 24)):
            terminal.resize(*size)
            stands(terminal, "Олено", "")
        clock = terminal.lines[0]
        terminal.wait_until(lambda: terminal.lines[0] != clock, "the call's clock")
        stands(terminal, "Олено", "")


def stands(terminal: Terminal, before: str, behind: str) -> None:
    """Wait until the cursor is shown between two texts, in one row."""

    def there() -> bool:
        place = terminal.cursor
        if place is None:
            return False
        x, y = place
        left, right = terminal.parted(x, y)
        return left.endswith(before) and (right.startswith(behind) if behind else not right[:1].strip())

    terminal.wait_until(there, f"the cursor between {before!r} and {behind!r}")


def hidden(terminal: Terminal) -> None:
    """Wait until no cursor is shown."""
    terminal.wait_until(lambda: terminal.cursor is None, "no cursor")
