"""The inbox's mails for this wing: those that say something of a letter of ours."""

from datetime import datetime
from typing import NamedTuple

from app.security.viewer import Viewer
from app.services.post import delivery_reports


class InboxSettings(NamedTuple):
    """What the readers of the inbox need to know of the installation."""

    secret: str
    """The key of the addresses that name a letter or a member."""
    authserv: str
    """The id under which our mail server reports its checks."""
    sender: str
    """The sender of our letters, as replies quote it."""


def take(actor: Viewer, raw: bytes, arrived_at: datetime, settings: InboxSettings) -> bool:
    """Take a mail in; return whether it is this wing's."""
    return delivery_reports.take(actor, raw, arrived_at, settings.secret)
