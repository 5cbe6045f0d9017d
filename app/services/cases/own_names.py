"""A participant's own name for a case (自分の呼び名): sealed, and seen by nobody else."""

from sqlalchemy import select

from app.extensions import db
from app.models.cases.record import CaseName
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases import cases
from app.services.common import audit


def keep(actor: Viewer, case_id: str, name: str) -> str:
    """Keep the actor's name for a case, closed or not; an empty one takes it away."""
    cases.locked(actor, case_id)
    row = _one(actor, case_id)
    if not name:
        if row is not None:
            db.session.delete(row)
    else:
        if row is None:
            row = CaseName(case_id=case_id, author_id=actor.person())
            db.session.add(row)
        vault.seal(row, "name", name)
    db.session.flush()
    audit.record(actor, "case.name", CASE_SUBJECT, case_id)
    return name


def of(actor: Viewer, case_id: str) -> str:
    """Return the actor's name for the case, "" without one."""
    return text(_one(actor, case_id))


def of_all(actor: Viewer) -> dict[str, str]:
    """Return the actor's names by the id of the case, for those that have one."""
    rows = db.session.scalars(select(CaseName).where(CaseName.author_id == actor.account_id))
    return {row.case_id: text(row) for row in rows}


def fresh(actor: Viewer, case_id: str) -> str:
    """As `of`, with the case locked, as for `keep`."""
    cases.locked(actor, case_id)
    return of(actor, case_id)


def text(row: CaseName | None) -> str:
    """Return the name, "" for no row."""
    return "" if row is None else str(vault.unseal(row, "name"))


def _one(actor: Viewer, case_id: str) -> CaseName | None:
    wanted = select(CaseName).where(
        CaseName.case_id == case_id, CaseName.author_id == actor.account_id
    )
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
