"""Parsing of received mail: sender, token, text, and our server's authentication results."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from app import clock
from app.mail.common import headers
from app.mail.common.headers import LOST, attempt, raw, storable
from app.mail.meeting import inbound_headers, inbound_origin, inbound_parts
from app.mail.meeting.inbound_parts import Attachment, Text
from app.mail.post import mail_kind
from app.rules.post.mail_kind import MailKind

MAX_BYTES = 10 * 1024 * 1024
_TOKEN = re.compile(r"\+([0-9a-z-]{8,64})@", re.IGNORECASE)


@dataclass(frozen=True)
class ReceivedMail:
    """The relevant content of a mail."""

    marks: frozenset[str]
    """What tells it from every other mail of its sender: Message-ID and Date."""
    sender: str
    """The address in From, in lower case; "" unless there is exactly one."""
    subject: str
    token: str
    """Token of the reply address; "" if there is none."""
    texts: tuple[Text, ...]
    """Every text part, as plain text."""
    attachments: tuple[Attachment, ...]
    headers: tuple[tuple[str, str], ...]
    """The header fields that matter to a reader: name, value."""
    faults: tuple[str, ...]
    """What in header, form or HTML may change the meaning, in words."""
    damaged: bool
    """Whether some characters could not be decoded."""
    kind: MailKind
    remarks: tuple[str, ...]
    """Why the mail is no answer; which addresses a bounce is about."""
    is_authentic: bool
    """Whether our own server verified the sender's domain (DKIM, SPF or DMARC)."""
    findings: str
    """Authentication results of our own server, verbatim."""
    passed_on_at: datetime | None
    """When our own server accepted it, according to the topmost Received line."""

    @property
    def text(self) -> str:
        """The first text part; "" if there is none."""
        return next((part.text for part in self.texts), "")


class Unreadable(Exception):
    """Not a mail, or too large."""


def parse(source: bytes, authserv: str) -> ReceivedMail:
    """Parse a mail. authserv: the name under which our own server records its results.

    Raises Unreadable if it is not a mail, and nothing else, whatever the bytes.
    """
    if not source.strip() or len(source) > MAX_BYTES:
        raise Unreadable("メールとして読めません（空か、10MBを超えています）。")
    message = attempt(lambda: BytesParser(policy=headers.POLICY).parsebytes(source), None)
    if not isinstance(message, EmailMessage):
        raise Unreadable("メールとして読めません。部分の入れ子が深すぎます。")
    sender = storable(headers.sender(message))
    if not sender and not any(raw(message, name) for name in ("Subject", "Date")):
        raise Unreadable("メールとして読めません。メールソフトで保存した .eml を選んでください。")
    parts = inbound_parts.read(message)
    texts = tuple(Text(storable(part.text), part.is_html) for part in parts.texts)
    kind, remarks = mail_kind.kind_of(message, "\n".join(part.text for part in texts))
    tokens = _tokens(message)
    own_lines = inbound_origin.own_lines(message, authserv)
    subject = storable(headers.text(message, "Subject"))
    return ReceivedMail(
        marks=_marks(message),
        sender=sender[:254],
        subject=subject[:300],
        token=next(iter(tokens), ""),
        texts=texts,
        attachments=tuple(
            Attachment(storable(each.name), storable(each.media_type), each.size)
            for each in parts.attachments
        ),
        headers=tuple(
            (storable(name), storable(value)) for name, value in inbound_headers.shown(message)
        ),
        faults=tuple(
            map(storable, (*inbound_headers.faults(message), *_doubled(tokens), *parts.faults))
        ),
        damaged=parts.damaged or LOST in "".join((subject, sender, *(t.text for t in texts))),
        kind=kind,
        remarks=tuple(map(storable, remarks)),
        is_authentic=inbound_origin.is_aligned(own_lines, sender.rpartition("@")[2]),
        findings=storable(" / ".join(own_lines))[:500],
        passed_on_at=_passed_on_at(message),
    )


def marks(source: bytes) -> frozenset[str]:
    """Return the marks of a stored mail; none of one that cannot be read."""
    reader = BytesParser(policy=headers.POLICY)
    message = attempt(lambda: reader.parsebytes(source, headersonly=True), None)
    return _marks(message) if isinstance(message, EmailMessage) else frozenset()


def _marks(message: EmailMessage) -> frozenset[str]:
    found = (
        " ".join(value.split()) for name in ("Message-ID", "Date") for value in raw(message, name)
    )
    return frozenset(found) - {""}


def _tokens(message: EmailMessage) -> list[str]:
    """Return the different tokens among the recipients."""
    found = (
        token[1].lower()
        for name in ("Delivered-To", "X-Original-To", "To", "Cc")
        for value in raw(message, name)
        for token in _TOKEN.finditer(value)
    )
    return list(dict.fromkeys(found))


def _doubled(tokens: list[str]) -> tuple[str, ...]:
    return ("宛先に、会議と団体を示す番号が二つ以上あります。",) if len(tokens) > 1 else ()


def _passed_on_at(message: EmailMessage) -> datetime | None:
    topmost = next(iter(raw(message, "Received")), "").rpartition(";")[2].strip()
    return attempt(lambda: _moment(topmost), None)


def _moment(text: str) -> datetime:
    """Return the moment of a Received line. Raises ValueError or OverflowError for another."""
    moment = parsedate_to_datetime(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=clock.TOKYO)).astimezone(clock.TOKYO)
