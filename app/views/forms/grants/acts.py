"""The short forms of a grant: decisions of the secretariat, withdrawal, claim, inspection, payment."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import NumberRange, Optional, Regexp

from app import clock
from app.rules.grants.payments import AccountKind
from app.views.common.labels import label
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import (
    ChoiceField,
    ChoicesField,
    CountField,
    DayField,
    KanaField,
    LineField,
    LinesField,
    choices_of,
)
from app.views.forms.common.validators import Filled


class ActForm(FlaskForm):  # type: ignore[misc]
    """A decision: what of it is entered depends on the decision."""

    amount = CountField(_l("Amount"), [Optional(), NumberRange(0)])
    reason = LinesField(_l("Reason or conditions (stated in the letter)"), limit=1000)
    until = DayField(_l("To be paid back until"))


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why a paper or a proposal is sent back, or a grant withdrawn."""

    reason = LinesField(_l("Reason"), [Filled()], limit=1000)


class InspectionForm(EditForm):
    """The inspection of a report: receipts left out, and the result."""

    struck = ChoicesField(_l("Receipts left out of the eligible costs"))
    note = LinesField(_l("Result of the inspection"), [Filled()], limit=1000)

    def places(self) -> list[int]:
        """Return the places of the receipts left out."""
        return [int(each) for each in self.struck.data or ()]


class DayForm(FlaskForm):  # type: ignore[misc]
    """The day on which money was paid."""

    day = DayField(_l("Paid on"), [Filled()], default=clock.today)


class ClaimForm(EditForm):
    """The claim: the bank account, and of an advance the amount."""

    amount = CountField(_l("Amount claimed in advance"), [Optional(), NumberRange(1)])
    bank = LineField(_l("Bank"), [Filled()], limit=60)
    branch = LineField(_l("Branch"), [Filled()], limit=60)
    account_kind = ChoiceField(
        _l("Kind of account"),
        [Filled()],
        choices=lambda: [("", _("Select one")), *choices_of(AccountKind, label)],
    )
    account_number = LineField(
        _l("Number of the bank account"),
        [Filled(), Regexp("^[0-9]{1,8}$", message=_l("Enter up to eight digits."))],
        limit=10,
    )
    account_holder = KanaField(_l("Account holder (in katakana)"), [Filled()], limit=60)

    def values(self) -> dict[str, Any]:
        """Return the bank account."""
        kind = AccountKind(self.account_kind.data).label
        keys = ("bank", "branch", "account_number", "account_holder")
        return {**{key: self[key].data for key in keys}, "account_kind": kind}


def stored_bank(grant: Any) -> dict[str, Any]:
    """Return the account as the form is filled from it."""
    kinds = {each.label: each.value for each in AccountKind}
    keys = ("bank", "branch", "account_number", "account_holder")
    return {
        **{key: getattr(grant, key) for key in keys},
        "account_kind": kinds.get(grant.account_kind, ""),
    }
