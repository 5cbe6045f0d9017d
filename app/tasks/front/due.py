"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.security.viewer import Viewer
from app.services.front import approval_mail
from app.tasks.common.batches import links


def tell_of_approvals(actor: Viewer) -> int:
    """Tell those who may release a proposal."""
    return approval_mail.tell_due(actor, links=links())


DUE = (tell_of_approvals,)
