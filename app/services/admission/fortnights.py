"""The two weeks of a batch: its last day, and a reminder to close it (2週間ごとの一括決定)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from app import clock
from app.extensions import db
from app.mail.admission import batch_letters
from app.models.admission.application import Application, DecisionBatch
from app.rules.admission import fortnight
from app.rules.states.admission.application import ApplicationState, BatchState
from app.security.viewer import Role, Viewer
from app.services.common import rows
from app.services.membership.recipients import secretariat
from app.services.post import outbox


def first_day(batch: DecisionBatch) -> date:
    """Return the first day of the batch's period."""
    return clock.local(batch.opened_at).date()


def last_day(batch: DecisionBatch) -> date:
    """Return the last day of the batch's period, which an earlier close shortens."""
    last = fortnight.last_day(first_day(batch))
    return last if batch.closed_at is None else min(last, clock.local(batch.closed_at).date())


def closes_on(batch: DecisionBatch) -> date:
    """Return the day on which the batch is to be closed."""
    return fortnight.closes_on(first_day(batch))


def is_overdue(batch: DecisionBatch) -> bool:
    """Whether the two weeks are over, and the batch is not decided."""
    return batch.state is not BatchState.APPROVED and clock.today() >= closes_on(batch)


def overdue() -> ColumnElement[bool]:
    """Return the condition of overdue batches in which something waits, or may come in."""
    opened_before = clock.at_start_of(clock.today() - fortnight.FORTNIGHT + fortnight.DAY)
    waits = (
        select(Application.id)
        .where(Application.batch_id == DecisionBatch.id)
        .where(Application.state != ApplicationState.TAKEN_BACK)
        .exists()
    )
    return (
        (DecisionBatch.opened_at < opened_before)
        & (DecisionBatch.state != BatchState.APPROVED)
        & or_(DecisionBatch.state == BatchState.OPEN, waits)
    )


def remind_due(actor: Viewer) -> int:
    """Tell the secretariat once that the two weeks of an open batch are over; return the number."""
    actor.require(Role.SYSTEM)
    due: Sequence[DecisionBatch] = db.session.scalars(
        select(DecisionBatch)
        .where(overdue(), DecisionBatch.state == BatchState.OPEN)
        .where(DecisionBatch.reminded_at.is_(None))
        .limit(rows.AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for batch in due:
        batch.reminded_at = clock.now()
        for account in secretariat():
            outbox.write(
                actor,
                batch_letters.batch_to_close(batch.name, last_day(batch), account),
                to=account.email,
                dedupe_key=f"batch:{batch.id}",
            )
    db.session.flush()
    return len(due)
