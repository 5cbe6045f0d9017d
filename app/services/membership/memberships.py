"""Start, change and end of memberships; the only writer of the roster's history."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules import Verdict
from app.rules.common import articles
from app.rules.membership.contact import next_question
from app.rules.membership.membership import EndCause, MemberKind, Standing
from app.rules.membership.profile_fields import PROFILE_FIELDS
from app.rules.membership.readmission import LossCause, may_readmit, readmittable_from
from app.security.viewer import Viewer
from app.services.common import audit, timers

LOSSES = {
    EndCause.WITHDRAWAL: LossCause.WITHDRAWAL,
    EndCause.RELEASE: LossCause.WITHDRAWAL,
    EndCause.EXPULSION: LossCause.EXPULSION,
}


def locked(organisation_id: int) -> Organisation:
    """Return the organisation, locked and fresh. Raises NotFound where there is none."""
    organisation = db.session.get(
        Organisation, organisation_id, with_for_update=True, populate_existing=True
    )
    if organisation is None:
        raise NotFound
    return organisation


def create(actor: Viewer, values: Mapping[str, Any]) -> Organisation:
    """Create an organisation that is not yet a member. values: by PROFILE_FIELDS."""
    organisation = Organisation(
        **{field: values[field] for field in PROFILE_FIELDS if field in values},
        standing=Standing.FORMER,
        created_at=clock.now(),
    )
    db.session.add(organisation)
    db.session.flush()
    audit.record(actor, "organisation.create", "organisation", organisation.id)
    return organisation


def begin(
    actor: Viewer,
    organisation: Organisation,
    kind: MemberKind,
    *,
    on: date,
    basis: str,
    application_id: int | None = None,
) -> Membership:
    """Begin a membership and enter the organisation in the roster (要領第3条第1項).

    on: may lie in the past (規約第12条第5項 lets a resolution take effect on the day of the
    deciding assent); later roster versions keep their dates. Raises RuleViolation for an existing
    member.
    """
    if current(organisation.id) is not None:
        raise RuleViolation(articles.MEMBERS, "すでに会員として登録されています。")
    membership = Membership(
        organisation_id=organisation.id,
        kind=kind,
        starts_on=on,
        basis=basis,
        application_id=application_id,
    )
    db.session.add(membership)
    organisation.standing = Standing(kind.value)
    organisation.next_question_on = next_question(organisation.last_contact_on, clock.today())
    write_version(organisation, max(on, _said_since(organisation.id) or on), basis)
    audit.record(
        actor, "membership.begin", "organisation", organisation.id, kind=kind, on=on.isoformat()
    )
    db.session.flush()
    return membership


def end(actor: Viewer, organisation: Organisation, cause: EndCause, *, on: date) -> Membership:
    """End the membership in force and remove the roster entry (要領第4条); the records stay.

    Raises RuleViolation for a non-member.
    """
    membership = current(organisation.id)
    if membership is None:
        raise RuleViolation(articles.LEAVING, "会員として登録されていません。")
    membership.ended_on, membership.end_cause = on, cause
    organisation.standing = Standing.FORMER
    organisation.next_question_on = None
    close_version(organisation.id, on)
    if cause is EndCause.EXPULSION:
        first = readmittable_from(on, LossCause.EXPULSION)
        timers.schedule(timers.READMISSION_DAY, organisation.id, clock.at_start_of(first))
    audit.record(
        actor, "membership.end", "organisation", organisation.id, cause=cause, on=on.isoformat()
    )
    db.session.flush()
    return membership


def _said_since(organisation_id: int) -> date | None:
    """Return the first day of the roster's last version."""
    return db.session.scalar(
        select(func.max(OrganisationVersion.valid_from)).where(
            OrganisationVersion.organisation_id == organisation_id
        )
    )


def current(organisation_id: int) -> Membership | None:
    """Return the membership in force, if any."""
    return db.session.scalars(
        select(Membership).where(
            Membership.organisation_id == organisation_id, Membership.ended_on.is_(None)
        )
    ).one_or_none()


