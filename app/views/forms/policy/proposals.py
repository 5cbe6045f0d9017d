"""Forms of proposals to the prefecture (政策提言): authors, handing over, answer, measure."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField

from app import clock
from app.rules.policy.advice import Outcome
from app.rules.policy.proposals import MeasureState, answer_due
from app.services.registers import owners
from app.views.common.labels import label
from app.views.forms.common.fields import ChoiceField, DayField, LineField, LinesField, choices_of
from app.views.forms.common.validators import Filled

LONG = 4000


class RecordForm(FlaskForm):  # type: ignore[misc]
    """Base: a form whose fields are the arguments of the service's verb."""

    def values(self) -> dict[str, Any]:
        """Return the values of a valid form; "" for a text that was not sent."""
        kept = [each for each in self if not isinstance(each, HiddenField)]
        return {
            each.short_name: each.data if isinstance(each, DayField) else each.data or ""
            for each in kept
        }


class AuthorForm(RecordForm):
    """A member that proposes, too."""

    organisation_id = ChoiceField(
        _l("Organisation"), [Filled()], choices=lambda: [("", _l("Select one")), *owners.offered()]
    )


class HandOverForm(RecordForm):
    """To whom a proposal was handed, when, and by when an answer is expected."""

    section = LineField(_l("Section of the prefecture"), [Filled()], limit=100)
    day = DayField(_l("Handed over on"), [Filled()], default=clock.today)
    due_on = DayField(
        _l("Answer expected by"),
        [Filled()],
        default=lambda: answer_due(clock.today()),
        description=_l("60 days unless you agreed on another day. You are reminded afterwards."),
    )
    number = LineField(
        _l("Document number"), limit=60, description=_l("If left empty, the next number is given.")
    )


class AnswerForm(RecordForm):
    """An answer of the prefecture."""

    outcome = ChoiceField(
        _l("Answer"),
        [Filled()],
        choices=lambda: [("", _l("Select one")), *choices_of(Outcome, label)],
    )
    reason = LinesField(_l("Reason"), limit=LONG)
    section = LineField(_l("Section in charge"), limit=100)
    day = DayField(_l("Answered on"), [Filled()], default=clock.today)
    due_on = DayField(
        _l("Next answer expected by"), description=_l("Only while it is being considered.")
    )


class MeasureForm(RecordForm):
    """What the prefecture does or did."""

    text = LinesField(
        _l("What is done"),
        [Filled()],
        limit=2000,
        description=_l("Also that nothing has changed: it is then asked again after a year."),
    )
    state = ChoiceField(
        _l("Status"),
        [Filled()],
        choices=lambda: [("", _l("Select one")), *choices_of(MeasureState, label)],
    )
    day = DayField(_l("As of"), [Filled()], default=clock.today)
