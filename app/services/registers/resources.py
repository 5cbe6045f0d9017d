"""What the open interface (オープンAPI) offers: every register that not only the secretariat sees, and the roster."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.models.registers.entry import RegisterModel, fields_of, registers
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.membership import MemberKind
from app.rules.membership.profile_fields import BY_AGE
from app.rules.membership.roster import Tier
from app.rules.registers.open_interface import given
from app.rules.registers.schema import Register, RegisterField
from app.services.registers import formats

_FILTERED = ("kind", "municipality_code", "activity_fields")
_SCHEMA_ORG = {
    "name": "name",
    "corporate_number": "taxID",
    "postal_code": "address.postalCode",
    "municipality_code": "address.addressLocality",
    "address": "address.streetAddress",
    "website": "url",
    "activities": "description",
    "public_contact_phone": "telephone",
    "public_contact_email": "email",
}


@dataclass(frozen=True)
class Resource:
    """Something offered. fields: those that members are given; model: None for the roster."""

    register: Register
    fields: tuple[RegisterField, ...]
    model: RegisterModel | None = None

    def shown(self, tier: Tier) -> tuple[RegisterField, ...]:
        """Return the fields given to a tier."""
        return given(self.fields, tier)

    def filters(self, tier: Tier) -> tuple[RegisterField, ...]:
        """Return the fields by which a tier narrows the list."""
        return tuple(each for each in self.shown(tier) if each.filtered)

    @property
    def formats(self) -> list[str]:
        """The formats of others in which it is offered: those in which its fields have a place."""
        used = {name for each in self.fields for name in each.formats}
        return [name for name in formats.FORMATS if name in used]


def every() -> dict[str, Resource]:
    """Return all resources by key."""
    found = [ROSTER]
    for model in registers():
        if set(model.register.tiers) != {Tier.SECRETARIAT}:
            found.append(Resource(model.register, given(fields_of(model), Tier.MEMBERS), model))
    return {each.register.key: each for each in found}


def _roster_fields() -> Mapping[str, RegisterField]:
    """Return the profile's fields (要領第3条) as those of a register. None of a person is among them."""
    kind = RegisterField(
        *("member_kind", "会員の種別", N_("Kind of member"), Kind.CHOICE),
        choices=MemberKind,
        filtered=True,
    )
    since = RegisterField("member_since", "入会日", N_("Member since"), Kind.DAY)
    profile = [
        RegisterField(
            *(each.key, each.label, each.english, each.kind, each.limit, each.required),
            filtered=each.key in _FILTERED,
            formats={"schema.org": _SCHEMA_ORG[each.key]} if each.key in _SCHEMA_ORG else {},
        )
        for each in BY_AGE
        if not each.section.personal
    ]
    return {each.key: each for each in (kind, since, *profile)}


ROSTER = Resource(
    Register(
        "roster",
        "団体名簿",
        N_("Roster"),
        N_("Organisation"),
        N_("The members of the platform. What a member withholds is empty."),
        tiers=(Tier.PUBLIC,),
        schema_type="Organization",
    ),
    tuple(_roster_fields().values()),
)
