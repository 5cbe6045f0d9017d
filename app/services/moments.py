"""When something happens in a meeting: by the database's clock, which all web servers share (DESIGN §3.6)."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from app import clock
from app.extensions import db


def now() -> datetime:
    """The present instant, aware, in UTC. SQLite has the clock of this machine.

    Asked behind the meeting's lock, so that what came first bears the earlier moment.
    """
    held, connection = clock.held(), db.session.connection()
    if held or connection.dialect.name == "sqlite":
        return held or clock.now()
    instant: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return instant.astimezone(UTC)
