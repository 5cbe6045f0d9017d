"""The outbox: letters are written with the recorded action and sent later."""

from datetime import date
from uuid import uuid4

from sqlalchemy import select

from app import clock
from app.documents.common.letter import Letter, to_json
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.mail.common.rendering import text
from app.models.post.bulk import MailBulk
from app.models.post.outbox import OutboxEvent, OutboxMessage
from app.rules.common.office_settings import AWAITED_NUMBER
from app.rules.states.common.table import next_state
from app.rules.states.post.outbox import OUTBOX, OVER, OutboxState, OutboxVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit, sweep_requests
from app.services.post import notice_keys, revocations, subscriptions
from app.services.post.letterhead import completed

SUBJECT_PREFIX = "【孤独・孤立対策プラットフォーム】"
BY_POST = "メールアドレスがないため送信しません。印刷して郵送してください。"
SENT_BEFORE = "データベースの復元の前に、同じものを送信しています。必要かどうかを確かめてください。"
STOPPED = "受け取る人が配信を停止しているため送信しません。"
FORGOTTEN = "（削除済み）"
UNNUMBERED = "文書番号を入力してから送信します。"


def write(
    actor: Viewer,
    letter: Letter,
    *,
    to: str,
    dedupe_key: str,
    period: str = "",
    organisation_id: int | None = None,
    secret: bool = False,
    confidential: bool = False,
    reply_to: str = "",
    paper: Letter | None = None,
    unlisted: bool = False,
    of_use_until: date | None = None,
    bulk: MailBulk | None = None,
) -> OutboxMessage:
    """Put a letter to one recipient into the outbox.

    dedupe_key: such as `application:12`; unique with recipient, purpose and period, so
    that the same letter is never written twice: the existing one is returned.
    secret: the text contains a one-time link and is shown to nobody.
    confidential: not resent on suspicion; parked if the server's reply is lost.
    paper: the text to print instead, where the letter contains a link that a print must not.
    reply_to: the address for replies by mail, if not the sender's. unlisted: seen by no office.
    to: "" for a recipient without a mail address: the letter is held, to be printed and posted.
    of_use_until: the last day on which that makes sense. bulk: its notice, if not that of its key.
    """
    existing = _written(to, dedupe_key, letter.purpose, period)
    if existing is not None:
        return existing
    message = _message(letter, secret=secret, paper=paper)
    message.recipient, message.dedupe_key, message.period = to, dedupe_key, period
    message.organisation_id, message.reply_to = organisation_id, reply_to
    message.confidential, message.unlisted = confidential, unlisted
    message.by_post, message.of_use_until = not to, of_use_until
    notice_keys.put(actor, message, letter.subject, bulk)
    message.state, why = _first_state(letter, message)
    db.session.add(message)
    add_event(message, why, actor)
    db.session.flush()
    audit.record(actor, "outbox.write", "outbox_message", message.id, purpose=letter.purpose)
    sweep_requests.note()
    return message


def _written(to: str, dedupe_key: str, purpose: str, period: str) -> OutboxMessage | None:
    return db.session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.dedupe_key == dedupe_key,
            OutboxMessage.recipient == to,
            OutboxMessage.purpose == purpose,
            OutboxMessage.period == period,
        )
    ).one_or_none()


def _first_state(letter: Letter, message: OutboxMessage) -> tuple[OutboxState, str]:
    """Return the state of a new letter, and why.

    One whose document number an officer has yet to type waits for it (numbering.py).
    """
    if subscriptions.is_stopped(message.recipient, letter.purpose):
        return next_state(OUTBOX, None, OutboxVerb.CANCEL), STOPPED
    if letter.number == AWAITED_NUMBER:
        return next_state(OUTBOX, None, OutboxVerb.AWAIT_NUMBER), UNNUMBERED
    if revocations.was_sent_before(message):
        return next_state(OUTBOX, None, OutboxVerb.HOLD), SENT_BEFORE
    if not message.recipient:
        return next_state(OUTBOX, None, OutboxVerb.HOLD), BY_POST
    return next_state(OUTBOX, None, OutboxVerb.WRITE), ""


