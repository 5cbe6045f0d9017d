"""Outgoing mail: SMTP, or a spool folder if no mail server is configured."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from app import clock

TIMEOUT = 30
"""Seconds for each step of the exchange with the mail server."""


class AttachedFile(NamedTuple):
    """A file that goes with a letter. media_type: such as `text/calendar; method=PUBLISH`."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Outgoing:
    """An outgoing message to one recipient."""

    sender: str
    recipient: str
    subject: str
    body: str
    message_id: str
    reply_to: str = ""
    files: tuple[AttachedFile, ...] = ()

    def as_email(self) -> EmailMessage:
        """Return the complete message. EmailMessage refuses line breaks in header values."""
        message = EmailMessage(policy=SMTP)
        message["From"] = self.sender
        message["To"] = self.recipient
        message["Subject"] = self.subject
        if self.reply_to:
            message["Reply-To"] = self.reply_to
        message["Date"] = format_datetime(clock.local(clock.now()))
        message["Message-ID"] = self.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.body, cte="base64")
        for file in self.files:
            kind, _slash, rest = file.media_type.partition("/")
            subtype, *parameters = (part.strip() for part in rest.split(";"))
            message.add_attachment(
                file.content,
                maintype=kind,
                subtype=subtype,
                filename=file.name,
                params=dict(part.split("=", 1) for part in parameters),
            )
        return message


class NotSent(Exception):
    """The message was definitely not accepted. `permanent`: retrying is pointless."""

    def __init__(self, reply: str, *, permanent: bool) -> None:
        super().__init__(reply)
        self.reply = reply
        self.permanent = permanent


class ReplyLost(Exception):
    """No reply came after the text was sent: the message may or may not have been accepted."""


def send(url: str, spool: Path, outgoing: Outgoing, before_data: Callable[[], None]) -> str:
    """Send one message and return the server's reply.

    url: `smtp://user:password@host:25`, `smtp+starttls://…`, `smtps://…`, or empty for the spool.
    before_data: called immediately before the text is transmitted.
    Raises NotSent or ReplyLost.
    """
    if not url:
        before_data()
        return _to_spool(spool, outgoing)
    try:
        server = _connect(url)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(_words(error), permanent=False) from error
    try:
        return _converse(server, outgoing, before_data)
    finally:
        server.close()


def _to_spool(spool: Path, outgoing: Outgoing) -> str:
    spool.mkdir(parents=True, exist_ok=True)
    name = outgoing.message_id.strip("<>").replace("/", "_") + ".eml"
    (spool / name).write_bytes(outgoing.as_email().as_bytes())
    return f"送信せずに保存：{name}"


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
    server.ehlo_or_helo_if_needed()
    if parts.scheme == "smtp+starttls":
        server.starttls(context=context)
        server.ehlo()
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _converse(server: smtplib.SMTP, outgoing: Outgoing, before_data: Callable[[], None]) -> str:
    message = outgoing.as_email().as_bytes()
    try:
        _expect(server.mail(outgoing.sender), 250)
        _expect(server.rcpt(outgoing.recipient), 250, 251)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(_words(error), permanent=False) from error
    before_data()
    try:
        code, reply = server.data(message)
    except smtplib.SMTPDataError as error:
        _expect((error.smtp_code, error.smtp_error))
        raise AssertionError from error
    except (OSError, smtplib.SMTPException) as error:
        raise ReplyLost(_words(error)) from error
    _expect((code, reply), 250)
    return f"{code} {_decoded(reply)}"


def _expect(answer: tuple[int, bytes | str], *codes: int) -> None:
    code, reply = answer
    if code not in codes:
        raise NotSent(f"{code} {_decoded(reply)}", permanent=500 <= code < 600)


def _decoded(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
