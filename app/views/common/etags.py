"""Conditional requests for public pages: 304 while nothing on the page has changed."""

import json
from collections.abc import Callable
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import ParamSpec

from flask import current_app, make_response, request, session
from werkzeug.wrappers import Response

from app import clock
from app.services.common import audit, settings
from app.views.common.base import viewer
from app.views.common.locale import current_locale

P = ParamSpec("P")


def cached_page(make: Callable[[], str | Response], *facts: str) -> Response:
    """Return the page, or 304 to a visitor who already has it.

    Only for pages whose whole content is public and changes with the audit trail, the day, the
    language, the URL, the settings, the program and further facts alone.
    """
    if session:  # logged in, or with a pending message
        return make_response(make())
    tag = _tag(*facts)  # before rendering: a concurrent change makes the tag too old, never too new
    known = request.if_none_match.contains_weak(tag)
    answer = make_response("", 304) if known else make_response(make())
    answer.set_etag(tag)
    answer.cache_control.no_cache = True  # revalidated each time
    return answer


def polled(page: Callable[P, str | Response]) -> Callable[P, str | Response]:
    """Answer 304 to a poll (`…/live`, `?part=live`) whose viewer has the part as it is now.

    Whatever changes it is recorded in the trail; what the time alone changes follows each minute.
    """

    @wraps(page)
    def answer(*args: P.args, **kwargs: P.kwargs) -> str | Response:
        if not (request.path.endswith("/live") or request.args.get("part") == "live"):
            return page(*args, **kwargs)
        tag = _tag(str(viewer().account_id), f"{clock.now():%H:%M}")
        known = request.if_none_match.contains_weak(tag)
        response = make_response("", 304) if known else make_response(page(*args, **kwargs))
        response.set_etag(tag)
        return response

    return answer


def _tag(*more: str) -> str:
    facts = [
        program(),
        [current_app.config["APP_NAME"], settings.initial()],  # those set later are in the trail
        audit.last_change(),
        clock.today().isoformat(),
        current_locale(),
        request.full_path,
        *more,
    ]
    return sha256(json.dumps(facts).encode()).hexdigest()


def program() -> str:
    """Return a hash of the program that runs."""
    return _hashed(current_app.root_path, current_app.config["BABEL_TRANSLATION_DIRECTORIES"])


@cache
def _hashed(*folders: str) -> str:
    """Return a hash of the code and of all that pages are made of: computed once, equal on every machine."""
    digest = sha256()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.*")):
            if path.suffix in (".py", ".html", ".mo", ".css", ".js", ".svg"):
                digest.update(path.read_bytes())
    return digest.hexdigest()
