"""No text, wherever it comes from, brings to the terminal what a terminal obeys: only what is on a short list."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from callscript.dialogue.actions import ACTIONS
from callscript.runtime.shipped import data_folder
from tests.terminal.allowed import foreign
from tests.terminal.calls import HOME, PROGRAM, UA, WRAP_UP, Place
from tests.terminal.terminal import Terminal

EVIL = (
    "\x1b]0;PWNED\x07\x1b[c\x1b[5n\x1b[34m\x1b[99;199H\x1b[3J\x9b5n\x90q\x9c\x9d0;P\x07\x00\x08\x7f\x1b]52;c;aGk=\x07"
    "\u202e\u2066\u200b\u2028\ufeff\U000e0041\ud7ff\ue000[/red][@click=app.quit()][link=http://a.b]x[/link][b]"
)
"""Titles, questions to the terminal, colours, positions, the clipboard; what turns text round or hides it; markup."""
FILE_NAME = EVIL.replace("\x00", "").replace("/", "")
COLUMNS, ROWS = 110, 36

ONE = re.compile(r'(?m)^((?!id\b|kind\b)[\w.]+ = "(?:[^"\\]|\\.)*)"$')
BOTH = re.compile(r'(?m)(\{ uk = "[^"]*)(", en = "[^"]*)"')
"""Where a pack has a text, in one language or in both."""

PROGRAM_WITH_EVIL = """
import runpy, sys
from pathlib import Path
data, name = sys.argv.pop(1), sys.argv.pop(1).encode().decode("unicode_escape")
from callscript.runtime import i18n
from callscript.commands import run
from callscript.packs import meaning, wording
i18n.data_folder = lambda: Path(data)
wording.is_refused = lambda _: False
meaning.check_languages = lambda *_: None
run._DEMO_NAME = ("Олена " + name, "Olena " + name)
runpy.run_module("callscript", run_name="__main__", alter_sys=True)
"""
"""The program, with another folder of translations and another operator, and less strict with script packs."""


def evil_catalogue(folder: Path) -> Path:
    """Make a Ukrainian translation in which every message has everything in it that it must not have."""
    with (data_folder() / "locale" / "uk" / "LC_MESSAGES" / "callscript.po").open("rb") as file:
        catalogue = read_po(file, locale="uk")
    for message in catalogue:
        if message.id and isinstance(message.id, str):
            message.string = f"{EVIL}{message.id}" if len(message.id) <= 6 else f"{message.id}{EVIL}"
        elif message.id:
            message.string = tuple(f"{message.id[1]}{EVIL}" for _ in range(3))
    target = folder / "evil" / "locale" / "uk" / "LC_MESSAGES" / "callscript.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    return folder / "evil"


def evil_pack(folder: Path) -> Path:
    """Make a pack with the same in every text and every name of its directory."""
    evil = json.dumps(EVIL)[1:-1].replace("\x7f", "\\u007f").replace("\\udb40\\udc41", "\\U000e0041")
    (pack := folder / "pack").mkdir()
    for file in (data_folder() / "packs" / "ua-court").iterdir():
        if file.name == "standard.toml":  # never shown: the check alone holds the texts against it
            continue
        text = file.read_text(encoding="utf-8")
        if file.name != "pack.toml":
            text = re.sub(
                r'(?m)^((?!id\b|kind\b)[\w.]+ = "(?:[^"\\]|\\.)*)"$', lambda found: f'{found[1]}{evil}"', text
            )
            text = re.sub(
                r'(?m)(\{ uk = "[^"]*)(", en = "[^"]*)"', lambda found: f'{found[1]}{evil}{found[2]}{evil}"', text
            )
        (pack / file.name).write_text(text, encoding="utf-8")
    (pack / "articles").mkdir()
    article = f"# Назва[@click=app.quit()]{EVIL}\n\nАбзац{EVIL}\n"
    (pack / "articles" / "00.md").write_bytes(article.encode("utf-8", "surrogatepass"))
    return pack


def harmless(terminal: Terminal) -> None:
    """Hold that a program has written nothing but what is on the list."""
    assert foreign(terminal.raw, COLUMNS, ROWS) == ""


def test_every_screen(tmp_path: Path) -> None:
    """Translation, pack, operator, folder and caller are all hostile: every screen is shown, each as harmless text."""
    folder = tmp_path / FILE_NAME
    folder.mkdir()
    place = Place(folder, UA)
    pack = evil_pack(tmp_path)
    name = EVIL.encode("unicode_escape").decode()
    program = [sys.executable, "-c", PROGRAM_WITH_EVIL, str(evil_catalogue(tmp_path)), name]
    place.pack = pack
    with place.start(columns=COLUMNS, rows=ROWS, program=program, env={"LANG": "uk_UA.UTF-8"}) as terminal:
        home(terminal)
        lead(place, terminal)
        look_up(terminal)
        profile(terminal)
        assert terminal.shows(HOME, "[@click=app.quit()]")
        terminal.press("f12")
        assert terminal.exit_status() == 0
        harmless(terminal)
    assert place.call().closed


def sheet(terminal: Terminal, key: str, *texts: str) -> None:
    """Open a sheet, read it, close it."""
    terminal.press(key)
    terminal.wait_for(*texts)
    terminal.wait_until(lambda: any(re.match(" *│ Enter ", line) for line in terminal.lines), "its keys")
    terminal.press("end", "enter")
    terminal.wait_until(lambda: not any(re.match(" *│ Enter ", line) for line in terminal.lines), "the sheet closed")


def home(terminal: Terminal) -> None:
    """See home, its help, the earlier calls of a number, and take a call from it."""
    terminal.wait_for(HOME)
    sheet(terminal, "f1", "Help: the keys of the moment")
    terminal.paste(f"050 123{EVIL} 45 67")
    terminal.wait_for("no earlier calls")
    terminal.press("enter")


def articles(terminal: Terminal) -> None:
    """See what is found, an article of the pack's, and a mark in it; take the mark back."""
    terminal.press("f10")
    terminal.wait_for("Look up", "→", "Назва", "[@click=app.quit()]")
    terminal.press("enter")
    terminal.wait_for("next page", "Абзац")
    for told in ("Information given", "Not given after all"):
        terminal.press("1")
        terminal.wait_for(told)
    terminal.press("f10")
    terminal.wait_until(lambda: not terminal.shows("next page"), "the call")


