"""The document number of a letter that awaits it."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from app.services.post.numbering import LIMIT
from app.views.forms.common.fields import LineField
from app.views.forms.common.validators import Filled


class NumberForm(FlaskForm):  # type: ignore[misc]
    """The number, and whether all letters of the same title get it."""

    number = LineField(
        _l("Document number"),
        [Filled()],
        limit=LIMIT,
        description=_l("With its sign, as in the register, for example 第202600012345号."),
    )
    to_all = BooleanField(_l("Give it to all letters with this title that await a number"))
