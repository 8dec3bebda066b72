"""Writes the table of keys into the pages for operators, from the registry of keys. Run it from the checkout.

`python docs/keys.py` after a key or its name has changed.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from callscript.dialogue.actions import ACTIONS, Action  # noqa: E402 - the checkout's own

HEADS = {
    "uk": ("Клавіша", "Або Esc, тоді", "Що робить", "після дзвінка"),
    "lv": ("Taustiņš", "Vai Esc, tad", "Ko tas dara", "pēc zvana"),
    "en": ("Key", "Or Esc, then", "What it does", "after the call"),
}
"""By language: the heads of the columns, and what stands before what a key does once the call has ended."""
_BLOCK = re.compile(r"(?<=<!-- keys -->\n).*?(?=<!-- /keys -->)", re.DOTALL)


def page(language: str) -> Path:
    """Return where the page in a language is."""
    return ROOT / "docs" / f"operator.{language}.md"


def names(language: str) -> dict[str, str]:
    """Return what the actions are called in a language, by what they are called in English."""
    titles = [title for action in ACTIONS for title in (action.title, action.after_title) if title]
    if language == "en":
        return dict(zip(titles, titles, strict=True))
    with (ROOT / "data" / "locale" / language / "LC_MESSAGES" / "callscript.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {title: str(message.string) for title in titles if (message := catalogue.get(title))}


def table(language: str) -> str:
    """Return the table of all keys, in the order of the help."""
    key, escape, does, after = HEADS[language]
    called = names(language)

    def row(action: Action) -> str:
        title = called[action.title]
        if action.after_title:
            title += f"; {after} — {called[action.after_title]}"
        return f"| {action.cap} | {action.behind_escape} | {title} |"

    return "\n".join((f"| {key} | {escape} | {does} |", "|---|---|---|", *map(row, ACTIONS), ""))


def written(language: str) -> str:
    """Return the page in a language with its table as the registry has it now."""
    rows = table(language)
    text, found = _BLOCK.subn(lambda _: rows, page(language).read_text(encoding="utf-8"))
    assert found == 1, f"{page(language)} has one table of keys"
    return text


if __name__ == "__main__":
    for each in HEADS:
        page(each).write_text(written(each), encoding="utf-8")
