"""Who comes to an event: the name list and its files, the group maker, the end of the names."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from app import clock
from app.documents.events import name_list
from app.extensions import db
from app.models.common.master import ActivityField
from app.models.events.event import Event
from app.models.events.registration import EventRegistration
from app.models.membership.organisation import Organisation
from app.rules.events import groups
from app.rules.events.event import Need, forgotten_from
from app.rules.events.groups import Seated
from app.rules.states.events.event import SeatState
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows, tabular
from app.services.events import seats
from app.services.post import outbox
from app.services.registers import entries

SHORTEST = timedelta(days=28)
"""No names are deleted sooner: retention is counted in months."""
HEADER = ("受付番号", "氏名", "団体", "状態", "組", "配慮", "来場", "メールアドレス")
COMES = (SeatState.REGISTERED,)


def kept(actor: Viewer, public_id: str) -> Event:
    """Return an event whose people the actor sees: the secretariat, its organiser. Raises NotFound."""
    event: Event = entries.one(Event, public_id)
    if not entries.may_keep(actor, event):
        return seats.require(None)
    return event


def of(event: Event) -> Sequence[EventRegistration]:
    """Return all registrations, those who come first, then those who wait, then the rest."""
    found = db.session.scalars(
        select(EventRegistration)
        .where(EventRegistration.event_id == event.id)
        .order_by(EventRegistration.id)
    ).all()
    ranks = {state: place for place, state in enumerate(SeatState)}
    return sorted(found, key=lambda row: ranks[row.state])


def workbook(actor: Viewer, event: Event) -> bytes:
    """Return the name list as a workbook; that it was taken is recorded."""
    audit.record(actor, "event.names", "event", event.public_id, form="xlsx")
    lines = [_line(row) for row in of(event)]
    db.session.flush()
    return tabular.to_xlsx(HEADER, lines, title=f"参加者名簿　{event.name}")


def paper(actor: Viewer, event: Event) -> bytes:
    """Return the name list of those who come, to be printed; that it was taken is recorded."""
    audit.record(actor, "event.names", "event", event.public_id, form="pdf")
    lines = [
        (row.code, row.name, row.body, row.placed or row.wish, _needs(row), "")
        for row in of(event)
        if row.state in COMES
    ]
    db.session.flush()
    return name_list.pdf(event, lines, clock.today())


def make_groups(actor: Viewer, public_id: str) -> Event:
    """Let the group maker place everybody who comes; locked ones stay."""
    event: Event = entries.locked(actor, Event, public_id)
    found = [row for row in of(event) if row.state in COMES]
    names = _field_names(found)
    people = [
        Seated(
            row.id, row.wish, names.get(row.member_id or 0, ()), row.placed if row.locked else ""
        )
        for row in found
    ]
    placed = groups.make(people, event.limits)
    for row in found:
        row.placed = placed[row.id]
    audit.record(actor, "event.group", "event", event.public_id, people=len(found))
    db.session.flush()
    return event


def place(actor: Viewer, public_id: str, chosen: Mapping[int, str], locked: set[int]) -> Event:
    """Place people by hand, and lock those who shall stay there. Unknown ones are left out."""
    event: Event = entries.locked(actor, Event, public_id)
    for row in of(event):
        group = chosen.get(row.id)
        if group is not None and (not group or group in event.limits):
            row.placed, row.locked = group, row.id in locked
    audit.record(actor, "event.group", "event", event.public_id, people=len(chosen))
    db.session.flush()
    return event


def forget_due(actor: Viewer) -> int:
    """Delete the names of those registered for events whose period is over; return how many events."""
    actor.require(Role.SYSTEM)
    past = db.session.execute(
        select(Event.id, Event.day, Event.retention_months)
        .where(Event.forgotten.is_(False), Event.day <= clock.today() - SHORTEST)
        .order_by(Event.day, Event.id)
    )
    due = [key for key, day, months in past if forgotten_from(day, months) <= clock.today()]
    for key in due[: rows.AT_ONCE]:
        _forget(actor, seats.hold(key))
    return len(due[: rows.AT_ONCE])


def _forget(actor: Viewer, event: Event) -> None:
    for row in of(event):
        if row.email:
            outbox.forget(seats.letter_key(row), row.email, unsent=True)
        row.name = row.email = row.body = row.nonce = row.came_by = ""
        row.needs, row.account_id = [], None
    event.forgotten = True
    audit.record(actor, "event.forget", "event", event.public_id)
    db.session.flush()


def _field_names(found: Sequence[EventRegistration]) -> Mapping[int, tuple[str, ...]]:
    """Return the fields of activity of the members from which people come, in words."""
    members = {row.member_id for row in found if row.member_id}
    labels = {
        code: label
        for code, label in db.session.execute(select(ActivityField.code, ActivityField.label))
    }
    wanted = select(Organisation.id, Organisation.activity_fields).where(
        Organisation.id.in_(members)
    )
    return {
        key: tuple(labels[code] for code in codes if code in labels)
        for key, codes in db.session.execute(wanted)
    }


def _needs(row: EventRegistration) -> str:
    return "、".join(Need(each).label for each in row.needs)


def _line(row: EventRegistration) -> tuple[str, ...]:
    came = f"{clock.local(row.came_at):%H:%M}" if row.came_at else ""
    return (
        *(row.code, row.name, row.body, row.state.label, row.placed or row.wish, _needs(row)),
        *(came, row.email),
    )
