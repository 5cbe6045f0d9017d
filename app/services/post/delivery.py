"""The sweep's steps over the outbox. The calling task commits between them."""

from datetime import timedelta

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.mail.common.transport import Outgoing
from app.models.post.outbox import OutboxMessage
from app.rules.states.common.table import next_state
from app.rules.states.post.outbox import OUTBOX, OutboxState, OutboxVerb
from app.security.viewer import Role, Viewer
from app.services.post import attachments
from app.services.post.outbox import add_event, locked

LEASE = timedelta(minutes=5)
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1440, 1440)
"""Minutes before the next attempt, by attempts made; after the last the message fails."""


def claim(actor: Viewer, holder: str, limit: int = 50) -> list[int]:
    """Lease due messages to a sweep; return their ids. Two sweeps never get the same one."""
    actor.require(Role.SYSTEM)
    now = clock.now()
    due = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.state.in_((OutboxState.PENDING, OutboxState.RETRY)))
        .where(OutboxMessage.next_at <= now)
        .order_by(OutboxMessage.next_at, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for message in due:
        message.state = next_state(OUTBOX, message.state, OutboxVerb.CLAIM)
        message.attempts += 1
        message.lease_holder, message.lease_until = holder, now + LEASE
        message.data_begun = False
    db.session.flush()
    return [message.id for message in due]


def recover(actor: Viewer) -> int:
    """Recover messages whose sweep died while sending; return their number.

    A message whose transmission had not begun is requeued. One whose transmission had begun may
    have arrived: a statutory notice is sent again under its old Message-ID, a confidential one
    waits for a person.
    """
    actor.require(Role.SYSTEM)
    dead = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.SENDING)
        .where(OutboxMessage.lease_until < clock.now())
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for message in dead:
        unknown = message.data_begun and message.confidential
        verb = OutboxVerb.LOSE if unknown else OutboxVerb.REQUEUE
        _leave(message, verb, "the sweep that held it ended")
        message.next_at = clock.now()
    db.session.flush()
    return len(dead)


def outgoing(actor: Viewer, message_id: int, holder: str, sender: str) -> Outgoing | None:
    """Return the message to be sent, or None when this holder's lease has ended."""
    actor.require(Role.SYSTEM)
    message = _held(message_id, holder)
    if message is None:
        return None
    return Outgoing(
        sender,
        message.recipient,
        message.subject,
        message.body,
        message.message_id,
        message.reply_to,
        attachments.of(message),
    )


def begin_data(actor: Viewer, message_id: int, holder: str) -> bool:
    """Record that transmission begins; False when another holder has the lease."""
    actor.require(Role.SYSTEM)
    message = _held(message_id, holder)
    if message is None:
        return False
    message.data_begun = True
    message.lease_until = clock.now() + LEASE
    db.session.flush()
    return True


def sent(actor: Viewer, message_id: int, holder: str, reply: str) -> None:
    """Record that the server accepted the message."""
    actor.require(Role.SYSTEM)
    message = _held(message_id, holder)
    if message is not None:
        message.reply, message.sent_at = reply[:500], clock.now()
        _leave(message, OutboxVerb.DELIVER, reply)


def not_sent(actor: Viewer, message_id: int, holder: str, reply: str, *, permanent: bool) -> None:
    """Record that the server rejected the message: retry later, or fail."""
    actor.require(Role.SYSTEM)
    message = _held(message_id, holder)
    if message is None:
        return
    message.reply = reply[:500]
    if permanent or message.attempts > len(PAUSES):
        _leave(message, OutboxVerb.FAIL, reply)
    else:
        message.next_at = clock.now() + timedelta(minutes=PAUSES[message.attempts - 1])
        _leave(message, OutboxVerb.DEFER, reply)


def reply_lost(actor: Viewer, message_id: int, holder: str, reply: str) -> None:
    """Record that the server's reply was lost: delivery is uncertain."""
    actor.require(Role.SYSTEM)
    message = _held(message_id, holder)
    if message is None:
        return
    message.reply = reply[:500]
    if message.confidential:
        _leave(message, OutboxVerb.LOSE, reply)
    else:
        pauses = PAUSES[min(message.attempts, len(PAUSES)) - 1]
        message.next_at = clock.now() + timedelta(minutes=pauses)
        _leave(message, OutboxVerb.DEFER, reply)


def _held(message_id: int, holder: str) -> OutboxMessage | None:
    message = locked(message_id)
    ours = message.state is OutboxState.SENDING and message.lease_holder == holder
    return message if ours else None


def _leave(message: OutboxMessage, verb: OutboxVerb, detail: str) -> None:
    message.state = next_state(OUTBOX, message.state, verb)
    message.lease_holder, message.lease_until = "", None
    add_event(message, detail)
    db.session.flush()
