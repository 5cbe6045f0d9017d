"""Shorthand for dates."""

from datetime import date


def day(text: str) -> date:
    """Return the date, e.g. 2024-04-01, as a date object."""
    return date.fromisoformat(text)
