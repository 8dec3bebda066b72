"""Searching articles as one types, a letter at a time, beside grep over the same files; and what a new index costs."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from time import perf_counter_ns
from typing import TypeVar

from benchmarks.table import Row, at, middle, pairs
from callscript.articles.library import Articles

Answer = TypeVar("Answer")

ARTICLES, FEW = 10_000, 200
"""In a full run, and in a quick one."""
_LIMIT = 30.0
"""Milliseconds that a letter may take."""
_LISTED = 30
_WORDS = 20_000
"""Of the language of the articles; the n-th is as often there as one in n."""
_BEGINNINGS = ("судов", "заяв", "звернен", "рішен", "klient", "pieteikum", "sertifikāt", "апел", "дзвін", "pakalpojum")
_LETTERS = "аеиіоуклмнрствдзп"


def rows(folder: Path | None = None, *, quick: bool = False) -> list[Row]:
    """Measure searching."""
    with tempfile.TemporaryDirectory(prefix="callscript-articles-", dir=folder) as made:
        return _measured(Path(made), FEW if quick else ARTICLES)


def _measured(home: Path, count: int) -> list[Row]:
    random = Random(1)
    vocabulary = _vocabulary(random)
    _write(home / "articles", count, vocabulary, random)
    made, _ = _timed(lambda: Articles([home / "articles"], home / "cache").find("", _LISTED))
    articles = Articles([home / "articles"], home / "cache")
    taken_up, _ = _timed(lambda: articles.find("", _LISTED))
    ours: list[float] = []
    theirs: list[float] = []
    for text in _typed(vocabulary, random, 6 if count == ARTICLES else 1):
        spent, found = _timed(lambda text=text: articles.find(text, _LISTED, anew=False))
        assert found.asked == text
        ours.append(spent)
        theirs.append(_timed(lambda text=text: _grep(home / "articles", text))[0])
    what = f"a letter of a search among {count:,} articles"
    return [
        Row(f"{what}, p50", middle(ours), "ms", "limit", _LIMIT, 1),
        Row(f"{what}, p99", at(ours, 0.99), "ms", "limit", _LIMIT, float("inf")),
        Row(f"{what}, p50", middle(ours), "ms", "grep over the files", middle(theirs), 1, pairs(ours, theirs)),
        Row(f"{count:,} articles taken up from the index", taken_up, "ms", "indexed anew", made, 1),
    ]


def _vocabulary(random: Random) -> list[str]:
    ends = ("".join(random.choices(_LETTERS, k=random.randint(1, 5))) for _ in range(_WORDS))
    return [random.choice(_BEGINNINGS)[: random.randint(1, 10)] + end for end in ends]


def _write(folder: Path, count: int, vocabulary: list[str], random: Random) -> None:
    """Write articles of about two kilobytes."""
    folder.mkdir()
    weights = [1 / (rank + 1) for rank in range(len(vocabulary))]
    for number in range(count):
        words = iter(random.choices(vocabulary, weights, k=165))
        title = " ".join(next(words) for _ in range(5))
        paragraphs = (" ".join(next(words) for _ in range(40)) for _ in range(4))
        (folder / f"{number:05}.md").write_text(f"# {title} {number}\n\n" + "\n\n".join(paragraphs) + "\n", "utf-8")


def _typed(vocabulary: list[str], random: Random, questions: int) -> Iterator[str]:
    """Yield what stands in the field after each letter, of questions of two words, the first a frequent one."""
    for _ in range(questions):
        question = f"{vocabulary[random.randrange(20)]} {random.choice(vocabulary)}"
        yield from (question[:end] for end in range(1, len(question) + 1))


def _grep(folder: Path, text: str) -> None:
    """Look for files that have all words, as the tool at hand does, one pass for each word."""
    files = [str(folder)]
    for word in text.split():
        command = ["grep", "-rliF", "--", word, *files]
        files = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines() or files[:0]
        if not files:
            return


def _timed(do: Callable[[], Answer]) -> tuple[float, Answer]:
    begun = perf_counter_ns()
    answer = do()
    return (perf_counter_ns() - begun) / 1e6, answer
