"""What is printed as a call that breaches a rule is one: typed line by line, it ends in that verdict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from callscript import cli
from callscript.commands.prove import Wait, proved
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
        place = StillPlace(tmp_path / str(number), UA)
        with start(place, program=place.program) as talk:
            talk.prompted()
            talk.say("")
            passed = 0
            for line in rule.lines:
                if isinstance(line, Wait):
                    passed += line.seconds
                    place.pass_time(passed)
                else:
                    passed += 4
                    place.pass_time(passed)
                    talk.say(line)
        call = place.call()
        assert call.ended is not None
        assert call.ended.how == rule.ended
        judged = next(each for each in verdicts(ua, call.watches, call.ended.at) if each.clause == rule.clause)
        assert judged.verdict == "breached"


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
