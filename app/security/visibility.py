"""The visibility predicate: which rows of others a viewer sees. All other code relies on it."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, false, or_, true
from sqlalchemy.orm import Session

from app.models.admission.application import Application
from app.models.common.scope import Audienced, CouncilRoom, OrganisationScoped, StaffOnly
from app.models.registers.entry import RegisterEntry
from app.rules.common.audience import Audience
from app.rules.membership.roster import Tier, tiers_seen
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
        entities_of(OrganisationScoped, StaffOnly, CouncilRoom, Audienced),
        (Application,),
        _registers(),
    )


def _registers() -> set[type[Any]]:
    """Return the registers whose entries not everybody sees."""
    return {each for each in entities_of(RegisterEntry) if not each.register.is_reference}


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
    is_own: ColumnElement[bool] = false()
    if own and not issubclass(entity, StaffOnly):
        assert viewer is not None
        is_own = entity.organisation_id == viewer.organisation_id
    if issubclass(entity, Audienced):
        return or_(entity.audience.in_(audiences(viewer)), is_own)
    if issubclass(entity, RegisterEntry):
        is_shared = entity.tier.in_(tiers_seen(tier_for(viewer))) & entity.retired_on.is_(None)
        return or_(is_shared, is_own)
    return is_own


def audiences(viewer: Viewer | None) -> list[Audience]:
    """Return the audiences to which a viewer belongs. No viewer, none."""
    if viewer is None:
        return []
    if viewer.is_staff:
        return list(Audience)
    belongs = {
        Audience.PUBLIC: True,
        Audience.MEMBERS: viewer.has(*MEMBERS, Role.COUNCIL),
        Audience.EXECUTIVE: viewer.has(Role.EXECUTIVE),
        Audience.OFFICES: viewer.has(Role.ADMINISTRATOR),
    }
    return [audience for audience, is_in in belongs.items() if is_in]


def tier_for(viewer: Viewer | None) -> Tier:
    """Return how far a viewer sees what is shared by tiers (要領第3条第3項)."""
    if viewer is None:
        return Tier.PUBLIC
    if viewer.is_staff:
        return Tier.SECRETARIAT
    return Tier.MEMBERS if viewer.has(*MEMBERS, Role.COUNCIL) else Tier.PUBLIC


def may_write(session: Session, viewer: Viewer | None, row: Any) -> bool:
    """Whether the viewer may add, change or delete this scoped row."""
    if is_unfiltered(viewer):
        return True
    if isinstance(row, Audienced):
        return False
    if isinstance(row, tuple(case_classes())):
        return may_write_case(session, viewer, row)
    if sees_every_member(viewer):
        return True
    if isinstance(row, CouncilRoom):
        return viewer is not None and viewer.has(Role.COUNCIL)
    return (
        not isinstance(row, StaffOnly)
        and (not isinstance(row, RegisterEntry) or row.register.owned)
        and viewer is not None
        and viewer.has(*MEMBERS)
        and viewer.organisation_id is not None
        and row.organisation_id == viewer.organisation_id
    )
