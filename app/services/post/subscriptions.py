"""Letters that their recipient may stop: by the mail program's button or by a page, without log-in."""

from typing import NamedTuple

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models.post.outbox import OutboxMessage, SentBefore
from app.models.post.stopped import StoppedLetter
from app.rules.post.subscriptions import STOPPABLE
from app.security.viewer import Viewer
from app.services.common import audit
from app.services.post import revocations


class Subscription(NamedTuple):
    """What a link in a letter is about."""

    letters: str
    """The kind of letter, in words."""
    is_stopped: bool


def of_letter(actor: Viewer, letter_id: int) -> Subscription:
    """Return the subscription by which a letter was sent. Raises NotFound."""
    message = _letter(letter_id)
    return Subscription(STOPPABLE[message.purpose], is_stopped(message.recipient, message.purpose))


def stop(actor: Viewer, letter_id: int) -> None:
    """Send no more letters of this kind to the letter's recipient. Raises NotFound."""
    message = _letter(letter_id)
    if _found(message) is None:
        address = message.recipient.casefold()
        db.session.add(StoppedLetter(address=address, purpose=message.purpose, at=clock.now()))
        revocations.note_stopped(message)
        audit.record(actor, "outbox.stop", "outbox_message", message.id, purpose=message.purpose)
        db.session.flush()


def resume(actor: Viewer, letter_id: int) -> None:
    """Send letters of this kind to the letter's recipient again. Raises NotFound."""
    message = _letter(letter_id)
    found = [row for row in (_found(message), _remembered(message)) if row is not None]
    for row in found:
        db.session.delete(row)
    if found:
        audit.record(actor, "outbox.resume", "outbox_message", message.id, purpose=message.purpose)
        db.session.flush()


def is_stopped(address: str, purpose: str) -> bool:
    """Whether the owner of an address has stopped letters of this purpose."""
    if purpose not in STOPPABLE:
        return False
    key = revocations.stopped_key(address, purpose)
    found = db.session.get(StoppedLetter, (address.casefold(), purpose))
    return (found or db.session.get(SentBefore, key)) is not None


def _letter(letter_id: int) -> OutboxMessage:
    message = db.session.get(OutboxMessage, letter_id)
    if message is None or message.purpose not in STOPPABLE:
        raise NotFound
    return message


def _found(message: OutboxMessage) -> StoppedLetter | None:
    return db.session.get(StoppedLetter, (message.recipient.casefold(), message.purpose))


def _remembered(message: OutboxMessage) -> SentBefore | None:
    """Return what a restore kept of the recipient's wish, without the address."""
    return db.session.get(SentBefore, revocations.stopped_key(message.recipient, message.purpose))
