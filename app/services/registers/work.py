"""What of this wing waits: mistakes that somebody reported."""

from app.models.registers.care import RegisterReport
from app.rules.common.msgid import N_
from app.security.viewer import Viewer
from app.services.common.work import Rows, Work, waiting


def _mistakes(actor: Viewer) -> Rows:
    report = RegisterReport
    return waiting(report.id, report.text, report.reported_at, report.settled_at.is_(None))


WORK = (Work("register_report", N_("Reported mistake"), "/mistakes/", _mistakes),)
