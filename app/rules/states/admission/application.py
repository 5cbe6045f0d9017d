"""An application (入会申込, 要領第2条) and the two-week batch in which it is decided."""

from collections.abc import Mapping
from enum import StrEnum

from app.rules.states.common.table import State


class ApplicationState(State):
    """入会申込の状態."""

    UNCONFIRMED = "unconfirmed", "メール未確認"
    RECEIVED = "received", "受付済み"
    CORRECTION = "correction", "補正依頼中"
    PROPOSED = "proposed", "承認待ち"
    ACCEPTED = "accepted", "入会承認"
    REFUSED = "refused", "不承認"
    TAKEN_BACK = "taken_back", "取下げ"
    EXPIRED = "expired", "期限切れ"


class ApplicationVerb(StrEnum):
    """Actions on an application."""

    SUBMIT = "submit"
    SUBMIT_ON_PAPER = "submit_on_paper"
    CONFIRM = "confirm"
    EXPIRE = "expire"
    REQUEST_CORRECTION = "request_correction"
    RESUBMIT = "resubmit"
    PROPOSE = "propose"
    REOPEN = "reopen"
    APPROVE_ACCEPTANCE = "approve_acceptance"
    APPROVE_REFUSAL = "approve_refusal"
    ACCEPT = "accept"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"


_A, _AV = ApplicationState, ApplicationVerb
APPLICATION: Mapping[tuple[ApplicationState | None, ApplicationVerb], ApplicationState] = {
    (None, _AV.SUBMIT): _A.UNCONFIRMED,
    (None, _AV.SUBMIT_ON_PAPER): _A.RECEIVED,
    (_A.UNCONFIRMED, _AV.CONFIRM): _A.RECEIVED,
    (_A.UNCONFIRMED, _AV.EXPIRE): _A.EXPIRED,
    (_A.UNCONFIRMED, _AV.TAKE_BACK): _A.TAKEN_BACK,
    (_A.RECEIVED, _AV.REQUEST_CORRECTION): _A.CORRECTION,
    (_A.RECEIVED, _AV.PROPOSE): _A.PROPOSED,
    (_A.RECEIVED, _AV.ACCEPT): _A.ACCEPTED,
    (_A.RECEIVED, _AV.REFUSE): _A.REFUSED,
    (_A.RECEIVED, _AV.TAKE_BACK): _A.TAKEN_BACK,
    (_A.CORRECTION, _AV.RESUBMIT): _A.RECEIVED,
    (_A.CORRECTION, _AV.REFUSE): _A.REFUSED,
    (_A.CORRECTION, _AV.TAKE_BACK): _A.TAKEN_BACK,
    (_A.PROPOSED, _AV.REOPEN): _A.RECEIVED,
    (_A.PROPOSED, _AV.APPROVE_ACCEPTANCE): _A.ACCEPTED,
    (_A.PROPOSED, _AV.APPROVE_REFUSAL): _A.REFUSED,
    (_A.PROPOSED, _AV.TAKE_BACK): _A.TAKEN_BACK,
}


class BatchState(State):
    """2週間ごとの一括決定の状態."""

    OPEN = "open", "受付中"
    CLOSED = "closed", "締切済み"
    AWAITING_APPROVAL = "awaiting_approval", "承認待ち"
    APPROVED = "approved", "承認済み"


class BatchVerb(StrEnum):
    """Actions on a batch."""

    OPEN = "open"
    CLOSE = "close"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"


_B, _BV = BatchState, BatchVerb
BATCH: Mapping[tuple[BatchState | None, BatchVerb], BatchState] = {
    (None, _BV.OPEN): _B.OPEN,
    (_B.OPEN, _BV.CLOSE): _B.CLOSED,
    (_B.CLOSED, _BV.SUBMIT): _B.AWAITING_APPROVAL,
    (_B.AWAITING_APPROVAL, _BV.APPROVE): _B.APPROVED,
    (_B.AWAITING_APPROVAL, _BV.RETURN): _B.CLOSED,
}
