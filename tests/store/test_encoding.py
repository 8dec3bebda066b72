"""Lines of calls in progress: what is gone on from is what the log says, and nothing is written that is there."""

from __future__ import annotations

from callscript.store.journal.encoding import Encoder, same_as
from callscript.store.journal.journal import FileJournal
from callscript.store.journal.lines import FileLines
from tests.store.samples import CALL, filled, log, stamping


def test_a_log_is_gone_on_from_as_far_as_the_lines_say_the_same() -> None:
    """Lines behind the log are not its own; those that say something else than it does are not either."""
    lines = FileLines(Encoder(stamping).encode(CALL, log(), lambda: ()), "here").whole(CALL)
    assert same_as(log(), lines) == lines
    assert same_as(log()[:3], lines) == lines[:3]
    assert same_as([*log()[:2], filled(3, "else"), *log()[3:]], lines) == lines[:2]
    assert same_as([], lines) == []


def test_what_is_saved_is_not_written_again(journal: FileJournal) -> None:
    """An event that is given again adds no line, in the same session and in the next one."""
    journal.append(CALL, log()[:3])
    journal.append(CALL, log()[:3])
    journal.append(CALL, log())
    (file,) = journal._folder.rglob("*.jsonl")
    assert file.read_bytes().count(b"\n") == 5
    journal.close()
    journal.append(CALL, log())
    journal.append(CALL, [])
    assert file.read_bytes().count(b"\n") == 5
    other = "20261123-17-other"
    journal.append(other, log(other))
    journal.append(CALL, [filled(6)])
    assert file.read_bytes().count(b"\n") == 11
    assert journal.read_call(CALL).events == [*log(), filled(6)]
