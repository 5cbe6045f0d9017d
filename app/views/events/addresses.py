"""Addresses of this wing's personal pages."""

from app.models.events.registration import EventRegistration
from app.views.common.base import links


def token_of(row: EventRegistration) -> str:
    """Return the secret part of a registration's own link."""
    return links().event_registration(row.id, row.nonce).rsplit("/", 1)[1]
