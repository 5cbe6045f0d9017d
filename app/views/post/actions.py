"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "outbox.write": _l("Letter written"),
    "outbox.number": _l("Letter numbered"),
    "outbox.requeue": _l("Letter to be sent again"),
    "outbox.resend": _l("Letter to be sent again although it may have arrived"),
    "outbox.hold": _l("Letter held"),
    "outbox.release": _l("Letter released"),
    "outbox.mark_sent": _l("Letter marked as delivered"),
    "outbox.cancel": _l("Letter cancelled"),
    "mail_lane.resume": _l("Sending by a mail server resumed"),
    "outbox.report": _l("Report on a letter"),
    "outbox.stop": _l("Letters stopped by their recipient"),
    "outbox.resume": _l("Letters wanted again by their recipient"),
    "address.note": _l("Mail address not reached by letters"),
    "address.lift": _l("Mail address declared good by the secretariat"),
    "address.recover": _l("Mail address reached by letters again"),
    "outbox.return_posted": _l("Letter returned by the post office"),
    "outbox.print": _l("Letters printed"),
    "outbox.labels": _l("Address labels of letters made"),
    "mail_bulk.stop": _l("Notice stopped"),
    "mail_bulk.resume": _l("Notice resumed"),
    "mail_bulk.cancel": _l("Notice cancelled"),
    "mail_bulk.certify": _l("Record of delivery made"),
}
SUBJECTS = {
    "outbox_message": _l("Letter"),
    "mail_lane": _l("Mail server"),
    "mail_address": _l("Mail address"),
    "outbox": _l("Outbox"),
    "mail_bulk": _l("Notice of the outbox"),
}
