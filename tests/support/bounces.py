"""Mails that say something of a letter of ours, as mail servers write them. All texts are invented."""

from typing import Any, NamedTuple

from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.post.address import MailAddress
from app.models.post.outbox import OutboxMessage
from app.rules.post.addresses import ReportKind
from app.rules.post.bounce_reasons import BounceReason as R
from app.rules.post.return_path import ReturnPath
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM
from app.services.common.links import Links
from app.services.post import delivery_reports
from tests import factories

F, D = ReportKind.FAILED, ReportKind.DELAYED
SECRET = "a secret of the tests"
TO = "b@example.jp"
RECIPIENT = "office@example.jp"
ORIGINAL = "From: desk@example.jp\r\nTo: office@example.jp\r\nSubject: x\r\nMessage-ID: {id}\r\n"


def dsn(
    *,
    to: str = TO,
    recipient: str = RECIPIENT,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 No such user",
    text: str = "The letter could not be delivered.",
    returned: str = "",
    charset: str = "utf-8",
) -> bytes:
    """Return a delivery status (RFC 3464). returned: the header of the returned letter."""
    fields = f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
    if diagnostic:
        fields += f"Diagnostic-Code: {diagnostic}\r\n"
    return b"".join(
        (
            f"From: MAILER-DAEMON@mx.example.jp\r\nTo: {to}\r\nSubject: Undelivered\r\n".encode(),
            b"Return-Path: <>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n",
            b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n",
            f"--b\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode(),
            text.encode(charset),
            b"\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n",
            f"Reporting-MTA: dns; mx.example.jp\r\n\r\n{fields}\r\n".encode(),
            b"--b\r\nContent-Type: message/rfc822\r\n\r\n",
            returned.encode() + b"\r\nThe letter.\r\n--b--\r\n",
        )
    )


def notice(
    text: str,
    *,
    to: str = TO,
    sender: str = "MAILER-DAEMON@mx.example.jp",
    subject: str = "Returned mail: see transcript for details",
    charset: str = "utf-8",
) -> bytes:
    """Return a notice in words only."""
    head = (
        f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nReturn-Path: <>\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"
    )
    return head.encode() + text.replace("\n", "\r\n").encode(charset) + b"\r\n"


def complaint(*, to: str = TO, mail_from: str = "", kind: str = "abuse") -> bytes:
    """Return a complaint (RFC 5965)."""
    return (
        f"From: feedback@provider.example\r\nTo: {to}\r\nSubject: FW: x\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is an abuse report.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\n"
        f"Feedback-Type: {kind}\r\nUser-Agent: Loop/1.0\r\nVersion: 1\r\n"
        f"Original-Mail-From: <{mail_from}>\r\nOriginal-Rcpt-To: <{RECIPIENT}>\r\n\r\n"
        "--b\r\nContent-Type: message/rfc822\r\n\r\n"
        "From: desk@example.jp\r\nMessage-ID: <1@kodoku-platform>\r\n\r\nThe letter.\r\n--b--\r\n"
    ).encode()


def absence(*, to: str = TO, subject: str = "不在通知：Re: お知らせ") -> bytes:
    """Return an automatic reply to the envelope's address."""
    return (
        f"From: {RECIPIENT}\r\nTo: {to}\r\nSubject: {subject}\r\nAuto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        "12月1日まで不在にしています。受信箱の容量が不足し、返信が遅れることがあります。\r\n"
    ).encode()


class Sample(NamedTuple):
    """A mail, and what it says."""

    raw: bytes
    kind: ReportKind
    reason: R


def _said(diagnostic: str, reason: R, status: str = "5.0.0", action: str = "failed") -> Sample:
    kind = F if action == "failed" else D
    return Sample(dsn(diagnostic=f"smtp; {diagnostic}", status=status, action=action), kind, reason)


