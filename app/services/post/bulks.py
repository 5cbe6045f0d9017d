"""A notice as a whole: stopped in the middle, resumed, cancelled.

A stop holds from its commit on: at most the letter that is in a lane's hand still goes.
"""

from collections.abc import Sequence

from sqlalchemy import select

from app import clock
from app.errors import StaleState
from app.extensions import db
from app.models.post.bulk import MailBulk
from app.models.post.outbox import OutboxMessage
from app.rules.states.common.table import next_state
from app.rules.states.post.bulk import BULK, BulkVerb
from app.rules.states.post.outbox import OUTBOX, OutboxState, OutboxVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows, sweep_requests
from app.services.post.outbox import add_event

SEND = "mail_bulk.send"
"""The kind of the proposal of one that an officer draws up."""
NOT_YET = (OutboxState.UNNUMBERED, OutboxState.PENDING, OutboxState.RETRY, OutboxState.HELD)
"""States of letters that a cancellation reaches. What failed or may have arrived stays as it is."""
NOTHING_LEFT = "これから送る通知はありません。画面を開き直して状態を確かめてください。"


def one(actor: Viewer, bulk_id: int) -> MailBulk:
    """Return a notice. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return rows.one(MailBulk, bulk_id)


def stop(actor: Viewer, bulk_id: int) -> MailBulk:
    """Stop a notice: what has not been sent waits. Raises StaleState when all has."""
    bulk = _move(actor, bulk_id, BulkVerb.STOP)
    if not _waiting(bulk):
        raise StaleState(NOTHING_LEFT)
    bulk.stopped_at = clock.now()
    return bulk


def resume(actor: Viewer, bulk_id: int) -> MailBulk:
    """Resume a stopped notice."""
    bulk = _move(actor, bulk_id, BulkVerb.RESUME)
    sweep_requests.note()
    return bulk


def cancel(actor: Viewer, bulk_id: int) -> int:
    """Cancel what has not been sent or posted; return how many letters. A draft has none."""
    bulk = _move(actor, bulk_id, BulkVerb.CANCEL)
    waiting = _waiting(bulk, lock=True)
    for message in waiting:
        message.state = next_state(OUTBOX, message.state, OutboxVerb.CANCEL)
        add_event(message, "発信全体の取消し", actor)
    db.session.flush()
    return len(waiting)


def _move(actor: Viewer, bulk_id: int, verb: BulkVerb) -> MailBulk:
    actor.require(Role.SECRETARIAT)
    bulk = rows.locked(MailBulk, bulk_id)
    bulk.state = next_state(BULK, bulk.state, verb)
    audit.record(actor, f"mail_bulk.{verb.value}", "mail_bulk", bulk.id)
    db.session.flush()
    return bulk


def _waiting(bulk: MailBulk, *, lock: bool = False) -> Sequence[OutboxMessage]:
    wanted = select(OutboxMessage).where(
        OutboxMessage.bulk_id == bulk.id, OutboxMessage.state.in_(NOT_YET)
    )
    wanted = rows.locking(wanted.order_by(OutboxMessage.id)) if lock else wanted.limit(1)
    return db.session.scalars(wanted).all()
