"""Events at any stage, and those who register for them."""

from datetime import date, time, timedelta
from itertools import count
from typing import Any

from flask import current_app
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.events.event import Event
from app.models.events.registration import EventRegistration
from app.models.post.outbox import OutboxMessage
from app.rules.events.event import EventAudience, EventKind, EventWay
from app.security.guard import acting_as_system
from app.security.viewer import PUBLIC, SYSTEM, Viewer
from app.services.common.links import Links
from app.services.events import events, registrations
from app.services.registers import entries
from tests.support.desk import LINKS

_number = count(1)
PLAIN: dict[str, Any] = {
    "name": "つながるフォーラム",
    "kind": EventKind.FORUM,
    "summary": "居場所づくりを話し合います。",
    "starts_at": time(13, 30),
    "ends_at": time(16, 0),
    "way": EventWay.PLACE,
    "place": "県民ふれあい会館",
    "organiser": "事務局",
    "contact": "0857-26-7111",
    "access": EventAudience.PUBLIC,
    "retention_months": 3,
}


def proposed(organisation_id: int | None = None, **values: Any) -> Event:
    """Return an event in two weeks that is not public yet."""
    given = {"day": clock.today() + timedelta(days=14), "organisation_id": organisation_id}
    with acting_as_system(db.session):
        return events.add(SYSTEM, Event, PLAIN | given | values)


def published(organisation_id: int | None = None, **values: Any) -> Event:
    """Return an event that takes registrations; one of today whatever the hour is."""
    of_today = values.get("day") == clock.today()
    event = proposed(
        organisation_id, **values | ({"day": clock.today() + timedelta(days=1)} if of_today else {})
    )
    with acting_as_system(db.session):
        events.publish(SYSTEM, event.public_id, links=LINKS)
        event.day = clock.today() if of_today else event.day
    return event


def sent(**values: Any) -> dict[str, Any]:
    """Return what a form sends: another person each time."""
    number = next(_number)
    plain = {
        "name": f"因幡　{number}",
        "email": f"guest{number}@example.jp",
        "body": "",
        "wish": "",
    }
    return plain | {"needs": []} | values


def guest(event: Event, actor: Viewer = PUBLIC, **values: Any) -> EventRegistration:
    """Return somebody who registered."""
    with acting_as_system(db.session):
        return registrations.register(actor, event.public_id, sent(**values), links=LINKS)


def cancel(row: EventRegistration) -> None:
    """Let somebody cancel by their link."""
    with acting_as_system(db.session):
        registrations.cancel(PUBLIC, row.id, row.nonce, links=LINKS)


def token(row: EventRegistration) -> str:
    """Return the secret part of the person's link, as the application signs it."""
    links = Links("", current_app.config["SECRET_KEY"])
    return links.event_registration(row.id, row.nonce).rsplit("/", 1)[1]


def letters(purpose: str) -> list[OutboxMessage]:
    """Return the letters of a purpose, in order."""
    found = select(OutboxMessage).where(OutboxMessage.purpose == purpose)
    return list(db.session.scalars(found.order_by(OutboxMessage.id)))


def on(event: Event) -> date:
    """Return the day of an event."""
    return event.day


def change(event: Event, **values: Any) -> Event:
    """Change an event as the secretariat does."""
    with acting_as_system(db.session):
        return events.change(SYSTEM, Event, event.public_id, values, links=LINKS)


def fresh(event: Event) -> Event:
    """Return the event as the database has it."""
    found: Event = entries.one(Event, event.public_id)
    return found
