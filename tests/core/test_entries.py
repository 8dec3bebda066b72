"""What comes without a call: it is recorded in any order, registered once nothing is lacking, and leaves work."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.decide import decide
from callscript.core.call.entries import begin_entry, lacks, rows
from callscript.core.call.fold import fold, fold_all
from callscript.core.call.refusal import Refused
from callscript.core.counts import Mark, counted
from callscript.core.script.entries import EntryKind
from callscript.core.script.model import Script
from callscript.core.script.steps import TaskSpec
from callscript.core.sums import Sums
from tests.core.scripts import MONDAY, OPERATOR, Walk

LETTER = EntryKind(
    id="letter",
    what="letter",
    channels=("email", "post"),
    fields=("name", "phone"),
    requires=("name",),
    classes=("praise", "complaint"),
    task=TaskSpec(kind="reply", due="2h"),
)
PLAIN = EntryKind(id="note", what="note", channels=("post",), fields=("name",), task=TaskSpec(kind="reply", due="1d"))


@pytest.fixture
def office(script: Script) -> Script:
    """A script that has something to enter."""
    pack = replace(script.pack, entries=(LETTER, PLAIN), results={"reply": ("sent", "none")})
    return Script(pack, script.texts, script.directory, script.holidays)


class Entry:
    """An entry that is being made."""

    def __init__(self, script: Script, kind: str = "letter", at: datetime = MONDAY) -> None:
        self.script, self.now = script, at
        self.log: list[e.Event] = []
        self.call = Call()
        self._take(begin_entry(script, "20261123-17-k3f9abc", OPERATOR, at, kind))

    def do(self, *commands: c.Command) -> Entry:
        """Carry out commands."""
        for command in commands:
            self._take(decide(self.script, self.call, command, self.now))
        return self

    def refused(self, command: c.Command) -> Refused:
        """Return why a command is refused, which changes nothing."""
        with pytest.raises(Refused) as refused:
            decide(self.script, self.call, command, self.now)
        return refused.value

    def _take(self, events: tuple[e.Event, ...]) -> None:
        for event in events:
            self.call = fold(self.script, self.call, event)
            self.log.append(event)


def whole(script: Script, at: datetime = MONDAY) -> Entry:
    """Return an entry with all that it needs."""
    received = at - timedelta(hours=1)
    return Entry(script, at=at).do(c.Receive("post", received, "praise"), c.Fill("name", "Anna"))


def test_it_is_no_call(office: Script) -> None:
    """It has no step, nobody is on the line, and nothing that is done in a call is done in it."""
    entry = Entry(office)
    assert (entry.call.entry, entry.call.step, entry.call.frames) == ("letter", "", ())
    assert not entry.call.under_way
    assert not entry.call.over
    for command in (c.Advance(), c.TakeDetour("hold"), c.LoseLine(), c.Summarise("x"), c.Resume()):
        assert entry.refused(command).code == "only_entered"


def test_what_is_recorded_can_be_changed_until_it_is_registered(office: Script) -> None:
    """What is not given stays; the same once more is no event; a class that was changed counts no more."""
    entry = Entry(office).do(c.Receive(channel="email", classed="complaint"))
    assert lacks(office, entry.call) == ("received", "name")
    entry.do(c.Receive("post", MONDAY), c.Receive(classed="praise"))
    length = len(entry.log)
    entry.do(c.Receive("post", MONDAY, "praise"))
    assert len(entry.log) == length
    received = entry.call.received
    assert received
    assert (received.channel, received.received, received.classed) == ("post", MONDAY, "praise")
    assert "classed:praise" in entry.call.happened
    assert not {"classed:complaint", "received:email"} & entry.call.happened.keys()
    assert fold_all(office, entry.log) == entry.call


def test_registering_leaves_work_as_of_when_it_came(office: Script) -> None:
    """Its due time does not begin when somebody gets round to entering it."""
    entry = whole(office, MONDAY + timedelta(hours=3)).do(c.Close())
    assert [type(event) for event in entry.log[-3:]] == [e.Registered, e.TaskOpened, e.Closed]
    (task,) = entry.call.tasks
    assert (task.kind, task.step, task.matter) == ("reply", "entry.letter", 1)
    assert task.due == MONDAY + timedelta(hours=4)
    assert entry.call.about(1).registered == ("letter",)
    assert entry.call.closed
    assert entry.refused(c.Close()).code == "closed"
    assert entry.refused(c.Fill("name", "Ilze")).code == "closed"


def test_it_says_what_it_lacks(office: Script) -> None:
    """In the order in which it is asked for; what is not classed has no class to lack."""
    assert Entry(office).refused(c.Close()).names == ("channel", "received", "class", "name")
    assert Entry(office, "note").refused(c.Close()).names == ("channel", "received")
    assert rows(PLAIN) == ("channel", "received", "name")
    note = Entry(office, "note").do(c.Receive("post", MONDAY), c.Close())
    assert note.call.tasks[0].due == MONDAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("command", "code", "names"),
    [
        (c.Receive(channel="pigeon"), "no_such", ("pigeon",)),
        (c.Receive(classed="poem"), "no_such", ("poem",)),
        (c.Receive(received=MONDAY + timedelta(seconds=1)), "not_come_yet", ()),
        (c.Fill("matter", "x"), "no_such", ("matter",)),
        (c.Fill("name", "?"), "says_nothing", ("name",)),
        (c.Draft("matter", "x"), "no_such", ("matter",)),
    ],
)
def test_what_it_cannot_take_is_refused(office: Script, command: c.Command, code: str, names: tuple[str, ...]) -> None:
    """Another way, another class, a moment to come, a field of something else."""
    refused = Entry(office).refused(command)
    assert (refused.code, refused.names) == (code, names)


def test_only_what_the_script_names_is_entered(office: Script, script: Script, walk: Walk) -> None:
    """And in a call nothing is received."""
    with pytest.raises(Refused) as refused:
        begin_entry(office, "x", OPERATOR, MONDAY, "parcel")
    assert (refused.value.code, refused.value.names) == ("no_entry", ("parcel",))
    with pytest.raises(Refused) as refused:
        decide(script, walk.call, c.Receive("post"), walk.now)
    assert refused.value.code == "no_entry"


def test_what_is_being_typed_is_kept(office: Script) -> None:
    """In a field, and in the place of the moment; recording it takes the draft away."""
    entry = Entry(office).do(c.Draft(e.RECEIVED, "23.1"), c.Draft("name", "An"))
    assert entry.call.drafts == {e.RECEIVED: "23.1", "name": "An"}
    assert not entry.call.fields
    entry.do(c.Receive(received=MONDAY), c.Fill("name", "Anna"))
    assert not entry.call.drafts


def test_another_line_takes_no_draft_of_the_moment_away(office: Script) -> None:
    """Way and class are recorded in one event with it; the same moment once more is recorded, too."""
    entry = Entry(office).do(c.Receive(received=MONDAY), c.Draft(e.RECEIVED, "23.1"))
    entry.do(c.Receive(channel="post"), c.Receive(classed="praise"))
    assert entry.call.drafts == {e.RECEIVED: "23.1"}
    assert fold_all(office, entry.log) == entry.call
    assert not entry.do(c.Receive(received=MONDAY)).call.drafts


def test_it_can_be_discarded_whatever_is_in_it(office: Script) -> None:
    """As long as it is not registered."""
    entry = whole(office).do(c.Discard())
    assert entry.call.discarded
    assert not entry.call.tasks


def marks(entry: Entry) -> dict[Mark, int]:
    """Count what an entry adds to a report."""
    found = counted(entry.script, entry.call, entry.now)
    assert found
    assert (found.operator, found.channel) == ("17", "post")
    return {mark: found.marks.count(mark) for mark in found.marks}


def test_what_it_counts(office: Script) -> None:
    """Its kind, its class and its way, how the work stands that it has left and what came of that; it is no call."""
    entry = whole(office)
    assert marks(entry) == {Mark("entries", "letter", "not_closed"): 1}
    entry.do(c.Close())
    common = {
        Mark("entries", "letter", "closed"): 1,
        Mark("feedback", "praise", "given"): 1,
        Mark("feedback", "praise", "registered"): 1,
        Mark("channels", "post", "given"): 1,
    }
    stands = {mark: n for mark, n in marks(entry).items() if mark.section != "clauses"}
    assert stands == common | {Mark("work", "reply", "not_due"): 1, Mark("feedback", "praise", "open"): 1}
    (task,) = entry.call.tasks
    done = e.TaskDone(seq=entry.call.seq + 1, at=MONDAY, task=task.id, kind="reply", by="18", attempt=1, came_to="sent")
    entry.call = fold(office, entry.call, done)
    stands = {mark: n for mark, n in marks(entry).items() if mark.section != "clauses"}
    assert stands == common | {
        Mark("work", "reply", "in_time"): 1,
        Mark("results", "reply.sent", "done"): 1,
        Mark("feedback", "praise", "done"): 1,
    }
    sums = Sums(("channel",))
    found = counted(office, entry.call, entry.now)
    assert found
    sums.add(found)
    sums.add(replace(found, channel="email", marks=(Mark("entries", "letter", "discarded"),)))
    figures = {(each.section, each.item, each.measure, dict(each.group).get("channel", "")): (each.number, each.of)
               for each in sums.figures(office)}  # fmt: skip
    assert figures["entries", "letter", "closed", ""] == (1, 2)
    assert ("channels", "post", "given", "email") not in figures
    assert figures["channels", "post", "given", ""] == (1, 1)
    assert figures["results", "reply.sent", "done", "post"] == (1, 1)
    assert figures["feedback", "praise", "done", "post"] == (1, 1)
    assert ("calls", "", "closed", "") not in figures


def test_what_says_no_way_yet_counts_under_none(office: Script) -> None:
    """An entry that was begun only."""
    found = counted(office, Entry(office).call, MONDAY)
    assert found
    assert found.channel == ""
    again = replace(found, marks=(*found.marks, Mark("work", "reply", "late")))
    assert again.marks[0] == Mark("entries", "letter", "not_closed")


WHY = "misread"


def registered(script: Script, at: datetime = MONDAY) -> Entry:
    """Return an entry that is registered."""
    return whole(script, at).do(c.Close())


def test_it_is_corrected_like_a_call_that_is_closed(office: Script) -> None:
    """Way, time and class, and the fields, each with a reason; what counts by them follows, the work too."""
    entry = registered(office)
    (before,) = entry.call.tasks
    entry.now += timedelta(minutes=5)
    friday, due = MONDAY - timedelta(days=3), MONDAY - timedelta(days=3, hours=-2)
    entry.do(c.CorrectReceived(WHY, "email", friday, "complaint"), c.CorrectField("name", "Ilze", WHY))
    corrected, field = entry.log[-2:]
    assert isinstance(corrected, e.ReceivedCorrected)
    assert isinstance(field, e.FieldCorrected)
    assert (corrected.tasks, corrected.due) == ((before.id,), due)
    came = entry.call.received
    assert came
    assert (came.channel, came.received, came.classed) == ("email", friday, "complaint")
    assert entry.call.fields["name"].text == "Ilze"
    assert entry.call.tasks[0].due == due
    assert {"classed:complaint", "received:email"} <= entry.call.happened.keys()
    assert not {"classed:praise", "received:post"} & entry.call.happened.keys()
    assert fold_all(office, entry.log) == entry.call
    found = counted(office, entry.call, entry.now)
    assert found
    assert found.channel == "email"
    assert {Mark("feedback", "complaint", "given"), Mark("work", "reply", "overdue")} <= {*found.marks}


def test_what_is_not_corrected_stays(office: Script) -> None:
    """Another class moves no work."""
    entry = registered(office)
    (before,) = entry.call.tasks
    entry.do(c.CorrectReceived(WHY, classed="complaint"))
    assert entry.call.tasks == (before,)
    assert isinstance(last := entry.log[-1], e.ReceivedCorrected)
    assert (last.channel, last.received, last.tasks, last.due) == ("post", MONDAY - timedelta(hours=1), (), None)


def test_what_was_done_in_time_is_judged_by_when_it_came(office: Script) -> None:
    """Also where the work is closed."""
    entry = registered(office)
    (task,) = entry.call.tasks
    done = e.TaskDone(seq=entry.call.seq + 1, at=MONDAY, task=task.id, kind="reply", by="18", attempt=1)
    entry.call = fold(office, entry.call, done)
    entry.do(c.CorrectReceived(WHY, received=MONDAY - timedelta(days=3)))
    found = counted(office, entry.call, entry.now)
    assert found
    assert Mark("work", "reply", "late") in found.marks


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.CorrectReceived("", "email"), "reason_wanted"),
        (c.CorrectField("name", "Ilze", " "), "reason_wanted"),
        (c.CorrectReceived(WHY, "pigeon"), "no_such"),
        (c.CorrectReceived(WHY, classed="poem"), "no_such"),
        (c.CorrectReceived(WHY, "post", classed="praise"), "not_changed"),
        (c.CorrectReceived(WHY, received=MONDAY + timedelta(seconds=1)), "entered_before"),
        (c.CorrectField("matter", "x", WHY), "no_such"),
        (c.CorrectField("name", "Anna", WHY), "not_changed"),
        (c.CorrectField("name", "", WHY), "registered_keeps"),
        (c.CorrectEnd("caller", WHY), "only_entered"),
        (c.Draft(e.correction_of("matter", 0, "how"), "x"), "no_such"),
        (c.Draft("name", "x"), "closed"),
    ],
)
def test_what_a_correction_cannot_be(office: Script, command: c.Command, code: str) -> None:
    """Without a reason, of what is none of it, of nothing, of a moment behind its registration."""
    entry = registered(office)
    entry.now += timedelta(minutes=5)
    assert entry.refused(command).code == code


def test_what_is_being_typed_for_a_correction_is_kept(office: Script) -> None:
    """And dropped once it is made."""
    place = e.correction_of("received", 0, "how")
    entry = registered(office).do(c.Draft(place, "23.1"))
    assert entry.call.drafts == {place: "23.1"}
    assert not entry.do(c.CorrectReceived(WHY, "email")).call.drafts


def test_a_correction_of_nothing_changes_nothing(office: Script, walk: Walk) -> None:
    """Of what never came it says nothing; and a call cannot be corrected so."""
    entry = Entry(office)
    said = e.ReceivedCorrected(seq=2, at=MONDAY, channel="post", received=MONDAY, classed="", reason=WHY)
    after = fold(office, entry.call, said)
    assert (after.received, after.record) == (None, entry.call.record)
    assert entry.refused(c.CorrectReceived(WHY, "post")).code == "only_entered"
    with pytest.raises(Refused) as refused:
        decide(walk.script, walk.call, c.CorrectReceived(WHY, "post"), walk.now)
    assert refused.value.code == "no_entry"
