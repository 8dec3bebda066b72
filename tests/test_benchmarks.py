"""The benchmarks run: small, for what they find on a busy machine is no test's business."""

from __future__ import annotations

from pathlib import Path

from benchmarks import articles, board, decide, relay, relay_board, relay_work, relay_years, store


def test_the_store_is_measured(tmp_path: Path) -> None:
    """Every part of the store is measured beside its peer, and no acknowledged event is lost; nothing stays behind."""
    found = {row.what: row for row in store.rows(tmp_path, quick=True)}
    for part in ("event to durable", "written", "history of a number", "list of 200 pieces", "start", "3 processes"):
        assert any(what.startswith(part) for what in found), part
    kept = [row for what, row in found.items() if what.startswith("3 processes") and what.endswith(("lost", "damaged"))]
    assert len(kept) == 2
    assert [row.what for row in kept if not row.met] == []  # a busy machine may refuse a save, which is tried again
    assert list(tmp_path.iterdir()) == []


def test_a_command_is_measured() -> None:
    """What a command costs is measured beside its target and its peer."""
    found = decide.rows(calls=1)
    assert [row.peer for row in found] == ["limit", "python-statemachine, one transition"]
    assert all(row.ours > 0 and row.theirs > 0 for row in found)


def test_a_search_is_measured(tmp_path: Path) -> None:
    """A letter of a search is measured beside its target and its peer; nothing stays behind."""
    found = articles.rows(tmp_path, quick=True)
    assert [row.peer for row in found] == ["limit", "limit", "grep over the files", "indexed anew"]
    assert all(row.ours > 0 and row.theirs > 0 for row in found)
    assert list(tmp_path.iterdir()) == []


def test_a_board_is_measured(tmp_path: Path) -> None:
    """A second of it is measured beside reading all anew, which says the same; nothing stays behind."""
    found = board.rows(tmp_path, quick=True)
    assert [row.peer for row in found] == ["all journals read anew", "a second", "all journals read anew"]
    assert all(row.ours > 0 and row.theirs > 0 for row in found)
    assert list(tmp_path.iterdir()) == []


def test_a_relay_is_measured() -> None:
    """What PostgreSQL costs is measured beside none, whatever becomes of it."""
    found = [row.what for row in relay.rows(quick=True)]
    for part in (
        "saved to committed",
        "memory of the relay",
        "append, PostgreSQL killed",
        "a backlog of",
        "is dropped in",
    ):
        assert any(part in what for what in found), part


def test_boards_over_several_hosts_are_measured() -> None:
    """Each change that is recorded is seen on each board, and commits are measured beside those without boards."""
    found = relay_board.rows(quick=True)
    assert [row.peer for row in found] == ["limit", "limit", "limit", "limit", "no board"]
    assert all(row.ours > 0 and row.theirs > 0 for row in found)


def test_years_of_calls_are_measured() -> None:
    """A number finds its calls among few and among many; holds are counted alike from calls and from events."""
    found = relay_years.rows(quick=True)
    assert [row.peer.split()[0] for row in found] == ["of", "reading"]
    assert all(row.ours > 0 and row.theirs > 0 for row in found)


def test_work_that_is_shared_out_is_measured() -> None:
    """Each piece is taken once, by those who are granted it and by those who wait for rows."""
    found = relay_work.rows(quick=True)
    assert [row.peer for row in found] == ["FOR UPDATE", "FOR UPDATE"]
    assert all(row.ours > 0 and row.theirs > 0 for row in found)
