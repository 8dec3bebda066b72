"""PostgreSQL costs nothing where calls are taken: no session knows it, whether or not a relay works beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.programs import ROOT
from tests.terminal.any_terminal import PATIENCE

WHOLE_CALL = "0501234567\n*0\n2\n\n\n"
"""Somebody rings and hangs up, the outcome is filed, the summary stays empty."""
NETWORK = {"socket", "_socket", "ssl", "_ssl", "http.client", "urllib.request"}
"""Some of it comes with asyncio, which leads every session."""
_SESSION = """
import atexit, sys
from pathlib import Path
home, told = sys.argv[1:]
atexit.register(lambda: Path(told).write_text("\\n".join(sorted(sys.modules))))
from callscript.cli import main
sys.exit(main(["demo", "--plain", "--home", home]))
"""


def loaded(home: Path) -> set[str]:
    """Take a call in a home; return the modules that the session has loaded."""
    told = home.with_suffix(".modules")
    command = [sys.executable, "-c", _SESSION, str(home), str(told)]
    done = subprocess.run(
        command, cwd=ROOT, input=WHOLE_CALL, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert list(home.rglob("*.jsonl"))
    return set(told.read_text(encoding="utf-8").split())


def test_no_session_loads_what_the_relay_needs(tmp_path: Path) -> None:
    """A session whose home is sent on loads nothing of psycopg or the relay, and no more of the network than others."""
    with_relay, without = tmp_path / "with", tmp_path / "without"
    for home in (with_relay, without):
        home.mkdir(mode=0o700)
    settings = with_relay / "relay.toml"
    settings.write_text(
        'dsn = "host=/run/postgresql dbname=callscript user=cs_relay_a"\nhost = "a"\n', encoding="utf-8"
    )
    settings.chmod(0o600)
    found, other = loaded(with_relay), loaded(without)
    assert not {name for name in found if name.split(".")[0] in ("psycopg", "psycopg_binary")}
    assert not {name for name in found if name.startswith(("callscript.relay", "callscript.store.relayed"))}
    assert found & NETWORK == other & NETWORK


def test_a_session_that_asks_a_relay_loads_what_asks_it_and_no_more(tmp_path: Path) -> None:
    """With other hosts in the settings a session loads some small modules more, and nothing of PostgreSQL."""
    with_relay, without = tmp_path / "with", tmp_path / "without"
    for home in (with_relay, without):
        home.mkdir(mode=0o700)
        (home / "centre.toml").write_text('[store]\nkind = "relay"\n' if home == with_relay else "[work]\n")
        (home / "centre.toml").chmod(0o600)
    found, other = loaded(with_relay), loaded(without)
    assert found - other == {
        "callscript.service.elsewhere",
        "callscript.store.relayed",
        "callscript.store.relayed.line",
        "callscript.store.relayed.questions",
        "callscript.store.relayed.relayed",
        "callscript.store.relayed.sharing",
        "callscript.store.relayed.sitting",
    }
