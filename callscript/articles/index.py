"""The index of a centre's articles: a database in memory (SQLite, FTS5) that can be kept as bytes and taken up again.

It looks for folded words, and never hands what was typed to the language of FTS5: every word stands in quotes.
"""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import closing
from hashlib import sha256

import msgspec

from callscript.articles.folders import Seen, content
from callscript.articles.markdown import NoArticle, article
from callscript.contacts.texts import loosely, meets, places, words
from callscript.core.articles import Article, Hit, Part, Wanted

_FORM = f"callscript articles 1, Unicode {unicodedata.unidata_version}\n".encode()
"""In front of the bytes that are kept: another form is made anew."""
_SUM = sha256().digest_size
_TABLES = """
CREATE TABLE file (path BLOB PRIMARY KEY, size INTEGER, changed INTEGER, sum BLOB, name TEXT, wrong TEXT);
CREATE TABLE article (number INTEGER PRIMARY KEY, name TEXT UNIQUE, title TEXT, parts BLOB);
CREATE VIRTUAL TABLE word USING fts5 (title, body, prefix = '1 2 3 4 5', tokenize = 'unicode61 remove_diacritics 0');
INSERT INTO word (word, rank) VALUES ('rank', 'bm25(12.0, 1.0)');
"""
_FIND = """
SELECT article.name, article.title, article.parts, word.body FROM word JOIN article ON article.number = word.rowid
WHERE word MATCH ? ORDER BY word.rank LIMIT ?
"""
_ALL = "SELECT name, title, parts, '' FROM article ORDER BY name LIMIT ?"
_BEFORE = 40
"""Letters before the first word that was found, with which the line that shows it begins at most."""

_Row = tuple[str, str, bytes, str]


class Damaged(Exception):  # noqa: N818 - it says what was found
    """The bytes are no index, or one of another form."""


