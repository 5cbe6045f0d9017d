"""Registrations for events (申込み): by anybody, changed and cancelled by the person's own link."""

from collections.abc import Mapping
from dataclasses import replace
from hmac import compare_digest
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.mail.events import event_letters as letters
from app.models.accounts.user import Account
from app.models.events.event import Event
from app.models.events.registration import EventRegistration
from app.models.membership.organisation import Organisation
from app.rules.events import seats as seat_rules
from app.rules.events.event import EventAudience
from app.rules.events.seats import Bar, Booking
from app.rules.membership.roster import may_see
from app.rules.states.common.table import next_state
from app.rules.states.events.event import HOLDING, LIVE, SEAT, EventStage, SeatState, SeatVerb
from app.security import guard
from app.security.viewer import MEMBERS, Viewer
from app.security.visibility import tier_for
from app.services.common import audit, rows
from app.services.common.links import Links
from app.services.events import seats
from app.services.registers import entries

GIVEN = ("name", "email", "body", "needs", "wish")
LATER = 2**31
"""A key behind those of all who are registered already."""


def why_not(actor: Viewer, event: Event) -> str:
    """Return why somebody cannot register for an event that they see, in Japanese; "" if they can."""
    if event.stage is EventStage.CANCELLED:
        return "この行事は中止になりました。"
    if event.stage is not EventStage.PUBLISHED:
        return "この行事は、申込みを受け付けていません。"
    if event.access is EventAudience.OPEN:
        return "この行事は、申込みなしで参加できます。"
    if clock.now() >= event.closes_at:
        return "申込みの受付は終わりました。参加の相談は、問合せ先にご連絡ください。"
    if event.access is not EventAudience.PUBLIC and not actor.has(*MEMBERS) and not actor.is_staff:
        return "会員だけが申し込めます。会員の方は、ログインしてください。"
    return ""


def register(
    actor: Viewer, public_id: str, given: Mapping[str, Any], *, links: Links
) -> EventRegistration:
    """Register somebody, with a seat or on the waiting list, and tell them by mail.

    Another registration from the same address is not taken: a mail says so, and the answer here is
    the same. Raises NotFound for an event that the actor does not see, RuleViolation.
    """
    event = rows.only(rows.locking(select(Event).where(Event.public_id == public_id)))
    if event.retired_on or not _is_seen(actor, event):
        raise NotFound
    refused = why_not(actor, event)
    if refused:
        raise RuleViolation(None, refused)
    _require_group(event, given["wish"])
    before = seats.by_address(event, given["email"]) if given["email"] else None
    if before is not None:
        audit.record(actor, f"{seats.NOUN}.again", seats.NOUN, before.id, event=event.id)
        letter = letters.again(event, before, seats.link(before, links))
        seats.send(actor, letter, event, before, period=clock.today().isoformat())
        return before
    row = _new(actor, event, given)
    why = seats.bar(event, Booking(LATER, False, row.wish, row.entitled))
    row.state = next_state(SEAT, None, SeatVerb.WAIT if why else SeatVerb.REGISTER)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, f"{seats.NOUN}.add", seats.NOUN, row.id, event=event.id)
    _tell(actor, event, row, why, links)
    return row


def by_link(actor: Viewer, row_id: int, nonce: str) -> EventRegistration:
    """Return the registration of a personal link, with its event. Raises NotFound."""
    row = rows.only(
        select(EventRegistration)
        .where(EventRegistration.id == row_id)
        .options(joinedload(EventRegistration.event))
    )
    if not row.nonce or not compare_digest(row.nonce.encode(), nonce.encode()):
        raise NotFound
    return row


def own(actor: Viewer, event: Event) -> EventRegistration | None:
    """Return the actor's own live registration for an event, made when logged in."""
    if actor.account_id is None:
        return None
    with guard.acting_as_system(db.session):
        return db.session.scalars(
            select(EventRegistration)
            .where(
                EventRegistration.event_id == event.id,
                EventRegistration.account_id == actor.account_id,
                EventRegistration.state.in_(LIVE),
            )
            .limit(1)
        ).first()


def locked(actor: Viewer, row_id: int, nonce: str) -> EventRegistration:
    """Return the registration of a link, its event held. Raises NotFound."""
    found = by_link(actor, row_id, nonce)
    event = seats.hold(found.event_id)
    row = seats.by_id(event, row_id)
    if row.nonce != nonce:
        raise NotFound
    return row


def change(
    actor: Viewer, row_id: int, nonce: str, given: Mapping[str, Any], *, links: Links
) -> EventRegistration:
    """Change what a registration says; another group where there is room. Raises RuleViolation."""
    row = locked(actor, row_id, nonce)
    event = _changeable(row)
    _require_group(event, given["wish"], row.wish)
    if row.state in HOLDING and given["wish"] != row.wish:
        room = replace(seats.room_of(event), is_open=True)
        others = [seats.booking(each) for each in seats.live(event) if each.id != row.id]
        wanted = replace(seats.booking(row), group=given["wish"])
        if seat_rules.bar(room, others, wanted) is Bar.GROUP:
            raise RuleViolation(None, f"{Bar.GROUP.label}。別の組を選んでください。", field="wish")
    told = [key for key in ("name", "body", "needs", "wish") if getattr(row, key) != given[key]]
    for key in told:
        setattr(row, key, given[key])
    if "wish" in told and not row.locked:
        row.placed = ""
    audit.record(actor, f"{seats.NOUN}.update", seats.NOUN, row.id, fields=told)
    seats.settle(actor, event, links)
    return row


