"""The operator's profile: what is written is read, what is damaged is kept and said."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript.runtime.paths import FolderUnavailable
from callscript.runtime.settings import Profile, ProfileDamaged, problems, read_profile, write_profile
from tests.in_the_way import IN_THE_WAY, put_in_the_way

PROFILE = Profile(
    number="№ 17-а",
    name="Олена Д’Артаньян-Ґудзь",
    name_latin="Oļena D'Artanjana",
    gender="feminine",
    pack='/srv/my "packs"\\court',
    language="uk",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the profile goes."""
    return tmp_path / "config" / "profile.toml"


def test_what_is_written_is_read(file: Path) -> None:
    """Every setting comes back, letters, quotes and apostrophes included; nobody else can read the file."""
    assert read_profile(file) is None
    assert write_profile(file, PROFILE) is None
    assert write_profile(file, replace(PROFILE, bell=False)) is None
    assert read_profile(file) == replace(PROFILE, bell=False)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_operator_of_a_call() -> None:
    """A call records number, both names and gender."""
    assert PROFILE.operator.number == "№ 17-а"
    assert PROFILE.operator.name_latin == "Oļena D'Artanjana"


GOOD = 'number = "17"\nname = "Олена"\nname_latin = "Olena"\ngender = "feminine"\npack = "ua-court"\nlanguage = "uk"\n'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "number"),
        (b"\xff\xfe", "utf-8"),
        (b"number = 17 18", "line 1"),
        (GOOD.replace('"17"', "17").encode(), "number"),
        (GOOD.replace("feminine", "none").encode(), "gender"),
        (GOOD.replace("Olena", "Олена").encode(), "Latin"),
        ((GOOD + "colour = 1\n").encode(), "colour"),
    ],
)
def test_a_damaged_profile_is_kept(file: Path, content: bytes, reason: str) -> None:
    """What is wrong is said; the file is left alone until there is a new profile, and then kept beside it."""
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(ProfileDamaged, match=reason):
        read_profile(file)
    assert file.read_bytes() == content
    kept = write_profile(file, PROFILE)
    assert kept
    assert kept.read_bytes() == content
    assert read_profile(file) == PROFILE


def test_a_profile_by_hand_may_leave_out_the_bell(file: Path) -> None:
    """What has a sensible value need not be said."""
    file.parent.mkdir()
    file.write_text(GOOD, encoding="utf-8")
    profile = read_profile(file)
    assert profile
    assert profile.bell


def test_a_profile_that_is_a_folder(file: Path) -> None:
    """Whatever is in the profile's place is named, not fallen over."""
    file.mkdir(parents=True)
    with pytest.raises(ProfileDamaged, match="not a regular file"):
        read_profile(file)


@pytest.mark.parametrize("name", ["profile.toml", ".profile.toml.lock", ".profile.toml.tmp"])
@pytest.mark.parametrize("kind", IN_THE_WAY)
def test_what_stands_in_the_place_of_the_profile_is_set_aside(file: Path, tmp_path: Path, name: str, kind: str) -> None:
    """A folder, pipe, socket or link there is kept under another name; nothing is followed, waited for or emptied."""
    put_in_the_way(kind, file.with_name(name), tmp_path)
    if name == file.name:
        with pytest.raises(ProfileDamaged):
            read_profile(file)
    write_profile(file, PROFILE)
    assert read_profile(file) == PROFILE
    assert kind != "link" or (tmp_path / "target").read_text() == "kept"


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_profile_that_others_can_write_is_refused(file: Path, mode: int) -> None:
    """It is not believed, and not got rid of either: the remedy is told."""
    write_profile(file, PROFILE)
    file.chmod(mode)
    with pytest.raises(FolderUnavailable, match="others can write it"):
        read_profile(file)
    file.chmod(0o640)
    assert read_profile(file) == PROFILE


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        *(("number", value) for value in ("", "  ", " 17", "1\n7", "1" * 33, "\x1b[c")),
        *(("name", value) for value in ("Olena", "Олена [/red]", "-", "Олена\x00", "О" * 101)),
        *(("name_latin", value) for value in ("Олена", "Olena7", "Olena\x1b")),
        *(("pack", value) for value in ("", " ", "a\nb")),
    ],
)
def test_what_a_profile_must_not_say(file: Path, setting: str, value: str) -> None:
    """Wrong values are named one by one and never written."""
    wrong = replace(PROFILE, **{setting: value})
    assert list(problems(wrong)) == [setting]
    with pytest.raises(ValueError, match=setting):
        write_profile(file, wrong)
    assert not file.exists()


def test_one_spelling_of_the_name_is_enough(file: Path) -> None:
    """A name that no script asks for in an alphabet stays empty there; without any, the profile is wrong."""
    for empty in ("name", "name_latin"):
        write_profile(file, replace(PROFILE, **{empty: ""}))
        assert read_profile(file) == replace(PROFILE, **{empty: ""})
    assert list(problems(replace(PROFILE, name="", name_latin=""))) == ["name", "name_latin"]
