"""The web program, extended so that a request can have its process killed at the commit."""

import os
import signal
from collections.abc import Callable
from typing import Any

from flask import has_request_context, request
from sqlalchemy import event

from app.extensions import db
from run import app
from tests.support.web_processes import KILL_AT

__all__ = ["app"]


def killed_at(moment: str) -> Callable[[Any], None]:
    """Return a session listener that kills this process when the request demands it."""

    def die(_session: Any) -> None:
        if has_request_context() and request.headers.get(KILL_AT) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    return die


for moment in ("before_commit", "after_commit"):
    event.listen(db.session, moment, killed_at(moment))
