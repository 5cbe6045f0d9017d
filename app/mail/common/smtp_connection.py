"""A connection to a mail server, kept for several letters."""

import smtplib
import socket
import ssl
from contextlib import suppress
from functools import cache
from urllib.parse import unquote, urlsplit

from app.mail.common.transport import Outgoing
from app.rules.post.patience import Patience
from app.rules.post.replies import Answer, Step

FAILURES = (OSError, smtplib.SMTPException)
CLOSING = 421
BAD_ADDRESS = Answer(Step.RECIPIENT, 553, "5.6.7 the server takes no such address")


@cache
def tls_context() -> ssl.SSLContext:
    """Return the TLS settings, read once: reading the certificates takes longer than a letter."""
    return ssl.create_default_context()


class SmtpConnection:
    """A `Connection` to the server of a URL: `smtp://user:password@host:25`, `smtp+starttls://…`, `smtps://…`."""

    def __init__(self, url: str, patience: Patience) -> None:
        self._url = urlsplit(url)
        self._step = patience.step.total_seconds()
        self._reply = patience.reply.total_seconds()
        self._server: smtplib.SMTP | None = None
        self._used = False
        """Whether the server has taken a letter by this connection."""
        self._begun = False
        """Whether the server awaits the rest of a letter."""

    @property
    def is_open(self) -> bool:
        return self._server is not None

    def open(self) -> Answer | None:
        self._used = self._begun = False
        try:
            self._server = self._connect()
            self._greet(self._server)
        except FAILURES as error:
            self.close()
            return _failure(Step.CONNECT, error)
        return None

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "localhost", self._url.port
        if self._url.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port or 465, timeout=self._step, context=tls_context())
        return smtplib.SMTP(host, port or 25, timeout=self._step)

    def _greet(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self._url.scheme == "smtp+starttls":
            server.starttls(context=tls_context())
            server.ehlo_or_helo_if_needed()
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))

    def hand_over(self, outgoing: Outgoing, content: bytes) -> Answer | None:
        refusal = self._mail(outgoing)
        if refusal and self._used and refusal.step is Step.MAIL and refusal.code in (0, CLOSING):
            # The server takes so many letters by one connection, or it closed an idle one.
            self.close()
            refusal = self.open() or self._mail(outgoing)
        return refusal or self._recipient(outgoing) or self._text(content)

    def _mail(self, outgoing: Outgoing) -> Answer | None:
        server, options = self._server, ()
        assert server is not None
        if not outgoing.address.isascii():
            if not server.has_extn("smtputf8"):
                return BAD_ADDRESS
            options = ("SMTPUTF8", "BODY=8BITMIME")
        try:
            if self._begun:
                server.rset()
            self._begun = True
            sender = outgoing.envelope_sender or outgoing.sender
            return self._unless(Step.MAIL, server.mail(sender, options), 250)
        except FAILURES as error:
            return self._failed(Step.MAIL, error)

    def _recipient(self, outgoing: Outgoing) -> Answer | None:
        assert self._server is not None
        try:
            answer = self._server.rcpt(outgoing.address)
            return self._unless(Step.RECIPIENT, answer, 250, 251, 252) or self._unless(
                Step.RECIPIENT, self._server.docmd("data"), 354
            )
        except ValueError:  # a line break, or a sign that the command cannot carry
            return BAD_ADDRESS
        except FAILURES as error:
            return self._failed(Step.RECIPIENT, error)

    def _text(self, content: bytes) -> Answer | None:
        server = self._server
        assert server is not None and server.sock is not None
        lines = content if content.endswith(b"\r\n") else content + b"\r\n"
        dotted = lines.replace(b"\r\n.", b"\r\n..")
        try:
            server.sock.settimeout(self._reply)
            server.send((b"." if dotted.startswith(b".") else b"") + dotted + b".\r\n")
        except FAILURES as error:
            return self._failed(Step.RECIPIENT, error)
        return None

    def reply(self) -> Answer:
        server = self._server
        assert server is not None
        try:
            code, words = server.getreply()
        except FAILURES as error:
            return self._failed(Step.TEXT, error)
        if server.sock is not None:
            server.sock.settimeout(self._step)
        self._begun, self._used = False, True
        return self._judged(Step.TEXT, code, words)

    def _unless(self, step: Step, given: tuple[int, bytes | str], *wanted: int) -> Answer | None:
        """Return the answer unless its code is wanted."""
        code, words = given
        return None if code in wanted else self._judged(step, code, words)

    def _judged(self, step: Step, code: int, words: bytes | str) -> Answer:
        """Return the answer. A server that says it is closing is left."""
        if code == CLOSING or not 200 <= code < 600:
            self.close()
        return _answer(step, code, words)

    def _failed(self, step: Step, error: Exception) -> Answer:
        self.close()
        return _failure(step, error)

    def abort(self) -> None:
        """End a wait for the server, from another thread."""
        server = self._server
        if server is not None and server.sock is not None:
            with suppress(OSError):  # it may have ended by itself
                socket.socket.shutdown(server.sock, socket.SHUT_RDWR)

    def close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()


def _answer(step: Step, code: int, words: bytes | str) -> Answer:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return Answer(step, code if 200 <= code < 600 else 0, f"{code} {text}")


def _failure(step: Step, error: Exception) -> Answer:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(step, error.smtp_code, error.smtp_error)
    return Answer(step, 0, f"{type(error).__name__}: {error}"[:500])