def _message(letter: Letter, *, secret: bool, paper: Letter | None) -> OutboxMessage:
    """Return the letter as a message. One with a one-time link keeps no second copy of it."""
    printed = paper or (None if secret else letter)
    letter, now = completed(letter), clock.now()
    return OutboxMessage(
        purpose=letter.purpose,
        number=letter.number,
        recipient_name=letter.addressee_organisation or letter.addressee_person,
        subject=f"{SUBJECT_PREFIX}{letter.mail_subject or letter.subject}",
        body=text(letter),
        letter=to_json(completed(printed)) if printed else None,
        message_id=f"<{uuid4()}@kodoku-platform>",
        secret=secret,
        created_at=now,
        next_at=now,
    )


def add_event(message: OutboxMessage, detail: str, actor: Viewer | None = None) -> None:
    """Add an event to the message's history."""
    message.events.append(
        OutboxEvent(
            at=clock.now(),
            state=message.state,
            detail=detail[:500],
            actor_name=actor.name if actor else "",
        )
    )


def forget(dedupe_key: str, address: str, *, unsent: bool = False) -> None:
    """Delete what letters to a person said, and the address; that they left stays (個人情報).

    unsent: also those that never left, such as to a mistyped address; they are cancelled.
    """
    done = (*OVER, *(state for state, verb in OUTBOX if verb is OutboxVerb.CANCEL and unsent))
    letters = select(OutboxMessage).where(
        OutboxMessage.dedupe_key == dedupe_key,
        OutboxMessage.recipient == address,
        OutboxMessage.state.in_([state for state in done if state]),
    )
    for message in db.session.scalars(letters.with_for_update()):
        if message.state not in OVER:
            message.state = next_state(OUTBOX, message.state, OutboxVerb.CANCEL)
        message.recipient_name, message.body, message.letter = "", FORGOTTEN, None
        message.recipient = f"{message.id}@deleted.invalid"


def retry(actor: Viewer, message_id: int) -> OutboxMessage:
    """Resend a failed message, or one whose delivery is uncertain (再送)."""
    message = _move(actor, message_id, OutboxVerb.RESEND)
    message.next_at, message.attempts, message.returned_at = clock.now(), 0, None
    sweep_requests.note()
    return message


def hold(actor: Viewer, message_id: int) -> OutboxMessage:
    """Hold a message until it is released (保留)."""
    return _move(actor, message_id, OutboxVerb.HOLD)


def release(actor: Viewer, message_id: int) -> OutboxMessage:
    """Release a held message (保留解除)."""
    message = _move(actor, message_id, OutboxVerb.RELEASE)
    if not message.recipient:
        raise RuleViolation(None, BY_POST)
    message.next_at, message.by_post, message.returned_at = clock.now(), False, None
    sweep_requests.note()
    return message


def mark_sent(actor: Viewer, message_id: int) -> OutboxMessage:
    """Record the arrival of an uncertain message, or the posting of a letter (送達確認)."""
    message = _move(actor, message_id, OutboxVerb.MARK_SENT)
    if message.by_post or message.sent_at is None:
        message.sent_at = clock.now()
        revocations.note_leaving(message.id, message)
    return message


def cancel(actor: Viewer, message_id: int) -> OutboxMessage:
    """Cancel a message (取消し)."""
    return _move(actor, message_id, OutboxVerb.CANCEL)


def _move(actor: Viewer, message_id: int, verb: OutboxVerb) -> OutboxMessage:
    actor.require(Role.SECRETARIAT)
    message = locked(message_id)
    if message.unlisted:
        raise NotFound
    message.state = next_state(OUTBOX, message.state, verb)
    add_event(message, "", actor)
    audit.record(actor, f"outbox.{verb.value}", "outbox_message", message.id)
    db.session.flush()
    return message


def locked(message_id: int) -> OutboxMessage:
    """Return the message, locked and fresh. Raises NotFound where there is none."""
    message = db.session.get(
        OutboxMessage, message_id, with_for_update=True, populate_existing=True
    )
    if message is None:
        raise NotFound
    return message
