"""Writing a checked import: all rows in one transaction, each judged again in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models.accounts.user import Account
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.membership.membership import MemberKind, Standing
from app.rules.membership.profile_fields import PROFILE_FIELDS
from app.rules.states.roster.roster_import import RosterImportVerb, RowOutcome
from app.security.viewer import Role, Viewer
from app.services.common import audit
from app.services.membership import contacts, memberships
from app.services.roster import import_leases, imports, row_values
from app.services.roster.import_checking import Source, read
from app.services.roster.import_judging import Judge, Judged
from app.services.roster.roster_rows import Reading

STEP = 500
LEFT_OUT = (RowOutcome.WRONG, RowOutcome.QUESTION)
MOVED_ON = (
    "確認の後に名簿の内容が変わったため、取り込まずにもう一度確認しました。結果を見直してください。"
)


@dataclass(frozen=True)
class Step:
    """Some rows in their stored form, with the check's results."""

    readings: list[Reading]
    kept: list[tuple[object, ...]]


def prepare(actor: Viewer, job_id: int, holder: str) -> Iterator[Step]:
    """Read the checked rows again in steps; the caller commits after each to show the progress.

    The slow work is done here, so that only `write` occupies SQLite's single writer.
    """
    actor.require(Role.SYSTEM)
    job = import_leases.renew_lease(job_id, holder)
    words, columns, filled = row_values.load_choices(), list(job.columns), dict(job.filled)
    job.done = 0
    left_out = {fate.value for fate in LEFT_OUT}
    job.total = sum(count for fate, count in job.counts.items() if fate not in left_out)
    for stored in portions(job_id, RosterImportRow.fate.not_in(LEFT_OUT)):
        readings = [read(Source.of(row), columns, filled, words) for row in stored]
        kept = [_kept(row) for row in stored]
        import_leases.renew_lease(job_id, holder).done += len(stored)
        db.session.flush()
        db.session.expunge_all()
        yield Step(readings, kept)


def write(actor: Viewer, job_id: int, holder: str, steps: Iterable[Step]) -> None:
    """Write the new and the changed rows of an import, all or none.

    Where the roster has changed since the check, nothing is written and the file is checked again.
    Raises LeaseLost.
    """
    actor.require(Role.SYSTEM)
    job = import_leases.renew_lease(job_id, holder)
    starter = _starter(job)
    source = source_of(job)
    judge = Judge(gaps=job.gaps)
    for step in steps:
        judged = judge.judge(step.readings)
        if [_answer(one) for one in judged] != step.kept:
            db.session.rollback()
            imports.back_to_check(import_leases.renew_lease(job_id, holder), MOVED_ON)
            return
        _enter([one for one in judged if one.fate is RowOutcome.NEW], job, starter, source)
        _change([one for one in judged if one.fate is RowOutcome.CHANGE], job, starter, source)
        db.session.flush()
        for one in judged:
            if one.organisation is not None and one.organisation in db.session:
                db.session.expunge(one.organisation)
    imports.close(job, RosterImportVerb.FINISH)
    audit.record(starter, "roster_import.finish", "roster_import", job.id, **job.counts)


def source_of(job: RosterImport) -> str:
    """Return what the roster's versions name as their source."""
    return f"名簿の取込み {job.id}"


def _starter(job: RosterImport) -> Viewer:
    """Return the officer who started the job: the audit trail names them, not the worker."""
    account = db.session.get(Account, job.started_by_id)
    if account is None:
        raise NotFound
    return Viewer(account.id, account.get_full_name(), frozenset({Role.SECRETARIAT}))


def portions(job_id: int, wanted: ColumnElement[bool]) -> Iterator[Sequence[RosterImportRow]]:
    """Yield the wanted rows of an import in the file's order, STEP at a time."""
    line = 0
    while True:
        found = db.session.scalars(
            select(RosterImportRow)
            .where(
                RosterImportRow.import_id == job_id,
                RosterImportRow.line > line,
                wanted,
            )
            .order_by(RosterImportRow.line)
            .limit(STEP)
        ).all()
        if not found:
            return
        line = found[-1].line
        yield found


def _answer(one: Judged) -> tuple[object, ...]:
    return (
        one.fate,
        one.organisation.id if one.organisation else None,
        [[each.key, each.before, each.after] for each in one.differences],
    )


def _kept(row: RosterImportRow) -> tuple[object, ...]:
    return (row.fate, row.organisation_id, row.changes)


def _enter(entered: Sequence[Judged], job: RosterImport, starter: Viewer, source: str) -> None:
    """Enter new general members, on the roster from their day of admission."""
    made = []
    for one in entered:
        organisation = Organisation(
            **{field: one.profile[field] for field in PROFILE_FIELDS},
            standing=Standing.GENERAL,
            created_at=clock.now(),
        )
        contacts.start_clock(organisation)
        made.append(organisation)
    db.session.add_all(made)
    db.session.flush()
    for one, organisation in zip(entered, made, strict=True):
        since = one.reading.since or clock.today()
        db.session.add(
            Membership(
                organisation_id=organisation.id,
                kind=MemberKind.GENERAL,
                starts_on=since,
                basis=f"{source}（{job.basis}）",
            )
        )
        db.session.add(memberships.first_version(organisation, since, source))
        audit.record(
            starter,
            "organisation.import",
            "organisation",
            organisation.id,
            roster_import=job.id,
            line=one.reading.line,
            since=since.isoformat(),
        )
    lines = [one.reading.line for one in entered]
    if made:
        db.session.execute(
            update(RosterImportRow),
            [
                {"import_id": job.id, "line": line, "organisation_id": organisation.id}
                for line, organisation in zip(lines, made, strict=True)
            ],
        )
    db.session.flush()
    for organisation in made:
        db.session.expunge(organisation)


def _change(changed: Sequence[Judged], job: RosterImport, starter: Viewer, source: str) -> None:
    """Write changed entries, with effect from today."""
    organisations = []
    for one in changed:
        assert one.organisation is not None
        for field in PROFILE_FIELDS:
            if getattr(one.organisation, field) != one.profile[field]:
                setattr(one.organisation, field, one.profile[field])
        organisations.append(one.organisation)
        audit.record(
            starter,
            "organisation.import",
            "organisation",
            one.organisation.id,
            roster_import=job.id,
            line=one.reading.line,
            fields=[each.key for each in one.differences],
        )
    if organisations:
        memberships.write_versions(organisations, clock.today(), source)
