"""Parsing of received mail: sender, token, text, and our server's authentication results."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

from app import clock
from app.mail.common.japanese import decode

MAX_BYTES = 10 * 1024 * 1024
_TOKEN = re.compile(r"\+([0-9a-z-]{8,64})@", re.IGNORECASE)
_AUTOMATIC = {"auto_reply", "bulk", "junk", "list"}
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
LOST = "\ufffd"
_BREAKS = {"p", "div", "br", "tr", "li", "blockquote", "h1", "h2", "h3"}
_HIDDEN = {"script", "style", "head", "title"}


@dataclass(frozen=True)
class ReceivedMail:
    """The relevant content of a mail."""

    message_id: str
    sender: str
    """The address in From, in lower case; "" unless there is exactly one."""
    subject: str
    token: str
    """Token of the reply address; "" if there is none."""
    text: str
    damaged: bool
    """Whether some characters could not be decoded."""
    is_automatic: bool
    """Whether an auto-responder or a server sent it."""
    is_authentic: bool
    """Whether our own server verified the sender's domain (DKIM, SPF or DMARC)."""
    findings: str
    """Authentication results of our own server, verbatim."""
    passed_on_at: datetime | None
    """When our own server accepted it, according to the topmost Received line."""


class Unreadable(Exception):
    """Not a mail, or too large."""


def parse(raw: bytes, authserv: str) -> ReceivedMail:
    """Parse a mail. authserv: the name under which our own server records its results.

    Raises Unreadable if it is not a mail.
    """
    if not raw.strip() or len(raw) > MAX_BYTES:
        raise Unreadable("メールとして読めません（空か、10MBを超えています）。")
    message = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    sender = _sender(message)
    if not sender and not message.get("Subject") and not message.get("Date"):
        raise Unreadable("メールとして読めません。メールソフトで保存した .eml を選んでください。")
    written, damaged = _text(message)
    text, subject, sender, findings = map(
        _storable, (written, _header(message, "Subject"), sender, _findings(message, authserv))
    )
    return ReceivedMail(
        message_id=_storable(_header(message, "Message-ID"))[:255],
        sender=sender,
        subject=subject[:300],
        token=_token(message),
        text=text,
        damaged=damaged or LOST in f"{text}{subject}{sender}",
        is_automatic=_is_automatic(message),
        is_authentic=is_aligned(findings, sender.rpartition("@")[2]),
        findings=findings[:500],
        passed_on_at=_passed_on_at(message),
    )


def _storable(text: str) -> str:
    """Return the text with U+FFFD in place of NUL and of bytes that are no UTF-8."""
    return _UNSTORABLE.sub(LOST, text)


def is_aligned(findings: str, domain: str) -> bool:
    """Whether the results (of one Authentication-Results line) confirm the sender's domain."""
    if not domain:
        return False
    for part in findings.lower().split(";"):
        if re.search(r"\bdmarc=pass\b", part) and re.search(
            rf"header\.from=@?{re.escape(domain)}\b", part
        ):
            return True
        for method, place in (("dkim", r"header\.(?:d|i)"), ("spf", r"smtp\.mailfrom")):
            named = re.search(rf"{place}=(?:[^\s;@]*@)?([^\s;]+)", part)
            if re.search(rf"\b{method}=pass\b", part) and named and named[1] == domain:
                return True
    return False


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError):  # the library fails on some broken headers
        return ""


def _sender(message: EmailMessage) -> str:
    try:
        addresses = [a.addr_spec for f in message.get_all("From", []) for a in f.addresses]
    except (ValueError, IndexError, AttributeError):
        return ""
    return addresses[0].lower() if len(addresses) == 1 else ""


def _token(message: EmailMessage) -> str:
    for name in ("Delivered-To", "X-Original-To", "To", "Cc"):
        for value in message.get_all(name, []):
            found = _TOKEN.search(str(value))
            if found:
                return found[1].lower()
    return ""


def _is_automatic(message: EmailMessage) -> bool:
    submitted = _header(message, "Auto-Submitted").lower()
    return (
        (submitted not in ("", "no"))
        or _header(message, "Precedence").lower() in _AUTOMATIC
        or any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
        or _header(message, "Return-Path") == "<>"
        or message.get_content_type() == "multipart/report"
    )


def _findings(message: EmailMessage, authserv: str) -> str:
    """Return our own server's results; the sender may have forged lines under another name."""
    for value in message.get_all("Authentication-Results", []):
        name, _, findings = " ".join(str(value).split()).partition(";")
        if authserv and name.split()[:1] == [authserv]:
            return findings.strip()
    return ""


def _passed_on_at(message: EmailMessage) -> datetime | None:
    for value in message.get_all("Received", [])[:1]:
        try:
            moment = parsedate_to_datetime(str(value).rpartition(";")[2].strip())
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=clock.TOKYO)
    return None


def _text(message: EmailMessage) -> tuple[str, bool]:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return "", False
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return "", False
    text, damaged = decode(payload, _charset(part))
    return (_plain(text) if part.get_content_type() == "text/html" else text), damaged


def _charset(part: MIMEPart) -> str:
    return str(part.get_content_charset() or "")


class _Plain(HTMLParser):
    """Text of an HTML page, one line per block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0
        self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in _HIDDEN
        self.quoted += tag == "blockquote"
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in _HIDDEN
        self.quoted -= tag == "blockquote"
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self.hidden <= 0 and self.quoted <= 0:
            self.parts.append(data)


def _plain(page: str) -> str:
    parser = _Plain()
    parser.feed(page)
    parser.close()
    return "\n".join(line.strip() for line in "".join(parser.parts).splitlines() if line.strip())
