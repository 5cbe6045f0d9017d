"""The form of a municipality's answer to an offer."""

from flask_babel import lazy_gettext as _l

from app.rules.policy.offers import OfferAnswer
from app.views.common.labels import label
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import ChoiceField, LinesField, choices_of
from app.views.forms.common.validators import Filled


class OfferAnswerForm(EditForm):
    """Whether the municipality takes the offer up, and what it says."""

    answer = ChoiceField(
        _l("Answer"),
        [Filled()],
        choices=lambda: [("", _l("Select one")), *choices_of(OfferAnswer, label)],
    )
    answer_text = LinesField(_l("Explanation"), limit=1000)
