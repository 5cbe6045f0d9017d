"""Forms for an issue sheet: content, answers to its scan, and its check."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.models.council.council import CouncilPerson
from app.rules.cases.deidentify import ChecklistPoint, Finding
from app.services.cases.issue_sheets import LONGEST_TITLE, Sheet
from app.services.cases.issue_withdrawals import LONGEST_REASON
from app.views.common.labels import label
from app.views.forms.common.edit import SealedEditForm
from app.views.forms.common.fields import (
    ChoiceField,
    ChoicesField,
    LineField,
    LinesField,
    choices_of,
)
from app.views.forms.common.validators import Filled

ANSWER = "answer-"
LONGEST_ANSWER = 300


class SheetForm(SealedEditForm):
    """The sheet itself, with the points to be confirmed by hand."""

    title = LineField(_l("Title of the issue"), [Filled()], limit=LONGEST_TITLE)
    text = LinesField(
        _l("Issue"),
        [Filled()],
        limit=4000,
        description=_l(
            "Describe what is missing or what causes difficulty without making anybody identifiable."
        ),
    )
    checks = ChoicesField(_l("Checked manually"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.checks.choices = choices_of(ChecklistPoint, label)

    def sheet(self, answers: Mapping[str, str]) -> Sheet:
        """Return the sheet as the service expects it."""
        ticks = tuple(self.checks.data or ())
        return Sheet(self.title.data, self.text.data, ticks, answers)


class NewSheetForm(SheetForm):
    """A new sheet and its checker."""

    person = ChoiceField(_l("Checker"), [Filled()])

    def __init__(self, people: Sequence[CouncilPerson], **values: Any) -> None:
        super().__init__(**values)
        self.person.choices = _choices(people)


class CheckerForm(FlaskForm):  # type: ignore[misc]
    """A replacement for the checker of a sheet."""

    person = ChoiceField(_l("Checker"), [Filled()])

    def __init__(self, people: Sequence[CouncilPerson], **values: Any) -> None:
        super().__init__(**values)
        self.person.choices = _choices(people)


def _choices(people: Sequence[CouncilPerson]) -> list[tuple[str, Any]]:
    named = [
        (str(each.id), f"{each.account.get_full_name()}（{each.body.name}）") for each in people
    ]
    return [("", _l("Select one")), *named]


def answers_sent(findings: Sequence[Finding]) -> dict[str, str]:
    """Return the answers to the findings shown on the page, by their keys.

    The fields are numbered: their names must not bring words of the case into any log.
    """
    return {
        finding.key: request.form.get(f"{ANSWER}{number}", "")[:LONGEST_ANSWER]
        for number, finding in enumerate(findings)
        if request.form.get(f"{ANSWER}{number}-of") == finding.key
    }


class RejectForm(FlaskForm):  # type: ignore[misc]
    """The reason for returning a sheet to its author."""

    note = LinesField(_l("Changes requested"), [Filled()], limit=1000)


class WithdrawalForm(FlaskForm):  # type: ignore[misc]
    """The reason for withdrawing a released issue."""

    reason = LinesField(
        _l("Reason"),
        [Filled()],
        limit=LONGEST_REASON,
        description=_l(
            "Say why it may point to a person without repeating the words that do: the secretariat reads it in the register of incidents."
        ),
    )
