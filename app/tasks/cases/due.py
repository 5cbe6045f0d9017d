"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from collections.abc import Callable
from functools import partial

from app.security.viewer import Viewer
from app.services.cases import consents, coordination, deadlines, disclosures, received_requests
from app.services.common.links import Links
from app.tasks.common.batches import links


def remind_of_requests(actor: Viewer) -> int:
    """Remind the addressees of requests for co-operation."""
    return received_requests.remind_due(actor, links=links())


def remind_of_disclosures(actor: Viewer) -> int:
    """Remind the case managers of disclosure requests."""
    return disclosures.remind_due(actor, links=links())


def _with_links(reminder: Callable[[Viewer, Links], int], actor: Viewer) -> int:
    return reminder(actor, links())


DUE = (
    remind_of_requests,
    remind_of_disclosures,
    *(partial(_with_links, reminder) for reminder in (*deadlines.REMINDERS, consents.remind_due)),
    coordination.join_due,
)
