"""Schemathesis over the open interface: generated requests, answers held to the document."""

from typing import Any

import hypothesis
import schemathesis
from flask import Flask

from app.security.limits import limiter


def run(app: Flask, *, examples: int, headers: dict[str, str] | None = None) -> int:
    """Send generated requests to every operation and check each answer; return their number.

    Checked: no 5xx, status, media type, headers and body as documented, what is invalid is refused.
    """
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    sent = 0

    def one(operation: Any) -> None:
        @hypothesis.given(case=operation.as_strategy())
        @hypothesis.settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        def call(case: Any) -> None:
            nonlocal sent
            sent += 1
            case.call_and_validate(headers=headers or {})

        call()

    for found in schema.get_all_operations():
        with app.app_context():
            limiter.storage.reset()
        one(found.ok())
    return sent
