"""Looks for articles, and for whom to hand over to, in the middle of a call: its clocks stay in view, and it stays
where it is. What is told to the caller is marked, and stands in the call's log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from callscript.core.articles import Article, Found
from callscript.core.call import commands as c
from callscript.core.call.refusal import Refused
from callscript.dialogue.actions import ARTICLES, BY_ID
from callscript.dialogue.show import articles, header, refusals
from callscript.dialogue.show.clocks import clocks
from callscript.runtime.i18n import _
from callscript.screens.base import KeyScreen
from callscript.screens.each_second import ClockedScreen
from callscript.screens.sheets import help_with
from callscript.service.desk import Desk
from callscript.service.lookup import soon
from callscript.service.session import Session
from callscript.widgets.article_view import ArticleView
from callscript.widgets.bars import Header, KeyCap, MessageBar
from callscript.widgets.entry import Entry
from callscript.widgets.gauge import Gauge
from callscript.widgets.hit_list import HitList
from callscript.widgets.key_line import KeyLine, key_cap
from callscript.widgets.piece import Piece
from callscript.widgets.typed_line import TypedLine

_KEY = BY_ID[ARTICLES].key


class ArticlesScreen(ClockedScreen):
    """A field to look for words, what was found, and an article that is open. Dismissed with a key of the call."""

    CSS_PATH = "articles.tcss"
    ESCAPE_CLOSES = True

    def __init__(
        self, desk: Desk, session: Session, before: str, keep: Callable[[str], None], passes: Collection[str]
    ) -> None:
        super().__init__(desk, session)
        self._before = before
        """What was looked for the last time in this call."""
        self._keep = keep
        self._passes = passes
        """Keys of the call: they close the search, which is dismissed with them."""
        self._found = Found()
        self._article: Article | None = None
        """The one that is open."""
        self._asked: str | None = None
        self._list, self._opening = self.place(), self.place()

    def compose_screen(self) -> ComposeResult:
        yield Header()
        yield Gauge()
        with Vertical(id="look-up"):
            yield TypedLine(id="looked-for")
            yield Piece(id="found-note")
            yield HitList()
            yield ArticleView()
        yield MessageBar()
        yield KeyLine()

    async def on_mount(self) -> None:
        self.query_one(TypedLine).label = _("Look up")
        self._entry.narrows = True
        self._entry.put(self._before)
        self.show()
        self.seconds.start()
        await soon(self._ask(anew=True))  # then the first picture has all of it

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        """Go back to the call, and show no more seconds."""
        self._keep(self._entry.value)
        self.seconds.stop()
        return super().dismiss(result)

    @property
    def _entry(self) -> Entry:
        return self.query_one(TypedLine).entry

    # What is looked for

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what stands there with every letter; what is listed till then answers another question."""
        event.stop()
        if self._entry.value != self._asked:
            self._opening.drop()
            self._ask()

    def _ask(self, *, anew: bool = False) -> asyncio.Task[None]:
        self._asked = self._entry.value
        self.query_one(HitList).awaited = True
        return self._list.show(self._show_found(self._desk.articles.find(self._asked, anew=anew)))

    async def _show_found(self, asked: asyncio.Future[Found]) -> None:
        self._found = await asked
        hits = self.query_one(HitList)
        hits.lines = articles.hit_lines(self._found)
        hits.picked = 0
        hits.awaited = False
        hits.nothing = articles.nothing_found(self._found)
        self.query_one("#found-note", Piece).put(Content.styled(articles.not_readable(self._found), "dim"))
        if notices := self._desk.notices.take():
            self.say("  ".join(notices))

    async def _open(self, at: int | None = None) -> None:
        """Open what is picked, or stands at a place of the list, once the list answers what was typed."""
        self._opening.show(self._show_article(at))
        await self._opening.soon()

    async def _show_article(self, at: int | None) -> None:
        await self._list.there()
        hits = self.query_one(HitList)
        hits.picked = hits.picked if at is None else at
        if at not in (None, hits.picked):
            self.say(_("There is no {digit} to choose here.").format(digit=(at or 0) + 1))
        elif self._found.hits:
            id = self._found.hits[hits.picked].id
            self._article = await self._desk.articles.article(id)
            self.query_one(ArticleView).set_reactive(ArticleView.page, 0)
            self.show()
            if self._article is None:
                self.say(_("It is not there any more."))
                self._ask(anew=True)

    # What is shown

    def show(self) -> None:
        """Show the list or the article, the clocks, and what the keys do."""
        article, view = self._article, self.query_one(ArticleView)
        if article:
            sought = articles.sought_in(self._found, article.id)
            view.heading = articles.marked(article.title, sought)
            view.parts = articles.part_lines(article, sought, self.session.call)
        self.mark({"-open": article is not None}, "#looked-for", "#found-note", HitList.__name__, ArticleView.__name__)
        self.set_focus(None if article else self._entry)
        self.query_one(KeyLine).keys = _keys(in_article=article is not None)
        self._show_time()

    def _show_time(self) -> None:
        session, desk = self.session, self._desk
        running = clocks(session.script, session.call, desk.now())
        self.query_one(Gauge).clocks = tuple(replace(clock, hold=False) for clock in running)
        self.query_one(Header).view = self.header_view()
        trouble = session.trouble
        self.query_one(MessageBar).trouble = header.trouble(trouble, session.unsaved) if trouble else ""

    def show_second(self) -> None:
        """Show all that time changes. What comes to pass with it is recorded by the screen of the call."""
        self._show_time()

    # Keys

    async def press(self, key: str) -> None:
        self.say("")
        self._opening.drop()
        if key in self._passes:
            self.dismiss(key)
        elif key in (_KEY, "f12", "leave"):
            self.dismiss("")
        elif key == "f1":
            self.root.push_screen(_help())
        elif self._article:
            await self._press_in_article(self._article, key)
        else:
            await self._press_in_list(key)

    async def _press_in_list(self, key: str) -> None:
        hits = self.query_one(HitList)
        match key:
            case "up" | "down":
                hits.move(-1 if key == "up" else 1)
            case "pageup" | "pagedown":
                hits.move(-hits.page if key == "pageup" else hits.page)
            case "enter" | "ctrl+j":
                await self._open()
            case "escape" | "backspace" | "ctrl+h":
                self.dismiss("")
            case _ if key.isdecimal() and key != "0":
                await self._open(int(key) - 1)
            case _:
                pass

    async def _press_in_article(self, article: Article, key: str) -> None:
        view = self.query_one(ArticleView)
        match key:
            case "enter" | "ctrl+j" | "down" | "pagedown":
                if not view.turn(1):
                    self.say(_("This is the end. A digit marks what you tell, Esc leads back."))
            case "up" | "pageup":
                view.turn(-1)
            case "escape" | "backspace" | "ctrl+h":
                self._article = None
                self.show()
            case _ if key.isdecimal():
                if number := view.number_of(int(key)):
                    await self._inform(article, number)
                else:
                    self.say(_("There is no {digit} to choose here.").format(digit=key))
            case _:
                pass

    async def _inform(self, article: Article, number: int) -> None:
        """Mark a paragraph as the information given; or take the mark back."""
        text = article.paragraphs[number - 1]
        try:
            await self.session.do(c.Inform(article.id, article.title, number, text))
        except Refused as refused:
            self.say(refusals.words(refused, self.session.script, self.session.call))
            return
        self.show()
        self.say(articles.informed_words(article, self.session.call, text))


def _keys(*, in_article: bool) -> tuple[KeyCap, ...]:
    if in_article:
        mark, page = _("mark as information given|mark given"), _("next page|page")
        return key_cap("1–9", mark), key_cap("Enter", page), key_cap("Esc", _("back to the list|back"))
    return key_cap("↑ ↓", _("choose")), key_cap("Enter 1–9", _("open")), key_cap("Esc", _("back to the call|back"))


def _help() -> KeyScreen[str]:
    return help_with(
        _("Letters        look for words: the last one may be half typed"),
        _("↑ ↓            another line of the list; PgUp, PgDn: a page on"),
        _("Enter          open the line that is picked; a digit opens that line"),
        _("1–9            in an article: mark as the information given; again: take that back"),
        _("Enter          in an article: turn the page; ↑ turns back"),
        _("Esc            back to the list, back to the call"),
    )
