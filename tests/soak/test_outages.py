"""Database and broker away again and again while people apply, in the shape of compose.yaml.

make soak ARGS="tests/soak/test_outages.py -s"; TIMES=3 for a shorter run.
"""

import os
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any

import pytest
from flask import Flask

from tests.embedded.test_outages import PAGES, PATIENCE, SOON
from tests.support.accounts import RoleClients
from tests.support.crowd import Crowd, Visit, lists
from tests.support.installation import installed
from tests.support.outages import (
    bulk_ends_within,
    outcome,
    restart_the_database,
    trouble_the_broker,
    wait_until_sent,
)
from tests.support.postgres import PostgresServer

TIMES = int(os.environ.get("TIMES", "20"))
BULK, LAST = 200, 300
"""Letters of a bulk, and seconds in which all are at their end."""
FIRST = 50
"""Answers of programs that have just started, which take longer."""
pytestmark = [
    pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True),
    pytest.mark.timeout(3600),
]


@pytest.mark.parametrize("what", ["database", "broker"])
def test_nothing_is_lost_and_nothing_doubled(
    app: Flask,
    session: Any,
    client_as: RoleClients,
    postgres_server: PostgresServer,
    tmp_path: Path,
    what: str,
) -> None:
    officer, draw = client_as("secretariat"), Random(2026)
    light = [Visit(officer, path) for path in PAGES]
    visits = lists(client_as) if what == "database" else light
    with installed(app, tmp_path, whole=True, seconds_a_letter=0.02) as place:
        crowd = Crowd(place.address, visits)
        with crowd.at_work(readers=2, applicants=2):
            crowd.wait_for(FIRST)
            crowd.slowest = 0
            if what == "database":
                restart_the_database(postgres_server, TIMES, draw)
            else:
                trouble_the_broker(place, TIMES, draw)
        wait_until_sent(session, place, LAST, ring=False)
        found = outcome(session, crowd, place)
    print(f"\n{what}, {TIMES} times: {found}, slowest answer {crowd.slowest:.1f} s")
    print(f"by status {dict(crowd.statuses)}")
    assert crowd.faults == [] and found[1:] == (0, 0, 0, 0)
    assert bool(crowd.statuses[503]) is (what == "database")
    assert what == "database" or crowd.slowest < PATIENCE


def test_bulk_is_at_its_end_within_seconds(app: Flask, session: Any, tmp_path: Path) -> None:
    with installed(app, tmp_path, whole=True, seconds_a_letter=0.02) as place:
        bulks = [bulk_ends_within(session, place, BULK) for _ in range(TIMES)]
    seconds = [each for bulk in bulks for each in bulk]
    cuts = quantiles(seconds, n=100)
    print(
        f"\n{TIMES} bulks of {BULK}: median {cuts[49]:.1f} s, p99 {cuts[98]:.1f} s, last {max(seconds):.1f} s"
    )
    assert len(seconds) == TIMES * BULK and max(seconds) < LAST
    assert all(bulk[BULK * 99 // 100 - 1] < SOON for bulk in bulks)
