"""Who of the office is in charge of something that waits (担当者). It changes no right."""

from sqlalchemy import delete, select

from app import clock
from app.extensions import db
from app.models.common.person_in_charge import PersonInCharge
from app.security.viewer import Role, Viewer
from app.services.common import audit


def put(actor: Viewer, kind: str, subject: str, account_id: int | None) -> None:
    """Put somebody in charge of an object, or nobody. The caller has checked object and account."""
    actor.require(Role.SECRETARIAT)
    of_it = (PersonInCharge.kind == kind, PersonInCharge.subject == subject)
    row = db.session.scalars(select(PersonInCharge).where(*of_it).with_for_update()).one_or_none()
    if (row.account_id if row else None) == account_id:
        return
    if account_id is None:
        db.session.execute(delete(PersonInCharge).where(*of_it))
    elif row is None:
        row = PersonInCharge(kind=kind, subject=subject)
        db.session.add(row)
    if row is not None and account_id is not None:
        row.account_id, row.since = account_id, clock.now()
    audit.record(actor, "work.charge", "work", f"{kind}:{subject}", account=account_id)
    db.session.flush()
