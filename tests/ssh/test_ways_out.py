"""The ways out of an account: each leads out of one that is not locked, and out of an operator's it does not."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from tests.ssh.conftest import Server
from tests.terminal.any_terminal import PATIENCE, tool
from tests.terminal.calls import HOME, Place

OUT = "way-out"
SAY_OUT = "echo way''-out"


def a_command(server: Server, _: Path) -> bool:
    return OUT in server.run(server.host, SAY_OUT)


def a_shell(server: Server, folder: Path) -> bool:
    with server.log_in(folder) as terminal:
        terminal.send(f"{SAY_OUT}\r".encode())
        return shows_out(terminal.shows)


def a_shell_by_name(server: Server, folder: Path) -> bool:
    with server.log_in(folder, asked=f'bash -ic "{SAY_OUT}"') as terminal:
        return shows_out(terminal.shows)


def sftp(server: Server, folder: Path) -> bool:
    batch = folder / "batch"
    batch.write_text("ls /etc/passwd\n", encoding="utf-8")
    return "\n/etc/passwd" in server.run("-b", str(batch), server.host, program="sftp", port="-P").replace("\r", "")


def scp(server: Server, folder: Path) -> bool:
    server.run(f"{server.host}:/etc/passwd", str(folder / "taken"), program="scp", port="-P")
    return (folder / "taken").exists()


def old_scp(server: Server, folder: Path) -> bool:
    server.run("-O", f"{server.host}:/etc/passwd", str(folder / "taken"), program="scp", port="-P")
    return (folder / "taken").exists()


def local_forward(server: Server, _: Path) -> bool:
    with listener() as target, client(server, "-N", "-L", f"{(port := free_port())}:127.0.0.1:{target}"):
        return reaches(port)


def remote_forward(server: Server, _: Path) -> bool:
    with listener() as target, client(server, "-N", "-R", f"{(port := free_port())}:127.0.0.1:{target}"):
        return reaches(port)


def dynamic_forward(server: Server, _: Path) -> bool:
    with listener() as target, client(server, "-N", "-D", str(port := free_port())):
        ask = b"\x05\x01\x00", b"\x05\x01\x00\x01\x7f\x00\x00\x01" + target.to_bytes(2, "big")
        return reaches(port, *ask)


def netcat_mode(server: Server, _: Path) -> bool:
    with listener() as target:
        return OUT in server.run("-W", f"127.0.0.1:{target}", server.host)


def socket_forward(server: Server, folder: Path) -> bool:
    with listener() as target, client(server, "-N", "-R", f"{folder}/socket:127.0.0.1:{target}"):
        return soon((folder / "socket").exists)


def the_agent(server: Server, _: Path) -> bool:
    return with_variable(server, "SSH_AUTH_SOCK", "-A")


def x11(server: Server, _: Path) -> bool:
    return with_variable(server, "DISPLAY", "-Y", DISPLAY="127.0.0.1:7")


def variables(server: Server, folder: Path) -> bool:
    made = folder / "made"
    (folder / "usercustomize.py").write_text(f"open({str(made)!r}, 'w')", encoding="utf-8")
    loads = f"SetEnv=PYTHONPATH={folder} PYTHONUSERBASE={folder} TEXTUAL_LOG={made} TEXTUAL_DEBUG=1 LC_OUT={made}"
    with server.log_in(folder, "-o", loads) as terminal:
        terminal.send(b": > $LC_OUT\r")
        return soon(made.exists)


def ssh_rc(server: Server, folder: Path) -> bool:
    made, script = folder / "made", Path("~/.ssh/rc").expanduser()
    assert not script.exists(), f"{script} is in the way of this test: move it"
    script.parent.mkdir(mode=0o700, exist_ok=True)
    script.write_text(f": > {made}\n", encoding="utf-8")
    try:
        server.run(server.host, "true")
        return made.exists()
    finally:
        script.unlink()


WAYS: tuple[Callable[[Server, Path], bool], ...] = (
    *(a_command, a_shell, a_shell_by_name, sftp, scp, old_scp, local_forward, remote_forward, dynamic_forward),
    *(netcat_mode, socket_forward, the_agent, x11, variables, ssh_rc),
)


@pytest.mark.parametrize("operator", ["ua"], indirect=True)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_way_out(way: Callable[[Server, Path], bool], unlocked: Server, locked: Server, tmp_path: Path) -> None:
    """It leads out of an account that is not locked, and out of an operator's it does not."""
    for name, server, leads_out in (("open", unlocked, True), ("operator", locked, False)):
        folder = tmp_path / name
        folder.mkdir()
        assert way(server, folder) is leads_out, name


