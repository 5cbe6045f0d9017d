"""No value of a person reaches the log, whoever writes the line."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery
from flask import Flask
from sqlalchemy import text

from app import logs
from app.extensions import db
from app.tasks.common import batches

CANARY = "カナリア@example.jp"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that this process logs, as `logs.install` formats it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.ListedKeys())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def parsed(lines: io.StringIO) -> list[dict[str, Any]]:
    assert CANARY not in lines.getvalue() and "カナリア" not in lines.getvalue()
    found = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert all(set(line) <= set(logs.KEYS) for line in found)
    return found


def test_failed_request_names_endpoint_and_place(app: Flask, lines: io.StringIO) -> None:
    with app.test_request_context(f"/roster?q={CANARY}"):
        try:
            raise RuntimeError(CANARY)
        except RuntimeError as error:
            app.log_exception((RuntimeError, error, error.__traceback__))
    (line,) = parsed(lines)
    assert (line["event"], line["endpoint"], line["error"]) == (
        "request failed",
        "RosterView.list",
        "RuntimeError",
    )
    assert line["frames"][-1].startswith("test_logs.py:")


@pytest.mark.both_databases
def test_failed_statement_hides_its_values(app: Flask, lines: io.StringIO) -> None:
    def verb(_actor: object) -> int:
        db.session.execute(text("INSERT INTO nowhere VALUES (:value)"), {"value": CANARY})
        return 0

    with app.app_context():
        batches.run_until_done(verb)
    (line,) = parsed(lines)
    assert line["event"] == "sweep failed" and line["verb"].endswith("verb")
    assert line["error"] in ("OperationalError", "ProgrammingError")


def test_failed_task_hides_arguments_and_exception(lines: io.StringIO) -> None:
    celery = Celery("canary", set_as_current=False)
    celery.conf.task_ignore_result = True

    @celery.task(name="canary")  # type: ignore[untyped-decorator]
    def task(word: str) -> None:
        raise ValueError(word)

    task.apply(args=[CANARY])
    assert any(line.get("error") == "ValueError" for line in parsed(lines))


def test_library_is_quoted_by_its_template(lines: io.StringIO) -> None:
    logging.getLogger("a.library").warning("refused %s", CANARY, extra={"stranger": CANARY})
    logging.getLogger("a.library").error(ValueError(CANARY))
    first, second = parsed(lines)
    assert first["event"] == "refused %s" and "stranger" not in first
    assert second["event"] == "ValueError"


def test_long_value_is_cut(lines: io.StringIO) -> None:
    logging.getLogger("app.x").warning("x", extra={"verb": "v" * 999, "timer": 7})
    (line,) = parsed(lines)
    assert (len(line["verb"]), line["timer"]) == (logs.LIMIT, 7)
