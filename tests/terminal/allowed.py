"""All that the program may ever write to a terminal: letters, and the few sequences by which a picture is made."""

from __future__ import annotations

import re

LOOKS = {"0", "1", "2", "3", "4", "7", "9", "22", "23", "24", "27", "29", "39", "49", ""} | {
    *("30", "97"),
    *("31", "32", "33"),
    *("41", "42", "43", "46"),
}
"""Bold, dim, italic, underlined, reversed, struck through, and out of them again; the letters of badges, the band of a
gauge, and what badges stand on."""

_WRITTEN = re.compile(
    r"""
    (?P<look> \x1b\[ (?P<looks>[0-9;]*) m )
    | (?P<place> \x1b\[ (?: (?P<row>[0-9]+) (?: ; (?P<column>[0-9]+) )? )? H )
    | (?P<step> \x1b\[ (?P<by>[0-9]*) [ABCD] )
    | (?P<erase> \x1b\[2J | \x1b\[1?K )
    | (?P<margins> \x1b\[ (?: (?P<top>[0-9]+) ; (?P<bottom>[0-9]+) )? r )
    | (?P<shift> \x1bM )
    | (?P<mode> \x1b\[\? (?:7|25|1049|2004|2026) [hl] )
    | (?P<leave> \x18 (?=\x1b\[m\x1b\[\?7h) )
    | (?P<move> [\r\n\b] )
    | (?P<text> [^\x00-\x1f\x7f-\x9f]+ )
    """,
    re.VERBOSE,
)


def foreign(raw: bytes, columns: int, rows: int) -> str:
    """Return the beginning of what a program wrote that it must not write; empty if there is no such thing."""
    written = raw.decode("utf-8", "surrogateescape")
    at = 0
    while at < len(written):
        found = _WRITTEN.match(written, at)
        if found is None or not _sound(found, columns, rows):
            return repr(written[at : at + 40])
        at = found.end()
    return ""


def _sound(found: re.Match[str], columns: int, rows: int) -> bool:
    match found.lastgroup:
        case "look":
            return set(found["looks"].split(";")) <= LOOKS
        case "place":
            return int(found["row"] or 1) <= rows and int(found["column"] or 1) <= columns
        case "step":
            return int(found["by"] or 1) <= max(columns, rows)
        case "margins":
            return 0 < int(found["top"] or 1) < int(found["bottom"] or rows) <= rows
        case "text":
            return found[0].isprintable()
        case _:
            return True
