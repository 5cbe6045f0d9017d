"""The consent to serve (幹事団体加入内諾書) as a form."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from app.views.forms.common.fields import LinesField
from app.views.forms.common.validators import Filled
from app.views.forms.filings.change_notice import OnBehalf
from app.views.forms.membership.profile import ProfileForm

STATEMENT = 2000


def _statement() -> LinesField:
    return LinesField(
        _l("Your role in the prefecture and planned participation"),
        [Filled()],
        limit=STATEMENT,
    )


class ConsentForm(FlaskForm):  # type: ignore[misc]
    """The candidate's statement (規約第4条第1号)."""

    statement = _statement()


class PaperConsentForm(OnBehalf, ConsentForm):
    """A consent received by other means, entered by the secretariat (代行入力)."""


class CandidateForm(OnBehalf, ProfileForm):
    """A candidate that is not yet a member, with its consent."""

    statement = _statement()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, required=("name", "kind"), **options)
