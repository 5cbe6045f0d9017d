"""Which worker has an import, and until when."""

from datetime import timedelta

from sqlalchemy import or_, select

from app import clock
from app.extensions import db
from app.models.roster.roster_job import RosterImport
from app.rules.states.common.table import next_state
from app.rules.states.roster.roster_import import (
    ROSTER_IMPORT,
    RosterImportState,
    RosterImportVerb,
)
from app.security.viewer import Role, Viewer
from app.services.common import rows
from app.services.roster.imports import WORKING, close, free

LEASE = timedelta(minutes=5)
"""Time without activity after which another worker takes over the job."""
MAX_ATTEMPTS = 3


class LeaseLost(Exception):
    """The job was cancelled, or belongs to another worker now."""


def lease_next(actor: Viewer, holder: str) -> int | None:
    """Lease the longest waiting job to `holder`; return its id, None when there is none.

    A job leased three times without an end is recorded as failed.
    """
    actor.require(Role.SYSTEM)
    now = clock.now()
    waiting = select(RosterImport).where(
        RosterImport.state.in_(WORKING),
        or_(RosterImport.lease_until.is_(None), RosterImport.lease_until < now),
    )
    for job in db.session.scalars(
        waiting.order_by(RosterImport.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ):
        if job.attempts < MAX_ATTEMPTS:
            job.attempts += 1
            job.lease_holder, job.lease_until = holder, now + LEASE
            db.session.flush()
            return job.id
        if job.state is RosterImportState.UNDOING:
            job.error = "取消しの処理が途中で止まりました。名簿は変わっていません。もう一度取り消してください。"
            job.state = next_state(ROSTER_IMPORT, job.state, RosterImportVerb.GIVE_UP_UNDO)
            free(job)
            continue
        job.error = "取込みの処理が途中で止まりました。もう一度ファイルを選んで取り込んでください。"
        close(job, RosterImportVerb.FAIL)
    return None


def renew_lease(job_id: int, holder: str) -> RosterImport:
    """Return the job, locked and fresh, with an extended lease. Raises LeaseLost."""
    job = rows.locked(RosterImport, job_id)
    if job.lease_holder != holder or job.state not in WORKING:
        raise LeaseLost
    job.lease_until = clock.now() + LEASE
    return job


def fail(actor: Viewer, job_id: int, holder: str, message: str) -> None:
    """Fail the job because of an unreadable file. message: Japanese."""
    actor.require(Role.SYSTEM)
    job = renew_lease(job_id, holder)
    job.error = message
    close(job, RosterImportVerb.FAIL)
