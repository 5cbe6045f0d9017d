"""Fourteen months of timers against an oracle that shares no code; four years: tests/soak."""

import os
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.services.common.holidays import is_closed
from tests.support import years, years_oracle

FIRST = date(2026, 11, 29)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the machine stand in New York, whose clocks also change in summer."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_what_fires_equals_the_oracle(app: Flask, session: Any, at: Any, elsewhere: None) -> None:
    assert os.environ["TZ"] == "America/New_York"
    shown, idle = years.readings(FIRST, 425, outage=range(300, 340), jump=390, every=6)
    plan = years.plan(FIRST, shown, members=30, seed=7)
    found = years.play(app, at, plan, twice=40, idle=idle)
    wanted = years_oracle.expected(plan)
    assert all(wanted[kind] for kind in ("question", "end", "readmission", "reminder", "answers"))
    for kind, each in wanted.items():
        assert found[kind] == each, kind


def test_closed_days_equal_the_oracle() -> None:
    for ordinal in range(date(2026, 1, 1).toordinal(), date(2031, 12, 31).toordinal() + 1):
        day = date.fromordinal(ordinal)
        assert is_closed(day) is years_oracle.is_closed(day), day
