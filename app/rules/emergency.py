"""Access in an emergency (緊急閲覧): how long it lasts."""

from datetime import datetime, timedelta

HOURS = 4


def ends(opened_at: datetime) -> datetime:
    """The instant from which on nothing more is seen."""
    return opened_at + timedelta(hours=HOURS)
