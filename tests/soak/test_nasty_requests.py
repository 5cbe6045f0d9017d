"""Nasty requests to every route as every role, and to the lists of a platform in use.

make soak ARGS="tests/soak/test_nasty_requests.py -n 0 -s"
"""

from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask

from app.security.viewer import Role
from tests.architecture.routes import LETTERS, Route, read_table, walked
from tests.support import sample_rows
from tests.support.accounts import RoleClients
from tests.support.nasty import Walk

SEED, DENSITY = 20261129, 4


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[int]]:
    """Return a count of all answers by status, printed at the end."""
    found: Counter[int] = Counter()
    yield found
    print(f"\n{found.total():,} nasty requests:", dict(sorted(found.items())))


@pytest.mark.parametrize("route", walked(), ids=lambda route: f"{route.method} {route.rule}")
def test_no_route_answers_with_a_server_error(
    app: Flask, session: object, client_as: RoleClients, tally: Counter[int], route: Route
) -> None:
    with Walk(app, client_as, seed=SEED, density=DENSITY) as walk:
        for role in LETTERS.values():
            walk.visit(route, role)
    tally.update(walk.statuses)
    assert walk.failed == [], walk.report()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("role", LETTERS.values())
def test_no_filled_list_answers_with_a_server_error(
    app: Flask, session: object, client_as: RoleClients, tally: Counter[int], role: Role
) -> None:
    sample_rows.fill_lists()
    with Walk(app, client_as, seed=SEED, density=3 * DENSITY) as walk:
        for route in read_table():
            if route.method == "GET" and "<" not in route.rule:
                walk.visit(route, role)
    tally.update(walk.statuses)
    assert walk.failed == [], walk.report()
