"""The end of a membership, however caused, with all pending items (規約第6条, 要領第4条)."""

from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.models.filings.withdrawal import WithdrawalNotice
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import EndCause
from app.rules.states.common.table import next_state
from app.rules.states.filings.member import WITHDRAWAL, WithdrawalState, WithdrawalVerb
from app.security.viewer import Viewer
from app.services.accounts import invitations
from app.services.common import audit
from app.services.filings import change_notices, consents, expulsions
from app.services.membership import memberships


def end_membership(actor: Viewer, organisation: Organisation, cause: EndCause, *, on: date) -> None:
    """End the membership of a locked organisation on that day, and close its pending items.

    Open invitations end. A change notice and a consent are closed, an open expulsion file lapses (*reading*: without a
    bar), withdrawal notices are settled. A file on which the meeting has resolved is no longer
    open, so it is not changed.
    """
    memberships.end(actor, organisation, cause, on=on)
    invitations.end_all(actor, organisation.id)
    change_notices.close_when_leaving(actor, organisation.id)
    consents.close_when_leaving(actor, organisation.id)
    expulsions.lapse(actor, organisation.id)
    settle_notices(actor, organisation.id)


def settle_notices(actor: Viewer, organisation_id: int) -> None:
    """Settle the withdrawal notices of an organisation that has left."""
    for notice in db.session.scalars(
        select(WithdrawalNotice)
        .where(WithdrawalNotice.organisation_id == organisation_id)
        .where(WithdrawalNotice.state == WithdrawalState.RECEIVED)
        .with_for_update()
    ).all():
        notice.state = next_state(WITHDRAWAL, notice.state, WithdrawalVerb.TAKE_EFFECT)
        audit.record(actor, "withdrawal.take_effect", "withdrawal_notice", notice.id)
    db.session.flush()
