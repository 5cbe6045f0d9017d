"""Search criteria for the roster."""

from flask import abort
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import DateField, SearchField, SelectField
from wtforms.validators import Length, Optional

from app import clock
from app.extensions import db
from app.models.common.master import ActivityField, Municipality
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import MemberKind
from app.services.roster.roster_selects import Wanted
from app.views.common.labels import label, member_kind_label
from app.views.forms.common.sent import FilterForm


class RosterFilter(FilterForm):
    """A GET form: every result has a URL that can be shared."""

    q = SearchField(
        _l("Name, reading, telephone, person or address"),
        [Length(max=100)],
        description=_l("Enter a part of it. 株式会社, NPO法人 and hyphens can be omitted."),
    )
    member_kind = SelectField(_l("Kind of member"), [Optional()])
    kind = SelectField(_l("Kind of organisation"), [Optional()])
    field = SelectField(_l("Field of activity"), [Optional()])
    municipality = SelectField(_l("Municipality"), [Optional()])
    on = DateField(
        _l("Reference date"),
        [Optional()],
        description=_l("Leave this empty for today's roster."),
    )

    def offer(self) -> None:
        """Fill the drop-downs."""
        fields = select(ActivityField.code, ActivityField.label).order_by(ActivityField.position)
        towns = select(Municipality.code, Municipality.name).order_by(Municipality.code)
        anything = [("", _l("All"))]
        kinds = [kind for kind in OrganisationKind if kind is not OrganisationKind.INDIVIDUAL]
        self.member_kind.choices = [
            *anything,
            *((kind.value, member_kind_label(kind)) for kind in MemberKind),
        ]
        self.kind.choices = [*anything, *((kind.value, label(kind)) for kind in kinds)]
        self.field.choices = [*anything, *map(tuple, db.session.execute(fields))]
        self.municipality.choices = [*anything, *map(tuple, db.session.execute(towns))]

    def wanted(self) -> Wanted:
        """Return the search criteria. 400 for a value that is not offered, or an invalid date."""
        if not self.validate():
            abort(400)
        day = self.on.data or clock.today()
        return Wanted(
            day=min(day, clock.today()),
            text=(self.q.data or "").replace("\0", ""),
            member_kind=MemberKind(self.member_kind.data) if self.member_kind.data else None,
            kind=OrganisationKind(self.kind.data) if self.kind.data else None,
            municipality=self.municipality.data or "",
            activity_field=self.field.data or "",
        )
