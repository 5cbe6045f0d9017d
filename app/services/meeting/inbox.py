"""The inbox's mails for this wing: the rest, which may be answers to a notice."""

from datetime import datetime

from app.security.viewer import Viewer
from app.services.meeting import inbound
from app.services.post.inbox import InboxSettings


def take(actor: Viewer, raw: bytes, arrived_at: datetime, settings: InboxSettings) -> bool:
    """Take a mail in; whatever it is, it is stored."""
    inbound.receive(
        actor,
        raw,
        secret=settings.secret,
        authserv=settings.authserv,
        mail_from=settings.sender,
        arrived_at=arrived_at,
    )
    return True
