"""Many notices in the outbox, as a meeting of all members writes them."""

from collections import Counter
from typing import Any

from sqlalchemy import func, insert, select

from app import clock
from app.extensions import db
from app.models.post.bulk import MailBulk
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.bulk import BulkState
from app.rules.states.post.outbox import OutboxState

SUBJECT = "【孤独・孤立対策プラットフォーム】プラットフォーム会議の開催について（通知）"
BODY = "第202600000001号\n\n" + "プラットフォーム会議を開催しますので、ご出席ください。\n" * 30


def write_notices(
    count: int, domains: tuple[str, ...] = ("example.jp",), *, start: int = 0
) -> None:
    """Insert notices that are due, without the trail of a real meeting. The caller commits."""
    now = clock.now()
    bulk = MailBulk(purpose="meeting_notice", title="会議", state=BulkState.GOING, created_at=now)
    db.session.add(bulk)
    db.session.flush()
    rows: list[dict[str, Any]] = [
        {
            "dedupe_key": "meeting:1",
            "bulk_id": bulk.id,
            "recipient": f"m{number}@{domains[number % len(domains)]}",
            "domain": domains[number % len(domains)],
            "purpose": "meeting_notice",
            "recipient_name": f"団体{number}",
            "subject": SUBJECT,
            "body": BODY,
            "message_id": f"<notice-{number}@kodoku-platform>",
            "state": OutboxState.PENDING,
            "created_at": now,
            "next_at": now,
        }
        for number in range(start, start + count)
    ]
    db.session.execute(insert(OutboxMessage), rows)


def by_state() -> Counter[OutboxState]:
    """Return how many letters are in which state."""
    found = db.session.execute(
        select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    )
    return Counter({state: count for state, count in found})
