"""Differences between two states of a profile (変更届, 要領第3条第2項), and their application.

A profile is a mapping by field name. Disclosure tiers are compared field by field, under keys
such as `disclosure.phone`; the contact person, whose fields share one tier, under
`disclosure.business_contact`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.rules.common.field import empty
from app.rules.membership import roster
from app.rules.membership.profile_fields import BY_KEY, DISCLOSURE, PERSONAL_FIELDS
from app.rules.membership.roster import Tier

PERSONAL = "business_contact"


@dataclass(frozen=True)
class Difference:
    """One changed item. key: a field, or `disclosure.` and a field."""

    key: str
    before: Any
    after: Any

    @property
    def widens(self) -> bool:
        """Whether something becomes more public."""
        if not self.key.startswith(f"{DISCLOSURE}."):
            return False
        before, after = Tier(self.before["tier"]), Tier(self.after["tier"])
        return before is not after and roster.may_see(after, before)

    @property
    def clears(self) -> bool:
        """Whether a value is cleared."""
        return bool(self.after == "" and self.before != "")


def name_of(key: str) -> str:
    """Return the item in Japanese: 電話番号, 公開範囲（電話番号）. Raises KeyError if unknown."""
    kind, dot, field = key.partition(".")
    if not dot:
        return BY_KEY[key].label
    if kind != DISCLOSURE:
        raise KeyError(key)
    return f"公開範囲（{'事務連絡担当者' if field == PERSONAL else BY_KEY[field].label}）"


def tier_of(field: str, disclosure: Mapping[str, Any]) -> tuple[Tier, str]:
    """Return a field's disclosure tier, and the reason for withholding it."""
    reason = (disclosure.get(field) or {}).get("reason") or ""
    return roster.tier_of(field, disclosure), str(reason)


def item(profile: Mapping[str, Any], key: str) -> Any:
    """Return one item's value as JSON can hold it; an empty value is ""."""
    field, dot, shared = key.partition(".")
    if not dot:
        value = profile.get(field)
        return value if value not in (None, [], ()) else ""
    disclosure = profile.get(DISCLOSURE) or {}
    named = PERSONAL_FIELDS[0] if shared == PERSONAL else shared
    tier, reason = tier_of(named, disclosure)
    return {"tier": tier.value, "reason": reason}


def keys() -> tuple[str, ...]:
    """Return the keys of all items compared, in the form's order."""
    open_fields = [field for field in BY_KEY if field not in PERSONAL_FIELDS]
    return (
        *BY_KEY,
        *(f"{DISCLOSURE}.{field}" for field in open_fields),
        f"{DISCLOSURE}.{PERSONAL}",
    )


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return the differences, in the form's order."""
    return tuple(
        Difference(key, item(before, key), item(after, key))
        for key in keys()
        if not unchanged(before, after, key)
    )


def unchanged(before: Mapping[str, Any], after: Mapping[str, Any], key: str) -> bool:
    """Whether an item has the same value in both profiles."""
    return bool(_comparable(item(before, key)) == _comparable(item(after, key)))


def _comparable(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def with_changes(profile: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the profile with the items changed. changes: by key, values as returned by `item`."""
    changed = dict(profile)
    disclosure = dict(profile.get(DISCLOSURE) or {})
    for key, value in changes.items():
        field, dot, shared = key.partition(".")
        if not dot:
            changed[field] = empty(BY_KEY[field].kind) if value == "" else value
            continue
        for one in PERSONAL_FIELDS if shared == PERSONAL else (shared,):
            disclosure[one] = dict(value)
    changed[DISCLOSURE] = {
        field: held for field, held in disclosure.items() if _is_worth_keeping(field, held)
    }
    return changed


def _is_worth_keeping(field: str, held: Mapping[str, Any]) -> bool:
    return field in PERSONAL_FIELDS or held.get("tier") != Tier.PUBLIC.value
