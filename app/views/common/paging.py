"""Page numbers and days in query strings."""

from datetime import date

from flask import abort, request

from app import clock

MAX_PAGE = 10_000


def page_number() -> int:
    """Return the page number of `?page=`, from 1. 400 for anything else."""
    value = request.args.get("page", "1")
    if not (value.isascii() and value.isdigit() and len(value) < 6 and 1 <= int(value) <= MAX_PAGE):
        abort(400)
    return int(value)


def asked_day() -> date:
    """Return the day of `?on=2025-04-01`; today if absent or in the future. 400 if invalid."""
    asked = request.args.get("on", "")
    try:
        day = date.fromisoformat(asked) if asked else clock.today()
    except ValueError:
        abort(400)
    return min(day, clock.today())
