"""The secretariat's attempts to reach a member, with their results (規約第6条第1号)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, or_, select

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.membership.contact import Contact, ContactAttempt
from app.models.membership.organisation import Organisation
from app.models.post.address import DeliveryReport
from app.models.post.outbox import OutboxMessage
from app.rules.common import articles
from app.rules.membership.membership import ContactKind, ContactMeans, Standing
from app.rules.post.addresses import ReportKind
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.membership import contacts, memberships

QUESTION = "contact_question"
"""Purpose of the letters with a contact question."""
CAME_BACK = (OutboxState.FAILED, OutboxState.RETURNED)
REACHED_BY = {
    ContactMeans.TELEPHONE: ContactKind.CALL,
    ContactMeans.VISIT: ContactKind.CALL,
    ContactMeans.MAIL: ContactKind.REPLY,
    ContactMeans.POST: ContactKind.REPLY,
}
"""Kind of contact recorded when the member was reached by these means."""


def record(
    actor: Viewer,
    organisation_id: int,
    *,
    means: ContactMeans,
    attempted_on: date,
    reached: bool,
    note: str = "",
) -> ContactAttempt:
    """Record an attempt. A successful one updates the member's last-contact date.

    Raises RuleViolation for a future day and for an organisation that is no member.
    """
    actor.require(Role.SECRETARIAT)
    organisation = _member(organisation_id)
    if attempted_on > clock.today():
        raise RuleViolation(
            articles.GROUND_OUT_OF_CONTACT, "連絡を試みた日は、今日までの日を入力してください。"
        )
    attempt = _add(actor, organisation, means, attempted_on, reached, note)
    if reached:
        contacts.record_contact(actor, organisation_id, REACHED_BY[means], note, on=attempted_on)
    return attempt


def record_undelivered(actor: Viewer, organisation_id: int, message_id: int) -> ContactAttempt:
    """Record an undeliverable contact question as a failed attempt.

    Raises NotFound for a letter to another organisation, StaleState when it was delivered after all
    or is already recorded.
    """
    actor.require(Role.SECRETARIAT)
    message = rows.locked(OutboxMessage, message_id)
    if message.organisation_id != organisation_id:
        raise NotFound
    known = db.session.scalar(
        select(ContactAttempt.id).where(ContactAttempt.message_id == message_id)
    )
    came_back = message.state in CAME_BACK and message.purpose == QUESTION
    if known is not None or not came_back:
        raise StaleState("この送信は記録の対象ではありません。画面を開き直して確かめてください。")
    organisation = _member(organisation_id)
    attempt = _add(
        actor,
        organisation,
        ContactMeans.POST if message.by_post else ContactMeans.MAIL,
        clock.local(message.sent_at or message.created_at).date(),
        False,
        "郵便が返送されました。"
        if message.by_post
        else f"{message.recipient} に届きませんでした。{message.reply}".strip(),
    )
    attempt.message_id = message.id
    db.session.flush()
    return attempt


def record_returned(actor: Viewer, limit: int = 200) -> int:
    """Record each contact question that came back as a failed attempt; return their number.

    The letter shows by itself that the member was not reached, as an officer would record it.
    """
    actor.require(Role.SYSTEM)
    reported = exists().where(
        DeliveryReport.message_id == OutboxMessage.id, DeliveryReport.kind == ReportKind.FAILED
    )
    returned = db.session.scalars(
        select(OutboxMessage)
        .join(OutboxMessage.organisation)
        .where(
            OutboxMessage.purpose == QUESTION,
            or_(
                OutboxMessage.state == OutboxState.RETURNED,
                (OutboxMessage.state == OutboxState.FAILED) & reported,
            ),
            ~exists().where(ContactAttempt.message_id == OutboxMessage.id),
            Organisation.standing != Standing.FORMER,
        )
        .order_by(OutboxMessage.id)
        .limit(limit)
    ).all()
    for message in returned:
        assert message.organisation_id is not None
        record_undelivered(actor, message.organisation_id, message.id)
    return len(returned)


def _member(organisation_id: int) -> Organisation:
    organisation = memberships.locked(organisation_id)
    if organisation.standing is Standing.FORMER:
        raise RuleViolation(articles.GROUND_OUT_OF_CONTACT, "会員でない団体には記録できません。")
    return organisation


def _add(
    actor: Viewer,
    organisation: Organisation,
    means: ContactMeans,
    attempted_on: date,
    reached: bool,
    note: str,
) -> ContactAttempt:
    attempt = ContactAttempt(
        organisation_id=organisation.id,
        means=means,
        attempted_on=attempted_on,
        reached=reached,
        note=note.strip(),
        recorded_at=clock.now(),
        recorded_by_id=actor.account_id,
    )
    db.session.add(attempt)
    db.session.flush()
    audit.record(
        actor,
        "contact.attempt",
        "organisation",
        organisation.id,
        means=means,
        on=attempted_on.isoformat(),
        reached=reached,
    )
    return attempt


def attempts(actor: Viewer, organisation_id: int) -> Sequence[ContactAttempt]:
    """Return all attempts to reach an organisation, the newest first."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(ContactAttempt)
        .where(ContactAttempt.organisation_id == organisation_id)
        .order_by(ContactAttempt.attempted_on.desc(), ContactAttempt.id.desc())
    ).all()


def recorded_contacts(actor: Viewer, organisation_id: int, limit: int = 100) -> Sequence[Contact]:
    """Return the recorded contacts with an organisation, the newest first."""
    return db.session.scalars(
        select(Contact)
        .where(Contact.organisation_id == organisation_id)
        .order_by(Contact.contacted_on.desc(), Contact.id.desc())
        .limit(limit)
    ).all()


def questions(actor: Viewer, organisation_id: int) -> Sequence[OutboxMessage]:
    """Return the contact questions written to an organisation, the newest first."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.organisation_id == organisation_id)
        .where(OutboxMessage.purpose == QUESTION)
        .order_by(OutboxMessage.id.desc())
    ).all()
