"""Forms for an expulsion file, for the secretariat and the member."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField

from app.rules.filings.leaving import GROUND_ARTICLES
from app.rules.membership.membership import ON_BEHALF, ExpulsionGround
from app.views.common.labels import label
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import ChoiceField, DayField, LinesField
from app.views.forms.common.validators import Filled

LONG = 4000


class FileForm(EditForm):
    """Ground and facts."""

    ground = ChoiceField(_l("Ground"), [Filled()])
    facts = LinesField(
        _l("Facts"),
        [Filled()],
        limit=LONG,
        description=_l(
            "State what happened, when, and how the secretariat knows. This text is sent to the member."
        ),
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.ground.choices = [
            (ground.value, f"{label(ground)}（{GROUND_ARTICLES[ground]}）")
            for ground in ExpulsionGround
        ]


class EvidenceForm(FlaskForm):  # type: ignore[misc]
    """One piece of evidence."""

    description = LinesField(_l("What the evidence shows"), [Filled()], limit=LONG)
    document = FileField(
        _l("Document"), description=_l("PDF, PNG, JPEG or text, up to 10 MB. Optional.")
    )


class HearingForm(FlaskForm):  # type: ignore[misc]
    """The deadline for the member's statement."""

    until = DayField(_l("Deadline for the statement"), [Filled()])


class StatementForm(FlaskForm):  # type: ignore[misc]
    """The member's statement."""

    text = LinesField(_l("Statement"), [Filled()], limit=LONG)


class RecordedStatementForm(StatementForm):
    """A statement received by other means than this site."""

    received_by = ChoiceField(_l("Received via"), [Filled()])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.received_by.choices = [(way.value, label(way)) for way in ON_BEHALF]


class DropForm(FlaskForm):  # type: ignore[misc]
    """The reason for closing the file without a vote."""

    reason = LinesField(
        _l("Reason for discontinuing"),
        [Filled()],
        limit=2000,
        description=_l(
            "If the member has been notified of the proceedings, this text is sent to it too."
        ),
    )
