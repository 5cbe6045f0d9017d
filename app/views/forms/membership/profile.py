"""An organisation's own data (入会申込書・変更届の記載事項) as a form.

Used for applications online and on paper, and for change notices.
"""

from collections.abc import Collection, Mapping
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import ValidationError

from app.models.admission.application import Application
from app.models.membership.profile import PROFILE_FIELDS, REQUIRED_FIELDS
from app.rules.membership.eligibility import OrganisationKind, may_apply
from app.rules.membership.roster import Tier, may_set_tier
from app.views.common.labels import label
from app.views.forms.common.fields import (
    ChoiceField,
    ChoicesField,
    CorporateNumberField,
    KanaField,
    LineField,
    LinesField,
    MailField,
    PhoneField,
    PostalCodeField,
    WebField,
    activity_fields,
    choices_of,
    municipalities,
)
from app.views.forms.common.validators import Filled

LONG_TEXT = 2000
REQUIRED = frozenset(REQUIRED_FIELDS)
"""Fields that an application requires."""
WITHHOLDABLE = tuple(
    field
    for field in PROFILE_FIELDS
    if field not in ("name", "name_kana", "kind", "municipality_code", "disclosure")
    and not field.startswith("business_contact_")
)
"""Fields that may be withheld with a reason (要領第3条第3項: public in principle)."""
PERSONAL = tuple(field for field in PROFILE_FIELDS if field.startswith("business_contact_"))
"""The named contact person: personal information, never public, one setting for all fields."""


