"""What this wing adds to the municipalities' pages: the members there."""

from typing import Any

from sqlalchemy import Select, exists, func, select

from app import clock
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.common.msgid import N_
from app.services.registers.parts import Part
from app.services.roster.roster_selects import held_on, member_on


def _members(*columns: Any) -> Select[Any]:
    today = clock.today()
    return select(*columns).where(
        held_on(OrganisationVersion, today), exists().where(*member_on(today))
    )


def _counted() -> Select[Any]:
    code = OrganisationVersion.municipality_code
    return _members(code, func.count()).group_by(code)


def _listed(code: str) -> Select[Any]:
    found = _members(Organisation.public_id, Organisation.name)
    return (
        found.join(OrganisationVersion.organisation)
        .where(OrganisationVersion.municipality_code == code)
        .order_by(OrganisationVersion.name_kana, OrganisationVersion.id)
    )


PARTS = (Part(N_("Members"), "/roster/", _counted, _listed),)
