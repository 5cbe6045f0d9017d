"""Four years of timers, day by day, with a thousand organisations.

    make soak ARGS="tests/soak/test_four_years.py -s"; MEMBERS=100 for a shorter run.

An outage of 40 days, a clock an hour ahead and behind, and once three years ahead; two sweeps at
once; a machine in another time zone. What fired equals an oracle that shares no code.
"""

import os
import time
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app import clock
from tests.support import years, years_oracle

FIRST = date(2026, 11, 29)
ZONES = ("Asia/Tokyo", "America/New_York")
MEMBERS = int(os.environ.get("MEMBERS", "1000"))


@pytest.mark.timeout(0)
@pytest.mark.parametrize("zone", ZONES)
def test_four_years(
    app: Flask, session: Any, at: Any, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    began = clock.running()
    shown, idle = years.readings(FIRST, 4 * 365 + 1, outage=range(700, 740), jump=1000)
    plan = years.plan(FIRST, shown, members=MEMBERS, seed=20261129)
    found, wanted = years.play(app, at, plan, twice=25, idle=idle), years_oracle.expected(plan)
    print(f"{zone}: {len(shown)} sweeps in {clock.running() - began}")
    print({kind: len(each) for kind, each in wanted.items()})
    monkeypatch.undo()
    time.tzset()
    for kind, each in wanted.items():
        assert found[kind] == each, kind
