"""Forms for accounts: one's own, a colleague's, and managed ones."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, ValidationError

from app.rules.common.identifiers import MAX_EMAIL
from app.security.viewer import Role
from app.services.accounts.invitations import Invitee
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import ChoicesField, DayField, LineField, MailField
from app.views.forms.common.validators import Filled

ROLE_LABELS = {
    Role.SECRETARIAT: _l("Secretariat"),
    Role.COUNCIL: _l("Regional council"),
    Role.ADMINISTRATOR: _l("System administrator"),
    Role.EXECUTIVE: _l("Executive member"),
    Role.GENERAL: _l("General member"),
}
GIVEN = (Role.SECRETARIAT, Role.ADMINISTRATOR)
"""Roles assigned by name; the others follow from the organisation and the council's register."""
AT_ONCE, ON_A_DAY = "taken_up", "day"


class NameForm(FlaskForm):  # type: ignore[misc]
    """Name and position."""

    family_name = LineField(_l("Family name"), [Filled()], limit=64)
    given_name = LineField(_l("Given name"), limit=64)
    position = LineField(
        _l("Department and position"),
        limit=100,
        description=_l("For example: general affairs, deputy manager."),
    )


class ProfileForm(EditForm, NameForm):
    """One's own name, position and language."""

    locale = SelectField(_l("Display language"), choices=[("ja_JP", "日本語"), ("en", "English")])


class EmailForm(FlaskForm):  # type: ignore[misc]
    """A new mail address."""

    email = MailField(_l("New e-mail address"), [Filled()], limit=MAX_EMAIL)


class InviteForm(NameForm):
    """The person to be invited."""

    email = MailField(
        _l("E-mail address"),
        [Filled()],
        limit=MAX_EMAIL,
        description=_l("The invitation is sent to this address. It is also the login name."),
    )

    def invitee(self) -> Invitee:
        """Return the invited person."""
        return Invitee(
            self.email.data,
            self.family_name.data,
            self.given_name.data or "",
            self.position.data or "",
        )


class StaffInviteForm(InviteForm):
    """Invitation for any organisation and, by administrators, with roles."""

    organisation = LineField(
        _l("Organisation"),
        limit=220,
        description=_l(
            "Enter the name as shown on the roster. Leave it empty for staff who do not belong to a member organisation."
        ),
    )
    roles = ChoicesField(
        _l("Roles"),
        choices=[(role.value, ROLE_LABELS[role]) for role in GIVEN],
        description=_l("The right to act as a member depends on the organisation."),
    )

    def chosen_roles(self) -> list[Role]:
        """Return the ticked roles."""
        return [Role(value) for value in self.roles.data or ()]


class AccountForm(EditForm, NameForm):
    """A managed account."""

    organisation = LineField(
        _l("Organisation"), limit=220, description=_l("Enter the name as shown on the roster.")
    )


class RolesForm(EditForm):
    """The roles assigned by name."""

    roles = ChoicesField(_l("Roles"), choices=[(role.value, ROLE_LABELS[role]) for role in GIVEN])


class HandOverForm(InviteForm):
    """The successor, and the end of the predecessor's access."""

    when = RadioField(
        _l("Predecessor's login period"),
        choices=[
            (AT_ONCE, _l("Until the successor has set a password")),
            (ON_A_DAY, _l("Until a specified day (inclusive)")),
        ],
        default=AT_ONCE,
    )
    last_day = DayField(_l("Last day of access"))
    becomes_contact = BooleanField(
        _l("The successor also becomes the contact person for letters to the organisation."),
        description=_l(
            "Decisions, meeting notices and questions go to the contact person. Report a new telephone number with a change notice."
        ),
    )

    def validate_last_day(self, field: Any) -> None:
        """Require the day only if it is used."""
        if self.when.data == ON_A_DAY and field.data is None and not field.errors:
            raise ValidationError("最終日を入力してください。")

    def chosen_last_day(self) -> date | None:
        """Return the predecessor's last day, if set."""
        day: date | None = self.last_day.data if self.when.data == ON_A_DAY else None
        return day
