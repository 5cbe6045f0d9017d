"""Page numbers and days in addresses."""

from datetime import date

from flask import abort, request

from app import clock

MAX_PAGE = 10_000


def page_number() -> int:
    """The page asked for by `?page=`, from 1. Anything else is a bad request."""
    value = request.args.get("page", "1")
    if not (value.isascii() and value.isdigit() and len(value) < 6 and 1 <= int(value) <= MAX_PAGE):
        abort(400)
    return int(value)


def asked_day() -> date:
    """`?on=2025-04-01`; today without it, and for a day to come. No such day: a bad request."""
    asked = request.args.get("on", "")
    try:
        day = date.fromisoformat(asked) if asked else clock.today()
    except ValueError:
        abort(400)
    return min(day, clock.today())
