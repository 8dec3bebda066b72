"""How PostgreSQL carries out the statements of the program: each finds its rows by an index, however many there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from callscript.relay.scripts import Bringing
from callscript.relay.seats import of_seat
from callscript.relay.taking import open_work, take, work_of
from callscript.store.relayed.line import ask
from callscript.store.relayed.questions import (
    HowTheyStand,
    LinesOf,
    OpenCall,
    OpenWork,
    Question,
    TakeOver,
    TakeWork,
    WhatElsewhere,
    WorkOf,
)
from tests.relay.asking import at_work, centre, socket_of
from tests.relay.office import Office, work_about
from tests.relay.server import wait_until
from tests.relay.test_commands import begun, month_ago
from tests.relay.test_damage import damage, erase
from tests.relay.test_gone import GROUND, forget
from tests.terminal.any_terminal import PATIENCE

GROWING = ("event", "late", "call", "led", "seat", "access", "task")
"""Tables that grow with calls; a partition's name begins with that of its table."""
_EXPLAINED = (
    "session_preload_libraries = 'auto_explain'",
    "auto_explain.log_min_duration = 0",
    "auto_explain.log_format = 'json'",
    "auto_explain.log_nested_statements = on",
    "enable_seqscan = off",  # with few rows to read all is best: here it is told what cannot be found otherwise
    "enable_bitmapscan = off",
    "jit = off",  # with costs as high as these each statement would be compiled: longer than some may take
)
_COUNTS = "count(*)"
"""What an administrator asks to know how much there is."""
_ALL_THAT_IS_OPEN = "from callscript.task where state in ('open', 'taken') order by due"
"""Whoever lists all open work reads all open work, and nothing that is closed."""
_ALL_HOLDS = "from callscript.call where holds > 0"
"""Whoever counts holds reads an index of the calls that had one, and nothing else of them."""


def test_no_statement_reads_a_whole_table(office: Office) -> None:
    """Whatever the relay and the administrator do: no table that grows is read from end to end."""
    calls = [office.lead("17", number, begun(month_ago(1)), appeal=True) for number in range(2)]
    calls += [office.lead("18", 3, appeal=True)]
    begin = office.server.log.stat().st_size
    with office.connect() as connection:
        for setting in _EXPLAINED:
            connection.execute(f"alter database {office.database} set {setting}".encode())
    office.send()
    work_about(office, calls[0])
    office.send()
    damage(office.file_of(calls[0]), 3)
    office.send()
    erase(office, calls[2])
    office.send()
    office.rows("select * from callscript.take_seat('17', false)", "cs_relay_desk7")
    office.rows("select * from callscript.hold_seat('17', 1, true)", "cs_relay_desk7")
    office.rows("select callscript.take_over('2026-11-23', '20261123-17-abc', '17', 1)", "cs_relay_desk7")
    with office.connect("cs_relay_desk7") as connection:
        for question in (WhatElsewhere("17"), LinesOf("17", calls[2]), TakeOver("17", 1, calls[2])):
            of_seat(question, "desk7", Bringing(office.folders.packs, lambda _: None)).work(connection)
        [(task,)] = office.rows(f"select id from callscript.task where call = '{calls[0]}'")
        open_work(OpenWork("17"), "desk7").work(connection)
        open_work(OpenWork(), "desk7").work(connection)
        work_of(WorkOf(calls[0]), "desk7").work(connection)
        assert take(TakeWork("17", task, "move"), "desk7").work(connection).attempt == 1
    centre(office)
    with at_work(office):
        wait_until(lambda: asked(office, HowTheyStand()), "an answer")
        assert asked(office, OpenCall(calls[2]))
        wait_until(lambda: office.rows("select from callscript.host"), "that it looked by its own clock")
    forget(office, office.host)
    with office.connect() as connection:  # as its owner, who is whoever calls the function
        assert connection.execute(
            "select refused from callscript.erase(%s, %s, %s)", (f"{calls[0][:8]}", calls[0], GROUND)
        ).fetchall() == [("",)]
    office.administer("rebuild")
    office.administer("holds")
    office.administer("drop-month", month_ago(1))
    work_about(office, calls[0])
    erase(office, calls[1])
    office.send()
    plans = list(explained(office.server.log.read_bytes()[begin:].decode()))
    statements = [text for text, _ in plans]
    for statement in ("insert into callscript.event", "insert into callscript.late", "update callscript.call",
                      "callscript.about", "delete from callscript.call", "not exists", "insert into callscript.cursor",
                      "update callscript.event", "behind = $1", "for key share", "from callscript.led",
                      "update callscript.seat", "insert into callscript.led",
                      "insert into callscript.task", "delete from callscript.task t using",
                      "delete from callscript.task t where",
                      'delete from callscript."task"', "for update of t", "select about, line",
                      "owner = $1", "from callscript.task where day", "for no key update skip locked",
                      "insert into callscript.host", "insert into callscript.place", "callscript.live l",
                      "insert into callscript.access", 'delete from callscript."access"',
                      "select e.line, true",
                      "update callscript.event e set line", "update callscript.late l set line",
                  "update callscript.task t set erased", "select array_agg(distinct e.host)", "for update of c",
                  "from callscript.led where operator", "and x.type in", "e.call = g.log", "seq > $3"):  # fmt: skip
        assert any(statement in text for text in statements), statement
    whole = (_COUNTS, _ALL_THAT_IS_OPEN, _ALL_HOLDS)
    found = {(text, each) for text, plan in plans if not any(of in text for of in whole) for each in read_whole(plan)}
    assert found == set()
    [counted] = [plan for text, plan in plans if _ALL_HOLDS in text]
    assert "call_holds" in json.dumps(counted)


def asked(office: Office, question: Question) -> bool:
    """Ask a relay; tell whether it has asked PostgreSQL."""
    return ask(socket_of(office), question, PATIENCE).asked


def explained(log: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the statements that a server's log explains, each with its plan."""
    decoder = json.JSONDecoder()
    for part in log.split("plan:\n")[1:]:
        told, _ = decoder.raw_decode(part.lstrip())
        yield " ".join(told["Query Text"].split()), told["Plan"]


def read_whole(plan: dict[str, Any]) -> Iterator[str]:
    """Yield what a plan reads from end to end of tables that grow."""
    table, node = plan.get("Relation Name", ""), plan["Node Type"]
    if table.startswith(GROWING) and (node == "Seq Scan" or ("Index" in node and "Index Cond" not in plan)):
        yield f"{node} on {table}"
    for each in plan.get("Plans", ()):
        yield from read_whole(each)
