"""What this wing adds to the municipalities' pages: the members there."""

from typing import Any

from sqlalchemy import exists, func, select

from app import clock
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.common.msgid import N_
from app.services.registers.first_entries import named
from app.services.registers.parts import Part
from app.services.roster.roster_selects import held_on, member_on


def _today(found: Any) -> Any:
    today = clock.today()
    return found.where(held_on(OrganisationVersion, today), exists().where(*member_on(today)))


def _counted() -> Any:
    code = OrganisationVersion.municipality_code
    return _today(select(code, func.count()).group_by(code))


def _listed(code: str) -> Any:
    version = OrganisationVersion
    found = named(Organisation.public_id, Organisation.name, (version.name_kana, version.id))
    return _today(found.join(version.organisation).where(version.municipality_code == code))


PARTS = (Part(N_("Members"), "/roster/", _counted, _listed),)
