"""Database and broker come and go while people apply; tests/soak/test_outages.py does it at length."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask

from tests.support.accounts import RoleClients
from tests.support.crowd import Crowd, Visit
from tests.support.installation import installed
from tests.support.outages import (
    bulk_ends_within,
    outcome,
    restart_the_database,
    trouble_the_broker,
    wait_until_sent,
)
from tests.support.postgres import PostgresServer

SOON = 10
"""Seconds in which 99 of 100 letters of a bulk are at their end."""
PATIENCE = 3
"""Seconds that nobody waits for the broker."""
PAGES = ("/", "/roster", "/outbox/", "/applications/")


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.timeout(180)
def test_nothing_is_lost_and_nothing_doubled(
    app: Flask,
    session: Any,
    client_as: RoleClients,
    postgres_server: PostgresServer,
    tmp_path: Path,
) -> None:
    officer, draw = client_as("secretariat"), Random(1)
    with installed(app, tmp_path) as place:
        crowd = Crowd(place.address, [Visit(officer, path) for path in PAGES])
        seconds = bulk_ends_within(session, place, 200)
        assert len(seconds) == 200 and seconds[197] < SOON
        with crowd.at_work(readers=2, applicants=2):
            restart_the_database(postgres_server, 2, draw)
            crowd.slowest = 0
            trouble_the_broker(place, 1, draw)
        wait_until_sent(session, place)
        found = outcome(session, crowd, place)
    print(seconds[-3:], found, crowd.statuses, crowd.slowest)
    assert crowd.faults == [] and crowd.statuses[503]
    assert crowd.slowest < PATIENCE
    assert found.applied and found[1:] == (0, 0, 0, 0)
