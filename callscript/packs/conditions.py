"""Guards as formulas: whether one holds, given which of its atoms do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from callscript.core.script.model import Choose, Guard, Step

Atom = tuple[str, ...]
"""A condition that is not made of others: its key, and what it asks for."""

_WORDS = ("field", "happened", "overran", "detour")


def guards(step: Step) -> Iterator[Guard]:
    """Yield the guards of a step and of its options."""
    if step.when is not None:
        yield step.when
    if isinstance(step, Choose):
        yield from (option.when for option in step.options if option.when is not None)


def atoms(guard: Guard) -> Iterator[Atom]:
    """Yield the atoms of a guard."""
    for word in _WORDS:
        if (name := getattr(guard, word)) is not None:
            yield (word, name)
    if guard.open is not None:
        yield ("open",)
    if guard.answer is not None:
        yield ("answer", guard.answer, *guard.among)
    for inner in (*guard.all, *guard.any, *((guard.not_,) if guard.not_ else ())):
        yield from atoms(inner)


def holds(guard: Guard | None, so: Callable[[Atom], bool]) -> bool:
    """Tell whether a guard holds where `so` tells it of each atom."""
    if guard is None:
        return True
    plain = [(word, name) for word in _WORDS if (name := getattr(guard, word)) is not None]
    return (
        all(so(atom) for atom in plain)
        and (guard.open is None or so(("open",)) is guard.open)
        and (guard.answer is None or so(("answer", guard.answer, *guard.among)))
        and all(holds(each, so) for each in guard.all)
        and (not guard.any or any(holds(each, so) for each in guard.any))
        and (guard.not_ is None or not holds(guard.not_, so))
    )
