"""What makes a session start sooner and lets many of them fit on a host, with nothing missing for it.

asyncio imports OpenSSL's modules for TLS, which most sessions never speak, and others import modules that they do not
use either: their code runs when something of them is first used. Memory is collected only from the first screen on,
and what was loaded until then is not looked through again.
"""

from __future__ import annotations

import gc
import sys
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType

TYPE_CHECKING = False  # as in `typing`; importlib.abc would load as much as is put off here
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader
else:
    Loader = object

AT_FIRST_USE = dict.fromkeys(
    (
        "asyncio.staggered",
        "calendar",
        "ipaddress",
        "json",
        "locale",
        "mimetypes",
        "msgspec.inspect",
        "secrets",
        "textwrap",
        "tokenize",
    ),
    "sys",
) | {
    "ssl": "_ssl",
    "asyncio.sslproto": "_ssl",
    "bz2": "_bz2",
    "lzma": "_lzma",
}
"""Modules that others import at a start and do not use there, each with the one without which it cannot be imported."""

_LOADING = RLock()


class _Unused(ModuleType):
    """A module whose code runs when something of it is first asked for; from then on it is one like any other.

    The loader of the standard library for this, `LazyLoader`, takes a second `import` for such a use.
    """

    def __getattr__(self, name: str) -> object:
        with _LOADING:
            spec = self.__spec__
            if spec is not None and isinstance(later := spec.loader, _AtFirstUse):
                spec.loader = self.__loader__ = later.loader
                try:
                    later.loader.exec_module(self)
                except BaseException:
                    spec.loader = self.__loader__ = later
                    raise
                object.__setattr__(self, "__class__", ModuleType)
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}") from None


class _AtFirstUse(Loader):
    """Loads a module when something of it is first used."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader
        """Loads it then."""

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Make the module as its loader would."""
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Run none of its code yet."""
        module.__class__ = _Unused


class _Finder:
    """Finds these modules where Python does, and has them loaded at their first use."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how a module is loaded; None leaves it to Python."""
        if fullname not in AT_FIRST_USE or not _is_there(AT_FIRST_USE[fullname]):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _AtFirstUse(spec.loader)
        return spec


def _is_there(name: str) -> bool:
    return name in sys.builtin_module_names or PathFinder.find_spec(name) is not None


def begin() -> None:
    """Put off what a start does not need: to be called before the modules of a session are imported."""
    gc.disable()  # nothing that a start loads is garbage
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def ready() -> None:
    """Collect memory from now on, but never look through what is there already: it stays."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
