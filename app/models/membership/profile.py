"""An organisation's profile, as on its application and on the roster."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Integer, String, Text, event, inspect
from sqlalchemy.orm import (
    Mapped,
    MappedColumn,
    declared_attr,
    foreign,
    mapped_column,
    relationship,
    validates,
)
from sqlalchemy.types import TypeEngine

from app.models.common.master import Municipality
from app.models.common.types import Code
from app.rules.common.addresses import normal_address
from app.rules.common.field import NULLABLE, Kind
from app.rules.common.identifiers import phone_digits
from app.rules.common.naming import normal_form, search_form
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.profile_fields import FIELDS, PROFILE_FIELDS
from app.rules.membership.profile_schema import Field
from app.rules.membership.profile_search import SEARCHED, details

_SEARCHED = (Kind.CORPORATE_NUMBER, Kind.MUNICIPALITY)


class _Fields:
    """The columns of the fields, made from the table; named here are those that code reads."""

    if TYPE_CHECKING:
        name: Mapped[str]
        name_kana: Mapped[str]
        kind: Mapped[OrganisationKind]
        corporate_number: Mapped[str | None]
        representative_title: Mapped[str]
        representative_name: Mapped[str]
        postal_code: Mapped[str]
        address: Mapped[str]
        municipality_code: Mapped[str | None]
        phone: Mapped[str]
        email: Mapped[str]
        activity_fields: Mapped[list[str]]
        business_contact_name: Mapped[str]
        business_contact_phone: Mapped[str]
        business_contact_email: Mapped[str]


def _type(field: Field) -> TypeEngine[Any]:
    """Return the type of the field's column."""
    if field.kind is Kind.ORGANISATION_KIND:
        return Code(OrganisationKind)
    if field.kind is Kind.ACTIVITY_FIELDS:
        return JSON()
    if field.kind is Kind.YEAR:
        return Integer()
    return Text() if field.kind is Kind.LINES else String(field.limit)


def _column(field: Field) -> MappedColumn[Any]:
    """Return the field's column. Name and kind have no default: nothing goes without them."""
    if field.kind in NULLABLE:
        return mapped_column(_type(field), nullable=True, index=field.kind in _SEARCHED)
    if field.key in ("name", "kind"):
        return mapped_column(_type(field), nullable=False)
    default: Any = list if field.kind is Kind.ACTIVITY_FIELDS else ""
    return mapped_column(_type(field), nullable=False, default=default)


for _field in FIELDS:
    setattr(_Fields, _field.key, _column(_field))


class OrganisationProfile(_Fields):
    """Columns shared by Application and Organisation.

    The public contact (公開用連絡先) is published; the business contact (事務連絡担当者) names a
    person and is never published (要領第3条第3項). `disclosure` maps each withheld field to its
    tier and reason: `{"phone": {"tier": "members", "reason": "..."}}`; a field not listed is
    public.
    """

    disclosure: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    name_normal: Mapped[str] = mapped_column(String(400), index=True, default="")
    """The normalised name without its legal form, for finding duplicates."""
    name_search: Mapped[str] = mapped_column(String(900), default="")
    """The folded name and reading, for the search box."""
    representative_normal: Mapped[str] = mapped_column(String(200), index=True, default="")
    address_normal: Mapped[str] = mapped_column(String(400), index=True, default="")
    phone_digits: Mapped[str] = mapped_column(String(20), index=True, default="")
    """With the two above, used to recognise a former member (要領第5条)."""
    details_search: Mapped[str] = mapped_column(Text, default="")
    """Telephone numbers, persons, addresses for the search box, whoever may see them."""

    @declared_attr
    def municipality(cls) -> Mapped[Municipality | None]:
        """The municipality of the office address."""
        return relationship(
            Municipality,
            primaryjoin=lambda: foreign(cls.municipality_code) == Municipality.code,
            viewonly=True,
        )

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


@event.listens_for(OrganisationProfile, "before_insert", propagate=True)
@event.listens_for(OrganisationProfile, "before_update", propagate=True)
def _index_details(_mapper: Any, _connection: Any, row: OrganisationProfile) -> None:
    """Once a row, not once a field: folding takes time."""
    known: Any = inspect(row)
    if known.has_identity and known.unmodified.issuperset(SEARCHED):
        return
    row.details_search = details({field: getattr(row, field) for field in SEARCHED})
