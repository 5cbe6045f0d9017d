"""The members that may keep entries of registers (登録を管理する団体)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from app.extensions import db
from app.models.membership.organisation import Organisation
from app.models.registers.entry import RegisterModel
from app.rules.membership.membership import Standing
from app.services.registers import first_entries, texts
from app.services.registers.first_entries import First


def offered() -> list[tuple[str, str]]:
    """Return id and name of the present members, in the order of their names."""
    found = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.standing != Standing.FORMER, Organisation.merged_into_id.is_(None))
        .order_by(Organisation.name_kana, Organisation.id)
    )
    return [(str(key), name) for key, name in found]


def entries_of(models: Sequence[RegisterModel], organisation: str) -> list[First]:
    """Return the member's entries of each register that the viewer of the session sees.

    organisation: its public identifier.
    """
    return first_entries.read([_of(model, organisation) for model in models])


def _of(model: RegisterModel, organisation: str) -> Select[Any]:
    title = getattr(model, model.register.title)
    return (
        first_entries.named(model.public_id, title, texts.in_order(model))
        .join(Organisation, Organisation.id == model.organisation_id)
        .where(Organisation.public_id == organisation, model.retired_on.is_(None))
    )
