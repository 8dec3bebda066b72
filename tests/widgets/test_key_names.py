"""The names of keys in a bar: the longest that have room together, and what is cut is cut as words are abbreviated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Size

from callscript import packs
from callscript.core.call.call import Call
from callscript.runtime import i18n
from callscript.screens.call_bars import keys
from callscript.widgets.bars import KeyBar, KeyCap
from callscript.widgets.key_names import abbreviated, levels

ROOMS = st.lists(st.lists(st.integers(1, 12), min_size=1, max_size=3).map(lambda each: sorted(each, reverse=True)))
OWN = {"uk": "ua-court", "lv": "lv-lvrtc"}
"""By language: the centre whose own it is."""


class Bar(KeyBar):
    """A bar that is so wide, without a screen around it."""

    def __init__(self, width: int, caps: tuple[KeyCap, ...], *, escaped: bool = False) -> None:
        super().__init__()
        self._wide = width
        self.set_reactive(KeyBar.keys, caps)
        self.set_reactive(KeyBar.escaped, escaped)

    @property
    def size(self) -> Size:
        """The room that it would have."""
        return Size(self._wide, 1)


def bar(language: str, pack: str, width: int, *, escaped: bool = False) -> str:
    """Return the keys of a call that begins; `escaped`: behind Esc."""
    i18n.use(language)
    shown = Bar(width, keys(packs.read(packs.locate(pack)), Call()), escaped=escaped).render().plain
    i18n.use("en")
    return shown


@given(ROOMS, st.integers(0, 60))
def test_the_longest_names_that_fit(rooms: list[list[int]], room: int) -> None:
    """If the shortest names fit, what is chosen does, and no name could be longer."""
    hashable = tuple(map(tuple, rooms))
    chosen = levels(hashable, room)
    needed = sum(each[level] for each, level in zip(rooms, chosen, strict=True))
    if sum(each[-1] for each in rooms) <= room:
        assert needed <= room
        for each, level in zip(rooms, chosen, strict=True):
            assert not level or needed - each[level] + each[level - 1] > room
    else:
        assert chosen == tuple(len(each) - 1 for each in rooms)


@pytest.mark.parametrize(
    ("name", "room", "short"),
    [
        ("Apturēšana", 10, "Apturēšana"),
        ("Apturēšana", 8, "Apturēš."),
        ("Apturēšana", 7, "Aptur."),
        ("Apturēšana", 5, "Apt."),
        ("Apturēšana", 3, "Apt"),
        ("Palīdzība", 5, "Pal."),
        ("Не чути", 6, "Не ч."),
        ("Виправ", 5, "Випр."),
        ("Aiaiai", 5, "Aiaia"),
        ("Atzv.", 5, "Atzv."),
    ],
)
def test_what_is_cut_ends_in_a_consonant_and_a_dot(name: str, room: int, short: str) -> None:
    """So words are abbreviated, in Latvian as in Ukrainian; what has no room for that is merely cut."""
    assert abbreviated(name, room) == short


@pytest.mark.parametrize("escaped", [False, True])
@pytest.mark.parametrize("language", ["uk", "lv", "en"])
@pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc"])
def test_at_80_columns_names_are_as_they_were_written(language: str, pack: str, *, escaped: bool) -> None:
    """In every language and centre no name is cut by the program, beside an eleventh key either, nor behind Esc; no two
    run together.
    """
    i18n.use(language)
    caps = keys(packs.read(packs.locate(pack)), Call())
    i18n.use("en")
    line = bar(language, pack, 80, escaped=escaped)
    at = 0
    for cap in caps:
        first = cap is caps[0]
        sign = ("E" * first + cap.behind_escape) if escaped else cap.cap if first else cap.cap.removeprefix("F")
        found = [name for name in cap.names if line.startswith(f"{sign}{name}", at)]
        assert found, f"{line[at:]} begins with no name of {cap}"
        at = line.index(f"{sign}{found[0]}", at) + len(f"{sign}{found[0]}")
        assert line[at:] == "" or line[at] == " ", f"{found[0]} runs into what is behind it: {line}"
        at += len(line[at:]) - len(line[at:].lstrip())


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("uk", "F1? 2Утрим. 3Не чути 4Скарга 5Образи 6Ескалація 7Перекл. 8Подзв. 9Мова 12Кінець"),
        ("lv", "F1? 2Gaida 3Nedzird 4Sūdz. 5Rupji 6Nodot 7Savien. 8Atzv. 9Val. 12Beigt InsAptur."),
    ],
)
def test_the_bars_that_operators_see(language: str, line: str) -> None:
    """Each centre's own language at 80 columns, as it was read and found good."""
    assert bar(language, OWN[language], 80) == line
