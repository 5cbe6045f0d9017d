"""Page numbers in addresses."""

from flask import abort, request

MAX_PAGE = 10_000


def page_number() -> int:
    """The page asked for by `?page=`, from 1. Anything else is a bad request."""
    value = request.args.get("page", "1")
    if not (value.isascii() and value.isdigit() and len(value) < 6 and 1 <= int(value) <= MAX_PAGE):
        abort(400)
    return int(value)
