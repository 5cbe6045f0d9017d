"""Emergency access (緊急閲覧): its duration."""

from datetime import datetime, timedelta

HOURS = 4


def ends(opened_at: datetime) -> datetime:
    """Return the instant at which access ends."""
    return opened_at + timedelta(hours=HOURS)