def _width(field: str) -> int:
    """Return the maximum length of the field's column."""
    return int(Application.__table__.c[field].type.length)


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of organisation, with 個人, which is rejected with the reason."""
    return [("", _("Select one")), *choices_of(OrganisationKind, label)]


def _tiers(*, personal: bool = False) -> list[tuple[str, str]]:
    return choices_of((tier for tier in Tier if not (personal and tier is Tier.PUBLIC)), label)


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """All fields of a profile, and the audience of each.

    required: the names of the required fields.
    """

    name = LineField(_l("Name of the organisation"), limit=_width("name"))
    name_kana = KanaField(_l("Name in katakana"), limit=_width("name_kana"))
    kind = ChoiceField(_l("Kind of organisation"), choices=kinds)
    corporate_number = CorporateNumberField(
        _l("Corporate number"), limit=_width("corporate_number")
    )
    representative_title = LineField(
        _l("Representative's title"), limit=_width("representative_title")
    )
    representative_name = LineField(
        _l("Representative's name"), limit=_width("representative_name")
    )
    postal_code = PostalCodeField(_l("Postal code"), limit=_width("postal_code"))
    municipality_code = ChoiceField(_l("Municipality"), choices=municipalities)
    address = LineField(_l("Office address"), limit=_width("address"))
    phone = PhoneField(_l("Telephone"), limit=_width("phone"))
    fax = PhoneField(_l("Fax number"), limit=_width("fax"))
    email = MailField(_l("E-mail address"), limit=_width("email"))
    website = WebField(_l("Website"), limit=_width("website"))
    activity_fields = ChoicesField(_l("Fields of activity"), choices=activity_fields)
    activity_area = LineField(_l("Area of activity"), limit=_width("activity_area"))
    activities = LinesField(_l("Description of activities"), limit=LONG_TEXT)
    relation = LinesField(_l("How it relates to loneliness and isolation"), limit=LONG_TEXT)
    public_contact_name = LineField(
        _l("Public contact: department or name"), limit=_width("public_contact_name")
    )
    public_contact_phone = PhoneField(
        _l("Public contact: telephone"), limit=_width("public_contact_phone")
    )
    public_contact_email = MailField(
        _l("Public contact: e-mail address"), limit=_width("public_contact_email")
    )
    business_contact_name = LineField(
        _l("Contact person: name"), limit=_width("business_contact_name")
    )
    business_contact_phone = PhoneField(
        _l("Contact person: telephone"), limit=_width("business_contact_phone")
    )
    business_contact_email = MailField(
        _l("Contact person: e-mail address"), limit=_width("business_contact_email")
    )
    tier_business_contact = ChoiceField(
        _l("Visibility of the contact person"),
        choices=lambda: _tiers(personal=True),
        default=Tier.SECRETARIAT.value,
    )

    def __init__(self, *args: Any, required: Collection[str] = REQUIRED, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in required:
            self[name].validators = [Filled(), *self[name].validators]
            self[name].flags.required = True

    @classmethod
    def from_profile(cls, profile: Mapping[str, Any], **options: Any) -> Self:
        """Return the form filled with a profile (by PROFILE_FIELDS), or with a POST's input."""
        disclosure = profile.get("disclosure") or {}
        given = {name: value for name, value in profile.items() if name != "disclosure"}
        for field in WITHHOLDABLE:
            held = disclosure.get(field, {})
            given[f"tier_{field}"] = held.get("tier", Tier.PUBLIC.value)
            given[f"reason_{field}"] = held.get("reason", "")
        personal = disclosure.get(PERSONAL[0], {})
        given["tier_business_contact"] = personal.get("tier", Tier.SECRETARIAT.value)
        return cls(data=given, **options)

    def values(self) -> dict[str, Any]:
        """Return the values of a valid form for storage, by PROFILE_FIELDS."""
        found: dict[str, Any] = {
            field: self[field].data or "" for field in PROFILE_FIELDS if field != "disclosure"
        }
        found["kind"] = OrganisationKind(found["kind"])
        found["corporate_number"] = found["corporate_number"] or None
        found["municipality_code"] = found["municipality_code"] or None
        found["activity_fields"] = list(self.activity_fields.data or ())
        found["disclosure"] = self._disclosure()
        return found

    def _disclosure(self) -> dict[str, dict[str, str]]:
        found = {
            field: {"tier": tier, "reason": self[f"reason_{field}"].data or ""}
            for field in WITHHOLDABLE
            if (tier := self[f"tier_{field}"].data or Tier.PUBLIC.value) != Tier.PUBLIC.value
        }
        personal = self.tier_business_contact.data or Tier.SECRETARIAT.value
        return found | {field: {"tier": personal, "reason": ""} for field in PERSONAL}

    @property
    def disclosure_rows(self) -> list[tuple[Field, Field]]:
        """(tier, reason) of each withholdable field, in the form's order."""
        return [(self[f"tier_{field}"], self[f"reason_{field}"]) for field in WITHHOLDABLE]

    @property
    def withholds(self) -> bool:
        """Whether anything is withheld from the public, or was meant to be."""
        return any(
            tier.data not in (None, Tier.PUBLIC.value) or tier.errors or reason.errors
            for tier, reason in self.disclosure_rows
        )

    def validate_kind(self, field: Field) -> None:
        """Reject individuals, citing the article that excludes them (要領第2条第3項第3号)."""
        if field.data in list(OrganisationKind):
            verdict = may_apply(OrganisationKind(field.data))
            if not verdict:
                raise ValidationError(f"{verdict.reason}（{verdict.article}）")

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate also the reasons for withholding."""
        valid = bool(super().validate(extra_validators))
        for tier, reason in self.disclosure_rows:
            if tier.errors or reason.errors:
                continue
            verdict = may_set_tier(Tier(tier.data or Tier.PUBLIC), reason=reason.data or "")
            if not verdict:
                reason.errors = [*reason.errors, verdict.reason]
                valid = False
        return valid


def _add_disclosure() -> None:
    """Add two fields for each withholdable field: its audience, and the reason for limiting it."""
    for field in WITHHOLDABLE:
        words = getattr(ProfileForm, field).args[0]
        tier = ChoiceField(words, choices=_tiers, default=Tier.PUBLIC.value)
        setattr(ProfileForm, f"tier_{field}", tier)
        reason = LineField(_l("Reason for not publishing: %(field)s", field=words), limit=300)
        setattr(ProfileForm, f"reason_{field}", reason)


_add_disclosure()
