"""Reminders of deadlines: to the body five business days before, to the secretariat once it is over."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app import clock
from app.extensions import db
from app.mail.grants import body_letters as letters
from app.models.grants.call import GrantCall
from app.models.grants.grant import Grant
from app.rules.grants.calls import BEFORE
from app.rules.states.grants.grant import OVER, WRITING
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.common.holidays import open_day_after
from app.services.common.links import Links
from app.services.grants import grants
from app.services.membership.recipients import secretariat
from app.services.post import outbox

DEADLINE = case(
    (and_(Grant.state.in_(WRITING), Grant.place.is_(None)), GrantCall.closes_on),
    else_=Grant.due_on,
)
"""As Grant.deadline."""


def remind_due(actor: Viewer, links: Links) -> int:
    """Remind bodies of a deadline within five business days; return how many."""
    today = clock.today()
    wanted = DEADLINE.between(today, open_day_after(today, BEFORE))
    for grant in (found := _due(actor, wanted, Grant.reminded_for)):
        grant.reminded_for = grant.deadline
        audit.record(actor, "grant.remind", grants.NOUN, grant.id)
        grants.send(actor, grant, letters.deadline_near(grant, links.grant(grant.id)), again=True)
    db.session.flush()
    return len(found)


def tell_late(actor: Viewer, links: Links) -> int:
    """Tell the secretariat of bodies whose deadline is over; return how many."""
    wanted, officers = Grant.due_on < clock.today(), secretariat()
    for grant in (found := _due(actor, wanted, Grant.told_late_for)):
        grant.told_late_for = grant.due_on
        assert grant.due_on is not None
        for account in officers:
            outbox.write(
                actor,
                letters.deadline_over(grant, account, links.grant(grant.id)),
                to=account.email,
                dedupe_key=grants.key_of(grant),
                period=grant.due_on.isoformat(),
            )
    db.session.flush()
    return len(found)


def _due(
    actor: Viewer, wanted: ColumnElement[bool], told: InstrumentedAttribute[date | None]
) -> Sequence[Grant]:
    """Return grants, locked, of which nobody has been told for this deadline."""
    actor.require(Role.SYSTEM)
    return db.session.scalars(
        select(Grant)
        .join(GrantCall, GrantCall.id == Grant.call_id)
        .where(Grant.state.not_in(OVER), wanted, or_(told.is_(None), told != DEADLINE))
        .order_by(Grant.id)
        .limit(rows.AT_ONCE)
        .options(*grants.EAGER)
        .with_for_update(skip_locked=True, of=Grant)
    ).all()
