"""Days of events, small figures."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.rules.events.event import (
    deadline_fault,
    forgotten_from,
    name_fault,
    offered_until,
    times_fault,
)

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "months", "gone"),
    [
        (date(2026, 12, 10), 3, date(2027, 3, 11)),
        (date(2026, 11, 30), 3, date(2027, 3, 1)),
        (date(2026, 12, 31), 12, date(2028, 1, 1)),
        (date(2027, 8, 31), 1, date(2027, 10, 1)),
    ],
)
def test_names_go_after_the_months(day: date, months: int, gone: date) -> None:
    assert forgotten_from(day, months) == gone


def test_offers_end_at_the_close() -> None:
    assert offered_until(NOW, NOW + timedelta(hours=1)) == NOW + timedelta(hours=1)
    assert offered_until(NOW, NOW + timedelta(days=9)) == NOW + timedelta(days=2)


def test_faults_are_told() -> None:
    assert times_fault(time(13), time(13)) and not times_fault(time(13), None)
    assert deadline_fault(date(2026, 1, 1), date(2026, 1, 2))
    assert not deadline_fault(date(2026, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    "name",
    [
        "http://a.example",
        "当選 a.example.com/x",
        "ＷＷＷ．ｅｘ．ｊｐ",
        "a@b",
        "例え.com",
        "BAD.COM",
    ],
)
def test_addresses_are_no_names(name: str) -> None:
    assert name_fault(name)


@pytest.mark.parametrize(
    "name", ["因幡　はる", "J. R. Smith", "Dr.Smith", "砂丘・A", "Ann-Marie O'Neil"]
)
def test_names_are_names(name: str) -> None:
    assert not name_fault(name)
