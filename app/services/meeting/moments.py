"""Time of events in a meeting, by the database's clock, which all web servers share."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from app import clock
from app.extensions import db


def now() -> datetime:
    """Return the current time, aware, in UTC; on SQLite by this machine's clock.

    Called while holding the meeting's lock, so that times follow the order of events.
    """
    held, connection = clock.frozen_at(), db.session.connection()
    if held or connection.dialect.name == "sqlite":
        return held or clock.now()
    instant: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return instant.astimezone(UTC)
