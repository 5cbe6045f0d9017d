"""The visibility predicate: which rows of others a viewer sees. All other code relies on it."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import Session

from app.models.admission.application import Application
from app.models.common.scope import CouncilRoom, OrganisationScoped, StaffOnly
from app.security.case_visibility import (
    case_classes,
    case_criterion,
    entities_of,
    may_write_case,
    sees_council,
)
from app.security.viewer import MEMBERS, Role, Viewer


def is_unfiltered(viewer: Viewer | None) -> bool:
    """Whether no criterion is needed: the software itself."""
    return viewer is not None and viewer.has(Role.SYSTEM)


def sees_every_member(viewer: Viewer | None) -> bool:
    """Whether the viewer sees every row of every member: the secretariat. Cases are not included."""
    return viewer is not None and viewer.is_staff


@cache
def scoped_classes() -> frozenset[type[Any]]:
    """Return every class with rows of restricted visibility."""
    return case_classes().union(
        entities_of(OrganisationScoped, StaffOnly, CouncilRoom), (Application,)
    )


def filtered_classes(viewer: Viewer | None) -> frozenset[type[Any]]:
    """Return the classes of which a filtered viewer does not see every row."""
    return case_classes() if sees_every_member(viewer) else scoped_classes()


def criterion(entity: type[Any], viewer: Viewer | None) -> ColumnElement[bool]:
    """Return the SQL condition for the rows of a scoped class the viewer sees. No viewer, no rows."""
    if entity in case_classes():
        return case_criterion(entity, viewer)
    if issubclass(entity, CouncilRoom):
        return true() if sees_council(viewer) else false()
    own = viewer is not None and viewer.has(*MEMBERS) and viewer.organisation_id is not None
    if not own or issubclass(entity, StaffOnly):
        return false()
    assert viewer is not None
    column: ColumnElement[int] = entity.organisation_id
    return column == viewer.organisation_id


def may_write(session: Session, viewer: Viewer | None, row: Any) -> bool:
    """Whether the viewer may add, change or delete this scoped row."""
    if is_unfiltered(viewer):
        return True
    if isinstance(row, tuple(case_classes())):
        return may_write_case(session, viewer, row)
    if sees_every_member(viewer):
        return True
    if isinstance(row, CouncilRoom):
        return viewer is not None and viewer.has(Role.COUNCIL)
    return (
        not isinstance(row, StaffOnly)
        and viewer is not None
        and viewer.has(*MEMBERS)
        and viewer.organisation_id is not None
        and row.organisation_id == viewer.organisation_id
    )
