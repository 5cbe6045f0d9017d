"""What of this wing waits for the office: incidents, which are no case's. Nothing of a case."""

from sqlalchemy import literal

from app.models.cases.incident import Incident
from app.rules.common.msgid import N_
from app.security.viewer import Viewer
from app.services.common.work import Rows, Work, waiting


def _incidents(actor: Viewer) -> Rows:
    row = Incident
    return waiting(row.id, literal(""), row.noticed_at, row.closed_on.is_(None))


WORK = (Work("incident", N_("Open incident"), "/council/incidents/{}", _incidents),)
