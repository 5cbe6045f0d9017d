"""Access to cases that ended, and what it rested on: it stays ended in a restored database.

The ledger names rows by their random ids, and neither a case nor a person.
"""

from typing import Any

from app import clock
from app.models.cases.case import CaseParticipation
from app.models.cases.record import CaseAttachment, CaseRecord
from app.models.cases.request import CaseOffer
from app.rules.cases.fields import RecordKind, RecordState
from app.rules.states.cases.case import OfferState
from app.security.viewer import Viewer
from app.services.common.ledger_lines import Revocation, Values, earlier_end

OVER = (RecordState.WITHDRAWN, RecordState.STRUCK)


def _consent_over(record: CaseRecord, _before: Values) -> dict[str, Any] | None:
    is_over = record.kind is RecordKind.CONSENT and record.state in OVER
    return {"state": record.state.value} if is_over else None


def _consent_again(_actor: Viewer, record: CaseRecord | None, values: Values) -> bool:
    """The managers are reminded, as after every withdrawal."""
    if record is None or record.state in OVER:
        return False
    record.state = RecordState(values["state"])
    record.remind_on = clock.today() if record.state is RecordState.WITHDRAWN else None
    return True


def _offer_over(offer: CaseOffer, _before: Values) -> dict[str, Any] | None:
    return {} if offer.state is OfferState.WITHDRAWN else None


def _offer_again(_actor: Viewer, offer: CaseOffer | None, _values: Values) -> bool:
    if offer is None or offer.state is not OfferState.OFFERED:
        return False
    offer.state = OfferState.WITHDRAWN
    return True


def _struck(attachment: CaseAttachment, _before: Values) -> dict[str, Any] | None:
    return {} if attachment.struck_at is not None else None


def _struck_again(_actor: Viewer, attachment: CaseAttachment | None, _values: Values) -> bool:
    if attachment is None or attachment.struck_at is not None:
        return False
    attachment.struck_at = clock.now()
    return True


REVOCATIONS = (
    earlier_end("case.access", CaseParticipation, "ends_at"),
    Revocation("case.consent", CaseRecord, ("state",), _consent_over, _consent_again),
    Revocation("case.offer", CaseOffer, ("state",), _offer_over, _offer_again),
    Revocation("case.attachment", CaseAttachment, ("struck_at",), _struck, _struck_again),
)