JIS = "iso-2022-jp"
CORPUS = {
    # Delivery statuses, by code and by words.
    "no such user": Sample(dsn(), F, R.USER_UNKNOWN),
    "status only": Sample(dsn(diagnostic="", text=""), F, R.USER_UNKNOWN),
    "a comment on the action": Sample(dsn(action="failed (bounced)"), F, R.USER_UNKNOWN),
    "opensmtpd": Sample(dsn(action="error"), F, R.USER_UNKNOWN),
    "full": _said("552 5.2.2 <office@example.jp>: mailbox is full", R.MAILBOX_FULL, "5.2.2"),
    "full for now": _said("452 4.2.2 The user is over quota", R.MAILBOX_FULL, "4.2.2", "delayed"),
    "no such domain": _said("x; Host or domain name not found", R.HOST_UNKNOWN, "5.4.4"),
    "null mx": _said("556 5.1.10 Recipient address has null MX", R.NOT_ACCEPTED, "5.1.10"),
    "dmarc": _said("550 5.7.26 Unauthenticated mail, see DMARC policy", R.POLICY, "5.7.26"),
    "spam": _said("554 5.7.1 Message blocked due to spam content", R.BLOCKED, "5.7.1"),
    "too big": _said("552 5.3.4 Message size exceeds fixed limit", R.TOO_BIG, "5.3.4"),
    "attachment": _said("554 5.6.0 attachment type not allowed", R.CONTENT, "5.6.0"),
    "disabled": _said("550 5.2.1 The mailbox is disabled for this user", R.SUSPENDED, "5.2.1"),
    "moved": _said("551 5.1.6 User has moved", R.HAS_MOVED, "5.1.6"),
    "too many": _said("452 4.5.3 Too many recipients", R.TOO_MANY, "4.5.3", "delayed"),
    "refused connection": _said("connect to mx: Connection refused", R.NETWORK, "4.4.1", "delayed"),
    "status within the words": _said("550 5.1.1 <a@b>... gone", R.USER_UNKNOWN, "5.0.0"),
    # Japanese carriers and providers.
    "docomo unknown": _said("550 Unknown user office@docomo.ne.jp", R.USER_UNKNOWN),
    "docomo full": _said("552 too much mail data", R.MAILBOX_FULL),
    "docomo many": _said("552 too many recipients", R.TOO_MANY),
    "au unknown": _said("550 <office@ezweb.ne.jp>: User unknown", R.USER_UNKNOWN),
    "au refused": _said("550 : User unknown", R.FILTERED),
    "softbank": _said("550 Invalid recipient: <office@softbank.ne.jp>", R.USER_UNKNOWN),
    "softbank full": _said("552 5.2.2 Mailbox full", R.MAILBOX_FULL, "5.2.2"),
    "biglobe full": Sample(
        notice(
            "   ----- The following addresses had delivery problems -----\n<office@biglobe.ne.jp>\n"
            "   ----- Non-delivered information -----\n"
            "The number of messages in recipient's mailbox exceeded the local limit.\n"
        ),
        F,
        R.MAILBOX_FULL,
    ),
    "biglobe refused": Sample(notice("Mail Delivery Failed... User unknown\n"), F, R.FILTERED),
    "au in words": Sample(
        notice("The user(s) account is temporarily limited.\n", sender="Postmaster@ezweb.ne.jp"),
        F,
        R.SUSPENDED,
    ),
    "lg.jp": Sample(
        notice(
            "次の宛先には配信できませんでした。\n宛先のメールアドレスは存在しません。\n",
            sender="postmaster@town.example.lg.jp",
            charset=JIS,
        ),
        F,
        R.USER_UNKNOWN,
    ),
    "lg.jp, files taken off": Sample(
        dsn(
            diagnostic="",
            status="5.0.0",
            text="添付ファイルの種類が許可されていないため、配信しませんでした。",
            charset=JIS,
        ),
        F,
        R.CONTENT,
    ),
    "full, in Japanese": Sample(
        dsn(diagnostic="", status="", text="受信箱の容量を超えたため保存できません。", charset=JIS),
        F,
        R.MAILBOX_FULL,
    ),
    "refused, in Japanese": Sample(
        dsn(diagnostic="smtp; 550", status="5.0.0", text="受信拒否の設定があります。", charset=JIS),
        F,
        R.FILTERED,
    ),
    "half-width kana": Sample(notice("ﾕｰｻﾞｰが存在しません。\n", charset="cp932"), F, R.USER_UNKNOWN),
    "an unknown sender": Sample(
        notice(
            "ご指定のアドレスは見つかりません。\n",
            sender="no-reply@x.jp",
            subject="配信不能のお知らせ",
        ),
        F,
        R.USER_UNKNOWN,
    ),
    # Older servers.
    "qmail": Sample(
        notice(
            "Hi. This is the qmail-send program at mx.example.jp.\n"
            "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
            "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
            "<office@example.jp>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
            "--- Below this line is a copy of the message.\n\nReturn-Path: <desk@example.jp>\n"
        ),
        F,
        R.USER_UNKNOWN,
    ),
    "no reason": Sample(notice("Sorry.\n"), F, R.UNDEFINED),
    # What is no bounce.
    "delivered": Sample(dsn(action="delivered", status="2.0.0"), ReportKind.DELIVERED, R.UNDEFINED),
    "relayed": Sample(dsn(action="relayed", status="2.0.0"), ReportKind.RELAYED, R.UNDEFINED),
    "complaint": Sample(complaint(), ReportKind.COMPLAINT, R.UNDEFINED),
    "absence": Sample(absence(), ReportKind.AUTO_REPLY, R.UNDEFINED),
}


def sent(to: str = RECIPIENT, **values: Any) -> OutboxMessage:
    """Return a letter that a mail server took."""
    message = factories.letter(to=to, **values)
    message.state, message.sent_at, message.data_begun = OutboxState.SENT, clock.now(), True
    db.session.flush()
    return message


def envelope(message: OutboxMessage, secret: str = SECRET) -> str:
    """Return the address to which the letter comes back."""
    return ReturnPath(TO, secret).address(message.id)


def take(raw: bytes) -> bool:
    """Take in a mail; return whether it says something of a letter."""
    return delivery_reports.take(SYSTEM, raw, clock.now(), SECRET)


def dead_address(address: str = RECIPIENT) -> MailAddress:
    """Return an address that does not exist, as a letter to it has shown."""
    take(dsn(to=envelope(sent(address))))
    return db.session.scalars(select(MailAddress).where(MailAddress.address == address)).one()


def stoppable(to: str = RECIPIENT) -> OutboxMessage:
    """Return a letter that its recipient may stop."""
    message = sent(to)
    message.purpose = "approval_awaited"
    db.session.flush()
    return message


def stop_token(client: FlaskClient) -> str:
    """Return the token by which the recipient of a new letter stops such letters."""
    secret = client.application.config["SECRET_KEY"]
    return Links("", secret).stop_letters(stoppable().id).split("/")[2]
