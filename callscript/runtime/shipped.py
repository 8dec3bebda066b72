"""The data that comes with the program: script packs, translations, the files for sshd."""

from __future__ import annotations

from pathlib import Path


def data_folder() -> Path:
    """Return the folder of the shipped data: in the installed package, or in the checkout it runs from."""
    package = Path(__file__).parents[1]
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "data"
