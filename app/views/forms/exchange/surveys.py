"""The form of a survey, made from its questions."""

from collections.abc import Sequence
from secrets import token_urlsafe
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import Field, HiddenField, StringField
from wtforms.validators import ValidationError

from app.rules.exchange.survey_questions import Question, QuestionKind
from app.views.forms.common.fields import ChoiceField, ChoicesField, LinesField
from app.views.forms.common.validators import Filled


class SurveyForm(FlaskForm):  # type: ignore[misc]
    """Base: `survey_form` adds the questions."""

    asked: Sequence[Question] = ()
    survey = ""
    ticket = HiddenField(_l("Answer"))
    """Signed for this survey when the form was opened."""
    nickname = StringField(_l("Leave this empty"))
    """Honeypot: visible to programs only, which fill in every field."""

    def validate_nickname(self, field: Field) -> None:
        """Reject honeypot input with a message, in case a person filled it in."""
        if field.data:
            raise ValidationError(_("Leave this field empty. Clear it and submit again."))

    def validate_ticket(self, field: Field) -> None:
        """Refuse a form that was not opened here."""
        try:
            _signer(self.survey).loads(field.data or "")
        except BadSignature as error:
            raise ValidationError(_("Open this page again and answer there.")) from error

    def number(self) -> str:
        """Return what tells the opened form from others."""
        return str(_signer(self.survey).loads(self.ticket.data or ""))

    @property
    def fields(self) -> list[Field]:
        """The questions' fields, in order."""
        return [self[f"q{at}"] for at, _question in enumerate(self.asked)]

    def answers(self) -> list[Any]:
        """Return the answers of a valid form, by question."""
        return [field.data or None for field in self.fields]


def survey_form(survey: str, asked: Sequence[Question]) -> type[SurveyForm]:
    """Return the form for these questions. survey: the public identifier."""
    ticket = HiddenField(_l("Answer"), default=lambda: _signer(survey).dumps(token_urlsafe(16)))
    made: dict[str, Any] = {"asked": asked, "survey": survey, "ticket": ticket}
    for at, question in enumerate(asked):
        made[f"q{at}"] = _field(question)
    return type("AnswerForm", (SurveyForm,), made)


def _signer(survey: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"survey:{survey}")


def _field(question: Question) -> Field:
    validators = [Filled()] if question.required else []
    if question.kind is QuestionKind.TEXT:
        return LinesField(question.text, validators, limit=1000)
    offered = [(choice, choice) for choice in question.choices]
    if question.kind is QuestionKind.SEVERAL:
        return ChoicesField(question.text, validators, choices=offered)
    hint = _("1 is the least, 5 the most.") if question.kind is QuestionKind.SCALE else ""
    offered.insert(0, ("", _("Select one")))
    return ChoiceField(question.text, validators, choices=offered, description=hint)
