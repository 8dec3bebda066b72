"""Finds, reads and checks script packs: knows files and messages, hands values to the core."""

from callscript.packs.errors import PackChanged, PackError, PackErrors, PackNotFound, Problem
from callscript.packs.library import keep, kept, locate, shipped
from callscript.packs.reader import check, read

__all__ = [
    "PackChanged",
    "PackError",
    "PackErrors",
    "PackNotFound",
    "Problem",
    "check",
    "keep",
    "kept",
    "locate",
    "read",
    "shipped",
]
