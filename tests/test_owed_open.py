"""What a call owes before it is filed, with real programs: led now, killed with -9, gone on with, done by another."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from callscript.core.call import events as e
from callscript.core.register_number import read_number
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from callscript.store.names import is_desk_log
from tests.plain.conversation import NEW_CALL, Conversation, line_of
from tests.programs import SURROUNDINGS, completed
from tests.terminal.calls import PROGRAM, UA_APPEAL, pack_at

PHONE = "+380501234567"
APPEAL = [line_of(move) for move in UA_APPEAL.moves]
REGISTERED = [move.step for move in UA_APPEAL.moves].index("understood")
"""Up to here an appeal is registered, and the caller is told its number, and that it is sent on today."""
ENDED = len(APPEAL) - 1
"""Up to here the caller has hung up, and whether it was sent on is asked."""

CALL_BACK = [*(line_of(move) for move in UA_APPEAL.moves[:5]), "*8", "", "3"]
"""Up to here a call-back within a working day was agreed, and it is still to be promised."""

LV_PHONE = "+37129123456"
APPLICATION = ["", "", "Bērziņas kundze", "Nedarbojas eID karte", "5", "Anna", "Bērziņa", "", "anna@example.lv", ""]
"""Up to here an application is registered, and when it is dealt with is still to be told."""
TOLD = ["", "1", "5", "", ""]
"""It is told, and the caller hangs up."""


class Office:
    """A home that operators share, each with a profile of their own."""

    def __init__(self, folder: Path, pack: str = "ua-court") -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.home.chmod(0o2770)
        (self.home / "settings.toml").write_text('[store]\nshare = "group"\n', encoding="utf-8")
        (self.home / "settings.toml").chmod(0o640)
        self._pack = pack
        self._folder = folder

    def env(self, number: str) -> Mapping[str, str]:
        """Return what an operator's programs find around them."""
        own = self._folder / f"own-{number}"
        settings = own / ".config" / "callscript" / "profile.toml"
        if not settings.exists():
            settings.parent.mkdir(parents=True)
            settings.write_text(
                f'number = "{number}"\nname = "Олена"\nname_latin = "Olena"\ngender = "feminine"\n'
                f'pack = "{self._pack}"\nlanguage = "en"\n',
                encoding="utf-8",
            )
            for each in (settings, settings.parent, settings.parent.parent, own):
                each.chmod(0o600 if each.is_file() else 0o700)
        return {"HOME": str(own), "LANG": "C.UTF-8"}

    def sits(self, number: str) -> Conversation:
        """Start an operator's session, line by line."""
        command = [*PROGRAM, "run", "--plain", "--home", str(self.home)]
        return Conversation(command, self._folder, env=self.env(number))

    def run(self, number: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command as an operator."""
        command = [*PROGRAM, *arguments, "--home", str(self.home)]
        return completed(command, {**SURROUNDINGS, **self.env(number)})

    def works(self, number: str, *arguments: str) -> str:
        """Run a command that does what it is told; return what it prints."""
        found = self.run(number, *arguments)
        assert (found.returncode, found.stderr) == (0, ""), found
        return found.stdout

    def tasks(self, number: str, *arguments: str) -> list[dict[str, Any]]:
        """Return what an operator has in a list of work."""
        return json.loads(self.works(number, "tasks", "--json", *arguments))

    @property
    def log(self) -> list[e.Event]:
        """The only call of operator 17."""
        journal = FileStore(Folders.resolve(self.home)).journal
        (log,) = (log for day in journal.days() for log in journal.read_day(day, "17").calls.values())
        return log

    @property
    def deeds(self) -> Counter[str]:
        """How often what was recorded of work outside of calls."""
        journal = FileStore(Folders.resolve(self.home)).journal
        logs = [journal.read_day(day).desks for day in journal.days()]
        found = (event for desks in logs for name, log in desks.items() if is_desk_log(name) for event in log)
        return Counter(type(event).__name__ for event in found if isinstance(event, e.TaskMoved))


@pytest.fixture
def court(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def media(tmp_path: Path) -> Office:
    """The other standard, at noon."""
    return Office(tmp_path, str(pack_at("lv-lvrtc", 12, tmp_path)))


def lead(talk: Conversation, lines: Iterable[str], phone: str = PHONE) -> str:
    """Take a call from a number; return what was told last."""
    talk.wait_for(NEW_CALL)
    told = talk.say(phone)
    for line in lines:
        told = talk.say(line)
    return told


def killed(office: Office, lines: Iterable[str], phone: str = PHONE) -> str:
    """Have operator 17 killed in a call; return the number that its caller was told."""
    with office.sits("17") as talk:
        lead(talk, lines, phone)
        talk.process.kill()
        talk.process.wait()
        words = talk.text.replace(".", " ").replace(",", " ").split()
    return next(filter(read_number, words), "")


def go_on(office: Office, lines: Iterable[str]) -> str:
    """Have operator 17 go on with the call that was killed, and close it; return all that was told."""
    with office.sits("17") as talk:
        talk.prompted()
        talk.say("1")
        for line in lines:
            talk.say(line)
        close(office, talk)
        return talk.text


def close(office: Office, talk: Conversation) -> None:
    """Take what the wrap-up of operator 17 proposes."""
    while not isinstance(office.log[-1], e.Closed):
        talk.say("")


def dispatch(tasks: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the only work of some, which is to send an appeal on."""
    (task,) = tasks
    assert task["kind"] == "dispatch"
    return task


def test_what_a_call_owes_that_is_led_now(court: Office) -> None:
    """Each face and command lists it and says whose call it is in; nobody moves it, and that is said in words."""
    with court.sits("17") as talk, court.sits("18") as other:
        lead(talk, APPEAL[:REGISTERED])
        task = dispatch(court.tasks("18", "--all"))
        assert (task["in_call"], task["state"], task["by"], task["held_by"]) == ("17", "open", None, None)
        assert "№ 17 still leads its call" in court.works("18", "tasks", "--all")
        assert dispatch(court.tasks("17"))["in_call"] == "17"
        assert court.tasks("18") == []
        assert "№ 17 still leads its call" in court.works("18", "task", task["number"])
        for number in ("17", "18"):
            refused = court.run(number, "task", task["id"], "done")
            assert (refused.returncode, refused.stdout) == (1, "")
            assert "№ 17 still leads the call that owes it: it can be moved once that is over" in refused.stderr
        other.wait_for(NEW_CALL)
        other.say("2")
        assert "№ 17 still leads its call" in other.say("*+")
        other.say("1")
        assert "it can be moved once that is over" in other.say("1")
        for line in APPEAL[REGISTERED:ENDED]:
            talk.say(line)
        assert dispatch(court.tasks("18", "--all"))["in_call"] == "17", "it is asked for after the call"
        talk.say("2")  # not yet
        assert dispatch(court.tasks("18", "--all"))["in_call"] is None, "only the wrap-up is left"
        assert "№ 18 has done it" in court.works("18", "task", task["id"], "done")
        close(court, talk)
    assert court.tasks("18", "--all") == []
    assert court.deeds == {"TaskDone": 1}


@pytest.mark.parametrize("until", [REGISTERED, ENDED])
def test_what_a_call_owes_that_was_killed(until: int, court: Office) -> None:
    """It is in the lists of the operator and of all, under the number that the caller was told, and what a caller waits
    for; gone on with, the call is as it was, and its work is done once, in it.
    """
    number = killed(court, APPEAL[:until])
    task = dispatch(court.tasks("18", "--all"))
    assert (task["in_call"], task["owner"], task["number"]) == (None, "17", number)
    assert dispatch(court.tasks("17"))["id"] == task["id"]
    assert court.tasks("18") == []
    assert number in court.works("18", "task", number)
    with court.sits("18") as other:
        other.wait_for(NEW_CALL)
        assert "waits, due " in other.say(PHONE)
        assert "operator 17" in other.say("*14")
    assert dispatch(court.tasks("18", "--all")) == task, "nothing changes by being looked at"
    go_on(court, APPEAL[until:])
    assert court.tasks("18", "--all") == []
    done = [event for event in court.log if isinstance(event, e.TaskDone)]
    assert [(each.task, each.by) for each in done] == [(task["id"], "")]
    assert not court.deeds


@pytest.mark.parametrize(("until", "after"), [(REGISTERED, APPEAL[REGISTERED:ENDED]), (ENDED, [])])
def test_what_another_has_done_meanwhile(until: int, after: list[str], court: Office) -> None:
    """It can be taken like any other work, and stands: the call that is gone on with tells that, and asks for it no
    more, where it was asked already when the program was killed, too; nothing is owed, nothing left to be done.
    """
    number = killed(court, APPEAL[:until])
    task = dispatch(court.tasks("18", "--all"))
    assert "taken by № 18 since" in court.works("18", "task", number, "take")
    assert "№ 18 has it since" in court.run("17", "task", number, "done").stderr
    assert dispatch(court.tasks("18"))["in_call"] is None
    assert "№ 18 has done it" in court.works("18", "task", number, "done", "--note", "поштою")
    assert court.tasks("18", "--all") == court.tasks("17") == []
    assert "there is no such work" not in court.works("17", "task", number)
    told = go_on(court, after)
    assert "№ 18 has done work of this call: " in told
    wrapped = told[told.rindex("Wrap-up") :]
    assert "UA-11" not in wrapped
    assert "Work that this call leaves" not in wrapped
    (done,) = court.tasks("18", "--closed", "--all")
    assert (done["id"], done["by"], done["state"]) == (task["id"], "18", "done")
    assert not [event for event in court.log if isinstance(event, e.TaskMoved) and event.task == task["id"]]
    assert court.deeds == {"TaskTaken": 1, "TaskDone": 1}
    (row,) = json.loads(court.works("18", "register", "--json"))
    assert row["sent"]["by"] == "18" if isinstance(row["sent"], dict) else row["sent_by"] == "18"
    assert court.works("18", "rebuild")
    assert court.tasks("18", "--closed", "--all") == [done]


def test_a_promise_whose_work_somebody_is_at(court: Office) -> None:
    """Killed before the promise was said; another takes its work and closes it when the call is gone on with. Its
    operator is told before they say it; said then, it opens the work anew, and nobody else is granted that.
    """
    killed(court, CALL_BACK)
    (task,) = court.tasks("18", "--all")
    assert "taken by № 18 since" in court.works("18", "task", task["id"], "take")
    with court.sits("17") as talk:
        talk.prompted()
        assert "№ 18 is at work of this call: " in talk.say("1")
        (led,) = court.tasks("17", "--all")
        assert (led["id"], led["in_call"], led["held_by"]) == (task["id"], "17", "18")
        assert ", № 17 still leads its call" in court.works("19", "tasks", "--all")
        assert court.works("18", "task", task["id"], "done", "--result", "reached")
        assert "№ 17 still leads" in court.run("18", "task", task["id"], "reopen", "--reason", "not so").stderr
        told = talk.say("")
        assert "Somebody has moved work of this call meanwhile" in told
        assert "If it is promised now, it is to be done anew." in talk.text
        talk.say("")
        (anew,) = court.tasks("17", "--all")
        assert anew["id"] != task["id"]
        assert (anew["kind"], anew["due"], anew["in_call"]) == (task["kind"], task["due"], "17")
        assert "№ 17 still leads" in court.run("18", "task", anew["id"], "take").stderr
    opened = [event.task for event in court.log if isinstance(event, e.TaskOpened)]
    assert len(opened) == 2


def test_what_was_moved_before_is_moved_by_nobody_while_the_call_is_led(court: Office) -> None:
    """Work that was tried, and is nobody's now, is refused as what was never moved is."""
    killed(court, CALL_BACK)
    (task,) = court.tasks("18", "--all")
    court.works("18", "task", task["id"], "tried")
    with court.sits("17") as talk:
        talk.prompted()
        assert "№ 18 has reached nobody for work of this call: " in talk.say("1")
        for deed in (["take"], ["done", "--result", "reached"], ["tried"]):
            refused = court.run("18", "task", task["id"], *deed)
            assert (refused.returncode, "№ 17 still leads the call that owes it" in refused.stderr) == (1, True)
        assert "№ 17 still leads its call" in court.works("18", "tasks", "--all")


def test_an_application_of_the_other_standard(media: Office) -> None:
    """Killed before the caller was told when it is dealt with; another processes it in time: it is told still, and the
    verdict is of that deed alone.
    """
    killed(media, APPLICATION, LV_PHONE)
    (task,) = media.tasks("18", "--all")
    assert (task["kind"], task["in_call"]) == ("application", None)
    with media.sits("18") as other:
        other.wait_for(NEW_CALL)
        assert "waits, due " in other.say(LV_PHONE)
    media.works("18", "task", task["id"], "take")
    media.works("18", "task", task["id"], "done", "--note", "nosūtīts izdevējam")
    assert "№ 18 has done work of this call: " in go_on(media, TOLD)
    assert media.tasks("18", "--all") == []
    (done,) = media.tasks("18", "--closed", "--all")
    assert (done["id"], done["by"], done["state"]) == (task["id"], "18", "done")
    shown = json.loads(media.works("18", "show", task["call"], "--json"))
    assert {each["verdict"] for each in shown["verdicts"] if each["clause"] == "LV-15"} == {"met"}
    assert media.deeds == {"TaskTaken": 1, "TaskDone": 1}
