"""A task that results from a discussion."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import Optional

from app.models.meeting.agenda import AgendaItem
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import ChoiceField, DayField, LineField, LinesField
from app.views.forms.common.validators import Filled


class TaskForm(EditForm):
    """Task, person in charge and deadline."""

    text = LinesField(_l("Task description"), [Filled()], limit=2000)
    who = LineField(_l("Person responsible"), [Filled()], limit=200)
    due_on = DayField(_l("Due date"), [Optional()])


class NewTaskForm(TaskForm):
    """A new task, with the item from which it results."""

    item = ChoiceField(_l("Agenda item"), [Filled()])

    def __init__(self, items: Sequence[AgendaItem], **values: Any) -> None:
        super().__init__(**values)
        self.item.choices = [
            ("", _l("Select one")),
            *(
                (str(each.id), f"{each.meeting.full_title}　{each.label}　{each.title}")
                for each in items
            ),
        ]


class DoneForm(FlaskForm):  # type: ignore[misc]
    """How the task was done."""

    note = LineField(_l("How it was completed"), limit=500)
