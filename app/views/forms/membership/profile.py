"""An organisation's own data (入会申込書・変更届の記載事項) as a form.

Used for applications online and on paper, and for change notices.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import ValidationError

from app.rules.common.field import Kind, empty
from app.rules.membership.eligibility import OrganisationKind, may_apply
from app.rules.membership.profile_fields import (
    BY_KEY,
    DISCLOSURE,
    FIELDS,
    PERSONAL_FIELDS,
    REQUIRED_FIELDS,
    SECTIONS,
    WITHHOLDABLE,
)
from app.rules.membership.profile_schema import Field as ProfileField
from app.rules.membership.profile_schema import Section
from app.rules.membership.roster import Tier, may_set_tier
from app.views.common.labels import label
from app.views.forms.common.fields import ChoiceField, LineField, choices_of
from app.views.forms.common.kinds import controls, unbound
from app.views.forms.common.validators import Filled

REQUIRED = frozenset(REQUIRED_FIELDS)
"""Fields that an application requires."""


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of organisation, with 個人, which is rejected with the reason."""
    return [("", _("Select one")), *choices_of(OrganisationKind, label)]


def _tiers(*, personal: bool = False) -> list[tuple[str, str]]:
    return choices_of((tier for tier in Tier if not (personal and tier is Tier.PUBLIC)), label)


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """All fields of a profile, and the audience of each; both are added below from the table.

    required: the names of the required fields.
    """

    def __init__(self, *args: Any, required: Collection[str] = REQUIRED, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in required:
            self[name].validators = [Filled(), *self[name].validators]
            self[name].flags.required = True

    @classmethod
    def from_profile(cls, profile: Mapping[str, Any], **options: Any) -> Self:
        """Return the form filled with a profile (by PROFILE_FIELDS), or with a POST's input."""
        return cls(data=cls.data_of(profile), **options)

    @staticmethod
    def data_of(profile: Mapping[str, Any]) -> dict[str, Any]:
        """Return a profile (by PROFILE_FIELDS) as data of the form."""
        disclosure = profile.get(DISCLOSURE) or {}
        given = {name: value for name, value in profile.items() if name != DISCLOSURE}
        for field in WITHHOLDABLE:
            held = disclosure.get(field, {})
            given[f"tier_{field}"] = held.get("tier", Tier.PUBLIC.value)
            given[f"reason_{field}"] = held.get("reason", "")
        personal = disclosure.get(PERSONAL_FIELDS[0], {})
        given["tier_business_contact"] = personal.get("tier", Tier.SECRETARIAT.value)
        return given

    def values(self) -> dict[str, Any]:
        """Return the values of a valid form for storage, by PROFILE_FIELDS."""
        found = {field.key: self._value(field) for field in FIELDS}
        return found | {DISCLOSURE: self._disclosure()}

    def _value(self, field: ProfileField) -> Any:
        data = self[field.key].data
        if field.kind is Kind.ORGANISATION_KIND:
            return OrganisationKind(data)
        return list(data or ()) if field.kind is Kind.ACTIVITY_FIELDS else data or empty(field.kind)

    def _disclosure(self) -> dict[str, dict[str, str]]:
        found = {
            field: {"tier": tier, "reason": self[f"reason_{field}"].data or ""}
            for field in WITHHOLDABLE
            if (tier := self[f"tier_{field}"].data or Tier.PUBLIC.value) != Tier.PUBLIC.value
        }
        personal = self.tier_business_contact.data or Tier.SECRETARIAT.value
        return found | {field: {"tier": personal, "reason": ""} for field in PERSONAL_FIELDS}

    @property
    def sections(self) -> Iterator[tuple[Section, list[tuple[Field, dict[str, Any]]]]]:
        """(section, fields with the arguments of their control), for profile/_fields.html."""
        for section in SECTIONS:
            yield (
                section,
                [
                    (self[field.key], _controls(field))
                    for field in FIELDS
                    if field.section is section
                ],
            )

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


def _controls(field: ProfileField) -> dict[str, Any]:
    short = {"label": _(field.short)} if field.short else {}
    return controls(field) | short


def _add_fields() -> None:
    """Add the fields, then two for each withholdable one: its audience, and why it is limited."""
    for field in FIELDS:
        choices = kinds if field.kind is Kind.ORGANISATION_KIND else None
        setattr(ProfileForm, field.key, unbound(field, choices=choices))
    ProfileForm.tier_business_contact = ChoiceField(
        _l("Visibility of the contact person"),
        choices=lambda: _tiers(personal=True),
        default=Tier.SECRETARIAT.value,
    )
    for key in WITHHOLDABLE:
        words = _l(BY_KEY[key].english)
        tier = ChoiceField(words, choices=_tiers, default=Tier.PUBLIC.value)
        setattr(ProfileForm, f"tier_{key}", tier)
        reason = LineField(_l("Reason for not publishing: %(field)s", field=words), limit=300)
        setattr(ProfileForm, f"reason_{key}", reason)


_add_fields()
