"""An executive member asks to leave (規約第9条第2号): kept until the platform meeting resolves."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.mail import withdrawal_letters
from app.models.withdrawal import ReleaseRequest
from app.rules import articles
from app.rules.membership import ContactKind, ReceivedBy, Standing
from app.security.viewer import Role, Viewer
from app.services import audit, contacts, memberships, numbers, outbox, receipts, rows
from app.services.recipients import address_of


def file(actor: Viewer, *, reason: str, becomes_general: bool) -> ReleaseRequest:
    """The executive member asks for its release. Until the resolution it stays what it is.

    Raises RuleViolation for an organisation that is no executive member, StaleState when its
    request is there already.
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
    """Enter a request that came in another way on the member's behalf (代行入力).

    received_on: the day it came in; today where it is not given. Raises RuleViolation for a day to
    come and for one before the membership began.
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
    contacts.touch(actor, organisation_id, ContactKind.FORM, words, on=received_on)
    by_member = received_by is ReceivedBy.WEB
    outbox.write(
        actor,
        withdrawal_letters.release_requested(request, numbers.document_number()),
        to=address_of(organisation, actor.account_id if by_member else None),
        notice=f"release:{request.id}",
        organisation_id=organisation_id,
    )
    return request


def take_back(actor: Viewer, request_id: int) -> ReleaseRequest:
    """The executive member stays after all: possible until the resolution."""
    request = rows.locked(ReleaseRequest, request_id)
    if not actor.is_staff:
        actor.require_member(request.organisation_id)
        contacts.touch(actor, request.organisation_id, ContactKind.FORM)
    if request.open_key is None:
        raise StaleState("この申出はすでに終わっています。画面を開き直してください。")
    request.open_key, request.taken_back_at = None, clock.now()
    audit.record(actor, "release.take_back", "release_request", request.id)
    db.session.flush()
    return request


def open_request(organisation_id: int) -> ReleaseRequest | None:
    """The organisation's request that waits for the resolution, if there is one."""
    return db.session.scalars(
        select(ReleaseRequest).where(ReleaseRequest.open_key == organisation_id)
    ).one_or_none()


def waiting(actor: Viewer) -> Sequence[ReleaseRequest]:
    """All requests that wait for a resolution, the oldest first."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(ReleaseRequest)
        .where(ReleaseRequest.open_key.is_not(None))
        .order_by(ReleaseRequest.id)
        .options(joinedload(ReleaseRequest.organisation))
    ).all()


def one(actor: Viewer, request_id: int) -> ReleaseRequest:
    """A request. Raises NotFound for one that the viewer may not see."""
    return rows.one(ReleaseRequest, request_id, joinedload(ReleaseRequest.organisation))
