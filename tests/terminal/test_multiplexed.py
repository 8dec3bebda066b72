"""The program in tmux and GNU screen: whole calls, pictures, the cursor, going away and coming back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.terminal.calls import HOME, ROUTES, Place, clock
from tests.terminal.every_key import back, hold, in_letters_of, lead
from tests.terminal.multiplexed import MULTIPLEXERS, Client, Session, Tmux
from tests.terminal.still import StillPlace, still
from tests.terminal.terminal import Terminal

HOLD = 180
WALK = (
    *("enter", "enter", "enter", "1", "2", "backspace", "tab", "shift+tab", "up", "down", "pageup", "pagedown", "home"),
    *(f"f{number}" for number in range(1, 10)),
)
"""What is pressed at random."""


def session(multiplexer: str, program: list[str]) -> Session:
    """Start a program in a multiplexer."""
    kind, term = MULTIPLEXERS[multiplexer]
    return kind(program, term)


@pytest.mark.parametrize("layout", ["ua", "lv"])
@pytest.mark.parametrize("multiplexer", MULTIPLEXERS)
def test_a_whole_call(multiplexer: str, layout: str, tmp_path: Path) -> None:
    """Every key of a call does its work through a multiplexer, Enter of the keypad and Esc with a digit among them."""
    place = Place(tmp_path, in_letters_of(layout, ROUTES[layout]))
    with session(multiplexer, place.command()) as inside, inside.attach() as client:
        lead(client, place, layout)
        assert client.exit_status() == 0


@pytest.mark.parametrize("multiplexer", MULTIPLEXERS)
def test_going_away_in_a_hold(multiplexer: str, still_plain: StillPlace) -> None:
    """Whoever goes away in a hold and comes back, on a terminal of another size, finds the call and the right clock."""
    with session(multiplexer, still_plain.command()) as inside:
        with inside.attach() as client:
            client.wait_for(HOME)
            client.press("enter")
            still_plain.walk(client, still_plain.route.moves[:2])
            hold(client, still_plain)
            inside.detach()
            assert client.exit_status() == 0
        still_plain.pass_time(65)
        with inside.attach(columns=120, rows=40) as client:
            still_plain.wait_for_step(client, "hold_wait")
            client.wait_until(lambda: clock(client) == HOLD - 65, "the clock right")
            back(client, still_plain)
            still_plain.wait_for_step(client, still_plain.route.moves[2].step)
            assert len(client.lines[0]) == 120


@pytest.mark.parametrize("route", ["ua", "lv"])
@pytest.mark.parametrize("multiplexer", MULTIPLEXERS)
def test_pictures(multiplexer: str, route: str, tmp_path: Path) -> None:
    """After every key a multiplexer shows what the program shows without it, and the cursor stands where it does."""
    chance = random.Random(f"{multiplexer} {route}")
    bare_place, place = (Place(tmp_path / name, ROUTES[route]._replace(hour=None)) for name in ("bare", "inside"))
    with (
        Terminal(still(bare_place), bare_place.folder) as bare,
        session(multiplexer, still(place)) as inside,
        inside.attach() as client,
    ):
        for terminal in (bare, client):
            terminal.wait_for(HOME)
        for _ in range(40):
            sent = chance.choice(WALK)
            bare.press(sent)
            client.press(sent)
            same(bare, client, sent)
            if isinstance(inside, Tmux):
                bare.wait_until(lambda: [line.rstrip() for line in bare.lines] == inside.lines(), "what tmux has")
                bare.wait_until(lambda: bare.cursor == inside.cursor, "the cursor that tmux has")
        inside.detach()
        with inside.attach() as client_again:
            same(bare, client_again, "attached again")


def same(bare: Terminal, client: Client, sent: str) -> None:
    """Wait until both show the same, the cursor included."""
    try:
        bare.wait_until(lambda: (bare.lines, bare.cursor) == (client.lines, client.cursor))
    except AssertionError:
        shown = [*bare.lines, str(bare.cursor), *client.lines, str(client.cursor)]
        raise AssertionError("\n".join([f"not the same after {sent}:", *shown])) from None
