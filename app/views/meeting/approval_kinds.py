"""The acts of this wing that two persons decide."""

from flask_babel import lazy_gettext as _l

from app.services.meeting import changes, notice_request, notices
from app.views.common.approval_register import Kind

KINDS = {
    notices.KIND: Kind(_l("Notice of a meeting"), "MeetingView.show", ask=notice_request.asked),
    changes.KIND: Kind(_l("Change of a meeting's day or place"), "MeetingView.show"),
}
