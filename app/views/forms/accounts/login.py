"""Forms of the log-in: name and password, code, new password."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, Length

from app.views.forms.common.validators import Filled

LONG = 512
"""Longer than any valid password: the service checks the actual length."""


class LoginForm(FlaskForm):  # type: ignore[misc]
    """Log-in name and password."""

    username = StringField(_l("Login name or e-mail address"), [Filled(), Length(max=320)])
    password = PasswordField(_l("Password"), [Filled(), Length(max=LONG)])
    next = HiddenField()


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The code of the second factor."""

    code = StringField(_l("Confirmation code"), [Filled(), Length(max=40)])


class ForgottenForm(FlaskForm):  # type: ignore[misc]
    """The account whose password is forgotten."""

    username = StringField(_l("Login name or e-mail address"), [Filled(), Length(max=320)])


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password, twice."""

    password = PasswordField(
        _l("New password"),
        [Filled(), Length(max=LONG)],
        description=_l("At least 12 characters. A sequence of several words is easy to remember."),
    )
    again = PasswordField(
        _l("New password (again)"), [Filled(), EqualTo("password"), Length(max=LONG)]
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password, with the current one."""

    old = PasswordField(_l("Current password"), [Filled(), Length(max=LONG)])


class ReauthenticationForm(FlaskForm):  # type: ignore[misc]
    """Password or code again. The field names must differ from those of the form around it."""

    reauth_password = PasswordField(_l("Password"), [Length(max=LONG)])
    reauth_code = StringField(_l("Confirmation code"), [Length(max=40)])


def add_error(form: Any, field: str, message: str) -> None:
    """Show a service's error message at the field."""
    found = form[field]
    found.errors = [*found.errors, message]
