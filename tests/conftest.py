"""What tests of several folders share: their layers, and the display in which windows open. Properties are searched the
same way in every run, and however slow the machine is."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.programs import forked
from tests.terminal.desktop import Desktop

settings.register_profile(
    "callscript",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("callscript")

FOLDERS = {
    "tests/store": "store",
    "tests/relay": "store",
    "tests/service/test_counting.py": "store",
    "tests/service/test_counts_kept.py": "store",
    "tests/service/test_many_at_work.py": "store",
    "tests/service/test_erasing.py": "store",
    "tests/service/test_erasing_killed.py": "store",
    "tests/tui": "screens",
    "tests/screens": "screens",
    "tests/test_screens.py": "screens",
    "tests/packs/test_earlier.py": "program",
    "tests/packs/test_attempts.py": "program",
    "tests/plain": "program",
    "tests/mail": "program",
    "tests/test_cli.py": "program",
    "tests/proof/test_replayed.py": "program",
    "tests/test_report.py": "program",
    "tests/test_task_commands.py": "program",
    "tests/test_pack_command.py": "program",
    "tests/test_pack_forms.py": "program",
    "tests/test_pack_watch.py": "program",
    "tests/test_visit_commands.py": "program",
    "tests/test_owed_open.py": "program",
    "tests/test_enter_command.py": "program",
    "tests/test_enter_at_once.py": "program",
    "tests/test_erase_command.py": "program",
    "tests/test_register_command.py": "program",
    "tests/test_board_command.py": "program",
    "tests/test_scripts.py": "program",
    "tests/test_packaging.py": "program",
    "tests/test_mutants.py": "program",
    "tests/test_startup_time.py": "program",
    "tests/terminal": "terminal",
    "tests/ssh": "ssh",
    "tests/test_benchmarks.py": "benchmark",
    "tests/test_meter.py": "benchmark",
    "tests/test_peers.py": "benchmark",
}
"""Layers by folder, or by module: what is not named here is `unit`."""

LAYERS = {"unit", *FOLDERS.values()}

MEASURED = ("tests/core/", "tests/clauses/", "tests/dialogue/", "tests/packs/")
"""Whose tests go through every branch of the core: what all others do is not followed line by line, which would more
than double their time."""
UNMEASURED = (
    "tests/clauses/test_mutations.py",
    "tests/clauses/test_texts.py",
    "tests/core/test_oracle.py",
    "tests/core/test_properties.py",
)
"""Of these the long ones, which go nowhere else."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test with its layer; leave out long runs not asked for."""
    for item in items:
        item.add_marker(_layer(item))
    if "soak" not in config.option.markexpr:
        long = [item for item in items if item.get_closest_marker("soak")]
        items[:] = [item for item in items if item not in long]
        config.hook.pytest_deselected(items=long)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool | None, bool | None]:
    """Measure no branches where that is not asked for, nor while what the test needs is made: `no_cover` of pytest-cov
    is only for the test itself.
    """
    measures: Any = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if not measures or (item.nodeid.startswith(MEASURED) and not item.nodeid.startswith(UNMEASURED)):
        return (yield)
    measures.pause()
    try:
        return (yield)
    finally:
        measures.resume()


def _layer(item: pytest.Item) -> str:
    if (
        isinstance(item, pytest.Function)
        and hasattr(item, "callspec")
        and item.callspec.params.get("store") == "memory"
    ):
        return "unit"
    found = [layer for place, layer in FOLDERS.items() if item.nodeid.startswith((f"{place}/", f"{place}::"))]
    return found[0] if found else "unit"


@pytest.fixture(scope="session")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """A display that each worker has for itself."""
    desktop = Desktop(tmp_path_factory.mktemp("desktop"))
    yield desktop
    desktop.close()


@pytest.fixture(scope="session", autouse=True)
def forks() -> Iterator[None]:
    """Have the program start as a fork of a process that has its modules, once it was started in earnest."""
    with forked(True):
        yield


@pytest.fixture
def in_earnest() -> Iterator[None]:
    """Have every program start by exec: what it loads, or what that takes, is what is looked at."""
    with forked(False):
        yield
