"""The generated access test: every case route × non-participant × method × two objects.

    make soak ARGS="tests/soak/test_case_access.py -s"

Prints the number of decisions.
"""

from typing import Any

import pytest
from flask import Flask

from tests.security.test_case_sections import case, faults_of_readers
from tests.support.accounts import RoleClients
from tests.support.case_access import (
    NON_PARTICIPANTS,
    QUERIES,
    RouteProbe,
    case_routes,
    other_pages,
    site_faults,
)

__all__ = ["case"]


@pytest.mark.both_databases
@pytest.mark.timeout(0)
def test_case_does_not_exist_for_non_participants(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    faults, decisions = [], 0
    for route in case_routes():
        asking = RouteProbe(app, client_as, route)
        faults += asking.faults()
        decisions += asking.decisions
    print(f"{len(case_routes())} routes, {len(NON_PARTICIPANTS)} strangers: {decisions} decisions")
    assert faults == []


@pytest.mark.timeout(0)
def test_pages_outside_cases_contain_no_case_content(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    faults = list(site_faults(app, client_as, other_pages()))
    print(f"{len(other_pages())} pages, 6 roles: {len(other_pages()) * 6 * len(QUERIES)} answers")
    assert faults == []


@pytest.mark.timeout(0)
def test_reader_of_one_section_sees_nothing_of_another(
    app: Flask, session: Any, case: tuple[str, set[str]]
) -> None:
    case_id, pages = case
    assert list(faults_of_readers(app, case_id, pages, 1)) == []
