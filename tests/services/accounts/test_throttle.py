"""The pause after failed log-in attempts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.security.networks import caller, neighbourhood
from app.security.viewer import PUBLIC
from app.services.accounts import throttle
from app.services.accounts.throttle import FREE_FROM_ANYWHERE, FREE_FROM_NETWORK, LONGEST_PAUSE

START = datetime(2026, 4, 1, tzinfo=UTC)


def fail(name: str, address: str, device: str | None = None) -> datetime | None:
    """Make one failed attempt."""
    return throttle.reserve(PUBLIC, throttle.counters(name, address, device))


def test_pause_grows_and_is_capped() -> None:
    pauses = [throttle.pause(n, 5).total_seconds() for n in range(12)]
    assert pauses == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]
    assert throttle.pause(10**6, 5) == LONGEST_PAUSE


@pytest.mark.both_databases
def test_pause_begins_after_several_failures(session: Any, at: Callable[[datetime], None]) -> None:
    at(START)
    assert [fail("name", "192.0.2.1") for _ in range(FREE_FROM_NETWORK)] == [None] * 5
    assert fail("name", "192.0.2.200") == START + timedelta(seconds=30)
    at(START + timedelta(seconds=30))
    assert fail("name", "192.0.2.1") is None
    assert fail("name", "192.0.2.1") == START + timedelta(seconds=90)


def test_attempts_during_a_pause_do_not_prolong_it(
    session: Any, at: Callable[[datetime], None]
) -> None:
    at(START)
    for _ in range(100):
        fail("name", "192.0.2.1")
    at(START + timedelta(seconds=31))
    assert fail("name", "192.0.2.1") is None


def test_owner_is_not_locked_out_from_another_network_or_a_known_device(
    session: Any, at: Callable[[datetime], None]
) -> None:
    at(START)
    for _ in range(20):
        fail("name", "192.0.2.1")
    assert fail("name", "192.0.2.1") is not None
    assert fail("name", "198.51.100.7") is None
    for number in range(200):
        fail("name", f"10.0.{number}.1")
    assert fail("name", "203.0.113.9") is not None, "from anywhere it is counted too"
    assert fail("name", "192.0.2.1", device="known") is None


def test_longest_pause_is_a_quarter_of_an_hour(
    session: Any, at: Callable[[datetime], None]
) -> None:
    moment = START
    for _ in range(40):
        at(moment)
        until = fail("name", "192.0.2.1")
        assert until is None or until - moment <= LONGEST_PAUSE
        moment = until or moment


def test_success_resets_the_network_counter_and_a_reset_the_name_counter(
    session: Any, at: Callable[[datetime], None]
) -> None:
    at(START)
    counters = throttle.counters("name", "192.0.2.1", None)
    for _ in range(4):
        throttle.reserve(PUBLIC, counters)
    throttle.reserve(PUBLIC, counters)
    throttle.clear(PUBLIC, counters)
    assert [fail("name", "192.0.2.1") for _ in range(FREE_FROM_NETWORK)] == [None] * 5
    for number in range(FREE_FROM_ANYWHERE):
        fail("name", f"10.1.{number}.1")
    assert fail("name", "203.0.113.9") is not None
    throttle.forget_name(PUBLIC, "name")
    assert fail("name", "203.0.113.9") is None


def test_counters_expire_after_a_day(session: Any, at: Callable[[datetime], None]) -> None:
    at(START)
    for _ in range(9):
        fail("name", "192.0.2.1")
    at(START + timedelta(hours=25))
    assert [fail("name", "192.0.2.1") for _ in range(FREE_FROM_NETWORK)] == [None] * 5


@pytest.mark.parametrize(
    ("address", "network", "counted"),
    [
        ("192.0.2.77", "192.0.2.0/24", "192.0.2.77"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.77", "192.0.2.0/24", "::ffff:192.0.2.77"),
        ("fe80::1%eth0", "fe80::/64", "fe80::/64"),
        ("", "unknown", ""),
        ("no address", "unknown", "no address"),
    ],
)
def test_networks(address: str, network: str, counted: str) -> None:
    assert (neighbourhood(address), caller(address)) == (network, counted)
