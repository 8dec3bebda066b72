"""Articles in real folders: found as they are typed, as the files are now, whatever lies there or befalls the index."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callscript.articles.folders import LARGEST, content, folders, look
from callscript.articles.index import Index
from callscript.articles.library import Articles, problems
from callscript.articles.markdown import NoArticle
from callscript.packs import shipped
from tests.in_the_way import IN_THE_WAY, put_in_the_way
from tests.powers import no_powers

MOST = 50


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with three articles."""
    folder = tmp_path / "articles"
    write(folder, "fee", "Судовий збір", "Судовий збір сплачують до подання позову.", "Звільнені: ветерани.")
    write(folder, "term", "Строк апеляції", "Апеляційну скаргу подають протягом тридцяти днів.", "Суд може поновити.")
    write(folder, "sign", "Elektroniskais paraksts", "Parakstu Ķekavā atjauno Bērziņš.")
    return folder


def write(folder: Path, name: str, title: str, *paragraphs: str) -> Path:
    """Write an article."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.md"
    file.write_text("\n\n".join((f"# {title}", *paragraphs)) + "\n", encoding="utf-8")
    return file


def names(articles: Articles, text: str) -> list[str]:
    """Return what is found by a text, the best first."""
    return [hit.id for hit in articles.find(text, MOST).hits]


def at(place: Path) -> Articles:
    """Look into a folder, as a session that has just begun."""
    return Articles([place], place.parent / "cache")


# What is found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["fee", "sign", "term"]),
        ("суд", ["fee", "term"]),
        ("судовий зб", ["fee"]),
        ("судового", ["fee"]),
        ("апеляції", ["term"]),
        ("скарга апеляційна", ["term"]),
        ("berz", ["sign"]),
        ("bērziņš ķek", ["sign"]),
        ("немає такого", []),
        ("суд paraksts", []),
    ],
)
def test_what_is_typed_is_found(typed: str, found: list[str], place: Path) -> None:
    """All words have to be there, the last one may be half typed; a title counts most, the ends of words least."""
    assert names(at(place), typed) == found


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        '""',
        '"суд',
        "суд*",
        "суд AND",
        "NOT суд",
        "title:суд",
        "суд OR збір",
        "{суд}",
        "NEAR(суд)",
        "^суд",
        "(",
        "-суд",
        "\x00суд",
        "+",
    ],
)
def test_nothing_typed_is_a_language(typed: str, place: Path) -> None:
    """What is typed is words, whatever it means to the database."""
    assert isinstance(names(at(place), typed), list)


@given(st.text(max_size=40))
def test_any_text_may_be_typed(articles: Articles, typed: str) -> None:
    """Whatever is typed, there is an answer."""
    assert articles.find(typed, MOST, anew=False).asked == typed


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Articles:
    """The shipped articles of a centre."""
    return Articles(folders("ua-court", None), tmp_path_factory.mktemp("cache"))


def test_the_line_that_was_found(place: Path) -> None:
    """A hit shows the paragraph that has most of what was typed, from a little before the first word of it."""
    long = "Спершу стоїть багато інших слів, яких ніхто не шукає, а вже тоді " + "поновлення строку."
    write(place, "long", "Довга", "Перший.", long)
    (hit,) = at(place).find("поновлення стр", MOST).hits
    assert hit.context.startswith("… ")
    assert hit.context.endswith("поновлення строку.")
    assert len(hit.context) < len(long)
    (hit,) = at(place).find("довга", MOST).hits
    assert hit.context == "Перший."


def test_an_article_is_opened_whole(place: Path) -> None:
    """What was found can be opened; what is gone by then is told so."""
    articles = at(place)
    found = articles.article(names(articles, "збір")[0])
    assert found
    assert found.paragraphs == ("Судовий збір сплачують до подання позову.", "Звільнені: ветерани.")
    assert articles.article("nothing") is None


# What changes


def test_files_that_change_are_found_anew(place: Path) -> None:
    """An article that is written, changed, renamed or deleted is found as it is now, in this session and the next."""
    articles = at(place)
    names(articles, "")
    write(place, "new", "Мережа", "Нове.")
    write(place, "fee", "Інше", "Мережа теж.")
    (place / "term.md").unlink()
    (place / "sign.md").rename(place / "named.md")
    for each in (articles, at(place)):
        assert names(each, "мережа") == ["new", "fee"]
        assert names(each, "") == ["fee", "named", "new"]
        assert names(each, "збір") == names(each, "апеляції") == []
    assert articles.find("", MOST, anew=False).hits == articles.find("", MOST).hits


def test_a_file_that_was_only_touched(place: Path) -> None:
    """It is the same article as before, and the next session does not read it again."""
    articles = at(place)
    names(articles, "")
    os.utime(place / "fee.md", ns=(1, 1))
    assert names(articles, "збір") == ["fee"]
    (kept,) = (place.parent / "cache").glob("articles-*[!k]")
    before = kept.stat().st_mtime_ns
    assert names(at(place), "збір") == ["fee"]
    assert kept.stat().st_mtime_ns == before


def test_of_the_same_name_the_home_counts(place: Path, tmp_path: Path) -> None:
    """The home's article takes the place of the pack's; an empty file takes it away; without, it is back."""
    home, both = tmp_path / "home", Articles([place, tmp_path / "home"], tmp_path / "cache")
    assert names(both, "збір") == ["fee"]
    own = write(home, "fee", "Мито", "Своє.")
    assert (names(both, "збір"), names(both, "мито")) == ([], ["fee"])
    own.write_bytes(b"")
    assert (names(both, "збір"), names(both, "мито")) == ([], [])
    assert both.find("", MOST).unreadable == 0
    own.unlink()
    assert names(both, "збір") == ["fee"]


@settings(max_examples=50)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from("abc"), st.one_of(st.none(), st.text("суд збір", max_size=12))), max_size=12
    )
)
def test_the_index_is_what_the_files_say(
    changes: list[tuple[str, str | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """However files were written and deleted, what is found is what an index finds that is made of them anew."""
    home = tmp_path_factory.mktemp("home")
    folder = home / "articles"
    folder.mkdir()
    articles = Articles([folder], home / "cache")
    for number, (name, text) in enumerate(changes):
        if text is None:
            (folder / f"{name}.md").unlink(missing_ok=True)
        else:
            os.utime(write(folder, name, f"Назва {text}", text), ns=(number, number))
        for typed in ("", "суд", "збір су"):
            anew = Articles([folder], home / "none").find(typed, MOST)
            assert articles.find(typed, MOST) == anew
            shutil.rmtree(home / "none", ignore_errors=True)


# What lies there


def test_what_is_no_article_is_passed_over_and_counted(place: Path, tmp_path: Path) -> None:
    """A file that is not UTF-8, without a title, too large or in disguise holds nothing up; `check` names each."""
    (place / "raw.md").write_bytes("# Суд\n\nсуд".encode("cp1251"))
    (place / "bare.md").write_text("текст без назви", encoding="utf-8")
    (place / "large.md").write_bytes(b"# T\n\n" + b"x" * 10_000_000)
    (place / "notes.txt").write_text("# Суд\n\nсуд", encoding="utf-8")
    os.mkfifo(place / "pipe.md")
    (place / "folder.md").mkdir()
    (tmp_path / "secret").write_text("# Пароль\n\nсуд", encoding="utf-8")
    (place / "link.md").symlink_to(tmp_path / "secret")
    (place / "hidden\u200b.md").write_text("# Суд\n\nсуд", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(place) + b"/\xff.md")).write_text("# Суд\n\nсуд", encoding="utf-8")
    found = at(place).find("суд", MOST)
    assert [hit.id for hit in found.hits] == ["fee", "term"]
    told = list(problems([place]))
    assert found.unreadable == len(told) == 8
    for file, why in (
        ("raw.md", "not UTF-8"), ("bare.md", "no title"), ("large.md", f"9,765 kB: {LARGEST // 1024}"),
        ("pipe.md", "a pipe"), ("folder.md", "a folder"), ("link.md", "a symbolic link"), ("hidden", "its name"),
    ):  # fmt: skip
        assert any(file in line and why in line for line in told), file


def test_titles_that_look_alike_are_told(place: Path) -> None:
    """Two articles of one title are told to their author."""
    write(place, "zoll", "Судовий збір", "Ще раз.")
    (told,) = problems([place])
    assert told == f"{place / 'zoll.md'}: has the same title as fee.md: in a list they look alike"


def test_a_file_that_becomes_something_else_is_not_read(place: Path, tmp_path: Path) -> None:
    """What was a file when it was seen and is a link when it is read is not followed."""
    (seen,) = (each for each in look([place]).values() if each.name == "fee")
    for kind in IN_THE_WAY:
        put_in_the_way(kind, seen.path, tmp_path)
        with pytest.raises(NoArticle):
            content(seen)
        shutil.rmtree(seen.path) if seen.path.is_dir() and not seen.path.is_symlink() else seen.path.unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has powers to lay down")
def test_a_folder_that_is_closed_is_not_empty(place: Path) -> None:
    """A folder that cannot be listed, and a file that cannot be read, are counted as what cannot be read."""
    with no_powers():
        (place / "fee.md").chmod(0)
        assert at(place).find("", MOST).unreadable == 1
        place.chmod(0)
        found = at(place).find("", MOST)
        place.chmod(0o700)
    assert (found.hits, found.unreadable) == ((), 1)


def test_no_folder_at_all(tmp_path: Path) -> None:
    """A centre without articles has none, and that is no fault."""
    found = at(tmp_path / "nowhere").find("суд", MOST)
    assert (found.hits, found.unreadable) == ((), 0)


# What befalls the index


def test_the_index_is_its_owners_alone(place: Path) -> None:
    """It is kept for the next session, and nobody else reads it."""
    names(at(place), "")
    kept = list((place.parent / "cache").glob("articles-*"))
    assert kept
    assert {stat.S_IMODE(file.stat().st_mode) for file in kept} == {0o600}


@pytest.mark.parametrize("damage", ["cut", "empty", "flipped", "rubbish", *IN_THE_WAY])
def test_a_damaged_index_is_made_anew(damage: str, place: Path, tmp_path: Path) -> None:
    """Whatever has become of it, the articles are found; where it can be, it is whole again for the next session."""
    names(at(place), "")
    (kept,) = (file for file in (place.parent / "cache").glob("articles-*") if file.suffix != ".lock")
    data = kept.read_bytes()
    match damage:
        case "cut":
            kept.write_bytes(data[: len(data) // 2])
        case "empty":
            kept.write_bytes(b"")
        case "flipped":
            kept.write_bytes(data[:5000] + bytes([data[5000] ^ 255]) + data[5001:])
        case "rubbish":
            kept.write_bytes(os.urandom(5000))
        case _:
            put_in_the_way(damage, kept, tmp_path)
    assert names(at(place), "збір") == ["fee"]
    if damage not in IN_THE_WAY:
        assert kept.read_bytes()[:200] == data[:200]
    assert not (tmp_path / "target").exists() or (tmp_path / "target").read_text() == "kept"


def test_an_index_that_fails_while_it_is_asked(place: Path) -> None:
    """A database that breaks in the middle of a session is made anew, and the question answered."""
    articles = at(place)
    names(articles, "")
    assert articles._index
    articles._index._data.execute("DROP TABLE word")
    assert articles.find("збір", MOST, anew=False).hits[0].id == "fee"


def test_a_cache_that_cannot_be_written(place: Path) -> None:
    """On a disk that takes nothing the articles are found all the same, and nothing is said."""
    cache = place.parent / "cache"
    cache.write_text("no folder")
    assert names(at(place), "збір") == ["fee"]
    cache.unlink()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        assert names(at(place), "збір") == ["fee"]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert [file.name for file in cache.iterdir() if file.suffix != ".lock"] == []
    assert names(at(place), "збір") == ["fee"]


def test_many_sessions_at_once(place: Path) -> None:
    """Sessions that index the same articles at once all find them, and what is kept is whole."""
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(names(at(place), "збір"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["fee"]] * 8
    assert names(at(place), "збір") == ["fee"]


# What is shipped


@pytest.mark.parametrize("pack", [folder.name for folder in shipped()])
def test_the_shipped_articles_are_sound(pack: str, tmp_path: Path) -> None:
    """Each shipped centre has a small set of articles, all of which can be read, and each is found by its title."""
    places = folders(pack, None)
    assert list(problems(places)) == []
    articles = Articles(places, tmp_path)
    every = articles.find("", MOST).hits
    assert 8 <= len(every) <= 12
    for hit in every:
        assert articles.find(hit.title, MOST).hits[0].id == hit.id


def test_an_index_that_somebody_else_has_made(place: Path) -> None:
    """In a cache that a group shares, an index of another making is not taken up, nor one whose articles are none."""
    names(at(place), "")
    (kept,) = (file for file in (place.parent / "cache").glob("articles-*") if file.suffix != ".lock")
    for change in ("CREATE VIEW x AS SELECT 1", "UPDATE article SET parts = x'c1'", "DROP TABLE word"):
        index = Index(kept.read_bytes())
        index._data.execute(change)
        kept.write_bytes(index.kept())
        assert names(at(place), "збір") == ["fee"]
        kept.unlink(missing_ok=True)
        names(at(place), "")
