"""Roster imports (名簿の取込み): uploaded, checked by row, written at once, or cancelled."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, func, select
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

KEPT = timedelta(days=30)
"""Retention of an import's rows for display and download."""
WORKING = (
    RosterImportState.CHECKING,
    RosterImportState.IMPORTING,
    RosterImportState.UNDOING,
)
PER_PAGE = rows.PER_PAGE


EFFECTS = {
    "widened": RosterImportRow.widens,
    "cleared": RosterImportRow.clears,
    "gaps": RosterImportRow.gaps,
}
"""Effects of rows that are counted apart: more public, cleared, 記入なし."""
AFTERWARDS = {
    "undone": RosterImportRow.undone,
    "kept": RosterImportRow.undo_refusal != "",
}
"""What an undo did to the rows."""


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
    actor: Viewer, job: RosterImport, fate: RowOutcome | None, number: int, effect: str = ""
) -> tuple[Sequence[RosterImportRow], int]:
    """Return one page (from 1) of the rows of one outcome or effect or of all, and their total."""
    actor.require(Role.SECRETARIAT)
    wanted = select(RosterImportRow).where(RosterImportRow.import_id == job.id)
    if effect in EFFECTS | AFTERWARDS:
        entered = RosterImportRow.fate.in_((RowOutcome.NEW, RowOutcome.CHANGE))
        condition = (EFFECTS | AFTERWARDS)[effect]
        return rows.page(wanted.where(entered, condition).order_by(RosterImportRow.line), number)
    if fate is not None:
        wanted = wanted.where(RosterImportRow.fate == fate)
    found = db.session.scalars(
        wanted.order_by(RosterImportRow.line).offset((number - 1) * PER_PAGE).limit(PER_PAGE)
    ).all()
    return found, sum(job.counts.values()) if fate is None else job.counts.get(fate.value, 0)


def recount(job: RosterImport) -> None:
    """Count the job's rows by outcome and effect."""
    mine = RosterImportRow.import_id == job.id
    counts = {fate.value: 0 for fate in RowOutcome}
    for fate, count in db.session.execute(
        select(RosterImportRow.fate, func.count()).where(mine).group_by(RosterImportRow.fate)
    ):
        counts[fate.value] = count
    entered = RosterImportRow.fate.in_((RowOutcome.NEW, RowOutcome.CHANGE))
    job.counts = counts
    job.effects = {
        effect: db.session.scalars(
            select(func.count()).select_from(RosterImportRow).where(mine, entered, condition)
        ).one()
        for effect, condition in EFFECTS.items()
    }
    db.session.flush()


def ready(actor: Viewer, job_id: int, *, skip_wrong: bool, basis: str) -> RosterImport:
    """Return a checked import ready to be started, with what the officer says of it.

    Raises RuleViolation when a row is wrong and not to be skipped, when nothing would change, and
    when the basis of new memberships is missing.
    """
    actor.require(Role.SECRETARIAT)
    job = rows.locked(RosterImport, job_id)
    next_state(ROSTER_IMPORT, job.state, RosterImportVerb.START)
    counts = {fate: job.counts.get(fate.value, 0) for fate in RowOutcome}
    if counts[RowOutcome.WRONG] and not skip_wrong:
        raise RuleViolation(
            None,
            f"誤りのある行が{counts[RowOutcome.WRONG]:,}行あります。行を直すか、"
            "「誤りのある行と回答のない行を飛ばす」を選んでください。",
        )
    if counts[RowOutcome.QUESTION] and not skip_wrong:
        raise RuleViolation(
            None,
            f"同じ団体かどうか、回答のない行が{counts[RowOutcome.QUESTION]:,}行あります。回答するか、"
            "「誤りのある行と回答のない行を飛ばす」を選んでください。",
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
    job.skip_wrong, job.basis = skip_wrong, basis.strip()
    job.started_by_id, job.error = actor.account_id, ""
    free(job)
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
    free(job)
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
    job.finished_at, job.content, job.preview = clock.now(), b"", {}
    free(job)
    db.session.flush()


def free(job: RosterImport) -> None:
    """Give the lease back, with the count of attempts."""
    job.lease_until, job.lease_holder, job.attempts = None, "", 0


def forget_old(actor: Viewer) -> None:
    """Delete the rows of long finished imports: they contain personal information."""
    actor.require(Role.SYSTEM)
    over = select(RosterImport.id).where(RosterImport.finished_at < clock.now() - KEPT)
    _forget(RosterImportRow.import_id.in_(over))


def forget_rows(job_id: int, lines: Sequence[int] | None = None) -> None:
    """Delete the rows of a file that is read again; by default all."""
    mine = RosterImportRow.import_id == job_id
    _forget(mine if lines is None else and_(mine, RosterImportRow.line.in_(lines)))


def _forget(which: ColumnElement[bool]) -> None:
    db.session.execute(
        delete(RosterImportRow).where(which).execution_options(synchronize_session=False)
    )