class Index:
    """Articles that can be searched."""

    def __init__(self, kept: bytes | None = None) -> None:
        """Begin an index; or take up one that was kept, or raise `Damaged`."""
        self._data = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        if kept is None:
            self._data.executescript(_TABLES)
            return
        form, total, data = kept[: len(_FORM)], kept[len(_FORM) :][:_SUM], kept[len(_FORM) + _SUM :]
        if form != _FORM or sha256(data).digest() != total:
            self._data.close()
            raise Damaged
        self._data.deserialize(data)
        self._data.execute("PRAGMA trusted_schema = OFF")  # a group may share the cache: what is kept is only looked at
        if self._schema() != Index()._schema():
            self._data.close()
            raise Damaged

    def _schema(self) -> list[tuple[str, ...]]:
        return self._data.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name").fetchall()

    def close(self) -> None:
        """Let go of the memory."""
        self._data.close()

    def kept(self) -> bytes:
        """Return the index as bytes to be kept."""
        data = self._data.serialize()
        return _FORM + sha256(data).digest() + data

    # What is in it

    def take_in(self, found: Mapping[str, Seen]) -> bool:
        """Take in what has changed since it was looked last; tell whether anything has."""
        paths = {os.fsencode(seen.path): seen for seen in found.values()}
        known = {row[0]: row[1:] for row in self._data.execute("SELECT path, size, changed, sum, wrong FROM file")}
        gone = known.keys() - paths.keys()
        changed = [
            seen for path, seen in paths.items() if path not in known or (seen.size, seen.changed) != known[path][:2]
        ]
        if not gone and not changed:
            return False
        self._data.execute("BEGIN")
        for path in gone:
            self._drop(path)
        for seen in changed:
            before = known.get(os.fsencode(seen.path))
            self._put(seen, before[2] if before else None)
        self._data.execute("COMMIT")
        return True

    def _drop(self, path: bytes) -> None:
        ((name,),) = self._data.execute("DELETE FROM file WHERE path = ? RETURNING name", (path,)).fetchall()
        for (number,) in self._data.execute("DELETE FROM article WHERE name = ? RETURNING number", (name,)).fetchall():
            self._data.execute("DELETE FROM word WHERE rowid = ?", (number,))

    def _put(self, seen: Seen, before: bytes | None) -> None:
        """Take in a file; one that was only touched has the same sum as before."""
        wrong, data = "", b""
        try:
            data = content(seen)
        except NoArticle as error:
            wrong = str(error)
        total, path = sha256(data).digest(), os.fsencode(seen.path)
        if not wrong and total == before:
            self._data.execute("UPDATE file SET size = ?, changed = ? WHERE path = ?", (seen.size, seen.changed, path))
            return
        if before is not None:
            self._drop(path)
        if not wrong:
            try:
                self._insert(article(seen.name, data))
            except NoArticle as error:
                wrong = str(error)
        row = (path, seen.size, seen.changed, total, "" if wrong else seen.name, wrong)
        self._data.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)", row)

    def _insert(self, new: Article) -> None:
        parts = msgspec.msgpack.encode(new.parts)
        number = self._data.execute(
            "INSERT INTO article (name, title, parts) VALUES (?, ?, ?)", (new.id, new.title, parts)
        ).lastrowid
        body = "\n".join(" ".join(words(part.text)) for part in new.parts)
        self._data.execute(
            "INSERT INTO word (rowid, title, body) VALUES (?, ?, ?)", (number, " ".join(words(new.title)), body)
        )

    # What is asked

    @property
    def unreadable(self) -> int:
        """How many files are no articles."""
        with closing(self._data.execute("SELECT count(*) FROM file WHERE wrong != ''")) as found:
            return int(found.fetchone()[0])

    def article(self, name: str) -> Article | None:
        """Return an article; None: there is none of this name."""
        row = self._data.execute("SELECT title, parts FROM article WHERE name = ?", (name,)).fetchone()
        return Article(name, row[0], _parts(row[1])) if row else None

    def find(self, sought: Sequence[Wanted], most: int) -> list[Hit]:
        """Return the articles that have all words that are looked for, those that have them in the title first; behind
        them those that have them with another end."""
        if not sought:
            return [_hit(row, ()) for row in self._data.execute(_ALL, (most,))]
        found: dict[str, Hit] = {}
        exact, loose = tuple(sought), loosely(sought)
        for where, way in dict.fromkeys((("title", exact), ("", exact), ("", loose))):
            if len(found) < most:  # what is found in titles is found at once, however many articles there are
                rows = self._data.execute(_FIND, (_query(way, where), most)).fetchall()
                found |= {row[0]: _hit(row, way) for row in rows if row[0] not in found}
        return list(found.values())[:most]


def _query(sought: Sequence[Wanted], where: str) -> str:
    """Say in the language of FTS5 that all words are wanted. A folded word has nothing but letters and digits."""
    words = " AND ".join(f'"{each.word}"' + ("*" if each.begins else "") for each in sought)
    return f"{where} : ({words})" if where else words


def _parts(data: bytes) -> tuple[Part, ...]:
    return msgspec.msgpack.decode(data, type=tuple[Part, ...])


def _hit(row: _Row, sought: Sequence[Wanted]) -> Hit:
    name, title, parts, body = row
    told = _parts(parts)
    lines = body.split("\n") if sought else []
    best = max(range(len(lines)), key=lambda at: meets(lines[at], sought), default=0)
    shown = told[best] if lines and meets(lines[best], sought) else next(p for p in told if p.kind != "heading")
    return Hit(name, title, _from_first(shown.text, sought), tuple(sought))


def _from_first(text: str, sought: Sequence[Wanted]) -> str:
    """Return a text from a little before the first word that was found, so that it can be seen."""
    start = next((start for start, _end in places(text, sought)), 0)
    if start <= _BEFORE:
        return text
    begin = text.find(" ", start - _BEFORE, start) + 1
    return f"… {text[begin or start :]}"
