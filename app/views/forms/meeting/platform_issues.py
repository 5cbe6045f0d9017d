"""What becomes of an issue on the platform's side (課題)."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.models.meeting.meeting import Meeting
from app.models.meeting.platform_issue import IssueUse
from app.views.common.labels import label
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import ChoiceField, LineField, choices_of
from app.views.forms.common.validators import Filled


class UseForm(EditForm):
    """The use made of an issue."""

    use = ChoiceField(_l("Use of the issue"), [Filled()])
    note = LineField(_l("Note"), limit=500)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        others = (use for use in IssueUse if use is not IssueUse.AGENDA)
        self.use.choices = choices_of(others, label)


class AgendaForm(FlaskForm):  # type: ignore[misc]
    """The meeting whose agenda is to include an issue."""

    meeting = ChoiceField(_l("Meeting"), [Filled()])

    def __init__(self, meetings: Sequence[Meeting], **values: Any) -> None:
        super().__init__(**values)
        self.meeting.choices = [(str(each.id), each.title) for each in meetings]
