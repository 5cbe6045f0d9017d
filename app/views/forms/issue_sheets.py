"""What is written on an issue sheet, answered to its scan, and said by its checker."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from app.models.council import CouncilPerson
from app.rules.deidentify import Check, Finding
from app.services.issue_sheets import LONGEST_TITLE, Sheet
from app.views.forms.fields import ChoiceField, ChoicesField, LineField, LinesField, labelled
from app.views.forms.validators import Filled
from app.views.labels import label

ANSWER = "answer-"
LONGEST_ANSWER = 300


class SheetForm(FlaskForm):  # type: ignore[misc]
    """The sheet itself, with the points that are confirmed by hand."""

    title = LineField(_l("Title of the issue"), [Filled()], limit=LONGEST_TITLE)
    text = LinesField(
        _l("Issue"),
        [Filled()],
        limit=4000,
        description=_l("What is lacking or in the way, told without anybody to be recognised."),
    )
    checks = ChoicesField(_l("Confirmed by hand"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.checks.choices = labelled(Check, label)

    def sheet(self, answers: Mapping[str, str]) -> Sheet:
        """As services/issue_sheets.py takes it."""
        ticks = tuple(self.checks.data or ())
        return Sheet(self.title.data, self.text.data, ticks, answers)


class NewSheetForm(SheetForm):
    """A new sheet, and who checks it."""

    person = ChoiceField(_l("Who checks it"), [InputRequired()])

    def __init__(self, people: Sequence[CouncilPerson], **values: Any) -> None:
        super().__init__(**values)
        self.person.choices = _choices(people)


class CheckerForm(FlaskForm):  # type: ignore[misc]
    """Who checks a sheet in the place of somebody else."""

    person = ChoiceField(_l("Who checks it"), [InputRequired()])

    def __init__(self, people: Sequence[CouncilPerson], **values: Any) -> None:
        super().__init__(**values)
        self.person.choices = _choices(people)


def _choices(people: Sequence[CouncilPerson]) -> list[tuple[str, Any]]:
    named = [
        (str(each.id), f"{each.account.get_full_name()}（{each.body.name}）") for each in people
    ]
    return [("", _l("Please choose")), *named]


def answers_sent(findings: Sequence[Finding]) -> dict[str, str]:
    """What was answered to the findings that the page showed, by their keys.

    The fields are numbered: their names must not carry words of the case into anything that logs them.
    """
    return {
        finding.key: request.form.get(f"{ANSWER}{number}", "")[:LONGEST_ANSWER]
        for number, finding in enumerate(findings)
        if request.form.get(f"{ANSWER}{number}-of") == finding.key
    }


class RejectForm(FlaskForm):  # type: ignore[misc]
    """Why a sheet goes back to its writer."""

    note = LinesField(_l("What is to be changed"), [Filled()], limit=1000)
