"""Seats of an event under its one lock, the event's row: who gets one, who waits, whom one is offered."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from app import clock
from app.documents.common.calendar_event import CalendarEntry, Method, host_of, ics
from app.documents.common.letter import Letter
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.mail.common.transport import AttachedFile
from app.mail.events import event_letters as letters
from app.models.events.event import Event
from app.models.events.registration import EventRegistration
from app.rules.events import seats as rules
from app.rules.events.event import offered_until
from app.rules.events.seats import Bar, Booking, Room
from app.rules.states.common.table import next_state
from app.rules.states.events.event import HOLDING, LIVE, SEAT, EventStage, SeatState, SeatVerb
from app.security import guard
from app.security.viewer import Viewer
from app.services.common import audit, rows, timers
from app.services.common.links import Links
from app.services.post import attachments, outbox

NOUN = EventRegistration.__tablename__


def hold(event_id: int) -> Event:
    """Return an event with its row locked: nothing about its seats happens without. Raises NotFound."""
    return rows.locked(Event, event_id)


def live(event: Event) -> Sequence[EventRegistration]:
    """Return the registrations that have a seat or wait for one, in order of arrival."""
    return db.session.scalars(
        select(EventRegistration)
        .where(
            EventRegistration.event_id == event.id,
            EventRegistration.state.in_(LIVE),
            EventRegistration.walked_in.is_(False),
        )
        .order_by(EventRegistration.id)
        .execution_options(populate_existing=True)
    ).all()


def room_of(event: Event) -> Room:
    """Return what the event has to give now."""
    keeps = event.kept_until is not None and clock.today() <= event.kept_until
    return Room(
        event.capacity,
        (event.kept_seats or 0) if keeps else 0,
        event.limits,
        is_open=event.stage is EventStage.PUBLISHED and clock.now() < event.closes_at,
    )


def booking(row: EventRegistration) -> Booking:
    """Return what the rules know of a registration."""
    return Booking(row.id, row.state in HOLDING, row.wish, row.entitled)


def bar(event: Event, wanted: Booking) -> Bar | None:
    """Return why there is no seat for somebody new; None if there is."""
    return rules.bar(room_of(event), [booking(row) for row in live(event)], wanted)


def standing(event: Event, row: EventRegistration) -> tuple[int, Bar | None]:
    """Return the place on the waiting list, from 1, and why there is no seat."""
    bookings = [booking(each) for each in live(event)]
    return rules.place(bookings, row.id), rules.bar(room_of(event), bookings, booking(row))


def overview(event: Event) -> Mapping[str, Any]:
    """Return how the seats are: held, offered, waiting, free, and why free ones are not offered."""
    found = live(event)
    bookings, room = [booking(row) for row in found], room_of(event)
    free, (_offered, barred) = rules.free(room, bookings), rules.offers(room, bookings)
    counts = {state: sum(row.state is state for row in found) for state in LIVE}
    return {
        "registered": counts[SeatState.REGISTERED],
        "offered": counts[SeatState.OFFERED],
        "waiting": counts[SeatState.WAITING],
        "free": free,
        "why": sorted({why.label for why in barred.values()}) if free else [],
        "is_open": room.is_open,
    }


def overview_of_everybody(event: Event) -> Mapping[str, Any]:
    """Return what a visitor may know of the seats: numbers alone."""
    with guard.acting_as_system(db.session):
        return overview(event)


def is_full(overview: Mapping[str, Any]) -> bool:
    """Whether whoever registers now comes on the waiting list."""
    return overview["free"] is not None and overview["free"] <= overview["waiting"]


def require_capacity(event: Event, capacity: int | None) -> None:
    """Raise RuleViolation for a capacity below the seats that are held."""
    held = sum(row.state in HOLDING for row in live(event))
    if capacity is not None and capacity < held:
        raise RuleViolation(
            None,
            f"すでに{held}人の席があるため、定員をそれより少なくできません。",
            field="capacity",
        )


def settle(actor: Viewer, event: Event, links: Links) -> None:
    """End what is over, and offer every free seat to whoever is next. The caller holds the event."""
    db.session.flush()
    if event.stage is not EventStage.PUBLISHED:
        return
    now, room, found = clock.now(), room_of(event), list(live(event))
    for row in found:
        expired = row.state is SeatState.OFFERED and (row.offered_until or now) <= now
        if expired or (row.state is SeatState.WAITING and not room.is_open):
            offer = row.state is SeatState.OFFERED
            move(actor, row, SeatVerb.LAPSE)
            send(actor, letters.lapsed(event, row, offer=offer), event, row)
    waiting = [row for row in found if row.state in LIVE]
    offered, _barred = rules.offers(room, [booking(row) for row in waiting])
    for row in (each for each in waiting if each.id in set(offered)):
        move(actor, row, SeatVerb.OFFER)
        row.offered_until = offered_until(now, event.closes_at)
        timers.schedule(timers.EVENT_SEATS, event.id, row.offered_until)
        send(actor, letters.offered(event, row, link(row, links)), event, row)
    db.session.flush()


def move(actor: Viewer, row: EventRegistration, verb: SeatVerb) -> None:
    """Take a registration to its next state, recorded without a name."""
    row.state = next_state(SEAT, row.state, verb)
    audit.record(actor, f"{NOUN}.{verb.value}", NOUN, row.id, event=row.event_id)


def link(row: EventRegistration, links: Links) -> str:
    """Return the person's own link."""
    return links.event_registration(row.id, row.nonce)


