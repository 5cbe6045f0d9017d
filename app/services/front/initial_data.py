"""Initial data: annex 別表, municipalities, texts, roles, fields of activity, past meetings."""

from app import services, wings
from app.extensions import db
from app.models.common.audit import AuditHead
from app.security.viewer import Viewer
from app.services.meeting import past_meetings


def load(actor: Viewer) -> bool:
    """Load all missing initial data; return whether any was missing.

    Called at every start of the embedded mode: data changed by a person is not overwritten.
    """
    is_new = db.session.get(AuditHead, 1) is None
    if is_new:
        for wing in wings.declared(services, "seed"):
            wing.load(actor)
            db.session.flush()
    return past_meetings.load(actor) or is_new
