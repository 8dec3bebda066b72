"""What is printed as a call that breaches a rule is one: typed line by line, it ends in that verdict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from callscript import cli
from callscript.commands.proof_told import Lines
from callscript.commands.prove import Wait, proved
from callscript.commands.weak import weak_of
from callscript.core.call.call import Call
from callscript.core.script.model import Script
from callscript.core.standard.verdicts import verdicts
from callscript.runtime.paths import Folders
from tests.plain.conversation import start
from tests.terminal.calls import UA
from tests.terminal.still import StillPlace


def test_a_call_that_breaches_a_rule_is_played_line_by_line(ua: Script, tmp_path: Path) -> None:
    """Each line is typed when there is a prompt, and each wait is waited."""
    proof = proved(ua, "main")
    found = [rule for rule in proof.rules if rule.verdict == "breached" and not rule.work]
    assert found
    for number, rule in enumerate(found):
        call = played(tmp_path / str(number), rule.lines)
        assert call.ended is not None
        assert call.ended.how == rule.ended
        judged = next(each for each in verdicts(ua, call.watches, call.ended.at) if each.clause == rule.clause)
        assert judged.verdict == "breached"


def test_a_call_to_which_a_rule_is_blind_is_played_line_by_line(ua: Script, tmp_path: Path) -> None:
    """In working hours: it has happened twice, and what is owed for it is owed once."""
    begun = [spot for spot in weak_of(ua, "keys").spots if not spot.work and "T09:02" in spot.begun]
    spot = min(begun, key=lambda each: len(each.lines))
    call = played(tmp_path, spot.lines)
    assert call.latest is not None
    assert sum(spot.fact in each.facts for each in call.record if each.obliges) == 2
    judged = next(each for each in verdicts(ua, call.watches, call.latest) if each.clause == spot.clause)
    assert judged.verdict == "open"


def played(home: Path, lines: Lines) -> Call:
    """Type the lines of a call, a wait for each that is one; return the call that is recorded then."""
    place = StillPlace(home, UA)
    with start(place, program=place.program) as talk:
        talk.prompted()
        talk.say("")
        passed = 0
        for line in lines:
            passed += line.seconds if isinstance(line, Wait) else 4
            place.pass_time(passed)
            if not isinstance(line, Wait):
                talk.say(line)
    return place.call()


def test_the_command_tells_what_rules_are_blind_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With keys and the reason; without a reason it is a problem, in words and in JSON."""
    asked = ["prove", "ua-court", "--weak", "--level", "keys", "--home", str(tmp_path / "home")]
    assert cli.main(asked) == 1
    told = capsys.readouterr()
    assert "UA-12 rule 1: once more mark:served, and it asks for nothing more" in told.out
    assert "accepted: it is asked once whether all that was explained until then was understood" in told.out
    assert "UA-12" not in told.err
    unsaid = [line for line in told.err.splitlines() if "it is blind, and it is not said in repeats" in line]
    assert unsaid
    assert cli.main([*asked, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    without = {(each["clause"], each["rule"]) for each in found["spots"] if not each["repeats"]}
    assert len(without) == len(unsaid)
    assert found["needless"] == []


def test_the_command_prints_keys_and_keeps_what_it_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is undecided is called so; asked again, nothing is proved anew."""
    home = tmp_path / "home"
    assert cli.main(["prove", "ua-court", "--level", "main", "--home", str(home)]) == 0
    told = capsys.readouterr().out
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
    pack = tmp_path / "ua-court"
    source = Path(__file__).parents[2] / "data" / "packs" / "ua-court"
    pack.mkdir()
    for file in source.glob("*.toml"):
        (pack / file.name).write_bytes(file.read_bytes())
    text = (pack / "pack.toml").read_text(encoding="utf-8")
    wrong = text.replace('some = ["said:farewell"]', 'some = ["said:farewell"], before = ["started", "said:greet"]')
    assert wrong != text
    (pack / "pack.toml").write_text(wrong, encoding="utf-8")
    assert cli.main(["prove", str(pack), "--level", "main", "--home", str(tmp_path / "home")]) == 1
    assert "UA-13 rule 1: every call breaches it" in capsys.readouterr().err
