"""Events (行事, 規約第3条第4号) from the proposal to the end, and who is told."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.mail.events import event_letters as letters
from app.models.events.event import Event
from app.models.events.registration import EventRegistration
from app.models.membership.organisation import Organisation
from app.models.post.bulk import MailBulk
from app.models.registers.entry import RegisterModel
from app.rules.events.event import MORNING, REMINDED_BEFORE, EventWay
from app.rules.membership.membership import ContactKind
from app.rules.membership.roster import Tier
from app.rules.states.common.table import next_state
from app.rules.states.events.event import EVENT, LIVE, EventStage, EventVerb, SeatState
from app.security.viewer import Role, Viewer
from app.services.common import timers
from app.services.common.links import Links
from app.services.events import seats
from app.services.membership import contacts
from app.services.membership.recipients import address_of, secretariat
from app.services.post import notice_keys, outbox
from app.services.registers import entries

NOUN = Event.__tablename__
KINDS = (timers.EVENT_REMINDER, timers.EVENT_AFTER, timers.EVENT_SEATS)
TOLD = {
    **{"day": "日", "starts_at": "開始時刻", "ends_at": "終了時刻"},
    **{
        "place": "会場",
        "address": "会場の住所",
        "way": "開催方法",
        "meeting_url": "オンラインの参加先",
    },
}
"""Fields of which whoever is registered is told when they change."""


def add(actor: Viewer, model: RegisterModel, values: entries.Values) -> Event:
    """Propose an event: nobody else sees it until it is published. The secretariat is told."""
    event: Event = entries.add(actor, model, {**values, "tier": Tier.SECRETARIAT})
    if not actor.is_staff:
        member = db.session.get_one(Organisation, event.organisation_id)
        for account in secretariat():
            letter = letters.proposed(account, "行事", event.name, member.name)
            outbox.write(actor, letter, to=account.email, dedupe_key=f"{NOUN}:{event.id}")
    return event


def change(
    actor: Viewer, model: RegisterModel, public_id: str, values: entries.Values, *, links: Links
) -> Event:
    """Change an event; whoever is registered is told of another time or place.

    Raises NotFound, RuleViolation.
    """
    event: Event = entries.locked(actor, model, public_id)
    if "capacity" in values:
        seats.require_capacity(event, values["capacity"])
    before = {key: getattr(event, key) for key in TOLD}
    owner = event.organisation_id
    _require_promise(event, values)
    changed: Event = entries.change(actor, model, public_id, values)
    if changed.organisation_id != owner:
        _hand_over(changed)
    if changed.stage is not EventStage.PUBLISHED:
        return changed
    what = [label for key, label in TOLD.items() if getattr(changed, key) != before[key]]
    if what:
        changed.revision += 1
        for row in seats.told(changed, LIVE):
            letter = letters.changed(changed, row, what, seats.link(row, links))
            period = str(changed.revision)
            seats.send(actor, letter, changed, row, links=links, period=period)
    _schedule(changed)
    seats.settle(actor, changed, links)
    return changed


def _require_promise(event: Event, values: entries.Values) -> None:
    """Raise RuleViolation for a period longer than what whoever has registered was told."""
    months = values.get("retention_months") or 0
    has_people = exists().where(EventRegistration.event_id == event.id)
    if months > event.retention_months and db.session.scalar(select(has_people)):
        raise RuleViolation(
            None,
            f"申込みがあるため、名前を残す月数を、申込みの画面で伝えた{event.retention_months}か月より"
            "長くできません。",
            field="retention_months",
        )


def publish(actor: Viewer, public_id: str, *, links: Links) -> Event:
    """Publish an event: approve the proposal of a member. Raises RuleViolation."""
    actor.require(Role.SECRETARIAT)
    event: Event = entries.locked(actor, Event, public_id)
    event.stage = next_state(EVENT, event.stage, EventVerb.PUBLISH)
    if event.begins <= clock.now():
        raise RuleViolation(None, "開催日時を過ぎています。日時を直してから公開してください。")
    if event.way is not EventWay.ONLINE and not event.place:
        raise RuleViolation(None, "会場を入力してから公開してください。")
    event.reason = ""
    event.settle(by_staff=actor.is_staff)
    entries.record(actor, "publish", event)
    _schedule(event)
    _tell_organiser(
        actor, event, "公開しました。申込みの受付が始まりました。", links.event(public_id)
    )
    return event


def decline(actor: Viewer, public_id: str, reason: str) -> Event:
    """Decline a proposal, with a reason that its member is told."""
    actor.require(Role.SECRETARIAT)
    event: Event = entries.locked(actor, Event, public_id)
    event.stage = next_state(EVENT, event.stage, EventVerb.DECLINE)
    event.reason = reason
    entries.record(actor, "decline", event, reason=reason)
    _tell_organiser(actor, event, "今回は、公開を見送りました。", reason)
    return event


def cancel(actor: Viewer, public_id: str, reason: str, *, links: Links) -> Event:
    """Cancel an event and tell everybody who is registered or waits, in one notice."""
    event: Event = entries.locked(actor, Event, public_id)
    event.stage = next_state(EVENT, event.stage, EventVerb.CANCEL)
    event.reason, event.revision = reason, event.revision + 1
    event.changed_at = clock.now()
    entries.record(actor, "cancel", event, reason=reason)
    for kind in KINDS:
        timers.cancel(kind, event.id)
    for row in seats.told(event, LIVE):
        seats.send(actor, letters.cancelled(event, row), event, row, links=links)
    if actor.is_staff:
        _tell_organiser(
            actor, event, "中止しました。申し込んだ人には、メールで知らせました。", reason
        )
    return event


def hold(actor: Viewer, event: Event, links: Links) -> None:
    """Record that the event was held; ask those who came, and note the contact of their members.

    The caller holds the event.
    """
    event.stage = next_state(EVENT, event.stage, EventVerb.HOLD)
    entries.record(actor, "hold", event)
    found = seats.came(event)
    for row in found:
        note_contact(actor, event, row)
    asked = found or seats.told(event, [SeatState.REGISTERED])
    for row in asked:
        letter = letters.questionnaire(event, row, f"{seats.link(row, links)}/questionnaire")
        seats.send(actor, letter, event, row)


def note_contact(actor: Viewer, event: Event, row: EventRegistration) -> None:
    """Note that the member's person came: it moves the contact clock (規約第6条第1号)."""
    if row.member_id is not None and row.came_at is not None:
        kind = ContactKind.ATTENDANCE
        contacts.record_contact(actor, row.member_id, kind, event.name, on=event.day)


