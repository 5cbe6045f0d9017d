"""When each sweep last went through."""

from app import clock
from app.extensions import db
from app.models.timer import Heartbeat
from app.security.viewer import Role, Viewer


def beat(actor: Viewer, name: str) -> None:
    """Note that the sweep of this name has just gone through."""
    actor.require(Role.SYSTEM)
    row = db.session.get(Heartbeat, name)
    if row is None:
        db.session.add(Heartbeat(name=name, beat_at=clock.now()))
    else:
        row.beat_at = clock.now()
    db.session.flush()
