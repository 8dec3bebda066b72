"""The rows of the step of the moment: what was said before, what to do now, its answers, and what follows.

One thing is loudest: words to say are bold, with a bar at their left. Nothing else looks so.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from textual.content import Content
from textual.geometry import Region, Size

from callscript.dialogue.show.values import OfferLine, ScriptView, TrailLine
from callscript.runtime.i18n import _
from callscript.runtime.text import clean, clean_lines
from callscript.widgets.entry import MOST_ROWS
from callscript.widgets.looks import KEY, SOON, WIDEST
from callscript.widgets.paging import Page, paged
from callscript.widgets.trail import SIGNS
from callscript.widgets.wrapped import wrapped

_BAR = "┃ "
_SHORTEST_NOTE = 8
_LEAST_WORDS = 3
"""Rows that a field leaves for words and answers, if there are so many."""
_ROOMY = 13
"""Rows from which on there are empty ones between the parts."""
_MOST_BEFORE = 6
_LEAST_BEFORE = 9
"""Rows from which on the line said before is shown, and the tip."""


class Drawn(Struct, frozen=True):
    """What is drawn of a step on one of its pages."""

    rows: tuple[Content, ...] = ()
    entry: Region | None = None
    """Where the field is, if one is typed into on this page."""
    pages: int = 1
    digits: frozenset[int] = frozenset()
    """The digits of the answers that are on this page."""


class Part(Struct, frozen=True):
    """An answer, or what of it has room on a page."""

    number: int
    lines: list[Content]
    ends: bool = True
    """The answer has been read with it."""


class Step(Struct, frozen=True):
    """What there is to draw."""

    view: ScriptView
    offers: tuple[OfferLine, ...] = ()
    trail: tuple[TrailLine, ...] = ()
    """The steps of the detour that is being taken."""
    detour: str = ""
    """Its name."""
    typed_rows: int = 1
    """How many rows the field takes up."""


def drawn(step: Step, room: Size, page: int) -> Drawn:
    """Draw a page of a step into so much room: with empty rows between the parts, unless that makes another page."""
    roomy = _drawn(step, room, page, 1 if room.height >= _ROOMY else 0)
    tight = roomy if roomy.pages == 1 else _drawn(step, room, page, 0)
    return roomy if roomy.pages == tight.pages else tight


def _drawn(step: Step, room: Size, page: int, gap: int) -> Drawn:
    width, view = max(10, min(room.width, WIDEST)), step.view
    head = _before(step, room.height, width, gap) if room.height >= _LEAST_BEFORE else []
    rows = room.height - len(head) - 1
    words = _words(view, width, tip=room.height >= _LEAST_BEFORE)
    if view.field and len(words) + gap + step.typed_rows > rows:
        words = _words(view, width, tip=False)  # the tip was read before so much was typed
    typed = _typed_rows(step, len(words), rows - gap)
    field = [Content("")] * gap + [_label(view, width)] + [Content("")] * (typed - 1) if typed else []
    rows -= len(field) + (gap if field and step.offers else 0)
    pages = _pages(step, len(words), rows, width, 0 if field else gap)
    at = min(page, len(pages) - 1)
    (shown, parts), is_last = pages[at], at + 1 == len(pages)
    complete = is_last or shown == _whole(step, len(words))
    mark = f"{at + 1}/{len(pages)}{'' if is_last else ' ↓'}" if len(pages) > 1 else ""
    keys = view.keys if complete else _("Enter: page {number}").format(number=at + 2)
    lines = [*head, _heading(view, width, mark, keys)]
    lines += words[slice(*shown.words)]
    start, columns = entry_room(view, width)
    entry = Region(start, len(lines) + gap, columns, typed) if typed else None
    answers = parts[slice(*shown.answers)]
    lines += [*field, *[Content("")] * (gap if answers else 0)]
    lines += [line for part in answers for line in part.lines]
    if is_last:
        lines += _tail(step, room.height - len(lines), width, gap)
    digits = frozenset(part.number for part in answers if part.ends)
    return Drawn(tuple(lines[: room.height]), entry, len(pages), digits)


def _pages(step: Step, words: int, rows: int, width: int, gap: int) -> list[tuple[Page, list[Part]]]:
    """Share a step out over pages. If names with all that is noted of them take several, these come behind one on which
    all the names are, with as much of the notes as stands in their lines. Of a list with more names than
    there are digits for, that one is all: its notes are read once letters have narrowed it.
    """
    whole = [part for offer in step.offers for part in _parts(offer, width, max(1, rows))]
    pages = [(page, whole) for page in paged(words, [len(part.lines) for part in whole], rows, gap)]
    if len(pages) > 1 and any(offer.note for offer in step.offers):
        short = [Part(offer.number, _headed(offer, _offer(offer, width, whole=False))) for offer in step.offers]
        if len(first := paged(words, [len(part.lines) for part in short], rows, gap)) == 1:
            listed = any(not offer.id for offer in step.offers)  # turned by a digit, and by nothing else
            return [(first[0], short), *(() if listed else pages)]
    return pages


def _parts(offer: OfferLine, width: int, rows: int) -> Iterable[Part]:
    """Yield an answer whole; in parts, if no page has room for all of it. Its digit counts where it ends."""
    lines = _offer(offer, width)
    for first in range(0, len(lines), rows):
        ends = first + rows >= len(lines)
        yield Part(offer.number, _headed(offer, lines[first : first + rows], ends=ends), ends)


def _whole(step: Step, words: int) -> Page:
    """Return the page on which all words and answers are."""
    return Page((0, words), (0, len(step.offers)))


def _typed_rows(step: Step, words: int, rows: int) -> int:
    """Return how many rows the field takes up: as many as it needs and are left under the words; 0: there is none.

    What is typed makes no page more: only the words do.
    """
    return min(step.typed_rows, MOST_ROWS, max(1, min(rows - words, rows - _LEAST_WORDS))) if step.view.field else 0


def entry_room(view: ScriptView, width: int) -> tuple[int, int]:
    """Return the column at which the field of a step begins, and how wide it is."""
    width = min(width, WIDEST)
    start = _label(view, width).cell_length + 1
    return start, max(1, width - start)


def _label(view: ScriptView, width: int) -> Content:
    return Content.assemble(Content.styled(clean(view.field), "bold").truncate(max(4, width // 3), ellipsis=True), " ▸")


def _before(step: Step, height: int, width: int, gap: int) -> list[Content]:
    """Return what was said before, in as many rows however much that was: the words of the moment stay put."""
    rows = max(1, min(_MOST_BEFORE, height // 6 - 1))
    view = step.view
    said = () if step.trail or not view.before else (*view.earlier, view.before)[-rows:]
    lines = [Content.styled(f"+ {clean(line)}", "dim").truncate(width, ellipsis=True) for line in said]
    return [*[Content("")] * (rows - len(lines)), *lines, *[Content("")] * gap]


def _heading(view: ScriptView, width: int, page: str, keys: str) -> Content:
    """Name the act, with the key that goes on and, at the right, the clauses that this serves."""
    left = Content.assemble((clean(view.act), "bold"), "  ", clean(keys))
    right = Content.assemble((" ".join(view.clauses), "dim"), *([("  " + page, "bold")] if page else []))
    room = width - right.cell_length - 2
    if left.cell_length > room:
        left = left.truncate(max(1, width), ellipsis=True)
        return left if not page else left.truncate(max(1, width - len(page) - 1)) + f" {page}"
    return left.pad_right(width - left.cell_length - right.cell_length) + right


def _words(view: ScriptView, width: int, *, tip: bool) -> list[Content]:
    words = Content.styled(clean_lines(view.words), "bold" if view.spoken else "")
    bar = Content.styled(_BAR, "bold") if view.spoken else Content("  ")
    lines = [bar + line for line in wrapped(words, width - 2)] if view.words else []
    for doubt in view.doubts:
        lines += [Content("  ") + line for line in wrapped(Content.styled(f"? {clean(doubt)}", "bold"), width - 2)]
    if tip and view.tip:
        lines += [Content("  ") + line for line in wrapped(Content.styled(clean(view.tip), "dim"), width - 2)]
    return lines


def _offer(offer: OfferLine, width: int, *, whole: bool = True) -> list[Content]:
    """Return the lines of an answer, without the digit before it."""
    text = Content.styled(clean(offer.text), SOON if offer.lacking else "" if offer.offered else "dim")
    room = width - _head(offer).cell_length
    beside = room - text.cell_length - 2
    note = Content.styled(clean(offer.note), "dim")
    if offer.note and not whole:
        note = note.truncate(max(1, beside), ellipsis=True)
    if offer.note and beside >= min(_SHORTEST_NOTE, note.cell_length):
        text = text + "  " + note
    elif offer.note and whole:
        text = text + "\n" + note
    return wrapped(text, max(4, room))


def _headed(offer: OfferLine, lines: list[Content], *, ends: bool = True) -> list[Content]:
    """Put the digit before the lines of an answer; one that goes on cannot be pressed yet."""
    head = _head(offer, ends=ends)
    first, *others = lines
    indent = Content(" " * head.cell_length)
    return [head + first, *(indent + line for line in others)]


def _head(offer: OfferLine, *, ends: bool = True) -> Content:
    look = KEY if offer.offered and ends else "dim"
    return Content.assemble((f" {offer.number}{' ' if ends else '…'}", look), " • " if offer.chosen else " ")


def _tail(step: Step, rows: int, width: int, gap: int) -> Iterable[Content]:
    """Return the lines that follow, or the steps of the detour that is being taken, as far as there is room."""
    room = rows - gap - 1
    if room < 1:
        return
    if len(step.trail) > 1:
        yield from [Content("")] * gap
        others = [line for line in step.trail if line.state != "now"]  # that one stands above, whole
        done = sum(line.state == "done" for line in others)
        first = max(0, min(done - room // 2, len(others) - room))
        yield Content.styled(clean(step.detour), "bold").truncate(width, ellipsis=True)
        for line in others[first : first + room]:
            shown = Content.styled(f"{SIGNS[line.state]} {clean(line.text)}", "dim")
            yield shown.truncate(width, ellipsis=True)
    elif step.view.after:
        yield from [Content("")] * gap
        yield Content.styled(_("Then"), "dim")
        for text in step.view.after[:room]:
            yield Content.styled(f"  {clean(text)}", "dim").truncate(width, ellipsis=True)
