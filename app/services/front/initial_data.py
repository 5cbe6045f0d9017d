"""Initial data: annex 別表, municipalities, texts, roles, fields of activity, and the source's registers."""

from app import services, wings
from app.extensions import db
from app.models.common.audit import AuditHead
from app.security.viewer import Viewer
from app.services.meeting import past_meetings
from app.services.policy import seed as policy_seed

LATER = (past_meetings.load, policy_seed.load)
"""What installations older than these data receive, too: each enters what is missing."""


def load(actor: Viewer) -> bool:
    """Load all missing initial data; return whether any was missing.

    Called at every start of the embedded mode: data changed by a person is not overwritten.
    """
    is_new = is_missing()
    if is_new:
        for wing in wings.declared(services, "seed"):
            wing.load(actor)
            db.session.flush()
    entered = [load_missing(actor) for load_missing in LATER]
    return is_new or any(entered)


def is_missing() -> bool:
    """Whether nothing has been loaded yet: the database is new."""
    return db.session.get(AuditHead, 1) is None
