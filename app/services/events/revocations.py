"""Addresses of the calendar that were made void: they stay void in a restored database."""

from app.models.events.registration import CalendarAddress
from app.services.common.ledger_lines import renewed_link

REVOCATIONS = (renewed_link("calendar_address.link", CalendarAddress, "nonce"),)
