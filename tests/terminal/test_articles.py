"""Looking something up in a call, in a real terminal: the hold goes on and is seen to, and the call loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.calls import HOME, ROUTES, Move, Place, clock
from tests.terminal.still import StillPlace, still
from tests.terminal.terminal import Terminal

BACK, BACK_TO_LIST = "back to the call", "back to the list"
SOUGHT = {"ua": ("усне звер", "Усне звернення: як його подати"), "lv": ("atsauksm snie", "Kur sniegt atsauksmi")}
"""What is typed, and what of it is opened."""
INSIDE = {"ua": "044 207-35-46", "lv": "+371 67108787"}
"""What stands in it."""
BEGINS = {"ua": "1  Усне звернення", "lv": "zvanot"}
"""What the row says in which the paragraph begins that is marked."""
SIZES = ((80, 24), (60, 20), (40, 10))


def open_search(terminal: Terminal) -> None:
    """Press the key, and wait for the list."""
    terminal.press("f10")
    terminal.wait_for("Look up ▸", "→")


def hold(terminal: Terminal, place: Place) -> None:
    """Put the caller on hold, with consent."""
    terminal.press("f2")
    place.walk(terminal, [Move("hold_consent", "1")])
    place.wait_for_step(terminal, "hold_wait")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("route", SOUGHT)
def test_looking_up_while_the_caller_waits(route: str, size: tuple[int, int], tmp_path: Path) -> None:
    """Search, open, mark, back: the clock of the hold is in view and counts all the while, and the call stands where it
    stood; what was marked stands in its log with the article's name."""
    place = StillPlace(tmp_path, ROUTES[route])
    typed, title = SOUGHT[route]
    columns, rows = size
    with place.ring(columns=columns, rows=rows) as terminal:
        place.walk(terminal, place.route.moves[:2])
        place.wait_for_step(terminal, "ask_address")
        terminal.type("Пані 2")
        hold(terminal, place)
        frames = place.call().frames
        open_search(terminal)
        place.pass_time(10)
        terminal.wait_until(lambda: clock(terminal) == 170, "ten seconds later")
        terminal.type(typed)
        terminal.wait_for(title[: columns - 12])
        place.pass_time(30)
        terminal.wait_until(lambda: clock(terminal) == 150, "half a minute later")
        terminal.press("enter")
        terminal.wait_until(lambda: terminal.shows(title) and not terminal.shows("Look up ▸"), "the article")
        while not terminal.shows(INSIDE[route]):
            terminal.press("pagedown")
            terminal.wait_until(lambda: terminal.shows(INSIDE[route]) or terminal.shows("3/3"), "the page")
        terminal.press(next(line.strip()[0] for line in terminal.lines if BEGINS[route] in line))
        terminal.wait_for("given")
        place.pass_time(60)
        terminal.wait_until(lambda: clock(terminal) == 120, "a minute later")
        terminal.press("escape")
        terminal.wait_for("Look up ▸", typed)
        terminal.press("escape")
        terminal.wait_until(lambda: not terminal.shows("Look up ▸"), "the call")
        place.wait_for_step(terminal, "hold_wait")
        assert clock(terminal) == 120
        assert place.call().frames == frames
        place.pass_time(190)
        terminal.wait_until(lambda: (clock(terminal) or 0) < 0, "the overrun")
    call = place.call()
    assert [each.title for each in call.informed] == [title]
    assert INSIDE[route] in call.informed[0].text
    assert f"{title} — {call.informed[0].text}" in " ".join(
        place.run("show", call.start.call if call.start else "").split()
    )


def test_a_limit_that_is_reached_while_one_searches(still_ua: StillPlace) -> None:
    """The warning and the overrun are seen and heard in the search, and recorded at their moments."""
    place = still_ua
    with place.ring() as terminal:
        place.walk(terminal, place.route.moves[:2])
        hold(terminal, place)
        open_search(terminal)
        place.pass_time(155)
        terminal.wait_for("! 0:25 left")
        terminal.wait_until(lambda: terminal.raw.count(b"\x07") == 1, "the bell")
        place.pass_time(195)
        terminal.wait_for("+0:15 over 3:00 !!")
        terminal.wait_until(place.recorded(lambda call: call.running["hold"].overran), "the overrun in the journal")
        terminal.wait_until(lambda: terminal.raw.count(b"\x07") == 2, "the bell again")
        terminal.press("f2")
        place.wait_for_step(terminal, "hold_thanks")
    assert place.call().past_runs[-1].overran


