"""The two texts of a meeting's minutes."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField

from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import LinesField
from app.views.forms.common.validators import Filled

LONGEST = 100_000


class MinutesForm(EditForm):
    """The full text and the public one, and the stamp of the version edited."""

    text = LinesField(
        _l("Full text"),
        [Filled()],
        limit=LONGEST,
        description=_l("Executive members can read it once it is confirmed."),
    )
    public_text = LinesField(
        _l("Public version"),
        [Filled()],
        limit=LONGEST,
        description=_l("Personal names are masked. Check that no person can be identified."),
    )
    seen = HiddenField()


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """The stamp of the texts to be confirmed, and that the masked passages were looked at."""

    seen = HiddenField()
    looked = BooleanField(_l("I have looked at every masked passage, and each may be masked."))
