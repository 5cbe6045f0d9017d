"""Requests for an outbox sweep: noted with the letter, sent to the worker after the commit.

A note on the session, since whoever writes a letter must not wait for a broker. The truth is the
outbox: a request that is lost costs a minute.
"""

from app.extensions import db

_KEY = "outbox_sweep"


def note() -> None:
    """Note that the present transaction wrote or released a letter."""
    db.session.info[_KEY] = True


def take() -> bool:
    """Whether a sweep was asked for since the last call."""
    return bool(db.session.info.pop(_KEY, False))