@pytest.mark.parametrize("way", ["f10", "escape"])
def test_from_a_field_in_which_one_types(way: str, ua: Place) -> None:
    """The search opens out of a field, and what was half typed there is gone on with."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        ua.wait_for_step(terminal, "ask_address")
        terminal.type("Олено Пет")
        terminal.press(way)
        if way == "escape":
            terminal.type("?")
        terminal.wait_for("Look up ▸", BACK)
        terminal.type("суд")
        terminal.press("backspace", "backspace", "backspace", "escape")
        terminal.wait_until(lambda: not terminal.shows(BACK), "the call")
        terminal.type("рівно")
        terminal.wait_for("Олено Петрівно")
        terminal.press("tab")
        terminal.type("Шев")
        terminal.press("f10")
        terminal.wait_for(BACK)
        terminal.press("f10")
        terminal.wait_until(lambda: not terminal.shows(BACK), "the card")
        terminal.type("ченко")
        terminal.press("enter", "tab")
        terminal.wait_until(
            ua.recorded(lambda call: {value.text for value in call.fields.values()} == {"Олено Петрівно", "Шевченко"}),
            "both in the journal",
        )


def test_what_was_looked_for_is_there_again(ua: Place) -> None:
    """The next search of the call begins with the words of the one before: Enter opens, typing replaces them; the
    directory is searched along, and says so."""
    with ua.ring() as terminal:
        open_search(terminal)
        terminal.type("верховний")
        terminal.wait_for("Верховний Суд", "directory")
        terminal.press("escape")
        terminal.wait_until(lambda: not terminal.shows(BACK), "the call")
        terminal.press("f10")
        terminal.wait_for("Look up ▸ верховний", "Верховний Суд")
        terminal.press("enter")
        terminal.wait_for("Касаційні справи", BACK_TO_LIST)
        terminal.press("backspace")
        terminal.wait_for(BACK)
        terminal.type("електр")
        terminal.wait_for("Look up ▸ електр", "Електронний суд")
        terminal.type("щщщщ")
        terminal.wait_until(lambda: terminal.shows("none") and not terminal.shows("→"), "that there is none")
        terminal.press("3")
        terminal.wait_for("none")
        terminal.press("f1")
        terminal.wait_for("take that back")
        terminal.press("escape", "f12")
        ua.wait_for_step(terminal, "greet")


def test_keys_of_the_call_reach_it(ua: Place) -> None:
    """Detours, the card and the language are a key away in the search, as in a sheet."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        for key, step in (("f2", "hold_consent"), ("f4", "complaint_listen")):
            open_search(terminal)
            terminal.press(key)
            ua.wait_for_step(terminal, step)
            terminal.press(key)
            ua.wait_for_step(terminal, "ask_address")
        open_search(terminal)
        terminal.press("f9")
        terminal.wait_until(lambda: "script: English" in terminal.lines[0], "the other language")
        terminal.press("f1")
        terminal.wait_for("Look up: the centre's articles")
        terminal.press("f10")
        terminal.wait_for("Look up ▸")


def test_a_mark_is_taken_back_and_a_killed_call_comes_back(ua: Place) -> None:
    """The digit takes the mark back; a killed program's call comes back as it was; nothing is marked after the end."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        for marked in (1, 0, 1):
            open_search(terminal)
            terminal.press("1")
            terminal.wait_for(BACK_TO_LIST)
            terminal.press("1")
            terminal.wait_until(ua.recorded(lambda call, n=marked: len(call.informed) == n), f"{marked} marked")
            terminal.press("f10")
            ua.wait_for_step(terminal, "ask_address")
        terminal.kill()
    with ua.resume() as terminal:
        ua.wait_for_step(terminal, "ask_address")
        open_search(terminal)
        terminal.press("1")
        terminal.wait_for("given")
    assert len(ua.call().informed) == 1


def test_articles_of_the_centres_own_as_they_are_now(ua: Place) -> None:
    """What the centre writes into its home during a call is found the next time; what cannot be read is counted, and
    nothing of an article is obeyed by the terminal."""
    folder = ua.home / "articles" / "ua-court"
    with ua.ring() as terminal:
        open_search(terminal)
        assert not terminal.shows("cannot be read")
        terminal.press("escape")
        folder.mkdir(parents=True)
        (folder / "00-own.md").write_text("# Їдальня \x1b[31m[bold]\n\nЗачинена.\x1b]0;x\x07\n", encoding="utf-8")
        (folder / "bad.md").write_bytes(b"\xff")
        terminal.wait_until(lambda: not terminal.shows(BACK), "the call")
        open_search(terminal)
        terminal.wait_for("Їдальня", "[bold]", "cannot be read: 1, see callscript check")
        assert b"\x1b]0;x" not in terminal.raw
        terminal.press("f12")
        terminal.press("f12", "2")
        terminal.wait_for("Wrap-up")
        terminal.press("f10")
        terminal.wait_for("The call is over.")
        terminal.press("enter", "enter")
        terminal.wait_for(HOME)


SLOW = """
import time
from callscript.articles import library
find = library.Articles.find
def slow(self, *arguments, **options):
    time.sleep(1.5)
    return find(self, *arguments, **options)
library.Articles.find = slow
"""


def test_a_search_that_takes_long(still_ua: StillPlace) -> None:
    """Whatever a search takes, letters, clocks and keys go on, Enter waits for what was typed last, and no other answer
    is ever shown for it."""
    place = still_ua
    pictures: list[list[str]] = []
    with Terminal(still(place, SLOW), place.folder) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter")
        place.walk(terminal, place.route.moves[:2])
        hold(terminal, place)
        terminal.press("f10")
        terminal.wait_for("Look up ▸", "…")
        terminal.watch = pictures.append
        terminal.type("суд")
        terminal.wait_for("Look up ▸ суд", patience=1)
        place.pass_time(20)
        terminal.wait_until(lambda: clock(terminal) == 160, "the clock", 1)
        terminal.press("escape")
        terminal.wait_until(lambda: not terminal.shows("Look up ▸"), "the call", 1)
        terminal.press("f10")
        terminal.wait_for("Look up ▸ суд", "…")
        terminal.type("електронний")
        terminal.press("enter")
        terminal.wait_for("1  Документи до суду можна подати в електронній формі")
    marked = [row for picture in pictures for row in picture if "→" in row]
    assert all("Електронний суд" in row for row in marked)
