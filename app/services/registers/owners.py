"""The members that may keep entries of registers (登録を管理する団体)."""

from sqlalchemy import select

from app.extensions import db
from app.models.membership.organisation import Organisation
from app.models.registers.entry import RegisterModel
from app.rules.membership.membership import Standing
from app.services.registers import texts

MOST_SHOWN = 50
"""Entries of a register that a member's page names."""


def offered() -> list[tuple[str, str]]:
    """Return id and name of the present members, in the order of their names."""
    found = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.standing != Standing.FORMER, Organisation.merged_into_id.is_(None))
        .order_by(Organisation.name_kana, Organisation.id)
    )
    return [(str(key), name) for key, name in found]


def entries_of(model: RegisterModel, organisation: str) -> list[tuple[str, str]]:
    """Return identifier and title of the member's entries that the viewer of the session sees.

    organisation: its public identifier.
    """
    found = db.session.execute(
        select(model.public_id, getattr(model, model.register.title))
        .join(Organisation, Organisation.id == model.organisation_id)
        .where(Organisation.public_id == organisation, model.retired_on.is_(None))
        .order_by(*texts.in_order(model))
        .limit(MOST_SHOWN)
    )
    return [(public_id, name) for public_id, name in found]
