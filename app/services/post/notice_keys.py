"""To which notice a letter belongs: letters of one purpose about one subject are one row."""

from sqlalchemy import select

from app import clock
from app.database import insert_into
from app.extensions import db
from app.models.post.bulk import MailBulk
from app.models.post.outbox import OutboxMessage
from app.rules.states.common.table import next_state
from app.rules.states.post.bulk import BULK, BulkVerb
from app.security.viewer import Viewer


def put(actor: Viewer, message: OutboxMessage, title: str, bulk: MailBulk | None) -> None:
    """Put a letter to its notice, before whose start it does not go. bulk: by default by its key.

    One that no office sees has none.
    """
    if not message.unlisted:
        found = bulk or _notice_of(actor, message, title)
        message.bulk_id = found.id
        message.next_at = max(message.next_at, found.starts_at or message.next_at)


def _notice_of(actor: Viewer, message: OutboxMessage, title: str) -> MailBulk:
    """Return the letter's notice: the one that is there, or a new one."""
    key = key_of(message.purpose, message.dedupe_key, message.period)
    known = select(MailBulk).where(MailBulk.key == key)
    found = db.session.scalars(known).one_or_none()
    if found is not None:
        return found
    row = insert_into(MailBulk, db.engine.dialect.name).values(
        key=key,
        purpose=message.purpose,
        title=title[:300],
        state=next_state(BULK, None, BulkVerb.SEND),
        created_at=clock.now(),
        written_by_name=actor.name,
        member_ids=[],
    )
    db.session.execute(row.on_conflict_do_nothing())
    return db.session.scalars(known).one()


def key_of(purpose: str, dedupe_key: str, period: str) -> str:
    """Return the key of a notice: `meeting:3:17` and `meeting:3:18` are about the meeting 3."""
    subject = ":".join(dedupe_key.split(":")[:2])
    return f"{purpose}:{subject}:{period}"
