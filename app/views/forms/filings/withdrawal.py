"""The withdrawal notice (退会届, 別紙3) and an executive member's release request."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, RadioField
from wtforms.validators import ValidationError

from app import clock
from app.rules.filings.leaving import lost_on
from app.views.forms.common.fields import DayField, LinesField
from app.views.forms.common.validators import Filled
from app.views.forms.filings.receipt import LONGEST_REASON, FilingForm, OnBehalf

ON_RECEIPT, NAMED = "receipt", "named"
LATEST_YEAR = 2100


def _when(default: str | None) -> RadioField:
    return RadioField(
        _l("Last day of membership"),
        [Filled()],
        choices=[
            (
                ON_RECEIPT,
                _l("Today: membership ends as soon as the secretariat receives this notice"),
            ),
            (NAMED, _l("The whole of a day that you name")),
        ],
        default=default,
    )


class WithdrawalForm(FilingForm):
    """Last day of membership, and an optional reason."""

    when = _when(ON_RECEIPT)
    last_day = DayField(_l("Specified last day"))
    reason = LinesField(_l("Reason"), limit=LONGEST_REASON)

    def validate_last_day(self, field: Field) -> None:
        """Require a day from the receipt on, only if one is named."""
        if self.when.data != NAMED:
            field.data = None
        elif field.data is None and not field.errors:
            raise ValidationError(_("Enter the last day on which you are a member."))
        elif field.data is not None and not self.received <= field.data < date(LATEST_YEAR, 1, 1):
            raise ValidationError(_("Enter the day of receipt or a later one."))

    @property
    def received(self) -> date:
        """The day on which the notice reaches the secretariat."""
        return clock.today()

    @property
    def named_on(self) -> date | None:
        """The day from which it is no member, if a last day is named."""
        named = self.when.data == NAMED and self.last_day.data
        return lost_on(self.last_day.data) if named else None

    def filing(self) -> dict[str, Any]:
        """Return the day from which it is no member, if named, and the reason."""
        return {"effective_on": self.named_on, "reason": self.reason.data or ""}


class PaperWithdrawalForm(OnBehalf, WithdrawalForm):
    """A notice received by other means, entered by the secretariat (代行入力).

    It takes effect at once, so the day is not preselected.
    """

    when = _when(None)

    @property
    def received(self) -> date:
        """The day on the receipt stamp."""
        day: date = self.received_on.data or clock.today()
        return day


class CheckedWithdrawalForm(PaperWithdrawalForm):
    """The same on the page that says what ends, with the scan of the paper, or why there is none."""

    scan = FileField(
        _l("Scan of the withdrawal notice"), description=_l("PDF, PNG, JPEG or text, up to 10 MB.")
    )
    no_scan = LinesField(_l("Why there is no scan"), limit=LONGEST_REASON)

    def filing(self) -> dict[str, Any]:
        """Return also the scan, if any, and why there is none."""
        sent = self.scan.data
        return super().filing() | {
            "scan": (sent.filename, sent.read()) if sent else None,
            "no_scan": self.no_scan.data or "",
        }


class ReleaseForm(FilingForm):
    """An executive member's release request, decided by the platform meeting (規約第9条第2号)."""

    reason = LinesField(_l("Reason"), limit=LONGEST_REASON)
    becomes_general = BooleanField(_l("We wish to remain as a general member."))

    def filing(self) -> dict[str, Any]:
        """Return the reason and the wish."""
        wish = bool(self.becomes_general.data)
        return {"reason": self.reason.data or "", "becomes_general": wish}


class PaperReleaseForm(OnBehalf, ReleaseForm):
    """A request received by other means, entered by the secretariat (代行入力)."""
