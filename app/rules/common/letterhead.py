"""How a letter names its sender and whom to ask, from the secretariat's settings (規約第13条)."""

from collections.abc import Mapping
from typing import Any

from app.rules.common.office_settings import SealNote


def sender_lines(values: Mapping[str, Any], *, formal: bool) -> tuple[str, ...]:
    """Return the sender's lines of a letter. formal: whether it would bear the seal."""
    noted = formal and values["seal_note"] == SealNote.PRINTED
    return (*values["sender"].splitlines(), *(("（公印省略）",) if noted else ()))


def contact_lines(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the lines of the block 問合せ先 at the end of a letter; what is unknown is left out."""
    named = (
        ("担当　", values["contact_person"]),
        ("", values["address"]),
        ("電話　", values["phone"]),
        ("FAX　", values["fax"]),
        ("メール　", values["email"]),
    )
    return (values["contact_office"], *(f"{label}{found}" for label, found in named if found))
