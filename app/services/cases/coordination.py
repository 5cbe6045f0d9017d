"""Participation of the coordinators (法第17条第2項) in cases: they read everything, and manage.

A coordinator takes part in every live case, to oversee and co-ordinate the bodies' support: in
new cases from their intake, in live ones from the naming. A naming takes effect once the person
serves under a pledge. Participation ends with the naming, and a body that stops coordinating
loses its namings.

A naming opens no closed case: there is no support left to co-ordinate, and access is granted to
named persons, case by case. The current coordinators join a case when it is reopened. A case
without a manager, closed or not, passes to the current coordinators: somebody has to handle
disclosure requests and approve the deletion.
"""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select

from app import clock
from app.extensions import db
from app.models.accounts.user import Account
from app.models.cases.case import CaseParticipation, SupportCase
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis, Section
from app.rules.states.cases.case import LIVE_CASE_STATES
from app.security import guard
from app.security.case_visibility import CASE_SUBJECT
from app.security.identity import serves
from app.security.viewer import Role, Viewer
from app.services.cases import participations
from app.services.common import audit

GRANTS = dict.fromkeys(Section, Level.READ) | {Section.MANAGEMENT: Level.WRITE}


def named() -> list[CouncilPerson]:
    """Return the coordinators who serve now."""
    found = db.session.scalars(
        select(CouncilPerson).where(CouncilPerson.coordinates).order_by(CouncilPerson.id)
    )
    return [each for each in found if serves(each)]


def join_case(actor: Viewer, case_id: str) -> None:
    """Add all coordinators to a case. The caller has checked the permission."""
    with guard.acting_as_system(db.session):  # the actor may lack full read access
        for person in named():
            _grant_access(actor, case_id, person.id)


def hold_running() -> Sequence[str]:
    """Lock the live cases in a fixed order and return their ids.

    Taken before the person's lock, as elsewhere.
    """
    with guard.acting_as_system(db.session):  # an officer who names coordinators sees no case
        return db.session.scalars(_running().with_for_update()).all()


def join_running(actor: Viewer, term: CouncilPerson) -> None:
    """Add a person to the live cases, if they are a coordinator and serve now."""
    if not term.coordinates or not serves(term):
        return
    for case_id in hold_running():
        with guard.acting_as_system(db.session):
            _grant_access(actor, case_id, term.id)


def join_due(actor: Viewer) -> int:
    """Add coordinators to live cases they have never taken part in; returns how many times.

    Called by the sweep: a term may begin later than it was entered, and a case may be taken in
    while a coordinator is being named. A person whose participation was ended manually is not
    added again, except to a case without a manager.
    """
    actor.require(Role.SYSTEM)
    joined, persons = 0, named()
    for person in persons:
        participation = select(CaseParticipation.id).where(
            CaseParticipation.case_id == SupportCase.id,
            CaseParticipation.person_id == person.id,
            CaseParticipation.basis != ParticipationBasis.EMERGENCY,
        )
        wanted = _running().where(~participation.exists()).with_for_update(skip_locked=True)
        for case_id in db.session.scalars(wanted).all():
            joined += _grant_access(actor, case_id, person.id)
    for case_id in db.session.scalars(_unmanaged().with_for_update(skip_locked=True)).all():
        joined += sum(_grant_access(actor, case_id, person.id) for person in persons)
    return joined


def end(actor: Viewer, term: CouncilPerson) -> None:
    """End a naming, and all participation based on it."""
    term.coordinates = False
    with guard.acting_as_system(db.session):  # an officer who names coordinators sees no case
        ended = db.session.scalars(
            select(CaseParticipation).where(
                CaseParticipation.person_id == term.id,
                CaseParticipation.basis == ParticipationBasis.COORDINATION,
                *participations.in_effect_now(),
            )
        ).all()
        now = clock.now()
        for participation in ended:
            participation.ends_at = now
        db.session.flush()
    for case_id in sorted({participation.case_id for participation in ended}):
        audit.record(actor, "case.revoke", CASE_SUBJECT, case_id, person=term.id)


def _running() -> Select[str]:
    running = select(SupportCase.id).where(SupportCase.state.in_(LIVE_CASE_STATES))
    return running.order_by(SupportCase.id)


def _unmanaged() -> Select[str]:
    """Return the SQL query for cases for which participations.managers() is empty."""
    now, today = clock.now(), clock.today()
    managing = (
        select(CaseParticipation.id)
        .join(CouncilPerson, CouncilPerson.id == CaseParticipation.person_id)
        .join(Account, Account.id == CouncilPerson.account_id)
        .where(
            CaseParticipation.case_id == SupportCase.id,
            *participations.managing(),
            CouncilPerson.pledged_on.is_not(None),
            CouncilPerson.begins_on <= today,
            or_(CouncilPerson.ends_at.is_(None), CouncilPerson.ends_at > now),
            Account.active,
            or_(Account.ends_on.is_(None), Account.ends_on >= today),
        )
    )
    return select(SupportCase.id).where(~managing.exists()).order_by(SupportCase.id)


def _grant_access(actor: Viewer, case_id: str, person_id: int) -> bool:
    """Grant the person missing access only; existing write access keeps its own basis."""
    held = {
        participation.section: participation.level
        for participation in participations.live(case_id, person_id)
        if participation.basis is not ParticipationBasis.EMERGENCY
    }
    added = {
        section: level
        for section, level in GRANTS.items()
        if section not in held or (level is Level.WRITE and held[section] is Level.READ)
    }
    if added:
        participations.add(actor, case_id, person_id, added, ParticipationBasis.COORDINATION)
    return bool(added)
