"""Adds many lines to the events at once: a text a column, which PostgreSQL takes apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from callscript.relay.postgres import Connected
from callscript.relay.tail import Sent

Columns = tuple[str, ...]
"""Lines as they are handed to PostgreSQL."""

_INSERT = """
    insert into callscript.event (host, day, call, seq, epoch, type, about, line)
    select %s::text, unnest(%s::text::date[]), unnest(%s::text::text[]), unnest(%s::text::integer[]),
      unnest(%s::text::integer[]), unnest(%s::text::text[]), nullif(unnest(string_to_array(%s::text, ',')), ''),
      unnest(string_to_array(%s::text, chr(10)))"""
"""Behind `from`, PostgreSQL would put each column aside before it reads the first row."""


def insert(connection: Connected, host: str, columns: Columns) -> None:
    """Add lines; another host may have added one of them just now: PostgreSQL refuses them then."""
    connection.execute(_INSERT, (host, *columns))


def columns_of(lines: Sequence[Sent]) -> Columns:
    """Write lines as they are added."""
    return (
        _array(str(sent.ref.day) for sent in lines),
        _array(sent.call for sent in lines),
        _array(str(sent.seq) for sent in lines),
        _array(str(sent.epoch) for sent in lines),
        _array(sent.type for sent in lines),
        ",".join(sent.about for sent in lines),
        together(lines),
    )


def _array(words: Iterable[str]) -> str:
    """Write words, of letters and digits, as PostgreSQL reads an array: psycopg takes each of them for any text."""
    return "{" + ",".join(words) + "}"


def together(lines: Iterable[Sent]) -> str:
    """Return lines as one text: in an array each quotation mark is escaped, which takes longer than all the rest."""
    return b"\n".join([sent.raw for sent in lines]).decode()
