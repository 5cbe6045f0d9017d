"""The hearing before the vote on an expulsion (弁明の機会; *reading*)."""

from datetime import date, timedelta

MIN_DAYS = 14
"""The by-laws set no period. Two weeks, not counting the day of the notice (民法第140条)."""


def earliest_deadline(notified_on: date) -> date:
    """Return the earliest permitted deadline for the member's statement."""
    return notified_on + timedelta(days=MIN_DAYS)
