"""Initial data of this wing: the head of the audit trail."""

from app.extensions import db
from app.models.common.audit import AuditHead
from app.security.viewer import Viewer
from app.services.common import audit


def load(actor: Viewer) -> None:
    """Begin the chain."""
    db.session.add(AuditHead(id=1, sequence=0, hash=audit.GENESIS))
