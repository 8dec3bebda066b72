"""Searching articles and the directory at a desk: off the loop, the latest question wins, nothing false is said."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from callscript import packs
from callscript.articles.library import Articles
from callscript.core.articles import Article
from callscript.packs.versions import Versions
from callscript.service.articles import ArticleSearch
from callscript.service.delivery.office import way_of
from callscript.service.desk import Desk
from callscript.service.notices import Notices
from tests.service.conftest import PROFILE, Table


@pytest.fixture
def search(table: Table) -> ArticleSearch:
    """The search of a desk of the Ukrainian centre."""
    return at(table)


def at(table: Table) -> ArticleSearch:
    """Search where a desk stands."""
    folder = packs.locate("ua-court")
    return ArticleSearch(table.desk.script, folder, table.folders, table.desk.notices, table.clock.now)


async def test_articles_and_whom_to_hand_over_to_are_found_together(search: ArticleSearch) -> None:
    """Somebody whose name is typed comes first, whose competence it is behind the articles; all can be opened."""
    found = await search.find("верховн", anew=True)
    assert found.hits[0].entry
    assert found.hits[0].title == "Верховний Суд"
    found = await search.find("засідань")
    assert [hit.entry for hit in found.hits] == [False, True]
    assert found.hits[1].title == "канцелярія суду"
    opened = await search.article(found.hits[1].id)
    assert opened
    assert "розклад засідань" in opened.paragraphs[0]
    assert await search.article("directory:nobody") is None
    opened = await search.article(found.hits[0].id)
    assert opened
    assert opened.title == found.hits[0].title
    assert not any(hit.entry for hit in (await search.find("")).hits)


async def test_a_court_is_found_though_it_is_mistyped(search: ArticleSearch) -> None:
    """A letter that is missing or exchanged hides nobody; nor does it hide anybody to type a number or an address."""
    assert [hit.title for hit in (await search.find("віницький апеляційний", anew=True)).hits] == [
        "Вінницький апеляційний суд"
    ]
    for text in ("044 207-35-46", "help-info@ics"):
        assert (await search.find(text)).hits[-1].title == "Єдиний контакт-центр судової влади України"


async def test_what_many_are_called_hides_no_article(search: ArticleSearch) -> None:
    """Of courts there are dozens: the articles stand before them, and no more are listed than are worth it."""
    hits = (await search.find("суд", anew=True)).hits
    articles = [hit.entry for hit in hits].index(True)
    assert articles
    assert len(hits) - articles == 30


async def test_a_home_has_articles_of_its_own(table: Table) -> None:
    """What a centre puts into its home is found with what came with the program."""
    folder = table.folders.data / "articles" / "ua-court"
    folder.mkdir(parents=True)
    (folder / "own.md").write_text("# Їдальня\n\nЗачинена.\n", encoding="utf-8")
    (folder / "bad.md").write_text("без назви", encoding="utf-8")
    found = await at(table).find("їдальня", anew=True)
    assert [hit.title for hit in found.hits] == ["Їдальня"]
    assert found.unreadable == 1


async def test_a_pack_brings_articles_along(table: Table, tmp_path: Path) -> None:
    """Beside a pack of one's own lie its articles."""
    (tmp_path / "pack" / "articles").mkdir(parents=True)
    (tmp_path / "pack" / "articles" / "own.md").write_text("# Їдальня\n\nЗачинена.\n", encoding="utf-8")
    search = ArticleSearch(table.desk.script, tmp_path / "pack", table.folders, Notices(), table.clock.now)
    assert [hit.id for hit in (await search.find("їдальня", anew=True)).hits] == ["own"]


async def test_the_latest_question_is_answered(search: ArticleSearch) -> None:
    """Of letters typed in a row the last one's answer comes; those before are withdrawn."""
    asked = [search.find("звернення"[:end]) for end in range(1, 10)]
    assert (await asked[-1]).asked == "звернення"
    assert all(each.cancelled() for each in asked[:-1])


async def test_it_is_looked_up_off_the_loop(search: ArticleSearch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither searching nor opening happens on the loop's thread."""
    here: list[bool] = []
    find, article = Articles.find, Articles.article

    def seen_find(self: Articles, text: str, most: int, *, anew: bool = True) -> object:
        here.append(threading.current_thread() is threading.main_thread())
        return find(self, text, most, anew=anew)

    def seen_article(self: Articles, name: str) -> Article | None:
        here.append(threading.current_thread() is threading.main_thread())
        return article(self, name)

    monkeypatch.setattr(Articles, "find", seen_find)
    monkeypatch.setattr(Articles, "article", seen_article)
    hit = (await search.find("звернення")).hits[0]
    assert await search.article(hit.id)
    assert here == [False, False]


async def test_a_python_that_cannot_search(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where SQLite cannot search texts that is told; the directory is searched all the same."""

    def connect(*_arguments: object, **_options: object) -> None:
        raise sqlite3.OperationalError("no such module: fts5")

    monkeypatch.setattr(sqlite3, "connect", connect)
    search = at(table)
    assert [hit.entry for hit in (await search.find("Верховний", anew=True)).hits] == [True]
    assert table.desk.notices.take() == ["articles cannot be searched: no such module: fts5"]
    assert await search.article("anything") is None


async def test_a_desk_without_a_home_has_only_its_directory(table: Table) -> None:
    """A desk that is given no folders finds whom to hand over to, and nothing else."""
    store = table.store
    desk = Desk(
        PROFILE, table.desk.script, Versions(table.folders), store.seats.sit_down("18"), table.clock,
        journal=store.journal, registers=store.registers, tasks=store.tasks, lookup=store.lookup,
        outbox=store.outbox, way=lambda: way_of(table.folders),
    )  # fmt: skip
    assert (await desk.articles.find("")).hits == ()
    assert [hit.title for hit in (await desk.articles.find("верховний")).hits] == ["Верховний Суд"]
    assert await desk.articles.article("anything") is None
