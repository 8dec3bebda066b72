"""A step is drawn into any room: nothing leaves it, and what can be pressed is what is on screen."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st
from textual.geometry import Region, Size

from callscript.dialogue.show.values import OfferLine, ScriptView, TrailLine
from callscript.widgets.script_lines import Drawn, Step, drawn

SIZES = st.builds(Size, st.integers(40, 140), st.integers(5, 50))
LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


def phrases(most: int) -> st.SearchStrategy[str]:
    """Texts of so many words at most."""
    words = st.lists(st.text(st.sampled_from(LETTERS), min_size=1, max_size=11), max_size=most)
    return words.map(lambda given: " ".join(f"{word}{number}" for number, word in enumerate(given)))


offers = st.lists(st.tuples(phrases(8), phrases(3), st.booleans()), max_size=9).map(
    lambda given: tuple(
        OfferLine(number, text or "ні", id=f"{number}", note=note, offered=offered)
        for number, (text, note, offered) in enumerate(given, start=1)
    )
)
views = st.builds(
    ScriptView,
    before=phrases(12),
    act=st.sampled_from(["Say", "Find out", "Сказати й записати"]),
    keys=st.sampled_from(["Enter when said", "a digit", ""]),
    words=phrases(70),
    spoken=st.booleans(),
    clauses=st.lists(st.sampled_from(["UA-02", "UA-13"]), max_size=2).map(tuple),
    tip=phrases(10),
    doubts=st.lists(phrases(8), max_size=2).map(tuple),
    field=st.sampled_from(["", "Суть", "Прізвище, ім’я та по батькові"]),
    after=st.lists(phrases(10), max_size=6).map(tuple),
)
trails = st.lists(phrases(5).map(TrailLine), max_size=6).map(tuple)
steps = st.builds(
    Step,
    view=views,
    offers=offers,
    trail=trails,
    detour=st.sampled_from(["Очікування", ""]),
    typed_rows=st.integers(1, 6),
)


def pages(step: Step, room: Size) -> list[Drawn]:
    """Draw all pages of a step."""
    first = drawn(step, room, 0)
    return [first, *(drawn(step, room, page) for page in range(1, first.pages))]


def heading(page: Drawn) -> int:
    """Return the row that names the act."""
    return next(at for at, row in enumerate(page.rows) if row.plain.startswith(("Say", "Find out", "Сказати")))


def digits(page: Drawn) -> set[int]:
    """Return the digits of the answers that a page shows."""
    return {int(found[1]) for row in page.rows if (found := re.match(r" (\d) ", row.plain))}


LEAST_FOR_A_TIP = 9


def test_a_list_that_a_digit_turns_is_turned_by_nothing_else() -> None:
    """Names beside what is noted of them take several pages; of a list with more than there are digits for, a digit
    turns to the others, and the names of one page are one page. Narrowed by letters, all that is noted can be read."""
    names = tuple(OfferLine(number, f"суд {number}", id=f"c{number}", note="адреса " * 20) for number in range(1, 9))
    more = OfferLine(9, "more (1 of 15)")
    listed, narrowed = (Step(ScriptView(act="Find out", words="Кому?"), each) for each in ((*names, more), names))
    room = Size(78, 14)
    assert drawn(narrowed, room, 0).pages > 1
    page = drawn(listed, room, 0)
    assert (page.pages, digits(page)) == (1, set(range(1, 10)))
    assert not any("1/" in row.plain for row in page.rows)


@given(steps, SIZES)
def test_a_page_stays_inside_its_room(step: Step, room: Size) -> None:
    """No row is wider than the room, there are no more of them than it is high, and the field lies inside."""
    for page in pages(step, room):
        assert len(page.rows) <= room.height
        assert all(row.cell_length <= room.width for row in page.rows)
        if page.entry:
            assert Region(0, 0, *room).contains_region(page.entry)
            assert page.entry.area > 0


@given(steps, SIZES)
def test_what_can_be_pressed_is_on_screen(step: Step, room: Size) -> None:
    """The digits of a page are exactly those that stand on it, and each answer stands on some page."""
    shown = pages(step, room)
    for page in shown:
        assert page.digits == digits(page)
    assert {digit for page in shown for digit in page.digits} == {offer.number for offer in step.offers}


@given(steps, SIZES)
def test_all_of_the_words_are_on_the_pages(step: Step, room: Size) -> None:
    """Every word to say, every doubt and answer can be read on some page; a tip goes where there is no room for it."""
    rows = [row.plain for page in pages(step, room) for row in page.rows[heading(page) + 1 :]]
    view = step.view
    tip = view.tip if room.height >= LEAST_FOR_A_TIP and not view.field else ""
    wanted = [view.words, *view.doubts, tip, *(offer.text for offer in step.offers)]
    wanted += [offer.note for offer in step.offers]
    assert set(" ".join(wanted).split()) <= set(" ".join(rows).split())


@given(st.integers(1, 9), phrases(60), st.builds(Size, st.integers(40, 60), st.integers(5, 9)))
@example(1, "ааааааааааааааааааааааааааааааааааа " * 4, Size(40, 5))  # just as high as the room, under no words
def test_an_answer_higher_than_the_room_is_read_through(number: int, text: str, room: Size) -> None:
    """It goes on from page to page with its digit beside each part, and can be pressed where it comes to its end."""
    step = Step(ScriptView(act="Find out"), (OfferLine(number, text or "ні"),))
    shown = pages(step, room)
    assert [page.digits for page in shown] == [frozenset()] * (len(shown) - 1) + [{number}]
    parts = [row.plain for page in shown for row in page.rows if re.match(rf" {number}[ …]", row.plain)]
    assert [part[2] for part in parts] == ["…"] * (len(shown) - 1) + [" "]
    read = " ".join(row.plain[4:] for page in shown for row in page.rows[heading(page) + 1 :])
    assert read.split() == (text or "ні").split()


@given(steps, SIZES)
def test_a_page_too_far_is_the_last(step: Step, room: Size) -> None:
    """Where there are fewer pages now than were turned, the last one is shown."""
    last = pages(step, room)[-1]
    assert drawn(step, room, last.pages + 3) == last


@given(steps, SIZES)
def test_the_field_keeps_its_place_on_every_page(step: Step, room: Size) -> None:
    """A step that is typed into shows its field on each of its pages."""
    if step.view.field:
        assert all(page.entry for page in pages(step, room))
