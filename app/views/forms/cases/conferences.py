"""Forms for case conferences. Their content is never kept in a session."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, TimeField

from app import clock
from app.models.cases.conference import Conference
from app.models.council.council import ConstituentBody, CouncilPerson
from app.security import vault
from app.views.forms.cases.records import near_first
from app.views.forms.common.edit import SealedEditForm
from app.views.forms.common.fields import ChoiceField, ChoicesField, DayField, LineField, LinesField
from app.views.forms.common.validators import Filled

LONG = 20_000
PARTS = 5
"""Number of tasks entered at once; further ones are written in the support plan."""


def person_choices(persons: Sequence[CouncilPerson]) -> list[tuple[str, str]]:
    """Return persons as choices, each with the body they serve for."""
    return [
        (str(each.id), f"{each.account.get_full_name()}（{each.body.name}）") for each in persons
    ]


class ConferenceForm(SealedEditForm):
    """Time, place, agenda and members."""

    day = DayField(_l("Date"), [Filled()])
    at = TimeField(_l("Time of day"), [Filled()])
    place = LineField(_l("Venue"), [Filled()], limit=200)
    agenda = LinesField(_l("Agenda"), [Filled()], limit=LONG)
    members = ChoicesField(
        _l("Members of the conference"),
        [Filled()],
        description=_l("Choose from participants who can read this case's conferences."),
    )

    def __init__(self, persons: Sequence[CouncilPerson], **values: Any) -> None:
        super().__init__(**values)
        self.members.choices = person_choices(persons)

    def values(self) -> dict[str, Any]:
        """Return the values as the service for conferences expects them."""
        return {
            "begins_at": datetime.combine(self.day.data, self.at.data, tzinfo=clock.TOKYO),
            "place": self.place.data,
            "agenda": self.agenda.data,
            "members": [int(each) for each in self.members.data],
        }


def planned(conference: Conference, members: Sequence[int]) -> dict[str, Any]:
    """Return a conference as data of ConferenceForm."""
    begins = clock.local(conference.begins_at)
    return {
        "day": begins.date(),
        "at": begins.time(),
        "members": [str(each) for each in members],
        **vault.unseal(conference, "content"),
    }


class PartForm(Form):  # type: ignore[misc]
    """A task: body, content and deadline, either complete or empty."""

    body = ChoiceField(_l("Body"), default="")
    what = LineField(_l("Assigned task"), limit=500)
    by_when = DayField(_l("Due date"))

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        fields = (self.body, self.what, self.by_when)
        if valid and any(field.data for field in fields):
            for field in fields:
                if not field.data:
                    field.errors = [
                        _("Enter a value, or leave all fields of this assignment empty.")
                    ]
                    valid = False
        return valid


class HoldForm(FlaskForm):  # type: ignore[misc]
    """Attendance and decisions. there: the bodies that take part in the case."""

    attended = ChoicesField(_l("Members present"), [Filled()])
    lead_body = ChoiceField(_l("Lead body decided on"))
    decisions = LinesField(_l("Decisions made"), [Filled()], limit=LONG)
    parts = FieldList(FormField(PartForm), min_entries=PARTS, max_entries=PARTS)
    next_on = DayField(_l("Next conference"))

    def __init__(
        self,
        persons: Sequence[CouncilPerson],
        bodies: Sequence[ConstituentBody],
        there: Collection[int],
        **values: Any,
    ) -> None:
        super().__init__(**values)
        self.attended.choices = person_choices(persons)
        named = near_first({body.id: body.name for body in bodies}, there)
        choices = [("", _("Select one")), *((str(each), name) for each, name in named.items())]
        self.lead_body.choices = [("", _("Leave unchanged")), *choices[1:]]
        for part in self.parts:
            part.form.body.choices = choices

    def values(self) -> dict[str, Any]:
        """Return the values as `hold` of the service for conferences expects them."""
        lead = self.lead_body.data
        return {
            "attended": [int(each) for each in self.attended.data],
            "lead_body_id": int(lead) if lead else None,
            "decisions": self.decisions.data,
            "next_on": self.next_on.data,
            "parts": [
                {
                    "body": int(part.form.body.data),
                    "what": part.form.what.data,
                    "by_when": part.form.by_when.data.isoformat(),
                }
                for part in self.parts
                if part.form.what.data
            ],
        }


class MinutesForm(SealedEditForm):
    """The minutes of a conference."""

    text = LinesField(_l("Minutes"), [Filled()], limit=LONG)


class PaperForm(SealedEditForm):
    """A paper of a conference."""

    title = LineField(_l("Title of the paper"), [Filled()], limit=200)
    text = LinesField(_l("Text of the paper"), [Filled()], limit=LONG)
