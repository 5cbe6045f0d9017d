"""The correction of an application (補正), by the applicant or entered by the secretariat."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app import clock
from app.models.admission.application import Application
from app.rules.admission.statements import PLEDGE, PRIVACY
from app.rules.membership.membership import TOLD, ReceivedBy
from app.views.common.labels import label
from app.views.forms.admission.apply import NO, TICK, YES, ApplicationForm
from app.views.forms.common.fields import ChoiceField, DayField, LineField, choices_of
from app.views.forms.common.validators import Filled

GIVEN = {"pledge": "pledge_version", "bylaws": "bylaws_version", "privacy": "privacy_version"}
"""Field → the column that holds the version agreed to."""


class CorrectionForm(ApplicationForm):
    """A corrected application (補正); the confirmed address cannot be changed here.

    confirmed: that address. lacking: the fields of GIVEN that the application lacks, which alone
    are asked. bylaws_version: the version in force.
    """

    pledge = BooleanField(_l("We pledge this."), [Filled(TICK)])
    bylaws = BooleanField(_l("We agree to the by-laws and the guideline."), [Filled(TICK)])
    privacy = BooleanField(_l("We agree to this use of personal information."), [Filled(TICK)])

    def __init__(
        self,
        *args: Any,
        confirmed: str,
        lacking: Collection[str],
        bylaws_version: str,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.confirmed, self.lacking = confirmed, lacking
        self.versions = {
            "pledge": PLEDGE.version,
            "bylaws": bylaws_version,
            "privacy": PRIVACY.version,
        }
        for name in GIVEN:
            if name not in lacking:
                delattr(self, name)

    def values(self) -> dict[str, Any]:
        """Return also the versions of what is pledged or agreed to only now."""
        given = {GIVEN[name]: self.versions[name] for name in self.lacking if self[name].data}
        return super().values() | given

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate also that letters still go to the confirmed address."""
        valid = super().validate(extra_validators)
        field = self.business_contact_email
        if field.errors or (field.data or self.email.data) == self.confirmed:
            return valid
        field.errors = [
            _(
                "A confirmed e-mail address cannot be changed here: %(address)s",
                address=self.confirmed,
            )
        ]
        return False


class ToldCorrectionForm(CorrectionForm):
    """A correction that the secretariat was told by telephone or received on paper (代行入力)."""

    received_by = ChoiceField(
        _l("How it was received"), [Filled()], choices=lambda: choices_of(TOLD, label)
    )
    told_by = LineField(_l("Who told it"), [Filled()], limit=100)
    told_on = DayField(_l("Received on"), [Filled()], default=clock.today)
    pledge = BooleanField(_l("The applicant gave the pledge in writing."))
    bylaws = BooleanField(_l("The applicant agreed in writing to the by-laws and the guideline."))
    privacy = BooleanField(
        _l("The applicant agreed in writing to the use of personal information.")
    )

    def told(self) -> dict[str, Any]:
        """Return who told it, how and when."""
        return {
            "received_by": ReceivedBy(self.received_by.data),
            "told_by": self.told_by.data,
            "told_on": self.told_on.data,
        }


def former(application: Application) -> dict[str, str]:
    """Return the application's answers on former membership as data of ApplicationForm."""
    return {
        "was_member": YES if application.was_member else NO,
        "readmission_statement": application.readmission_statement,
    }


def lacking(application: Application) -> tuple[str, ...]:
    """Return what the applicant has not pledged or agreed to yet, by field."""
    if application.kind.outside_guideline:
        return ()
    return tuple(name for name, version in GIVEN.items() if not getattr(application, version))
