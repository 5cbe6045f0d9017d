"""Rate limits hold across processes and without the broker."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from app.extensions import db
from app.security.limits import DatabaseStorage, form_value
from tests.support.client import PlatformClient
from tests.support.redis import RedisServer

HITS = """
import sys
from app import create_app
from app.security.limits import DatabaseStorage
from limits import parse
from limits.strategies import FixedWindowRateLimiter
app = create_app({"SQLALCHEMY_DATABASE_URI": sys.argv[1], "INSTANCE_DIR": sys.argv[2]})
with app.app_context():
    limiter = FixedWindowRateLimiter(DatabaseStorage())
    sys.stdin.readline()
    print(sum(limiter.hit(parse("30 per hour"), "race") for _ in range(40)))
"""

FORMS = """
import sys
from app import create_app
app = create_app({"SQLALCHEMY_DATABASE_URI": sys.argv[1], "WTF_CSRF_ENABLED": False})
client = app.test_client()
def send():
    return client.post("/password/forgotten", data={"username": "a@example.jp"}).status_code
print(*[send() for _ in range(4)], flush=True)
sys.stdin.readline()
print(*[send() for _ in range(7)])
"""


@pytest.mark.both_databases
def test_two_processes_share_one_limit(app: Flask, tmp_path: Any) -> None:
    command = [sys.executable, "-c", HITS, app.config["SQLALCHEMY_DATABASE_URI"], str(tmp_path)]
    racers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for racer in racers:
        assert racer.stdin
        racer.stdin.write("\n")
        racer.stdin.flush()
    allowed = [int(racer.communicate(timeout=100)[0]) for racer in racers]
    assert sum(allowed) == 30


def test_storage_counts_in_windows(app: Flask, at: Callable[[datetime], None]) -> None:
    start = datetime(2026, 4, 1, tzinfo=UTC)
    at(start)
    with app.app_context():
        assert isinstance(storage_from_string("database://"), DatabaseStorage)
        storage = DatabaseStorage()
        limiter, twice = FixedWindowRateLimiter(storage), parse("2 per minute")
        assert [limiter.hit(twice, "a") for _ in range(3)] == [True, True, False]
        assert limiter.hit(twice, "b")
        stats = limiter.get_window_stats(twice, "a")
        assert (stats.remaining, stats.reset_time) == (0, start.timestamp() + 60)
        at(start + timedelta(seconds=61))
        assert limiter.test(twice, "a")
        assert limiter.hit(twice, "a")
        assert storage.get_expiry(twice.key_for("a")) == start.timestamp() + 121
        limiter.clear(twice, "a")
        assert storage.get(twice.key_for("a")) == 0
        assert storage.check()
        assert storage.reset() == 1


def test_forms_and_limits_work_without_the_broker(app: Flask, tmp_path: Path) -> None:
    with RedisServer() as address:
        environment = os.environ | {"REDIS_URL": address, "INSTANCE_DIR": str(tmp_path)}
        sender = subprocess.Popen(
            [sys.executable, "-c", FORMS, app.config["SQLALCHEMY_DATABASE_URI"]],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert sender.stdout
        before = sender.stdout.readline().split()
    after = sender.communicate("\n", timeout=100)[0].split()
    assert before + after == ["200"] * 10 + ["429"]


def test_exceeding_the_limit_shows_an_error_page(client: PlatformClient, session: Any) -> None:
    answers = [
        client.submit("/password/forgotten", {"username": "someone@example.jp"}) for _ in range(11)
    ]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "<h1>" in answers[-1].text
    other = client.submit("/password/forgotten", {"username": "another@example.jp"})
    assert other.status_code == 200


def test_get_requests_of_a_form_are_not_counted(client: PlatformClient) -> None:
    assert {client.get("/password/forgotten").status_code for _ in range(150)} == {200}


def test_input_is_not_stored_in_plaintext(app: Flask, client: PlatformClient, session: Any) -> None:
    client.submit("/password/forgotten", {"username": "someone@example.jp"})
    keys = [row[0] for row in session.execute(db.text("SELECT key FROM rate_limit"))]
    assert len(keys) == 2
    assert not any("someone" in key for key in keys)


def test_one_address_has_one_share_however_it_is_written(app: Flask) -> None:
    key, keys = form_value("email"), set()
    ways = (
        "haru@example.jp",
        " HARU@example.jp",
        "ｈａｒｕ＠ｅｘａｍｐｌｅ．ｊｐ",
        "ha\u200bru@example.jp",
    )
    for way in (*ways, "\u200b" * 2000 + "haru@example.jp"):
        with app.test_request_context(method="POST", data={"email": way}):
            keys.add(key())
    assert len(keys) == 1 and "" not in keys
    with app.test_request_context(method="POST", data={"email": " \u3000"}):
        assert key() == "", "an empty field is not counted"
