"""The acts of this wing that two persons decide."""

from flask_babel import lazy_gettext as _l

from app.services.admission import approvals, decision_request, immediate
from app.views.common.approval_register import Kind

KINDS = {
    approvals.KIND: Kind(
        _l("Decisions of a two-week batch"), "BatchView.show", ask=decision_request.asked
    ),
    immediate.ACCEPT: Kind(_l("Acceptance at once"), "ApplicationView.show"),
    immediate.REFUSE: Kind(_l("Refusal at once"), "ApplicationView.show"),
}
