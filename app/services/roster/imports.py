"""Roster imports (名簿の取込み): uploaded, checked by row, written at once, or cancelled."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.common import articles
from app.rules.states.common.table import next_state
from app.rules.states.roster.roster_import import (
    ROSTER_IMPORT,
    RosterImportState,
    RosterImportVerb,
    RowOutcome,
)
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows, spreadsheets

LEASE = timedelta(minutes=5)
"""Time without activity after which another worker takes over the job."""
MAX_ATTEMPTS = 3
KEPT = timedelta(days=30)
"""Retention of an import's rows for display and download."""
WORKING = (RosterImportState.CHECKING, RosterImportState.IMPORTING)
PER_PAGE = rows.PER_PAGE


class LeaseLost(Exception):
    """The job was cancelled, or belongs to another worker now."""


def upload(actor: Viewer, file_name: str, content: bytes) -> RosterImport:
    """Store an uploaded file for checking. Raises RuleViolation for a file that is no table."""
    actor.require(Role.SECRETARIAT)
    assert actor.account_id is not None
    try:
        spreadsheets.detect_format(content)
    except spreadsheets.Unreadable as fault:
        raise RuleViolation(None, fault.message) from fault
    job = RosterImport(
        file_name=file_name[:200],
        content=content,
        state=next_state(ROSTER_IMPORT, None, RosterImportVerb.UPLOAD),
        created_at=clock.now(),
        created_by_id=actor.account_id,
    )
    db.session.add(job)
    db.session.flush()
    audit.record(actor, "roster_import.upload", "roster_import", job.id, bytes=len(content))
    return job


def one(actor: Viewer, job_id: int) -> RosterImport:
    """Return the import. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return rows.one(RosterImport, job_id, joinedload(RosterImport.created_by))


def page(actor: Viewer, number: int) -> tuple[Sequence[RosterImport], int]:
    """Return one page of imports, the newest first, and their total."""
    actor.require(Role.SECRETARIAT)
    wanted = select(RosterImport).order_by(RosterImport.id.desc())
    return rows.page(wanted, number, joinedload(RosterImport.created_by))


def fates(
    actor: Viewer, job: RosterImport, fate: RowOutcome | None, number: int
) -> tuple[Sequence[RosterImportRow], int]:
    """Return one page (from 1) of the rows of one outcome or of all, and their total."""
    actor.require(Role.SECRETARIAT)
    wanted = select(RosterImportRow).where(RosterImportRow.import_id == job.id)
    if fate is not None:
        wanted = wanted.where(RosterImportRow.fate == fate)
    found = db.session.scalars(
        wanted.order_by(RosterImportRow.line).offset((number - 1) * PER_PAGE).limit(PER_PAGE)
    ).all()
    return found, sum(job.counts.values()) if fate is None else job.counts.get(fate.value, 0)


def start(actor: Viewer, job_id: int, *, skip_wrong: bool, basis: str) -> RosterImport:
    """Queue the checked rows for writing.

    Raises RuleViolation when a row is wrong and not to be skipped, when nothing would change, and
    when the basis of new memberships is missing.
    """
    actor.require(Role.SECRETARIAT)
    job = rows.locked(RosterImport, job_id)
    following = next_state(ROSTER_IMPORT, job.state, RosterImportVerb.START)
    counts = {fate: job.counts.get(fate.value, 0) for fate in RowOutcome}
    if counts[RowOutcome.WRONG] and not skip_wrong:
        raise RuleViolation(
            None,
            f"誤りのある行が{counts[RowOutcome.WRONG]:,}行あります。ファイルを直して取り込み直すか、"
            "「誤りのある行を飛ばす」を選んでください。",
        )
    if not counts[RowOutcome.NEW] and not counts[RowOutcome.CHANGE]:
        raise RuleViolation(
            None, "新しく登録する行も変更する行もありません。取り込む必要はありません。"
        )
    if counts[RowOutcome.NEW] and not basis.strip():
        raise RuleViolation(
            articles.ADMISSION,
            "新しい会員の入会を認めた根拠（決定の文書など）を入力してください。",
        )
    job.state, job.skip_wrong, job.basis = following, skip_wrong, basis.strip()
    job.started_by_id, job.error = actor.account_id, ""
    _free(job)
    audit.record(actor, "roster_import.start", "roster_import", job.id, **job.counts)
    db.session.flush()
    return job


def check_again(actor: Viewer, job_id: int) -> RosterImport:
    """Compare the file with the roster again."""
    actor.require(Role.SECRETARIAT)
    job = rows.locked(RosterImport, job_id)
    audit.record(actor, "roster_import.check_again", "roster_import", job.id)
    return back_to_check(job, "")


def back_to_check(job: RosterImport, why: str) -> RosterImport:
    """Restart the check from the first row. why: Japanese, shown with the result."""
    job.state = next_state(ROSTER_IMPORT, job.state, RosterImportVerb.CHECK_AGAIN)
    job.error = why
    _free(job)
    db.session.flush()
    return job


def cancel(actor: Viewer, job_id: int) -> RosterImport:
    """Cancel the import (取りやめ). Nothing was written; the file is deleted."""
    actor.require(Role.SECRETARIAT)
    job = rows.locked(RosterImport, job_id)
    close(job, RosterImportVerb.CANCEL)
    audit.record(actor, "roster_import.cancel", "roster_import", job.id)
    return job


def close(job: RosterImport, verb: RosterImportVerb) -> None:
    """Close the job and delete the file, which is no longer needed."""
    job.state = next_state(ROSTER_IMPORT, job.state, verb)
    job.finished_at, job.content = clock.now(), b""
    _free(job)
    db.session.flush()


def _free(job: RosterImport) -> None:
    job.lease_until, job.lease_holder, job.attempts = None, "", 0


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


def forget_old(actor: Viewer) -> None:
    """Delete the rows of long finished imports: they contain personal information."""
    actor.require(Role.SYSTEM)
    over = select(RosterImport.id).where(RosterImport.finished_at < clock.now() - KEPT)
    db.session.execute(
        delete(RosterImportRow)
        .where(RosterImportRow.import_id.in_(over))
        .execution_options(synchronize_session=False)
    )
