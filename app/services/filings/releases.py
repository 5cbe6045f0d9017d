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
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.membership.membership import ReceivedBy, Standing
from app.security.viewer import Role, Viewer
from app.services.filings import filing
from app.services.filings.filing import Kind, Receipt

KIND = Kind(
    ReleaseRequest,
    noun="release",
    title="退会の申出",
    letter="R",
    article=articles.POWER_EXECUTIVES,
    acknowledge=withdrawal_letters.release_requested,
)


def file(actor: Viewer, *, reason: str, becomes_general: bool) -> ReleaseRequest:
    """File an executive member's request for release. It stays one until the resolution.

    Raises RuleViolation for an organisation that is no executive member, StaleState when a request
    is already open.
    """
    return _receive(actor, *filing.from_member(actor), reason, becomes_general)


def enter(
    actor: Viewer,
    organisation_id: int,
    *,
    received_by: ReceivedBy,
    reason: str,
    becomes_general: bool,
    received_on: date | None = None,
) -> ReleaseRequest:
    """Enter a request received in another way, on the member's behalf (代行入力)."""
    received = filing.on_behalf(actor, KIND, organisation_id, received_by, received_on)
    return _receive(actor, *received, reason, becomes_general)


def _receive(
    actor: Viewer,
    organisation: Organisation,
    receipt: Receipt,
    reason: str,
    becomes_general: bool,
) -> ReleaseRequest:
    if organisation.standing is not Standing.EXECUTIVE:
        raise RuleViolation(
            articles.POWER_EXECUTIVES,
            "幹事団体ではありません。一般団体の退会は退会届を提出してください。",
        )
    if open_request(organisation.id) is not None:
        raise StaleState(
            "退会の申出はすでに受け付けています。議案とする会議の通知を待ってください。"
        )
    return filing.receive(
        actor,
        KIND,
        organisation,
        receipt,
        reason=reason.strip(),
        becomes_general=becomes_general,
        open_key=organisation.id,
    )


def take_back(actor: Viewer, request_id: int) -> ReleaseRequest:
    """Take back the request: possible until the resolution."""
    request = filing.to_take_back(actor, KIND, request_id)
    if request.open_key is None:
        raise StaleState("この申出はすでに終わっています。画面を開き直してください。")
    request.taken_back_at = clock.now()
    return filing.move(actor, KIND, request, "take_back")


def open_request(organisation_id: int) -> ReleaseRequest | None:
    """Return the organisation's request that awaits the resolution, if any."""
    return filing.open_one(KIND, organisation_id)


def waiting(actor: Viewer) -> Sequence[ReleaseRequest]:
    """Return all requests that await a resolution, the oldest first."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(ReleaseRequest)
        .where(ReleaseRequest.open_key.is_not(None))
        .order_by(ReleaseRequest.id)
        .options(joinedload(ReleaseRequest.organisation))
    ).all()
