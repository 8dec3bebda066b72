"""Kill -9 of a real session between each two steps of a notice: it is delivered all the same, twice only where nobody
can know whether it was taken over.
"""

from __future__ import annotations

import sys
from pathlib import Path
from signal import SIGKILL

import pytest

from tests.mail.server import listening, settings, wait_until
from tests.mail.test_maildir import read
from tests.mail.test_watch import number, watching
from tests.plain.conversation import line_of, start
from tests.terminal.calls import UA_APPEAL, Place

PROGRAM = """
import os, runpy, smtplib, sys
from pathlib import Path
from callscript.service import session
from callscript.service.delivery import maildir, office
from callscript.store.outbox import files
Outbox = files.FileOutbox

def die(*_):
    os.kill(os.getpid(), 9)

def first(do, then=die):
    def both(*given):
        do(*given)
        then(*given)
    return both

{step}
runpy.run_module("callscript", run_name="__main__", alter_sys=True)
"""
"""The program, with a step at which it is killed."""

STEPS = {
    "the event is durable": "Outbox.put = die",
    "the letter is begun": "files.replace = die",
    "the letter is in the outbox": "office.Office._tried = die",
    "the server was greeted": "smtplib.SMTP.mail = die",
    "the server knows for whom": "smtplib.SMTP.data = die",
    "it is taken over": "real = Outbox.change; Outbox.change = lambda self, letter: die()",
    "that is noted": "real = files.replace; "
    "files.replace = lambda path, data: (real(path, data), die() if 'sent' in path.parts else None)",
    "nothing waits any more": "session.Session.hear = die",
}
TAKEN_OVER = "it is taken over"
"""The one step behind which nobody knows what the one before has done."""


def killed(place: Place, step: str) -> str:
    """Lead a call to its end and have the session killed at a step; return the id of the letter that it owes."""
    with start(place, program=(sys.executable, "-c", PROGRAM.format(step=step))) as talk:
        talk.prompted()
        talk.say("")
        for move in place.route.moves[:-2]:
            talk.say(line_of(move))
        talk.send(f"{line_of(place.route.moves[-2])}\n".encode())
        assert talk.process.wait() == -SIGKILL
    (call,) = place.logs()
    return f"<{call}.{number(place.log())}.appeal@callscript>"


@pytest.mark.parametrize("after", ["the next start", "a watcher"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_between_two_steps(step: str, after: str, tmp_path: Path) -> None:
    """Whoever comes next delivers what is owed, once; with the same id where it was taken over before."""
    place = Place(tmp_path, UA_APPEAL)
    place.home.mkdir(mode=0o700)
    with listening() as server:
        settings(place.home, server.port)
        owed = killed(place, STEPS[step])
        most = 2 if step == TAKEN_OVER else 1
        if after == "a watcher":
            with watching(place.home):
                settled(place, owed)
        else:
            with start(place) as talk:
                talk.prompted()
                talk.say("1")
                settled(place, owed)
    assert server.ids == [owed] * most


def settled(place: Place, owed: str) -> None:
    """Wait until a letter was delivered and nothing waits any more."""
    outbox = place.home / "outbox"
    name = f"{owed[1:].partition('@')[0]}.json"
    wait_until(lambda: list(outbox.glob(f"sent/*/*/{name}")) and not list(outbox.glob("open/*.json")), 40)


@pytest.mark.parametrize(
    "step",
    [
        "maildir.write_new = die",
        "maildir.write_new = first(maildir.write_new)",
        "maildir.sync_folder = die",
        "Outbox.change = lambda self, letter: die()",
    ],
)
def test_a_mail_folder_gets_it_once(step: str, tmp_path: Path) -> None:
    """Wherever the session is killed, the letter lies in the folder once, whole, when the next one has looked."""
    place = Place(tmp_path, UA_APPEAL)
    owed = killed(place, step)
    with start(place) as talk:
        talk.prompted()
        talk.say("1")
        settled(place, owed)
    (found,) = read(place.home)
    assert found["Message-ID"] == owed
    assert "Шевченко" in found.get_content()
