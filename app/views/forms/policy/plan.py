"""Forms of the plan (企画・検証): the figure of a result, and the meeting that a paper is put to."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.services.policy import meeting_papers, plan
from app.views.common.base import viewer
from app.views.common.labels import label
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import ChoiceField, LinesField
from app.views.forms.common.validators import Filled


class FigureForm(EditForm):
    """The figure from which an activity's result is taken."""

    figure = ChoiceField(
        _l("Figure"),
        choices=lambda: [("", _l("None: the result is typed")), *plan.offered()],
        description=_l(
            "Its number of the activity's fiscal year is taken now, and again at a button."
        ),
    )


class MeetingPaperForm(FlaskForm):  # type: ignore[misc]
    """The meeting that a paper is put to, and as what."""

    meeting = ChoiceField(_l("Platform meeting"), [Filled()])
    kind = ChoiceField(
        _l("Kind of item"),
        [Filled()],
        choices=lambda: [(kind.value, label(kind)) for kind in meeting_papers.KINDS],
    )
    text = LinesField(_l("Explanation"), limit=8000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        planned = [(str(pk), title) for pk, title in meeting_papers.planned(viewer())]
        self.meeting.choices = [("", _l("Select one")), *planned]
