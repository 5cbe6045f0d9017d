"""Merging two records of one organisation (重複登録の統合). Undone by services/merging/undo.py.

One officer proposes a merge with what was chosen, another releases it (services/merging/proposals.py).
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.accounts.user import OneTimeLink
from app.models.admission.application import Application
from app.models.common.timer import Timer
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.models.roster.roster_job import OrganisationMerge
from app.rules.common import articles
from app.rules.membership.membership import Standing
from app.rules.membership.profile_changes import item, with_changes
from app.rules.membership.profile_fields import PROFILE_FIELDS
from app.rules.merging.merging import Period, uncovered
from app.security.viewer import Role, Viewer
from app.services.admission.duplicates import OPEN_STATES
from app.services.common import audit, rows, search_entries
from app.services.membership import memberships
from app.services.merging import preview, tables


def checked(actor: Viewer, kept_id: int, merged_id: int, *, seen: str) -> preview.Preview:
    """Return the preview of a merge of two locked records.

    seen: the stamp of the preview that was looked at. Raises RuleViolation where the records
    contradict each other, StaleState when either has changed in the meantime, NotFound.
    """
    shown = preview.preview(actor, kept_id, merged_id)
    if shown.refusal:
        raise RuleViolation(articles.ROSTER, shown.refusal)
    if shown.stamp != seen:
        raise StaleState("見比べた後に記録が変わりました。もう一度見比べてください。")
    return shown


def carry_out(
    actor: Viewer, kept_id: int, merged_id: int, *, take: Collection[str], seen: str
) -> OrganisationMerge:
    """Carry out a released merge; both records stay, and the merge can be undone.

    take: the items (rules/profile_changes) whose value comes from the merged record. Raises as
    `checked`.
    """
    assert actor.account_id is not None
    kept, merged = both_locked(kept_id, merged_id)
    shown = checked(actor, kept_id, merged_id, seen=seen)
    before = _snapshot(kept, merged)
    _put_memberships_together(shown.periods)
    before["moved"] = _move(kept, merged)
    _fill_gaps(kept, merged)
    _choose(kept, merged, take)
    memberships.close_version(merged.id, clock.today())
    merged.merged_into_id = kept.id
    db.session.flush()
    before["after"] = state_of(kept)
    row = OrganisationMerge(
        kept_id=kept.id,
        merged_id=merged.id,
        before=before,
        merged_at=clock.now(),
        merged_by_id=actor.account_id,
    )
    db.session.add(row)
    db.session.flush()
    _record(actor, row, take)
    return row


def _record(actor: Viewer, row: OrganisationMerge, take: Collection[str]) -> None:
    for organisation_id, other in ((row.kept_id, row.merged_id), (row.merged_id, row.kept_id)):
        audit.record(
            actor,
            "organisation.merge",
            "organisation",
            organisation_id,
            merge=row.id,
            kept=row.kept_id,
            other=other,
            taken=sorted(take),
        )


def page(actor: Viewer, number: int) -> tuple[Sequence[OrganisationMerge], int]:
    """Return one page of merges, the newest first, and their total."""
    actor.require(Role.SECRETARIAT)
    wanted = select(OrganisationMerge).order_by(OrganisationMerge.id.desc())
    eager = (OrganisationMerge.kept, OrganisationMerge.merged, OrganisationMerge.merged_by)
    return rows.page(wanted, number, *(joinedload(each) for each in eager))


def one(actor: Viewer, merge_id: int) -> OrganisationMerge:
    """Return a merge with its two records. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    eager = (OrganisationMerge.kept, OrganisationMerge.merged, OrganisationMerge.merged_by)
    return rows.one(OrganisationMerge, merge_id, *(joinedload(each) for each in eager))


def both_locked(kept_id: int, merged_id: int) -> tuple[Organisation, Organisation]:
    """Return both records, locked in the order of their ids to avoid deadlocks."""
    found = {each: memberships.locked(each) for each in sorted({kept_id, merged_id})}
    return found[kept_id], found[merged_id]