def cancel(actor: Viewer, row_id: int, nonce: str, *, links: Links) -> EventRegistration:
    """Cancel one's registration; the seat is offered at once. Raises RuleViolation."""
    row = locked(actor, row_id, nonce)
    return _withdraw(actor, _changeable(row), row, SeatVerb.CANCEL, links)


def accept(actor: Viewer, row_id: int, nonce: str, *, links: Links) -> EventRegistration:
    """Take up an offered seat. Raises RuleViolation after its limit."""
    row = locked(actor, row_id, nonce)
    event = _changeable(row)
    if row.state is SeatState.OFFERED and (row.offered_until or clock.now()) <= clock.now():
        raise RuleViolation(None, "案内の期限が過ぎました。もう一度申し込んでください。")
    seats.move(actor, row, SeatVerb.ACCEPT)
    db.session.flush()
    _tell(actor, event, row, None, links)
    return row


def decline(actor: Viewer, row_id: int, nonce: str, *, links: Links) -> EventRegistration:
    """Decline an offered seat: the next gets it at once."""
    row = locked(actor, row_id, nonce)
    return _withdraw(actor, _changeable(row), row, SeatVerb.DECLINE, links)


def cancel_for(actor: Viewer, public_id: str, row_id: int, *, links: Links) -> EventRegistration:
    """Cancel somebody's registration on their behalf: the organiser. Raises NotFound."""
    event = entries.locked(actor, Event, public_id)
    row = seats.by_id(event, row_id)
    return _withdraw(actor, _changeable(row), row, SeatVerb.CANCEL, links)


def _withdraw(
    actor: Viewer, event: Event, row: EventRegistration, verb: SeatVerb, links: Links
) -> EventRegistration:
    seats.move(actor, row, verb)
    seats.send(actor, letters.withdrawn(event, row), event, row)
    seats.settle(actor, event, links)
    return row


def _tell(
    actor: Viewer, event: Event, row: EventRegistration, why: Bar | None, links: Links
) -> None:
    link = seats.link(row, links)
    if why is None:
        seats.send(actor, letters.registered(event, row, link), event, row, links=links)
        return
    place, _why = seats.standing(event, row)
    seats.send(actor, letters.waiting(event, row, place, why.label, link), event, row)


def _new(actor: Viewer, event: Event, given: Mapping[str, Any]) -> EventRegistration:
    is_desk = entries.may_keep(actor, event)  # somebody called, and the organiser enters it
    is_own = not is_desk and actor.has(*MEMBERS) and actor.organisation_id is not None
    member = db.session.get(Organisation, actor.organisation_id) if is_own else None
    return EventRegistration(
        event_id=event.id,
        organisation_id=event.organisation_id,
        member_id=member.id if member else None,
        account_id=actor.account_id if is_own else None,
        entitled=member is not None and _is_entitled(event, member),
        municipality=(member.municipality_code or "") if member else "",
        kind=member.kind if member else None,
        registered_at=clock.now(),
        **{key: given[key] for key in GIVEN},
    )


def _is_entitled(event: Event, member: Organisation) -> bool:
    """Whether the kept seats are for a member: by its municipality or its fields of activity."""
    fields = set(member.activity_fields) & set(event.kept_for_fields)
    return member.municipality_code in event.kept_for or bool(fields)


def _is_seen(actor: Viewer, event: Event) -> bool:
    return entries.may_keep(actor, event) or may_see(event.tier, tier_for(actor))


def _require_group(event: Event, wish: str, held: str = "") -> None:
    if wish and wish != held and wish not in event.limits:
        raise RuleViolation(None, "この組はありません。選び直してください。", field="wish")


def _changeable(row: EventRegistration) -> Event:
    """Return the event whose registration may still be changed. Raises RuleViolation."""
    event = seats.require(db.session.get(Event, row.event_id))
    if event.stage is not EventStage.PUBLISHED or clock.now() >= event.begins:
        raise RuleViolation(None, "行事が始まった後や中止の後は、変更や取消しはできません。")
    return event


def begin_with(actor: Viewer) -> Mapping[str, str]:
    """Return what the form shows a member at first: name, mail address, organisation."""
    if actor.account_id is None or not actor.has(*MEMBERS):
        return {}
    account = db.session.get_one(Account, actor.account_id)
    return {"name": actor.name, "email": account.email, "body": body_of(actor)}


def body_of(actor: Viewer) -> str:
    """Return the name of the actor's organisation; "" for nobody's."""
    is_member = actor.has(*MEMBERS) and actor.organisation_id is not None
    found = db.session.get(Organisation, actor.organisation_id) if is_member else None
    return found.name if found else ""
