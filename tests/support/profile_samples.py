"""A value for every field of the profile, made from the table."""

from typing import Any

from app.rules.common.field import Kind
from app.rules.membership.profile_fields import FIELDS, PERSONAL_FIELDS
from app.rules.membership.profile_schema import Field

FIXED: dict[Kind, tuple[Any, Any]] = {
    Kind.KANA: ("ツナガリ", "ムスビ"),
    Kind.WEB: ("https://www.example.jp/old", "https://www.example.jp/new"),
    Kind.POSTAL_CODE: ("680-0011", "689-3211"),
    Kind.CORPORATE_NUMBER: ("7000020310000", "5835678256246"),
    Kind.YEAR: (1998, 2001),
    Kind.ORGANISATION_KIND: ("npo", "company"),
    Kind.MUNICIPALITY: ("312011", "312029"),
    Kind.ACTIVITY_FIELDS: (["place"], ["peer"]),
}


def sample(field: Field, changed: bool = False) -> Any:
    """Return a valid value in the stored form, different for every field of a kind."""
    if field.kind in FIXED:
        return FIXED[field.kind][changed]
    number = FIELDS.index(field) + 50 * changed
    if field.kind is Kind.PHONE:
        return f"0857-26-{number:04}"
    if field.kind is Kind.MAIL:
        return f"mail{number}@example.jp"
    return f"値{number}番"


def profile(changed: bool = False) -> dict[str, Any]:
    """Return a complete profile, of which everything but the contact person is public."""
    values = {field.key: sample(field, changed) for field in FIELDS}
    private = {key: {"tier": "secretariat", "reason": ""} for key in PERSONAL_FIELDS}
    return values | {"disclosure": private}
