"""Initial data of this wing: the founding members (規約別表)."""

from collections.abc import Iterator
from typing import Any

from app.extensions import db
from app.rules.common import articles
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import MemberKind
from app.security.viewer import Viewer
from app.services.common.data_files import rows
from app.services.membership import contacts, memberships

ALL_MUNICIPALITIES = "各市町村"
"""The annex's line for all of the 19 municipalities (*reading*)."""


def load(actor: Viewer) -> None:
    """Enter the annex's members into the empty roster."""
    for values in founding_members():
        _enter(actor, values)
    db.session.flush()


def founding_members() -> Iterator[dict[str, Any]]:
    """Yield the annex's members as profiles: 15 bodies and the 19 municipalities."""
    for row in rows("founding_members.csv"):
        if row["name"] == ALL_MUNICIPALITIES:
            for municipality in rows("municipalities.csv"):
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
