"""Undoing a merge of two records (統合の取消し), as long as nothing has changed since."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.accounts.user import OneTimeLink
from app.models.admission.application import Application
from app.models.common.timer import Timer
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.models.roster.roster_job import OrganisationMerge
from app.rules.membership.membership import EndCause, Standing
from app.rules.membership.profile_fields import PROFILE_FIELDS
from app.security.viewer import Viewer
from app.services.common import audit, rows
from app.services.merging import tables
from app.services.merging.merges import both_locked, repoint, set_in, state_of

NO_ROWS = rows.fingerprint([])
"""The state of a table that came after the merge."""


def obstacle(row: OrganisationMerge) -> str:
    """Return why the merge cannot be undone, in Japanese; "" when it can."""
    if row.undone_at is not None:
        return "すでに元に戻しました。"
    then, now = row.before["after"], state_of(db.session.get_one(Organisation, row.kept_id))
    came = [words for words in now if now[words] != then.get(words, NO_ROWS)]
    if came:
        return f"統合の後に動きがあったため、元に戻せません（{'、'.join(came)}）。"
    return ""


def carry_out(actor: Viewer, merge_id: int) -> OrganisationMerge:
    """Restore the two records as they were, as released.

    Raises RuleViolation after a later change.
    """
    row = rows.one(OrganisationMerge, merge_id)
    kept, merged = both_locked(row.kept_id, row.merged_id)
    row = rows.locked(OrganisationMerge, merge_id)
    why = obstacle(row)
    if why:
        raise RuleViolation(None, why)
    _move_back(row.before, kept, merged)
    _restore_versions(row.before["versions"], (kept.id, merged.id))
    for organisation in (kept, merged):
        _restore(organisation, row.before["organisations"][str(organisation.id)])
    merged.merged_into_id = None
    row.undone_at, row.undone_by_id = clock.now(), actor.account_id
    for organisation in (kept, merged):
        audit.record(
            actor, "organisation.undo_merge", "organisation", organisation.id, merge=row.id
        )
    db.session.flush()
    return row


def _move_back(before: Mapping[str, Any], kept: Organisation, merged: Organisation) -> None:
    moved = before["moved"]
    for words, column in tables.MOVED.items():
        repoint(column, moved.get(words, []), merged.id)
    for words, entity in tables.OPEN.items():
        ours = (entity.open_key == kept.id) & entity.id.in_(moved.get(words, []))
        set_in(entity, ours, open_key=merged.id)
    set_in(OneTimeLink, OneTimeLink.id.in_(moved["questions"]), subject_id=merged.id)
    set_in(Timer, Timer.id.in_(moved["reminders"]), subject_id=merged.id)
    for application in db.session.scalars(
        select(Application).where(Application.id.in_(moved["considered"]))
    ):
        application.former_considered = [
            each for each in application.former_considered if each != kept.id
        ]
    for row_id, ended_on, cause in before["memberships"]:
        row = db.session.get_one(Membership, row_id)
        row.ended_on = _day(ended_on)
        row.end_cause = EndCause(cause) if cause else None
    db.session.flush()


def _restore_versions(versions: Sequence[Any], organisation_ids: Sequence[int]) -> None:
    kept = [version_id for version_id, *_rest in versions]
    added = select(OrganisationVersion).where(
        OrganisationVersion.organisation_id.in_(organisation_ids),
        OrganisationVersion.id.not_in(kept),
    )
    for version in db.session.scalars(added):
        db.session.delete(version)
    db.session.flush()  # an organisation has at most one version in force
    for version_id, valid_until, profile, source in versions:
        version = db.session.get_one(OrganisationVersion, version_id)
        version.valid_until, version.source = _day(valid_until), source
        if version.profile != profile:
            version.profile = profile
    db.session.flush()


def _restore(organisation: Organisation, then: Mapping[str, Any]) -> None:
    for field in PROFILE_FIELDS:
        if organisation.profile()[field] != then["profile"][field]:
            setattr(organisation, field, then["profile"][field])
    organisation.standing = Standing(then["standing"])
    organisation.last_contact_on = _day(then["last_contact_on"])
    organisation.next_question_on = _day(then["next_question_on"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
