"""Forms for answers received by mail."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from app.models.meeting.agenda import AgendaItem
from app.rules.meeting.roll import STATABLE, Choice
from app.views.forms.common.fields import ChoiceField, LinesField
from app.views.forms.common.validators import Filled


class MailFileForm(FlaskForm):  # type: ignore[misc]
    """A mail saved as a file."""

    file = FileField(
        _l("E-mail file"),
        description=_l("An e-mail saved by your e-mail program (.eml), up to 10 MB."),
    )

    def validate_file(self, field: FileField) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError(_("Choose a file."))


class RefuseMailForm(FlaskForm):  # type: ignore[misc]
    """The reason why a mail is not a statement."""

    reason = LinesField(
        _l("Reason"),
        [Filled()],
        limit=1000,
        description=_l(
            "This text is sent to the member if the e-mail came from its registered address."
        ),
    )


class ConfirmMailForm(FlaskForm):  # type: ignore[misc]
    """The mail's statement on each item; `words` returns the choices."""

    note = LinesField(_l("Method of confirmation"), limit=1000)

    def words(self) -> dict[int, Choice]:
        """Return agenda item → the member's choice."""
        return {
            int(name.removeprefix("item_")): Choice(value)
            for name, value in self.data.items()
            if name.startswith("item_") and value
        }

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if valid and not self.words():
            self.form_errors.append(_("Vote for or against at least one resolution."))
            return False
        return valid


def confirm_form(items: Sequence[AgendaItem], read: dict[str, Any]) -> ConfirmMailForm:
    """Return the form for these resolutions. read: item → choice the software read, preselected."""
    fields = {
        f"item_{item.id}": ChoiceField(
            f"{item.label} {item.title}",
            choices=[("", _("no statement")), *((c.value, c.label) for c in STATABLE)],
            default=read.get(str(item.id), ""),
        )
        for item in items
    }
    form: ConfirmMailForm = type("ConfirmMailForm", (ConfirmMailForm,), fields)()
    return form
