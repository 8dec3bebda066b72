"""The signs of a trail, of stages or of the steps of a detour: gone through, at hand, ahead."""

from __future__ import annotations

SIGNS = {"done": "+", "now": "→", "ahead": "·"}
