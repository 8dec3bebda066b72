"""What is printed as a call that breaches a rule is one: typed line by line, it ends in that verdict."""

from __future__ import annotations

import json
import shutil
from contextlib import redirect_stdout
from datetime import datetime
from functools import partial
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

from callscript import cli
from callscript.commands.proof_told import Lines
from callscript.commands.prove import Wait, proof_of
from callscript.commands.weak import weak_of
from callscript.core.call.call import Call
from callscript.core.script.model import Script
from callscript.core.standard.verdicts import verdicts
from callscript.proof.worked_out import WorkedOut
from callscript.runtime.paths import Folders
from tests.packs.conftest import MINI
from tests.plain.conversation import start
from tests.terminal.calls import UA
from tests.terminal.still import StillPlace

FEW = 1000
"""Calls that show what the rules of the shipped packs are blind to; the command leads more."""


class Asked(NamedTuple):
    """A home in which the Ukrainian pack was proved without function keys, and what the command told."""

    home: Path
    told: str


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Prove it once for all that is held against it."""
    home, told = tmp_path_factory.mktemp("asked") / "home", StringIO()
    with redirect_stdout(told):
        assert cli.main(["prove", "ua-court", "--level", "main", "--home", str(home)]) == 0
    return Asked(home, told.getvalue())


def test_a_call_that_breaches_a_rule_is_played_line_by_line(ua: Script, asked: Asked, tmp_path: Path) -> None:
    """Each line is typed when there is a prompt, and each wait is waited."""
    proof = proof_of(WorkedOut(ua), "main", Folders.resolve(str(asked.home)))
    found = [rule for rule in proof.rules if rule.verdict == "breached" and not rule.work]
    assert found
    for number, rule in enumerate(found):
        call = played(tmp_path / str(number), rule.lines)
        assert call.ended is not None
        assert call.ended.how == rule.ended
        judged = next(each for each in verdicts(ua, call.watches, call.ended.at) if each.clause == rule.clause)
        assert judged.verdict == "breached"


def test_a_call_to_which_a_rule_is_blind_is_played_line_by_line(ua: Script, tmp_path: Path) -> None:
    """It has happened twice, and what is owed for it is owed, or was done, once."""
    begun = [spot for spot in weak_of(ua, "keys", FEW).spots if not spot.work]
    spot = min(begun, key=lambda each: len(each.lines))
    begins = datetime.fromisoformat(spot.begun)
    call = played(tmp_path, spot.lines, after_ten=begins.hour * 3600 + begins.minute * 60 - 36_000)
    assert call.latest is not None
    assert sum(spot.fact in each.facts for each in call.record if each.obliges) == 2
    judged = next(each for each in verdicts(ua, call.watches, call.latest) if each.clause == spot.clause)
    assert judged.verdict in ("open", "met")


def played(home: Path, lines: Lines, *, after_ten: int = 0) -> Call:
    """Type the lines of a call that begins so many seconds after ten o'clock, a wait for each that is one; return the
    call that is recorded then.
    """
    place = StillPlace(home, UA)
    place.pass_time(after_ten)
    with start(place, program=place.program) as talk:
        talk.prompted()
        talk.say("")
        passed = after_ten
        for line in lines:
            passed += line.seconds if isinstance(line, Wait) else 4
            place.pass_time(passed)
            if not isinstance(line, Wait):
                talk.say(line)
        talk.hang_up()  # what a clock tells has a prompt of its own: the last line may not be taken in yet
    return place.call()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the command lead few calls."""
    monkeypatch.setattr("callscript.commands.weak.weak_of", partial(weak_of, walks=FEW))


@pytest.mark.usefixtures("few")
def test_where_a_rule_is_blind_without_a_reason_it_is_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told with keys, beside those that say why; so is a reason in a rule that cannot be blind."""
    why = ', repeats = "it is asked once whether all that was explained until then was understood"'
    pack = changed(tmp_path, (why, ""), ("fresh = true, lapses", 'fresh = true, repeats = "so it is", lapses'))
    assert cli.main(["prove", str(pack), "--weak", "--level", "main", "--home", str(tmp_path / "home")]) == 1
    told = capsys.readouterr()
    assert "UA-12 rule 1: once more mark:served, and it asks for nothing more\n    Enter " in told.out
    assert "accepted: what the caller is called and how they are reached is recorded once a call" in told.out
    assert told.err.splitlines() == [
        "callscript: UA-12 rule 1: it is blind, and it is not said in repeats why that is right",
        "callscript: UA-09 rule 6: it cannot be blind: take repeats away",
    ]


@pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc"])
@pytest.mark.usefixtures("few")
def test_the_shipped_packs_say_why_a_rule_is_blind(
    pack: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No rule that is seen to be blind in few calls is without a reason."""
    says_why(pack, tmp_path, capsys)


@pytest.mark.soak
@pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc"])
def test_they_say_why_of_whatever_the_command_sees(
    pack: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor is one in as many calls as the command leads."""
    says_why(pack, tmp_path, capsys)


def says_why(pack: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Expect a reason for all that the command sees, and none where there is nothing to be seen."""
    assert cli.main(["prove", pack, "--weak", "--json", "--home", str(tmp_path / "home")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["spots"]
    assert all(each["repeats"] and each["keys"] for each in found["spots"])
    assert found["needless"] == []


def test_the_command_prints_keys_and_keeps_what_it_found(
    asked: Asked, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is undecided is called so; asked again, nothing is proved anew."""
    home, told = asked
    assert "UA-20 rule 1: breached without function keys" in told
    assert "(wait " in told
    assert "undecided: " in told
    monkeypatch.setattr("callscript.commands.prove.proved", None)
    assert cli.main(["prove", "ua-court", "--level", "main", "--home", str(home), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {rule["verdict"] for rule in found["rules"]} <= {"proved", "breached", "undecided"}
    assert any(Folders.resolve(str(home)).cache.glob("proofs/*.json"))


def test_a_rule_that_every_call_breaches_is_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pack with a rule that no call can keep ends with status 1, and says which."""
    pack = tmp_path / "mini"
    shutil.copytree(MINI, pack)
    text = (pack / "pack.toml").read_text(encoding="utf-8")
    kept = 'before = ["chose:need"], unless = ["closed_hours"]'
    assert text.count(kept) == 1
    (pack / "pack.toml").write_text(text.replace(kept, 'before = ["started"]'), encoding="utf-8")
    assert cli.main(["prove", str(pack), "--level", "main", "--home", str(tmp_path / "home")]) == 1
    assert "MI-01 rule 1: every call breaches it" in capsys.readouterr().err


def changed(home: Path, *edits: tuple[str, str]) -> Path:
    """Return a copy of the Ukrainian pack with some of its text replaced."""
    pack = home / "ua-court"
    pack.mkdir()
    for file in (Path(__file__).parents[2] / "data" / "packs" / "ua-court").glob("*.toml"):
        (pack / file.name).write_bytes(file.read_bytes())
    text = (pack / "pack.toml").read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (pack / "pack.toml").write_text(text, encoding="utf-8")
    return pack


def test_what_rules_are_blind_to_is_kept_as_no_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["prove", "ua-court", "--weak", "--cases", str(tmp_path / "cases")])
    assert ended.value.code == 2
    assert "--weak" in capsys.readouterr().err
