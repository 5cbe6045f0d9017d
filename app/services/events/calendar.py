"""What this wing adds to the calendar: published events, and cancelled ones."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.models.events.event import Event
from app.rules.common.audience import Audience
from app.rules.membership.roster import Tier
from app.rules.states.events.event import SHOWN, EventStage
from app.services.common.calendar_items import CalendarItem


def items(first: date, last: date) -> Iterator[CalendarItem]:
    """Yield the events between two days."""
    found = db.session.scalars(
        select(Event).where(
            Event.day.between(first, last),
            Event.stage.in_(SHOWN),
            Event.tier != Tier.SECRETARIAT,
            Event.retired_on.is_(None),
        )
    )
    for event in found:
        yield CalendarItem(
            uid=f"event-{event.public_id}",
            title=event.name,
            begins=event.begins,
            ends=event.ends,
            changed_at=event.changed_at,
            audience=Audience(event.tier.value),
            place="　".join(filter(None, (event.place, event.address))) or event.way.label,
            path=f"/events/{event.public_id}",
            note=event.summary,
            sequence=event.revision,
            is_cancelled=event.stage is EventStage.CANCELLED,
        )
