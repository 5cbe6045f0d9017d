"""An organisation's profile as people read it: labels, names for codes, differences."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.extensions import db
from app.models.master import ActivityField, Municipality
from app.models.profile import PROFILE_FIELDS
from app.rules.eligibility import OrganisationKind
from app.rules.roster import Tier
from app.views.forms.profile import ProfileForm
from app.views.labels import label

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
        _l("Address and how to reach you"),
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
"""The sections of form and page; together they hold every field but `disclosure`."""


class Shown(NamedTuple):
    """One field of a profile, ready to be shown."""

    field: str
    label: str
    value: str
    tier: Tier
    reason: str


class Difference(NamedTuple):
    """A field that differs: what it was and what it is."""

    field: str
    label: str
    before: str
    after: str


class Names:
    """The names behind codes, read once."""

    def __init__(self) -> None:
        self.municipalities = {
            row.code: row.name for row in db.session.scalars(select(Municipality))
        }
        self.fields = {row.code: row.label for row in db.session.scalars(select(ActivityField))}

    def shown(self, field: str, value: Any) -> str:
        """A field's value in words; "" for nothing."""
        if not value:
            return ""
        if field == "kind":
            return label(OrganisationKind(value))
        if field == "municipality_code":
            return self.municipalities.get(value, str(value))
        if field == "activity_fields":
            return "、".join(self.fields.get(code, code) for code in value)
        return str(value)


def field_label(field: str) -> str:
    """The name of a profile's field, as the form calls it."""
    return str(getattr(ProfileForm, field).args[0])


def sections(profile: Mapping[str, Any]) -> list[tuple[str, list[Shown]]]:
    """(title, fields) of each section, for profile/_details.html. profile: by PROFILE_FIELDS."""
    names = Names()
    disclosure = profile.get("disclosure") or {}

    def shown(field: str) -> Shown:
        held = disclosure.get(field, {})
        value = names.shown(field, profile.get(field))
        tier = Tier(held.get("tier", Tier.PUBLIC))
        return Shown(field, field_label(field), value, tier, held.get("reason", ""))

    return [(str(title), [shown(field) for field in fields]) for title, fields in SECTIONS]


def visible_sections(profile: Mapping[str, Any]) -> list[tuple[str, list[Shown]]]:
    """`sections` of what a viewer may see: what is withheld or empty is not there at all."""
    return [
        (title, held)
        for title, fields in sections(profile)
        if (held := [one for one in fields if one.value])
    ]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What differs between two profiles, in the form's order; who may see a field included."""
    names = Names()
    found = [
        Difference(
            field, field_label(field), *(names.shown(field, p.get(field)) for p in (before, after))
        )
        for field in PROFILE_FIELDS
        if field != "disclosure"
    ]
    changed = [difference for difference in found if difference.before != difference.after]
    return changed + _disclosure_differences(before, after)


def _disclosure_differences(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Difference]:
    held = [profile.get("disclosure") or {} for profile in (before, after)]
    found = []
    for field in PROFILE_FIELDS:
        was, now = (_publication(disclosure.get(field, {})) for disclosure in held)
        if was != now:
            words = str(_l("Publication: %(field)s", field=field_label(field)))
            found.append(Difference(f"disclosure.{field}", words, was, now))
    return found


def _publication(held: Mapping[str, str]) -> str:
    tier = label(Tier(held.get("tier", Tier.PUBLIC)))
    return f"{tier}（{held['reason']}）" if held.get("reason") else tier
