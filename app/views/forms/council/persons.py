"""Forms for the persons serving on the council."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import RadioField, TimeField
from wtforms.validators import Optional, ValidationError

from app import clock
from app.models.accounts.user import Account
from app.rules.council.council import PLEDGE_VERSION
from app.services.council.namings import Consent
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import ChoiceField, DayField, LineField
from app.views.forms.common.validators import Filled

NOW, LATER = "now", "later"


class DutyForm(FlaskForm):  # type: ignore[misc]
    """A person's duty on the council."""

    duty = LineField(_l("Position and duties"), limit=100)


class RegisterForm(DutyForm):
    """The person, and the first day of the term."""

    account = ChoiceField(_l("User account"), [Filled()])
    begins_on = DayField(_l("Term start date"), [Filled()])

    def __init__(self, accounts: Iterable[Account], **values: Any) -> None:
        super().__init__(**values)
        self.account.choices = [("", _l("Select one"))]
        self.account.choices += [(str(each.id), _named(each)) for each in accounts]

    def values(self) -> dict[str, Any]:
        """Return the values as the service for council persons expects them."""
        return {
            "account_id": int(self.account.data),
            "begins_on": self.begins_on.data,
            "duty": self.duty.data or "",
        }


class TermForm(EditForm, DutyForm):
    """The editable data of a term."""

    briefed_on = DayField(_l("Date of the secrecy briefing"), [Optional()])

    def values(self) -> dict[str, Any]:
        """Return the values as the service for council persons expects them."""
        return {
            "duty": self.duty.data or "",
            "briefed_on": self.briefed_on.data,
        }


class StrikeForm(FlaskForm):  # type: ignore[misc]
    """The reason for striking a mistaken entry."""

    reason = LineField(_l("Reason"), [Filled()], limit=300)


class EndForm(FlaskForm):  # type: ignore[misc]
    """The end of a term."""

    when = RadioField(
        _l("When does the term end?"),
        [Filled()],
        choices=[(NOW, _l("Immediately")), (LATER, _l("At a later time"))],
        default=NOW,
    )
    day = DayField(_l("Date"))
    at = TimeField(_l("Time of day"), [Optional()], default=time(17, 0))

    def validate_day(self, field: DayField) -> None:
        """Require the day only if it is used."""
        if self.when.data == LATER and field.data is None and not field.errors:
            raise ValidationError("従事が終わる日を入力してください。")

    def moment(self) -> datetime | None:
        """Return the later time; None for now."""
        if self.when.data == NOW:
            return None
        return datetime.combine(self.day.data, self.at.data or time(17, 0), clock.TOKYO)


class ConfirmationForm(FlaskForm):  # type: ignore[misc]
    """The confirmation of a coordinator's naming; with the representative's paper where needed."""

    representative = LineField(_l("Representative of the coordinating body"), limit=200)
    document = FileField(
        _l("Copy of the signed consent of the representative"),
        description=_l("PDF, PNG or JPEG, up to 10 MB."),
    )

    def __init__(self, needs_paper: bool, **values: Any) -> None:
        super().__init__(**values)
        self.needs_paper = needs_paper

    def validate_document(self, field: FileField) -> None:
        """Require the paper where there is no coordinator yet."""
        if self.needs_paper and not (field.data and field.data.filename):
            raise ValidationError("ファイルを選んでください。")

    def validate_representative(self, field: LineField) -> None:
        """Require the name where there is no coordinator yet."""
        if self.needs_paper and not (field.data or "").strip():
            raise ValidationError("代表者氏名を入力してください。")

    def consent(self) -> Consent | None:
        """Return the representative's consent as the service expects it."""
        if not self.needs_paper:
            return None
        sent = self.document.data
        return Consent(self.representative.data or "", sent.filename, sent.read())


class PaperPledgeForm(FlaskForm):  # type: ignore[misc]
    """A pledge signed on paper."""

    pledged_on = DayField(_l("Date of signature"), [Filled()])
    version = LineField(
        _l("Version of the pledge text"), [Filled()], limit=20, default=PLEDGE_VERSION
    )
    document = FileField(
        _l("Copy of the signed pledge"), description=_l("PDF, PNG or JPEG, up to 10 MB.")
    )

    def validate_document(self, field: FileField) -> None:
        """Require a file."""
        if not field.data or not field.data.filename:
            raise ValidationError("ファイルを選んでください。")


def _named(account: Account) -> str:
    belongs = account.organisation.name if account.organisation else "所属団体なし"
    return f"{account.get_full_name()}（{belongs}・{account.username}）"
