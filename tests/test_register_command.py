"""`callscript register`, and the numbers by which `show` and `task` find what was registered."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call.registrations import registrations
from callscript.core.script import phrases
from callscript.runtime.paths import Folders
from callscript.runtime.settings import InterfaceLanguage, write_profile
from tests.checked import script_of
from tests.clauses.talk import Talk
from tests.clauses.ways import goodbye, registered
from tests.service.filed import put_in
from tests.test_cli import PROFILE, run

UA = script_of("ua-court")
DAY = "23.11.2026"
DISPATCH = phrases.label(UA, "task.dispatch")


def appeal(start: str, competence: str, subject: str = "Рішення суду") -> Talk:
    """Return a closed call in which an appeal was registered; beyond competence it is still to be sent."""
    talk = registered(UA, start, competence)
    talk.fill("subject", subject)
    if competence == "beyond":
        talk.take("pick_body", "hcj")
    talk.take("dispatch_told" if competence == "beyond" else "appeal_accepted")
    goodbye(talk)
    if competence == "beyond":
        talk.take("dispatch", "later")
    talk.do(c.SetOutcome("appeal"))
    talk.do(c.Close())
    return talk


def number_of(talk: Talk) -> str:
    """Return the number that was given in a call."""
    return registrations(UA, talk.call)[0].number


class Kept:
    """A home with three appeals: of a day two, one of them to be sent on, and one of the day before."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.within = appeal("2026-11-23 10:00", "within", "=cmd|' /C calc'!A0")
        self.beyond = appeal("2026-11-23 15:30", "beyond")
        self.before = appeal("2026-11-22 12:00", "within")
        folders = Folders.resolve(home)
        put_in(folders, self.within, self.beyond, self.before)
        write_profile(folders.profile, PROFILE)

    def register(self, *arguments: str) -> str:
        """Return what the register of the day prints."""
        found = run("register", "--day", DAY, *arguments, home=self.home)
        assert (found.returncode, found.stderr) == (0, ""), found
        return found.stdout

    def rows(self) -> list[dict[str, Any]]:
        """Return the register of the day as JSON."""
        return json.loads(self.register("--json"))


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_the_register_of_a_day(kept: Kept) -> None:
    """In the order of the day: number, time, operator, the caller's fields, where it goes, what is still to be done."""
    first, second = kept.rows()
    assert [each["number"] for each in (first, second)] == [number_of(kept.within), number_of(kept.beyond)]
    assert first["at"] == "2026-11-23T10:00:00+02:00"
    assert first["operator"] == {"number": "17"}
    assert first["fields"]["surname"] == "Шевченко"
    assert list(first["fields"])[:4] == ["surname", "given_name", "patronymic", "residence"]
    assert (first["competence"], first["body"], first["told"]) == ("within", None, True)
    assert (second["competence"], second["body"], second["sent"]) == ("beyond", "Вища рада правосуддя", None)
    assert second["due"] == "2026-11-23T23:59:59+02:00"
    told = kept.register()
    assert f"Усне звернення № {number_of(kept.beyond)}  23.11.2026 15:30  № 17" in told
    assert "beyond the centre’s competence: Вища рада правосуддя, not sent yet, due 23:59" in told
    assert number_of(kept.before) not in told


def test_a_spreadsheet_runs_nothing_of_it(kept: Kept) -> None:
    """A heading and a line each; what a caller said and a telephone number are text."""
    heading, first, second = csv.reader(kept.register("--csv").splitlines())
    assert len(heading) == len(first) == len(second)
    cells = dict(zip(heading, first, strict=True))
    assert cells["Суть"] == "'=cmd|' /C calc'!A0"
    assert cells["Телефон"] == "'+380441234567"
    assert cells["Number"] == number_of(kept.within)
    assert run("register", "--csv", "--json", home=kept.home).returncode == 2


@pytest.mark.parametrize("language", ["uk", "lv", "en"])
def test_no_two_columns_are_called_the_same(kept: Kept, language: InterfaceLanguage) -> None:
    """In each language: the class of feedback is not the kind of an appeal."""
    write_profile(Folders.resolve(kept.home).profile, replace(PROFILE, language=language))
    heading = next(csv.reader(kept.register("--csv").splitlines()))
    assert sorted(heading) == sorted(set(heading))


def test_a_day_without_appeals_has_none(kept: Kept) -> None:
    """That there is nothing is said aside, and nothing is printed."""
    found = run("register", "--day", "2026-11-20", home=kept.home)
    assert (found.returncode, found.stdout) == (0, "")
    assert "nothing was registered" in found.stderr
    today = run("register", home=kept.home)
    assert (today.returncode, today.stdout) == (0, "")


def test_a_number_finds_its_call_and_its_work(kept: Kept) -> None:
    """`show` and `task` take it, however it is written; the work it leads to is moved under it."""
    number = number_of(kept.beyond)
    shown = run("show", number.replace("-", " "), home=kept.home)
    assert shown.returncode == 0
    assert f"Усне звернення № {number}" in shown.stdout
    record = json.loads(run("show", number, "--json", home=kept.home).stdout)
    assert record["registered"] == [
        {"what": "appeal", "number": number, "matter": 1, "at": "2026-11-23T15:30:00+02:00"}
    ]
    work = json.loads(run("task", number, "--json", home=kept.home).stdout)
    assert work["kind"] == "dispatch"
    assert run("task", number, "done", home=kept.home).returncode == 0
    (_, second) = kept.rows()
    assert second["sent_by"] == "17"
    assert second["same_day"] is False
    assert json.loads(run("task", number, "--json", home=kept.home).stdout)["state"] == "done"
    answer = json.loads(run("task", number_of(kept.within), "--json", home=kept.home).stdout)
    assert (answer["kind"], answer["number"]) == ("answer", number_of(kept.within))


