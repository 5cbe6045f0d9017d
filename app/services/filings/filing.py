"""What filing has in common, whatever is filed: receipt, trail, contact, letter, end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from app import clock
from app.documents.common.letter import Letter
from app.extensions import db
from app.models.filings.filing import Filing
from app.models.membership.organisation import Organisation
from app.rules import Article
from app.rules.membership.membership import ContactKind, ReceivedBy, Standing
from app.rules.states.common.table import State, next_state
from app.security.viewer import Role, Viewer
from app.services.common import audit, numbers, rows
from app.services.membership import contacts, memberships, receipts
from app.services.membership.recipients import address_of
from app.services.post import outbox

F = TypeVar("F", bound=Filing)


@dataclass(frozen=True)
class Kind(Generic[F]):
    """A kind of filing: what its receipt and its end differ in from another's."""

    model: type[F]
    noun: str
    """What the audit trail and the outbox call it."""
    title: str
    """What the record of the contact calls it."""
    letter: str
    """The letter that begins its receipt numbers."""
    article: Article
    states: Mapping[tuple[Any, Any], Any] | None = None
    acknowledge: Callable[[F, str], Letter] | None = None
    """The letter of receipt; none where the decision is the answer."""


@dataclass(frozen=True)
class Receipt:
    """How and when a filing reached the secretariat."""

    by: ReceivedBy
    on: date


def from_member(actor: Viewer) -> tuple[Organisation, Receipt]:
    """Return the actor's organisation, locked, and the receipt of what it files now."""
    assert actor.organisation_id is not None
    actor.require_member(actor.organisation_id)
    receipt = Receipt(ReceivedBy.WEB, clock.today())
    return memberships.locked(actor.organisation_id), receipt


def on_behalf(
    actor: Viewer, kind: Kind[F], organisation_id: int, by: ReceivedBy, on: date | None
) -> tuple[Organisation, Receipt]:
    """Return the organisation, locked, and the receipt of what is entered on its behalf (代行入力).

    on: the day of receipt; by default today. Raises RuleViolation for a future day and for one
    before the membership began.
    """
    actor.require(Role.SECRETARIAT)
    organisation = memberships.locked(organisation_id)
    day = receipts.day_of_receipt(organisation_id, on, kind.article)
    return organisation, Receipt(by, day)


def receive(
    actor: Viewer,
    kind: Kind[F],
    organisation: Organisation,
    receipt: Receipt,
    *,
    trail: Mapping[str, Any] | None = None,
    **values: Any,
) -> F:
    """Receive a filing, and send its letter of receipt. trail: further words for the audit trail.

    What a member files is a contact with it.
    """
    model: Any = kind.model
    filed: F = model(
        organisation_id=organisation.id,
        organisation=organisation,
        receipt_number=numbers.receipt_number(kind.letter),
        received_by=receipt.by,
        received_at=receipts.moment_of(receipt.on),
        submitted_by_id=actor.account_id,
        **values,
    )
    db.session.add(filed)
    db.session.flush()
    _record(actor, kind, filed, "file", organisation_id=organisation.id, **(trail or {}))
    if organisation.standing is not Standing.FORMER:
        words = f"{kind.title} {filed.receipt_number}"
        contacts.record_contact(actor, organisation.id, ContactKind.FORM, words, on=receipt.on)
    if kind.acknowledge is not None:
        send(actor, kind, filed, kind.acknowledge(filed, numbers.document_number()))
    return filed


def send(actor: Viewer, kind: Kind[F], filed: F, letter: Letter) -> None:
    """Send the organisation a letter about its filing."""
    by_member = filed.received_by is ReceivedBy.WEB
    outbox.write(
        actor,
        letter,
        to=address_of(filed.organisation, filed.submitted_by_id if by_member else None),
        dedupe_key=f"{kind.noun}:{filed.id}",
        organisation_id=filed.organisation_id,
    )


def to_take_back(actor: Viewer, kind: Kind[F], filing_id: int) -> F:
    """Return what the member takes back, or the secretariat on its request (取下げ), locked."""
    filed = rows.locked(kind.model, filing_id)
    if not actor.is_staff:
        actor.require_member(filed.organisation_id)
        contacts.record_contact(actor, filed.organisation_id, ContactKind.FORM)
    return filed


def move(actor: Viewer, kind: Kind[F], filed: F, verb: str) -> F:
    """Move a locked filing to its next state, which is no longer open; record the verb."""
    row: Any = filed
    if kind.states is not None:
        row.state = next_state(kind.states, row.state, verb)
    row.open_key = None
    _record(actor, kind, filed, verb)
    db.session.flush()
    return filed


def _record(actor: Viewer, kind: Kind[F], filed: F, verb: str, **details: Any) -> None:
    model: Any = kind.model
    audit.record(actor, f"{kind.noun}.{verb}", model.__tablename__, filed.id, **details)


def open_one(kind: Kind[F], organisation_id: int) -> F | None:
    """Return the organisation's filing that is still open, if any."""
    model: Any = kind.model
    return db.session.scalars(
        select(kind.model).where(model.open_key == organisation_id)
    ).one_or_none()


def one(actor: Viewer, kind: Kind[F], filing_id: int, *options: ExecutableOption) -> F:
    """Return a filing. Raises NotFound for one that the viewer may not see."""
    return rows.one(kind.model, filing_id, joinedload(kind.model.organisation), *options)


def page(
    actor: Viewer, kind: Kind[F], state: State | None, number: int, *order: ColumnElement[Any]
) -> tuple[Sequence[F], int]:
    """Return one page of filings, those in this state or all, and their total."""
    actor.require(Role.SECRETARIAT)
    model: Any = kind.model
    wanted = select(kind.model).order_by(*order)
    if state is not None:
        wanted = wanted.where(model.state == state)
    return rows.page(wanted, number, joinedload(model.organisation))
