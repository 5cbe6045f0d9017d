"""Errors of the open interface: application/problem+json (RFC 9457), each kind with a page."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flask import current_app, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.security.sessions import is_open

MEDIA_TYPE = "application/problem+json"


class Problem(NamedTuple):
    """A kind of problem. slug: its page; advice: what the caller may do."""

    slug: str
    title: LazyString
    advice: LazyString


KINDS: Mapping[int, Problem] = {
    400: Problem(
        "invalid-request",
        _l("The request cannot be read"),
        _l("Look at “errors”: it names each parameter and what is wrong with it."),
    ),
    401: Problem(
        "invalid-key",
        _l("The key gives no access"),
        _l(
            "The key is unknown, expired or revoked, or its person no longer belongs to the member. Make a new one on the page of keys, or read without a key what is public."
        ),
    ),
    404: Problem(
        "not-found",
        _l("There is nothing here"),
        _l("The entry does not exist, was taken out, or is not shared with you."),
    ),
    405: Problem(
        "method-not-allowed",
        _l("This method is not offered"),
        _l("The open interface is for reading only: GET, HEAD and OPTIONS."),
    ),
    429: Problem(
        "too-many-requests",
        _l("Too many requests"),
        _l(
            "Wait for the seconds in “Retry-After”. Ask only for what changed, with “If-None-Match” and the list of changes."
        ),
    ),
    500: Problem(
        "server-error",
        _l("An error of ours"),
        _l("It has been noted. Try again later, or tell the secretariat."),
    ),
    503: Problem(
        "unavailable",
        _l("The service is not available at the moment"),
        _l("Wait for the seconds in “Retry-After”."),
    ),
}


def wanted() -> bool:
    """Whether the request is one of the open interface."""
    return is_open(request.path)


def answer(
    status: int,
    errors: Mapping[str, str] | None = None,
    headers: Iterable[tuple[str, str]] = (),
) -> Response:
    """Return a problem. errors: parameter → why."""
    kind = KINDS.get(status, KINDS[400 if status < 500 else 500])
    base = current_app.config["BASE_URL"] or request.url_root
    told = {
        "type": f"{base.rstrip('/')}/api/problems/{kind.slug}",
        "title": str(kind.title),
        "status": status,
        "detail": str(kind.advice),
    }
    if errors:
        fields = [{"parameter": name[:100], "detail": why} for name, why in errors.items()]
        told |= {"errors": fields}
    response = Response(json.dumps(told, ensure_ascii=False), status, mimetype=MEDIA_TYPE)
    for name, value in headers:
        if name.casefold() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response
