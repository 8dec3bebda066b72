"""`callscript pack`: what supervisors and their programs rely on."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from callscript import packs
from callscript.commands.pack_named import folder_of
from callscript.core.call import events as e
from callscript.packs.published import FILE, Publication, Publications
from callscript.packs.wording import wordings
from callscript.runtime.paths import Folders
from callscript.runtime.settings import write_profile
from callscript.store.files import FileStore
from tests.test_cli import MINI, PROFILE, run, take_call

CHANGE = ("en.toml", "Hang up", "Hang it up")


class Home:
    """A home, and the draft of a pack beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "home"
        self.draft = folder / "draft"
        shutil.copytree(MINI, self.draft)
        write_profile(Folders.resolve(self.folder).profile, PROFILE)

    def swap(self, file: str, old: str, new: str) -> None:
        """Put `new` in the place of the first `old` in a file of the draft."""
        text = (self.draft / file).read_text(encoding="utf-8")
        assert old in text
        (self.draft / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    def pack(self, deed: str, *arguments: str, status: int = 0) -> str:
        """Return what `callscript pack` prints, and what it tells beside that."""
        done = run("pack", deed, *arguments, home=self.folder)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def publish(self, note: str = "why") -> str:
        """Publish the draft; return its hash."""
        self.pack("publish", str(self.draft), "--note", note)
        return packs.read(self.draft).hash

    @property
    def published(self) -> list[dict[str, object]]:
        """What `pack list --json` tells."""
        found: list[dict[str, object]] = json.loads(self.pack("list", "--json"))
        return found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home without a publication."""
    return Home(tmp_path)


def test_what_was_published_is_listed(home: Home) -> None:
    """Every publication stands there: when, by whom, why, and which one calls begin on."""
    assert "nothing was published" in home.pack("list")
    first = home.publish("the first")
    home.swap(*CHANGE)
    second = home.publish("a word\nmore")
    told = home.pack("rollback", "mini", "--note", "too soon")
    assert told.startswith(f"→ mini  {second[:12]} → {first[:12]}")
    assert [
        (each["hash"], each["was"], each["by"], each["note"], each["back"], each["in_use"]) for each in home.published
    ] == [
        (first, None, "17", "the first", False, False),
        (second, first, "17", "a word\nmore", False, False),
        (first, second, "17", "too soon", True, True),
    ]
    assert all(datetime.fromisoformat(str(each["at"])).utcoffset() for each in home.published)
    listed = home.pack("list", str(home.draft))
    assert listed.count("→ mini") == 1
    assert "too soon" in listed
    assert home.pack("list", "ua-court").startswith("nothing was published")


def test_how_many_calls_each_version_led(home: Home, call_id: str) -> None:
    """Those closed and those open stand with the version that they began on, if it is asked for; those discarded, or of
    another version, are not among them.
    """
    assert call_id
    home.pack("publish", str(packs.locate("ua-court")), "--note", "as it comes")
    home.publish()
    assert [each["calls"] for each in home.published] == [None, None]
    journal = FileStore(Folders.resolve(home.folder)).journal
    (start, *_rest) = journal.read_call(call_id).whole
    assert isinstance(start, e.CallStarted)
    journal.append("20260305-17-closed", [start, e.Closed(seq=2, at=start.at)])
    journal.append("20260305-17-mistake", [start, e.Discarded(seq=2, at=start.at)])
    journal.append("20260305-17-other", [replace(start, pack_hash="f" * 64)])
    counted = json.loads(home.pack("list", "--counts", "--json"))
    assert [each["calls"] for each in counted] == [{"closed": 1, "open": 1}, {"closed": 0, "open": 0}]
    assert "    calls: 1 closed, 1 open\n" in home.pack("list", "ua-court", "--counts")


def test_only_what_is_sound_and_has_a_reason_is_published(home: Home) -> None:
    """A draft with problems is told of like by the check; without a note nothing is published either."""
    assert "say why, with --note" in home.pack("publish", str(home.draft), status=1)
    assert "say why, with --note" in home.pack("publish", str(home.draft), "--note", " ", status=1)
    home.swap("pack.toml", 'next = "need"', 'next = "ned"')
    told = home.pack("publish", str(home.draft), "--note", "why", status=1)
    assert "there is no stage 'ned'" in told
    assert "nothing was published" in told
    home.swap("pack.toml", 'next = "ned"', 'next = "need"')
    home.swap("directory.toml", 'contact = "101"', 'contakt = "101"')
    assert "contakt" in home.pack("publish", str(home.draft), "--note", "why", status=1)
    assert home.published == []
    assert not (Folders.resolve(home.folder).packs / FILE).exists()


def test_what_is_in_use_is_not_published_again(home: Home) -> None:
    """Nothing is written, and that is said."""
    home.publish()
    assert "already" in home.pack("publish", str(home.draft), "--note", "again")
    assert len(home.published) == 1


def test_going_back(home: Home) -> None:
    """To the version before, or to one that is named by the beginning of its hash, though the folder be gone."""
    assert "never published" in home.pack("rollback", "mini", "--note", "why", status=2)
    hashes = [home.publish()]
    assert "ever published: publish the one to go back to" in home.pack("rollback", "mini", "--note", "why", status=2)
    for number in range(2):
        home.swap("en.toml", "Hang up", f"{number} Hang up")
        hashes.append(home.publish())
    shutil.rmtree(home.draft)
    assert "say why" in home.pack("rollback", "mini", status=1)
    home.pack("rollback", "mini", "--to", hashes[0][:8], "--note", "why")
    assert home.published[-1]["hash"] == hashes[0]
    home.pack("rollback", "mini", "--note", "why")
    assert home.published[-1]["hash"] == hashes[2]
    assert "no other version" in home.pack("rollback", "mini", "--to", "zz", "--note", "why", status=2)
    other = packs.read(packs.locate("ua-court"))
    packs.keep(packs.locate("ua-court"), Folders.resolve(home.folder).packs, other)
    assert "version of ua-court" in home.pack("rollback", "mini", "--to", other.hash, "--note", "why", status=2)


def test_a_damaged_line_is_told(home: Home) -> None:
    """The others are listed, and the status is 1."""
    home.publish()
    with (Folders.resolve(home.folder).packs / FILE).open("ab") as file:
        file.write(b"nothing\n")
    told = home.pack("list", status=1)
    assert "→ mini" in told
    assert "damaged: 1" in told


def test_published_for_a_time_to_come(home: Home) -> None:
    """Until then calls begin on what they began on before; what is published meanwhile takes its place."""
    home.publish()
    home.swap(*CHANGE)
    for wrong in ("9 o'clock", "2020-01-01 09:00", "2126-01-01 09:00"):
        home.pack("publish", str(home.draft), "--note", "why", "--at", wrong, status=2)
    then = (datetime.now(UTC) + timedelta(days=30)).strftime("%d.%m.%Y 09:00")
    told = home.pack("publish", str(home.draft), "--note", "the new greeting", "--at", then)
    assert f"from {then} on" in told
    assert not told.startswith("→")
    assert "already" in home.pack("publish", str(home.draft), "--note", "again", "--at", then)
    last = home.published[-1]
    assert datetime.fromisoformat(str(last["starts"])).strftime("%d.%m.%Y %H:%M") == then
    assert [each["in_use"] for each in home.published] == [True, False]
    told = home.pack("publish", str(home.draft), "--note", "now after all")
    assert "takes the place of what is yet to come" in told
    assert "the new greeting" in told
    assert [each["in_use"] for each in home.published] == [False, False, True]


def test_what_is_yet_to_come_is_taken_back(home: Home) -> None:
    """Going back before its time leaves calls as they are."""
    first = home.publish()
    home.swap(*CHANGE)
    then = (datetime.now(UTC) + timedelta(days=30)).strftime("%d.%m.%Y 09:00")
    home.pack("publish", str(home.draft), "--note", "soon", "--at", then)
    assert "Hang it up" not in home.pack("rollback", "mini", "--note", "not yet"), "nothing changes in calls"
    assert (home.published[-1]["hash"], home.published[-1]["in_use"]) == (first, True)


def test_a_draft_whose_cases_are_otherwise_is_not_published(home: Home) -> None:
    """What was kept as a case is led once more; what came otherwise is told, as `pack test` tells it."""
    cases = home.draft / "cases"
    cases.mkdir()
    case = cases / "plain.toml"
    case.write_text('begins = 2026-11-23T10:00:00\ndoes = []\n[expects]\nat = "elsewhere"\n', encoding="utf-8")
    told = home.pack("publish", str(home.draft), "--note", "why", status=1)
    assert "plain: at: elsewhere is expected" in told
    assert home.published == []
    case.write_text("begins = 2026-11-23T10:00:00\ndoes = []\n", encoding="utf-8")
    home.publish()
    assert len(home.published) == 1


def test_a_draft_in_which_a_call_can_breach_a_rule_is_not_published(home: Home) -> None:
    """Its keys are told; where the rule says why that is accepted, it is published."""
    thanked = 'some = ["mark:thanked"]'
    home.swap("pack.toml", thanked, 'some = ["filled:title"]')
    told = home.pack("publish", str(home.draft), "--note", "why", status=1)
    assert "MI-02 rule 1: breached without function keys" in told
    assert "nothing was published" in told
    assert home.published == []
    home.swap("pack.toml", 'some = ["filled:title"]', 'some = ["filled:title"], accepted = "not all come for a book"')
    home.publish()
    first = packs.read(home.draft).hash
    home.swap("pack.toml", "not all come", "few come")
    home.publish()
    assert "MI-02" in json.loads(home.pack("diff", first, "mini", "--json"))["same_rules"], "verdicts ask nothing of it"


def test_what_was_accepted_of_function_keys_is_not_accepted_without_them(home: Home) -> None:
    """Words that were written while no call breached the rule without function keys do not stand for one that does."""
    thanked = 'some = ["mark:thanked"]'
    home.swap("pack.toml", thanked, thanked + ', accepted = "the operator ends the call before"')
    first = home.publish()
    home.swap("pack.toml", thanked, 'some = ["filled:title"]')
    told = home.pack("publish", str(home.draft), "--note", "why", status=1)
    assert "MI-02 rule 1: breached without function keys" in told
    assert "none could when their accepted was written" in told
    assert [each["hash"] for each in home.published] == [first]
    home.swap("pack.toml", "the operator ends the call before", "not all come for a book")
    home.publish()
    home.swap(*CHANGE)
    home.publish()


def test_an_id_means_what_is_published_beside_a_folder_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft that lies where the command is given does not bring the pack that comes with the program back in."""
    folders = Folders.resolve(tmp_path / "home")
    folders.make()
    of_it = Publication(at=datetime.now(UTC), by="7", pack="ua-court", hash="a" * 64, was="", note="why")
    Publications(folders).add(of_it)
    (tmp_path / "ua-court").mkdir()
    monkeypatch.chdir(tmp_path)
    assert folder_of(folders, "ua-court") == (folders.packs / ("a" * 64), True)
    assert folder_of(folders, "./ua-court") == (Path("ua-court"), False)


def test_calls_are_taken_by_what_was_published(home: Home) -> None:
    """`run` begins on the publication though the draft is broken, the call names that version, `doctor` has it too."""
    hash = home.publish()
    home.swap("pack.toml", 'next = "need"', 'next = "ned"')
    done = run("run", "--plain", "--pack", str(home.draft), home=home.folder, told="1\n\n*10\n")
    assert done.returncode == 0, done.stdout + done.stderr
    (log,) = Folders.resolve(home.folder).journal.rglob("*.jsonl")
    assert hash in log.read_text(encoding="utf-8")
    write_profile(Folders.resolve(home.folder).profile, replace(PROFILE, pack=str(home.draft)))
    told = run("doctor", home=home.folder).stdout
    assert f"mini, version {hash[:12]}" in told
    assert "left out" not in told, "what is wrong with a draft is no matter of calls"


def test_what_is_published_is_seen_before_it_is_said_why(home: Home) -> None:
    """`publish` tells what changes in calls, and without a note leaves it at that."""
    first = home.publish()
    home.swap(*CHANGE)
    told = home.pack("publish", str(home.draft), status=1)
    for words in (first[:12], str(home.draft), "~ en step.hang_up", "− Hang up", "+ Hang it up", "say why"):
        assert words in told
    assert [each["hash"] for each in home.published] == [first]
    assert "+ Hang it up" in home.pack("publish", str(home.draft), "--note", "why")


def test_two_versions_are_compared(home: Home) -> None:
    """By hash, by id for what is published, by folder; both sides are always named."""
    assert "never published" in home.pack("diff", "mini", status=2)
    first = home.publish()
    assert "no change in what a call does" in home.pack("diff", str(home.draft))
    home.swap(*CHANGE)
    for sides in (
        (str(home.draft),),
        ("mini", str(home.draft)),
        (first[:8], str(home.draft)),
        (str(MINI), str(home.draft)),
    ):
        told = home.pack("diff", *sides)
        second = packs.read(home.draft).hash
        assert first[:12] in told.splitlines()[0]
        assert f"({second[:12]})" in told.splitlines()[0]
        assert "~ en step.hang_up" in told
    record = json.loads(home.pack("diff", "mini", str(home.draft), "--json"))
    assert (record["before"]["hash"], record["after"]["hash"]) == (first, second)
    assert [(each["how"], each["id"], each["before"], each["after"]) for each in record["changes"]] == [
        ("words", "step.hang_up", "Hang up", "Hang it up")
    ]
    assert record["other_rules"] == []
    assert "there is no pack or folder" in home.pack("diff", "mini", "nothing", status=1)


def test_each_way_to_be_otherwise_is_told(home: Home, tmp_path: Path) -> None:
    """Digits first; letters that look alike by their numbers; parts with what they say; what is not to be compared."""
    court = tmp_path / "court"
    shutil.copytree(packs.locate("ua-court"), court)
    home.draft = court
    first, second = '{ id = "consultation", to = "advice" },', '{ id = "appeal", to = "appeal" },'
    home.swap("pack.toml", f"{first}\n    {second}", f"{second}\n    {first}")
    home.swap("pack.toml", '  { kind = "say", id = "offer_help", clauses = ["UA-05"], marks = ["welcomed"] },\n', "")
    greet, introduce = (
        f'  {{ kind = "say", id = "{id}", clauses = ["UA-0{n}"] }},\n' for n, id in ((2, "greet"), (3, "introduce"))
    )
    home.swap("pack.toml", greet + introduce, introduce + greet)
    home.swap("pack.toml", 'id = "UA-05"\nmodality = "must"', 'id = "UA-05"\nmodality = "may"')
    home.swap("uk.toml", "Як я можу до Вас", "Як я можу до Вaс")
    for name in ("explain",):
        for file in ("pack.toml", "uk.toml", "en.toml"):
            text = (court / file).read_text(encoding="utf-8")
            (court / file).write_text(text.replace(f'"{name}"', '"told_again"'), encoding="utf-8")
    told = home.pack("diff", "ua-court", str(court))
    lines = told.splitlines()
    assert "! need_kind: 1 was consultation, is appeal now" in lines[3]
    for words in (
        "~ § UA-04 uk step.ask_address",
        "«а» U+0430 → «a» U+0061",
        "− step offer_help",
        'marks: ["welcomed"]',
        "~ stage explain is called told_again now",
        "~ stage greeting: steps in another order",
        "~ clause UA-05 modality: must → may",
        "do not compare over this change: UA-05",
    ):
        assert words in told


def test_a_picture_is_drawn(home: Home, call_id: str) -> None:
    """As text, for Mermaid, for Graphviz and as an SVG, with the calls of the days that are asked for."""
    assert "choose need_kind" in home.pack("graph", "ua-court")
    assert home.pack("graph", "ua-court", "--ascii").isascii()
    assert home.pack("graph", str(home.draft), "--as", "mermaid").startswith("flowchart TD")
    assert home.pack("graph", str(home.draft), "--as", "dot").startswith("digraph")
    assert "</svg>" in home.pack("graph", str(home.draft), "--as", "svg")
    counted = home.pack("graph", "ua-court", "--ascii", "--counts")
    assert "calls: 1\n" in counted
    assert "    1 agrees v  1\n" in counted
    assert "calls: 0\n" in home.pack("graph", str(home.draft), "--counts")
    assert "calls: 1\n" in home.pack("graph", "ua-court", "--counts", "--from", "2026-03-05", "--to", "2026-03-05")
    for days in (("--from", "2026-03-06"), ("--to", "2026-03-04")):
        assert "calls: 0\n" in home.pack("graph", "ua-court", "--counts", *days)
    assert call_id


def test_without_graphviz_it_is_said_what_to_install(home: Home) -> None:
    """An SVG is drawn by another program; everything else is not."""
    done = run("pack", "graph", str(home.draft), "--as", "svg", home=home.folder, PATH="/nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert "the package graphviz" in done.stderr
    assert run("pack", "graph", str(home.draft), home=home.folder, PATH="/nowhere").returncode == 0


@pytest.fixture
def call_id(home: Home) -> str:
    """A call of 5 March in the home."""
    return take_call(home.folder)


def test_another_pack_is_begun_with_a_copy(home: Home, tmp_path: Path) -> None:
    """It has the name of its folder, all words and the directory of the other, and passes the check."""
    made = tmp_path / "our-court"
    assert "articles are not copied" in home.pack("new", str(made), "--from", "ua-court")
    copy, source = packs.read(made), packs.read(packs.locate("ua-court"))
    assert copy.pack.id == "our-court"
    assert (copy.texts, tuple(copy.directory)) == (source.texts, tuple(source.directory))
    assert copy.pack == msgspec.structs.replace(source.pack, id="our-court")
    assert "is there already" in home.pack("new", str(made), "--from", "ua-court", status=1)
    for wrong in ("Суд", "our_court"):
        assert "cannot be the id" in home.pack("new", str(tmp_path / wrong), "--from", "ua-court", status=1)
        assert not (tmp_path / wrong).exists()


def test_a_copy_of_what_was_published_or_is_unfinished(home: Home, tmp_path: Path) -> None:
    """What is published is copied by its id; a draft with its problems, which are told."""
    home.publish()
    home.swap(*CHANGE)
    home.pack("new", str(tmp_path / "one"), "--from", "mini")
    assert packs.read(tmp_path / "one").texts["en"]["step.hang_up"] == "Hang up"
    home.swap("pack.toml", 'next = "need"', 'next = "ned"')
    told = home.pack("new", str(tmp_path / "two"), "--from", str(home.draft), status=1)
    assert "there is no stage 'ned'" in told
    assert "the copy has problems" in told
    home.swap("pack.toml", 'id = "mini"', '"id" = "mini"')
    assert "its id cannot be told" in home.pack("new", str(tmp_path / "three"), "--from", str(home.draft), status=1)
    (home.draft / "pack.toml").unlink()
    assert "its id cannot be told" in home.pack("new", str(tmp_path / "three"), "--from", str(home.draft), status=1)


@pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc"])
def test_a_script_on_paper(home: Home, pack: str) -> None:
    """Every wording of steps, answers and clauses is there, in its language, on 80 columns."""
    script = packs.read(packs.locate(pack))
    for language in script.texts:
        told = home.pack("print", pack, "--language", language)
        assert max(map(len, told.splitlines())) <= 80
        words = " ".join(told.split())
        for key, text in script.texts[language].items():
            if key.startswith(("step.", "option.", "clause.")):
                for _, wording in wordings(text, key):
                    assert " ".join(wording.split()) in words, key
    assert home.pack("print", pack) == home.pack("print", pack, "--language", script.own_language)
    assert "is not written in xx" in home.pack("print", pack, "--language", "xx", status=2)


def test_what_is_accepted_is_told_by_the_proof(home: Home) -> None:
    """A call that can breach a rule is a problem, and so is what is accepted though no call can."""

    def proved(status: int) -> str:
        done = run("prove", str(home.draft), home=home.folder)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    assert "MI-03 rule 1: a call can breach it, and it is not said why" in proved(1)
    home.swap("pack.toml", 'within = "3m" }', 'within = "3m", accepted = "nothing ends a hold" }')
    home.swap("pack.toml", 'unless = ["closed_hours"] }', 'unless = ["closed_hours"], accepted = "cut short" }')
    assert "accepted: nothing ends a hold" in proved(0)
    home.swap("pack.toml", 'then = ["timing:hold"], fresh = true }', 'then = ["timing:hold"], accepted = "no" }')
    assert "MI-03 rule 2: that a call can breach it is accepted, and none can" in proved(1)
