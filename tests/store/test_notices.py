"""Notices of damage: each is told, and once, whoever adds and whoever asks at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from callscript.runtime.untold import Untold
from callscript.store.errors import Damaged

COUNT = 50_000


def test_none_is_lost_between_threads() -> None:
    """Look-ups find damage on threads of their own while the desk takes what was found before."""
    notices = Untold[Damaged]()
    taken: list[Damaged] = []

    def add(place: str) -> None:
        for line in range(COUNT):
            notices.extend([Damaged(place, line, "torn")])

    with ThreadPoolExecutor(2) as threads:
        adding = [threads.submit(add, place) for place in ("a", "b")]
        while not all(each.done() for each in adding):
            taken += notices.take()
    taken += notices.take()
    assert len(taken) == 2 * COUNT
    for place in ("a", "b"):
        assert [each.line for each in taken if each.place == place] == list(range(COUNT))
    assert notices.take() == []
