"""The acts of this wing that two persons decide."""

from flask_babel import lazy_gettext as _l

from app.services.meeting import bulk, changes, notice_request, notices
from app.views.common.approval_register import Kind

KINDS = {
    notices.KIND: Kind(_l("Notice of a meeting"), "MeetingView.show", ask=notice_request.asked),
    bulk.REMIND: Kind(_l("Reminder of answers"), "MeetingView.show"),
    bulk.RESULTS: Kind(_l("Results of a meeting"), "MeetingView.show"),
    bulk.CANCEL: Kind(_l("Cancellation of a meeting"), "MeetingView.show"),
    changes.KIND: Kind(_l("Change of a meeting's day or place"), "MeetingView.show"),
}
