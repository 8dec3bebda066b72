"""What a proof works out of a script once, for all that is asked of it."""

from __future__ import annotations

from functools import cached_property

from callscript.core.script.model import Script
from callscript.proof.flow import Flow
from callscript.proof.prover import Prover
from callscript.proof.reaching import Reach


class WorkedOut:
    """A script, with what is worked out of it as it is asked for."""

    def __init__(self, script: Script) -> None:
        self.script = script

    @cached_property
    def _flow(self) -> Flow:
        return Flow(self.script)

    @property
    def prover(self) -> Prover:
        """A prover of its rules, with all the work before it."""
        return Prover(self.script, self._flow)

    @cached_property
    def reach(self) -> Reach:
        """What its calls come to."""
        return Reach(self.script, self._flow)
