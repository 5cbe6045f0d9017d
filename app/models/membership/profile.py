"""An organisation's profile, as on its application and on the roster."""

from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.models.common.types import Code
from app.rules.common.addresses import normal_address
from app.rules.common.identifiers import phone_digits
from app.rules.common.naming import normal_form, search_form
from app.rules.membership.eligibility import OrganisationKind

PROFILE_FIELDS = (
    "name",
    "name_kana",
    "kind",
    "corporate_number",
    "representative_title",
    "representative_name",
    "postal_code",
    "municipality_code",
    "address",
    "phone",
    "fax",
    "email",
    "website",
    "activity_fields",
    "activity_area",
    "activities",
    "relation",
    "public_contact_name",
    "public_contact_phone",
    "public_contact_email",
    "business_contact_name",
    "business_contact_phone",
    "business_contact_email",
    "disclosure",
)
"""Every field of the application form (別紙1), in the form's order."""
REQUIRED_FIELDS = (
    "name",
    "name_kana",
    "kind",
    "representative_name",
    "postal_code",
    "municipality_code",
    "address",
    "phone",
    "activity_fields",
    "activities",
    "relation",
    "public_contact_name",
    "business_contact_name",
    "business_contact_email",
)
"""The fields that the application form requires of a new organisation (別紙1)."""


class OrganisationProfile:
    """Columns shared by Application and Organisation.

    The public contact (公開用連絡先) is published; the business contact (事務連絡担当者) names a
    person and is never published (要領第3条第3項). `disclosure` maps each withheld field to its
    tier and reason: `{"phone": {"tier": "members", "reason": "..."}}`; a field not listed is
    public.
    """

    name: Mapped[str] = mapped_column(String(200))
    name_kana: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[OrganisationKind] = mapped_column(Code(OrganisationKind))
    corporate_number: Mapped[str | None] = mapped_column(String(13), index=True)
    representative_title: Mapped[str] = mapped_column(String(100), default="")
    representative_name: Mapped[str] = mapped_column(String(100), default="")
    postal_code: Mapped[str] = mapped_column(String(8), default="")
    municipality_code: Mapped[str | None] = mapped_column(String(6), index=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    fax: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    activity_fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    activity_area: Mapped[str] = mapped_column(String(300), default="")
    activities: Mapped[str] = mapped_column(Text, default="")
    relation: Mapped[str] = mapped_column(Text, default="")
    public_contact_name: Mapped[str] = mapped_column(String(200), default="")
    public_contact_phone: Mapped[str] = mapped_column(String(20), default="")
    public_contact_email: Mapped[str] = mapped_column(String(254), default="")
    business_contact_name: Mapped[str] = mapped_column(String(100), default="")
    business_contact_phone: Mapped[str] = mapped_column(String(20), default="")
    business_contact_email: Mapped[str] = mapped_column(String(254), default="")
    disclosure: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    name_normal: Mapped[str] = mapped_column(String(400), index=True, default="")
    """The normalised name without its legal form, for finding duplicates."""
    name_search: Mapped[str] = mapped_column(String(900), default="")
    """The folded name and reading, for the search box."""
    representative_normal: Mapped[str] = mapped_column(String(200), index=True, default="")
    address_normal: Mapped[str] = mapped_column(String(400), index=True, default="")
    phone_digits: Mapped[str] = mapped_column(String(20), index=True, default="")
    """With the two above, used to recognise a former member (要領第5条)."""

    @validates("name", "name_kana")
    def _fold(self, key: str, value: str) -> str:
        name = value if key == "name" else (self.name or "")
        kana = value if key == "name_kana" else (self.name_kana or "")
        self.name_normal = normal_form(name)
        self.name_search = f"{search_form(name)} {search_form(kana)}"
        return value

    @validates("representative_name", "address", "phone")
    def _compare(self, key: str, value: str) -> str:
        if key == "representative_name":
            self.representative_normal = search_form(value)[:200]
        elif key == "address":
            self.address_normal = normal_address(value)[:400]
        else:
            self.phone_digits = phone_digits(value)[:20]
        return value

    @validates("kind")
    def _as_kind(self, _key: str, value: str) -> OrganisationKind:
        return OrganisationKind(value)

    def profile(self) -> dict[str, Any]:
        """Return the fields as plain values, for a snapshot or a comparison."""
        values = {field: getattr(self, field) for field in PROFILE_FIELDS}
        values["kind"] = values["kind"].value
        return values
