"""Each request: a number that leads from its error page to its lines in the log, a line, a measurement.

The line and the measurement name the route's template, never the path: a path may name a case or
hold a token. Static files are answered before and get none.
"""

import logging
import re
import secrets
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

from flask import Flask
from prometheus_client import CollectorRegistry, Histogram, disable_created_metrics
from werkzeug.wsgi import ClosingIterator

from app import logs

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[0-9a-f-]{16,64}")
"""Numbers as proxies make them; no word or name passes."""
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
"""Anybody may send any other word."""
disable_created_metrics()
REGISTRY = CollectorRegistry()
DURATION = Histogram(
    "http_request_duration_seconds",
    "Time to answer a request, by route, without static files.",
    ("route", "method", "status"),
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
Environ = dict[str, Any]
log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Wrap the application."""
    app.wsgi_app = RequestLog(app.wsgi_app, behind_proxy=bool(app.config["TRUSTED_PROXIES"]))


class RequestLog:
    """The application, and a log of what it is asked."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, behind_proxy: bool) -> None:
        self.application = application
        self.behind_proxy = behind_proxy

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        began, number = perf_counter(), self._number(environ)
        route, status = "", "500"

        def start(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            nonlocal route, status
            route, status = _route(environ), line[:3]
            return start_response(line, [*headers, (HEADER, number)], *rest)

        def finish() -> None:
            _note(route, environ["REQUEST_METHOD"], status, perf_counter() - began)
            logs.request_number.set("")

        logs.request_number.set(number)
        try:
            body = self.application(environ, start)
        except BaseException:
            finish()
            raise
        return ClosingIterator(body, finish)

    def _number(self, environ: Environ) -> str:
        """Return the trusted proxy's number, else one of ours."""
        given = environ.get("HTTP_X_REQUEST_ID", "") if self.behind_proxy else ""
        return given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8)


def _route(environ: Environ) -> str:
    """Return the route's template while the request is at hand; "" for a path without one."""
    request = environ.get("werkzeug.request")
    rule = request.url_rule if request else None
    return rule.rule if rule else ""


def _note(route: str, method: str, status: str, seconds: float) -> None:
    method = method if method in METHODS else "other"
    DURATION.labels(route, method, status).observe(seconds)
    log.info(
        "request",
        extra={"route": route, "method": method, "status": status, "ms": int(seconds * 1000)},
    )
