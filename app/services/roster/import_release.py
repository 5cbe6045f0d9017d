"""Imports of many rows: one officer proposes, another releases (二人での決定)."""

from app.errors import StaleState
from app.extensions import db
from app.models.roster.roster_job import RosterImport
from app.rules.states.common.table import next_state
from app.rules.states.roster.roster_import import (
    ROSTER_IMPORT,
    RosterImportState,
    RosterImportVerb,
    RowOutcome,
)
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, rows, settings
from app.services.roster import imports

KIND = "roster_import.start"
NOT_AWAITING = "承認待ちではありません。画面を開き直して状態を確かめてください。"


def needs_two(job: RosterImport) -> bool:
    """Whether the import enters more rows than one officer may (a setting)."""
    entered = sum(job.counts.get(fate.value, 0) for fate in (RowOutcome.NEW, RowOutcome.CHANGE))
    return entered > int(settings.value("import_rows"))


def needed_two(job: RosterImport) -> bool:
    """Whether two officers entered the import, or would have to today."""
    return approvals.last(KIND, job.id) is not None or needs_two(job)


def start(actor: Viewer, job_id: int, *, skip_wrong: bool, basis: str) -> RosterImport:
    """Enter a checked import, or propose it where it needs two officers.

    A proposed import stays as it is until it is released or returned. Raises RuleViolation as
    `imports.ready`.
    """
    job = imports.ready(actor, job_id, skip_wrong=skip_wrong, basis=basis)
    if not needs_two(job):
        _begin(actor, job)
        return job
    job.state = next_state(ROSTER_IMPORT, job.state, RosterImportVerb.PROPOSE)
    approvals.propose(
        actor,
        KIND,
        job.id,
        title=job.file_name,
        counts=dict(job.counts),
        basis=job.basis,
        skip_wrong=skip_wrong,
    )
    return job


def _begin(actor: Viewer, job: RosterImport) -> None:
    job.state = next_state(ROSTER_IMPORT, job.state, RosterImportVerb.START)
    audit.record(actor, "roster_import.start", "roster_import", job.id, **job.counts)
    db.session.flush()


def release(actor: Viewer, job_id: int) -> RosterImport:
    """Release a proposed import, which is then entered. Raises RuleViolation for its proposer."""
    actor.require(Role.SECRETARIAT)
    job = rows.locked(RosterImport, job_id)
    if job.state is not RosterImportState.AWAITING:
        raise StaleState(NOT_AWAITING)
    approvals.release(actor, KIND, job.id)
    _begin(actor, job)
    return job


def send_back(actor: Viewer, job_id: int, reason: str) -> RosterImport:
    """Return a proposed import with a reason. Raises RuleViolation without one."""
    job = _returned(actor, job_id)
    approvals.send_back(actor, KIND, job.id, reason)
    return job


def take_back(actor: Viewer, job_id: int) -> RosterImport:
    """Take a proposed import back."""
    job = _returned(actor, job_id)
    approvals.take_back(actor, KIND, job.id)
    return job


def _returned(actor: Viewer, job_id: int) -> RosterImport:
    actor.require(Role.SECRETARIAT)
    job = rows.locked(RosterImport, job_id)
    if job.state is not RosterImportState.AWAITING:
        raise StaleState(NOT_AWAITING)
    job.state = next_state(ROSTER_IMPORT, job.state, RosterImportVerb.RETURN)
    db.session.flush()
    return job