def retire(actor: Viewer, model: type[Event], public_id: str, reason: str) -> Event:
    """Take an event out; one that people are registered for has to be cancelled first."""
    event: Event = entries.locked(actor, model, public_id)
    if event.stage is EventStage.PUBLISHED and seats.live(event):
        raise RuleViolation(None, "申込みがあります。抹消する前に、中止の手続をしてください。")
    return entries.retire(actor, model, public_id, reason)  # type: ignore[no-any-return]


def reminder_moments(event: Event) -> list[datetime]:
    """Return the morning on which those registered are reminded, if it is still to come."""
    found = clock.at_start_of(event.day - REMINDED_BEFORE) + MORNING
    return [found] if event.stage is EventStage.PUBLISHED else []


def after_moment(event: Event) -> datetime:
    """Return the morning on which it counts as held and the questionnaire goes out."""
    return clock.at_start_of(event.day + timedelta(days=1)) + MORNING


def seat_moments(event: Event) -> list[datetime]:
    """Return when seats change by themselves: limits of offers, release day, end of registration."""
    offered = seats.told(event, [SeatState.OFFERED])
    found = [event.closes_at, *(row.offered_until for row in offered if row.offered_until)]
    if event.kept_until is not None and event.kept_seats:
        found.append(clock.at_start_of(event.kept_until + timedelta(days=1)))
    return found


def notice_of_cancelling(event: Event) -> int | None:
    """Return the notice that told everybody of the end: its certificate proves whom."""
    if event.stage is not EventStage.CANCELLED:
        return None
    key = notice_keys.key_of("event_cancelled", f"{NOUN}:{event.id}", "")
    return db.session.scalar(select(MailBulk.id).where(MailBulk.key == key))


def _schedule(event: Event) -> None:
    for kind in KINDS:
        timers.cancel(kind, event.id)
    due: Mapping[str, list[datetime]] = {
        timers.EVENT_REMINDER: reminder_moments(event),
        timers.EVENT_AFTER: [after_moment(event)],
        timers.EVENT_SEATS: seat_moments(event),
    }
    for kind, moments in due.items():
        for moment in (each for each in moments if each > clock.now()):
            timers.schedule(kind, event.id, moment)


def _hand_over(event: Event) -> None:
    """Let the new organiser see who is registered, and the former no longer."""
    db.session.execute(
        update(EventRegistration)
        .where(EventRegistration.event_id == event.id)
        .values(organisation_id=event.organisation_id)
    )


def _tell_organiser(actor: Viewer, event: Event, result: str, more: str) -> None:
    member = db.session.get(Organisation, event.organisation_id) if event.organisation_id else None
    if member is not None:
        outbox.write(
            actor,
            letters.decided(member.name, "行事", event.name, result, more),
            to=address_of(member),
            dedupe_key=f"{NOUN}:{event.id}",
            period=f"{event.stage.value}{event.revision}",
            organisation_id=member.id,
        )
