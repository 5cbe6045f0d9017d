"""Mail addresses that letters do not reach: noted, asked about, lifted, found good again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation
from app.models.post.address import DeliveryReport, MailAddress
from app.models.post.outbox import OutboxMessage
from app.rules.post.addresses import (
    QUIET,
    AddressState,
    ReportKind,
    Seen,
    is_worse,
    state_of,
)
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows

REASON_NEEDED = "届くと判断した理由を入力してください。"


def note(actor: Viewer, message: OutboxMessage, report: DeliveryReport) -> None:
    """Note what a report says of the letter's address.

    A letter that no office sees leaves no trace here: two addresses noted in the same minute would
    tell who gets such letters together.
    """
    if message.unlisted:
        return
    found = db.session.scalars(
        select(MailAddress).where(MailAddress.address == report.address).with_for_update()
    ).one_or_none()
    if report.kind is ReportKind.DELIVERED:
        if found is not None and message.id > found.letter_id:
            _recover(actor, found)
        return
    state = state_of(_seen(report.address, found.counts_from if found else None))
    if state is AddressState.GOOD:
        return
    if found is None:
        found = MailAddress(address=report.address, state=AddressState.GOOD, letter_id=message.id)
        found.since, found.reason = clock.now(), report.reason
        db.session.add(found)
    found.letter_id = max(found.letter_id, message.id)
    if is_worse(state, found.state):
        found.state, found.since, found.reason = state, clock.now(), report.reason
        db.session.flush()
        audit.record(actor, "address.note", "mail_address", found.id, state=state)


def _seen(address: str, since: datetime | None) -> list[Seen]:
    wanted = (
        select(
            DeliveryReport.message_id,
            DeliveryReport.at,
            DeliveryReport.kind,
            DeliveryReport.reason,
            DeliveryReport.status,
        )
        .join(DeliveryReport.message)
        .where(DeliveryReport.address == address, OutboxMessage.unlisted.is_(False))
        .order_by(DeliveryReport.id.desc())
        .limit(100)
    )
    if since is not None:
        wanted = wanted.where(DeliveryReport.at > since)
    return [Seen(*row) for row in db.session.execute(wanted)]


def lift(actor: Viewer, pk: int, reason: str) -> MailAddress:
    """Let an address count as good again: somebody asked, or knows better."""
    actor.require(Role.SECRETARIAT)
    found = rows.locked(MailAddress, pk)
    if not reason.strip():
        raise RuleViolation(None, REASON_NEEDED)
    if found.state is not AddressState.GOOD:
        found.state, found.since, found.counts_from = AddressState.GOOD, clock.now(), clock.now()
        audit.record(actor, "address.lift", "mail_address", found.id, reason=reason.strip())
    db.session.flush()
    return found


def recover_quiet(actor: Viewer) -> int:
    """Let those addresses count as good to which a later letter went and did not come back."""
    actor.require(Role.SYSTEM)
    came_back = exists().where(
        DeliveryReport.message_id == OutboxMessage.id, DeliveryReport.kind == ReportKind.FAILED
    )
    arrived = exists().where(
        OutboxMessage.id > MailAddress.letter_id,
        func.lower(OutboxMessage.recipient) == MailAddress.address,
        OutboxMessage.unlisted.is_(False),
        OutboxMessage.state == OutboxState.SENT,
        OutboxMessage.data_begun.is_(True),  # by mail: what was posted says nothing of the address
        OutboxMessage.sent_at < clock.now() - QUIET,
        ~came_back,
    )
    found = db.session.scalars(select(MailAddress).where(in_trouble(), arrived)).all()
    for address in found:
        _recover(actor, address)
    return len(found)


def _recover(actor: Viewer, found: MailAddress) -> None:
    if found.state is AddressState.GOOD:
        return
    found.state, found.since, found.counts_from = AddressState.GOOD, clock.now(), clock.now()
    audit.record(actor, "address.recover", "mail_address", found.id)
    db.session.flush()


def in_trouble() -> ColumnElement[bool]:
    """Return the condition on addresses that letters do not reach."""
    return MailAddress.state != AddressState.GOOD


def page(actor: Viewer, *, number: int) -> tuple[Sequence[MailAddress], int]:
    """Return one page (from 1) of the addresses that letters do not reach, and their total."""
    actor.require(Role.SECRETARIAT)
    latest_first = select(MailAddress).where(in_trouble()).order_by(MailAddress.id.desc())
    return rows.page(latest_first, number)


def one(actor: Viewer, pk: int) -> MailAddress:
    """Return an address. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return rows.one(MailAddress, pk)


