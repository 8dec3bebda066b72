"""Lines of calls in progress: what is gone on from is what the log says, and nothing is written that is there."""

from __future__ import annotations

from callscript.core.call.events import ERASED, Filled
from callscript.store.journal.encoding import Encoder, same_as
from callscript.store.journal.erasure import without_caller
from callscript.store.journal.journal import FileJournal
from callscript.store.journal.lines import FileLines, decode
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


def test_what_was_erased_is_not_written_again(journal: FileJournal) -> None:
    """A session that goes on with a call and gives again what it knows of it adds nothing that was taken away."""
    journal.append(CALL, log())
    journal.close()
    (file,) = journal._folder.rglob("*.jsonl")
    file.write_bytes(without_caller(file.read_bytes(), CALL))
    again = FileJournal(journal._folder, stamping)
    again.append(CALL, [filled(6)])
    again.append(CALL, [*log(), filled(6)])
    written = again.read_call(CALL)
    assert [event.seq for event in written.events] == [1, 2, 3, 4, 5, 6]
    assert [event.value == ERASED for event in written.events if isinstance(event, Filled)] == [*[True] * 4, False]
    assert (written.problems, file.read_bytes().count(b"\n")) == ([], 6)
    again.close()


def test_a_call_taken_up_goes_on_behind_its_log() -> None:
    """Lines behind the log are not gone on from, and those that stand there are not written again."""
    stored = FileLines(Encoder(stamping).encode(CALL, log(), lambda: ()), "here").whole(CALL)
    encoder = Encoder(stamping)
    encoder.take_up(CALL, log()[:3])
    written = encoder.encode(CALL, [filled(4, "else")], lambda: stored)
    assert [decode(line).seq for line in written.splitlines()] == [4]
    whole = b"".join(line.raw + b"\n" for line in stored[:3]) + written
    assert [line.event for line in FileLines(whole, "here").whole(CALL)] == [*log()[:3], filled(4, "else")]
