"""Hands letters to a mail server (SMTP), over a line that is secured and whose other end is known (TLS).

A letter was taken over once the server says so behind its last line; whatever fails before, it is tried again. If the
line breaks in between, nobody knows: then it is sent again, with the same Message-ID.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress

from callscript.core.letters import Letter
from callscript.runtime.centre import Mail
from callscript.runtime.text import clean
from callscript.service.delivery.message import message
from callscript.service.delivery.ways import Accepted, NotDelivered

_CONNECT = 10.0
_ANSWER = 30.0
"""Seconds to wait for a line, and for each answer on it."""
_REPLY = 200
"""As many letters of a server's answer are kept."""


class Smtp:
    """A mail server."""

    def __init__(self, mail: Mail, password: str) -> None:
        self._mail = mail
        self._password = password

    @property
    def patience(self) -> int:
        """The seconds after which a letter is given up."""
        return self._mail.patience

    def deliver(self, letter: Letter) -> Accepted:
        """Hand a letter over for all whom it has not reached yet."""
        to = self._mail.to.get(letter.to, ())
        if not to:
            raise NotDelivered(f"the settings name nobody: write to.{letter.to} below [mail] in centre.toml")
        left = [address for address in to if address not in letter.reached]
        try:
            with self._server() as server:
                return self._hand_over(server, letter, to, left)
        except (smtplib.SMTPException, ssl.SSLError, OSError, EOFError) as error:
            raise NotDelivered(f"{self._mail.host}:{self._mail.way_in}: {_reason(error)}") from error

    @contextmanager
    def _server(self) -> Generator[smtplib.SMTP]:
        mail, host, port = self._mail, self._mail.host or "", self._mail.way_in
        trusted = ssl.create_default_context(cafile=mail.certificates) if mail.tls != "none" else None
        if trusted and mail.tls == "implicit":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_CONNECT, context=trusted)
        else:
            server = smtplib.SMTP(host, port, timeout=_CONNECT)
        try:
            if server.sock:
                server.sock.settimeout(_ANSWER)
            if trusted and mail.tls == "starttls":
                server.starttls(context=trusted)
            server.ehlo_or_helo_if_needed()
            if mail.user:
                server.login(mail.user, self._password)
            yield server
            with suppress(smtplib.SMTPException, OSError):  # the letter was taken over, however they part
                server.quit()
        finally:
            server.close()

    def _hand_over(self, server: smtplib.SMTP, letter: Letter, to: Sequence[str], left: Sequence[str]) -> Accepted:
        sender = self._mail.sender or ""
        _expect(server.mail(sender), 250)
        answers = {address: server.rcpt(address) for address in left}
        good = tuple(address for address, (code, _) in answers.items() if code in (250, 251))
        refused = "; ".join(f"{address}: {_words(*answers[address])}" for address in left if address not in good)
        if not good:
            raise NotDelivered(f"{self._mail.host}: {refused}")
        reply = _expect(server.data(message(letter, sender, to).as_bytes()), 250)
        return Accepted((*letter.reached, *good), f"{self._mail.host}: {reply}", refused)


def _expect(answer: tuple[int, bytes], code: int) -> str:
    if answer[0] != code:
        raise smtplib.SMTPResponseException(*answer)
    return _words(*answer)


def _words(code: int, said: bytes) -> str:
    return clean(f"{code} {said.decode('utf-8', 'replace')}")[:_REPLY]


def _reason(error: Exception) -> str:
    """Say why a server could not be used: in its own words, if it said any."""
    match error:
        case smtplib.SMTPResponseException():
            said = error.smtp_error
            return _words(error.smtp_code, said if isinstance(said, bytes) else str(said).encode())
        case ssl.SSLCertVerificationError():
            return f"its certificate is not trusted: {clean(error.verify_message)}"
        case OSError() if error.strerror:
            return clean(error.strerror)[:_REPLY]
        case _:
            return clean(str(error) or type(error).__name__)[:_REPLY]
