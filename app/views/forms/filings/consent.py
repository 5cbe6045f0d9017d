"""The consent to serve (幹事団体加入内諾書) as a form."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.views.forms.common.fields import LinesField
from app.views.forms.common.validators import Filled
from app.views.forms.filings.receipt import FilingForm, OnBehalf
from app.views.forms.membership.profile import ProfileForm

STATEMENT = 2000


class ConsentForm(FilingForm):
    """The candidate's statement (規約第4条第1号)."""

    statement = LinesField(
        _l("Your role in the prefecture and planned participation"),
        [Filled()],
        limit=STATEMENT,
    )

    def filing(self) -> dict[str, Any]:
        """Return the statement."""
        return {"statement": self.statement.data}


class PaperConsentForm(OnBehalf, ConsentForm):
    """A consent received by other means, entered by the secretariat (代行入力)."""


class CandidateForm(OnBehalf, ProfileForm, ConsentForm):
    """A candidate that is not yet a member, with its consent."""

    def filing(self) -> dict[str, Any]:
        """Return the profile and the statement, with the receipt."""
        return {"values": self.values(), **super().filing()}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, required=("name", "kind"), **options)
