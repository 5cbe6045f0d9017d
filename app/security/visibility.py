"""THE predicate: which rows of another's a viewer sees. Everything else asks here (DESIGN §3.2)."""

from typing import Any

from sqlalchemy import ColumnElement, false

from app.models.application import Application
from app.models.scope import OrganisationScoped, StaffOnly
from app.security.viewer import MEMBERS, Viewer


def sees_everything(viewer: Viewer | None) -> bool:
    """Whether no criterion is needed at all."""
    return viewer is not None and viewer.is_staff


def scoped_classes() -> list[type[Any]]:
    """Every class whose rows are not for everyone."""
    return [*OrganisationScoped.__subclasses__(), *StaffOnly.__subclasses__(), Application]


def criterion(entity: type[Any], viewer: Viewer | None) -> ColumnElement[bool]:
    """The SQL condition under which the viewer sees a row of a scoped class. No viewer, no rows."""
    own = viewer is not None and viewer.has(*MEMBERS) and viewer.organisation_id is not None
    if not own or issubclass(entity, StaffOnly):
        return false()
    assert viewer is not None
    column: ColumnElement[int] = entity.organisation_id
    return column == viewer.organisation_id


def may_write(viewer: Viewer | None, row: Any) -> bool:
    """Whether the viewer may add, change or delete this scoped row."""
    if sees_everything(viewer):
        return True
    return (
        not isinstance(row, StaffOnly)
        and viewer is not None
        and viewer.has(*MEMBERS)
        and viewer.organisation_id is not None
        and row.organisation_id == viewer.organisation_id
    )
