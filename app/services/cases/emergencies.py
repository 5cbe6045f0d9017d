"""Emergency access (緊急閲覧): taken with a reason, notified at once, reviewed afterwards."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.cases.case import CaseParticipation, EmergencyAccess, SupportCase
from app.models.common.audit import AuditEntry
from app.models.council.council import CouncilPerson
from app.rules.cases import emergency
from app.rules.cases.access import Level, ParticipationBasis, PassingOnBasis, Section
from app.rules.cases.alias import normalise_alias
from app.rules.cases.passing_on import Terms
from app.rules.common import articles
from app.rules.states.cases.case import CaseState
from app.security import guard, vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases import cases, participations, passing_on, rows
from app.services.common import audit
from app.services.common.links import Links
from app.services.council import mail as council_mail
from app.services.council import namings

REFUSED = "緊急閲覧を開始できません。ケースの符号を、一字一句確かめてください。"
"""One message for every reason, so as not to reveal whether the case exists."""
PURPOSE = "緊急閲覧"
FAILED, FAILED_AT = "refused:begin", "EmergencyView.begin"
"""How the trail names a refused attempt: the verb, and the page."""
LATELY = timedelta(days=14)
"""How long coordinators are told of it."""


def begin(actor: Viewer, *, term_id: int, alias: str, reason: str, links: Links) -> SupportCase:
    """Grant one of the actor's terms read access to all sections of a case for four hours.

    The caller has checked the second factor. Raises the same RuleViolation for an unknown
    alias, a case awaiting deletion, and a case the actor can already read entirely.
    """
    term = cases.own_term(actor, term_id)
    if not reason.strip():
        raise RuleViolation(articles.SECRECY, "緊急に閲覧する理由を入力してください。")
    with guard.acting_as_system(db.session):  # the actor takes no part in the case yet
        case = db.session.scalars(
            select(SupportCase)
            .where(
                SupportCase.alias == normalise_alias(alias),
                SupportCase.state != CaseState.TO_DELETE,
            )
            .with_for_update()
        ).one_or_none()
        closed = {} if case is None else _closed_to(actor, case.id)
        if case is None or not closed:
            raise RuleViolation(articles.SECRECY, REFUSED)
        access = EmergencyAccess(
            case_id=case.id,
            person_id=term.id,
            opened_at=clock.now(),
            until=emergency.ends(clock.now()),
        )
        vault.seal(access, "reason", reason.strip())
        db.session.add(access)
        terms = Terms(PassingOnBasis.DANGER, PURPOSE, reason.strip())
        passing_on.hand_over(
            actor,
            case.id,
            term.id,
            closed,
            terms,
            ParticipationBasis.EMERGENCY,
            passed_by_id=actor.person(),
            until=access.until,
        )
        audit.record(actor, "case.emergency", CASE_SUBJECT, case.id, access=access.id)
        told = [*participations.people(case.id), *namings.named()]
        council_mail.notify(actor, told, links)
    return case


def running(case_id: str) -> list[CaseParticipation]:
    """Return the current emergency access, one participation per person."""
    found = {
        participation.person_id: participation
        for participation in participations.live(case_id)
        if participation.basis is ParticipationBasis.EMERGENCY
    }
    return list(found.values())


def of_case(actor: Viewer, case_id: str) -> Sequence[EmergencyAccess]:
    """Return all emergency accesses, latest first. Raises NotPermitted without 管理."""
    participations.require(actor, case_id, Section.MANAGEMENT, Level.READ)
    return db.session.scalars(
        select(EmergencyAccess)
        .where(EmergencyAccess.case_id == case_id)
        .options(*rows.named(EmergencyAccess.person), joinedload(EmergencyAccess.reviewed_by))
        .order_by(EmergencyAccess.opened_at.desc(), EmergencyAccess.id)
    ).all()


def review(
    actor: Viewer, case_id: str, access_id: str, *, was_justified: bool, note: str
) -> EmergencyAccess:
    """Record the review (事後点検), by a case manager other than the person reviewed.

    Raises NotFound, NotPermitted, RuleViolation, StaleState.
    """
    cases.for_manager(actor, case_id)
    access = rows.locked(EmergencyAccess, case_id, access_id)
    if access.person.account_id == actor.account_id:
        raise RuleViolation(articles.SECRECY, "緊急閲覧をした本人は、事後点検を行えません。")
    if access.reviewed_at is not None:
        raise StaleState("この緊急閲覧の事後点検は、すでに済んでいます。")
    if not note.strip():
        raise RuleViolation(articles.SECRECY, "点検の結果を入力してください。")
    access.reviewed_at, access.reviewed_by_id = clock.now(), actor.person()
    access.was_justified = was_justified
    vault.seal(access, "review_note", note.strip())
    db.session.flush()
    audit.record(actor, "case.emergency_review", CASE_SUBJECT, case_id, was_justified=was_justified)
    return access


def unreviewed(actor: Viewer) -> Select[Any]:
    """Return the query for accesses awaiting the actor's review: managed cases, by others."""
    return (
        select(EmergencyAccess)
        .join(CouncilPerson, CouncilPerson.id == EmergencyAccess.person_id)
        .where(
            EmergencyAccess.reviewed_at.is_(None),
            EmergencyAccess.case_id.in_(participations.managed(actor)),
            CouncilPerson.account_id != actor.person(),
        )
    )


def to_review(actor: Viewer) -> Sequence[Row[EmergencyAccess, str]]:
    """Return the accesses awaiting the actor's review, with the case's alias, oldest first."""
    return db.session.execute(
        unreviewed(actor)
        .join(SupportCase, SupportCase.id == EmergencyAccess.case_id)
        .add_columns(SupportCase.alias)
        .options(*rows.named(EmergencyAccess.person))
        .order_by(EmergencyAccess.opened_at, EmergencyAccess.id)
    ).all()


def failed(actor: Viewer) -> Select[AuditEntry]:
    """Return the query for others' attempts of late that were refused, for coordinators alone."""
    return select(AuditEntry).where(
        AuditEntry.action == FAILED,
        AuditEntry.subject_id == FAILED_AT,
        AuditEntry.refused,
        AuditEntry.at >= clock.now() - LATELY,
        AuditEntry.actor_id != actor.person(),
        namings.coordinates(actor),
    )


def failures(actor: Viewer) -> Sequence[AuditEntry]:
    """Return the refused attempts of late, latest first: who and when. They name no case."""
    return db.session.scalars(failed(actor).order_by(AuditEntry.sequence.desc())).all()


def said(access: EmergencyAccess) -> dict[str, Any]:
    """Return the reason and the review's findings."""
    return {
        "reason": vault.unseal(access, "reason"),
        "note": vault.unseal(access, "review_note") or "",
    }


def _closed_to(actor: Viewer, case_id: str) -> dict[Section, Level]:
    """Return read grants for the sections the actor cannot read now."""
    held = participations.held(actor, case_id)
    return {section: Level.READ for section in Section if section not in held}
