"""The registry of actions: every key has one meaning, and every detour that is to have a key has one."""

from __future__ import annotations

from collections import Counter

from callscript import packs
from callscript.core.call.call import Call
from callscript.core.script.model import KEY_DETOURS
from callscript.dialogue.actions import ACTIONS, BY_ID, BY_KEY, BY_STAR, LINES, URGENT, in_script, title
from callscript.terminal.decoder import BEHIND_ESCAPE


def test_each_detour_with_a_function_key_has_exactly_one() -> None:
    """Each detour that a pack need not lead to has one function key and one star; nothing else takes one."""
    keys = {action.id: action.key for action in ACTIONS if action.detour and action.id != URGENT}
    assert sorted(keys) == sorted(KEY_DETOURS)
    assert len(set(keys.values())) == len(KEY_DETOURS)
    assert all(key.startswith("f") and key[1:].isdecimal() for key in keys.values())
    assert all(BY_ID[detour].star for detour in KEY_DETOURS)
    assert [count for count in Counter(action.id for action in LINES).values() if count > 1] == []


def test_no_key_and_no_star_has_two_meanings() -> None:
    """A key means the same in every state, and so does a star."""
    keys = [action.key for action in ACTIONS]
    stars = [action.star for action in LINES if action.star is not None]
    assert len(set(keys)) == len(keys) <= len(BY_KEY)
    assert len(set(stars)) == len(stars) == len(BY_STAR)


def test_what_stands_behind_esc_is_what_the_terminal_is_read_by() -> None:
    """What help and key bar say is typed behind Esc is what the keyboard reads there, and nothing is left out."""
    told = {action.behind_escape.lower(): action.key for action in ACTIONS if action.behind_escape}
    assert told == BEHIND_ESCAPE


def test_the_urgent_matter_is_named_by_the_pack() -> None:
    """A pack that marks a detour as urgent has a key for it, which bears its name; another one has no such key."""
    named = []
    for pack in ("lv-lvrtc", "ua-court"):
        script = packs.read(packs.locate(pack))
        named.append([title(action, script, Call()) for action in in_script(LINES, script) if action.id == URGENT])
    assert named == [["Apturēšana"], []]
