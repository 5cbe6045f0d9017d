"""The application for membership (入会申込書, 別紙1) as a form: online, corrected, on paper."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, StringField
from wtforms.validators import ValidationError

from app import clock
from app.rules.admission.statements import PLEDGE, PLEDGES, PRIVACY
from app.rules.common import articles
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import ON_BEHALF
from app.views.common.labels import label
from app.views.forms.common.fields import ChoiceField, DayField, LinesField, choices_of
from app.views.forms.common.validators import Filled
from app.views.forms.membership.profile import REQUIRED, ProfileForm

STATEMENT = 4000
YES, NO = "yes", "no"
TICK = _l("Read the text and tick the box.")


def _yes_no() -> list[tuple[str, str]]:
    return [(NO, _("No")), (YES, _("Yes"))]


class ApplicationForm(ProfileForm):
    """The profile, and the question about former membership, asked of every applicant alike."""

    was_member = ChoiceField(
        _l("Has your organisation been a member before?"), [Filled()], choices=_yes_no
    )
    readmission_statement = LinesField(_l("Statement of reasons for rejoining"), limit=STATEMENT)

    def values(self) -> dict[str, Any]:
        """Return the values by PROFILE_FIELDS, plus was_member and readmission_statement."""
        was_member = self.was_member.data == YES
        statement = (self.readmission_statement.data or "") if was_member else ""
        return super().values() | {
            "was_member": was_member,
            "readmission_statement": statement,
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate also the statement of reasons required of a former member (要領第5条第1項)."""
        valid = super().validate(extra_validators)
        statement = self.readmission_statement
        outside = (
            self.kind.data in list(OrganisationKind)
            and OrganisationKind(self.kind.data).outside_guideline
        )
        if self.was_member.data != YES or outside or statement.data or statement.errors:
            return valid
        statement.errors = [
            "再入会を希望する理由を記した説明書が必要です。理由を入力してください"
            f"（{articles.READMISSION}）。"
        ]
        return False


class ApplyForm(ApplicationForm):
    """The online form, with the pledge and the consents."""

    pledge = BooleanField(_l("We pledge this."), [Filled(TICK)])
    bylaws = BooleanField(_l("We agree to the by-laws and the guideline."), [Filled(TICK)])
    privacy = BooleanField(_l("We agree to this use of personal information."), [Filled(TICK)])
    nickname = StringField(_l("Leave this empty"))
    """Honeypot: visible to programs only, which fill in every field."""

    def validate_nickname(self, field: Field) -> None:
        """Reject honeypot input with a message, in case a person filled it in."""
        if field.data:
            raise ValidationError(_("Leave this field empty. Clear it and submit again."))

    def values(self) -> dict[str, Any]:
        """Return also pledge_version and privacy_version, the versions of the texts agreed to."""
        return super().values() | {
            "pledge_version": PLEDGE.version,
            "privacy_version": PRIVACY.version,
        }


class PaperForm(ApplicationForm):
    """Entry on behalf of an applicant by the secretariat (代行入力)."""

    received_by = ChoiceField(
        _l("Method of receipt"), [Filled()], choices=lambda: choices_of(ON_BEHALF, label)
    )
    received_on = DayField(_l("Date of receipt"), [Filled()], default=clock.today)
    pledge = BooleanField(_l("The application form includes the pledge on anti-social forces"))
    bylaws = BooleanField(
        _l(
            "The application form includes consent to the by-laws and the use of personal information"
        )
    )
    texts_version = ChoiceField(
        _l("Version of the texts printed on the paper form"),
        choices=lambda: [(version, version) for version in PLEDGES],
        default=PLEDGE.version,
    )

    def __init__(
        self,
        *args: Any,
        required: Collection[str] = REQUIRED - {"business_contact_email", "activity_fields"},
        **options: Any,
    ) -> None:
        super().__init__(*args, required=required, **options)

    def validate_received_on(self, field: Field) -> None:
        """Require a day between the guideline's entry into force and today."""
        if field.data is not None and not articles.IN_FORCE <= field.data <= clock.today():
            raise ValidationError(_("Enter a day between 1 April 2024 and today."))

    def values(self) -> dict[str, Any]:
        """Return also pledge_version and privacy_version, of what is on the paper."""
        version = self.texts_version.data
        return super().values() | {
            "pledge_version": version if self.pledge.data else "",
            "privacy_version": version if self.bylaws.data else "",
        }
