"""The sweep over roster imports, with several commits, one per step."""

import logging
from uuid import uuid4

from app.errors import NotFound
from app.extensions import celery, db
from app.rules.states.roster.roster_import import RosterImportState
from app.security.viewer import SYSTEM
from app.services.common import heartbeats
from app.services.common.spreadsheets import Unreadable
from app.services.roster import import_checking, import_leases, import_undo, import_writing, imports

log = logging.getLogger(__name__)


@celery.task(name="imports.sweep")  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Process waiting imports and return their number."""
    holder, taken = uuid4().hex, 0
    while True:
        job_id = import_leases.lease_next(SYSTEM, holder)
        db.session.commit()
        if job_id is None:
            break
        work(job_id, holder)
        taken += 1
    imports.forget_old(SYSTEM)
    heartbeats.beat(SYSTEM, "imports")
    db.session.commit()
    return taken


def work(job_id: int, holder: str) -> None:
    """Run the next stage of one import. After an unexpected error it is retried later."""
    try:
        state = import_leases.renew_lease(job_id, holder).state
        if state is RosterImportState.UNDOING:
            import_undo.carry_out(SYSTEM, job_id, holder)
            db.session.commit()
        elif state is RosterImportState.CHECKING:
            for _step in import_checking.check(SYSTEM, job_id, holder):
                db.session.commit()
        else:
            steps = []
            for step in import_writing.prepare(SYSTEM, job_id, holder):
                steps.append(step)
                db.session.commit()
            import_writing.write(SYSTEM, job_id, holder, steps)
            db.session.commit()
    except Unreadable as fault:
        db.session.rollback()
        import_leases.fail(SYSTEM, job_id, holder, fault.message)
        db.session.commit()
    except (import_leases.LeaseLost, NotFound):
        db.session.rollback()
    except Exception:
        db.session.rollback()
        log.exception("import failed", extra={"job": job_id})