@pytest.mark.parametrize("operator", ["ua"], indirect=True)
def test_keys_that_stop_a_program(locked: Server, operator: Place, tmp_path: Path) -> None:
    """Ctrl+Z, Ctrl+\\ and Ctrl+C neither stop nor end the program; leaving logs out."""
    with locked.log_in(tmp_path) as terminal:
        terminal.wait_for(HOME)
        terminal.send(b"\x1a\x1c")
        terminal.press("enter")
        operator.wait_for_step(terminal, operator.route.moves[0].step)
        terminal.send(b"\x1a\x1c\x03")
        terminal.wait_for("Leave?")
        terminal.press("2")
        assert terminal.exit_status() == 0


@pytest.mark.parametrize("operator", ["ua"], indirect=True)
def test_tunnels(locked: Server) -> None:
    """A tunnel is refused: by what sshd makes of its lines, for a machine that has no tunnels proves nothing."""
    command = [tool("sshd"), "-T", "-f", str(locked.folder / "sshd_config")]
    told = subprocess.run(
        [*command, "-C", f"user={locked.host.split('@')[0]},host=localhost,addr=127.0.0.1"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert {"permittunnel no", "disableforwarding yes", "permituserrc no", "maxsessions 1"} <= set(told)


def with_variable(server: Server, name: str, option: str, **environment: str) -> bool:
    """Tell whether a shell that was asked for has a variable."""
    if name == "DISPLAY":
        return OUT in server.run(option, server.host, f'test -n "$DISPLAY" && {SAY_OUT}', **environment)
    agent = subprocess.run([tool("ssh-agent"), "-s"], capture_output=True, text=True, check=True).stdout
    sock, pid = (agent.split(f"{each}=")[1].split(";")[0] for each in ("SSH_AUTH_SOCK", "SSH_AGENT_PID"))
    try:
        asked = f'test -n "$SSH_AUTH_SOCK" && {SAY_OUT}'
        return OUT in server.run(option, server.host, asked, SSH_AUTH_SOCK=sock)
    finally:
        os.kill(int(pid), 15)


@contextmanager
def listener() -> Generator[int]:
    """Serve a word to whoever reaches a port."""
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            line.sendall(OUT.encode())
            line.close()

    Thread(target=answer, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()


@contextmanager
def client(server: Server, *options: str) -> Generator[None]:
    """Keep a client logged in."""
    process = subprocess.Popen(
        server.command(*options, server.host),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def reaches(port: int, *asked: bytes) -> bool:
    """Tell whether the word comes through a port, within a moment."""

    def comes() -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as line:
                line.settimeout(1)
                for each in asked:
                    line.sendall(each)
                    time.sleep(0.05)
                found = b""
                while part := line.recv(100):
                    found += part
                return OUT.encode() in found
        except OSError:
            return False

    return soon(comes)


def shows_out(shows: Callable[[str], bool]) -> bool:
    """Tell whether the word comes on screen, before the program does."""
    return soon(lambda: shows(OUT) or shows(HOME), PATIENCE) and shows(OUT)


def soon(condition: Callable[[], bool], patience: float = 3) -> bool:
    """Tell whether something comes true within some seconds."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