def lead(place: Place, terminal: Terminal) -> None:
    """See every sheet, the card, every detour, a refusal and the wrap-up."""
    terminal.wait_until(place.recorded(lambda call: call.step == "greet"), "the call")
    for key, title in (("f1", "Help"), ("pagedown", "The standard"), ("pageup", "At hand")):
        sheet(terminal, key, title)
    articles(terminal)
    terminal.press("tab")
    for field in ("surname", "given_name"):
        terminal.paste(f"Олена{EVIL}")
        terminal.press("down")
        terminal.wait_until(place.recorded(lambda call, field=field: field in call.fields), field)
    terminal.press("tab", "enter")
    terminal.wait_until(place.recorded(lambda call: call.step == "introduce"), "the greeting said")
    terminal.press("enter")
    terminal.wait_until(place.recorded(lambda call: call.step == "ask_address"), "the name said")
    terminal.paste(f"Олено{EVIL}")
    terminal.press("enter")
    terminal.wait_until(place.recorded(lambda call: call.step == "offer_help"), "the form of address")
    terminal.press("enter")
    terminal.wait_until(place.recorded(lambda call: call.step == "ask_subject"), "the offer said")
    for action in ACTIONS:
        if action.id in place.script.detours and action.id != "end":
            terminal.press(action.key)
            frames = [action.id]
            terminal.wait_until(place.recorded(lambda call, wanted=frames: path(call) == wanted), action.id)
            terminal.press("5", action.key)
            terminal.wait_until(place.recorded(lambda call: path(call) == []), f"back from {action.id}")
    terminal.press("f9", "f12")
    terminal.wait_until(place.recorded(lambda call: path(call) == ["end"]), "the end")
    terminal.press("2")
    terminal.wait_for(WRAP_UP, "Outcome")
    terminal.press("enter")
    terminal.wait_for("Enter closes the call")
    terminal.paste(f"Підсумок{EVIL}")
    terminal.wait_for("Підсумок")
    terminal.press("enter")
    terminal.wait_for(HOME)


def path(call: object) -> list[str]:
    """Return the detours that are being taken."""
    return [frame.detour for frame in getattr(call, "frames", ()) if frame.detour]


def look_up(terminal: Terminal) -> None:
    """See the filed call, from home and from the history."""
    terminal.press("tab", "enter")
    terminal.wait_for("Recorded")
    terminal.press("end", "enter")
    terminal.wait_until(lambda: not terminal.shows("Recorded"), "the sheet closed")
    terminal.press("tab", "1")
    terminal.wait_for("Find a call", "Олена")
    terminal.paste(EVIL)
    terminal.press("f12")
    terminal.wait_for(HOME)


