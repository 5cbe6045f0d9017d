"""Search criteria for organisations, and notes on one."""

from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SearchField
from wtforms.validators import Length

from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import Standing
from app.services.roster.organisations import Wanted
from app.views.common.labels import label
from app.views.forms.common import fields
from app.views.forms.common.fields import ChoiceField, LinesField, choices_of
from app.views.forms.common.sent import FilterForm
from app.views.forms.common.validators import Filled

GONE = "gone"


def _any() -> tuple[str, str]:
    return ("", _("All"))


class OrganisationFilter(FilterForm):
    """A GET form: every result has a URL that can be shared."""

    q = SearchField(
        _l("Name, reading, telephone, person or address"),
        [Length(max=100)],
        description=_l("Enter a part of it. 株式会社, NPO法人 and hyphens can be omitted."),
    )
    standing = ChoiceField(
        _l("Membership type"), choices=lambda: [_any(), *choices_of(Standing, label)]
    )
    kind = ChoiceField(
        _l("Kind of organisation"), choices=lambda: [_any(), *choices_of(OrganisationKind, label)]
    )
    municipality = ChoiceField(
        _l("Municipality"), choices=lambda: [_any(), *fields.municipalities()[1:]]
    )
    field = ChoiceField(
        _l("Field of activity"), choices=lambda: [_any(), *fields.activity_fields()]
    )
    contact = ChoiceField(
        _l("Contact person"),
        choices=lambda: [_any(), (GONE, _("Account no longer in use"))],
    )

    def wanted(self) -> Wanted:
        """Return the search criteria. 400 for a value that is not offered."""
        if not self.validate():
            abort(400)
        return Wanted(
            text=(self.q.data or "").replace("\0", ""),
            standing=Standing(self.standing.data) if self.standing.data else None,
            kind=OrganisationKind(self.kind.data) if self.kind.data else None,
            municipality=self.municipality.data or "",
            activity_field=self.field.data or "",
            contact_gone=self.contact.data == GONE,
        )


class NoteForm(FlaskForm):  # type: ignore[misc]
    """A note visible to the secretariat only (事務局メモ)."""

    text = LinesField(_l("Note"), [Filled()], limit=2000)
