"""Another organisation's row is answered like a missing row, and remains unchanged."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select
from werkzeug.test import TestResponse

from app.extensions import db
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import Standing
from app.security.viewer import Role
from tests.architecture.routes import EXAMPLES, Route, read_table
from tests.architecture.test_routes import build, is_refused
from tests.support import desk, members
from tests.support.accounts import RoleClients, csrf_token
from tests.support.client import PlatformClient

NOBODYS = 2_000_000_000
MEMBERS = (Role.GENERAL, Role.EXECUTIVE)
SHARED = ("/meetings/", "/minutes/", "/council/")
"""Pages shared by all members or all executive members; tests/views tests their visibility."""
OWN = [
    (route, role)
    for route in read_table()
    if "<int:pk>" in route.rule and not route.rule.startswith(SHARED)
    for role in MEMBERS
    if role in route.allowed
]
"""Every route by which a member reaches a row of its own, with the permitted roles."""
FILLED = {
    "text": "弁明します。",
    "email": "successor@example.jp",
    "family_name": "後任",
    "when": "taken_up",
}
"""Values for the fields of the forms."""
ALWAYS_CHANGES = frozenset({"user_session", "audit_entry", "audit_head", "rate_limit"})


@cache
def statements() -> Mapping[str, Select[Any]]:
    """Return a query for all rows of each table that not every request changes."""
    tables = [table for table in db.metadata.tables.values() if table.name not in ALWAYS_CHANGES]
    return {table.name: select(table) for table in tables}


def everything() -> Mapping[str, list[Any]]:
    """Return the contents of the database, without sessions, audit entries and rate limits."""
    rows = db.session.connection().execute
    found = {name: sorted(map(repr, rows(statement))) for name, statement in statements().items()}
    db.session.rollback()
    return found


def answer(
    app: Flask, client: PlatformClient, route: Route, values: dict[str, Any]
) -> TestResponse:
    """Return the response to the client's request."""
    token = {} if route.method == "GET" else {"csrf_token": csrf_token(client)}
    data = None if route.method == "GET" else FILLED | token
    return client.open(build(app, route, values), method=route.method, data=data)


def told(given: TestResponse) -> tuple[int, str | None, str]:
    """Return the response without its varying parts: the CSRF token and the row's number."""
    page = re.sub(r'name="csrf_token"[^>]*|(?<=/)\d+|(?<=%2F)\d+', "", given.text)
    return given.status_code, given.location, page


@pytest.mark.parametrize(
    ("route", "role"), OWN, ids=[f"{route.method} {route.rule} {role}" for route, role in OWN]
)
def test_row_of_another_organisation_is_not_found(
    app: Flask, session: Any, client_as: RoleClients, route: Route, role: Role
) -> None:
    client, other = client_as(role), client_as(Role.GENERAL)
    values = EXAMPLES[route.rule](other)
    session.commit()
    before = everything()
    foreign = told(answer(app, client, route, values))
    missing = told(answer(app, client, route, values | {"pk": NOBODYS}))
    assert foreign == missing
    assert foreign[0] == 404
    assert everything() == before


@pytest.mark.parametrize("role", MEMBERS)
def test_former_member_reaches_no_page_of_members(
    app: Flask, session: Any, client_as: RoleClients, role: Role
) -> None:
    client = client_as(role)
    own = [route for route, who in OWN if who is role]
    plain = [route for route in read_table() if "<" not in route.rule and role in route.allowed]
    others = {Role.PUBLIC, Role.COUNCIL}
    values = {rule: EXAMPLES[rule](client) for rule in sorted({route.rule for route in own})}
    routes = [*own, *(route for route in plain if others.isdisjoint(route.allowed))]
    session.get(Organisation, client.organisation_id).standing = Standing.FORMER
    session.commit()
    before = everything()
    given = {route: answer(app, client, route, values.get(route.rule, {})) for route in routes}
    assert len(given) > 20
    assert {route for route, each in given.items() if not is_refused(route, each)} == set()
    assert everything() == before


def test_member_routes_of_every_kind_are_tested() -> None:
    kinds = {route.rule.split("/")[1] for route, _role in OWN}
    papers = {"change-notices", "withdrawals", "release-requests", "consents", "hearing"}
    others = {
        "my-organisation",
        "colleagues",
        "account",
        "meeting-requests",
        "api-keys",
        "grants",
        "mistakes",
    }
    assert kinds == papers | others


def test_document_is_found_only_in_its_own_expulsion_file(
    session: Any, client_as: RoleClients
) -> None:
    values, other = desk.evidence_of_a_file(), desk.expulsion()
    client = client_as("secretariat")
    path = "/expulsions/{pk}/evidence/{evidence_id}"
    assert client.get(path.format(**values)).status_code == 200
    assert client.get(path.format(**values | {"pk": other.id})).status_code == 404


def test_undelivered_letter_is_recorded_only_for_its_own_member(
    session: Any, client_as: RoleClients
) -> None:
    mine, other = members.failed_question(), members.failed_question()
    client = client_as("secretariat")
    headers = {"X-CSRFToken": csrf_token(client)}
    before = everything()
    crossed = f"/contacts/{other['pk']}/undelivered/{mine['message_id']}"
    assert client.post(crossed, headers=headers).status_code == 404
    assert everything() == before
    right = f"/contacts/{mine['pk']}/undelivered/{mine['message_id']}"
    assert client.post(right, headers=headers).status_code == 303
    assert everything() != before
