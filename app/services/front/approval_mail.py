"""Mail to those who may release a proposal: at once, and again after three business days."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.mail.front import approval_letters
from app.models.accounts.user import Account, RoleRow
from app.models.common.approval import Approval
from app.models.council.council import CouncilPerson
from app.security.identity import is_usable
from app.security.viewer import Role, Viewer
from app.services.common import holidays
from app.services.common.links import Links
from app.services.council import mail as council_mail
from app.services.post import outbox

PATIENCE = 3
"""Business days after which the others are told again."""


def tell_due(actor: Viewer, *, links: Links) -> int:
    """Tell the other holders of the role of pending proposals; return the number of proposals.

    Those of the council learn from the mail only that there is something to read (法第18条).
    """
    actor.require(Role.SYSTEM)
    due = [proposal for proposal in _pending() if _is_due(proposal)]
    for proposal in due:
        _tell(actor, proposal, links)
        proposal.told_at = clock.now()
    db.session.flush()
    return len(due)


def again_at(proposed_at: datetime) -> datetime:
    """Return the moment of the second mail: the start of the third business day afterwards."""
    day = clock.local(proposed_at).date()
    return clock.at_start_of(holidays.open_day_after(day, PATIENCE))


def _pending() -> Sequence[Approval]:
    """Return the pending proposals, locked; there are never many."""
    return db.session.scalars(
        select(Approval)
        .where(Approval.open_key.is_not(None))
        .order_by(Approval.id)
        .with_for_update(skip_locked=True)
    ).all()


def _is_due(proposal: Approval) -> bool:
    told_at = proposal.told_at
    return told_at is None or told_at < again_at(proposal.proposed_at) <= clock.now()


def _tell(actor: Viewer, proposal: Approval, links: Links) -> None:
    if proposal.role == Role.COUNCIL.value:
        council_mail.notify(actor, _council(proposal.proposed_by_id), links)
        return
    again = proposal.told_at is not None
    for account in _holders(proposal.role, proposal.proposed_by_id):
        outbox.write(
            actor,
            approval_letters.approval_awaited(
                proposal.kind, proposal.title, account, links.approvals(), again=again
            ),
            to=account.email,
            dedupe_key=f"approval:{proposal.id}",
            period="again" if again else "",
        )


def _holders(role: str, proposer_id: int) -> list[Account]:
    """Return the others to whom the role is granted and who may log in today."""
    found = db.session.scalars(
        select(Account)
        .join(Account.roles)
        .where(RoleRow.name == role, Account.id != proposer_id)
        .order_by(Account.id)
    )
    return [account for account in found if is_usable(account)]


def _council(proposer_id: int) -> Sequence[CouncilPerson]:
    """Return the others on the council; the mail picks those who serve today."""
    wanted = select(CouncilPerson).where(CouncilPerson.account_id != proposer_id)
    return db.session.scalars(wanted).all()