def test_a_mistyped_number_is_told(kept: Kept) -> None:
    """Its letter does not fit: nothing is looked for, and that is said."""
    number = number_of(kept.beyond)
    wrong = f"{number[:-3]}{(int(number[-3]) + 1) % 10}{number[-2:]}"
    for command in ("show", "task"):
        found = run(command, wrong, home=kept.home)
        assert (found.returncode, found.stdout) == (2, "")
        assert "mistyped" in found.stderr


def test_an_answer_is_owed_and_given(kept: Kept) -> None:
    """It stands in the list of those whom the settings name, and of no other operator; done, the register tells it."""
    number = number_of(kept.within)
    assert json.loads(run("tasks", "--json", home=kept.home).stdout)[0]["kind"] == "dispatch"
    (owed,) = [each for each in every(kept) if each["number"] == number]
    assert (owed["kind"], owed["due"], owed["overdue"]) == ("answer", None, False)
    assert (owed["owner"], owed["people"]) == (None, "management")
    (kept.home / "centre.toml").write_text('[work]\npeople.management = ["17"]\n')
    mine = json.loads(run("tasks", "--json", home=kept.home).stdout)
    assert [each["kind"] for each in mine] == ["dispatch", "answer", "answer"]
    assert run("task", number, "done", home=kept.home).returncode == 1
    note = ("--result", "informed", "--note", "Лист № 7")
    assert run("task", number, "done", *note, home=kept.home).returncode == 0
    answer = kept.rows()[0]["answer"]
    assert (answer["by"], answer["result"], answer["note"]) == ("17", "informed", "Лист № 7")
    assert (answer["due"], answer["in_time"], answer["dropped"]) == (None, None, False)
    heading, first, _second = csv.reader(kept.register("--csv").splitlines())
    assert dict(zip(heading, first, strict=True))["Answer"] == "the caller was told in another way — Лист № 7"
    assert kept.rows()[1]["answer"] is None


def cells(kept: Kept) -> list[dict[str, str]]:
    """Return the register of the day as a spreadsheet has it."""
    return list(csv.DictReader(kept.register("--csv").splitlines()))


def test_what_is_still_to_be_done_stands_in_each_form(kept: Kept) -> None:
    """A spreadsheet has the dispatch with its due time and state, and the answer that is owed, as JSON has its work."""
    first, second = cells(kept)
    assert (second["To do"], second["Due"], second["State"]) == (DISPATCH, "2026-11-23 23:59", "to be done")
    assert (first["Due"], first["State"], first["Answer"]) == ("", "to be done", "")
    (work,) = kept.rows()[1]["work"]
    assert (work["kind"], work["state"], kept.rows()[1]["sending_dropped"]) == ("dispatch", "open", False)
    assert run("task", number_of(kept.beyond), "done", home=kept.home).returncode == 0
    _, second = cells(kept)
    assert (second["To do"], second["State"], second["Sent by"]) == (DISPATCH, "was done", "17")


def test_what_was_dropped_is_told_in_each_form(kept: Kept) -> None:
    """An appeal that is not going to be sent on, or not to be answered, is told from one for which that is due."""
    (kept.home / "centre.toml").write_text('[work]\npeople.management = ["17"]\n')
    for talk in (kept.beyond, kept.within):
        assert run("task", number_of(talk), "drop", "--reason", "withdrawn", home=kept.home).returncode == 0
    assert [each["kind"] for each in every(kept)] == ["answer"], "that of the day before"
    told = kept.register()
    assert "beyond the centre’s competence: Вища рада правосуддя, it is not going to be sent on\n" in told
    assert "it is not going to be answered\n" in told
    assert "not sent yet" not in told
    assert "not answered yet" not in told
    first, second = kept.rows()
    assert (second["sending_dropped"], second["sent"], second["work"][0]["state"]) == (True, None, "dropped")
    assert (first["sending_dropped"], first["answer"]["dropped"], first["work"][0]["state"]) == (False, True, "dropped")
    first, second = cells(kept)
    assert (second["State"], second["Sent"]) == ("was dropped", "it is not going to be sent on")
    assert (first["State"], first["Sent"], first["Answer"]) == ("was dropped", "", "it is not going to be answered")


def test_settings_that_are_wrong_hold_up_no_list(kept: Kept) -> None:
    """What is wrong is told with the line and the remedy; the work is listed all the same."""
    (kept.home / "centre.toml").write_text('[work]\nwithin.answer = "a month"\n')
    found = run("tasks", "--all", home=kept.home)
    assert "line 2: work.within.answer: write how long" in found.stderr
    assert len(found.stdout.splitlines()) == 3


def every(kept: Kept) -> list[dict[str, Any]]:
    """Return the open work of all operators."""
    return json.loads(run("tasks", "--all", "--json", home=kept.home).stdout)
