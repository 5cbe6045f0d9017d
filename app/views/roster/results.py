"""The results of this wing in the search."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from app.views.common.search_results import ResultKind

RESULTS = {
    "roster": ResultKind(
        _l("Roster"), lambda subject: url_for("RosterView.show", public_id=subject)
    ),
    "organisation": ResultKind(
        _l("Organisations"), lambda subject: url_for("OrganisationView.show", pk=subject)
    ),
}
