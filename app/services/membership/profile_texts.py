"""A profile's values as texts, for letters, papers and comparisons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.common.master import ActivityField, Municipality
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.past_roster import REPLACED
from app.rules.membership.profile_fields import BY_KEY
from app.rules.membership.profile_schema import Kind
from app.rules.membership.roster import Tier


def japanese(member: Enum) -> str:
    """Return the Japanese label of an enumeration member."""
    return str(getattr(member, "label", member.value))


@dataclass(frozen=True)
class ProfileTexts:
    """Labels of the codes in a profile."""

    municipalities: Mapping[str, str]
    activity_fields: Mapping[str, str]
    label: Callable[[Enum], str] = japanese

    def value(self, key: str, value: Any) -> str:
        """Return one item's value as text; "" for nothing. key: as in rules/profile_changes."""
        if key.startswith("disclosure."):
            tier = self.label(Tier(value["tier"]))
            return f"{tier}（{value['reason']}）" if value.get("reason") else tier
        if not value:
            return ""
        if value == REPLACED:
            return REPLACED
        kind = BY_KEY[key].kind
        if kind is Kind.ORGANISATION_KIND:
            return self.label(OrganisationKind(value))
        if kind is Kind.MUNICIPALITY:
            return self.municipalities.get(value, str(value))
        if kind is Kind.ACTIVITY_FIELDS:
            return "、".join(self.activity_fields.get(code, code) for code in value)
        return f"{value}年" if kind is Kind.YEAR else str(value)

    def cell(self, key: str, value: Any) -> str:
        """Return `value` for a table that programs read: a year is its number alone."""
        return str(value) if isinstance(value, int) else self.value(key, value)


def load(label: Callable[[Enum], str] = japanese) -> ProfileTexts:
    """Load the labels (two queries)."""
    municipalities = db.session.execute(select(Municipality.code, Municipality.name))
    fields = db.session.execute(select(ActivityField.code, ActivityField.label))
    return ProfileTexts(
        {code: name for code, name in municipalities},
        {code: label for code, label in fields},
        label,
    )
