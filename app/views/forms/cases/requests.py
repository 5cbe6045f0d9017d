"""Forms for a request under 法第16条第3項, its answer, and emergency access."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length

from app.models.council.council import CouncilPerson
from app.rules.cases.requests import Cooperation, Request, RequestPurpose
from app.views.common.labels import label
from app.views.forms.cases.sharing import TEXT, named
from app.views.forms.common.edit import SealedEditForm
from app.views.forms.common.fields import ChoiceField, DayField, LineField, LinesField, choices_of
from app.views.forms.common.validators import Filled

LONGEST_ALIAS = 40
"""Maximum length in characters, more than any alias has."""


class RequestForm(SealedEditForm):
    """A request. bodies: current ones by id; persons: possible recipients, None if fixed."""

    person = ChoiceField(_l("Addressee"), [Filled()])
    cooperation = ChoiceField(_l("Requested co-operation"), [Filled()])
    what = LinesField(_l("Details of the request"), [Filled()], limit=TEXT)
    purpose = ChoiceField(_l("Purpose of the request"), [Filled()])
    asked_by = ChoiceField(_l("Requesting body"))
    reason = LinesField(_l("Reason it is needed"), [Filled()], limit=TEXT)
    due_on = DayField(_l("Answer by"), [Filled()])

    def __init__(
        self,
        bodies: Mapping[int, str],
        persons: Sequence[CouncilPerson] | None,
        **values: Any,
    ) -> None:
        super().__init__(**values)
        if persons is None:
            del self.person
        else:
            self.person.choices = named(persons)
        self.cooperation.choices = choices_of(Cooperation, label)
        self.purpose.choices = choices_of(RequestPurpose, label)
        self.asked_by.choices = [
            ("", _("None")),
            *((str(body_id), name) for body_id, name in bodies.items()),
        ]

    def request(self) -> Request:
        """Return the request for the service, which adds the recipient's body."""
        asked_by = self.asked_by.data
        return Request(
            Cooperation(self.cooperation.data),
            RequestPurpose(self.purpose.data),
            0,
            self.what.data or "",
            self.reason.data or "",
            self.due_on.data,
            int(asked_by) if asked_by else None,
        )


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """An answer to a request, or the reason for not complying."""

    text = LinesField(_l("Answer, or reason for not complying"), [Filled()], limit=TEXT)


class OfferAnswerForm(FlaskForm):  # type: ignore[misc]
    """A message that accompanies the answer to an offer."""

    text = LinesField(_l("Message to the offering person"), limit=TEXT)


class EmergencyForm(FlaskForm):  # type: ignore[misc]
    """The case's alias, a reason, and the code of the second factor if there is one."""

    term = ChoiceField(_l("Body represented"), [Filled()])
    case_alias = LineField(_l("Case alias"), [Filled()], limit=LONGEST_ALIAS)
    reason = LinesField(_l("Reason"), [Filled()], limit=TEXT)
    code = StringField(_l("Confirmation code"), [Length(max=40)])

    def __init__(self, terms: Sequence[CouncilPerson], **values: Any) -> None:
        only = {"term": str(terms[0].id)} if len(terms) == 1 else {}
        super().__init__(**(only | values))
        self.term.choices = [(str(each.id), each.body.name) for each in terms]


class ReviewForm(FlaskForm):  # type: ignore[misc]
    """The finding of the review of an emergency access."""

    justified = ChoiceField(
        _l("Was it justified?"),
        [Filled()],
        choices=[("yes", _l("Justified")), ("no", _l("Not justified"))],
    )
    note = LinesField(_l("Review findings"), [Filled()], limit=TEXT)
