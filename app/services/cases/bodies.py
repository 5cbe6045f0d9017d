"""Names of the constituent bodies referred to by a case's records."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.council.council import ConstituentBody
from app.services.council import councils


def names() -> dict[int, str]:
    """Return id → name of every present and former body of the council."""
    found = db.session.execute(
        select(ConstituentBody.id, ConstituentBody.name).order_by(ConstituentBody.id)
    )
    return {row.id: row.name for row in found}


def choices(content: Mapping[str, Any] | None = None) -> dict[int, str]:
    """Return id → name of today's bodies and of those a record already refers to."""
    named = {body.id: body.name for body in councils.bodies()}
    chosen = {*(content or {}).get("recipients", ()), (content or {}).get("body")} - {None}
    gone = chosen - named.keys()
    return named | ({body: name for body, name in names().items() if body in gone} if gone else {})