def profile(terminal: Terminal) -> None:
    """See the profile, and what it says of a name that is none."""
    terminal.press("tab", "tab", "2")
    terminal.wait_for("Operator's number")
    terminal.press("down", "down", "enter")
    terminal.wait_for("Write the full name in Cyrillic")
    terminal.press("f12")
    terminal.wait_for(HOME)


# What is refused, and who says so


def told(tmp_path: Path, *command: str, **env: str) -> str:
    """Run the program on a terminal to its end; hold that it wrote nothing but text; return that."""
    with Terminal([*PROGRAM, *command], tmp_path, columns=COLUMNS, rows=ROWS, env=env) as terminal:
        terminal.exit_status()
    assert foreign(terminal.raw, COLUMNS, ROWS) == ""
    assert b"\x1b" not in terminal.raw
    return terminal.raw.decode()


def test_a_pack_that_is_hostile(tmp_path: Path) -> None:
    """Such a pack is refused: by `check` with a line for each text, and by a start; what they say is harmless."""
    pack = str(evil_pack(tmp_path))
    lines = told(tmp_path, "check", pack).splitlines()
    assert sum("uk.toml: centre: the character U+001B is not text" in line for line in lines) == 1
    assert sum("is not text" in line for line in lines) > 1000
    assert "U+001B is not text" in told(tmp_path, "demo", "--pack", pack)


@pytest.mark.parametrize("command", ["doctor", "packs", "calls", "show", "rebuild", "check", "run", "demo", ""])
def test_names_that_are_hostile(command: str, tmp_path: Path) -> None:
    """The names of files, the account, the machine, the locale and the terminal do no harm in any command."""
    (home := tmp_path / FILE_NAME).mkdir()
    (home / "profile.toml").write_text(f'"{json.dumps(EVIL)[1:-1]}" = 1\n', encoding="utf-8")
    env = dict.fromkeys(("USER", "LOGNAME", "HOSTNAME", "LANG", "LC_ALL", "TZ", "SSH_CONNECTION", "TMUX"), FILE_NAME)
    env |= {"TERM": "dumb" if command in ("run", "demo") else FILE_NAME, "CALLSCRIPT_HOME": str(home), "COLUMNS": "-1"}
    arguments = [FILE_NAME] if command in ("show", "check", "packs") else []
    said = told(tmp_path, command or FILE_NAME, *arguments, **env)
    assert said
    assert "Traceback" not in said
    assert "something went wrong" not in said


def test_a_hostile_terminal(tmp_path: Path) -> None:
    """A first start on a terminal of a hostile name, with a profile that is damaged in a hostile way, is harmless."""
    (tmp_path / "profile.toml").write_text(f'"{json.dumps(EVIL)[1:-1]}" = 1\n', encoding="utf-8")
    command, env = [*PROGRAM, "--home", str(tmp_path)], {"TERM": FILE_NAME, "USER": FILE_NAME}
    with Terminal(command, tmp_path, columns=COLUMNS, rows=ROWS, env=env) as terminal:
        terminal.wait_for("Operator's profile", "The profile cannot be used")
        terminal.press("f12")
        assert terminal.exit_status() == 0
        harmless(terminal)


# The list itself


REFUSED = (
    *("\x1b]0;x\x07", "\x1b[c", "\x1b[5n", "\x1b[6n", "\x1b[34m", "\x1b[38;2;1;2;3m", "\x1b[99;1H", "\x1b[1;1;1H"),
    *("\x1b[3J", "\x1bc", "\x9b5n", "\x1b[?1000h", "\x1b[>0u", "\x1b[500C", "\x1b[200b", "\x1b[4 q"),
    *("\x1b]52;c;aGk=\x07", "\x1bP1$r\x1b\\"),
    *("\x1b", "\x1b[", "\x1b[?25", "\x00", "\x07", "\x0e", "\x18", "\x7f", "\u202e", "\u200b", "\ue000"),
)  # fmt: skip


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_not_on_the_list(written: str) -> None:
    """What a terminal obeys and the program has no need of is not on the list; nor are bytes that are no text."""
    assert foreign(f"Їжак \x1b[1;7m{written}".encode(), COLUMNS, ROWS)
    assert foreign(b"\x1b[1m\xd0", COLUMNS, ROWS)
    assert not foreign("Їжак \x1b[1;7mā\x1b[m\x1b[36;110H\r\n\b\x1b[K\x1b[?25h".encode(), COLUMNS, ROWS)
