"""GET requests change nothing, and forms without a valid CSRF token have no effect."""

import pytest
from flask import Flask

from app.security.viewer import Role
from tests.architecture.routes import EXAMPLES, Route, walked
from tests.architecture.test_routes import build
from tests.security.test_foreign_rows import everything
from tests.support.accounts import RoleClients, csrf_token

OURS_TO_CHECK = frozenset(
    {
        "/apply/form",
        "/apply/status/<token>/correct",
        "/applications/new/",
        "/applications/<int:pk>/correction",
        "/supporters/pass-on/<token>",
    }
)
"""Forms that check the token themselves, to preserve the input."""

BY_TOKEN = "/letters/<token>/stop"
"""Sent by mail programs, which have no session; the signed token of the letter stands for it."""

READS_ONLY = "/help/search"
"""Changes nothing, and is sent by pages kept without a connection, which hold no token."""


def some_role(route: Route) -> Role:
    """Return the most privileged of the roles permitted on the route."""
    order = (Role.SECRETARIAT, Role.ADMINISTRATOR, Role.GENERAL, Role.PUBLIC)
    return next((role for role in order if role in route.allowed), Role.PUBLIC)


@pytest.mark.parametrize("route", walked(), ids=lambda route: f"{route.method} {route.rule}")
def test_request_without_csrf_token_changes_nothing(
    app: Flask, session: object, client_as: RoleClients, route: Route
) -> None:
    client = client_as(some_role(route))
    values = EXAMPLES[route.rule](client) if "<" in route.rule else {}
    path = build(app, route, values)
    csrf_token(client)  # commits the rows made by the examples, and the token that any page stores
    before = everything()
    answer = client.open(path, method=route.method, data={} if route.method == "POST" else None)
    if (route.method, route.rule) == ("POST", BY_TOKEN):
        return
    if route.rule == READS_ONLY:
        assert answer.status_code in (200, 303)
    elif route.method == "POST":
        assert answer.status_code == (422 if route.rule in OURS_TO_CHECK else 400)
    assert everything() == before