def letter_key(row: EventRegistration) -> str:
    """Return the key of letters to a registered person: those of an event are one notice."""
    return f"event:{row.event_id}:{row.id}"


def send(
    actor: Viewer,
    letter: Letter,
    event: Event,
    row: EventRegistration,
    *,
    links: Links | None = None,
    period: str = "",
) -> None:
    """Write a letter to somebody with a mail address. links: with the calendar entry attached."""
    if not row.email:
        return
    message = outbox.write(
        actor, letter, to=row.email, dedupe_key=letter_key(row), period=period, secret=True
    )
    if links is not None and not row.email.endswith(attachments.TEXT_ONLY):
        attachments.attach(message, attachments.store(_calendar_file(event, links)))


def calendar_entry(event: Event, host: str, base: str, place: str = "") -> CalendarEntry:
    """Return the event as calendars show it, the same wherever it comes from."""
    return CalendarEntry(
        uid=f"event-{event.public_id}@{host}",
        summary=event.name,
        begins_at=event.begins,
        ends_at=event.ends,
        stamped_at=event.changed_at,
        sequence=event.revision,
        place=place or "　".join(filter(None, (event.place, event.address))),
        description=event.summary,
        url=f"{base}/events/{event.public_id}",
        is_cancelled=event.stage is EventStage.CANCELLED,
    )


def _calendar_file(event: Event, links: Links) -> Sequence[AttachedFile]:
    is_over = event.stage is EventStage.CANCELLED
    method = Method.CANCEL if is_over else Method.PUBLISH
    content = ics(calendar_entry(event, host_of(links.base), links.base), method)
    return [AttachedFile("event.ics", f"text/calendar; method={method.value}", content)]


def by_id(event: Event, row_id: int) -> EventRegistration:
    """Return a registration of an event that is held. Raises NotFound."""
    return rows.only(
        select(EventRegistration)
        .where(EventRegistration.id == row_id, EventRegistration.event_id == event.id)
        .execution_options(populate_existing=True)
    )


def by_address(event: Event, email: str) -> EventRegistration | None:
    """Return the live registration from a mail address, if there is one."""
    return db.session.scalars(
        select(EventRegistration)
        .where(
            EventRegistration.event_id == event.id,
            EventRegistration.state.in_(LIVE),
            func.lower(EventRegistration.email) == email.casefold(),
        )
        .limit(1)
    ).first()


def told(event: Event, states: Iterable[SeatState]) -> Sequence[EventRegistration]:
    """Return those to tell of something, by state, in order."""
    wanted = set(states)
    return [row for row in live(event) if row.state in wanted]


def came(event: Event) -> Sequence[EventRegistration]:
    """Return those who came, in order."""
    return db.session.scalars(
        select(EventRegistration)
        .where(EventRegistration.event_id == event.id, EventRegistration.came_at.is_not(None))
        .order_by(EventRegistration.id)
    ).all()


def require(event: Event | None) -> Event:
    """Return the event. Raises NotFound for none."""
    if event is None:
        raise NotFound
    return event
