"""One time line of all dealings with an organisation, for the secretariat.

What is filed, decided, corrected, handed over is in the audit trail; letters, contacts, roster
entries and answers to meetings are in their own rows. One statement reads a page of all of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, or_, select, union_all

from app.database import start_of_day
from app.extensions import db
from app.models.accounts.user import Account
from app.models.admission.application import Application
from app.models.common.audit import AuditEntry
from app.models.filings.change_notice import ChangeNotice
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion
from app.models.filings.withdrawal import ReleaseRequest, WithdrawalNotice
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import Proxy, RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement
from app.models.membership.contact import Contact, ContactAttempt
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import ContactKind
from app.security.viewer import Role, Viewer
from app.services.common import rows


class Source(StrEnum):
    """Where an event comes from."""

    TRAIL = "trail"
    VERSION = "version"
    LETTER = "letter"
    CONTACT = "contact"
    ATTEMPT = "attempt"
    REPLY = "reply"
    STATEMENT = "statement"
    PROXY = "proxy"


TOLD_ELSEWHERE = ("contact.attempt", "contact.reply")
"""Entries of the trail whose row says more."""
OF_ACCOUNTS = ("account.create", "account.hand_over", "account.disable", "account.enable")
"""Of an account, what concerns its organisation; its log-ins do not."""
OTHERS = (ContactKind.LOGIN, ContactKind.FORM, ContactKind.RSVP)
"""Contacts left out: a log-in is one a day; filings and answers stand in the line themselves."""
FILED: tuple[Any, ...] = (
    *(Application, ChangeNotice, WithdrawalNotice, ReleaseRequest, ConsentToServe, Expulsion),
)


@dataclass(frozen=True)
class Event:
    """One event. subject_id: the row that its page shows; code: of an enumeration."""

    at: datetime
    source: Source
    subject_id: int
    code: str
    text: str
    who: str
    entry: AuditEntry | None = None


def page(actor: Viewer, organisation_id: int, number: int) -> tuple[Sequence[Event], int]:
    """Return one page of events, the newest first, and their total (three queries)."""
    actor.require(Role.SECRETARIAT)
    events = union_all(*_sources(organisation_id)).subquery()
    newest_first = select(events).order_by(
        events.c.at.desc(), events.c.source.desc(), events.c.event_id.desc()
    )
    wanted = rows.paged(newest_first, number)
    found = db.session.execute(wanted).all()
    sequences = [row.event_id for row in found if row.source == Source.TRAIL]
    trail = {
        entry.sequence: entry
        for entry in db.session.scalars(
            select(AuditEntry).where(AuditEntry.sequence.in_(sequences))
        )
    }
    return [
        Event(
            *(row.at, Source(row.source), row.subject_id, row.code, row.text, row.who),
            trail.get(row.event_id) if row.source == Source.TRAIL else None,
        )
        for row in found
    ], rows.total(newest_first, number, len(found))


def _sources(pk: int) -> Iterator[Select[Any]]:
    yield _of(Source.TRAIL, AuditEntry.sequence, AuditEntry.at, who=AuditEntry.actor_name).where(
        AuditEntry.refused.is_(False), AuditEntry.action.not_in(TOLD_ELSEWHERE), or_(*_subjects(pk))
    )
    yield _of(
        *(Source.VERSION, OrganisationVersion.id),
        func.coalesce(
            OrganisationVersion.written_at, start_of_day(OrganisationVersion.valid_from, db.engine)
        ),
        code=cast(OrganisationVersion.valid_from, String),
        text=OrganisationVersion.source,
    ).where(OrganisationVersion.organisation_id == pk)
    yield _of(
        *(Source.LETTER, OutboxMessage.id, OutboxMessage.created_at),
        code=cast(OutboxMessage.state, String),
        text=OutboxMessage.subject,
        who=OutboxMessage.recipient,
    ).where(OutboxMessage.organisation_id == pk)
    yield (
        _of(
            *(Source.CONTACT, Contact.id, Contact.recorded_at),
            code=cast(Contact.kind, String),
            text=Contact.note,
            who=_name(),
        )
        .outerjoin(Account, Account.id == Contact.recorded_by_id)
        .where(Contact.organisation_id == pk, Contact.kind.not_in(OTHERS))
    )
    yield (
        _of(
            *(Source.ATTEMPT, ContactAttempt.id, ContactAttempt.recorded_at),
            code=cast(ContactAttempt.means, String),
            text=ContactAttempt.note,
            who=_name(),
        )
        .outerjoin(Account, Account.id == ContactAttempt.recorded_by_id)
        .where(ContactAttempt.organisation_id == pk)
    )
    yield from _answers(pk)


def _answers(pk: int) -> Iterator[Select[Any]]:
    """Yield the answers to meetings; of a statement not what it says while voting may go on."""
    yield (
        _of(
            *(Source.REPLY, RollEntry.id, RollEntry.replied_at),
            subject=Meeting.id,
            code=cast(RollEntry.reply, String),
            text=Meeting.title,
            who=RollEntry.attendee,
        )
        .join(RollEntry.meeting)
        .where(RollEntry.organisation_id == pk, RollEntry.replied_at.is_not(None))
    )
    yield (
        _of(
            *(Source.STATEMENT, Statement.id, Statement.arrived_at),
            subject=AgendaItem.meeting_id,
            code=cast(Statement.way, String),
            text=AgendaItem.title,
        )
        .join(AgendaItem, AgendaItem.id == Statement.item_id)
        .where(Statement.organisation_id == pk)
    )
    yield (
        _of(
            *(Source.PROXY, Proxy.id, Proxy.filed_at),
            subject=Meeting.id,
            code=cast(Proxy.filed_by, String),
            text=Meeting.title,
            who=Organisation.name,
        )
        .join(Meeting, Meeting.id == Proxy.meeting_id)
        .join(Proxy.agent)
        .where(Proxy.principal_id == pk)
    )


def _of(
    source: Source,
    event_id: Any,
    at: Any,
    *,
    subject: Any = None,
    code: Any = None,
    text: Any = None,
    who: Any = None,
) -> Select[Any]:
    """Select one source in the columns that all of them share."""
    nothing = literal("")
    return select(
        at.label("at"),
        literal(source.value).label("source"),
        event_id.label("event_id"),
        (event_id if subject is None else subject).label("subject_id"),
        (nothing if code is None else code).label("code"),
        (nothing if text is None else text).label("text"),
        (nothing if who is None else func.coalesce(who, "")).label("who"),
    )


def _name() -> Any:
    return Account.last_name + " " + Account.first_name


def _subjects(pk: int) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions for the entries on the organisation and on what belongs to it."""
    merged = select(cast(Organisation.id, String)).where(
        or_(Organisation.id == pk, Organisation.merged_into_id == pk)
    )
    yield _about("organisation", merged)
    for model in FILED:
        ids = select(cast(model.id, String)).where(model.organisation_id == pk)
        yield _about(model.__tablename__, ids)
    accounts = select(cast(Account.id, String)).where(Account.organisation_id == pk)
    yield _about("account", accounts) & AuditEntry.action.in_(OF_ACCOUNTS)


def _about(kind: str, ids: Select[Any]) -> ColumnElement[bool]:
    return (AuditEntry.subject_type == kind) & AuditEntry.subject_id.in_(ids)
