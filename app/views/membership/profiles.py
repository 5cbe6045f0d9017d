"""Display of an organisation's profile: in sections, and the differences between two."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import gettext as _

from app.rules.common.field import Kind
from app.rules.membership import profile_changes
from app.rules.membership.profile_changes import PERSONAL
from app.rules.membership.profile_fields import BY_KEY, DISCLOSURE, FIELDS, SECTIONS
from app.rules.membership.profile_schema import Field
from app.rules.membership.roster import Tier, tier_of
from app.services.membership import profile_texts
from app.views.common.labels import label


class Shown(NamedTuple):
    """One field of a profile, prepared for display."""

    field: str
    kind: Kind
    label: str
    value: str
    tier: Tier
    reason: str


class Difference(NamedTuple):
    """A differing item, prepared for display. key: as in the rules on profile changes."""

    key: str
    label: str
    before: str
    after: str


def item_label(key: str) -> str:
    """Return the label of an item (a field, or `disclosure.` and a field) as in the form."""
    kind, dot, field = key.partition(".")
    if not dot:
        return _(BY_KEY[kind].english)
    if field == PERSONAL:
        return _("Visibility of the contact person")
    return _("Publication: %(field)s", field=item_label(field))


def sections(profile: Mapping[str, Any]) -> list[tuple[str, list[Shown]]]:
    """Return (title, fields) of each section, for profile/_details.html.

    profile: by PROFILE_FIELDS.
    """
    texts = profile_texts.load(label)
    disclosure = profile.get(DISCLOSURE) or {}

    def shown(field: Field) -> Shown:
        value = texts.value(field.key, profile.get(field.key))
        reason = (disclosure.get(field.key) or {}).get("reason", "")
        tier = tier_of(field.key, disclosure)
        return Shown(field.key, field.kind, item_label(field.key), value, tier, reason)

    return [
        (_(section.title), [shown(field) for field in FIELDS if field.section is section])
        for section in SECTIONS
    ]


def visible_sections(profile: Mapping[str, Any]) -> list[tuple[str, list[Shown]]]:
    """Return `sections` of what a viewer may see, without withheld or empty fields."""
    return [
        (title, held)
        for title, fields in sections(profile)
        if (held := [one for one in fields if one.value])
    ]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return the differences between two profiles in the form's order, including the audiences."""
    texts = profile_texts.load(label)
    return [
        Difference(
            found.key,
            item_label(found.key),
            texts.value(found.key, found.before),
            texts.value(found.key, found.after),
        )
        for found in profile_changes.differences(before, after)
    ]
