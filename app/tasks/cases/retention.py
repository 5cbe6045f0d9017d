"""Retention of closed cases: proposals of deletion, and destruction of keys left by a crash."""

from functools import partial

from flask import current_app

from app import bell
from app.extensions import celery, db
from app.security.viewer import SYSTEM
from app.services.cases import deletions as case_deletions
from app.services.common import heartbeats, sweep_requests
from app.tasks.common.batches import links, run_until_done


@celery.task(name="case_retention.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Propose due deletions, one batch per transaction; then destroy the keys of deleted cases."""
    years = current_app.config["CASE_RETENTION_YEARS"]
    run_until_done(partial(case_deletions.propose_due, years=years, links=links()))
    run_until_done(case_deletions.destroy_keys)
    heartbeats.beat(SYSTEM, "case_retention")
    letters = sweep_requests.take()
    db.session.commit()
    if letters:
        bell.ring("outbox.sweep")
