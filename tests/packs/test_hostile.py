"""Whatever a file holds, the check answers with complaints: it never crashes, and never passes what cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from callscript.packs import check, read
from callscript.packs.files import load
from tests.packs.conftest import MINI
from tests.packs.damage import ORIGINAL, changed, paths, write

JUNK = st.sampled_from(
    [
        *(0, -1, 10**9, True, 1.5, date(2026, 1, 1), "", "x", "ü", "hold", "need", "{", "{title}", "\u001b[c"),
        *([], {}, [[]], [{}], ["hold"], {"id": 1}, {"not": {}}, {"all": [{}]}),
        *({"kind": "say"}, {"kind": "choose", "id": "need"}),
    ]
)


PLACES = [(name, path) for name, data in ORIGINAL.items() for path in paths(data) if path]
CHANGES = st.tuples(st.sampled_from(PLACES), st.tuples(st.sampled_from(["drop", "put", "rename"]), JUNK))


@settings(max_examples=150)
@given(st.lists(CHANGES, min_size=1, max_size=3))
def test_a_damaged_pack_never_crashes_the_check(
    changes: list[tuple[tuple[str, tuple[Any, ...]], tuple[str, Any]]],
) -> None:
    """A pack damaged anywhere is either complained of or can be read; there is no third way."""
    files = dict(ORIGINAL)
    for (name, path), change in changes:
        try:
            files[name] = changed(files[name], path, change)
        except (KeyError, IndexError, TypeError, AttributeError):
            continue  # an earlier change has taken this place away
    with TemporaryDirectory() as folder:
        write(Path(folder), files)
        problems = check(Path(folder))
        if not problems:
            assert read(Path(folder)).pack


@settings(max_examples=100)
@given(st.sampled_from(sorted(ORIGINAL)), st.binary(max_size=200))
def test_any_bytes_are_answered(name: str, content: bytes) -> None:
    """A file of any bytes is answered with complaints."""
    with TemporaryDirectory() as folder:
        for each, whole in load(MINI).items():
            (Path(folder) / each).write_bytes(content if each == name else whole)
        for problem in check(Path(folder)):
            assert problem.file.startswith(folder)
            assert problem.message