def last_loss(organisation_id: int) -> Membership | None:
    """Return the latest loss of membership, if any (other than by merge or change of kind)."""
    return db.session.scalars(
        select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.end_cause.in_(LOSSES))
        .order_by(Membership.ended_on.desc(), Membership.id.desc())
        .limit(1)
    ).one_or_none()


def back_from(organisation_id: int) -> date | None:
    """Return the first day on which a former member may be readmitted; None if it lost nothing."""
    rows = db.session.scalars(
        select(Membership).where(
            Membership.organisation_id == organisation_id, Membership.end_cause.in_(LOSSES)
        )
    )
    days = [
        readmittable_from(loss.ended_on, LOSSES[loss.end_cause])
        for loss in rows
        if loss.ended_on is not None and loss.end_cause in LOSSES
    ]
    return max(days, default=None)


def readmission_verdict(
    organisation_id: int, *, today: date, has_statement: bool
) -> Verdict | None:
    """Whether 要領第5条 permits readmission today; None where membership was never lost.

    Every loss is examined: a later withdrawal does not lift the bar of an expulsion.
    """
    rows = db.session.scalars(
        select(Membership).where(Membership.organisation_id == organisation_id)
    ).all()
    return verdict_of(rows, today=today, has_statement=has_statement)


def verdict_of(rows: Iterable[Membership], *, today: date, has_statement: bool) -> Verdict | None:
    """Return `readmission_verdict` for memberships the caller has already loaded."""
    verdicts = [
        may_readmit(loss.ended_on, LOSSES[loss.end_cause], today=today, has_statement=has_statement)
        for loss in rows
        if loss.ended_on is not None and loss.end_cause in LOSSES
    ]
    return next(
        (verdict for verdict in verdicts if not verdict), verdicts[-1] if verdicts else None
    )


def write_version(organisation: Organisation, on: date, source: str) -> OrganisationVersion:
    """Write the roster version from `on`; earlier versions keep their dates.

    History is only appended to: `on` must not precede the version in force (ValueError). A version
    of the same day stays, in force on no day: the last one written is the roster of the day.
    """
    return write_versions([organisation], on, source)[0]


def write_versions(
    organisations: Sequence[Organisation], on: date, source: str
) -> list[OrganisationVersion]:
    """Write versions for many organisations as `write_version`, in one query."""
    touched = db.session.scalars(
        select(OrganisationVersion).where(
            OrganisationVersion.organisation_id.in_([each.id for each in organisations]),
            or_(OrganisationVersion.valid_from >= on, OrganisationVersion.valid_until.is_(None)),
        )
    ).all()
    if any(version.valid_from > on for version in touched):
        raise ValueError(f"the roster has a version later than {on}")
    for version in touched:
        if version.valid_until is None:
            version.valid_until = on
    db.session.flush()  # an organisation has at most one version in force
    written = [first_version(organisation, on, source) for organisation in organisations]
    db.session.add_all(written)
    return written


def first_version(organisation: Organisation, on: date, source: str) -> OrganisationVersion:
    """Return the roster version from `on` of an organisation whose earlier versions are closed."""
    return OrganisationVersion(
        organisation_id=organisation.id,
        valid_from=on,
        profile=organisation.profile(),
        source=source,
        written_at=clock.now(),
    )


def version_on(organisation_id: int, day: date) -> OrganisationVersion | None:
    """Return the roster version of that day; None when the organisation was not on the roster."""
    return db.session.scalars(
        select(OrganisationVersion)
        .where(OrganisationVersion.organisation_id == organisation_id)
        .where(OrganisationVersion.valid_from <= day)
        .where(
            or_(OrganisationVersion.valid_until.is_(None), OrganisationVersion.valid_until > day)
        )
    ).one_or_none()


def close_version(organisation_id: int, on: date) -> None:
    """End the open version; one that begins after `on` becomes empty."""
    version = db.session.scalars(
        select(OrganisationVersion).where(
            OrganisationVersion.organisation_id == organisation_id,
            OrganisationVersion.valid_until.is_(None),
        )
    ).one_or_none()
    if version is not None:
        version.valid_until = max(on, version.valid_from)
