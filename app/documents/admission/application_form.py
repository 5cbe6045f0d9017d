"""入会申込書 (別紙1; 要領第2条第1項), blank and filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from app.documents.common import form_parts
from app.documents.common.form_parts import Receipt
from app.rules.admission.statements import PLEDGE, PRIVACY, Statement
from app.rules.common.era import era_date
from app.rules.common.field import Kind
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.profile_fields import AMENDED_ON, FIELDS, SECTIONS, WITHHOLDABLE
from app.rules.membership.profile_schema import Field, Row
from app.rules.membership.roster import Tier

TITLE = "入会申込書"


@dataclass(frozen=True)
class Disclosure:
    """Extent of sharing of one roster item, with the reason if withheld."""

    item: str
    tier: Tier
    reason: str = ""


@dataclass(frozen=True)
class ApplicationForm:
    """Content of the application form; "" for a field left out."""

    applied_on: date
    profile: Mapping[str, str]
    """Every field as text, by key."""
    activity_fields: tuple[str, ...]
    disclosures: tuple[Disclosure, ...]
    was_member: bool
    readmission_statement: str
    pledged: bool
    """Pledge of having no ties to anti-social forces."""
    agreed: bool
    """Agreement to the by-laws, the guideline and the use of personal information."""
    receipt: Receipt | None = None
    pledge: Statement = PLEDGE
    """The text pledged, in the version then shown."""
    privacy: Statement = PRIVACY
    """The text agreed to, in the version then shown."""
    bylaws_version: str = ""
    given_on: date | None = None
    """The day of pledge and agreement."""


def pdf(form: ApplicationForm | None, *, offered_fields: Iterable[str]) -> bytes:
    """Return the form on A4, blank for None. offered_fields: the fields of activity on offer.

    Raises TypesettingFailed.
    """
    extra = {
        "sections": _sections(form, offered_fields),
        "amended_on": era_date(AMENDED_ON) if AMENDED_ON else "",
        "tiers": [tier.label for tier in Tier],
        "withholdable": _lines_to_withhold(),
        "pledge": form_parts.template_data(form.pledge if form else PLEDGE),
        "privacy": form_parts.template_data(form.privacy if form else PRIVACY),
    }
    return form_parts.pdf(
        "application_form",
        form,
        title=TITLE,
        name=form.profile["name"] if form else "",
        dated=form.applied_on if form else None,
        extra=extra,
    )


def _lines_to_withhold() -> list[str]:
    """Return the rows whose publication a blank form asks about (要領第3条第3項)."""
    asked = (
        field.printed.label
        for field in FIELDS
        if field.key in WITHHOLDABLE and field.line_to_withhold
    )
    return list(dict.fromkeys(asked))


def _sections(form: ApplicationForm | None, offered: Iterable[str]) -> list[dict[str, Any]]:
    """Return the headings with their rows, as application_form.typ sets them."""
    return [
        {
            "heading": heading,
            "rows": [_row(row, fields, form, offered) for row, fields in _rows_below(heading)],
        }
        for heading in dict.fromkeys(section.paper for section in SECTIONS)
    ]


def _rows_below(heading: str) -> list[tuple[Row, list[Field]]]:
    """Return each row below a heading with its fields, from the top."""
    found: list[tuple[Row, list[Field]]] = []
    fields = (field for field in FIELDS if field.section.paper == heading)
    for row, sharing in groupby(fields, key=lambda field: field.printed):
        found.insert(len(found) - row.above, (row, list(sharing)))
    return found


def _row(
    row: Row, fields: list[Field], form: ApplicationForm | None, offered: Iterable[str]
) -> dict[str, Any]:
    return {
        "key": fields[0].key,
        "layout": fields[0].layout.value,
        "label": row.label,
        "note": row.note,
        "values": [form.profile[field.key] if form else "" for field in fields],
        "choices": _choices(fields[0].kind, form, offered),
    }


def _choices(
    kind: Kind, form: ApplicationForm | None, offered: Iterable[str]
) -> list[dict[str, Any]]:
    """Return the choices of a row with their marks."""
    if kind is Kind.ACTIVITY_FIELDS:
        return form_parts.choices(offered, form.activity_fields if form else [])
    if kind is Kind.ORGANISATION_KIND:
        kinds = [
            each.label
            for each in OrganisationKind
            if each is not OrganisationKind.INDIVIDUAL and not each.outside_guideline
        ]
        return form_parts.choices(kinds, [form.profile["kind"]] if form else [])
    return []
