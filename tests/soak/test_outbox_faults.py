"""Thousands of notices under hundreds of kills and stops, in both installations.

`make soak ARGS="tests/soak/test_outbox_faults.py -s"`; NOTICES and TIMES for a shorter run.
"""

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.support.mail_rehearsal import EMBEDDED, SCALED, Result, rehearse

NOTICES = int(os.environ.get("NOTICES", "10000"))
TIMES = int(os.environ.get("TIMES", "200"))
SLOW = 15
"""Letters a second of the slow run."""
pytestmark = [pytest.mark.timeout(3600), pytest.mark.both_databases]


@pytest.fixture
def mode(app: Flask, database_kind: str, request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Return the options of the worker: embedded with SQLite, with Redis and PostgreSQL alone."""
    app.config["MAIL_TIME_DIVISOR"] = 100
    if database_kind == "sqlite":
        return EMBEDDED
    app.config["REDIS_URL"] = request.getfixturevalue("redis_url")
    return SCALED


def shown(what: str, mode: tuple[str, ...], result: Result) -> Result:
    print(f"\n{'embedded' if mode is EMBEDDED else 'scaled'}, {TIMES} {what}: {result}")
    assert (result.lost, result.wrong, result.stuck) == (0, 0, 0)
    return result


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM], ids=["kills", "stops"])
def test_full_speed(
    app: Flask, session: Any, tmp_path: Path, mode: tuple[str, ...], sign: signal.Signals
) -> None:
    result = shown(
        sign.name,
        mode,
        rehearse(app, session, tmp_path, options=mode, notices=NOTICES, sign=sign, times=TIMES),
    )
    assert result.doubled <= (TIMES if sign is signal.SIGKILL else 0)
    assert sign is signal.SIGKILL or result.longest < 10


def test_kills_at_a_slow_server(
    app: Flask, session: Any, tmp_path: Path, mode: tuple[str, ...]
) -> None:
    result = shown(
        f"kills at {SLOW} letters a second",
        mode,
        rehearse(
            app,
            session,
            tmp_path,
            options=mode,
            notices=TIMES * SLOW * 2,
            sign=signal.SIGKILL,
            times=TIMES,
            seconds_a_letter=1 / SLOW,
            life=(1, 3),
            patience=120 + TIMES * 2,  # as long as all of them take, however few left meanwhile
        ),
    )
    assert (result.doubled - result.dying) * 10 <= max(TIMES, 20)
