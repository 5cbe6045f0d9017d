"""The chance to be heard before an expulsion is put to the vote (弁明の機会; reading)."""

from datetime import date, timedelta

LEAST_DAYS = 14
"""The by-laws name no period. Two weeks, the day of the notice not counted (民法第140条)."""


def earliest_deadline(notified_on: date) -> date:
    """The earliest last day on which the member may state its case."""
    return notified_on + timedelta(days=LEAST_DAYS)