def _snapshot(kept: Organisation, merged: Organisation) -> dict[str, Any]:
    both = (kept, merged)
    return {
        "organisations": {
            str(each.id): {
                "profile": each.profile(),
                "standing": each.standing.value,
                "last_contact_on": _iso(each.last_contact_on),
                "next_question_on": _iso(each.next_question_on),
            }
            for each in both
        },
        "memberships": [
            [row.id, _iso(row.ended_on), row.end_cause.value if row.end_cause else None]
            for each in both
            for row in each.memberships
        ],
        "versions": [
            [version.id, _iso(version.valid_until), version.profile, version.source]
            for each in both
            for version in each.versions
        ],
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def state_of(kept: Organisation) -> dict[str, Any]:
    """Return the kept record's state by table name; a later difference blocks the undo."""
    return {"登録の内容": rows.fingerprint([kept.profile(), kept.merged_into_id])} | {
        words: rows.fingerprint(found) for words, found in tables.state(kept.id).items()
    }


def _put_memberships_together(periods: Sequence[Period]) -> None:
    for period in periods:
        row = db.session.get_one(Membership, period.key)
        row.ended_on, row.end_cause = period.ended_on, period.end_cause
    db.session.flush()


def _move(kept: Organisation, merged: Organisation) -> dict[str, list[int]]:
    moved: dict[str, list[int]] = {}
    for words, column in tables.MOVED.items():
        moved[words] = tables.movable(column, kept.id, merged.id)
        repoint(column, moved[words], kept.id)
    for entity in tables.OPEN.values():
        set_in(entity, entity.open_key == merged.id, open_key=kept.id)
    moved["questions"] = tables.questions(merged.id)
    set_in(OneTimeLink, OneTimeLink.id.in_(moved["questions"]), subject_id=kept.id)
    moved["reminders"] = tables.reminders(merged.id)
    set_in(Timer, Timer.id.in_(moved["reminders"]), subject_id=kept.id)
    moved["considered"] = []
    for application in _considering(merged.id):
        if kept.id not in application.former_considered:
            application.former_considered = [*application.former_considered, kept.id]
            moved["considered"].append(application.id)
    return moved


def _considering(organisation_id: int) -> list[Application]:
    """Return open applications whose check has considered the organisation."""
    waiting = select(Application).where(Application.state.in_(OPEN_STATES))
    return [row for row in db.session.scalars(waiting) if organisation_id in row.former_considered]


def repoint(column: Any, row_ids: Sequence[int], organisation_id: int) -> None:
    """Set the organisation referenced by the rows in that column."""
    set_in(column.class_, column.class_.id.in_(row_ids), **{column.key: organisation_id})
    search_entries.renew(column.class_, row_ids)


def set_in(entity: Any, condition: Any, **values: Any) -> None:
    db.session.execute(
        update(entity)
        .where(condition)
        .values(**values)
        .execution_options(synchronize_session="fetch")
    )


def _fill_gaps(kept: Organisation, merged: Organisation) -> None:
    """Add to the kept record's roster history the periods covered by the merged record alone."""
    covered = [(version.valid_from, version.valid_until) for version in kept.versions]
    for version in merged.versions:
        for start, end in uncovered((version.valid_from, version.valid_until), covered):
            if end is None or start < end:
                db.session.add(
                    OrganisationVersion(
                        organisation_id=kept.id,
                        valid_from=start,
                        valid_until=end,
                        profile=version.profile,
                        source=f"統合した記録：{version.source}"[:100],
                    )
                )
    db.session.flush()


def _choose(kept: Organisation, merged: Organisation, take: Collection[str]) -> None:
    """Set the kept record's chosen values, standing and last-contact date."""
    theirs = merged.profile()
    profile = with_changes(kept.profile(), {key: item(theirs, key) for key in take})
    profile["activity_fields"] = profile["activity_fields"] or []
    for field in PROFILE_FIELDS:
        if getattr(kept, field) != profile[field]:
            setattr(kept, field, profile[field])
    current = memberships.current(kept.id)
    kept.standing = Standing(current.kind.value) if current else Standing.FORMER
    merged.standing = Standing.FORMER
    later = max(kept, merged, key=lambda each: _iso(each.last_contact_on) or "")
    kept.last_contact_on, kept.next_question_on = later.last_contact_on, later.next_question_on
    merged.next_question_on = None
    db.session.flush()
    version = memberships.version_on(kept.id, clock.today())
    if current is not None and (version is None or version.profile != kept.profile()):
        memberships.write_version(kept, clock.today(), "重複登録の統合")
    if current is None:
        kept.next_question_on = None
