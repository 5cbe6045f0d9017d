"""The completed application form (別紙1) as a paper."""

from sqlalchemy import select

from app.documents.admission import application_form
from app.documents.admission.application_form import Disclosure
from app.documents.common.form_parts import Receipt
from app.extensions import db
from app.models.admission.application import Application
from app.models.common.master import ActivityField
from app.rules.admission.statements import PLEDGE, PLEDGES, PRIVACIES, PRIVACY
from app.rules.membership.profile_fields import FIELDS
from app.rules.membership.roster import Tier, tier_of
from app.services.membership import profile_texts


def filled(application: Application) -> bytes:
    """Return the application as submitted, as a PDF.

    Raises TypesettingFailed.
    """
    texts = profile_texts.load()
    form = application_form.ApplicationForm(
        applied_on=application.received_on or application.submitted_at.date(),
        profile={
            field.key: texts.value(field.key, getattr(application, field.key)) for field in FIELDS
        },
        activity_fields=tuple(
            texts.activity_fields.get(code, code) for code in application.activity_fields
        ),
        disclosures=_withheld(application),
        was_member=application.was_member,
        readmission_statement=application.readmission_statement,
        pledged=bool(application.pledge_version),
        agreed=bool(application.bylaws_version),
        pledge=PLEDGES.get(application.pledge_version, PLEDGE),
        privacy=PRIVACIES.get(application.privacy_version, PRIVACY),
        bylaws_version=application.bylaws_version,
        given_on=application.pledged_on,
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
            .where(ActivityField.retired_on.is_(None))
            .order_by(ActivityField.position, ActivityField.id)
        )
    )


def _withheld(application: Application) -> tuple[Disclosure, ...]:
    found = []
    for field in FIELDS:
        tier = tier_of(field.key, application.disclosure)
        if tier is not Tier.PUBLIC and not field.section.personal:
            reason = application.disclosure[field.key].get("reason", "")
            found.append(Disclosure(field.label, tier, reason))
    return tuple(found)
