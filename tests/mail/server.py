"""A real mail server on this machine (aiosmtpd) that refuses and hangs up as it is told, with and without TLS."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
import time
import warnings
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "callscript", "correct horse"
SENDER, HEAD, DEPUTY = "callscript@court.example", "head@court.example", "deputy@court.example"
PHASES = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "end", "QUIT")
"""Where a server can fail; `end`: behind the last line of a letter, before the answer to it."""


class Handler:
    """Takes letters, and does what it is told at some phase."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.to: list[list[str]] = []
        """By letter: for whom it was taken."""
        self.refuses: dict[str, str] = {}
        """By phase, or address: the answer that is given in place of the good one."""
        self.hangs_up: set[str] = set()
        """The phases at which the line is cut."""
        self.stays_silent = Event()
        """Set: nothing is answered to a letter until it is cleared."""

    def answer(self, server: SMTP, phase: str, good: str) -> str:
        """Return the answer at a phase, or cut the line."""
        if phase in self.hangs_up:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return self.refuses.get(phase, good)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        answer = self.answer(server, "EHLO", "")
        return [answer] if answer else responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.answer(server, "MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.refuses.get(address) or self.answer(server, "RCPT", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        answer = self.answer(server, "end", "250 2.0.0 taken as 4711")
        while self.stays_silent.is_set():
            await asyncio.sleep(0.01)
        if answer.startswith("250"):
            letter = message_from_bytes(content, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.taken.append(letter)
            self.to.append(list(envelope.rcpt_tos))
        return answer

    async def handle_QUIT(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        return self.answer(server, "QUIT", "221 Bye")


class Server:
    """A mail server, started and stopped at the same port."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, implicit: bool = False, auth: bool = False) -> None:
        self.handler = Handler()
        self.port = free_port()
        self._tls, self._implicit, self._auth = tls, implicit, auth
        self._running: Controller | None = None

    @property
    def taken(self) -> list[EmailMessage]:
        """The letters that were taken over."""
        return self.handler.taken

    @property
    def ids(self) -> list[str]:
        """Their ids."""
        return [str(letter["Message-ID"]) for letter in self.taken]

    def start(self) -> None:
        """Begin to listen."""
        keys: dict[str, Any] = {}
        if self._auth:
            keys |= {
                "authenticator": _authenticate,
                "auth_required": True,
                "auth_exclude_mechanism": ["LOGIN"],
                "auth_require_tls": self._tls is not None and not self._implicit,
            }
        if self._tls and self._implicit:
            keys |= {"ssl_context": self._tls}
        elif self._tls:
            keys |= {"tls_context": self._tls, "require_starttls": True}
        handler = self.handler

        class Told(SMTP):
            """Cuts the line at the phases for which the library has no hook."""

            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                if "connect" in handler.hangs_up:
                    transport.abort()

            async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
                if "DATA" in handler.hangs_up and isinstance(self.transport, asyncio.Transport):
                    self.transport.abort()
                elif answer := handler.refuses.get("DATA"):
                    await self.push(answer)
                else:
                    await super().smtp_DATA(arg)

        class Made(Controller):
            def factory(self) -> SMTP:
                with warnings.catch_warnings():  # that all of the line is secured, the library does not see
                    warnings.simplefilter("ignore", UserWarning)
                    return Told(self.handler, **self.SMTP_kwargs)

        self._running = Made(handler, hostname="127.0.0.1", port=self.port, ready_timeout=20, **keys)
        self._running.start()

    def stop(self) -> None:
        """Stop, and let go of the port."""
        if self._running:
            self._running.stop()
            self._running = None


@contextmanager
def listening(*, tls: ssl.SSLContext | None = None, implicit: bool = False, auth: bool = False) -> Generator[Server]:
    """Have a mail server for a while."""
    server = Server(tls=tls, implicit=implicit, auth=auth)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def settings(home: Path, port: int, *, tls: str = "none", to: Sequence[str] = (HEAD,), **more: str) -> Path:
    """Write the settings of a centre whose mail goes to a server on this machine."""
    lines = ["[mail]", 'host = "localhost"', f"port = {port}", f'tls = "{tls}"', f'from = "{SENDER}"']
    lines += [f'{key} = "{value}"' for key, value in more.items() if value]
    lines.append(f"to.management = [{', '.join(f'{chr(34)}{each}{chr(34)}' for each in to)}]")
    file = home / "centre.toml"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    file.chmod(0o600)
    return file


def certificate(folder: Path, name: str = "localhost") -> tuple[Path, ssl.SSLContext]:
    """Make a certificate for a host; return its file, and what a server needs of it."""
    folder.mkdir(parents=True, exist_ok=True)
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    names = ("-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}")
    subprocess.run(
        ("openssl", "req", "-x509", *kind, *names, "-keyout", private, "-out", public), check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context


def wait_until(condition: Any, seconds: float = 20) -> None:
    """Wait for something that another thread or process brings about."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.01)


def _authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    assert isinstance(data, LoginPassword)
    return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
