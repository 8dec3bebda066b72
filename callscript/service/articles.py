"""Searching a centre's articles, and its directory with them, off the event loop: the latest question wins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from callscript.contacts.search import despite_slips
from callscript.contacts.texts import loosely, meets, wanted, words
from callscript.core.articles import ENTRY, Article, Found, Hit, Part, Wanted
from callscript.core.script.model import DirectoryEntry, Script
from callscript.dialogue.show.entries import entry_lines
from callscript.runtime.exit_status import Foreseen
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.service.lookup import Questioner
from callscript.service.notices import Notices

if TYPE_CHECKING:
    from callscript.articles.library import Articles

_MOST = 30
"""Articles listed at most: who wants another one types another letter. So many of the directory, too."""
_FEW = 5
"""How many of the directory are listed before the articles, if it is their names that are typed."""


class ArticleSearch:
    """What an operator looks up while a caller waits. What cannot be searched is told as a notice, once a question."""

    def __init__(
        self,
        script: Script,
        pack: Path | None,
        folders: Folders | None,
        notices: Notices,
        now: Callable[[], datetime],
    ) -> None:
        self._script = script
        self._now = now
        self._pack = pack
        self._folders = folders
        """None: the centre has none."""
        self._notices = notices
        self._articles: Articles | None = None
        self._found = Questioner[Found]()
        self._opened = Questioner[Article | None]()

    def turn_to(self, script: Script) -> None:
        """Look from now on in the directory of another version of the script."""
        self._script = script

    def find(self, text: str, *, anew: bool = False) -> asyncio.Future[Found]:
        """Look for what was typed; `anew`: in the files as they are now, and not as they were a moment ago."""
        return self._found.ask(lambda: self._find(text, anew=anew))

    def article(self, id: str) -> asyncio.Future[Article | None]:
        """Open an article, or an entry of the directory; None: it is gone."""
        return self._opened.ask(lambda: self._open(id))

    def _find(self, text: str, *, anew: bool) -> Found:
        sought = wanted(text)
        entries = self._entries(text, sought)
        named = [hit for hit in entries if _all_in(hit.title, sought)]
        first = named if len(named) <= _FEW else []  # what so many are called names nobody
        others = [hit for hit in entries if hit not in first][:_MOST]
        found = Found(text)
        try:
            if articles := self._library():
                found = articles.find(text, _MOST, anew=anew)
        except Foreseen as error:
            self._notices.add(_(error.frame).format(reason=error))
        return Found(text, (*first, *found.hits, *others), found.unreadable)

    def _entries(self, text: str, sought: tuple[Wanted, ...]) -> list[Hit]:
        """Return who in the directory has all words; if nobody has, who has them despite slips of the keys."""
        script, now = self._script, self._now()
        if not sought:
            return []
        for way in (sought, loosely(sought)):
            if found := [entry for entry, line in self._lines.items() if meets(line, way) == len(way)]:
                return [_hit(script, script.entries[entry], way, now) for entry in found]
        fits = despite_slips([entry.all_words() for entry in script.directory], text)
        return [_hit(script, entry, sought, now) for entry, fit in zip(script.directory, fits, strict=True) if fit]

    @cached_property
    def _lines(self) -> dict[str, str]:
        """The words by which those in the directory are found, folded, by their ids."""
        return {entry.id: " ".join(words(entry.all_words())) for entry in self._script.directory}

    def _open(self, id: str) -> Article | None:
        if id.startswith(ENTRY):
            entry = self._script.entries.get(id.removeprefix(ENTRY))
            return _as_article(self._script, entry, self._now()) if entry else None
        try:
            articles = self._library()
            return articles.article(id) if articles else None
        except Foreseen as error:
            self._notices.add(_(error.frame).format(reason=error))
            return None

    def _library(self) -> Articles | None:
        """Return the articles; what reads and indexes them is loaded when they are asked for."""
        if self._articles is None and self._folders is not None:
            from callscript.articles.folders import folders
            from callscript.articles.library import Articles

            places = folders(self._script.pack.id, self._pack, self._folders.data)
            self._articles = Articles(places, self._folders.cache)
        return self._articles


def _hit(script: Script, entry: DirectoryEntry, sought: tuple[Wanted, ...], now: datetime) -> Hit:
    article = _as_article(script, entry, now)
    return Hit(article.id, article.title, " ".join(article.paragraphs), sought)


def _all_in(title: str, sought: tuple[Wanted, ...]) -> bool:
    return meets(" ".join(words(title)), sought) == len(sought)


def _as_article(script: Script, entry: DirectoryEntry, now: datetime) -> Article:
    told = map(Part, entry_lines(script, entry, now))
    return Article(f"{ENTRY}{entry.id}", script.name_of(entry), tuple(told))
