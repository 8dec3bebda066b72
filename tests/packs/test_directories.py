"""A pack's directory: it lies apart, a centre replaces it without code, and a call keeps the one it began with."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript import packs
from callscript.commands.maintenance import check
from callscript.core.call import commands as c
from callscript.core.script.directory import DirectoryEntry
from callscript.core.script.hours import Hours
from callscript.core.script.model import Script
from callscript.core.script.working_time import is_there
from callscript.dialogue.read.digits import narrowed
from callscript.dialogue.show.entries import entry_lines, entry_note
from callscript.packs import PackErrors
from tests.clauses.ways import registered

OWN = """
[[entry]]
id = "pechersk"
kind = "body"
name = { uk = "Печерський районний суд міста Києва", en = "Pecherskyi District Court of the City of Kyiv" }
competence = { uk = "Печерський район.", en = "Pecherskyi district." }
phone = "044 200 00 00"
email = "inbox@pc.example"
address = "вул. Хрещатик, 42-а"
hours = { days = [1, 2, 3, 4], opens = "09:00", closes = "18:00", days_off = [2026-11-24], working_days = [2026-11-28] }
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Where a centre keeps directories of its own."""
    (tmp_path / "ua-court").mkdir()
    return tmp_path


def names(script: Script, kind: str = "body") -> list[str]:
    """Return the names of a kind in the directory."""
    return [script.name_of(entry) for entry in script.directory if entry.kind == kind]


@pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc"])
def test_everybody_has_a_name_of_their_own(pack: str) -> None:
    """No two are called the same, and what somebody sees to is said in every language."""
    script = packs.read(packs.locate(pack))
    for language in script.pack.languages:
        told = [entry.name[language.id] for entry in script.directory]
        assert len(set(told)) == len(told)
        assert all(entry.competence[language.id] for entry in script.directory)


def test_courts_are_named_each_by_its_own_name() -> None:
    """Courts of appeal, commercial and administrative courts; nobody goes by what they do in a case."""
    found = names(packs.read(packs.locate("ua-court")))
    assert {
        "Вінницький апеляційний суд",
        "Господарський суд міста Києва",
        "Шостий апеляційний адміністративний суд",
    } < {*found}
    assert sum("територіальне управління" in name for name in found) == 25
    assert not any("що розглядає" in name for name in found)


def test_a_centre_adds_and_replaces_files(own: Path) -> None:
    """A file of a new name is added, one of the same name counts instead, an empty one takes it away."""
    before = packs.read(packs.locate("ua-court"))
    (own / "ua-court" / "local.toml").write_text(OWN, encoding="utf-8")
    added = packs.read(packs.locate("ua-court"), own=own)
    assert set(names(added)) - set(names(before)) == {"Печерський районний суд міста Києва"}
    assert added.hash != before.hash
    (own / "ua-court" / "courts.toml").write_text("", encoding="utf-8")
    fewer = packs.read(packs.locate("ua-court"), own=own)
    assert "Вінницький апеляційний суд" not in names(fewer)
    (own / "ua-court" / "courts.toml").write_text(OWN.replace("pechersk", "podil"), encoding="utf-8")
    (own / "ua-court" / "local.toml").unlink()
    replaced = packs.read(packs.locate("ua-court"), own=own)
    assert "podil" in replaced.entries
    assert "appeal_kyiv" not in replaced.entries


def test_a_mistake_is_told_with_the_file_it_is_in(own: Path) -> None:
    """The same id twice, a language that is missing, a key that is misspelt: by the file that the centre wrote."""
    file = own / "ua-court" / "local.toml"
    file.write_text(OWN.replace('"pechersk"', '"hcj"').replace(', en = "Pecherskyi district."', ""), encoding="utf-8")
    problems = [str(each) for each in packs.check(packs.locate("ua-court"), own=own)]
    assert any("'hcj' is used 2 times" in each for each in problems)
    assert any(each.startswith(str(file)) and "no text in en" in each for each in problems)
    file.write_text(OWN.replace("phone", "fone"), encoding="utf-8")
    (problem,) = packs.check(packs.locate("ua-court"), own=own)
    assert "fone" in str(problem)


BROKEN = {
    "no text": OWN.replace(', en = "Pecherskyi District Court of the City of Kyiv"', ""),
    "unknown key": OWN.replace("phone", "fone"),
    "no id": OWN.replace('id = "pechersk"\n', ""),
    "no kind": OWN.replace('"body"', "3"),
    "the id of another": OWN.replace('"pechersk"', '"podil"'),
    "no TOML": OWN.replace("[[entry]]", "[[entry"),
}
"""By what is wrong with an entry."""


@pytest.mark.parametrize("wrong", BROKEN)
def test_an_entry_with_a_mistake_is_left_out(wrong: str, own: Path, tmp_path: Path) -> None:
    """The script is read without it, by what was kept too: calls that can be led without it are led."""
    folder = packs.locate("ua-court")
    good = OWN.replace("pechersk", "podil").replace("Печерський районний суд міста", "Подільський районний суд міста")
    (own / "ua-court" / "good.toml").write_text(good, encoding="utf-8")
    (own / "ua-court" / "wrong.toml").write_text(BROKEN[wrong], encoding="utf-8")
    assert packs.check(folder, own=own)
    script = packs.read(folder, cache=tmp_path / "cache", own=own)
    assert "pechersk" not in script.entries
    assert "hcj" in script.entries
    assert script.name_of(script.entries["podil"]).startswith("Подільський")
    packs.keep(folder, tmp_path / "kept", script, own=own)
    if wrong in ("unknown key", "no id", "no kind", "no TOML"):
        assert names(packs.kept(tmp_path / "kept", script.hash)) == names(script)
    (own / "ua-court" / "wrong.toml").write_text(OWN, encoding="utf-8")
    assert "pechersk" in packs.read(folder, cache=tmp_path / "cache", own=own).entries


def test_a_mistake_that_no_call_can_be_led_with_stops_them(own: Path) -> None:
    """Where nobody is left of a kind that the script offers, no call is begun."""
    (own / "ua-court" / "people.toml").write_text(OWN.replace("phone", "fone"), encoding="utf-8")
    with pytest.raises(PackErrors, match="fone"):
        packs.read(packs.locate("ua-court"), own=own)


def test_a_call_keeps_the_directory_it_began_with(own: Path, tmp_path: Path) -> None:
    """What was kept of a pack has its directory in it, whatever the centre does to its files later."""
    file, store = own / "ua-court" / "local.toml", tmp_path / "kept"
    file.write_text(OWN, encoding="utf-8")
    folder = packs.locate("ua-court")
    script = packs.read(folder, own=own)
    assert packs.keep(folder, store, script, own=own) is None
    file.unlink()
    assert names(packs.kept(store, script.hash)) == names(script)


def test_a_copy_of_a_pack_has_the_directory_too(tmp_path: Path) -> None:
    """Who copies a pack to change it has the program's directory with it, until there is one in the copy."""
    copy = tmp_path / "mine"
    shutil.copytree(packs.locate("ua-court"), copy)
    assert names(packs.read(copy)) == names(packs.read(packs.locate("ua-court")))
    (copy / "directories").mkdir()
    (copy / "directories" / "local.toml").write_text(OWN, encoding="utf-8")
    assert "pechersk" in packs.read(copy).entries
    people = packs.locate("ua-court").parents[1] / "directories" / "ua-court" / "people.toml"
    shutil.copy(people, copy / "directory.toml")
    assert names(packs.read(copy)) == ["Печерський районний суд міста Києва"]


