"""A centre's articles as they are now: searched, opened, and looked through for what is wrong.

The index is kept in the cache, to be taken up by the next session: what cannot be read there is made anew, what cannot
be written there is done without. It may be deleted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TypeVar

from msgspec import MsgspecError

from callscript.articles.folders import ENDING, content, look
from callscript.articles.index import Damaged, Index
from callscript.articles.markdown import NoArticle, article
from callscript.contacts.texts import wanted
from callscript.core.articles import Article, Found
from callscript.runtime import files
from callscript.runtime.exit_status import Foreseen
from callscript.runtime.i18n import N_
from callscript.runtime.locks import EXCLUSIVE, held

Answer = TypeVar("Answer")


class NoSearch(Foreseen):
    """Python's SQLite cannot search texts here."""

    frame = N_("articles cannot be searched: {reason}")


class Articles:
    """The articles of some folders. It may be asked from any thread."""

    def __init__(self, folders: Sequence[Path], cache: Path) -> None:
        self._folders = tuple(folders)
        places = "\0".join(map(str, self._folders)).encode("utf-8", "surrogateescape")
        self._kept = cache / f"articles-{sha256(places).hexdigest()[:16]}"
        self._index: Index | None = None
        self._one_at_a_time = Lock()

    def find(self, text: str, most: int, *, anew: bool = True) -> Found:
        """Return the articles that have what was typed, all of them for nothing; `anew`: as the files are now."""
        sought = wanted(text)
        return self._ask(lambda index: Found(text, tuple(index.find(sought, most)), index.unreadable), anew=anew)

    def article(self, name: str) -> Article | None:
        """Return an article as it was found; None: it is gone."""
        return self._ask(lambda index: index.article(name), anew=False)

    def _ask(self, question: Callable[[Index], Answer], *, anew: bool) -> Answer:
        with self._one_at_a_time:
            try:
                return question(self._fresh(anew=anew))
            except (sqlite3.Error, MsgspecError):
                self._drop()
            try:  # the index is damaged in a way that its sum does not tell
                return question(self._fresh(anew=True))
            except (sqlite3.Error, MsgspecError) as error:
                self._drop()
                raise NoSearch(str(error)) from None

    def _fresh(self, *, anew: bool) -> Index:
        """Return the index, with what has changed if that is wanted; a new one always is."""
        if self._index is not None and not anew:
            return self._index
        index = self._index or self._taken_up() or Index()
        self._index = index
        if index.take_in(look(self._folders)):
            self._keep(index.kept())
        return index

    def _taken_up(self) -> Index | None:
        with suppress(OSError, Damaged, sqlite3.Error):
            return Index(files.read_private(self._kept))
        return None

    def _keep(self, data: bytes) -> None:
        """Keep the index, unless it cannot be, or another session is at it."""
        with suppress(OSError):
            files.make_folder(self._kept.parent)
            with held(self._kept.with_suffix(".lock"), EXCLUSIVE, 0):
                files.replace(self._kept, data)

    def _drop(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None
        with suppress(OSError):
            self._kept.unlink()


def problems(folders: Sequence[Path]) -> Iterator[str]:
    """Yield what is wrong with the articles of some folders, a line a file."""
    titles: dict[str, str] = {}
    for seen in look(folders).values():
        try:
            title = article(seen.name, content(seen)).title
        except NoArticle as error:
            yield f"{seen.path}: {error}"
            continue
        if other := titles.get(title):
            yield f"{seen.path}: has the same title as {other}{ENDING}: in a list they look alike"
        titles.setdefault(title, seen.name)
