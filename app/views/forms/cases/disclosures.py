"""Forms for a disclosure request."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.services.cases.disclosures import RequestDetails
from app.views.forms.common.edit import SealedEditForm
from app.views.forms.common.fields import DayField, LineField, LinesField
from app.views.forms.common.validators import Filled


class ReceiptForm(FlaskForm):  # type: ignore[misc]
    """The receipt of a request."""

    received_on = DayField(_l("Received on"), [Filled()])
    who = LineField(_l("Requester"), [Filled()], limit=200)
    identity = LineField(_l("Method of identity verification"), [Filled()], limit=200)
    scope = LinesField(_l("Requested content"), limit=1000)

    def asked(self) -> RequestDetails:
        """Return the request as the service expects it."""
        return RequestDetails(self.who.data, self.identity.data, self.scope.data or "")


class PieceForm(SealedEditForm):
    """A piece with its masking marks."""

    text = LinesField(
        _l("Text"),
        limit=100_000,
        description=_l(
            "Put [[ before and ]] after the text not to be disclosed. Do not change anything else."
        ),
    )


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """The reason of a decision; the button pressed determines the decision."""

    reason = LinesField(_l("Reason for non-disclosure"), limit=2000)


class TellingForm(FlaskForm):  # type: ignore[misc]
    """The day on which the decision was told."""

    told_on = DayField(_l("Decision told on"), [Filled()])
