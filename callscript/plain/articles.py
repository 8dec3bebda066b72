"""Looks for articles, and for whom to hand over to, line by line: a list by number, an article by number, and what is
told to the caller is marked by number. The call stays where it is, and its clocks go on.
"""

from __future__ import annotations

import asyncio

from callscript.core.articles import Article, Found
from callscript.core.call import commands as c
from callscript.dialogue.show import articles
from callscript.plain.conversation import Conversation, numbered
from callscript.runtime.i18n import _
from callscript.service.desk import Desk
from callscript.service.session import Session

_LISTED = 20
"""Lines told at most: who wants another one types another word."""
_PATIENCE = 2.0
"""Seconds for which the next line, which most likely answers the list, waits for it."""


class PlainArticles:
    """The search while it is open."""

    def __init__(self, talk: Conversation, desk: Desk, session: Session) -> None:
        self._talk = talk
        self._desk = desk
        self._session = session
        self._found: Found | None = None
        """What the list holds that is open; None: none is."""
        self._article: Article | None = None
        """The one that is open."""

    @property
    def open(self) -> bool:
        """Whether what is typed is for the search."""
        return self._found is not None

    @property
    def label(self) -> str:
        """What is asked for."""
        if self._article:
            return _("Number: mark as information given, Enter: back to the list")
        return _("Number, words, Enter: back to the call")

    async def look_up(self, text: str) -> None:
        """Look for words, in the articles as they are now, and tell what is found; for nothing, all there is."""
        asked = self._desk.articles.find(text, anew=True)
        await asyncio.wait([asked], timeout=_PATIENCE)
        found = await self._talk.wait_for(asked)
        if found is not None:
            self._found, self._article = found, None
            await self._talk.tell(*self._desk.notices.take())
            await self._tell_list(found)

    async def answer(self, text: str, number: int | None) -> None:
        """Take a number, words, or Enter alone, which leads back."""
        if not text:
            await self.back()
        elif number is None:
            await self.look_up(text)
        elif self._article:
            await self._inform(self._article, number)
        else:
            await self._open(number)

    async def back(self) -> None:
        """Go back to the list, or to the call."""
        if self._article and self._found:
            self._article = None
            await self._tell_list(self._found)
        else:
            self.close()

    def close(self) -> None:
        """Go back to the call."""
        self._found = self._article = None

    async def _tell_list(self, found: Found) -> None:
        lines = numbered(map(articles.hit_words, found.hits[:_LISTED]))
        more = _("more: {number}, type another word").format(number=len(found.hits) - _LISTED)
        nothing = "" if lines else articles.nothing_found(found)
        await self._talk.tell(*lines, more if found.hits[_LISTED:] else "", nothing, articles.not_readable(found))

    async def _open(self, number: int) -> None:
        hits = self._found.hits[:_LISTED] if self._found else ()
        if not 1 <= number <= len(hits):
            await self._talk.tell(_("There is no {digit} to choose here.").format(digit=number))
            return
        asked = self._desk.articles.article(hits[number - 1].id)
        await asyncio.wait([asked], timeout=_PATIENCE)
        article = await self._talk.wait_for(asked)
        if article is not None:
            self._article = article
            await self._talk.tell(article.title, *self._lines(article))
        elif asked.done() and not asked.cancelled():
            await self._talk.tell(_("It is not there any more."))

    def _lines(self, article: Article) -> list[str]:
        lines, word = list[str](), _("given")
        for part in articles.part_lines(article, (), self._session.call):
            given = f" ({word})" if part.given else ""
            lines.append(f"{part.number}. {part.words.text}{given}" if part.number else f"{part.words.text}:")
        return lines

    async def _inform(self, article: Article, number: int) -> None:
        told = article.paragraphs
        if not 1 <= number <= len(told):
            await self._talk.tell(_("There is no {digit} to choose here.").format(digit=number))
            return
        text = told[number - 1]
        await self._session.do(c.Inform(article.id, article.title, number, text))
        await self._talk.tell(articles.informed_words(article, self._session.call, text))
