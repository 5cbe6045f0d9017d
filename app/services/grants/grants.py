"""Grants (補助金): read, locked, moved; the lists of the secretariat and of a body."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import joinedload

from app import clock
from app.documents.common.letter import Letter
from app.extensions import db
from app.models.accounts.user import Account
from app.models.common.audit import AuditEntry
from app.models.grants.call import GrantCall
from app.models.grants.grant import Grant, GrantPayment
from app.models.post.outbox import OutboxMessage
from app.rules.grants.desk import Tab
from app.rules.states.common.table import next_state
from app.rules.states.grants.grant import GRANT, GrantVerb
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.filings.my_organisation import KEPT_BACK
from app.services.membership import recipients
from app.services.post import outbox

NOUN = "grant"
EAGER = (joinedload(Grant.call), joinedload(Grant.organisation))


def one(actor: Viewer, grant_id: int) -> Grant:
    """Return a grant with call and organisation. Raises NotFound for that of another body."""
    return rows.one(Grant, grant_id, *EAGER)


def locked(actor: Viewer, grant_id: int) -> Grant:
    """Return a grant, its call locked first: budget and places are the call's. Raises NotFound."""
    call_id = rows.one(Grant, grant_id).call_id
    rows.locked(GrantCall, call_id)
    db.session.scalars(rows.locking(select(Grant.id).where(Grant.id == grant_id))).one()
    return rows.only(
        select(Grant)
        .where(Grant.id == grant_id)
        .options(*EAGER)
        .execution_options(populate_existing=True)
    )


def of_body(actor: Viewer, grant_id: int) -> Grant:
    """Return a grant, locked, for a person of its body; on paper, also for the secretariat.

    Raises NotFound, NotPermitted.
    """
    grant = locked(actor, grant_id)
    if not (actor.is_staff and grant.is_on_paper):
        actor.require_member(grant.organisation_id)
    return grant


def signed(actor: Viewer, grant: Grant) -> str:
    """Return who submits a paper: the person, or the body for which an officer enters it."""
    if not actor.is_staff:
        return actor.name
    return f"{grant.organisation.name}（代行入力　{actor.name}）"[-130:]


def move(actor: Viewer, grant: Grant, verb: GrantVerb, **details: Any) -> None:
    """Move a grant by a verb and record it. Raises StaleState."""
    grant.state = next_state(GRANT, grant.state, verb)
    audit.record(actor, f"grant.{verb.value}", NOUN, grant.id, **details)
    db.session.flush()


def send(actor: Viewer, grant: Grant, letter: Letter, *, again: bool = False) -> None:
    """Write a letter to the body. again: whether the same may be written another time."""
    outbox.write(
        actor,
        letter,
        to=recipients.address_of(grant.organisation),
        dedupe_key=key_of(grant),
        period=clock.now().isoformat() if again else "",
        organisation_id=grant.organisation_id,
    )


def key_of(grant: Grant) -> str:
    """Return the key of its letters in the outbox."""
    return f"{NOUN}:{grant.id}"


def letters(actor: Viewer, grant: Grant) -> Sequence[OutboxMessage]:
    """Return the letters about a grant to its body, the oldest first; to itself those that left."""
    kept_back = (OutboxState.CANCELLED,) if actor.is_staff else KEPT_BACK
    wanted = select(OutboxMessage).where(
        OutboxMessage.dedupe_key == key_of(grant),
        OutboxMessage.organisation_id == grant.organisation_id,
        OutboxMessage.state.not_in(kept_back),
    )
    return db.session.scalars(wanted.order_by(OutboxMessage.id)).all()


def history(grant: Grant) -> Sequence[AuditEntry]:
    """Return what was done, oldest first: for whoever sees the grant."""
    wanted = select(AuditEntry).where(
        AuditEntry.subject_type == NOUN,
        AuditEntry.subject_id == str(grant.id),
        AuditEntry.refused.is_(False),
    )
    return db.session.scalars(wanted.order_by(AuditEntry.sequence)).all()


def people_of(grant: Grant) -> set[int]:
    """Return the ids of the accounts of its body."""
    wanted = select(Account.id).where(Account.organisation_id == grant.organisation_id)
    return set(db.session.scalars(wanted))


def payments(grant: Grant) -> Sequence[GrantPayment]:
    """Return the claims and payments of a grant in order."""
    wanted = select(GrantPayment).where(GrantPayment.grant_id == grant.id)
    return db.session.scalars(wanted.order_by(GrantPayment.id)).all()


def paid(grant: Grant) -> int:
    """Return what has been paid, in yen."""
    return sum(each.amount for each in payments(grant) if each.paid_on is not None)


def own(actor: Viewer) -> Sequence[Grant]:
    """Return the grants of the actor's body, the newest first."""
    wanted = select(Grant).where(Grant.organisation_id == actor.organisation_id)
    return db.session.scalars(wanted.order_by(Grant.id.desc()).options(*EAGER)).all()


def own_of(actor: Viewer, call: GrantCall) -> Grant | None:
    """Return the grant of the actor's body under a call, if it has one."""
    if actor.organisation_id is None:
        return None
    wanted = select(Grant).where(
        Grant.organisation_id == actor.organisation_id, Grant.call_id == call.id
    )
    return db.session.scalars(wanted.order_by(Grant.id)).first()


def page(
    actor: Viewer, *, tab: Tab | None, call_id: int | None, number: int
) -> tuple[Sequence[Grant], int]:
    """Return one page of the grants of a tab, by call and arrival, and their total."""
    actor.require(Role.SECRETARIAT)
    wanted = select(Grant).where(_in(tab), _of(call_id))
    order = (Grant.call_id.desc(), Grant.place.is_(None), Grant.place, Grant.id)
    return rows.page(wanted.order_by(*order), number, *EAGER)


def counts(actor: Viewer, call_id: int | None) -> Mapping[Tab, int]:
    """Return how many grants each tab has."""
    actor.require(Role.SECRETARIAT)
    by_state = dict(
        db.session.execute(
            select(Grant.state, func.count()).where(_of(call_id)).group_by(Grant.state)
        ).all()
    )
    return {tab: sum(by_state.get(state, 0) for state in tab.value) for tab in Tab}


def _in(tab: Tab | None) -> ColumnElement[bool]:
    return true() if tab is None else Grant.state.in_(tab.value)


def _of(call_id: int | None) -> ColumnElement[bool]:
    return true() if call_id is None else Grant.call_id == call_id
