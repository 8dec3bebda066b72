"""Pictures of scripts: all that is in a script is in them once, and no text of it means anything to what draws them."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from callscript.core.call import events as e
from callscript.core.script.model import Script
from callscript.packs import locate, read
from callscript.packs.drawing import as_dot, as_mermaid, as_text
from callscript.packs.picture import Picture, Seen, seen
from tests.packs.conftest import Bench

PACKS = ("ua-court", "lv-lvrtc")
HOSTILE = '"];click b_0 "x" </svg><script>`\\N\\" #quot; |'


def script(pack: str) -> Script:
    """Return the script of a shipped pack."""
    return read(locate(pack))


def count(script: Script) -> tuple[int, int, int]:
    """Return how many stages, steps and answers there are."""
    steps = [step for stage in script.pack.stages for step in stage.steps]
    return len(script.pack.stages), len(steps), sum(len(getattr(step, "options", ())) for step in steps)


def drawn_by_graphviz(drawing: Iterable[str], form: str) -> str:
    """Return what Graphviz makes of a graph, without a complaint."""
    told = "\n".join(drawing)
    done = subprocess.run(["dot", f"-T{form}"], input=told, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    return done.stdout


def read_by_graphviz(drawing: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the names of clusters and points, and the labels of ways."""
    found = json.loads(drawn_by_graphviz(drawing, "dot_json"))
    return sorted(each["name"] for each in found["objects"]), sorted(each["label"] for each in found["edges"])


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_the_text_has_all_of_a_script_once(pack: str, ascii_only: bool) -> None:
    """Every stage, step and answer, on 80 columns; in ASCII where that is asked for."""
    of_it = script(pack)
    lines = list(as_text(Picture(of_it), ascii_only=ascii_only))
    assert max(map(len, lines)) <= 80
    assert ascii_only == "".join(lines).isascii()
    first = next(at for at, line in enumerate(lines) if not line)
    rows = [(len(line) - len(line.lstrip()), line.split()) for line in lines[first:] if line]
    stages = [words[0] for indent, words in rows if indent == 0]
    steps = [words[1] for indent, words in rows if indent == 2]
    answers = [words[1] for indent, words in rows if indent == 4]
    assert (len(stages), len(steps), len(answers)) == count(of_it)
    assert stages == [stage.id for stage in of_it.pack.stages]
    assert steps == [step.id for stage in of_it.pack.stages for step in stage.steps]


@pytest.mark.parametrize("pack", PACKS)
def test_graphviz_reads_all_of_a_script_once(pack: str) -> None:
    """Every stage is a cluster, every step a point in it, every answer a way; the SVG has them too."""
    of_it = script(pack)
    names, labels = read_by_graphviz(as_dot(Picture(of_it)))
    clusters, points = ([name for name in names if name.startswith(start)] for start in ("cluster_", "s_"))
    assert (len(clusters), len(points), len([label for label in labels if label])) == count(of_it)
    assert points == sorted(f"s_{step}" for step in of_it.steps)
    svg = drawn_by_graphviz(as_dot(Picture(of_it)), "svg")
    assert (svg.count('class="cluster"'), len(re.findall(r"<title>s_\w+</title>", svg))) == count(of_it)[:2]


@pytest.mark.parametrize("pack", PACKS)
def test_mermaid_has_all_of_a_script_once(pack: str) -> None:
    """Every stage is a subgraph that is closed, every step a point in it, every answer a way with its digit."""
    of_it = script(pack)
    lines = list(as_mermaid(Picture(of_it)))
    assert lines[0] == "flowchart TD"
    kinds = Counter(kind for line in lines[1:] if (kind := mermaid_kind(line)))
    assert kinds["other"] == 0
    assert (kinds["subgraph"], kinds["step"], kinds["answer"]) == count(of_it)
    assert kinds["end"] == kinds["subgraph"]
    named = {name for line in lines for name in re.findall(r"^ +(\w+)(?:\[|\()", line)}
    assert {
        name for line in lines for way in re.findall(r"^  (\w+) -.*?> ?(?:\|.*\| )?(\w+)$", line) for name in way
    } <= named


def mermaid_kind(line: str) -> str:
    """Tell what a line of Mermaid is; what is none that is known is `other`."""
    text = r'"(?:[^"<>&`#\[\]{}|\\]|#\d+;)*"'
    known = {
        "subgraph": rf"  subgraph g_\w+ \[{text}\]",
        "end": r"  end",
        "step": rf"    s_\w+\[{text}\]",
        "point": rf"  \w+\(\[{text}\]\)",
        "answer": rf'  s_\w+ (?:-->|-\.->)\|(?="\d+ ){text}\| \w+',
        "way": r"  \w+ (?:-->|-\.->) \w+",
    }
    return next((kind for kind, pattern in known.items() if re.fullmatch(pattern, line)), "other")


def test_no_text_of_a_script_means_anything() -> None:
    """A text that is written to be obeyed is a text, and makes no point, way or mark."""
    sound = script("ua-court")
    texts = {language: dict.fromkeys(words, HOSTILE) for language, words in sound.texts.items()}
    hostile = replace(sound, texts=texts)
    assert [mermaid_kind(line) for line in list(as_mermaid(Picture(hostile)))[1:]] == [
        mermaid_kind(line) for line in list(as_mermaid(Picture(sound)))[1:]
    ]
    (names, ways), (others, labels) = (read_by_graphviz(as_dot(Picture(each))) for each in (sound, hostile))
    assert names == others
    assert len(ways) == len(labels)
    svg = drawn_by_graphviz(as_dot(Picture(hostile)), "svg")
    assert "<script" not in svg
    assert svg.count("</svg>") == 1
    assert len(list(as_text(Picture(hostile)))) == len(list(as_text(Picture(sound))))


AT = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


def test_what_calls_have_taken_is_counted_once_a_call(mini: Bench) -> None:
    """A step is come to by its arrival, an answer is given, a detour taken; twice in a call is one call."""
    log = [
        e.Moved(seq=2, at=AT, to="need"),
        e.Chosen(seq=3, at=AT, step="need", option="book"),
        e.DetourEntered(seq=4, at=AT, detour="hold", step="hold_consent"),
        e.DetourEntered(seq=5, at=AT, detour="hold", step="hold_consent"),
        e.Moved(seq=6, at=AT, to=None),
        e.Ended(seq=7, at=AT, how="operator"),
    ]
    found = seen([log, log[:1]])
    assert found == Seen(2, Counter(need=2, hold_consent=1), Counter({("need", "book"): 1}), Counter(hold=1))
    picture = Picture(read(mini.folder), found)
    told = "\n".join(as_text(picture, ascii_only=True))
    assert "calls: 2" in told
    assert re.search(r"choose need  2$", told, flags=re.M)
    assert re.search(r"1 book .*  1$", told, flags=re.M)
    assert re.search(r"@ hold -> \w+  1$", told, flags=re.M)
    dashed = [line for line in as_mermaid(picture) if "-.->" in line]
    assert not [line for line in dashed if re.search(r'"1 [^"]*\(1\)"', line)]
    assert [line for line in dashed if "#40;0#41;" in line or "(0)" in line]
    assert "style=dashed" in "\n".join(as_dot(picture))
    assert "style=dashed" not in "\n".join(as_dot(Picture(picture.script)))
