"""What a mail says of a letter of ours: delivery reports, complaints, automatic replies.

RFC 3464 (delivery status), RFC 6522 (its container) and RFC 5965 (complaints) are read as they
stand; for the older notices of mail servers, flufl.bounce knows how they look.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from flufl.bounce import all_failures

from app.mail.common import headers, japanese
from app.mail.common.headers import attempt, content_type, parameter, raw, storable
from app.mail.post import mail_kind
from app.rules.post.addresses import ReportKind
from app.rules.post.bounce_reasons import BounceReason, plain, reason_of
from app.rules.post.mail_kind import MailKind

# It logs the exceptions of its detectors, which hold what the mail says.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)

LONGEST = 256 * 1024
"""Bytes that are read: a report begins with what it says, and ends with the letter."""
MOST_PARTS = 50
MOST_TEXT = 20_000
_PLUS = re.compile(r"\+([0-9a-z-]{8,64})@", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,118}>")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
_ACTIONS = (
    (("fail", "error"), ReportKind.FAILED),
    (("delay",), ReportKind.DELAYED),
    (("deliver",), ReportKind.DELIVERED),
    (("relay", "expand"), ReportKind.RELAYED),
)
"""Action, by its beginning: some servers add a comment."""
_UNDELIVERED = re.compile(
    r"undeliver|returned mail|delivery (?:status|failure|failed|problem)|mail delivery|not delivered"
    r"|failure notice|(?:配信|配達|送信|送達)(?:が)?(?:不能|不可|失敗|エラー|できません)|エラーメール|宛先不明|不達"
)
_TRANSLATED = re.compile(r"\bsmtp\b.{0,20}?;\s*")


@dataclass(frozen=True)
class MailReport:
    """What a mail says of a letter."""

    kind: ReportKind
    reason: BounceReason
    status: str
    words: str
    """The line that says why."""
    recipient: str
    """The address that the report names; after a forwarding it is not the letter's."""
    addressed: tuple[str, ...]
    """What stood behind the + of the addresses to which the mail was sent."""
    tokens: tuple[str, ...]
    """The same of the returned letter's envelope."""
    message_ids: tuple[str, ...]
    """Of the returned letter."""


def read(source: bytes) -> MailReport | None:
    """Return what a mail says of a letter; None where it says nothing, or cannot be read."""
    return attempt(lambda: _read(source[:LONGEST]), None)


def _read(source: bytes) -> MailReport | None:
    message = BytesParser(policy=headers.POLICY).parsebytes(source)
    if not isinstance(message, EmailMessage):
        return None
    parts = list(_parts(message))
    written = _written(parts)
    said = _complaint(parts) or _status(parts, written) or _notice(message, written)
    if said is None:
        return None
    kind, reason, status, words, recipient = said
    returned = [part for part in parts if part is not message and raw(part, "Message-ID")]
    envelopes = [
        value
        for part in parts
        if part is not message
        for name in ("Return-Path", "Original-Mail-From")
        for value in raw(part, name)
    ]
    return MailReport(
        kind,
        reason,
        status,
        storable(words)[:300],
        storable(recipient)[:254],
        _plus(value for name in _ADDRESSED for value in raw(message, name)),
        _plus(envelopes),
        tuple(
            found[0]
            for part in returned
            if (found := _MESSAGE_ID.search(storable(raw(part, "Message-ID")[0])))
        ),
    )


Said = tuple[ReportKind, BounceReason, str, str, str]


def _parts(message: EmailMessage) -> Iterator[Any]:
    for count, part in enumerate(message.walk()):
        if count >= MOST_PARTS:
            return
        yield part


def _written(parts: list[Any]) -> str:
    """Return what the notice itself says, without the letter that it returns."""
    texts: list[str] = []
    for part in parts:
        if content_type(part) in ("message/rfc822", "text/rfc822-headers"):
            break
        if content_type(part) == "text/plain" and not part.is_multipart():
            payload = attempt(lambda part=part: part.get_payload(decode=True), None)
            if isinstance(payload, bytes):
                texts.append(japanese.decode(payload[:MOST_TEXT], parameter(part, "charset"))[0])
    return storable("\n".join(texts))[:MOST_TEXT]


def _complaint(parts: list[Any]) -> Said | None:
    """Return what a complaint says (RFC 5965)."""
    for part in parts:
        if content_type(part) == "message/feedback-report":
            fields = _blocks(part)
            to = next((_value(each, "Original-Rcpt-To") for each in fields), "")
            why = next((_value(each, "Feedback-Type") for each in fields), "")
            if why.lower() == "not-spam":
                return None
            return ReportKind.COMPLAINT, BounceReason.UNDEFINED, "", why, to.strip("<> ")
    return None


def _status(parts: list[Any], written: str) -> Said | None:
    """Return the gravest of what a delivery status says (RFC 3464)."""
    found = [
        said
        for part in parts
        if content_type(part) in ("message/delivery-status", "message/global-delivery-status")
        for block in _blocks(part)
        if (said := _of_recipient(block, written)) is not None
    ]
    return min(found, key=lambda said: list(ReportKind).index(said[0]), default=None)


def _of_recipient(block: Any, written: str) -> Said | None:
    action = _value(block, "Action").lower()
    kind = next((kind for starts, kind in _ACTIONS if action.startswith(starts)), None)
    named = _value(block, "Original-Recipient") or _value(block, "Final-Recipient")
    if kind is None or not named:
        return None
    diagnostic = _TRANSLATED.sub("", _value(block, "Diagnostic-Code"))
    code = _STATUS.search(_value(block, "Status")) or _STATUS.search(diagnostic)
    # Gateways translate every refusal to 5.0.0; what they were answered is more exact.
    if code and code[0].endswith(".0.0"):
        code = _STATUS.search(diagnostic) or code
    status = code[0] if code else ""
    reason, words = reason_of(status, diagnostic)
    if kind in (ReportKind.DELIVERED, ReportKind.RELAYED):
        reason = BounceReason.UNDEFINED
    elif reason is BounceReason.UNDEFINED:
        reason, words = reason_of(status, written)
    address = named.partition(";")[2] or named
    return kind, reason, status, words or diagnostic, address.strip(" <>")


def _notice(message: EmailMessage, written: str) -> Said | None:
    """Return what a mail without a machine-readable status says."""
    kind, _why = mail_kind.kind_of(message, written)
    if kind not in (MailKind.BOUNCE, MailKind.AUTO_REPLY):
        return None
    temporary, permanent = attempt(lambda: all_failures(message), (frozenset(), frozenset()))
    named = min(permanent or temporary, default=b"").decode("ascii", "replace")
    code = _STATUS.search(written)
    reason, words = reason_of(code[0] if code else "", written)
    says_so = bool(permanent or temporary) or reason is not BounceReason.UNDEFINED
    titled = _UNDELIVERED.search(plain(headers.text(message, "Subject"))) is not None
    if kind is not MailKind.BOUNCE and not (says_so and titled):
        return ReportKind.AUTO_REPLY, BounceReason.UNDEFINED, "", "", ""
    late = bool(temporary) and not permanent
    said = ReportKind.DELAYED if late else ReportKind.FAILED
    return said, reason, code[0] if code else "", words, named


def _blocks(part: Any) -> list[Any]:
    blocks = part.get_payload()
    return blocks if isinstance(blocks, list) else []


def _value(block: Any, name: str) -> str:
    return " ".join(next(iter(raw(block, name)), "").split())


def _plus(values: Any) -> tuple[str, ...]:
    found = (each[1].lower() for value in values for each in _PLUS.finditer(value))
    return tuple(dict.fromkeys(found))
