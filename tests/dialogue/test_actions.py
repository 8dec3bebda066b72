"""The registry of actions: every key has one meaning, and every detour that is to have a key has one."""

from __future__ import annotations

from collections import Counter

from callscript.core.script.model import KEY_DETOURS
from callscript.dialogue.actions import ACTIONS, BY_ID, BY_KEY, BY_STAR, LINES


def test_each_detour_with_a_function_key_has_exactly_one() -> None:
    """Each detour that a pack need not lead to has one function key and one star; nothing else takes one."""
    keys = {action.id: action.key for action in ACTIONS if action.detour}
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
