"""A sample of the generated access test; the full test is tests/soak/test_case_access.py."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.security import vault
from app.security.case_visibility import case_classes
from tests.architecture.routes import EXAMPLES, Route
from tests.security.test_foreign_rows import everything
from tests.support import full_case
from tests.support.accounts import RoleClients
from tests.support.canaries import CANARY, encodings_found
from tests.support.case_access import RouteProbe, case_routes, other_pages, site_faults

EVERY = 6
"""Sampling interval: every sixth route of the table is tested."""
SAMPLE = case_routes()[::EVERY]


@pytest.mark.parametrize("route", SAMPLE, ids=lambda route: f"{route.method} {route.rule}")
def test_case_does_not_exist_for_strangers(
    app: Flask, session: Any, client_as: RoleClients, route: Route
) -> None:
    asking = RouteProbe(app, client_as, route)

    assert list(asking.faults()) == []


def test_listing_pages_show_nothing_of_a_case(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    """Request the pages that list or search everything; tests/soak covers all other pages."""
    listed = ("/", "/audit/list/", "/search", "/outbox/", "/accounts/", "/organisations/")
    routes = [route for route in other_pages() if route.rule in listed]

    assert len(routes) == len(listed)
    assert list(site_faults(app, client_as, routes)) == []


def says_something(session: Any, entity: type[Any], column: str) -> bool:
    """Whether any row holds the canary in this column."""
    opened = (vault.unseal_bytes(row, column) for row in session.scalars(select(entity)))
    return any(
        CANARY in json.dumps(json.loads(plain), ensure_ascii=False)
        if plain.startswith((b"{", b"[", b'"'))
        else bool(encodings_found(plain))
        for plain in opened
        if plain
    )


def test_case_content_is_stored_nowhere_in_plaintext(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    """Run every example of every route, then search every row of every table."""
    owner = client_as("council")
    for rule in sorted({route.rule for route in case_routes()}):
        EXAMPLES[rule](owner)
    full_case.full(owner)
    session.commit()
    without = [
        f"{entity.__tablename__}.{column.name}"
        for entity in case_classes()
        for column in entity.__table__.columns
        if column.info.get("confidential") and not says_something(session, entity, column.name)
    ]
    assert without == [], "no example has put the canary there"
    shown = {table for table, rows in everything().items() if encodings_found(repr(rows).encode())}

    assert shown == set()
