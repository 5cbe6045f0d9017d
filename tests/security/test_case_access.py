"""A sample of the generated access test; all of it stands in tests/soak/test_case_access.py."""

from typing import Any

import pytest
from flask import Flask

from tests.architecture.routes import EXAMPLES, Route
from tests.security.test_foreign_rows import everything
from tests.support.accounts import RoleClients
from tests.support.canaries import sightings
from tests.support.case_access import Asking, case_routes, other_pages, site_faults

EVERY = 6
"""One route of so many, spread over the table."""
SAMPLE = case_routes()[::EVERY]


@pytest.mark.parametrize("route", SAMPLE, ids=lambda route: f"{route.method} {route.rule}")
def test_to_a_stranger_a_case_does_not_exist(
    app: Flask, session: Any, client_as: RoleClients, route: Route
) -> None:
    asking = Asking(app, client_as, route)

    assert list(asking.faults()) == []


def test_the_rest_of_the_site_shows_nothing_of_a_case(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    """Where everything is listed and searched; all other pages stand in tests/soak."""
    listed = ("/", "/audit/list/", "/search", "/outbox/", "/accounts/", "/organisations/")
    routes = [route for route in other_pages() if route.rule in listed]

    assert len(routes) == len(listed)
    assert list(site_faults(app, client_as, routes)) == []


def test_what_was_written_is_nowhere_in_clear(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    """Every example of every route, and then every row of every table."""
    owner = client_as("council")
    for rule in sorted({route.rule for route in case_routes()}):
        EXAMPLES[rule](owner)
    session.commit()
    shown = {table for table, rows in everything().items() if sightings(repr(rows).encode())}

    assert shown == set()
