"""What sweeps share: a service verb called until nothing is due, and the addresses for its letters."""

import logging
from collections.abc import Callable

from flask import current_app

from app.extensions import db
from app.security.viewer import SYSTEM, Viewer
from app.services.common.links import Links

log = logging.getLogger(__name__)
MAX_BATCHES = 100


def run_until_done(verb: Callable[[Viewer], int], name: str = "") -> tuple[int, str]:
    """Call a verb that finds by itself what is due, until it finds nothing; commit each batch.

    Return how much it did, and the type of the exception that stopped it, if any.
    """
    total = 0
    try:
        for _batch in range(MAX_BATCHES):
            done = verb(SYSTEM)
            db.session.commit()
            total += done
            if not done:
                break
    except Exception as error:
        db.session.rollback()
        log.exception("sweep failed", extra={"verb": name or getattr(verb, "__qualname__", "")})
        return total, type(error).__name__
    return total, ""


def links() -> Links:
    """Return the links for letters sent outside a request."""
    settings = current_app.config
    base = settings["BASE_URL"] or f"http://127.0.0.1:{settings['PORT']}"
    return Links(base.rstrip("/"), settings["SECRET_KEY"], settings["MAILBOX"])
