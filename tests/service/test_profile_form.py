"""The profile as it is filled in: the operator's name is asked for in the alphabets of the centre, and in no other."""

from __future__ import annotations

from pathlib import Path

from callscript.core.call.events import Operator
from callscript.core.script import phrases
from callscript.packs import locate, read
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.runtime.settings import problems
from callscript.service.forms.profile import Choice, ProfileForm
from callscript.service.startup import Startup

LATIN = Choice("Centrs", frozenset({"latin"}))
BOTH = Choice("Центр", frozenset({"cyrillic", "latin"}))


def form() -> ProfileForm:
    """Return a form that nothing is filled in yet but the number; the centre in Latin letters comes first."""
    filled = ProfileForm(None, {"lv": LATIN, "ua": BOTH}, "lv")
    filled.type("number", "17")
    return filled


def test_a_first_start_in_one_alphabet() -> None:
    """Where all languages of the centre are in Latin letters, no name in Cyrillic is asked for, nor missed."""
    filled = form()
    assert "name" not in filled.rows
    assert filled.wrong == ["name_latin"]
    filled.type("name_latin", "Līga Bērziņa")
    assert filled.wrong == []
    assert problems(filled.profile) == {}


def test_the_centre_is_asked_for_before_the_name() -> None:
    """What it writes decides which names are asked for; one that is missing for another centre is asked for then."""
    filled = form()
    filled.type("name_latin", "Līga Bērziņa")
    assert filled.rows.index("pack") < filled.rows.index("name_latin")
    assert filled.choose("pack", 2)
    assert filled.rows[2:4] == ("name", "name_latin")
    assert filled.wrong == ["name"]


def test_what_is_no_longer_asked_for_holds_up_nothing() -> None:
    """A name that was mistyped for another centre is not kept; one that is right is."""
    for typed, kept in (("Liga", ""), ("Ліга", "Ліга")):
        filled = form()
        filled.choose("pack", 2)
        filled.type("name", typed)
        filled.type("name_latin", "Līga Bērziņa")
        filled.choose("pack", 1)
        assert filled.wrong == []
        assert (filled.profile.name, problems(filled.profile)) == (kept, {})


def test_the_alphabets_of_the_shipped_centres(tmp_path: Path) -> None:
    """They are read off the packs; of a pack that cannot be read, both names are asked for."""
    centres = Startup(Folders.resolve(tmp_path), FakeClock(), pack=str(tmp_path / "none")).centres()
    assert centres["lv-lvrtc"].alphabets == {"latin"}
    assert centres["ua-court"].alphabets == centres[str(tmp_path / "none")].alphabets == {"cyrillic", "latin"}


def test_a_name_that_is_not_known_in_an_alphabet() -> None:
    """Where a script asks for it all the same, the name is said as it is known."""
    script = read(locate("ua-court"))
    liga = Operator(number="17", name="", name_latin="Līga", gender="feminine")
    assert phrases.operator_name(script, liga, "uk") == phrases.operator_name(script, liga, "en") == "Līga"
