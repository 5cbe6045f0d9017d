"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.security.viewer import Viewer
from app.services.filings import contact_attempts, contact_questions, withdrawals
from app.tasks.common.batches import links


def ask_due(actor: Viewer) -> int:
    """Write the contact questions that are due."""
    return contact_questions.ask_due(actor, links=links())


DUE = (withdrawals.take_effect_due, ask_due, contact_attempts.record_returned)
