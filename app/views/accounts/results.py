"""The results of this wing in the search."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from app.views.common.search_results import ResultKind

RESULTS = {
    "person": ResultKind(_l("Accounts"), lambda subject: url_for("AccountsView.show", pk=subject)),
}
