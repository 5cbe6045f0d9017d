"""Shorthand for dates."""

from datetime import date


def day(text: str) -> date:
    """Return the date of an ISO text such as 2024-04-01."""
    return date.fromisoformat(text)
