"""Display of an organisation's profile: in sections, and the differences between two."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.rules.membership import profile_changes
from app.rules.membership.profile_changes import DISCLOSURE, PERSONAL
from app.rules.membership.roster import Tier, tier_of
from app.services.membership import profile_texts
from app.views.common.labels import label
from app.views.forms.membership.profile import ProfileForm

SECTIONS = (
    (
        _l("About the organisation"),
        (
            "name",
            "name_kana",
            "kind",
            "corporate_number",
            "representative_title",
            "representative_name",
        ),
    ),
    (
        _l("Address and contact details"),
        ("postal_code", "municipality_code", "address", "phone", "fax", "email", "website"),
    ),
    (_l("Activities"), ("activity_fields", "activity_area", "activities", "relation")),
    (
        _l("Public contact"),
        ("public_contact_name", "public_contact_phone", "public_contact_email"),
    ),
    (
        _l("Contact person (not published)"),
        ("business_contact_name", "business_contact_phone", "business_contact_email"),
    ),
)
"""The sections of form and page; together they contain every field but `disclosure`."""


class Shown(NamedTuple):
    """One field of a profile, prepared for display."""

    field: str
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
        return str(getattr(ProfileForm, kind).args[0])
    if field == PERSONAL:
        return _("Visibility of the contact person")
    return _("Publication: %(field)s", field=item_label(field))


def sections(profile: Mapping[str, Any]) -> list[tuple[str, list[Shown]]]:
    """Return (title, fields) of each section, for profile/_details.html.

    profile: by PROFILE_FIELDS.
    """
    texts = profile_texts.load(label)
    disclosure = profile.get(DISCLOSURE) or {}

    def shown(field: str) -> Shown:
        value = texts.value(field, profile.get(field))
        reason = (disclosure.get(field) or {}).get("reason", "")
        return Shown(field, item_label(field), value, tier_of(field, disclosure), reason)

    return [(str(title), [shown(field) for field in fields]) for title, fields in SECTIONS]


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
