"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.security.viewer import Viewer
from app.services.admission import applications, corrections, fortnights
from app.tasks.common.batches import links


def remind_of_corrections(actor: Viewer) -> int:
    """Remind applicants of corrections that they were asked for."""
    return corrections.remind_due(actor, links=links())


DUE = (applications.expire_unconfirmed, remind_of_corrections, fortnights.remind_due)
