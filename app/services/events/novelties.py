"""What is new of this wing: events that others could see for the first time."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from app.extensions import db
from app.models.events.event import Event
from app.models.registers.entry import RegisterVersion
from app.rules.membership.roster import Tier
from app.rules.states.events.event import EventStage
from app.services.common.novelty import Novelty

LINE = 36
"""Characters of a line of the digest."""


def new(since: datetime, until: datetime) -> Iterator[Novelty]:
    """Yield the events published in between, unless they were cancelled since."""
    first_seen = func.min(RegisterVersion.written_at)
    published = (
        select(RegisterVersion.entry)
        .where(RegisterVersion.register == Event.register.key)
        .where(RegisterVersion.retired.is_(False), RegisterVersion.tier != Tier.SECRETARIAT)
        .group_by(RegisterVersion.entry)
        .having(first_seen > since, first_seen <= until)
    )
    found = db.session.scalars(
        select(Event)
        .where(Event.public_id.in_(published), Event.retired_on.is_(None))
        .where(Event.stage == EventStage.PUBLISHED, Event.tier != Tier.SECRETARIAT)
        .order_by(Event.day, Event.id)
    )
    for event in found:
        yield Novelty(
            title=event.name,
            day=event.day,
            path=f"/events/{event.public_id}",
            lines=[part for part in (event.summary[:LINE], event.summary[LINE : 2 * LINE]) if part],
            fields=event.fields,
            municipalities=[event.municipality] if event.municipality else [],
            tier=event.tier,
            until=event.day,
            event="event.published",
        )
