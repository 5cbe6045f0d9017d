"""Initial data: annex 別表, municipalities, texts, roles, fields of activity, past meetings."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from app.extensions import db
from app.models.accounts.user import RoleRow
from app.models.common.audit import AuditHead
from app.models.common.master import ActivityField, Municipality
from app.models.regulations.regulation import Regulation
from app.rules.common import articles
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import MemberKind
from app.security.viewer import Role, Viewer
from app.services.common import audit
from app.services.meeting import past_meetings
from app.services.membership import contacts, memberships

DATA = Path(__file__).parents[2] / "data"
ALL_MUNICIPALITIES = "各市町村"
"""The annex's line for all of the 19 municipalities (*reading*)."""

OUTSIDE_PREFECTURE = "999999"
"""Code of the choice 県外 among the municipalities; no code of the national list."""


def load(actor: Viewer) -> bool:
    """Load all missing initial data; return whether any was missing.

    Called at every start of the embedded mode: data changed by a person is not overwritten.
    """
    is_new = db.session.get(AuditHead, 1) is None
    if is_new:
        _begin(actor)
    return past_meetings.load(actor) or is_new


def _begin(actor: Viewer) -> None:
    """Fill the empty database."""
    db.session.add(AuditHead(id=1, sequence=0, hash=audit.GENESIS))
    _roles()
    _municipalities()
    _activity_fields()
    _regulations()
    db.session.flush()
    for values in founding_members():
        _enter(actor, values)
    db.session.flush()


def founding_members() -> Iterator[dict[str, Any]]:
    """Yield the annex's members as profiles: 15 bodies and the 19 municipalities."""
    for row in _rows("founding_members.csv"):
        if row["name"] == ALL_MUNICIPALITIES:
            for municipality in _rows("municipalities.csv"):
                yield {
                    "name": municipality["name"],
                    "name_kana": municipality["kana"],
                    "kind": OrganisationKind.ADMINISTRATIVE,
                    "municipality_code": municipality["code6"],
                }
        else:
            kind = OrganisationKind(row["organisation_kind"])
            yield {"name": row["name"], "name_kana": row["kana"], "kind": kind}


def _enter(actor: Viewer, values: dict[str, Any]) -> None:
    organisation = memberships.create(actor, values)
    memberships.begin(
        actor,
        organisation,
        MemberKind.EXECUTIVE,
        on=articles.IN_FORCE,
        basis="規約第4条第1号ただし書・別表",
    )
    contacts.start_clock(organisation)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _roles() -> None:
    for role in (Role.SECRETARIAT, Role.ADMINISTRATOR):
        db.session.add(RoleRow(name=role.value))


def _municipalities() -> None:
    for row in _rows("municipalities.csv"):
        db.session.add(
            Municipality(code=row["code6"], name=row["name"], kana=row["kana"], district=row["gun"])
        )
    db.session.add(Municipality(code=OUTSIDE_PREFECTURE, name="県外", kana="ケンガイ"))


def _activity_fields() -> None:
    for position, row in enumerate(_rows("activity_fields.csv"), 1):
        db.session.add(
            ActivityField(
                code=row["code"],
                label=row["label"],
                label_en=row["label_en"],
                position=position * 10,
            )
        )


def _regulations() -> None:
    for path in sorted((DATA / "regulations").glob("*.json")):
        text = json.loads(path.read_text(encoding="utf-8"))
        in_force = date.fromisoformat(text["in_force_from"])
        db.session.add(
            Regulation(
                slug=path.stem,
                title=text["title"],
                version=in_force.isoformat(),
                in_force_from=in_force,
                text=text,
            )
        )
