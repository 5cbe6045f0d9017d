"""Every route is in the hand-written table and responds to each role as listed there."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.security.sessions import OPEN_PREFIX
from app.security.viewer import Role
from tests.architecture.edits import EXCEPTIONS
from tests.architecture.routes import EXAMPLES, LETTERS, Route, read_table, walked
from tests.support.accounts import RoleClients, csrf_token
from tests.support.edits import unmarked

UNMARKED = frozenset({"HEAD", "OPTIONS"})
UNFIT = frozenset({409, 422})
"""Responses to an allowed role whose form is invalid or whose request comes at the wrong time."""
FOR_ALL = (
    *("/meetings/", "/minutes/", "/resolutions/", "/open-tasks/"),
    *("/inbound-mails/", "/imports/", "/merges/"),
)
"""Prefixes of objects that are the same for every role and slow to create."""


def test_table_lists_exactly_the_routes_of_the_application(app: Flask) -> None:
    in_app = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - UNMARKED
    }
    table = read_table()
    in_table = {(route.method, route.rule) for route in table}
    assert (in_app - in_table, in_table - in_app) == (set(), set())
    assert len(in_table) == len(table)


@pytest.mark.walk
@pytest.mark.parametrize("route", walked(), ids=lambda route: f"{route.method} {route.rule}")
def test_each_role_gets_the_response_listed_in_the_table(
    app: Flask, session: object, client_as: RoleClients, route: Route
) -> None:
    made: dict[str, object] = {}
    answers = {role: ask(app, client_as, route, role, made) for role in LETTERS.values()}
    wrong = {
        role.value: f"{answer.status} {answer.location or ''}"
        for role, answer in answers.items()
        if not (is_allowed if role in route.allowed else is_refused)(route, answer)
    }
    assert wrong == {}
    kept = {role for role, answer in answers.items() if not stays_nowhere(answer)}
    knows_no_session = route.rule.startswith(OPEN_PREFIX)  # tests/views/registers/test_api.py
    assert kept <= {Role.PUBLIC} or knows_no_session, (
        "what somebody logged in has seen stays in a cache"
    )
    wiping = set().union(*(unmarked(app, answer) for answer in answers.values()))
    assert wiping <= EXCEPTIONS.keys(), "a form of a stored row that wipes what others saved"


def ask(
    app: Flask, client_as: RoleClients, route: Route, role: Role, made: dict[str, object]
) -> TestResponse:
    """Return the response to an empty request of the role, sent with a valid CSRF token.

    made: the example's values, reused where one example serves every role.
    """
    client = client_as(role)
    if "<" in route.rule and not made:
        made |= EXAMPLES[route.rule](client)
    path = build(app, route, made)
    if not route.rule.startswith(FOR_ALL):
        made.clear()
    headers = {} if route.method == "GET" else {"X-CSRFToken": csrf_token(client)}
    return client.open(path, method=route.method, headers=headers)


def build(app: Flask, route: Route, values: dict[str, object]) -> str:
    """Return the rule's path with the values filled in."""
    endpoints = {
        method: rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule == route.rule
        for method in rule.methods or ()
    }
    assert route.method in endpoints, "the application has no such route"
    endpoint = endpoints[route.method]
    return app.url_map.bind("localhost").build(endpoint, values, method=route.method)


def stays_nowhere(answer: TestResponse) -> bool:
    return "no-store" in answer.headers.get("Cache-Control", "")


def leads_to_log_in(answer: TestResponse) -> bool:
    return answer.status_code in (302, 303) and "/login" in (answer.location or "")


def is_allowed(route: Route, answer: TestResponse) -> bool:
    if answer.status_code < 400:
        return not leads_to_log_in(answer)
    return answer.status_code in UNFIT


def is_refused(route: Route, answer: TestResponse) -> bool:
    return answer.status_code in (401, 403, 404) or leads_to_log_in(answer)
