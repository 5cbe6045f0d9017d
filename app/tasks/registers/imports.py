"""The sweep over imports of registers, with one commit a step."""

from app.extensions import celery, db
from app.security.viewer import SYSTEM
from app.services.common import heartbeats
from app.services.registers import imports


@celery.task(name="register_imports.sweep")  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Do what imports wait for, and return the number of steps."""
    done = 0
    while imports.work(SYSTEM):
        db.session.commit()
        done += 1
    imports.forget_old(SYSTEM)
    heartbeats.beat(SYSTEM, "register_imports")
    db.session.commit()
    return done
