"""Conditional requests for public pages: 304 while nothing on the page has changed."""

import json
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import current_app, make_response, request, session
from werkzeug.wrappers import Response

from app import clock
from app.services.common import audit, settings
from app.views.common.locale import current_locale


def cached_page(make: Callable[[], str]) -> Response:
    """Return the page, or 304 to a visitor who already has it.

    Only for pages whose whole content is public and changes with the audit trail, the day, the
    language, the URL, the settings and the program alone.
    """
    if session:  # logged in, or with a pending message
        return make_response(make())
    tag = _tag()  # before rendering: a concurrent change makes the tag too old, never too new
    known = request.if_none_match.contains_weak(tag)
    answer = make_response("", 304) if known else make_response(make())
    answer.set_etag(tag)
    answer.cache_control.no_cache = True  # revalidated each time
    return answer


def _tag() -> str:
    facts = [
        program(),
        [current_app.config["APP_NAME"], settings.initial()],  # those set later are in the trail
        audit.last_change(),
        clock.today().isoformat(),
        current_locale(),
        request.full_path,
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
