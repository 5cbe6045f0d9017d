"""An import undone while nothing followed (取込みの取消し): row by row, in one transaction.

What it changed gets its former values back, from today. What it entered is deleted, as it never
should have been on the roster; the trail says so. A row to which something happened stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, delete, select, update
from sqlalchemy.orm import selectinload

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.models.accounts.user import Account
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.membership.profile_changes import item, with_changes
from app.rules.membership.profile_fields import PROFILE_FIELDS
from app.rules.states.common.table import next_state
from app.rules.states.roster.roster_import import (
    ROSTER_IMPORT,
    RosterImportState,
    RosterImportVerb,
    RowOutcome,
)
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, rows, search_entries
from app.services.membership import memberships
from app.services.roster import import_leases, import_release, imports
from app.services.roster.import_writing import portions, source_of

KIND = "roster_import.undo"
OWN = frozenset({"membership", "organisation_version", "roster_import_row"})
"""Tables whose rows an import writes itself."""
FOLLOWED = "取り込んだ後に、この団体の{what}があるため、取り消していません。"
CHANGED = "取り込んだ後に名簿の内容が変わっているため、取り消していません。"


def undo(actor: Viewer, job_id: int, reason: str) -> RosterImport:
    """Undo an import, or propose it where the import needed two officers.

    Raises RuleViolation without a reason, and when the rows have been forgotten.
    """
    actor.require(Role.SECRETARIAT)
    job = _undoable(job_id)
    if not reason.strip():
        raise RuleViolation(None, "取り消す理由を入力してください。")
    if import_release.needed_two(job):
        approvals.propose(actor, KIND, job.id, title=job.file_name, reason=reason)
    else:
        _begin(actor, job, reason)
    return job


def release(actor: Viewer, job_id: int) -> RosterImport:
    """Release the proposed undo. Raises RuleViolation for its proposer."""
    actor.require(Role.SECRETARIAT)
    job = _undoable(job_id)
    proposal = approvals.release(actor, KIND, job.id)
    _begin(actor, job, proposal.reason)
    return job


def take_back(actor: Viewer, job_id: int) -> RosterImport:
    """Take the proposed undo back; the import stays."""
    actor.require(Role.SECRETARIAT)
    job = rows.locked(RosterImport, job_id)
    approvals.take_back(actor, KIND, job.id)
    return job


def may_undo(job: RosterImport) -> bool:
    """Whether an import can be undone: it is entered, and its rows are still known."""
    return (
        job.state is RosterImportState.IMPORTED
        and job.finished_at is not None
        and job.finished_at > clock.now() - imports.KEPT
    )


def _undoable(job_id: int) -> RosterImport:
    job = rows.locked(RosterImport, job_id)
    next_state(ROSTER_IMPORT, job.state, RosterImportVerb.UNDO)
    if not may_undo(job):
        raise RuleViolation(
            None, "取り込んでから30日を過ぎたため、行の記録がなく、取り消せません。"
        )
    return job


def _begin(actor: Viewer, job: RosterImport, reason: str) -> None:
    job.state = next_state(ROSTER_IMPORT, job.state, RosterImportVerb.UNDO)
    job.undo_by_id, job.done, job.error = actor.account_id, 0, ""
    imports.free(job)
    audit.record(actor, "roster_import.undo", "roster_import", job.id, reason=reason.strip())
    db.session.flush()


def carry_out(actor: Viewer, job_id: int, holder: str) -> None:
    """Undo the rows of an import in one transaction. Raises LeaseLost."""
    actor.require(Role.SYSTEM)
    job = import_leases.renew_lease(job_id, holder)
    account = db.session.get(Account, job.undo_by_id)
    if account is None:
        raise NotFound
    by = Viewer(account.id, account.get_full_name(), frozenset({Role.SECRETARIAT}))
    source = source_of(job)
    undone = kept = 0
    entered = RosterImportRow.fate.in_((RowOutcome.NEW, RowOutcome.CHANGE))
    for portion in portions(job_id, entered):
        known = _organisations(portion)
        references = _references([one for each in portion if (one := each.organisation_id)])
        restored: list[Organisation] = []
        for row in portion:
            organisation = known.get(row.organisation_id or 0)
            row.undo_refusal = _refusal(row, organisation, references, source)
            row.undone = not row.undo_refusal
            undone, kept = undone + row.undone, kept + (not row.undone)
            if organisation is not None and row.undone:
                _take_back(by, row, organisation, restored)
        if restored:
            memberships.write_versions(restored, clock.today(), f"{source}の取消し")
        db.session.flush()
    job.state = next_state(ROSTER_IMPORT, job.state, RosterImportVerb.NOTE_UNDONE)
    job.undone_at = clock.now()
    job.effects = dict(job.effects) | {"undone": undone, "kept": kept}
    imports.free(job)
    audit.record(by, "roster_import.undone", "roster_import", job.id, undone=undone, kept=kept)
    db.session.flush()


def _organisations(portion: Sequence[RosterImportRow]) -> dict[int, Organisation]:
    ids = [row.organisation_id for row in portion]
    found = db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(ids))
        .options(selectinload(Organisation.memberships), selectinload(Organisation.versions))
        .execution_options(populate_existing=True)
    )
    return {organisation.id: organisation for organisation in found}


def _references(ids: Sequence[int]) -> Mapping[int, str]:
    """Return for each organisation that another table refers to the table's name.

    Plain columns, past the guard: whether something is there, not what. Nothing of it is told.
    """
    found: dict[int, str] = {}
    for column in _referring():
        for (organisation_id,) in db.session.execute(
            select(column).where(column.in_(ids)).distinct()
        ):
            found.setdefault(organisation_id, column.table.name)
    return found


def _referring() -> Iterator[Column[Any]]:
    for table in Organisation.metadata.sorted_tables:
        if table.name in OWN:
            continue
        for column in table.columns:
            if any(key.target_fullname == "organisation.id" for key in column.foreign_keys):
                yield column


def _refusal(
    row: RosterImportRow,
    organisation: Organisation | None,
    references: Mapping[int, str],
    source: str,
) -> str:
    """Return why a row stays, "" where nothing followed."""
    if organisation is None:
        return "団体の記録が見つからないため、取り消していません。"
    if organisation.merged_into_id is not None:
        return FOLLOWED.format(what="記録の統合")
    versions, begun = organisation.versions, organisation.memberships
    last = versions[-1] if versions else None
    if last is None or last.source != source or last.valid_until is not None:
        return CHANGED
    profile = organisation.profile()
    if row.fate is RowOutcome.CHANGE:
        moved = any(item(profile, key) != after for key, _before, after in row.changes)
        return CHANGED if moved else ""
    if len(versions) > 1 or len(begun) != 1 or begun[0].ended_on or last.profile != profile:
        return CHANGED
    if organisation.id in references:
        return FOLLOWED.format(what="利用者、届出などの記録")
    return ""


def _take_back(
    by: Viewer, row: RosterImportRow, organisation: Organisation, restored: list[Organisation]
) -> None:
    audit.record(
        by,
        "organisation.import_undone",
        "organisation",
        organisation.id,
        roster_import=row.import_id,
        line=row.line,
        fields=[key for key, _before, _after in row.changes],
    )
    if row.fate is RowOutcome.CHANGE:
        before = {key: value for key, value, _after in row.changes}
        profile = with_changes(organisation.profile(), before)
        for field in PROFILE_FIELDS:
            if getattr(organisation, field) != profile[field]:
                setattr(organisation, field, profile[field])
        restored.append(organisation)
        return
    _delete(organisation)


def _delete(organisation: Organisation) -> None:
    """Delete an organisation that was entered by mistake, to which nothing refers."""
    mine, versions = organisation.id, [version.id for version in organisation.versions]
    db.session.expunge(organisation)
    for statement in (
        update(RosterImportRow)
        .where(RosterImportRow.organisation_id == mine)
        .values(organisation_id=None),
        delete(OrganisationVersion).where(OrganisationVersion.organisation_id == mine),
        delete(Membership).where(Membership.organisation_id == mine),
        delete(Organisation).where(Organisation.id == mine),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
    search_entries.renew(OrganisationVersion, versions)
    search_entries.renew(Organisation, [mine])
