"""What lies over a screen: a sheet to be read (help, the standard, words at hand, a filed call), or a question."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.screens.base import KeyScreen
from callscript.widgets.help_lines import help_lines
from callscript.widgets.hung_text import HungText
from callscript.widgets.key_line import KeyLine, key_cap
from callscript.widgets.looks import KEY

_WIDEST = 101
"""Columns of a sheet at most."""
_BESIDE, _ABOVE_AND_BELOW = 5, 3
"""Columns and rows of it that are not the text's: its frame, a scroll bar, the line of its keys."""
_LOOK = 1.0
"""Seconds after which a question is looked at whether it is still to be asked so."""


class Sheet(KeyScreen[str], ModalScreen[str]):
    """A text to scroll through. Enter closes it; so does the key that opened it."""

    CSS_PATH = "sheets.tcss"
    ESCAPE_CLOSES = True
    KEYS_SCROLL = True

    def __init__(
        self,
        title: str,
        content: Content,
        *,
        opened_by: str = "",
        choices: dict[str, str] | None = None,
        passes: Collection[str] = (),
        numbered: int = 0,
    ) -> None:
        super().__init__()
        self._title = title
        self._text = HungText(content)
        self._numbered = numbered
        """So much of the text is opened by its digit: the sheet is dismissed with it."""
        self._opened_by = opened_by
        self._choices = choices or {}
        """Digits that close the sheet with an answer, and what they are called."""
        self._passes = passes
        """Keys of the screen below: they close the sheet, which is dismissed with them."""

    def compose_screen(self) -> ComposeResult:
        with Vertical(id="sheet") as sheet:
            sheet.border_title = Content(clean(self._title))
            with VerticalScroll(id="sheet-scroll", can_focus=False):
                yield self._text
            yield KeyLine()

    def on_mount(self) -> None:
        self._fit()
        self._show_keys()

    def on_resize(self) -> None:
        """Be as high as the text where there is more room."""
        self._fit()

    def _fit(self) -> None:
        columns, rows = self.root.size
        text = self._text.rows_in(min(columns, _WIDEST) - _BESIDE)
        self.query_one("#sheet").styles.height = min(rows, text + _ABOVE_AND_BELOW)

    def _show_keys(self) -> None:
        last = f"–{self._numbered}" if self._numbered > 1 else ""
        self.query_one(KeyLine).keys = (
            key_cap("Enter", _("close")),
            *((key_cap(f"1{last}", _("open")),) if self._numbered else ()),
            key_cap("↑ ↓ PgUp PgDn", _("scroll")),
            *(key_cap(digit, clean(name)) for digit, name in self._choices.items()),
        )

    def put(self, content: Content, numbered: int = 0) -> None:
        """Show another text in the place of the one before."""
        self._text.put(content)
        self._numbered = numbered
        if self.is_mounted:
            self._fit()
            self._show_keys()

    def say(self, message: str) -> None:
        self.query_one("#sheet").border_subtitle = Content(message)

    async def press(self, key: str) -> None:
        self.say("")
        scroll = self.query_one("#sheet-scroll", VerticalScroll)
        at, end, page = scroll.scroll_y, scroll.max_scroll_y, scroll.scrollable_content_region.height
        match key:
            case "down":
                self._turn_to(at + 1)
            case "up":
                self._turn_to(at - 1)
            case "pagedown" if at < end or key != self._opened_by:
                self._turn_to(at + page)
            case "pageup" if at > 0 or key != self._opened_by:
                self._turn_to(at - page)
            case "home":
                self._turn_to(0)
            case "end":
                self._turn_to(end)
            case "enter" | "ctrl+j" | "backspace" | "escape" | "f12" | self._opened_by:
                self.dismiss("")
            case _ if key in self._choices or key in self._passes:
                self.dismiss(key)
            case _ if key.isdecimal() and 1 <= int(key) <= self._numbered:
                self.dismiss(key)
            case "f1" | "tab" | "shift+tab":
                self.say(_("Enter or Esc closes this."))
            case _:
                pass

    def _turn_to(self, line: float) -> None:
        """Scroll at once: what the next key does depends on where the sheet stands."""
        self.query_one("#sheet-scroll", VerticalScroll).scroll_to(y=line, animate=False, immediate=True)


LEAVES = ("f12", "leave")
"""What F12, and the keys that the keyboard calls so, are where they leave the program."""


class Question(KeyScreen[str], ModalScreen[str]):
    """A question with numbered answers; Enter gives the first one, Esc too, unless it gives another."""

    CSS_PATH = "sheets.tcss"
    ESCAPE_CLOSES = True

    def __init__(
        self,
        title: str,
        text: str,
        answers: tuple[str, ...],
        *,
        passes: Collection[str] = (),
        escape: str = "1",
        as_it_is: Callable[[], Awaitable[tuple[str, tuple[str, ...]]]] | None = None,
    ) -> None:
        super().__init__()
        self._escape = escape
        self._title = title
        self._text = text
        self._answers = answers
        self._passes = passes
        """Keys of the screen below: they close the question, which is dismissed with them."""
        self._as_it_is = as_it_is
        """Returns text and answers as they are to be read now, where that may change while it is asked."""

    def compose_screen(self) -> ComposeResult:
        with Vertical(id="question") as question:
            question.border_title = Content(clean(self._title))
            for line in self._lines():
                yield Static(line, markup=False)

    def _lines(self) -> Iterator[Content]:
        yield Content(clean(self._text))
        for number, answer in enumerate(self._answers, start=1):
            enter = " (Enter)" if number == 1 else ""
            yield Content.assemble((f" {number} ", KEY), " ", clean(answer) + enter)

    def on_mount(self) -> None:
        """Ask it as it is from second to second, where that may change."""
        if self._as_it_is is not None:
            self.set_interval(_LOOK, self._look)

    async def _look(self) -> None:
        if self._as_it_is is None:
            return
        before, now = (self._text, self._answers), await self._as_it_is()
        if now == before or not self.stands:
            return
        self._text, self._answers = now
        for shown, line in zip(self.query("#question > Static").results(Static), self._lines(), strict=True):
            shown.update(line)

    def say(self, message: str) -> None:
        self.query_one("#question").border_subtitle = Content(message)

    async def press(self, key: str) -> None:
        self.say("")
        if key in ("enter", "ctrl+j"):
            self.dismiss("1")
        elif key == "escape":
            self.dismiss(self._escape)
        elif (key.isdecimal() and 1 <= int(key) <= len(self._answers)) or key in self._passes:
            self.dismiss(key)
        elif key in ("f1", "tab", "shift+tab"):
            self.say(_("Type the number of an answer; Enter and Esc give the first."))


def help_with(*lines: str) -> Sheet:
    """Return the help of a screen between calls, a key a line."""
    return Sheet(_("Help: the keys of the moment"), help_lines(lines), opened_by="f1")
