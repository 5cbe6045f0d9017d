"""An executive member's request for release (規約第9条第2号): open until the meeting resolves."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.mail.filings import withdrawal_letters
from app.models.filings.withdrawal import ReleaseRequest
from app.rules.common import articles
from app.rules.membership.membership import ContactKind, ReceivedBy, Standing
from app.security.viewer import Role, Viewer
from app.services.common import audit, numbers, rows
from app.services.membership import contacts, memberships, receipts
from app.services.membership.recipients import address_of
from app.services.post import outbox


def file(actor: Viewer, *, reason: str, becomes_general: bool) -> ReleaseRequest:
    """File an executive member's request for release. It stays one until the resolution.

    Raises RuleViolation for an organisation that is no executive member, StaleState when a request
    is already open.
    """
    assert actor.organisation_id is not None
    actor.require_member(actor.organisation_id)
    today = clock.today()
    return _receive(actor, actor.organisation_id, ReceivedBy.WEB, reason, becomes_general, today)


def enter(
    actor: Viewer,
    organisation_id: int,
    *,
    received_by: ReceivedBy,
    reason: str,
    becomes_general: bool,
    received_on: date | None = None,
) -> ReleaseRequest:
    """Enter a request received in another way, on the member's behalf (代行入力).

    received_on: the day of receipt; by default today. Raises RuleViolation for a future day and for
    one before the membership began.
    """
    actor.require(Role.SECRETARIAT)
    day = receipts.day_of_receipt(organisation_id, received_on, articles.POWER_EXECUTIVES)
    return _receive(actor, organisation_id, received_by, reason, becomes_general, day)


def _receive(
    actor: Viewer,
    organisation_id: int,
    received_by: ReceivedBy,
    reason: str,
    becomes_general: bool,
    received_on: date,
) -> ReleaseRequest:
    organisation = memberships.locked(organisation_id)
    if organisation.standing is not Standing.EXECUTIVE:
        raise RuleViolation(
            articles.POWER_EXECUTIVES,
            "幹事団体ではありません。一般団体の退会は退会届を提出してください。",
        )
    if open_request(organisation_id) is not None:
        raise StaleState(
            "退会の申出はすでに受け付けています。議案とする会議の通知を待ってください。"
        )
    request = ReleaseRequest(
        organisation_id=organisation_id,
        receipt_number=numbers.receipt_number("R"),
        received_by=received_by,
        requested_at=receipts.moment_of(received_on),
        reason=reason.strip(),
        becomes_general=becomes_general,
        submitted_by_id=actor.account_id,
        open_key=organisation_id,
        organisation=organisation,
    )
    db.session.add(request)
    db.session.flush()
    audit.record(
        actor, "release.file", "release_request", request.id, organisation_id=organisation_id
    )
    words = f"退会の申出 {request.receipt_number}"
    contacts.record_contact(actor, organisation_id, ContactKind.FORM, words, on=received_on)
    by_member = received_by is ReceivedBy.WEB
    outbox.write(
        actor,
        withdrawal_letters.release_requested(request, numbers.document_number()),
        to=address_of(organisation, actor.account_id if by_member else None),
        dedupe_key=f"release:{request.id}",
        organisation_id=organisation_id,
    )
    return request


def take_back(actor: Viewer, request_id: int) -> ReleaseRequest:
    """Take back the request: possible until the resolution."""
    request = rows.locked(ReleaseRequest, request_id)
    if not actor.is_staff:
        actor.require_member(request.organisation_id)
        contacts.record_contact(actor, request.organisation_id, ContactKind.FORM)
    if request.open_key is None:
        raise StaleState("この申出はすでに終わっています。画面を開き直してください。")
    request.open_key, request.taken_back_at = None, clock.now()
    audit.record(actor, "release.take_back", "release_request", request.id)
    db.session.flush()
    return request


def open_request(organisation_id: int) -> ReleaseRequest | None:
    """Return the organisation's request that awaits the resolution, if any."""
    return db.session.scalars(
        select(ReleaseRequest).where(ReleaseRequest.open_key == organisation_id)
    ).one_or_none()


def waiting(actor: Viewer) -> Sequence[ReleaseRequest]:
    """Return all requests that await a resolution, the oldest first."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(ReleaseRequest)
        .where(ReleaseRequest.open_key.is_not(None))
        .order_by(ReleaseRequest.id)
        .options(joinedload(ReleaseRequest.organisation))
    ).all()


def one(actor: Viewer, request_id: int) -> ReleaseRequest:
    """Return a request. Raises NotFound for one that the viewer may not see."""
    return rows.one(ReleaseRequest, request_id, joinedload(ReleaseRequest.organisation))
