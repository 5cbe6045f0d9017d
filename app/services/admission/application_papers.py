"""The completed application form (別紙1) as a paper."""

from sqlalchemy import select

from app.documents.admission import application_form
from app.documents.admission.application_form import Disclosure
from app.documents.common.form_parts import Contact, Receipt
from app.extensions import db
from app.models.admission.application import Application
from app.models.common.master import ActivityField
from app.models.membership.profile import PROFILE_FIELDS
from app.rules.membership.profile_changes import FIELD_NAMES
from app.rules.membership.roster import PERSONAL_FIELDS, Tier, tier_of
from app.services.membership import profile_texts

AS_IS = (
    "name",
    "name_kana",
    "representative_title",
    "representative_name",
    "postal_code",
    "address",
    "phone",
    "fax",
    "email",
    "website",
    "activity_area",
    "activities",
    "relation",
    "was_member",
    "readmission_statement",
)


def filled(application: Application) -> bytes:
    """Return the application as submitted, as a PDF.

    Raises app.documents.typesetting.TypesettingFailed.
    """
    texts = profile_texts.load()
    form = application_form.ApplicationForm(
        **{field: getattr(application, field) for field in AS_IS},
        applied_on=application.received_on or application.submitted_at.date(),
        kind=application.kind,
        corporate_number=application.corporate_number or "",
        municipality=texts.value("municipality_code", application.municipality_code),
        activity_fields=tuple(
            texts.activity_fields.get(code, code) for code in application.activity_fields
        ),
        public_contact=_contact(application, "public_contact"),
        business_contact=_contact(application, "business_contact"),
        disclosures=_withheld(application),
        pledged=bool(application.pledge_version),
        agreed=bool(application.bylaws_version),
        receipt=Receipt(
            application.receipt_number or "",
            application.received_on,
            application.received_by.label,
        ),
    )
    return application_form.pdf(form, offered_fields=offered_fields())


def offered_fields() -> list[str]:
    """Return the names of the fields of activity offered in a form."""
    return list(
        db.session.scalars(
            select(ActivityField.label)
            .where(ActivityField.active)
            .order_by(ActivityField.position, ActivityField.id)
        )
    )


def _contact(application: Application, kind: str) -> Contact:
    name, phone, email = (
        getattr(application, f"{kind}_{part}") for part in ("name", "phone", "email")
    )
    return Contact(name, phone, email)


def _withheld(application: Application) -> tuple[Disclosure, ...]:
    found = []
    for field in PROFILE_FIELDS:
        if field not in FIELD_NAMES or field in PERSONAL_FIELDS:
            continue
        tier = tier_of(field, application.disclosure)
        if tier is not Tier.PUBLIC:
            reason = application.disclosure[field].get("reason", "")
            found.append(Disclosure(FIELD_NAMES[field], tier, reason))
    return tuple(found)
