"""The acts of this wing that two persons decide."""

from flask_babel import lazy_gettext as _l

from app.services.council import activity_summaries, namings
from app.views.common.approval_register import Kind

KINDS = {
    activity_summaries.KIND: Kind(
        _l("Summary of the council's activity"), "ActivitySummaryView.show"
    ),
    namings.KIND: Kind(_l("Naming of a coordinator"), "NamingView.show"),
}
