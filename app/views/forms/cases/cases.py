"""Forms for a case as a whole."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms.validators import Optional

from app.models.council.council import CouncilPerson
from app.rules.cases.access import Urgency
from app.views.common.labels import label
from app.views.forms.common.edit import SealedEditForm
from app.views.forms.common.fields import ChoiceField, DayField, LineField, LinesField, choices_of
from app.views.forms.common.validators import Filled


class BeginForm(FlaskForm):  # type: ignore[misc]
    """The body that takes a case in, and its urgency. terms: the viewer's own terms."""

    term = ChoiceField(_l("Body receiving the case"), [Filled()])
    urgency = ChoiceField(_l("Urgency"), [Filled()])

    def __init__(self, terms: Sequence[CouncilPerson], **values: Any) -> None:
        only = {"term": str(terms[0].id)} if len(terms) == 1 else {}
        super().__init__(**only, **values)
        self.term.choices = [(str(each.id), each.body.name) for each in terms]
        self.urgency.choices = choices_of(Urgency, label)


class FindForm(FlaskForm):  # type: ignore[misc]
    """What one looks for in one's own cases."""

    words = LineField(_l("Alias, own name or lead body"), limit=100)


class NameForm(SealedEditForm):
    """The viewer's own name for a case."""

    name = LineField(
        _l("Your own name for the case"),
        [Optional()],
        limit=40,
        description=_l(
            "Nobody else sees it. Choose a word by which you recognise the case, not the name of the person."
        ),
    )


class ReviseForm(SealedEditForm):
    """The urgency of a case, and its review date."""

    urgency = ChoiceField(_l("Urgency"), [Filled()])
    review_on = DayField(_l("Review date"), [Optional()])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.urgency.choices = choices_of(Urgency, label)

    def chosen(self) -> dict[str, Any]:
        """Return the input as the service for case handling expects it."""
        return {"urgency": Urgency(self.urgency.data), "review_on": self.review_on.data}


class AttachmentForm(FlaskForm):  # type: ignore[misc]
    """A document for a section of a case."""

    document = FileField(
        _l("Document"),
        [FileRequired()],
        description=_l("PDF, PNG, JPEG, text, Word or Excel (without macros), up to 10 MB."),
    )


class StrikeForm(FlaskForm):  # type: ignore[misc]
    """The reason for striking out a document."""

    reason = LinesField(_l("Reason"), [Filled()], limit=1000)


class ReasonForm(SealedEditForm):
    """The reason for keeping a case longer."""

    reason = LinesField(_l("Reason"), [Filled()], limit=1000)


class ReviewForm(FlaskForm):  # type: ignore[misc]
    """The finding of the monthly access review."""

    note = LinesField(
        _l("Review findings"),
        [Filled()],
        limit=2000,
        description=_l(
            "State whether each access had a reason, and what is to be done about any that did not."
        ),
    )
