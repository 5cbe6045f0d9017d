"""Calls for grants: the budget of each, who got what, and taking a call out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, exists, func, select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.grants.call import GrantCall
from app.models.grants.grant import Grant, GrantPayment
from app.models.membership.organisation import Organisation
from app.rules.grants.budget import Held, Meter, meter
from app.rules.states.grants.grant import COMMITTED, GrantState
from app.security import guard
from app.security.viewer import Viewer
from app.services.common import rows
from app.services.registers import entries

MOST = 6
"""Calls whose budgets the secretariat's list shows."""


class Granted(NamedTuple):
    """A body to which a grant was decided, as everybody may see it (交付決定の公表)."""

    name: str
    amount: int
    decided_on: date | None


def locked(public_id: str) -> GrantCall:
    """Return the call, locked and fresh. Raises NotFound."""
    return rows.only(rows.locking(select(GrantCall).where(GrantCall.public_id == public_id)))


def meters(calls: Iterable[GrantCall]) -> Mapping[int, Meter]:
    """Return the meters of calls, by id, in one query. Sums alone leave it."""
    of = {call.id: call for call in calls}
    paid = (
        select(func.coalesce(func.sum(GrantPayment.amount), 0))
        .where(GrantPayment.grant_id == Grant.id, GrantPayment.paid_on.is_not(None))
        .scalar_subquery()
    )
    back = case((Grant.state == GrantState.REPAID, Grant.repay), else_=0)
    held: dict[int, list[Held]] = {key: [] for key in of}
    wanted = select(Grant.call_id, Grant.state, Grant.asked, Grant.amount, paid - back)
    with guard.acting_as_system(db.session):
        for call_id, *found in db.session.execute(wanted.where(Grant.call_id.in_(of))):
            held[call_id].append(Held(*found))
    return {key: meter(call.budget, call.places, held[key]) for key, call in of.items()}


def granted(call: GrantCall) -> Sequence[Granted]:
    """Return the bodies to which grants of the call were decided, with the amounts."""
    wanted = (
        select(Organisation.name, Grant.amount, Grant.decided_on)
        .join(Organisation, Organisation.id == Grant.organisation_id)
        .where(Grant.call_id == call.id, Grant.state.in_(COMMITTED), Grant.amount > 0)
        .order_by(Grant.decided_on, Grant.id)
    )
    with guard.acting_as_system(db.session):
        return [Granted(*found) for found in db.session.execute(wanted)]


def open_now() -> Sequence[GrantCall]:
    """Return the calls to which members may apply today."""
    today = clock.today()
    return db.session.scalars(
        select(GrantCall)
        .where(
            GrantCall.retired_on.is_(None),
            GrantCall.opens_on <= today,
            GrantCall.closes_on >= today,
        )
        .order_by(GrantCall.closes_on, GrantCall.id)
    ).all()


def recent() -> Sequence[GrantCall]:
    """Return the last calls, for the secretariat's list."""
    wanted = select(GrantCall).where(GrantCall.retired_on.is_(None))
    return db.session.scalars(wanted.order_by(GrantCall.closes_on.desc()).limit(MOST)).all()


def retire(actor: Viewer, model: type[GrantCall], public_id: str, reason: str) -> GrantCall:
    """Take a call out of the register. Raises RuleViolation where somebody has applied."""
    call = locked(public_id)
    if db.session.scalar(select(exists().where(Grant.call_id == call.id))):
        raise RuleViolation(
            None, "応募のある募集は抹消できません。締切日を変えて募集を終えてください。"
        )
    taken_out: GrantCall = entries.retire(actor, model, public_id, reason)
    return taken_out
