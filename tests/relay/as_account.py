"""Asks a relay as another account: `python -m tests.relay.as_account NAME SOCKET QUESTION`."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import msgspec

from callscript.store.relayed.line import NotAnswered, ask
from callscript.store.relayed.questions import Question, encode
from tests.accounts import AS_ROOT, Account, become
from tests.programs import ROOT
from tests.relay.office import Office
from tests.terminal.any_terminal import PATIENCE


def as_account(account: Account, office: Office, question: Question) -> str:
    """Ask something as an account; return `saved`, or why there is no answer."""
    command = [sys.executable, "-m", "tests.relay.as_account", account.name, str(office.home / "relay.sock")]
    done = subprocess.run(
        [*AS_ROOT, *command, encode(question).decode()],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def main(name: str, place: str, question: str) -> None:
    """Ask."""
    importlib.import_module("socket")  # what is loaded later could not be read any more
    become(name)
    try:
        told = "saved" if ask(Path(place), msgspec.json.decode(question, type=Question), 2.0).saved else "not saved"
    except NotAnswered as error:
        told = str(error)
    sys.stdout.write(told)


if __name__ == "__main__":
    main(*sys.argv[1:])
