"""What this wing adds to the calendar: sessions of the advisory council that are open to the public."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select

from app.extensions import db
from app.models.policy.advisory import AdvisorySession
from app.rules.common.audience import Audience
from app.rules.policy.advice import Openness
from app.services.common.calendar_items import CalendarItem


def items(first: date, last: date) -> Iterator[CalendarItem]:
    """Yield the sessions between two days. They have a day and no time."""
    found = db.session.scalars(
        select(AdvisorySession).where(
            AdvisorySession.held_on.between(first, last),
            AdvisorySession.openness.in_((Openness.OPEN, Openness.PARTLY)),
            AdvisorySession.retired_on.is_(None),
        )
    )
    for session in found:
        yield CalendarItem(
            uid=f"advisory-session-{session.public_id}",
            title=session.name,
            begins=session.held_on,
            ends=session.held_on + timedelta(days=1),
            changed_at=session.changed_at,
            audience=Audience(session.tier.value),
            place=session.place,
            path=f"/advisory-sessions/{session.public_id}",
        )
