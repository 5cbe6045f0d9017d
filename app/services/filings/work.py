"""What of this wing waits: what members filed, and expulsions."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement

from app.models.filings.change_notice import ChangeNotice
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion
from app.models.filings.withdrawal import ReleaseRequest, WithdrawalNotice
from app.models.membership.organisation import Organisation
from app.rules.common.msgid import N_
from app.rules.states.filings.expulsion import OPEN_EXPULSION_STATES
from app.rules.states.filings.member import ChangeNoticeState, ConsentState, WithdrawalState
from app.security.viewer import Viewer
from app.services.common.work import Rows, Work, waiting


def _filed(
    model: Any, since: Any, condition: ColumnElement[bool], due: Any = None
) -> Callable[[Viewer], Rows]:
    def rows(actor: Viewer) -> Rows:
        of_it = model.organisation_id == Organisation.id
        return waiting(model.id, Organisation.name, since, of_it, condition, due=due)

    return rows


WORK = (
    Work(
        "change_notice",
        N_("Review a change notice"),
        "/change-notices/{}",
        _filed(
            ChangeNotice,
            ChangeNotice.received_at,
            ChangeNotice.state == ChangeNoticeState.SUBMITTED,
        ),
    ),
    Work(
        "withdrawal_notice",
        N_("Membership that ends"),
        "/withdrawals/{}",
        _filed(
            WithdrawalNotice,
            WithdrawalNotice.received_at,
            WithdrawalNotice.state == WithdrawalState.RECEIVED,
            WithdrawalNotice.effective_on,
        ),
    ),
    Work(
        "consent_to_serve",
        N_("Put an executive candidate to a meeting"),
        "/consents/{}",
        _filed(
            ConsentToServe,
            ConsentToServe.received_at,
            ConsentToServe.state == ConsentState.FILED,
        ),
    ),
    Work(
        "release_request",
        N_("Put a release to a meeting"),
        "/release-requests/{}",
        _filed(ReleaseRequest, ReleaseRequest.received_at, ReleaseRequest.open_key.is_not(None)),
    ),
    Work(
        "expulsion",
        N_("Expulsion proceedings"),
        "/expulsions/{}",
        _filed(
            Expulsion,
            Expulsion.opened_at,
            Expulsion.state.in_(OPEN_EXPULSION_STATES),
            Expulsion.hearing_until,
        ),
    ),
)