@pytest.mark.parametrize(
    ("when", "there"),
    [
        ("2026-11-23 10:00", True),
        ("2026-11-23 08:59", False),
        ("2026-11-23 18:00", False),
        ("2026-11-24 10:00", False),  # a day off
        ("2026-11-27 10:00", False),  # a Friday
        ("2026-11-28 10:00", True),  # a Saturday that is worked
    ],
)
def test_who_is_not_there_now_is_told(own: Path, when: str, there: bool) -> None:
    """By their hours on the centre's clock; when they are there is said with it."""
    (own / "ua-court" / "local.toml").write_text(OWN, encoding="utf-8")
    script = packs.read(packs.locate("ua-court"), own=own)
    entry = script.entries["pechersk"]
    now = datetime.fromisoformat(when).replace(tzinfo=script.zone)
    assert is_there(script, entry, now) is there
    lines = list(entry_lines(script, entry, now))
    assert "Unavailable now (Mon–Thu 09:00–18:00)." in lines or there
    assert {"044 200 00 00", "inbox@pc.example", "вул. Хрещатик, 42-а", "Mon–Thu 09:00–18:00"} < {*lines}
    assert entry_note(script, entry, now).endswith("Печерський район.")
    assert entry_note(script, entry, None) == "Печерський район."


def test_hours_by_day_of_somebody_are_checked(own: Path) -> None:
    """As those of the centre; what two times say was always let pass, and still is."""
    file = own / "ua-court" / "local.toml"
    alike = 'days = [1, 2, 3, 4], opens = "09:00", closes = "18:00"'
    assert alike in OWN
    for said, told in (
        ('week = [{ days = [1], open = ["12:00-09:00"] }]', "hours.week[1].open[1]: must end later than 12:00"),
        ('days = [1], opens = "09:00"', "hours.closes: is missing"),
        ('days = [1], opens = "22:00", closes = "06:00"', ""),
    ):
        file.write_text(OWN.replace(alike, said), encoding="utf-8")
        found = packs.check(packs.locate("ua-court"), own=own)
        assert [told in str(problem) for problem in found] == [True] * bool(told), found


