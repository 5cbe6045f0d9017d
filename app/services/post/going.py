"""Which letters go: those of a notice that has started and is not stopped."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, inspect, or_

from app.models.common.timer import ClockGap
from app.models.post.bulk import MailBulk
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.bulk import BulkState

LETTER, BULK = inspect(OutboxMessage).local_table, inspect(MailBulk).local_table
GAP = inspect(ClockGap).local_table
JUMPED_OVER = (
    exists()
    .where(GAP.c.open_key.is_not(None), GAP.c.seen_at < BULK.c.starts_at)
    .correlate(BULK, LETTER)
)
"""Whether the clock came to the start of the notice by a jump on which a person has yet to decide."""


def goes(now: Any) -> ColumnElement[bool]:
    """Return the condition for letters that go at this moment, which may be a parameter."""
    waits = or_(BULK.c.state == BulkState.STOPPED, BULK.c.starts_at > now, JUMPED_OVER)
    return ~exists().where(BULK.c.id == LETTER.c.bulk_id, waits)


GOES = goes(bindparam("now"))
