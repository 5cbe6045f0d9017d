"""A profile's values as texts, for letters, papers and comparisons."""

from collections.abc import Callable
from enum import Enum
from typing import Any

from app.rules.membership.profile_fields import BY_KEY
from app.rules.membership.roster import Tier
from app.services.common.field_texts import FieldTexts, japanese


class ProfileTexts(FieldTexts):
    """The labels of the codes in a profile."""

    def value(self, key: str, value: Any) -> str:
        """Return one item's value as text; "" for nothing. key: as in rules/profile_changes."""
        if key.startswith("disclosure."):
            tier = self.label(Tier(value["tier"]))
            return f"{tier}（{value['reason']}）" if value.get("reason") else tier
        return self.text(BY_KEY[key], value)


def load(label: Callable[[Enum], str] = japanese) -> ProfileTexts:
    """Load the labels (two queries)."""
    return ProfileTexts.load(label)
