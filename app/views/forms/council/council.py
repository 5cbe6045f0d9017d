"""Forms for the regional council and its bodies."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import ValidationError

from app.models.council.council import ConstituentBody
from app.models.membership.organisation import Organisation
from app.rules.council.council import BodyKind
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import ChoiceField, DayField, LineField
from app.views.forms.common.validators import Filled


class CouncilForm(EditForm):
    """The council's name and day of establishment."""

    name = LineField(_l("Name of the council"), [Filled()], limit=200)
    established_on = DayField(_l("Date of establishment"), [Filled()])

    def values(self) -> dict[str, Any]:
        """Return the values as the service for the council expects them."""
        return {"name": self.name.data, "established_on": self.established_on.data}


class BodyForm(FlaskForm):  # type: ignore[misc]
    """A new body: an executive member, a person by name, or all executive members."""

    begins_on = DayField(_l("Member from"), [Filled()])
    organisation = ChoiceField(_l("Executive member"))
    name = LineField(
        _l("Personal name"),
        limit=200,
        description=_l("Only if an individual belongs to the council."),
    )

    def __init__(self, candidates: Iterable[Organisation], **values: Any) -> None:
        super().__init__(**values)
        self.organisation.choices = [("", _l("Select one"))]
        self.organisation.choices += [(str(each.id), each.name) for each in candidates]

    def validate_name(self, field: LineField) -> None:
        """Reject an executive member and a name together."""
        if self.organisation.data and field.data:
            raise ValidationError("幹事団体と個人の氏名は、どちらか一方だけを入力してください。")

    def values(self) -> dict[str, Any]:
        """Return the values as the service for the council expects them."""
        chosen = self.organisation.data
        return {
            "begins_on": self.begins_on.data,
            "organisation_id": int(chosen) if chosen else None,
            "name": self.name.data or "",
        }


class LastDayForm(FlaskForm):  # type: ignore[misc]
    """The last day of a body in the council."""

    last_day = DayField(
        _l("Member until"),
        [Filled()],
        description=_l(
            "From the next day on, the body's persons can no longer see anything of the council."
        ),
    )


class CoordinatingBodyForm(EditForm):
    """The coordinating body, or none."""

    body = ChoiceField(_l("Coordinating body"))

    def __init__(self, bodies: Iterable[ConstituentBody], **values: Any) -> None:
        super().__init__(**values)
        self.body.choices = [("", _l("None designated"))]
        self.body.choices += [
            (str(body.id), body.name) for body in bodies if body.kind is BodyKind.ORGANISATION
        ]

    def chosen(self) -> int | None:
        """Return the body's id."""
        return int(self.body.data) if self.body.data else None
