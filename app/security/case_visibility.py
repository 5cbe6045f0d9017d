"""The visibility predicate of cases: by participation and section, never by office alone."""

from functools import cache
from typing import Any

from sqlalchemy import Alias, ColumnElement, and_, bindparam, false, or_, select
from sqlalchemy import Date as SqlDate
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from app import clock
from app.models.cases.case import CaseParticipation, SupportCase
from app.models.common.audit import AuditEntry
from app.models.common.scope import Addressed, CaseScoped, CouncilOnly, OwnInCase, SectionScoped
from app.models.common.types import UtcDateTime
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, Section
from app.security.viewer import Role, Viewer

CASE_SUBJECT = "case"
"""Subject type of audit entries about a case; subject_id is the id of the case."""


@cache
def case_classes() -> frozenset[type[Any]]:
    """Return every class whose rows no office sees."""
    return frozenset((SupportCase, AuditEntry, *entities_of(CouncilOnly, CaseScoped)))


def case_criterion(entity: type[Any], viewer: Viewer | None) -> ColumnElement[bool]:
    """Return the SQL condition under which the viewer sees a row of one of these classes."""
    nobody = viewer is None or viewer.account_id is None
    if entity is AuditEntry:
        managed = (
            false() if nobody else _takes_part(viewer, AuditEntry.subject_id, Section.MANAGEMENT)
        )
        return or_(AuditEntry.subject_type != CASE_SUBJECT, managed)
    if nobody:
        return false()
    assert viewer is not None
    if issubclass(entity, CouncilOnly):
        return _serves(viewer)
    if entity is SupportCase:
        return _takes_part(viewer, SupportCase.id)
    if issubclass(entity, SectionScoped):
        return _takes_part(viewer, entity.case_id, section=entity.section)
    if issubclass(entity, Addressed):
        managed = _takes_part(viewer, entity.case_id, Section.MANAGEMENT)
        return or_(managed, _is_addressee(viewer, entity.addressee_id))
    if issubclass(entity, OwnInCase):
        own: ColumnElement[bool] = entity.author_id == viewer.account_id
        return and_(own, _takes_part(viewer, entity.case_id))
    return _takes_part(viewer, entity.case_id)


def may_write_case(session: Session, viewer: Viewer | None, row: Any) -> bool:
    """Whether the viewer may add, change or delete this row of a case."""
    if isinstance(row, AuditEntry):
        return True  # entries are written for everyone, by services/audit
    if viewer is None or viewer.account_id is None or isinstance(row, CouncilOnly) or moved(row):
        return False
    condition = _write_condition(viewer, row)
    return bool(session.connection().scalar(select(condition)))


def moved(row: Any) -> bool:
    """Whether a row was moved to another case, section, addressee or author, which is never allowed."""
    return any(
        get_history(row, name).deleted
        for name in ("case_id", "section", "addressee_id", "author_id", "id")
        if hasattr(row, name)
    )


def _write_condition(viewer: Viewer, row: Any) -> ColumnElement[bool]:
    case_id = row.id if isinstance(row, SupportCase) else row.case_id
    case = bindparam("case_id", case_id, unique=True)
    if isinstance(row, SectionScoped):
        return _takes_part(viewer, case, level=Level.WRITE, section=row.section)
    if isinstance(row, OwnInCase):
        return _takes_part(viewer, case) if row.author_id == viewer.account_id else false()
    manages = _takes_part(viewer, case, level=Level.WRITE, section=Section.MANAGEMENT)
    if isinstance(row, Addressed):
        addressee = bindparam("addressee_id", row.addressee_id, unique=True)
        return or_(manages, _is_addressee(viewer, addressee))
    return manages


def _takes_part(
    viewer: Viewer, case_id: Any, section: Any = None, *, level: Level | None = None
) -> ColumnElement[bool]:
    """Return the condition of a current participation in the case, optionally by section and level."""
    participation = CaseParticipation.__table__.alias("participation")
    term = CouncilPerson.__table__.alias("term")
    now = _now()
    conditions = [
        participation.c.case_id == case_id,
        participation.c.begins_at <= now,
        or_(participation.c.ends_at.is_(None), participation.c.ends_at > now),
        term.c.id == participation.c.person_id,
        *_serving(term, viewer),
    ]
    if section is not None:
        conditions.append(participation.c.section == section)
    if level is not None:
        conditions.append(participation.c.level == level)
    return select(participation.c.id).where(*conditions).exists()


def _is_addressee(viewer: Viewer, addressee_id: Any) -> ColumnElement[bool]:
    term = CouncilPerson.__table__.alias("term")
    mine = select(term.c.id).where(term.c.id == addressee_id, *_serving(term, viewer))
    return mine.exists()


def _serves(viewer: Viewer) -> ColumnElement[bool]:
    term = CouncilPerson.__table__.alias("term")
    return select(term.c.id).where(*_serving(term, viewer)).exists()


def _serving(term: Alias, viewer: Viewer) -> list[ColumnElement[bool]]:
    """Return rules/council/council.py is_serving as SQL conditions."""
    today = bindparam("today", callable_=clock.today, type_=SqlDate(), unique=True)
    return [
        term.c.account_id == viewer.account_id,
        term.c.pledged_on.is_not(None),
        term.c.begins_on <= today,
        or_(term.c.ends_at.is_(None), term.c.ends_at > _now()),
    ]


def _now() -> ColumnElement[Any]:
    """Return the time at which the statement is executed, not at which it was built."""
    return bindparam("now", callable_=clock.now, type_=UtcDateTime(), unique=True)


def entities_of(*scopes: type[Any]) -> set[type[Any]]:
    """Return the classes with a table that have one of these scopes, through whatever mixin."""
    below = {child for scope in scopes for child in scope.__subclasses__()}
    deeper = entities_of(*below) if below else set()
    return deeper | {entity for entity in below if hasattr(entity, "__table__")}


def sees_council(viewer: Viewer | None) -> bool:
    """Whether the viewer sees the council's own register: persons on it, secretariat, administrators."""
    return viewer is not None and (viewer.is_staff or viewer.has(Role.COUNCIL, Role.ADMINISTRATOR))
