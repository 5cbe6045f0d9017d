"""Setup common to all tests. The fixtures are in support/fixtures, grouped by subject."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime

import pytest

from app import clock
from tests.support.environment import NAMES
from tests.support.network import loopback_only
from tests.support.translations import compile_if_older

pytest_plugins = [
    "tests.support.fixtures.servers",
    "tests.support.fixtures.application",
    "tests.support.fixtures.browser",
]


def pytest_sessionstart(session: pytest.Session) -> None:
    compile_if_older(session.config.rootpath)


def pytest_xdist_auto_num_workers() -> int:
    """Start one process more than there are cores: browser tests often wait for the browser."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session", autouse=True)
def _closed_network() -> Iterator[None]:
    with loopback_only():
        yield


@pytest.fixture(scope="session", autouse=True)
def _plain_environment() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in NAMES:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def at() -> Iterator[Callable[[datetime | date], None]]:
    """Return `at(moment)`, which freezes the clock.

    moment: an aware datetime, or a date for its beginning in Japan.
    """
    with ExitStack() as held:

        def hold(moment: datetime | date) -> None:
            held.close()
            instant = moment if isinstance(moment, datetime) else clock.at_start_of(moment)
            held.enter_context(clock.freeze(instant))

        yield hold
