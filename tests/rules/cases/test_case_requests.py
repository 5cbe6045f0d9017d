"""What the council may request from a constituent body (法第16条第3項), and when it is reminded."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.rules.cases.requests import (
    Cooperation,
    Request,
    RequestPurpose,
    may_request,
    next_reminder,
)
from app.rules.common import articles

TODAY, BODIES = date(2026, 11, 25), frozenset({1, 2, 3})
REQUEST = Request(
    Cooperation.INFORMATION,
    RequestPurpose.EXCHANGE,
    1,
    "通所の様子",
    "協議のため",
    date(2026, 12, 9),
)


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({}, True),
        ({"body": 9}, False),
        ({"what": " "}, False),
        ({"reason": ""}, False),
        ({"due_on": TODAY}, False),
        ({"due_on": date(2026, 11, 26)}, True),
        ({"asked_by": 2}, False),
        ({"purpose": RequestPurpose.ON_DEMAND}, False),
        ({"purpose": RequestPurpose.ON_DEMAND, "asked_by": 2}, True),
        ({"purpose": RequestPurpose.ON_DEMAND, "asked_by": 1}, False),
        ({"purpose": RequestPurpose.ON_DEMAND, "asked_by": 9}, False),
    ],
)
def test_request_needs_current_body_and_valid_purpose(change: dict[str, Any], right: bool) -> None:
    verdict = may_request(replace(REQUEST, **change), bodies=BODIES, today=TODAY)
    assert bool(verdict) is right
    assert verdict.article == articles.COUNCIL_REQUEST


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (date(2026, 11, 25), date(2026, 12, 6)),
        (date(2026, 12, 5), date(2026, 12, 6)),
        (date(2026, 12, 6), date(2026, 12, 10)),
        (date(2026, 12, 9), date(2026, 12, 10)),
        (date(2026, 12, 10), date(2026, 12, 17)),
        (date(2026, 12, 17), None),
    ],
)
def test_reminders_fall_before_and_after_the_deadline(after: date, expected: date | None) -> None:
    assert next_reminder(date(2026, 12, 9), after=after) == expected
