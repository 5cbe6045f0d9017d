"""The results of this wing in the search."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from app.views.common.search_results import ResultKind

RESULTS = {
    "meeting": ResultKind(_l("Meetings"), lambda subject: url_for("MeetingView.show", pk=subject)),
}
