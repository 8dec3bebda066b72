"""Reads an article: a title, then paragraphs, items and headings of Markdown. What is not Markdown stays as it stands.

Emphasis and links become plain text: nothing of an article is ever obeyed, by a terminal or by a widget.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from callscript.core.articles import Article, Kind, Part
from callscript.runtime.text import clean

LONGEST = 1200
"""Letters of a paragraph: a longer one is parted, for it is told, marked and recorded as a whole."""
_TITLE = 200
"""Letters of a title at most."""

_HEADING = re.compile(r" {0,3}(#{1,6})(?: |$)")
_ITEM = re.compile(r"\s*(?:([-*+])|(\d{1,4}[.)]))[ ]+(\S.*)")
_RULE = re.compile(r" {0,3}(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,}|`{3,}.*|~{3,}.*)$")
_QUOTE = re.compile(r"^ {0,3}>[ ]?")

_INLINE = (
    (re.compile(r"!?\[([^\[\]]{1,300})\]\(<?([^()\s<>]{1,300})>?(?: \"[^\"]{0,200}\")?\)"), r"\1 (\2)"),
    (re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,300})>"), r"\1"),
    (re.compile(r"(`{1,3})([^`]{1,300})\1"), r"\2"),
    (re.compile(r"(\*\*|__)(?=\S)([^*_]{0,300}\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)([^*_]{0,300}\S)\1(?!\w)"), r"\2"),
)
"""Marks inside of a line, and what is shown instead. Each is bounded: an endless line costs no more than others."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ASIDE = 0xE000
"""Of no text, since it is cleaned: signs behind a backslash stand so far up while marks are looked for."""
_BACK = {_ASIDE + sign: sign for sign in range(0x80)}
_SAME = re.compile(r"(?<!\S)(\S{1,300}) \((?:https?://|mailto:)?\1/?\)")


class NoArticle(Exception):  # noqa: N818 - it says what a file is not
    """A file is no article; says why."""


def article(name: str, data: bytes) -> Article:
    """Read an article out of the bytes of a file; raise `NoArticle`."""
    lines = _lines(data)
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    heading = _HEADING.match(lines[first]) if first < len(lines) else None
    title = _headed(lines[first], heading) if heading and heading[1] == "#" else ""
    if not title:
        raise NoArticle("the first line is no title: it begins with # and a space")
    if len(title) > _TITLE:
        raise NoArticle(f"the title has {len(title)} letters: {_TITLE} at most")
    parts = tuple(_parts(lines[first + 1 :]))
    if all(part.kind == "heading" for part in parts):
        raise NoArticle("nothing stands under the title")
    return Article(name, title, parts)


def _lines(data: bytes) -> list[str]:
    try:
        return list(map(clean, data.decode("utf-8-sig").splitlines()))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NoArticle(f"line {line}: not UTF-8: save the file as UTF-8") from None


def _parts(lines: list[str]) -> Iterator[Part]:
    kind: Kind = "text"
    begun: list[str] = []
    quoted = False
    for line in (*lines, ""):
        said = _QUOTE.sub("", line)
        heading, item = _HEADING.match(said), _ITEM.match(said)
        ends = not said.strip() or _RULE.match(said) or heading or item
        if ends or (said != line and not quoted):
            yield from _pieces(_plain(" ".join(begun)), kind)
            begun, kind = [], "text"
        quoted = said != line
        if heading:
            yield from _pieces(_headed(said, heading), "heading")
        elif item and not _RULE.match(said):
            begun, kind = [f"{item[2]} {item[3]}" if item[2] else item[3]], "item"
        elif not ends:
            begun.append(said.strip())


def _headed(line: str, heading: re.Match[str]) -> str:
    """Return the words of a heading: number signs may stand behind them, too."""
    said = line[heading.end() :].strip()
    bare = said.rstrip("#")
    return _plain(bare if bare.endswith(" ") or not bare else said)


def _pieces(text: str, kind: Kind) -> Iterator[Part]:
    """Yield a text as one part, or as several if it is too long for one."""
    rest = text
    while len(rest) > LONGEST:
        end = rest.rfind(". ", 0, LONGEST) + 1 or rest.rfind(" ", 0, LONGEST)
        end = end if end > LONGEST // 2 else LONGEST
        yield Part(rest[:end].strip(), kind)
        rest = rest[end:].strip()
    if rest:
        yield Part(rest, kind)


def _plain(text: str) -> str:
    text = _ESCAPED.sub(lambda found: chr(_ASIDE + ord(found[1])), text)
    for mark, instead in _INLINE:
        text = mark.sub(instead, text)
    return " ".join(clean(_SAME.sub(r"\1", text).translate(_BACK)).split())
