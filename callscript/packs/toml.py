"""Takes a TOML file apart, and says of one that is none where the mistake is, what the line says, and the likely cause.

The parser knows only where it stopped. What authors do wrong there is told from the line: a quotation mark forgotten,
or one of a word processor's; a comma, a bracket or an equals sign left out; a key given twice.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import Any

from callscript.packs.errors import Report

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_CURLY = "“”„‟«»‘’‚`"
_KEY = re.compile(r"\s*([A-Za-z0-9_.\-]+|\"[^\"]*\")\s*=")
_TABLE = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_COLON = re.compile(r"\s*[\w.\-]+\s*:")
_AS_A_DATE = re.compile(r"\b(?:[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}|[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4})\b")
_AS_A_TIME = re.compile(r"(?<![-:.\d])[0-9]{1,2}:[0-9]{2}(?![:.\d])")
_NOUGHT = re.compile(r"(?<![-:.\w])0[0-9]+(?![-:.\w])")
_YES_OR_NO = {"true": "true", "false": "false", "yes": "true", "no": "false", "on": "true", "off": "false"}
_LONGEST = 80
"""Signs of a line that are shown."""


def parse(content: bytes, report: Report) -> dict[str, Any] | None:
    """Return the tables of a TOML file; None, with a complaint that names line and likely cause, if it is none."""
    try:
        text = content.decode("utf-8-sig")  # Windows' editor puts a mark in front
    except UnicodeDecodeError as error:
        before = content[: error.start].count(b"\n")
        report.add(f"line {before + 1}", "not UTF-8: save the file as UTF-8")
        return None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _complain(text, str(error), report)
    except ValueError:
        report.add("", "a number has far too many digits")
    except RecursionError:
        report.add("", "tables and lists are nested too deeply")
    return None


def _complain(text: str, message: str, report: Report) -> None:
    lines = text.replace("\r\n", "\n").split("\n")
    place = _PLACE.search(message)
    number = int(place[1]) if place and place[1] else len(text.rstrip().split("\n"))
    said = _PLACE.sub("", message)
    line = lines[number - 1]
    cause = _cause(said, lines, number)
    shown = line.strip()[:_LONGEST] + ("…" if len(line.strip()) > _LONGEST else "")
    report.add(f"line {number}", ": ".join(filter(None, (f"not valid TOML: {cause or said}", shown))))


def _cause(said: str, lines: list[str], number: int) -> str:
    """Tell what was most likely done wrong; empty: that cannot be told."""
    line = lines[number - 1]
    value = line.partition("=")[2].strip()
    quotes = _without_escapes(line).count('"')
    if "\r" in line:
        return "the lines end as on old Macintoshes: save the file with the line ends of Unix or Windows"
    if value[:1] and value[0] in _CURLY:
        return f'the text begins with {value[0]} instead of the straight quotation mark "'
    if quotes % 2 and line.rstrip().rstrip(",]} ")[-1:] in tuple(_CURLY):
        return f'the text ends with {line.rstrip().rstrip(",]} ")[-1]} instead of the straight quotation mark "'
    if said.startswith("Unterminated string"):
        return 'a text in three quotation marks, """, is not closed'
    if said.startswith("Unescaped '\\'"):
        return r"a backslash in a text is written twice: \\"
    if said.startswith(("Cannot overwrite", "Duplicate", "Cannot declare", "Cannot mutate")):
        return _twice(lines, number, said)
    if quotes % 2:
        return 'a quotation mark " is missing'
    return _of_signs(said, line, value)


def _of_signs(said: str, line: str, value: str) -> str:
    """Tell what sign is missing or too many."""
    if cause := _of_values(value):
        return cause
    match said:
        case "Unclosed array":
            return "a comma is missing before this, or the list is not closed with ]"
        case "Unclosed inline table":
            return "a comma is missing in a table in braces, it is not closed with }, or it goes on in the next line"
        case "Invalid initial character for a key part" if "{" in line:
            return "a table in braces stands on one line, with no comma at its end"
        case _ if said.startswith("Expected '='") and _COLON.match(line):
            return "an equals sign = stands behind the key, not a colon"
        case "Invalid statement" if line.lstrip().startswith(("//", "/*", "--", ";")):
            return "what is not to be read begins with #"
        case "Invalid statement" if line.lstrip()[:1].isalpha():
            return "a key is written in Latin letters, digits, _ and -"
        case _ if said.startswith("Expected ']]'"):
            return "two brackets ]] are missing at the end of the heading"
        case _ if said.startswith("Expected newline") and value.rstrip().endswith((",", ";")):
            return f"nothing stands behind the value: take the {value.rstrip()[-1]} away"
        case _ if said.startswith("Expected '='"):
            return "an equals sign = is missing behind the key"
        case _ if said.startswith("Expected ']'"):
            return "a bracket ] is missing at the end of the heading"
        case "Invalid value" if not value:
            return "the value begins on the line of its key"
        case "Invalid value" if (plain := value.partition("#")[0].strip().lower()) in _YES_OR_NO:
            return f"write {_YES_OR_NO[plain]}"
        case "Invalid value":
            return 'a text stands between quotation marks "'
        case "Expected newline or end of document after a statement" if line.count('"') > 2:
            return r"a quotation mark within a text is written \", or the text is followed by something else"
        case "Expected newline or end of document after a statement" if line.count("'") > 2:
            return 'a text with an apostrophe stands between quotation marks "'
        case _:
            return ""


def _of_values(value: str) -> str:
    """Tell what is wrong with a date, a time of day or a number that stands without quotation marks."""
    bare = re.sub(r'"[^"]*"|\'[^\']*\'|#.*', "", value)
    for found in _AS_A_DATE.finditer(bare):
        try:
            date.fromisoformat(found[0])
        except ValueError:
            return f"{found[0]} is no date: write year, month and day, as in 2026-12-31"
    if found := _AS_A_TIME.search(bare):
        return f'a time of day stands between quotation marks: "{found[0]}"'
    if found := _NOUGHT.search(bare):
        return f"a number has no nought in front: write {found[0].lstrip('0')}"
    return ""


def _twice(lines: list[str], number: int, said: str) -> str:
    """Tell which key or heading is given twice, and where it stands first."""
    here = _TABLE.fullmatch(lines[number - 1])
    heading = ""
    seen: dict[tuple[str, str], int] = {}
    for at, line in enumerate(lines[: number - 1], start=1):
        if table := _TABLE.fullmatch(line):
            heading = table[1]
            seen.setdefault((heading, ""), at)
        elif key := _KEY.match(line):
            seen.setdefault((heading, key[1]), at)
    if here:
        first = seen.get((here[1], ""))
        if first:
            return f"the heading [{here[1]}] is given twice: first in line {first}"
        dotted = f"{here[1]}.… = … stands above: write these below the heading too, without {here[1]}. in front"
        return (
            dotted
            if any(key.startswith(f"{here[1]}.") for _, key in seen)
            else f"the heading [{here[1]}] is a key already"
        )
    key = _KEY.match(lines[number - 1])
    if said.startswith("Duplicate") or not key:
        return "a key is given twice"
    first = seen.get((heading, key[1]))
    return f"the key {key[1]} is given twice" + (f": first in line {first}" if first else "")


def _without_escapes(line: str) -> str:
    return re.sub(r"\\.", "", line)
