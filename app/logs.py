"""What the program writes into its log: lines of JSON with listed keys, never a value of a person.

A message of ours is a constant; what varies goes into `extra`, under a key of KEYS. Of an exception
the log holds the type and where it arose, not its text, and of a library's message its template:
either may quote an address, a form or a record.
"""

import logging
import sys
from collections.abc import MutableMapping
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any

import structlog
from celery.signals import setup_logging
from flask import Flask, request

from app import clock

KEYS = (
    "at",
    "level",
    "logger",
    "event",
    "error",
    "frames",
    "endpoint",
    "verb",
    "timer",
    "job",
    "mail",
    "fingerprint",
    "cause",
)
"""Every key that a line may have; in a line they stand in this order."""
FRAMES = 12
"""Innermost places of an exception that are named."""
LIMIT = 200
STARTUP = "gunicorn.error"
"""The logger whose notices on start and end are written out; its warnings quote requests."""
Event = MutableMapping[str, Any]
log = logging.getLogger(__name__)


def install() -> None:
    """Send all log records of this process to standard error, formatted; once at start-up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for other in logging.getLogger(STARTUP).handlers:
        other.setFormatter(formatter())
    logging.getLogger("kombu.connection").setLevel(logging.ERROR)  # a queue of files has no host
    setup_logging.connect(_leave_alone)


def formatter() -> logging.Formatter:
    """Return the formatter of all handlers."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.ExtraAdder(allow=KEYS)],
        processors=[_facts, _listed, structlog.processors.JSONRenderer(ensure_ascii=False)],
    )


def name_failed_requests(app: Flask) -> None:
    """Let the application name a failed request by its endpoint: its path may hold a token."""

    def failed(exc_info: Any) -> None:
        log.error("request failed", exc_info=exc_info, extra={"endpoint": request.endpoint})

    app.log_exception = failed  # type: ignore[method-assign]


def _facts(_logger: Any, _method: str, event: Event) -> Event:
    record: logging.LogRecord = event["_record"]
    event |= {"at": clock.now().isoformat(timespec="milliseconds"), "logger": record.name}
    event["level"] = record.levelname.lower()
    if record.name != STARTUP or record.levelno > logging.INFO:
        event["event"] = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    kind, _error, traceback = event.get("exc_info") or (None, None, None)
    if kind is not None:
        event |= {"error": kind.__name__, "frames": _frames(traceback)}
    return event


def _frames(traceback: TracebackType | None) -> list[str]:
    return [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in extract_tb(traceback)[-FRAMES:]
    ]


def _listed(_logger: Any, _method: str, event: Event) -> Event:
    return {key: _short(event[key]) for key in KEYS if event.get(key) is not None}


def _short(value: Any) -> Any:
    return value if isinstance(value, int | list) else str(value)[:LIMIT]


def _leave_alone(**_settings: Any) -> None:
    """Keep Celery from configuring logging of its own."""
