"""What the operator should be told at the next occasion: what failed of store or packs while the work went on."""

from __future__ import annotations

from callscript.packs import PackError
from callscript.runtime.untold import Untold
from callscript.store.errors import Damaged, StoreError


class Notices(Untold[str]):
    """Sentences that nobody has read yet."""

    def add(self, *notices: object) -> None:
        """Have something told: once, however often it was found; damage that was set aside since, with where it is."""
        for notice in notices:
            if isinstance(notice, Damaged) and notice.kept:
                self.drop(str(Damaged(notice.place, notice.line, notice.reason)))
            if not self.waits(told := str(notice)):
                self.extend([told])

    def telling(self) -> Telling:
        """Turn what the store or a pack cannot do into a notice, and go on behind the block."""
        return Telling(self)


class Telling:
    """A block that may fail."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self.failed = False

    def __enter__(self) -> Telling:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, StoreError | PackError | OSError):
            self._notices.add(error)
            self.failed = True
        return self.failed