def reports(actor: Viewer, address: str, limit: int = 50) -> Sequence[DeliveryReport]:
    """Return the latest reports on letters to an address; none on letters that no office sees."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(DeliveryReport)
        .join(DeliveryReport.message)
        .where(DeliveryReport.address == address, OutboxMessage.unlisted.is_(False))
        .order_by(DeliveryReport.id.desc())
        .limit(limit)
        .options(joinedload(DeliveryReport.message))
    ).all()


def owners(actor: Viewer, found: Sequence[MailAddress]) -> Mapping[str, list[Organisation]]:
    """Return address → the organisations that have it, or a person who has."""
    actor.require(Role.SECRETARIAT)
    wanted = [each.address for each in found]
    persons = select(Account.organisation_id).where(func.lower(Account.email).in_(wanted))
    columns = (Organisation.business_contact_email, Organisation.email)
    organisations = db.session.scalars(
        select(Organisation)
        .where(
            or_(
                *(func.lower(column).in_(wanted) for column in columns),
                Organisation.id.in_(persons),
            )
        )
        .order_by(Organisation.id)
    ).all()
    people = defaultdict(set)
    of_these = Account.organisation_id.in_([each.id for each in organisations])
    for organisation_id, email in db.session.execute(
        select(Account.organisation_id, func.lower(Account.email)).where(of_these)
    ):
        people[organisation_id].add(email)
    return {
        address: [each for each in organisations if address in _all(each) | people[each.id]]
        for address in wanted
    }


def _all(organisation: Organisation) -> set[str]:
    return {organisation.business_contact_email.lower(), organisation.email.lower()} - {""}


def of_organisation(actor: Viewer, organisation_id: int) -> Sequence[MailAddress]:
    """Return the addresses of an organisation that letters do not reach: its own, its persons'."""
    return db.session.scalars(
        select(MailAddress)
        .where(in_trouble(), exists().where(Organisation.id == organisation_id, _has(MailAddress)))
        .order_by(MailAddress.id)
    ).all()


def _has(address: type[MailAddress]) -> ColumnElement[bool]:
    """Return the condition that an organisation, or a person of it, has an address."""
    return or_(
        func.lower(Organisation.business_contact_email) == address.address,
        func.lower(Organisation.email) == address.address,
        exists().where(
            Account.organisation_id == Organisation.id, func.lower(Account.email) == address.address
        ),
    )


def is_troubled() -> ColumnElement[bool]:
    """Return the condition on organisations whose registered address letters do not reach."""
    return or_(
        *(
            exists().where(in_trouble(), MailAddress.address == func.lower(column))
            for column in (Organisation.business_contact_email, Organisation.email)
        )
    )


def is_cut_off() -> ColumnElement[bool]:
    """Return the condition on organisations that no letter reaches by mail: no good address is left."""
    return and_(
        is_troubled(),
        ~_is_good(Organisation.business_contact_email),
        ~_is_good(Organisation.email),
        ~exists().where(
            Account.organisation_id == Organisation.id,
            Account.active.is_(True),
            ~exists().where(in_trouble(), MailAddress.address == func.lower(Account.email)),
        ),
    )


def _is_good(column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    trouble = exists().where(in_trouble(), MailAddress.address == func.lower(column))
    return and_(column != "", ~trouble)


def cut_off(actor: Viewer, organisation_ids: Sequence[int]) -> set[int]:
    """Return which of the organisations no letter reaches by mail."""
    actor.require(Role.SECRETARIAT)
    wanted = select(Organisation.id).where(Organisation.id.in_(organisation_ids), is_cut_off())
    return set(db.session.scalars(wanted))
