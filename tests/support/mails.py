"""Mail replies of members, as written by their mail programs."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.meeting.attendance import RollEntry
from app.models.meeting.inbound import InboundMail
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.security.viewer import SYSTEM
from app.services.meeting import inbound, rolls
from app.services.meeting.notices import letters_key
from app.services.meeting.reply_addresses import reply_address
from tests.support import meetings as hall

SECRET = "a secret of the tests"
MAILBOX = "kodoku@example.jp"
AUTHSERV = "mx.example.jp"
_number = count(1)

BROKEN = {
    "raw UTF-8 in From": "From: 山田 <山田@example.jp>\r\nSubject: 回答\r\n\r\n賛成\r\n".encode(),
    "raw Shift_JIS in From": "From: 山田 <a@example.jp>\r\nSubject: 回答\r\n\r\n賛成\r\n".encode(
        "cp932"
    ),
    "NUL in the text": b"From: a@example.jp\r\nSubject: x\r\n\r\nsan\x00sei\r\n",
    "NUL in the subject": b"From: a@example.jp\r\nSubject: x\x00y\r\n\r\nz\r\n",
    "no end of an address": b"From: <a@[example.jp\r\nSubject: x\r\n\r\nz\r\n",
    "an encoded word that is none": b"From: =?utf-8?b?////?= <a@b>\r\nSubject: =?x?q?=00?=\r\n\r\nz\r\n",
    "an unknown charset": b'From: a@example.jp\r\nContent-Type: text/plain; charset="no such"\r\n\r\n\xff\r\n',
    "a boundary of nothing": b'From: a@example.jp\r\nContent-Type: multipart/mixed; boundary=""\r\n\r\nz\r\n',
    "no mail": b"this is no mail",
    "a date of year 0": b"From: a@example.jp\r\nReceived: x; Mon, 0 Jan 0000 99:99:99 +9999\r\n\r\nz\r\n",
}
"""Mails, by what is wrong with them."""

BOUNCE = (
    b"From: MAILER-DAEMON@mx.example.jp\r\nTo: kodoku@example.jp\r\nSubject: Undelivered\r\n"
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
    b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.jp\r\n\r\n"
    b"Final-Recipient: rfc822; office@example.jp\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
)


def entry_of(meeting: Meeting, member: int) -> RollEntry:
    """Return the member's roll entry; its organisation's address becomes office@example.jp."""
    db.session.get_one(Organisation, member).business_contact_email = "office@example.jp"
    return next(e for e in rolls.entries(meeting.id) if e.organisation_id == member)


def notice_of(entry: RollEntry) -> OutboxMessage:
    """Return the notice as mailed to the member."""
    return db.session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.purpose == "meeting_notice",
            OutboxMessage.dedupe_key == letters_key(entry),
        )
    ).one()


def mail(
    entry: RollEntry,
    text: str,
    *,
    sender: str = "office@example.jp",
    authentic: bool = True,
    headers: Mapping[str, str] | None = None,
    secret: str = SECRET,
) -> bytes:
    """Return a mail to the member's reply address."""
    message = EmailMessage(policy=SMTP)
    if authentic:
        domain = sender.rpartition("@")[2]
        message["Authentication-Results"] = (
            f"{AUTHSERV}; dkim=pass header.d={domain}; spf=pass smtp.mailfrom={sender}"
        )
    message["From"] = sender
    message["To"] = reply_address(MAILBOX, secret, entry)
    message["Subject"] = f"Re: {notice_of(entry).subject}"
    message["Message-ID"] = f"<{next(_number)}@example.jp>"
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text)
    return message.as_bytes()


def receive(raw: bytes, **values: Any) -> InboundMail:
    """Receive the mail in the platform's mailbox."""
    return inbound.receive(SYSTEM, raw, **{"secret": SECRET, "authserv": AUTHSERV, **values})


def doubtful() -> InboundMail:
    """Create an inbound mail that needs a decision by an officer."""
    meeting, _item = hall.in_session()
    entry = entry_of(meeting, hall.executives()[0])
    return receive(mail(entry, "条件付きで賛成です。"))
