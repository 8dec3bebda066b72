"""What a start puts off is only put off: it is the real thing when somebody uses it, TLS first of all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from callscript.runtime.startup_time import AT_FIRST_USE
from tests.programs import ROOT
from tests.terminal.calls import HOME, Place
from tests.terminal.calls import UA as CONSULTATION

STARTED = """
import sys
from callscript.runtime import startup_time
startup_time.begin()
from callscript import app
from callscript.commands import run
"""
"""What a session imports, as it does."""

TLS = """
import asyncio, ssl
assert "_ssl" not in sys.modules, "OpenSSL is loaded by the start"

def context(side):
    made = ssl.SSLContext(side)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    made.maximum_version = ssl.TLSVersion.TLSv1_2
    made.set_ciphers("aNULL:@SECLEVEL=0")  # it needs no certificate
    return made

async def echo(reader, writer):
    writer.write((await reader.readline()).upper())
    await writer.drain()
    writer.close()

async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0, ssl=context(ssl.PROTOCOL_TLS_SERVER))
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context(ssl.PROTOCOL_TLS_CLIENT))
    writer.write(b"over tls\\n")
    print((await reader.readline()).decode().strip(), writer.get_extra_info("ssl_object").version())
    writer.close()
    server.close()

asyncio.run(main())
"""


LATER = (
    "callscript.core.call.decide",
    "callscript.dialogue.show.sheets",
    "callscript.dialogue.show.timeline",
    "callscript.packs.apart",
    "callscript.packs.meaning",
    "callscript.screens.call",
    "callscript.screens.corrections",
    "callscript.screens.history",
    "callscript.screens.open_work",
    "callscript.screens.profile",
    "callscript.screens.task",
    "callscript.screens.wrap_up",
    "callscript.service.forms.wrap_up",
    "callscript.service.session",
    "callscript.widgets.script_pane",
)
"""What home does not need."""
MOST = 219
"""Modules of our own that a start imports, at most: a hundred of them are a tenth of its time, and two megabytes."""


def python(code: str, *, folder: Path | None = None) -> str:
    """Return what a fresh interpreter prints."""
    run = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_a_start_imports_what_home_needs() -> None:
    """What a call, or another screen than home, needs is not imported before home is there."""
    imported = python(STARTED + "print(*sorted(name for name in sys.modules if name.startswith('callscript')))").split()
    assert not set(LATER) & set(imported)
    assert len(imported) <= MOST


def test_all_screens_are_loaded_behind_the_first_one() -> None:
    """Once home is there all the other screens are loaded, with all that a call needs."""
    code = "app._load_screens(); print(*sorted(name for name in sys.modules if name.startswith('callscript')))"
    imported = set(python(STARTED + code).split())
    screens = {f"callscript.screens.{file.stem}" for file in (ROOT / "callscript" / "screens").glob("[a-z]*.py")}
    assert screens <= imported
    assert not [name for name in imported if "practice" in name]
    assert {name for name in LATER if not name.startswith("callscript.packs.")} <= imported


def test_a_connection_over_tls_can_be_made_after_the_start() -> None:
    """`asyncio.open_connection(ssl=...)` to a TLS server works in a process that has started as a session does."""
    assert python(STARTED + TLS) == "OVER TLS TLSv1.2"


@pytest.mark.usefixtures("in_earnest")
def test_no_session_loads_openssl_for_tls(tmp_path: Path) -> None:
    """A live session at its first screen has no libssl in its memory."""
    with Place(tmp_path, CONSULTATION).start() as terminal:
        terminal.wait_for(HOME)
        maps = Path(f"/proc/{terminal.pid}/maps").read_text(encoding="utf-8")
        assert "libcrypto" in maps
        assert "libssl" not in maps


def test_nothing_in_the_table_of_modules_is_faked() -> None:
    """Every module of a started session was found where Python finds it, but for two that Python makes itself."""
    code = """
for name, module in list(sys.modules.items()):
    spec = getattr(module, "__spec__", None)
    if name not in ("__main__", "typing.io", "typing.re") and (module is None or spec is None or spec.loader is None):
        print(name, module)
"""
    assert python(STARTED + code) == ""


@pytest.mark.parametrize("name", AT_FIRST_USE)
def test_what_is_put_off_is_itself_at_its_first_use(name: str) -> None:
    """Used for the first time, a module that was put off has all that it has where nothing was put off."""
    code = f"import {name}; one = sys.modules[{name!r}]; hasattr(one, 'nothing'); print(type(one), sorted(vars(one)))"
    assert python(STARTED + code) == python("import sys\n" + code)


def test_threads_that_use_a_module_at_once_both_get_it_whole(tmp_path: Path) -> None:
    """While one thread runs the code of a module that was put off, another one that uses it waits."""
    (tmp_path / "slow.py").write_text("import time\ntime.sleep(0.3)\nvalue = 7\n", encoding="utf-8")
    code = """
import sys
from concurrent.futures import ThreadPoolExecutor
from callscript.runtime import startup_time
startup_time.AT_FIRST_USE["slow"] = "sys"
startup_time.begin()
import slow
with ThreadPoolExecutor(4) as threads:
    print(list(threads.map(lambda _: slow.value, range(4))))
"""
    assert python(code, folder=tmp_path) == "[7, 7, 7, 7]"


def test_a_module_that_cannot_be_loaded_says_so_each_time_it_is_used(tmp_path: Path) -> None:
    """A failure of a module's own code is not kept: what is put right is loaded at the next use."""
    broken = tmp_path / "broken.py"
    broken.write_text("raise ImportError('not today')\n", encoding="utf-8")
    code = f"""
import sys
from pathlib import Path
from callscript.runtime import startup_time
sys.dont_write_bytecode = True
startup_time.AT_FIRST_USE["broken"] = "sys"
startup_time.begin()
import broken
for _ in range(2):
    try:
        broken.value
    except ImportError as error:
        print(error)
Path({str(broken)!r}).write_text("value = 7")
print(broken.value)
"""
    assert python(code, folder=tmp_path).split("\n") == ["not today", "not today", "7"]


def test_what_needs_a_missing_module_is_missing_too() -> None:
    """Where Python has no OpenSSL, importing `ssl` fails at once, as asyncio expects it."""
    code = """
import sys
from callscript.runtime import startup_time
startup_time.AT_FIRST_USE["ssl"] = "no_such_module"
sys.modules["_ssl"] = None
startup_time.begin()
import asyncio
print(asyncio.base_events.ssl)
"""
    assert python(code) == "None"
