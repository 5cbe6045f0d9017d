"""What the program writes into its log: lines of JSON with listed keys, never a value of a person.

A message of ours is a constant; what varies goes into `extra`, under a key of KEYS. Of an exception
the log holds the type and where it arose, not its text, and of a library's message its template:
either may quote an address, a form or a record.
"""

import json
import logging
import sys
from contextvars import ContextVar
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any

from celery.signals import setup_logging
from flask import Flask, request

from app import clock

OURS = (
    *("endpoint", "verb", "timer", "job", "mail", "fingerprint", "cause"),
    *("route", "method", "status", "ms"),
)
"""Keys that a call may give in `extra`."""
KEYS = ("at", "level", "logger", "event", "request", "error", "frames", *OURS)
"""Every key that a line may have; in a line they stand in this order."""
FRAMES = 12
"""Innermost places of an exception that are named."""
LIMIT = 200
STARTUP = "gunicorn.error"
"""The logger whose notices on start and end are written out; its warnings quote requests."""
request_number: ContextVar[str] = ContextVar("request_number", default="")
"""The number of the request at hand, which its lines bear (お問合せ番号)."""
log = logging.getLogger(__name__)


def install() -> None:
    """Send all log records of this process to standard error, formatted; once at start-up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ListedKeys())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(__package__).setLevel(logging.INFO)
    for other in logging.getLogger(STARTUP).handlers:
        other.setFormatter(ListedKeys())
    logging.getLogger("kombu.connection").setLevel(logging.ERROR)  # a queue of files has no host
    setup_logging.connect(_leave_alone)


def leave_out_requests() -> None:
    """Write no line a request: on a terminal they would hide address and log-ins."""
    logging.getLogger(f"{__package__}.views").setLevel(logging.WARNING)


class ListedKeys(logging.Formatter):
    """A record as a line of JSON with KEYS only."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        facts = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _message(record),
            "request": request_number.get() or None,
            **{key: getattr(record, key, None) for key in OURS},
        }
        if record.exc_info and record.exc_info[0] is not None:
            facts["error"] = record.exc_info[0].__name__
            facts["frames"] = _frames(record.exc_info[2])
        listed = {key: _short(facts[key]) for key in KEYS if facts.get(key) is not None}
        return json.dumps(listed, ensure_ascii=False)


def name_failed_requests(app: Flask) -> None:
    """Let the application name a failed request by its endpoint: its path may hold a token."""

    def failed(exc_info: Any) -> None:
        log.error("request failed", exc_info=exc_info, extra={"endpoint": request.endpoint})

    app.log_exception = failed  # type: ignore[method-assign]


def _message(record: logging.LogRecord) -> str:
    if record.name == STARTUP and record.levelno <= logging.INFO:
        return record.getMessage()
    return record.msg if isinstance(record.msg, str) else type(record.msg).__name__


def _frames(traceback: TracebackType | None) -> list[str]:
    return [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in extract_tb(traceback)[-FRAMES:]
    ]


def _short(value: Any) -> Any:
    return value if isinstance(value, int | list) else str(value)[:LIMIT]


def _leave_alone(**_settings: Any) -> None:
    """Keep Celery from configuring logging of its own."""
