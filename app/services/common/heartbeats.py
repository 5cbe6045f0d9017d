"""Time of the last completed run of each sweep."""

from datetime import datetime

from sqlalchemy import select

from app import clock
from app.database import insert_into
from app.extensions import db
from app.models.common.timer import Heartbeat
from app.security.viewer import Role, Viewer


def last_beat(name: str) -> datetime | None:
    """Return when the sweep last beat; None if it never did."""
    return db.session.scalar(select(Heartbeat.beat_at).where(Heartbeat.name == name))


def beat(actor: Viewer, name: str, at: datetime | None = None) -> None:
    """Record that the sweep of this name has completed a run, now or at another moment."""
    actor.require(Role.SYSTEM)
    statement = insert_into(Heartbeat, db.engine.dialect.name).values(
        name=name, beat_at=at or clock.now()
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Heartbeat.name], set_={"beat_at": statement.excluded.beat_at}
        )
    )
