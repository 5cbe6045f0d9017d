"""Forms for the texts of the council: its rules, and summaries of its activity."""

from flask_babel import lazy_gettext as _l

from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import LineField, LinesField
from app.views.forms.common.validators import Filled
from app.views.forms.meeting.agenda import LONG, NewRegulationForm


class CouncilRulesForm(NewRegulationForm):
    """A version of the council's rules: name, articles, entry into force, and basis."""

    title = text = None  # type: ignore[assignment]
    basis = LineField(
        _l("How the council made the decision"),
        [Filled()],
        limit=280,
        description=_l("For example: decided at the council meeting of 1 April 2026."),
    )


class SummaryForm(EditForm):
    """A summary of the council's activity."""

    title = LineField(_l("Heading"), [Filled()], limit=200)
    text = LinesField(
        _l("Text"),
        [Filled()],
        limit=LONG,
        description=_l(
            "Write only numbers and main topics: nothing about a case and nothing that could identify a person."
        ),
    )
