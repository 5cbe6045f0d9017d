"""入会申込書 (別紙1; 要領第2条第1項), blank and filled in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.documents.common import form_parts
from app.documents.common.form_parts import Contact, Receipt
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.roster import Tier

TITLE = "入会申込書"
WITHHOLDABLE = (
    "代表者 職・氏名",
    "所在地",
    "電話番号",
    "ＦＡＸ番号",
    "メールアドレス",
    "ウェブサイト",
    "公開用連絡先",
)
"""Items whose publication a blank form asks about (要領第3条第3項)."""


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
    name: str
    name_kana: str
    kind: OrganisationKind
    corporate_number: str
    representative_title: str
    representative_name: str
    postal_code: str
    municipality: str
    address: str
    phone: str
    fax: str
    email: str
    website: str
    activity_fields: tuple[str, ...]
    activity_area: str
    activities: str
    relation: str
    public_contact: Contact
    business_contact: Contact
    disclosures: tuple[Disclosure, ...]
    was_member: bool
    readmission_statement: str
    pledged: bool
    """Pledge of having no ties to anti-social forces."""
    agreed: bool
    """Agreement to the by-laws, the guideline and the use of personal information."""
    receipt: Receipt | None = None


def pdf(form: ApplicationForm | None, *, offered_fields: Iterable[str]) -> bytes:
    """Return the form on A4, blank for None. offered_fields: the fields of activity on offer.

    Raises app.documents.typesetting.TypesettingFailed.
    """
    kinds = [
        kind.label
        for kind in OrganisationKind
        if kind is not OrganisationKind.INDIVIDUAL and not kind.outside_guideline
    ]
    extra = {
        "kinds": form_parts.choices(kinds, [form.kind.label] if form else []),
        "fields": form_parts.choices(offered_fields, form.activity_fields if form else []),
        "tiers": [tier.label for tier in Tier],
        "withholdable": list(WITHHOLDABLE),
    }
    return form_parts.pdf(
        "application_form",
        form,
        title=TITLE,
        name=form.name if form else "",
        dated=form.applied_on if form else None,
        extra=extra,
    )
