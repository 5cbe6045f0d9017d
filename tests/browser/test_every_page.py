"""Every page of the site map, for each allowed role, and its form sent empty.

Each on one screen; tests/soak: on all four.
"""

from collections.abc import Callable
from typing import Any

import pytest

from app.security.viewer import Role
from tests.architecture.routes import Route
from tests.browser.empty_forms import MUST_ASK, NOT_ASKING, faults_when_empty, form_path, has_form
from tests.browser.pages import Screens, faults, page_routes, shape, weight_faults
from tests.support.accounts import RoleClients
from tests.support.fixtures.browser import Walk


@pytest.mark.timeout(300)
@pytest.mark.parametrize("route", page_routes(), ids=lambda route: route.rule)
def test_page_is_usable_for_every_allowed_role(
    session: Any,
    client_as: RoleClients,
    walk: Walk,
    screens: Callable[[str], Screens],
    route: Route,
) -> None:
    found, seen, asks = [], {""}, False
    for role in sorted(route.allowed, key=lambda role: role.value):
        client = client_as(role)
        path = form_path(route.rule, client)
        looks = shape(client, path)
        if looks is None:
            break
        if looks in seen and route.rule != "/":
            continue
        seen.add(looks)
        session.commit()
        page, response = walk(path, None if role is Role.PUBLIC else client)
        wrong = [*weight_faults(response), *faults(page, screens(f"{route.rule} {role.value}"))]
        if not asks and has_form(page, route.rule):
            asks = True
            wrong += [f"empty: {each}" for each in faults_when_empty(page, screens(route.rule))]
        found += [f"{role.value}: {fault}" for fault in wrong]
    assert found == []
    assert asks or route.rule not in MUST_ASK, "it has a form that asks for something"
    assert not (asks and route.rule in NOT_ASKING)
