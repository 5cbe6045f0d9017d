"""Reports on letters: a letter that came back, is late, arrived, or is complained about.

A report is put down to a letter by the address to which it was sent (VERP), else by what it returns
of the letter: its envelope, its Message-ID. Nobody can make these up who has not got the letter.
"""

import hashlib
import logging
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select

from app import clock
from app.database import insert_into
from app.errors import StaleState
from app.extensions import db
from app.mail.post import delivery_reports as mails
from app.mail.post.delivery_reports import MailReport
from app.models.post.address import DeliveryReport, ForgedReturn
from app.models.post.lane import MailLane
from app.models.post.outbox import OutboxMessage
from app.rules.post.addresses import ReportKind
from app.rules.post.bounce_reasons import reason_of
from app.rules.post.replies import ENHANCED
from app.rules.post.return_path import is_token, letter_of
from app.rules.post.subscriptions import STOPPABLE
from app.rules.states.post.outbox import OUTBOX, OutboxState, OutboxVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit
from app.services.post import addresses, subscriptions
from app.services.post.letters import without_links
from app.services.post.outbox import add_event, locked

log = logging.getLogger(__name__)
SETTLED = timedelta(minutes=10)
"""Time after a refusal in which the lane may still find that the server refuses us, not the letter."""
DOUBTED = timedelta(days=1)
"""The same for one of the last that its server refused alike: the next refusal decides."""
LATELY = timedelta(days=30)
SAID = {
    ReportKind.FAILED: "届きませんでした（{why}）。{words}",
    ReportKind.DELAYED: "配達が遅れています（{why}）。{words}",
    ReportKind.DELIVERED: "相手のサーバーに配達されました。",
    ReportKind.RELAYED: "ほかのサーバーに中継されました。届いたかどうかは分かりません。",
    ReportKind.COMPLAINT: "受け取った人が、迷惑メールと申告しました。",
    ReportKind.AUTO_REPLY: "自動返信（不在の通知など）がありました。",
}
POST_IT = "印刷して郵送してください。"


def take(actor: Viewer, raw: bytes, arrived_at: datetime, secret: str) -> bool:
    """Take in a mail that says something of a letter; return whether it is such a mail.

    Raises StaleState while the letter is still on its way: the mail is to be read again later.
    """
    actor.require(Role.SYSTEM)
    report = mails.read(raw)
    if report is None:
        return False
    if report.kind is ReportKind.AUTO_REPLY and not any(map(is_token, report.addressed)):
        return False
    letter_id = _letter(report, secret)
    if letter_id is None:
        return _forged(report)
    fingerprint = hashlib.sha256(raw).hexdigest()
    if not _is_known(fingerprint):
        _record(actor, locked(letter_id), report, min(arrived_at, clock.now()), fingerprint)
    return True


def _letter(report: MailReport, secret: str) -> int | None:
    for token in (*report.addressed, *report.tokens):
        letter_id = letter_of(token, secret)
        if letter_id is not None and db.session.get(OutboxMessage, letter_id) is not None:
            return letter_id
    return db.session.scalar(
        select(OutboxMessage.id).where(OutboxMessage.message_id.in_(report.message_ids)).limit(1)
    )


def _forged(report: MailReport) -> bool:
    """Count a mail to a made-up address of a letter; whoever sends many learns nothing from it."""
    if not any(map(is_token, report.addressed)):
        return False
    today = clock.today()
    statement = insert_into(ForgedReturn, db.engine.dialect.name).values(day=today, number=1)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[ForgedReturn.day], set_={"number": ForgedReturn.number + 1}
        )
    )
    return True


def _is_known(fingerprint: str) -> bool:
    known = select(DeliveryReport.id).where(DeliveryReport.fingerprint == fingerprint)
    return db.session.scalar(known) is not None


def _record(
    actor: Viewer, message: OutboxMessage, said: MailReport, at: datetime, fingerprint: str
) -> None:
    if message.state is OutboxState.SENDING:
        raise StaleState("この通知は、まだ送信中です。")
    address = message.recipient.casefold()
    report = DeliveryReport(
        fingerprint=fingerprint,
        message_id=message.id,
        address=address,
        at=at,
        kind=said.kind,
        reason=said.reason,
        status=said.status,
        words=without_links(said.words)[:300],
        named=said.recipient if said.recipient.casefold() != address else "",
    )
    db.session.add(report)
    db.session.flush()
    _follow(actor, message, report)


def _follow(actor: Viewer, message: OutboxMessage, report: DeliveryReport) -> None:
    """Draw what follows from a report: for the letter, and for the address."""
    text = SAID[report.kind].format(why=report.reason.label, words=report.words)
    if report.kind is ReportKind.FAILED:
        verb = OutboxVerb.POST if is_for_post(message) else OutboxVerb.RETURN
        # One on the post list, or posted, is past what a further report could change.
        after = None if message.by_post else OUTBOX.get((message.state, verb))
        if after is not None:
            message.state, message.returned_at = after, clock.now()
            message.by_post = verb is OutboxVerb.POST
            text += POST_IT if verb is OutboxVerb.POST else ""
    if report.kind is ReportKind.COMPLAINT and message.purpose in STOPPABLE:
        subscriptions.stop(actor, message.id)
    add_event(message, text)
    values = {"kind": report.kind, "reason": report.reason, "status": report.status}
    audit.record(actor, "outbox.report", "outbox_message", message.id, **values)
    addresses.note(actor, message, report)
    db.session.flush()


def is_for_post(message: OutboxMessage) -> bool:
    """Whether a letter that does not arrive by mail is printed and posted: one in due form (通知)."""
    return bool(message.letter and message.letter.get("formal"))


def note_refusals(actor: Viewer, limit: int = 200) -> int:
    """Make reports of letters that a server refused at once, or put off until they were given up.

    Those to which their lane may yet return, because the server refuses all, wait for a while.
    """
    actor.require(Role.SYSTEM)
    now = clock.now()
    doubtful = {
        letter_id
        for ids in db.session.scalars(select(MailLane.refused_ids).where(MailLane.refusal != ""))
        for letter_id in ids
    }
    reported = exists().where(DeliveryReport.message_id == OutboxMessage.id)
    refused = or_(
        *(OutboxMessage.reply.like(each) for each in ("4__ %", "4__-%", "5__ %", "5__-%"))
    )
    failed = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.FAILED, refused, ~reported)
        .where(OutboxMessage.created_at > now - LATELY, OutboxMessage.created_at < now - SETTLED)
        .order_by(OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    found = 0
    for message in failed:
        failed_at = message.events[-1].at
        wait = DOUBTED if message.id in doubtful else SETTLED
        if failed_at <= now - wait:
            found += 1
            _record_refusal(actor, message, failed_at)
    return found


def _record_refusal(actor: Viewer, message: OutboxMessage, at: datetime) -> None:
    reply = message.reply
    code = ENHANCED.search(reply[:20])
    status = code[0] if code else f"{reply[0]}.0.0"
    reason, words = reason_of(status, reply)
    said = MailReport(ReportKind.FAILED, reason, status, words, message.recipient, (), (), ())
    fingerprint = hashlib.sha256(f"refusal:{message.id}".encode()).hexdigest()
    _record(actor, message, said, at, fingerprint)
