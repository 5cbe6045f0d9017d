"""Dates written short."""

from datetime import date


def day(text: str) -> date:
    """2024-04-01 as a date."""
    return date.fromisoformat(text)
