"""Organisations in bulk, inserted into the real tables."""

from datetime import date
from typing import Any

from sqlalchemy import Table, insert, select

from app import clock
from app.extensions import db
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import MemberKind, Standing

CHUNK = 5_000
SINCE = date(2025, 4, 1)


def fill(total: int) -> None:
    """Add general members until the roster holds `total` organisations."""
    there = len(db.session.scalars(select(Organisation.id)).all())
    for begin in range(there, total, CHUNK):
        numbers = range(begin, min(begin + CHUNK, total))
        rows = [_organisation(number) for number in numbers]
        db.session.execute(insert(Organisation), rows)
        first = db.session.scalar(
            select(Organisation.id).where(Organisation.name == rows[0]["name"])
        )
        ids = range(first or 0, (first or 0) + len(rows))
        db.session.execute(insert(Membership), [_membership(pk) for pk in ids])
        versions = [_version(pk, row) for pk, row in zip(ids, rows, strict=True)]
        table = OrganisationVersion.__table__
        assert isinstance(table, Table)
        db.session.execute(insert(table), versions)
        db.session.commit()
    db.session.connection().exec_driver_sql("ANALYZE")
    db.session.commit()


def _organisation(number: int) -> dict[str, Any]:
    probe = Organisation(
        name=f"NPO法人つながり{number:06}",
        name_kana=f"ツナガリ{number * 7919 % 1_000_003:06}",
        kind=OrganisationKind.NPO,
    )
    return {
        "public_id": f"bench-{number}",
        "name": probe.name,
        "name_kana": probe.name_kana,
        "name_normal": probe.name_normal,
        "name_search": probe.name_search,
        "kind": OrganisationKind.NPO,
        "municipality_code": "312011" if number % 2 else "312029",
        "address": f"東町{number}番地",
        "phone": "0857-26-7111",
        "email": f"office{number}@example.jp",
        "activity_fields": ["place"],
        "activities": "居場所づくり",
        "standing": Standing.GENERAL,
        "last_contact_on": clock.today(),
        "created_at": clock.now(),
        "disclosure": {},
    }


def _membership(pk: int) -> dict[str, Any]:
    return {
        "organisation_id": pk,
        "kind": MemberKind.GENERAL,
        "starts_on": SINCE,
        "basis": "測定",
    }


def _version(pk: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "organisation_id": pk,
        "valid_from": SINCE,
        "profile": {"name": row["name"], "kind": "npo", "activity_fields": ["place"]},
        "source": "測定",
        "name_kana": row["name_kana"],
        "name_search": row["name_search"],
        "kind": "npo",
        "municipality_code": row["municipality_code"],
        "fields_search": " place ",
    }