def test_public_holidays_are_days_off() -> None:
    """Of somebody who has those of the country."""
    script = packs.read(packs.locate("lv-lvrtc"))
    now = datetime(2026, 11, 18, 10, tzinfo=script.zone)  # the day of the Republic
    hours = Hours(days=(1, 2, 3, 4, 5), opens="09:00", closes="18:00", holidays="LV")
    entry = DirectoryEntry(id="x", kind="body", name={"lv": "x"}, hours=hours)
    assert not is_there(script, entry, now)
    assert is_there(script, replace(entry, hours=replace(hours, holidays=None)), now)
    assert is_there(script, replace(entry, hours=None), now)


def test_a_body_is_found_by_any_part_of_it(own: Path) -> None:
    """While an appeal is sent on: by name, competence, telephone, address or e-mail, and despite a slip."""
    (own / "ua-court" / "local.toml").write_text(OWN, encoding="utf-8")
    talk = registered(packs.read(packs.locate("ua-court"), own=own), competence="beyond")
    talk.at("pick_body")
    for text in ("печерськ", "200 00 00", "inbox@pc", "хрещатик", "печрський рйонний"):
        found = [line.id for line in narrowed(talk.view.offers, text) if not line.apart]
        assert found == ["pechersk"], text


def test_a_court_that_is_not_listed_is_written_down() -> None:
    """By its full name, which the caller is told and the register keeps."""
    talk = registered(packs.read(packs.locate("ua-court")), competence="court")
    talk.at("ask_court")
    talk.refuses(c.Advance(), "fill_first")
    talk.fill("sent_to", "Печерський районний суд міста Києва")
    talk.take("ask_court")
    talk.say("dispatch_told", "Печерський районний суд міста Києва")


def test_a_centre_checks_its_directory(own: Path) -> None:
    """`check` takes the folder, and holds it against the pack whose id is its name."""
    folder = own / "ua-court"
    (folder / "local.toml").write_text(OWN, encoding="utf-8")
    assert check([str(folder)]).lines == []
    (folder / "local.toml").write_text(OWN.replace('kind = "body"', 'kind = "Body"'), encoding="utf-8")
    (line,) = check([str(folder)]).lines
    assert str(folder / "local.toml") in line
    assert "entry[pechersk].kind" in line
