"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.security.viewer import Viewer
from app.services.cases import coordination, disclosures, received_requests
from app.tasks.common.batches import links


def remind_of_requests(actor: Viewer) -> int:
    """Remind the addressees of requests for co-operation."""
    return received_requests.remind_due(actor, links=links())


def remind_of_disclosures(actor: Viewer) -> int:
    """Remind the case managers of disclosure requests."""
    return disclosures.remind_due(actor, links=links())


DUE = (remind_of_requests, remind_of_disclosures, coordination.join_due)
