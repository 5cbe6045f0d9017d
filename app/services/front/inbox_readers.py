"""Who reads the mails of the inbox, joined from the inbox.py of each wing."""

from datetime import datetime

from app import services, wings
from app.security.viewer import Viewer
from app.services.post.inbox import InboxSettings


def take(actor: Viewer, raw: bytes, arrived_at: datetime, settings: InboxSettings) -> bool:
    """Offer a mail to each wing, low to high, until one takes it; return whether one did."""
    return any(
        wing.take(actor, raw, arrived_at, settings) for wing in wings.declared(services, "inbox")
    )
